/* Silt: what a preview shows of a piece
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

#include "layer-check.h"
#include "piece-preview.h"

/* What holds the pixels of a preview. */
typedef struct
{
  SiltSource  source;
  gfloat     *after;
} Held;


static void
held_free (gpointer data)
{
  Held *held = data;

  silt_source_clear (&held->source);
  g_free (held->after);
  g_free (held);
}

/* The part of the region that lies in `part` of the canvas, its crop, and begins
 * on the grid that the network lays on that. */
static SiltRegion
region_part (const SiltRegion    *region,
             SiltModel           *model,
             const GeglRectangle *crop,
             const GeglRectangle *part)
{
  const GeglRectangle *all      = &region->bounds;
  gint                 margin   = silt_region_margin (model);
  gint                 multiple = silt_model_get_info (model)->multiple;
  GeglRectangle        seen     = { crop->x + part->x, crop->y + part->y,
                                    part->width, part->height };
  SiltRegion           piece    = *region;
  GeglRectangle       *bounds   = &piece.bounds;
  gint                 x, y;

  /* Beside what is selected nothing is to be done: then what is nearest. */
  if (! gegl_rectangle_intersect (bounds, all, &seen))
    {
      bounds->width  = MIN (seen.width, all->width);
      bounds->height = MIN (seen.height, all->height);
      bounds->x      = CLAMP (seen.x,
                              all->x, all->x + all->width - bounds->width);
      bounds->y      = CLAMP (seen.y,
                              all->y, all->y + all->height - bounds->height);
    }

  x = MAX (bounds->x - margin - crop->x, 0) % multiple;
  y = MAX (bounds->y - margin - crop->y, 0) % multiple;
  bounds->x      -= x;
  bounds->y      -= y;
  bounds->width  += x;
  bounds->height += y;

  return piece;
}

gboolean
silt_piece_preview (const SiltPiece  *piece,
                    SiltModel        *model,
                    gboolean          joins,
                    GeglRectangle    *part,
                    SiltSettings     *settings,
                    SiltWalkPixels   *pixels,
                    GError          **error)
{
  gint           margin = silt_region_margin (model);
  GeglRectangle  crop   = silt_region_crop (&piece->region, margin);
  SiltRegion     region = region_part (&piece->region, model, &crop, part);
  Held          *held   = g_new0 (Held, 1);
  SiltSource    *source = &held->source;

  if (! silt_layer_check_there (region.layer, error) ||
      ! silt_source_read (source, &region, margin, piece->as_seen, error))
    {
      held_free (held);
      return FALSE;
    }

  *part = (GeglRectangle) { source->crop.x - crop.x, source->crop.y - crop.y,
                            source->crop.width, source->crop.height };
  settings->width  = part->width;
  settings->height = part->height;

  held->after          = g_new (gfloat, source->picture.row_stride *
                                        source->picture.height);
  pixels->source       = source->picture;
  pixels->picture      = source->picture;
  pixels->picture.data = held->after;
  pixels->data         = held;
  pixels->free         = held_free;

  if (joins)
    pixels->mask = source->mask;

  return TRUE;
}
