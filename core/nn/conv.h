/* Silt: convolution
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

#include "multiply.h"
#include "pool.h"
#include "tensor.h"

G_BEGIN_DECLS

/* Weights of a convolution, repacked as a matrix with a row for each tap and
 * input channel, [kernel, kernel, in_channels], and a column for each output
 * channel, in panels: see multiply.h. */
typedef struct
{
  gint          kernel;          /* 1 or 3 */
  gint          in_channels, out_channels;
  const gfloat *weight;
  const gfloat *bias;            /* [out_channels] */
} SiltConv;

/* Where the weight of a tap, ky * kernel + kx, from channel `in` to channel
 * `out` lies. */
static inline gsize
silt_conv_weight (const SiltConv *conv,
                  gint            tap,
                  gint            in,
                  gint            out)
{
  gsize depth = (gsize) conv->kernel * conv->kernel * conv->in_channels;
  gsize row   = (gsize) tap * conv->in_channels + in;

  return (out / SILT_PANEL * depth + row) * SILT_PANEL + out % SILT_PANEL;
}

/* Floats that they take, those that make up the last panel included. */
static inline gsize
silt_conv_n_weights (const SiltConv *conv)
{
  return (gsize) conv->kernel * conv->kernel * conv->in_channels *
         silt_count_panels (conv->out_channels) * SILT_PANEL;
}

/* How the kernel moves over the map. */
typedef struct
{
  gint     stride;               /* 1 or 2                                    */
  gint     pad;                  /* rows and columns before the map's first;
                                  * behind its last as many as are read       */
  gboolean upsample;             /* each input pixel counts as 2 x 2 of them  */
  SiltWrap wrap;                 /* padding continues the map; else zeros     */
} SiltConvPath;

/* What comes after the product:
 * out = scale (product + bias + shift + residual) */
typedef struct
{
  const gfloat     *shift;       /* [out_channels], or NULL                   */
  const SiltTensor *residual;    /* like out, or NULL; may be out itself      */
  gfloat            scale;
} SiltConvFinish;

/* out = scale (conv (in, in2) + bias + shift + residual)
 *
 *   out       [out height, out width, out_channels]
 *   in        [height, width, c1]
 *   in2       [height, width, c2] or NULL: the input channels are those of in
 *             and then those of in2, c1 + c2 = in_channels, not concatenated
 *             in memory
 *   scratch   silt_conv2d_scratch floats for each worker of the pool
 *
 * FALSE when the pool was cancelled. */
gboolean silt_conv2d         (const SiltTensor     *out,
                              const SiltTensor     *in,
                              const SiltTensor     *in2,
                              const SiltConv       *conv,
                              const SiltConvPath   *path,
                              const SiltConvFinish *finish,
                              gfloat               *scratch,
                              SiltPool             *pool);

/* Floats of scratch memory a worker needs. */
gsize    silt_conv2d_scratch (const SiltConv       *conv,
                              gint                  out_height,
                              gint                  out_width);

G_END_DECLS
