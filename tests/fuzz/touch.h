/* Silt: reading all of some tensors
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

#include "widen.h"

/* As the network would read them, and as a conversion would. */
static inline void
touch_tensors (GArray *tensors)
{
  guint i;

  for (i = 0; i < tensors->len; i++)
    {
      const SiltWeight  *weight = &g_array_index (tensors, SiltWeight, i);
      g_autofree gfloat *floats = g_new (gfloat, weight->n_elements + 1);
      g_autofree guint8 *bytes  = g_malloc (silt_weight_bytes (weight) + 1);

      silt_weight_widen (weight, floats);
      silt_weight_gather (weight, bytes);
    }
}
