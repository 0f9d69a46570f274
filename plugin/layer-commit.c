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


/* What is laid into an image. */
typedef struct
{
  GimpImage  *image;
  SiltResult *results;
  gint        n_results;
  GimpLayer  *group;      /* of new layers, or NULL                   */
  gboolean    has_group;  /* it is in the image                       */
  gint        n_done;     /* so many results are, counted from the end */
} Commit;


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
commit_prepare (Commit       *commit,
                const gchar  *group_name,
                GError      **error)
{
  SiltResult *results = commit->results;
  gboolean    success = TRUE;
  gint        i;

  for (i = 0; i < commit->n_results; i++)
    if (results[i].target && ! silt_layer_write_check (&results[i], error))
      return FALSE;

  if (group_name)
    {
      commit->group = GIMP_LAYER (gimp_group_layer_new (commit->image,
                                                        group_name));
      success = commit->group != NULL;
    }

  for (i = 0; success && i < commit->n_results; i++)
    success = result_prepare (&results[i], commit->image);

  if (! success)
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _("GIMP did not take the new pixels: %s"),
                 gimp_pdb_get_last_error (gimp_get_pdb ()));

  return success;
}

static gboolean
commit_group (Commit *commit)
{
  SiltLayerPlace place;

  if (! commit->group)
    return TRUE;

  place = silt_layer_place (commit->image, commit->results[0].reference);
  commit->has_group = gimp_image_insert_layer (commit->image, commit->group,
                                               place.parent, place.position);

  return commit->has_group;
}

static gboolean
commit_result (Commit     *commit,
               SiltResult *result)
{
  SiltLayerPlace place = { commit->group, 0 };

  if (result->target)
    {
      result->layer = result->target;

      return silt_layer_write_merge (result);
    }

  if (! commit->group)
    place = silt_layer_place (commit->image, result->reference);

  return gimp_image_insert_layer (commit->image, result->layer,
                                  place.parent, place.position);
}

/* The one place where the image changes. */
static gboolean
commit_all (Commit  *commit,
            GError **error)
{
  gboolean success;

  /* A group although it may hold one step: a group is named after the menu
   * item, where the step itself would be "Add Layer". */
  success = gimp_image_undo_group_start (commit->image) &&
            commit_group (commit);

  /* From the lowest on, for those that come on top of all. */
  while (success && commit->n_done < commit->n_results)
    {
      gint last = commit->n_results - 1 - commit->n_done;

      success         = commit_result (commit, &commit->results[last]);
      commit->n_done += success;
    }

  if (! success)
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _("GIMP did not take the layer: %s"),
                 gimp_pdb_get_last_error (gimp_get_pdb ()));

  return success;
}

static void
discard_layer (GimpImage *image,
               GimpLayer *layer,
               gboolean   is_in_image)
{
  if (is_in_image)
    gimp_image_remove_layer (image, layer);
  else
    gimp_item_delete (GIMP_ITEM (layer));
}

/* Takes away the new layers. */
static void
commit_discard (Commit *commit)
{
  gint i;

  for (i = 0; i < commit->n_results; i++)
    {
      SiltResult *result = &commit->results[i];
      GimpLayer  *layer  = g_steal_pointer (&result->layer);

      if (layer && ! result->target)
        discard_layer (commit->image, layer,
                       i >= commit->n_results - commit->n_done);
    }

  if (commit->group)
    discard_layer (commit->image, commit->group, commit->has_group);
}

gboolean
silt_layer_commit (GimpImage    *image,
                   SiltResult   *results,
                   gint          n_results,
                   const gchar  *group_name,
                   GError      **error)
{
  Commit   commit = { image, results, n_results };
  gboolean success;

  if (! silt_layer_check_image (image, error))
    return FALSE;

  success = commit_prepare (&commit, group_name, error);
  if (success)
    {
      success = commit_all (&commit, error);
      if (! success)
        commit_discard (&commit);

      gimp_image_undo_group_end (image);
    }
  else
    {
      commit_discard (&commit);
    }

  return success;
}
