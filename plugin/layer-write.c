/* Silt: a picture in the place of a layer's pixels
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
#include "layer-write.h"


/* The shadow is where GIMP takes new pixels from: those that are not ours
 * must be there, too, should the selection be another one by now. */
static gboolean
shadow_fill (GimpDrawable      *drawable,
             const SiltPicture *picture,
             gint               x,
             gint               y)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (drawable);
  g_autoptr (GeglBuffer) shadow = gimp_drawable_get_shadow_buffer (drawable);

  if (! buffer || ! shadow)
    return FALSE;

  gegl_buffer_copy (buffer, NULL, GEGL_ABYSS_NONE, shadow, NULL);
  gegl_buffer_set (shadow,
                   GEGL_RECTANGLE (x, y, picture->width, picture->height), 0,
                   babl_format ("R'G'B'A float"), picture->data,
                   picture->row_stride * sizeof (gfloat));

  return TRUE;
}

/* The one place where the image changes.  GIMP itself blends the shadow in, by
 * the selection, and keeps what is not selected. */
static gboolean
shadow_merge (GimpImage    *image,
              GimpDrawable *drawable)
{
  gboolean success;

  if (! gimp_image_undo_group_start (image))
    return FALSE;

  success = gimp_drawable_merge_shadow (drawable, TRUE) &&
            gimp_drawable_update (drawable, 0, 0,
                                  gimp_drawable_get_width (drawable),
                                  gimp_drawable_get_height (drawable));

  return gimp_image_undo_group_end (image) && success;
}

gboolean
silt_layer_write (GimpImage          *image,
                  GimpLayer          *layer,
                  const SiltPicture  *picture,
                  gint                x,
                  gint                y,
                  GError            **error)
{
  GimpDrawable *drawable = GIMP_DRAWABLE (layer);

  if (! silt_layer_check_image (image, error) ||
      ! silt_layer_check_writable (layer, error))
    return FALSE;

  if (x + picture->width > gimp_drawable_get_width (drawable) ||
      y + picture->height > gimp_drawable_get_height (drawable))
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("The layer was resized before the work on it was done."));
      return FALSE;
    }

  if (shadow_fill (drawable, picture, x, y) && shadow_merge (image, drawable))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("GIMP did not take the new pixels: %s"),
               gimp_pdb_get_last_error (gimp_get_pdb ()));
  return FALSE;
}
