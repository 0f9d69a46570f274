/* Silt: what a layer tells of how it was made
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

#include "layer-record.h"


/* NULL where the layer has no such parasite. */
static gchar *
layer_text (GimpLayer   *layer,
            const gchar *name)
{
  GimpParasite *parasite;
  const gchar  *data;
  gchar        *text;
  guint32       size;

  parasite = gimp_item_get_parasite (GIMP_ITEM (layer), name);
  if (! parasite)
    return NULL;

  data = gimp_parasite_get_data (parasite, &size);
  text = g_strndup (data ? data : "", size);
  gimp_parasite_free (parasite);

  return text;
}


/*  public functions  */

gboolean
silt_layer_attach_text (GimpLayer   *layer,
                        const gchar *parasite,
                        const gchar *text)
{
  GimpParasite *attached;
  gboolean      success;

  attached = gimp_parasite_new (parasite,
                                GIMP_PARASITE_PERSISTENT |
                                GIMP_PARASITE_UNDOABLE,
                                strlen (text) + 1, text);
  success  = gimp_item_attach_parasite (GIMP_ITEM (layer), attached);
  gimp_parasite_free (attached);

  return success;
}

gchar *
silt_layer_settings_text (GimpLayer  *layer,
                          GError    **error)
{
  g_autofree gchar *name = NULL;
  gchar            *text = layer_text (layer, SILT_SETTINGS_PARASITE);

  if (text)
    return text;

  name = gimp_item_get_name (GIMP_ITEM (layer));
  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("The layer \"%s\" carries no settings: only new layers that "
                 "Silt made do."), name);

  return NULL;
}

gchar *
silt_layer_source_text (GimpLayer *source,
                        gboolean   joins)
{
  g_autoptr (GVariant) record = NULL;

  record = g_variant_ref_sink (g_variant_new ("(ub)",
                               gimp_item_get_tattoo (GIMP_ITEM (source)),
                               joins));

  return g_variant_print (record, FALSE);
}

gboolean
silt_layer_find_source (GimpImage  *image,
                        GimpLayer  *layer,
                        GimpLayer **source,
                        gboolean   *joins,
                        GError    **error)
{
  g_autofree gchar     *text   = layer_text (layer, SILT_SOURCE_PARASITE);
  g_autoptr (GVariant)  record = NULL;
  guint                 tattoo;

  *source = layer;
  *joins  = TRUE;
  if (! text)
    return TRUE;

  record = g_variant_parse (G_VARIANT_TYPE ("(ub)"), text, NULL, NULL, NULL);
  if (! record)
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("%s: expected a layer's number and true or false, as in "
                     "(7, true), found %s"), SILT_SOURCE_PARASITE, text);
      return FALSE;
    }

  g_variant_get (record, "(ub)", &tattoo, joins);
  *source = gimp_image_get_layer_by_tattoo (image, tattoo);
  if (*source)
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("The layer that this one was made from is gone."));
  return FALSE;
}
