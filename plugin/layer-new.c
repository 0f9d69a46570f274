/* Silt: a layer of its own for a result
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

#include <string.h>

#include <libgimp/gimp.h>

#include "layer-new.h"
#include "layer-record.h"


/* Rows of the picture with their alpha times the mask, one by one, since the
 * picture is not ours to change. */
static void
fill_cut (GeglBuffer        *buffer,
          const SiltPicture *picture,
          const SiltMask    *mask)
{
  g_autofree gfloat *row = g_new (gfloat, 4 * (gsize) picture->width);
  gint               x, y;

  for (y = 0; y < picture->height; y++)
    {
      memcpy (row, picture->data + y * picture->row_stride,
              4 * picture->width * sizeof (gfloat));
      for (x = 0; x < picture->width; x++)
        row[4 * x + 3] *= mask->data[y * mask->row_stride + x];

      gegl_buffer_set (buffer, GEGL_RECTANGLE (0, y, picture->width, 1), 0,
                       babl_format ("R'G'B'A float"), row,
                       GEGL_AUTO_ROWSTRIDE);
    }
}

static void
fill_whole (GeglBuffer        *buffer,
            const SiltPicture *picture)
{
  const gchar *format = picture->pixel_stride == 4 ? "R'G'B'A float"
                                                   : "R'G'B' float";

  gegl_buffer_set (buffer,
                   GEGL_RECTANGLE (0, 0, picture->width, picture->height), 0,
                   babl_format (format), picture->data,
                   picture->row_stride * sizeof (gfloat));
}

/* Lays the result into the layer, in whatever format that has. */
static gboolean
layer_fill (GimpLayer        *layer,
            const SiltResult *result)
{
  g_autoptr (GeglBuffer) buffer = NULL;

  buffer = gimp_drawable_get_buffer (GIMP_DRAWABLE (layer));
  if (! buffer)
    return FALSE;

  if (result->mask.data)
    fill_cut (buffer, &result->picture, &result->mask);
  else
    fill_whole (buffer, &result->picture);

  return TRUE;
}

static gboolean
layer_attach (GimpLayer        *layer,
              const SiltResult *result)
{
  return silt_layer_attach_text (layer, SILT_SETTINGS_PARASITE,
                                 result->settings) &&
         (! result->source ||
          silt_layer_attach_text (layer, SILT_SOURCE_PARASITE,
                                  result->source));
}

GimpLayer *
silt_layer_new (GimpImage        *image,
                const SiltResult *result)
{
  GimpLayer     *layer;
  GimpImageType  type = GIMP_RGBA_IMAGE;

  if (gimp_image_get_base_type (image) == GIMP_GRAY)
    type = GIMP_GRAYA_IMAGE;

  layer = gimp_layer_new (image, result->name,
                          result->picture.width, result->picture.height, type,
                          100.0, gimp_image_get_default_new_layer_mode (image));

  if (! layer)
    return NULL;

  if (gimp_layer_set_offsets (layer, result->x, result->y) &&
      layer_fill (layer, result)                           &&
      layer_attach (layer, result))
    return layer;

  gimp_item_delete (GIMP_ITEM (layer));

  return NULL;
}
