/* Silt: where in the stack a new layer goes
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

G_BEGIN_DECLS

/* The arguments of gimp_image_insert_layer. */
typedef struct
{
  GimpLayer *parent;     /* a group, or NULL for the image's own stack */
  gint       position;   /* counted from the top                       */
} SiltLayerPlace;

/* Above `reference`, in its group; for a layer mask, above the layer that has
 * it.  Inside a locked group nothing can be inserted: then above the outermost
 * locked group.  On top of the stack when `reference` is a channel, NULL, or
 * not there any more. */
SiltLayerPlace silt_layer_place (GimpImage    *image,
                                 GimpDrawable *reference);

G_END_DECLS
