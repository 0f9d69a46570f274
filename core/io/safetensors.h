/* Silt: the safetensors format
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

/* The format: the length of the header, 8 bytes little-endian; the header, a
 * JSON object
 *
 *   { "__metadata__": { "key": "string", ... },
 *     "tensor": { "dtype": "F32", "shape": [64, 3, 3, 3],
 *                 "data_offsets": [begin, end] }, ... }
 *
 * and the data that the offsets count in, covered without gap or overlap.
 *
 * Checks the `length` bytes of a whole file, appends its SiltWeights to
 * `tensors` in the order of the header and fills `metadata` (key -> string).
 * Names and strings are allocated; data points into `bytes`.  `name` stands
 * for the file in errors.  After an error both may hold a part. */
gboolean silt_safetensors_read (const guint8  *bytes,
                                gsize          length,
                                const gchar   *name,
                                GArray        *tensors,
                                GHashTable    *metadata,
                                GError       **error);

G_END_DECLS
