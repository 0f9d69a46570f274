/* Silt: whether a layer can be worked on
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

#include "layer-check.h"

/* By the names of their types, of which GIMP 3.0 has only the first two. */
typedef struct
{
  const gchar *type;
  const gchar *reason;
} Unwritable;

static const Unwritable unwritables[] =
{
  { "GimpGroupLayer",
    N_("\"%s\" is a layer group, whose pixels are those of its layers. Choose "
       "a new layer as the result, or a layer in the group.") },
  { "GimpTextLayer",
    N_("\"%s\" is a text layer, whose text would be lost. Choose a new layer "
       "as the result.") },
  { "GimpLinkLayer",
    N_("\"%s\" is a link layer, whose link would be lost. Choose a new layer "
       "as the result.") },
  { "GimpVectorLayer",
    N_("\"%s\" is a vector layer, whose path would be lost. Choose a new layer "
       "as the result.") },
};


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

/* What is wrong with a selected drawable, or NULL. */
static const gchar *
not_a_layer (GimpDrawable *drawable)
{
  if (GIMP_IS_LAYER_MASK (drawable))
    return _("A layer mask is selected. Select the layer, not its mask.");

  if (! GIMP_IS_LAYER (drawable))
    return _("A channel is selected. Select a layer.");

  return NULL;
}

static gboolean
is_among (GimpItem      *item,
          GimpDrawable **drawables)
{
  for (; *drawables; drawables++)
    if (GIMP_ITEM (*drawables) == item)
      return TRUE;

  return FALSE;
}

static gboolean
is_below_one_of (GimpDrawable  *drawable,
                 GimpDrawable **drawables)
{
  GimpItem *group = gimp_item_get_parent (GIMP_ITEM (drawable));

  for (; group; group = gimp_item_get_parent (group))
    if (is_among (group, drawables))
      return TRUE;

  return FALSE;
}

GimpLayer **
silt_layer_check_selected (GimpDrawable **drawables,
                           GError       **error)
{
  g_autoptr (GPtrArray)  layers  = g_ptr_array_new ();
  const gchar           *problem = NULL;
  gint                   i;

  if (! drawables || ! drawables[0])
    problem = _("No layer is selected. Select one.");

  for (i = 0; ! problem && drawables[i]; i++)
    {
      problem = not_a_layer (drawables[i]);

      if (! problem && ! is_below_one_of (drawables[i], drawables) &&
          ! g_ptr_array_find (layers, drawables[i], NULL))
        g_ptr_array_add (layers, drawables[i]);
    }

  if (problem)
    {
      g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0, problem);
      return NULL;
    }

  g_ptr_array_add (layers, NULL);

  return (GimpLayer **) g_ptr_array_steal (layers, NULL);
}

/* Of the layer's own pixels; the locks of its position and of its alpha do not
 * matter, since both stay as they are. */
static gboolean
layer_check_locks (GimpLayer  *layer,
                   GError    **error)
{
  GimpItem *item;

  for (item = GIMP_ITEM (layer); item; item = gimp_item_get_parent (item))
    if (gimp_item_get_lock_content (item))
      {
        g_autofree gchar *name = gimp_item_get_name (item);

        g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                     _("The pixels of \"%s\" are locked. Unlock them, or "
                       "choose a new layer as the result."), name);
        return FALSE;
      }

  return TRUE;
}

gboolean
silt_layer_check_there (GimpLayer  *layer,
                        GError    **error)
{
  if (gimp_item_is_valid (GIMP_ITEM (layer)))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("The layer was removed before the work on it was done."));
  return FALSE;
}

gboolean
silt_layer_check_writable (GimpLayer  *layer,
                           GError    **error)
{
  gsize i;

  if (! silt_layer_check_there (layer, error))
    return FALSE;

  for (i = 0; i < G_N_ELEMENTS (unwritables); i++)
    if (g_str_equal (G_OBJECT_TYPE_NAME (layer), unwritables[i].type))
      {
        g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (layer));

        g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                     _(unwritables[i].reason), name);
        return FALSE;
      }

  return layer_check_locks (layer, error);
}
