/* Silt: results, committed to the image
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
#include "layer-commit.h"
#include "layer-new.h"
#include "layer-place.h"
#include "layer-write.h"


static gboolean
result_prepare (SiltResult *result,
                GimpImage  *image)
{
  if (result->target)
    return silt_layer_write_prepare (result);

  result->layer = silt_layer_new (image, result);

  return result->layer != NULL;
}

/* All that can be done outside the image. */
static gboolean
prepare_all (GimpImage   *image,
             SiltResult  *results,
             gint         n_results,
             GError     **error)
{
  gint i;

  for (i = 0; i < n_results; i++)
    if (results[i].target && ! silt_layer_write_check (&results[i], error))
      return FALSE;

  for (i = 0; i < n_results; i++)
    if (! result_prepare (&results[i], image))
      {
        g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                     _("GIMP did not take the new pixels: %s"),
                     gimp_pdb_get_last_error (gimp_get_pdb ()));
        return FALSE;
      }

  return TRUE;
}

static gboolean
result_commit (SiltResult *result,
               GimpImage  *image)
{
  SiltLayerPlace place;

  if (result->target)
    {
      result->layer = result->target;

      return silt_layer_write_merge (result);
    }

  place = silt_layer_place (image, result->reference);

  return gimp_image_insert_layer (image, result->layer,
                                  place.parent, place.position);
}

/* The one place where the image changes. */
static gboolean
commit_all (GimpImage   *image,
            SiltResult  *results,
            gint         n_results,
            gint        *n_done,
            GError     **error)
{
  gboolean success;

  /* A group although it may hold one step: a group is named after the menu
   * item, where the step itself would be "Add Layer". */
  success = gimp_image_undo_group_start (image);

  /* From the lowest on, for those that come on top of all. */
  while (success && *n_done < n_results)
    {
      success  = result_commit (&results[n_results - 1 - *n_done], image);
      *n_done += success;
    }

  if (! success)
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _("GIMP did not take the layer: %s"),
                 gimp_pdb_get_last_error (gimp_get_pdb ()));

  return success;
}

/* Takes away the new layers, of which the last `n_done` are in the image. */
static void
discard_all (GimpImage  *image,
             SiltResult *results,
             gint        n_results,
             gint        n_done)
{
  gint i;

  for (i = 0; i < n_results; i++)
    {
      GimpLayer *layer = g_steal_pointer (&results[i].layer);

      if (! layer || results[i].target)
        continue;

      if (i >= n_results - n_done)
        gimp_image_remove_layer (image, layer);
      else
        gimp_item_delete (GIMP_ITEM (layer));
    }
}

gboolean
silt_layer_commit (GimpImage   *image,
                   SiltResult  *results,
                   gint         n_results,
                   GError     **error)
{
  gboolean success;
  gint     n_done  = 0;

  if (! silt_layer_check_image (image, error))
    return FALSE;

  success = prepare_all (image, results, n_results, error);
  if (success)
    {
      success = commit_all (image, results, n_results, &n_done, error);
      if (! success)
        discard_all (image, results, n_results, n_done);

      gimp_image_undo_group_end (image);
    }
  else
    {
      discard_all (image, results, n_results, 0);
    }

  return success;
}
