/* Silt: pictures to be drawn, in other colours
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

#include "surface-colors.h"

#include "run.h"

static void
read_surface (SiltPicture     *picture,
              cairo_surface_t *surface)
{
  const guchar *data;
  gint          stride = cairo_image_surface_get_stride (surface);
  gint          x, y, c;

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);

  for (y = 0; y < picture->height; y++)
    {
      const guint32 *in  = (const guint32 *) (data + (gsize) y * stride);
      gfloat        *out = picture->data + y * picture->row_stride;

      for (x = 0; x < picture->width; x++)
        for (c = 0; c < 3; c++)
          *out++ = (in[x] >> (16 - 8 * c) & 0xff) / 255.0f;
    }
}

cairo_surface_t *
silt_surface_match_colors (cairo_surface_t  *surface,
                           const SiltColors *colors)
{
  cairo_rectangle_int_t  part = { 0, 0,
                                  cairo_image_surface_get_width (surface),
                                  cairo_image_surface_get_height (surface) };
  SiltPicture            picture;
  cairo_surface_t       *matched;

  if (colors->match == SILT_COLOR_MATCH_NONE ||
      part.width < 1 || part.height < 1      ||
      ! silt_picture_alloc (&picture, part.width, part.height))
    return cairo_surface_reference (surface);

  read_surface (&picture, surface);
  silt_picture_match_colors (&picture, colors, 0);
  matched = silt_picture_surface (&picture, &part);
  silt_picture_clear (&picture);

  return matched;
}
