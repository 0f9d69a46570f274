/* Silt: from the network's numbers to a picture
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

#include "range.h"

/* NaN is neither above 0 nor above 1. */
static inline gfloat
to_unit (gfloat value)
{
  gfloat unit = 0.5f * value + 0.5f;

  return unit > 0.0f ? (unit > 1.0f ? 1.0f : unit) : 0.0f;
}

void
silt_range_to_picture (const SiltPicture *picture,
                       const gfloat      *canvas,
                       gint               canvas_width,
                       gint               channels)
{
  gint green = channels >= 3 ? 1 : 0;
  gint blue  = channels >= 3 ? 2 : 0;
  gint x, y;

  for (y = 0; y < picture->height; y++)
    {
      const gfloat *in  = canvas + (gsize) y * canvas_width * channels;
      gfloat       *out = picture->data + y * picture->row_stride;

      for (x = 0; x < picture->width; x++)
        {
          out[0] = to_unit (in[0]);
          out[1] = to_unit (in[green]);
          out[2] = to_unit (in[blue]);

          in  += channels;
          out += picture->pixel_stride;
        }
    }
}
