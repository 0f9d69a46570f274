/* Silt: two files of the same weights
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

#include "weights.h"

/* All tensors of the one are in the other and no more, equal to the last bit of
 * their floats. */
static inline void
assert_same_weights (SiltWeights *weights,
                     SiltWeights *expected)
{
  guint i;

  g_assert_cmpuint (silt_weights_count (weights), ==,
                    silt_weights_count (expected));

  for (i = 0; i < silt_weights_count (expected); i++)
    {
      const SiltWeight   *tensor = silt_weights_nth (expected, i);
      gsize               n      = tensor->n_elements;
      g_autofree gfloat  *first  = g_new (gfloat, n + 1);
      g_autofree gfloat  *second = g_new (gfloat, n + 1);
      g_autoptr (GError)  error  = NULL;

      silt_weights_read (expected, tensor->name, tensor->n_dims, tensor->dims,
                         first, &error);
      g_assert_no_error (error);
      silt_weights_read (weights, tensor->name, tensor->n_dims, tensor->dims,
                         second, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (first, n * sizeof (gfloat),
                       second, n * sizeof (gfloat));
    }
}
