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

#include <libgimp/gimp.h>

#include "layer-place.h"

SiltLayerPlace
silt_layer_place (GimpImage    *image,
                  GimpDrawable *reference)
{
  SiltLayerPlace  place = { NULL, 0 };
  GimpItem       *above = GIMP_ITEM (reference);
  GimpItem       *group;

  if (! reference || ! gimp_item_is_valid (above))
    return place;

  if (GIMP_IS_LAYER_MASK (reference))
    above = GIMP_ITEM (gimp_layer_from_mask (GIMP_LAYER_MASK (reference)));

  if (! GIMP_IS_LAYER (above))
    return place;

  for (group = gimp_item_get_parent (above);
       group;
       group = gimp_item_get_parent (group))
    {
      if (gimp_item_get_lock_content (group))
        above = group;
    }

  group = gimp_item_get_parent (above);

  place.parent   = group ? GIMP_LAYER (group) : NULL;
  place.position = gimp_image_get_item_position (image, above);

  return place;
}
