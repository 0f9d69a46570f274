/* Silt: where results go, whatever became of it
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

#include "destination.h"
#include "layer-check.h"
#include "layer-commit.h"
#include "layer-write.h"


void
silt_destination_init (SiltDestination *destination,
                       GimpImage       *image,
                       GimpRunMode      run_mode)
{
  destination->image    = image;
  destination->attended = run_mode != GIMP_RUN_NONINTERACTIVE;
  silt_image_kind_init (&destination->kind, image);
}

void
silt_destination_init_new (SiltDestination *destination,
                           gint             width,
                           gint             height,
                           GimpRunMode      run_mode)
{
  destination->image    = NULL;
  destination->attended = run_mode != GIMP_RUN_NONINTERACTIVE;
  destination->kind     = (SiltImageKind)
  {
    .width     = width,
    .height    = height,
    .base_type = GIMP_RGB,
    .precision = GIMP_PRECISION_U8_NON_LINEAR
  };
}

void
silt_destination_clear (SiltDestination *destination)
{
  g_clear_pointer (&destination->group, g_free);
  silt_image_kind_clear (&destination->kind);
}

static void
tell (const gchar  *format,
      const GError *reason)
{
  g_autofree gchar *message = g_strdup_printf (format, reason->message);

  gimp_message (message);
}

/* All of them as layers of an image of their own, where no other layer is. */
static gboolean
open_image (const SiltDestination  *destination,
            SiltResult             *results,
            gint                    n_results,
            GError                **error)
{
  GimpImage *image = silt_image_kind_new (&destination->kind);
  gint       i;

  for (i = 0; i < n_results; i++)
    {
      results[i].target    = NULL;
      results[i].reference = NULL;
      g_clear_pointer (&results[i].source, g_free);
    }

  if (image && ! silt_layer_commit (image, results, n_results,
                                    destination->group, error))
    {
      gimp_image_delete (image);
      return FALSE;
    }

  if (image && gimp_image_undo_enable (image) &&
      (! destination->attended || gimp_display_new (image)))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("GIMP did not open a new image for the result: %s"),
               gimp_pdb_get_last_error (gimp_get_pdb ()));

  if (image)
    gimp_image_delete (image);

  return FALSE;
}

/* A new layer for what cannot take the place of the old one any more. */
static void
spare_results (SiltResult *results,
               gint        n_results)
{
  gint i;

  for (i = 0; i < n_results; i++)
    {
      g_autoptr (GError) reason = NULL;

      if (! results[i].target || silt_layer_write_check (&results[i], &reason))
        continue;

      results[i].target = NULL;
      tell (_("%s The result is a new layer."), reason);
    }
}

gboolean
silt_destination_commit (SiltDestination  *destination,
                         SiltResult       *results,
                         gint              n_results,
                         GError          **error)
{
  g_autoptr (GError) reason = NULL;

  if (! destination->image)
    return open_image (destination, results, n_results, error);

  if (destination->attended)
    {
      if (! silt_layer_check_image (destination->image, &reason))
        {
          if (! open_image (destination, results, n_results, error))
            return FALSE;

          tell (_("%s The result is a new image."), reason);

          return TRUE;
        }

      spare_results (results, n_results);
    }

  return silt_layer_commit (destination->image, results, n_results,
                            destination->group, error);
}

/* After SUCCESS libgimp stores the last values in the image, and tells of an
 * error where that is gone; nobody sees a difference to CANCEL otherwise. */
GimpPDBStatusType
silt_destination_status (GimpImage *image)
{
  return gimp_image_is_valid (image) ? GIMP_PDB_SUCCESS : GIMP_PDB_CANCEL;
}
