/* Silt: dynamic thresholding, in a test
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

#include "threshold.h"

/* silt_threshold_level in two threads, on values in memory. */
static inline gfloat
threshold_level (const gfloat *values,
                 gsize         n,
                 gdouble       ratio,
                 gdouble       max)
{
  SiltPool *pool = silt_pool_new (2, NULL);
  gfloat    level;

  g_assert_true (silt_threshold_level (values, n, ratio, max, pool, NULL,
                                       &level));
  silt_pool_free (pool);

  return level;
}
