/* Silt: where a tap of a convolution reads
 * Copyright (C) 2026 The Silt authors
 *
 * This program is free software: you can redistribute it and/or modify
 * it under the terms of the GNU General Public License as published by
 * the Free Software Foundation; either version 3 of the License, or
 * (at your option) any later version.
 *
 * This program is distributed in the hope that it will be useful,
 * but WITHOUT ANY WARRANTY; without even the implied warranty of
 * MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
 * GNU General Public License for more details.
 *
 * You should have received a copy of the GNU General Public License
 * along with this program.  If not, see <https://www.gnu.org/licenses/>.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The row or column of a map that a tap at `position` falls on: of a map twice
 * as large where it is read upsampled; -1 for a zero. */
static inline gint
silt_conv_source (gint     position,
                  gint     size,
                  gboolean wrap,
                  gboolean upsample)
{
  gint virtual_size = upsample ? size * 2 : size;

  if (position < 0 || position >= virtual_size)
    {
      if (! wrap)
        return -1;

      position = ((position % virtual_size) + virtual_size) % virtual_size;
    }

  return upsample ? position / 2 : position;
}

G_END_DECLS
