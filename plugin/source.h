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

/* What of a layer is worked on, in pixels from its upper left corner. */
typedef struct
{
  GimpImage     *image;
  GimpLayer     *layer;
  gint           offset_x;   /* of the layer on the image                     */
  gint           offset_y;
  gboolean       selected;   /* anything is; else `bounds` is the whole layer */
  GeglRectangle  bounds;     /* of what is selected                           */
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

/* The bounds and the surroundings that a model looks at from there. */
GeglRectangle silt_region_crop  (const SiltRegion  *region,
                                 SiltModel         *model);

/* Reads the crop.  Transparent pixels get the colours of their neighbours, so
 * that those which hide there reach no network.  Errors: too little memory;
 * all that is selected is transparent. */
gboolean      silt_source_read  (SiltSource        *source,
                                 const SiltRegion  *region,
                                 SiltModel         *model,
                                 GError           **error);
void          silt_source_clear (SiltSource        *source);

/* The part of the picture within the region's bounds: a window, not a copy. */
SiltPicture   silt_source_part  (const SiltSource  *source,
                                 const SiltRegion  *region);

/* Multiplies the picture's alpha with the mask. */
void          silt_source_cut   (SiltSource        *source);

G_END_DECLS
