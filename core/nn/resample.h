/* Silt: maps of half and of double size
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

#include "pool.h"
#include "tensor.h"

G_BEGIN_DECLS

/* out [h, w, c] is made of in [2 h, 2 w, c]: the mean of each 2 x 2.  FALSE
 * when the pool was cancelled; so below. */
gboolean silt_halve  (const SiltTensor *out,
                      const SiltTensor *in,
                      SiltPool         *pool);

/* out [2 h, 2 w, c] is made of in [h, w, c]: each pixel four times. */
gboolean silt_double (const SiltTensor *out,
                      const SiltTensor *in,
                      SiltPool         *pool);

/* out = 2 in - 1: from 0 ... 1 to -1 ... 1. */
gboolean silt_center (const SiltTensor *out,
                      const SiltTensor *in,
                      SiltPool         *pool);

G_END_DECLS
