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

#include "layer-effects.h"
#include "source.h"
#include "transparency.h"

/* Pixels around the bounds, where the model itself sets no limit. */
#define MARGIN 64


/* `drawable` is the layer, or a copy of it with its effects. */
static gboolean
region_measure (SiltRegion    *region,
                GimpDrawable  *drawable,
                GError       **error)
{
  GeglRectangle selected;
  gint          right, lower;

  gimp_drawable_get_offsets (drawable, &region->extent.x, &region->extent.y);
  region->extent.width  = gimp_drawable_get_width (drawable);
  region->extent.height = gimp_drawable_get_height (drawable);

  gimp_selection_bounds (region->image, &region->selected,
                         &selected.x, &selected.y, &right, &lower);
  selected.width  = right - selected.x;
  selected.height = lower - selected.y;

  region->bounds = region->extent;

  if (! region->selected ||
      gegl_rectangle_intersect (&region->bounds, &region->extent, &selected))
    {
      region->bounds.x -= region->extent.x;
      region->bounds.y -= region->extent.y;

      return TRUE;
    }
  else
    {
      g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (region->layer));

      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("The selection lies beside the layer \"%s\". Select a "
                     "part of the layer, or nothing for the whole of it."),
                   name);
      return FALSE;
    }
}

gboolean
silt_region_init (SiltRegion  *region,
                  GimpImage   *image,
                  GimpLayer   *layer,
                  GError     **error)
{
  region->image = image;
  region->layer = layer;

  return region_measure (region, GIMP_DRAWABLE (layer), error);
}

gint
silt_region_margin (SiltModel *model)
{
  gint reach = silt_model_get_info (model)->reach;

  return reach < 0 ? MARGIN : reach;
}

GeglRectangle
silt_region_crop (const SiltRegion *region,
                  gint              margin)
{
  GeglRectangle crop  = region->bounds;
  GeglRectangle layer = { 0, 0, region->extent.width, region->extent.height };

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

gsize
silt_source_bytes (const SiltRegion    *region,
                   const GeglRectangle *crop)
{
  gsize values = region->selected ? 6 : 5;

  return values * sizeof (gfloat) * crop->width * crop->height;
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

  rectangle.x += region->extent.x;
  rectangle.y += region->extent.y;

  read_buffer (GIMP_DRAWABLE (selection), &rectangle, "Y float",
               source->mask.data);
}

gboolean
silt_source_has (const SiltSource *source,
                 gsize             i)
{
  return source->alpha.data[i] > 0.0f &&
         (! source->mask.data || source->mask.data[i] > 0.0f);
}

static gboolean
is_visible (const SiltSource *source)
{
  gsize n = (gsize) source->crop.width * source->crop.height;
  gsize i;

  for (i = 0; i < n; i++)
    if (silt_source_has (source, i))
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

static gboolean
read_drawable (SiltSource        *source,
               const SiltRegion  *region,
               gint               margin,
               GimpDrawable      *drawable,
               GError           **error)
{
  source->crop = silt_region_crop (region, margin);

  if (source_alloc (source, region->selected))
    {
      read_buffer (drawable, &source->crop, "R'G'B'A float",
                   source->picture.data);
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

gboolean
silt_source_read (SiltSource  *source,
                  SiltRegion  *region,
                  gint         margin,
                  gboolean     as_seen,
                  GError     **error)
{
  GimpLayer *copy;
  gboolean   success;

  *source = (SiltSource) { { 0, }, };

  if (! as_seen || ! silt_layer_has_effects (region->layer))
    return read_drawable (source, region, margin,
                          GIMP_DRAWABLE (region->layer), error);

  copy = silt_layer_copy_as_seen (region->layer, error);
  if (! copy)
    return FALSE;

  success = region_measure (region, GIMP_DRAWABLE (copy), error) &&
            read_drawable (source, region, margin,
                           GIMP_DRAWABLE (copy), error);

  gimp_image_delete (gimp_item_get_image (GIMP_ITEM (copy)));

  return success;
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

SiltMask
silt_source_mask (const SiltSource *source,
                  const SiltRegion *region)
{
  SiltMask part = source->mask;

  if (! part.data)
    return part;

  part.width  = region->bounds.width;
  part.height = region->bounds.height;
  part.data  += (region->bounds.y - source->crop.y) * part.row_stride +
                (region->bounds.x - source->crop.x);

  return part;
}
