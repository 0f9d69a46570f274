/* Silt: normalisation
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

#include "activation.h"
#include "pool.h"
#include "tensor.h"
#include "unet-config.h"

G_BEGIN_DECLS

typedef struct
{
  SiltNormType  type;
  gint          channels;
  gint          groups;           /* SILT_NORM_GROUP: they divide channels */
  gfloat        eps;
  const gfloat *gamma, *beta;     /* [channels] */
} SiltNorm;

/* out = activation (norm (in, in2) (1 + scale) + shift)
 *
 *   out      [height, width, channels]
 *   in, in2  the channels, in two maps or one, as for silt_conv2d
 *   scale,
 *   shift    [channels], both or neither NULL
 *   scratch  silt_norm_scratch floats
 *
 * norm (x) = (x - mean) / sqrt (variance + eps) gamma + beta, with the mean and
 * the variance of the pixel's channels (layer) or of all pixels of the group's
 * channels (group).  FALSE when the pool was cancelled. */
gboolean silt_norm         (const SiltTensor *out,
                            const SiltTensor *in,
                            const SiltTensor *in2,
                            const SiltNorm   *norm,
                            const gfloat     *scale,
                            const gfloat     *shift,
                            SiltActivation    activation,
                            gfloat           *scratch,
                            SiltPool         *pool);

/* A norm on its way over one map: what is left is the same for each pixel, and
 * can be done by whoever reads it. */
typedef struct
{
  SiltNormType   type;
  gint           channels;
  gfloat         eps;
  SiltActivation activation;
  const gfloat  *gain, *offset;   /* [channels], with scale, shift and what the
                                   * groups' statistics make of them          */
} SiltNormed;

/* The part of silt_norm that sees the whole map.  `normed` keeps pointers into
 * `scratch`. */
gboolean silt_norm_begin   (SiltNormed       *normed,
                            const SiltTensor *in,
                            const SiltTensor *in2,
                            const SiltNorm   *norm,
                            const gfloat     *scale,
                            const gfloat     *shift,
                            SiltActivation    activation,
                            gfloat           *scratch,
                            SiltPool         *pool);

/* The rest, for n_pixels, out_step floats apart in out.  x1 has c1 channels of
 * each, x2 the others. */
void     silt_norm_pixels  (gfloat           *out,
                            gsize             out_step,
                            const gfloat     *x1,
                            const gfloat     *x2,
                            gint              c1,
                            gsize             n_pixels,
                            const SiltNormed *normed);

/* Floats of scratch memory, for all workers together. */
gsize    silt_norm_scratch (const SiltNorm   *norm,
                            gint              height,
                            gint              width);

G_END_DECLS
