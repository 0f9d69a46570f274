/* Silt: asking for memory ahead of its use
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

/* Has n floats on their way to the cache while something else is worked on.
 * For pieces of a map that are too short, or too far apart, for the processor
 * to see by itself where a loop will read next. */
static inline void
silt_expect (const gfloat *from,
             gsize         n)
{
  const gsize line = 64 / sizeof (gfloat);
  gsize       i;

  for (i = 0; i < n; i += line)
    __builtin_prefetch (from + i);
}

G_END_DECLS
