/* Silt: the memory of a picture
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

#include "silt.h"

gboolean
silt_picture_alloc (SiltPicture *picture,
                    gint         width,
                    gint         height)
{
  g_return_val_if_fail (width > 0 && height > 0, FALSE);

  picture->width        = width;
  picture->height       = height;
  picture->pixel_stride = 3;
  picture->row_stride   = 3 * (gsize) width;
  picture->data         = g_try_malloc0_n (picture->row_stride * height,
                                           sizeof (gfloat));

  return picture->data != NULL;
}

void
silt_picture_clear (SiltPicture *picture)
{
  g_clear_pointer (&picture->data, g_free);
}

void
silt_picture_blend (const SiltPicture *picture,
                    const SiltPicture *source,
                    const SiltMask    *mask)
{
  gint x, y, c;

  for (y = 0; y < picture->height; y++)
    {
      const gfloat *in    = source->data + y * source->row_stride;
      const gfloat *share = mask->data + y * mask->row_stride;
      gfloat       *out   = picture->data + y * picture->row_stride;

      for (x = 0; x < picture->width; x++)
        {
          /* Neither end may suffer from rounding; NaN selects nothing. */
          if (! (share[x] > 0.0f))
            for (c = 0; c < 3; c++)
              out[c] = in[c];
          else if (share[x] < 1.0f)
            for (c = 0; c < 3; c++)
              out[c] = in[c] + share[x] * (out[c] - in[c]);

          in  += source->pixel_stride;
          out += picture->pixel_stride;
        }
    }
}
