/* Silt: the pixels of a layer that is there
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
#include "layer-write.h"


gboolean
silt_layer_write_check (const SiltResult  *result,
                        GError           **error)
{
  GimpDrawable      *drawable = GIMP_DRAWABLE (result->target);
  const SiltPicture *picture  = &result->picture;

  if (! silt_layer_check_writable (result->target, error))
    return FALSE;

  if (result->target_x + picture->width <= gimp_drawable_get_width (drawable) &&
      result->target_y + picture->height <= gimp_drawable_get_height (drawable))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("The layer was resized before the work on it was done."));
  return FALSE;
}

/* The shadow is where GIMP takes new pixels from: those that are not ours
 * must be there, too, should the selection be another one by now. */
gboolean
silt_layer_write_prepare (const SiltResult *result)
{
  GimpDrawable           *drawable = GIMP_DRAWABLE (result->target);
  const SiltPicture      *picture  = &result->picture;
  g_autoptr (GeglBuffer)  buffer   = gimp_drawable_get_buffer (drawable);
  g_autoptr (GeglBuffer)  shadow   = gimp_drawable_get_shadow_buffer (drawable);

  if (! buffer || ! shadow)
    return FALSE;

  gegl_buffer_copy (buffer, NULL, GEGL_ABYSS_NONE, shadow, NULL);
  gegl_buffer_set (shadow,
                   GEGL_RECTANGLE (result->target_x, result->target_y,
                                   picture->width, picture->height), 0,
                   babl_format ("R'G'B'A float"), picture->data,
                   picture->row_stride * sizeof (gfloat));

  return TRUE;
}

gboolean
silt_layer_write_merge (const SiltResult *result)
{
  GimpDrawable *drawable = GIMP_DRAWABLE (result->target);

  return gimp_drawable_merge_shadow (drawable, TRUE) &&
         gimp_drawable_update (drawable, 0, 0,
                               gimp_drawable_get_width (drawable),
                               gimp_drawable_get_height (drawable));
}
