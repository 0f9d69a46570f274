/* Silt: the noise of gray pictures
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

#include "gray.h"

static inline gfloat
mean (const gfloat *rgb)
{
  return (rgb[0] + rgb[1] + rgb[2]) / 3.0f;
}

void
silt_gray_whiten (gfloat       *canvas,
                  const gfloat *z,
                  gsize         n_pixels,
                  gfloat        sigma)
{
  gsize i, c;

  for (i = 0; i < n_pixels; i++, canvas += 3, z += 3)
    for (c = 0; c < 3; c++)
      canvas[c] += sigma * (z[c] - mean (z));
}

void
silt_gray_mean (gfloat *canvas,
                gsize   n_pixels)
{
  gsize i;

  for (i = 0; i < n_pixels; i++, canvas += 3)
    canvas[0] = canvas[1] = canvas[2] = mean (canvas);
}
