/* Silt: whether the ends of a picture are as gray as the rest
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

#include <math.h>

#include <glib.h>

/* How much further apart the channels are in the outer two pixels of a dense
 * square, RGB, than within: 1 where its ends are as its middle. */
static inline gdouble
color_of_ends (const gfloat *pixels,
               gint          side)
{
  gdouble sums[2] = { 0.0, 0.0 };
  gint    ns[2]   = { 0, 0 };
  gint    y, x;

  for (y = 0; y < side; y++)
    for (x = 0; x < side; x++)
      {
        const gfloat *pixel = pixels + (y * side + x) * 3;
        gboolean      inner = MIN (y, x) >= 2 && MAX (y, x) < side - 2;

        sums[inner] += fabs (pixel[0] - pixel[1]) + fabs (pixel[1] - pixel[2]);
        ns[inner]++;
      }

  return (sums[0] / ns[0]) / (sums[1] / ns[1]);
}
