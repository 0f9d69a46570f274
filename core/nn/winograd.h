/* Silt: 3 x 3 convolution by Winograd's algorithm
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

#include "conv.h"
#include "norm.h"

G_BEGIN_DECLS

/* F(4 x 4, 3 x 3) (Lavin and Gray 2015, "Fast algorithms for convolutional
 * neural networks"): the map is cut into tiles of 4 x 4 output pixels, the
 * 6 x 6 pixels under each are transformed, multiplied by transformed weights,
 * and the products transformed back:
 *
 *   Y = A^T [ (G g G^T) . (B^T d B) ] A
 *
 * which takes 36 multiplications where the sum over taps takes 144.  In float32
 * its error is some ten times that of the plain sum, 1e-6 of the result. */

/* Whether it pays on an output of this size. */
gboolean silt_winograd_suits     (const SiltConv       *conv,
                                  const SiltConvPath   *path,
                                  gint                  out_height,
                                  gint                  out_width);

/* Whether a norm before it is best left to it, see `normed`: not where many
 * pixels are read more than once. */
gboolean silt_winograd_norms     (const SiltConv       *conv,
                                  const SiltConvPath   *path,
                                  gint                  out_height,
                                  gint                  out_width);

/* As silt_conv2d, for a 3 x 3 kernel of stride 1 and pad 1
 *
 *   normed   what is done to the input as it is read; NULL: nothing
 *   shared   silt_winograd_shared floats for all workers together: transformed
 *            weights, or the transformed map.  The weights are four times the
 *            plain ones, and transformed anew in each call, which costs less
 *            than to fetch them from memory
 *   scratch  silt_winograd_scratch floats for each worker of the pool */
gboolean silt_winograd_conv2d    (const SiltTensor     *out,
                                  const SiltTensor     *in,
                                  const SiltTensor     *in2,
                                  const SiltNormed     *normed,
                                  const SiltConv       *conv,
                                  const SiltConvPath   *path,
                                  const SiltConvFinish *finish,
                                  gfloat               *shared,
                                  gfloat               *scratch,
                                  SiltPool             *pool);
gsize    silt_winograd_shared    (const SiltConv       *conv,
                                  gint                  out_height,
                                  gint                  out_width);
gsize    silt_winograd_scratch   (const SiltConv       *conv,
                                  gint                  out_height,
                                  gint                  out_width);

G_END_DECLS
