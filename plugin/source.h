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

#pragma once

#include <libgimp/gimp.h>

#include "silt.h"

G_BEGIN_DECLS

/* What of a layer is worked on. */
typedef struct
{
  GimpImage     *image;
  GimpLayer     *layer;
  GeglRectangle  extent;     /* of the layer, on the image                    */
  gboolean       selected;   /* anything is; else `bounds` is the whole layer */
  GeglRectangle  bounds;     /* of what is selected, within the layer         */
} SiltRegion;

/* Pixels of a layer in plain memory: the crop that the model sees. */
typedef struct
{
  GeglRectangle  crop;       /* within the layer                              */
  SiltPicture    picture;    /* R'G'B'A, pixel stride 4                       */
  SiltMask       alpha;
  SiltMask       mask;       /* data: NULL where nothing is selected          */
} SiltSource;

/* Error: the selection lies beside the layer. */
gboolean      silt_region_init  (SiltRegion        *region,
                                 GimpImage         *image,
                                 GimpLayer         *layer,
                                 GError           **error);

/* The pixels around the bounds that a model looks at. */
gint          silt_region_margin (SiltModel        *model);

/* The bounds and a margin around them, as far as the layer goes. */
GeglRectangle silt_region_crop  (const SiltRegion  *region,
                                 gint               margin);

/* What it takes to hold the crop, bytes. */
gsize         silt_source_bytes (const SiltRegion    *region,
                                 const GeglRectangle *crop);

/* Reads the crop.  Transparent pixels get the colours of their neighbours, so
 * that those which hide there reach no network.  With `as_seen` the layer's
 * effects are in what is read, and the region is what they make of it.  Errors:
 * too little memory; all that is selected is transparent. */
gboolean      silt_source_read  (SiltSource        *source,
                                 SiltRegion        *region,
                                 gint               margin,
                                 gboolean           as_seen,
                                 GError           **error);
void          silt_source_clear (SiltSource        *source);

/* The parts within the region's bounds: windows, not copies. */
SiltPicture   silt_source_part  (const SiltSource  *source,
                                 const SiltRegion  *region);
SiltMask      silt_source_mask  (const SiltSource  *source,
                                 const SiltRegion  *region);

/* Whether there is anything to be seen of a pixel of what is selected: `i`
 * counts the crop's pixels, row by row. */
gboolean      silt_source_has   (const SiltSource  *source,
                                 gsize              i);

G_END_DECLS
