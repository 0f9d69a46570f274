/* Silt: the pixels of a layer that a walk begins with
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

#include "source.h"
#include "transparency.h"

/* Pixels around the bounds, where the model itself sets no limit. */
#define MARGIN 64


gboolean
silt_region_init (SiltRegion  *region,
                  GimpImage   *image,
                  GimpLayer   *layer,
                  GError     **error)
{
  GeglRectangle *bounds = &region->bounds;

  region->image    = image;
  region->layer    = layer;
  region->selected = ! gimp_selection_is_empty (image);

  gimp_drawable_get_offsets (GIMP_DRAWABLE (layer),
                             &region->offset_x, &region->offset_y);

  if (gimp_drawable_mask_intersect (GIMP_DRAWABLE (layer),
                                    &bounds->x, &bounds->y,
                                    &bounds->width, &bounds->height))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("The selection lies beside the layer. Select a part of the "
                 "layer, or nothing for the whole of it."));
  return FALSE;
}

GeglRectangle
silt_region_crop (const SiltRegion *region,
                  SiltModel        *model)
{
  GimpDrawable  *drawable = GIMP_DRAWABLE (region->layer);
  gint           reach    = silt_model_get_info (model)->reach;
  gint           margin   = reach < 0 ? MARGIN : reach;
  GeglRectangle  crop     = region->bounds;
  GeglRectangle  layer    = { 0, 0,
                              gimp_drawable_get_width (drawable),
                              gimp_drawable_get_height (drawable) };

  crop.x      -= margin;
  crop.y      -= margin;
  crop.width  += 2 * margin;
  crop.height += 2 * margin;

  gegl_rectangle_intersect (&crop, &crop, &layer);

  return crop;
}

static SiltMask
mask_alloc (const GeglRectangle *crop)
{
  return (SiltMask) { g_try_new (gfloat, (gsize) crop->width * crop->height),
                      crop->width, crop->height, crop->width };
}

static gboolean
source_alloc (SiltSource *source,
              gboolean    selected)
{
  const GeglRectangle *crop = &source->crop;
  gsize                size = (gsize) crop->width * crop->height;

  source->picture = (SiltPicture) { g_try_new (gfloat, size * 4),
                                    crop->width, crop->height,
                                    (gsize) crop->width * 4, 4 };
  source->alpha   = mask_alloc (crop);
  if (selected)
    source->mask = mask_alloc (crop);

  return source->picture.data && source->alpha.data &&
         (! selected || source->mask.data);
}

static void
read_buffer (GimpDrawable        *drawable,
             const GeglRectangle *rectangle,
             const gchar         *format,
             gfloat              *data)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (drawable);

  gegl_buffer_get (buffer, rectangle, 1.0, babl_format (format), data,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
}

/* The selection lies on the image, not on the layer. */
static void
read_mask (SiltSource       *source,
           const SiltRegion *region)
{
  GimpSelection *selection = gimp_image_get_selection (region->image);
  GeglRectangle  rectangle = source->crop;

  rectangle.x += region->offset_x;
  rectangle.y += region->offset_y;

  read_buffer (GIMP_DRAWABLE (selection), &rectangle, "Y float",
               source->mask.data);
}

/* Whether there is anything to be seen of what is selected. */
static gboolean
is_visible (const SiltSource *source)
{
  gsize n = (gsize) source->crop.width * source->crop.height;
  gsize i;

  for (i = 0; i < n; i++)
    if (source->alpha.data[i] > 0.0f &&
        (! source->mask.data || source->mask.data[i] > 0.0f))
      return TRUE;

  return FALSE;
}

static void
copy_alpha (SiltSource *source)
{
  gsize n = (gsize) source->crop.width * source->crop.height;
  gsize i;

  for (i = 0; i < n; i++)
    source->alpha.data[i] = source->picture.data[4 * i + 3];
}

gboolean
silt_source_read (SiltSource        *source,
                  const SiltRegion  *region,
                  SiltModel         *model,
                  GError           **error)
{
  *source = (SiltSource) { .crop = silt_region_crop (region, model) };

  if (source_alloc (source, region->selected))
    {
      read_buffer (GIMP_DRAWABLE (region->layer), &source->crop,
                   "R'G'B'A float", source->picture.data);
      copy_alpha (source);
      if (region->selected)
        read_mask (source, region);

      if (! is_visible (source))
        {
          g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                       _("All of it is transparent, and would be so "
                         "afterwards. Lay a colour there first."));
          return FALSE;
        }

      if (silt_transparency_fill (&source->picture, &source->alpha))
        return TRUE;
    }

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("There is not enough memory for %d × %d pixels of the layer."),
               source->crop.width, source->crop.height);
  return FALSE;
}

void
silt_source_clear (SiltSource *source)
{
  g_free (source->picture.data);
  g_free (source->alpha.data);
  g_free (source->mask.data);

  *source = (SiltSource) { .crop = source->crop };
}

SiltPicture
silt_source_part (const SiltSource *source,
                  const SiltRegion *region)
{
  SiltPicture part = source->picture;

  part.width  = region->bounds.width;
  part.height = region->bounds.height;
  part.data  += (region->bounds.y - source->crop.y) * part.row_stride +
                (region->bounds.x - source->crop.x) * part.pixel_stride;

  return part;
}

void
silt_source_cut (SiltSource *source)
{
  gsize n = (gsize) source->crop.width * source->crop.height;
  gsize i;

  if (! source->mask.data)
    return;

  for (i = 0; i < n; i++)
    source->picture.data[4 * i + 3] = source->alpha.data[i] *
                                      source->mask.data[i];
}
