/* Silt: layers as they are seen
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

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "image-kind.h"
#include "layer-effects.h"


gboolean
silt_layer_has_effects (GimpLayer *layer)
{
  g_autofree GimpDrawableFilter **filters = NULL;
  gint                            i;

  filters = gimp_drawable_get_filters (GIMP_DRAWABLE (layer));

  for (i = 0; filters && filters[i]; i++)
    if (gimp_drawable_filter_get_visible (filters[i]))
      return TRUE;

  return FALSE;
}

/* A group has no pixels of its own to merge effects into: it becomes a layer. */
static GimpLayer *
merge_effects (GimpLayer *copy)
{
  if (GIMP_IS_GROUP_LAYER (copy))
    return gimp_group_layer_merge (GIMP_GROUP_LAYER (copy));

  return gimp_drawable_merge_filters (GIMP_DRAWABLE (copy)) ? copy : NULL;
}

GimpLayer *
silt_layer_copy_as_seen (GimpLayer  *layer,
                         GError    **error)
{
  SiltImageKind  kind;
  GimpImage     *image;
  GimpLayer     *copy   = NULL;
  GimpLayer     *merged = NULL;

  silt_image_kind_init (&kind, gimp_item_get_image (GIMP_ITEM (layer)));
  image = silt_image_kind_new (&kind);
  silt_image_kind_clear (&kind);

  if (image)
    copy = gimp_layer_new_from_drawable (GIMP_DRAWABLE (layer), image);

  if (copy &&
      gimp_item_set_lock_content (GIMP_ITEM (copy), FALSE) &&
      gimp_image_insert_layer (image, copy, NULL, 0))
    merged = merge_effects (copy);

  if (merged)
    return merged;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("GIMP could not merge the layer's effects into a copy of it: "
                 "%s"), gimp_pdb_get_last_error (gimp_get_pdb ()));
  if (image)
    gimp_image_delete (image);

  return NULL;
}
