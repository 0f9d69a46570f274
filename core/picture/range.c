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

#include <math.h>

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

/* Infinities are no numbers either. */
static inline gfloat
clamp_unit (gfloat value,
            gfloat margin)
{
  return isfinite (value) ? CLAMP (value, -margin, 1.0f + margin) : 0.0f;
}

/* The pixel of a side of `size` that is seen at a position at or behind it. */
static inline gint
mirror (gint position,
        gint size)
{
  position %= 2 * size;

  return position < size ? position : 2 * size - 1 - position;
}

void
silt_range_from_picture (gfloat            *canvas,
                         gint               canvas_width,
                         gint               canvas_height,
                         gint               channels,
                         const SiltPicture *picture,
                         gfloat             margin)
{
  gint x, y, c;

  for (y = 0; y < canvas_height; y++)
    {
      const gfloat *row = picture->data +
                          mirror (y, picture->height) * picture->row_stride;

      for (x = 0; x < canvas_width; x++)
        {
          const gfloat *pixel = row + mirror (x, picture->width) *
                                      picture->pixel_stride;
          gfloat        rgb[3];

          for (c = 0; c < 3; c++)
            rgb[c] = 2.0f * clamp_unit (pixel[c], margin) - 1.0f;

          if (channels < 3)
            rgb[0] = (rgb[0] + rgb[1] + rgb[2]) / 3.0f;

          for (c = 0; c < channels; c++)
            *canvas++ = rgb[MIN (c, 2)];
        }
    }
}

void
silt_range_from_mask (guint8         *held,
                      gint            canvas_width,
                      gint            canvas_height,
                      const SiltMask *mask)
{
  gint x, y;

  for (y = 0; y < canvas_height; y++)
    {
      const gfloat *row = mask->data +
                          mirror (y, mask->height) * mask->row_stride;

      for (x = 0; x < canvas_width; x++)
        *held++ = ! (row[mirror (x, mask->width)] > 0.0f);
    }
}

static inline gfloat
excess (gfloat value,
        gfloat margin)
{
  return isfinite (value) ? value - clamp_unit (value, margin) : 0.0f;
}

void
silt_range_over_source (const SiltPicture *picture,
                        const gfloat      *canvas,
                        gint               canvas_width,
                        gint               channels,
                        const SiltPicture *source,
                        const SiltMask    *mask,
                        gfloat             margin)
{
  gint x, y, c;

  for (y = 0; y < picture->height; y++)
    {
      const gfloat *in    = canvas + (gsize) y * canvas_width * channels;
      const gfloat *old   = source->data + y * source->row_stride;
      const gfloat *share = mask ? mask->data + y * mask->row_stride : NULL;
      gfloat       *out   = picture->data + y * picture->row_stride;

      for (x = 0; x < picture->width; x++)
        {
          gboolean selected = ! mask || share[x] > 0.0f;

          for (c = 0; c < 3; c++)
            out[c] = selected ? to_unit (in[channels < 3 ? 0 : c]) +
                                excess (old[c], margin)
                              : old[c];

          in  += channels;
          old += source->pixel_stride;
          out += picture->pixel_stride;
        }
    }
}
