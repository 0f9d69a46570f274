/* Silt: how large a layer may be
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

#include "layer-size.h"
#include "memory-size.h"

#define MILLION 1000000


static gboolean
is_too_large (gint width,
              gint height)
{
  return width > SILT_MAX_SIZE || height > SILT_MAX_SIZE ||
         (gint64) width * height > SILT_LAYER_MAX_PIXELS;
}

gboolean
silt_layer_check_size (gint     width,
                       gint     height,
                       GError **error)
{
  if (! is_too_large (width, height))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("A layer of %d × %d pixels is too large: at most %d pixels on "
                 "a side, and %d million in all, can be made at a time. Make "
                 "it smaller, or select a smaller part of the image."),
               width, height, SILT_MAX_SIZE, SILT_LAYER_MAX_PIXELS / MILLION);
  return FALSE;
}

static gboolean
check_crop (const SiltPiece      *piece,
            const GeglRectangle  *crop,
            GError              **error)
{
  g_autofree gchar *name = NULL;

  if (! is_too_large (crop->width, crop->height))
    return TRUE;

  name = gimp_item_get_name (GIMP_ITEM (piece->region.layer));
  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("%d × %d pixels of \"%s\" are too many: at most %d on a side, "
                 "and %d million in all, can be worked on at a time. Select a "
                 "smaller part of the layer, or scale it down."),
               crop->width, crop->height, name,
               SILT_MAX_SIZE, SILT_LAYER_MAX_PIXELS / MILLION);
  return FALSE;
}

gboolean
silt_pieces_check_size (const SiltPiece  *pieces,
                        gint              n_pieces,
                        SiltModel        *model,
                        GError          **error)
{
  gint              margin    = silt_region_margin (model);
  gsize             available = silt_memory_available ();
  gsize             bytes     = 0;
  g_autofree gchar *need      = NULL;
  g_autofree gchar *have      = NULL;
  gint              i;

  for (i = 0; i < n_pieces; i++)
    {
      const SiltRegion *region = &pieces[i].region;
      GeglRectangle     crop   = silt_region_crop (region, margin);

      if (! check_crop (&pieces[i], &crop, error))
        return FALSE;

      bytes += silt_source_bytes (region, &crop);
    }

  if (bytes <= available / 2)
    return TRUE;

  need = g_format_size (bytes);
  have = g_format_size (available / 2);
  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("The pixels of what is to be worked on take %s of memory, of "
                 "which at most %s are free for them. Select fewer layers, or a "
                 "smaller part of them."), need, have);
  return FALSE;
}
