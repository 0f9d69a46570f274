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

#include <string.h>

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "layer-check.h"
#include "layer-write.h"
#include "source.h"


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

static GeglBuffer *
copy_bounds (const SiltRegion *region)
{
  const GeglRectangle    *bounds = &region->bounds;
  g_autoptr (GeglBuffer)  buffer = NULL;
  GeglBuffer             *copy;

  buffer = gimp_drawable_get_buffer (GIMP_DRAWABLE (region->layer));
  copy   = gegl_buffer_new (bounds, gegl_buffer_get_format (buffer));
  gegl_buffer_copy (buffer, bounds, GEGL_ABYSS_NONE, copy, bounds);

  return copy;
}

/* A step of undo that is there already takes this in, too: it exchanges all that
 * is within the bounds. */
static void
restore_unselected (const SiltRegion *region,
                    GeglBuffer       *before)
{
  GimpSelection          *selection = gimp_image_get_selection (region->image);
  g_autoptr (GeglBuffer)  selected  = NULL;
  g_autoptr (GeglBuffer)  buffer    = NULL;
  const Babl             *format    = gegl_buffer_get_format (before);
  gsize                   bytes     = babl_format_get_bytes_per_pixel (format);
  gint                    width     = region->bounds.width;
  g_autofree gfloat      *shares    = g_new (gfloat, width);
  g_autofree guint8      *old       = g_malloc (width * bytes);
  g_autofree guint8      *new       = g_malloc (width * bytes);
  gint                    x, y;

  selected = gimp_drawable_get_buffer (GIMP_DRAWABLE (selection));
  buffer   = gimp_drawable_get_buffer (GIMP_DRAWABLE (region->layer));

  for (y = 0; y < region->bounds.height; y++)
    {
      GeglRectangle row  = { region->bounds.x, region->bounds.y + y, width, 1 };
      GeglRectangle seen = { region->extent.x + row.x,
                             region->extent.y + row.y, width, 1 };

      gegl_buffer_get (selected, &seen, 1.0, babl_format ("Y float"), shares,
                       GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      gegl_buffer_get (before, &row, 1.0, format, old,
                       GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      gegl_buffer_get (buffer, &row, 1.0, format, new,
                       GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);

      for (x = 0; x < width; x++)
        if (shares[x] == 0.0f)
          memcpy (new + x * bytes, old + x * bytes, bytes);

      gegl_buffer_set (buffer, &row, 0, format, new, GEGL_AUTO_ROWSTRIDE);
    }

  gegl_buffer_flush (buffer);
}

/* Within the selection's bounds GIMP rounds floating-point numbers anew, also
 * those that are not selected. */
gboolean
silt_layer_write_merge (const SiltResult *result)
{
  GimpDrawable           *drawable = GIMP_DRAWABLE (result->target);
  GimpImage              *image    = gimp_item_get_image (GIMP_ITEM (drawable));
  g_autoptr (GeglBuffer)  before   = NULL;
  SiltRegion              region;

  if (silt_region_init (&region, image, result->target, NULL) &&
      region.selected)
    before = copy_bounds (&region);

  if (! gimp_drawable_merge_shadow (drawable, TRUE))
    return FALSE;

  if (before)
    restore_unselected (&region, before);

  return gimp_drawable_update (drawable, 0, 0,
                               gimp_drawable_get_width (drawable),
                               gimp_drawable_get_height (drawable));
}
