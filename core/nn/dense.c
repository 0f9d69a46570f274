/* Silt: matrix times vector
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

#include "dense.h"

#include <string.h>

#include <cblas.h>

void
silt_dense (gfloat          *out,
            const gfloat    *in,
            const SiltDense *dense)
{
  memcpy (out, dense->bias, dense->out_features * sizeof (gfloat));
  cblas_sgemv (CblasRowMajor, CblasNoTrans,
               dense->out_features, dense->in_features,
               1.0f, dense->weight, dense->in_features, in, 1,
               1.0f, out, 1);
}
