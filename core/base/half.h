/* Silt: 16-bit floats
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

#include <glib.h>

G_BEGIN_DECLS

/* Widen n little-endian values; exact, subnormals, infinities and NaN kept. */
void silt_half_to_float     (gfloat        *out,
                             const guint16 *in,
                             gsize          n);   /* IEEE 754 binary16 */
void silt_bfloat16_to_float (gfloat        *out,
                             const guint16 *in,
                             gsize          n);

/* Rounds to the nearest binary16, ties to even; magnitudes from
 * SILT_HALF_OVERFLOW on become infinite, NaN stays one.  Little-endian. */
#define SILT_HALF_OVERFLOW 65520.0f

void silt_half_from_float   (guint16       *out,
                             const gfloat  *in,
                             gsize          n);

G_END_DECLS
