/* Silt: putting a picture into an image as a layer
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

#include <glib/gi18n-lib.h>

#include "layer-commit.h"
#include "layer-place.h"


gboolean
silt_layer_check_open (GimpImage  *image,
                       GError    **error)
{
  if (gimp_image_is_valid (image))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("The image was closed before the work on it was done."));
  return FALSE;
}

gboolean
silt_layer_check_image (GimpImage  *image,
                        GError    **error)
{
  if (! silt_layer_check_open (image, error))
    return FALSE;

  if (gimp_image_get_base_type (image) == GIMP_INDEXED)
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("An indexed image has no room for a model's colours. "
                     "Convert the image with Image > Mode > RGB first."));
      return FALSE;
    }

  if (gimp_image_get_floating_sel (image))
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("The image has a floating selection, above which no "
                     "layer can be. Anchor it or make it a layer first."));
      return FALSE;
    }

  return TRUE;
}

/* Lays the picture into the layer, in whatever format that has. */
static gboolean
layer_fill (GimpLayer         *layer,
            const SiltPicture *picture)
{
  g_autoptr (GeglBuffer)  buffer = NULL;
  const gchar            *format = "R'G'B' float";

  if (picture->pixel_stride == 4)
    format = "R'G'B'A float";

  buffer = gimp_drawable_get_buffer (GIMP_DRAWABLE (layer));
  if (! buffer)
    return FALSE;

  gegl_buffer_set (buffer,
                   GEGL_RECTANGLE (0, 0, picture->width, picture->height), 0,
                   babl_format (format), picture->data,
                   picture->row_stride * sizeof (gfloat));

  return TRUE;
}

static gboolean
layer_attach (GimpLayer   *layer,
              const gchar *settings)
{
  GimpParasite *parasite;
  gboolean      success;

  parasite = gimp_parasite_new (SILT_LAYER_PARASITE,
                                GIMP_PARASITE_PERSISTENT |
                                GIMP_PARASITE_UNDOABLE,
                                strlen (settings) + 1, settings);
  success = gimp_item_attach_parasite (GIMP_ITEM (layer), parasite);
  gimp_parasite_free (parasite);

  return success;
}

/* The one place where the image changes. */
static gboolean
layer_insert (GimpImage    *image,
              GimpLayer    *layer,
              GimpDrawable *reference)
{
  SiltLayerPlace place = silt_layer_place (image, reference);
  gboolean       success;

  /* A group although it holds one step: a group is named after the menu item,
   * where the step itself would be "Add Layer". */
  if (! gimp_image_undo_group_start (image))
    return FALSE;

  success = gimp_image_insert_layer (image, layer,
                                     place.parent, place.position);

  return gimp_image_undo_group_end (image) && success;
}

GimpLayer *
silt_layer_commit (GimpImage          *image,
                   GimpDrawable       *reference,
                   const SiltPicture  *picture,
                   gint                x,
                   gint                y,
                   const gchar        *name,
                   const gchar        *settings,
                   GError            **error)
{
  GimpLayer     *layer;
  GimpImageType  type = GIMP_RGBA_IMAGE;

  if (! silt_layer_check_image (image, error))
    return NULL;

  if (gimp_image_get_base_type (image) == GIMP_GRAY)
    type = GIMP_GRAYA_IMAGE;

  layer = gimp_layer_new (image, name, picture->width, picture->height, type,
                          100.0, gimp_image_get_default_new_layer_mode (image));

  /* All that can be done outside the image is done before it is inserted. */
  if (layer                                    &&
      gimp_layer_set_offsets (layer, x, y)     &&
      layer_fill (layer, picture)              &&
      layer_attach (layer, settings)           &&
      layer_insert (image, layer, reference))
    return layer;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("GIMP did not take the new layer: %s"),
               gimp_pdb_get_last_error (gimp_get_pdb ()));

  if (layer)
    gimp_item_delete (GIMP_ITEM (layer));

  return NULL;
}
