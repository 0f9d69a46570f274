/* Silt: the elements of a tensor
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

#include "weight.h"

G_BEGIN_DECLS

gsize    silt_weight_bytes  (const SiltWeight *weight);

/* The elements one after another, in their own type: silt_weight_bytes. */
void     silt_weight_gather (const SiltWeight *weight,
                             guint8           *out);

/* The elements as floats, n_elements of them; FALSE where they are neither
 * F32, F16, BF16 nor F64, which is rounded. */
gboolean silt_weight_widen  (const SiltWeight *weight,
                             gfloat           *out);

G_END_DECLS
