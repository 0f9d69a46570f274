/* Silt: the weights of a U-Net, as the kernels want them
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
#include "dense.h"
#include "norm.h"
#include "unet.h"

G_BEGIN_DECLS

/* scale (conv2 (act (norm2 (conv1 (act (norm1 (x)))))) + shortcut (x)), with
 * the time embedding added between conv1 and norm2, or scaling and shifting
 * norm2. */
typedef struct
{
  SiltNorm  norm1, norm2;
  SiltConv  conv1, conv2;
  SiltConv  shortcut;             /* weight NULL: the identity                */
  SiltDense time;
  gfloat    scale;
  gsize     modulation;           /* where time's output lies among all       */
} SiltResnet;

typedef struct
{
  SiltNorm  norm;                 /* gamma NULL: none                         */
  SiltConv  qkv;                  /* C -> 3 C, 1 x 1                          */
  SiltConv  out;                  /* C -> C, 1 x 1                            */
  gint      n_heads;
  gfloat    scale;                /* of the sum with the input                */
} SiltSelfAttention;

/* A level on the way down or up, or the mid block.  Down and up, an attention
 * follows each resnet where there is any; in the mid block, one stands between
 * the two. */
typedef struct
{
  gint               n_resnets;
  SiltResnet        *resnets;
  SiltSelfAttention *attentions;  /* NULL: none                               */
  SiltConv           sampler;     /* to the next level; weight NULL: none     */
  SiltResnet        *resampler;   /* the same by a resnet; NULL: none         */
} SiltBlock;

struct _SiltUNet
{
  SiltUNetConfig config;

  SiltDense      time_1, time_2;
  const gfloat  *class_embedding; /* [num_class_embeds, time_embedding_dim]   */
  SiltConv       conv_in;
  SiltBlock      down[SILT_UNET_MAX_LEVELS];
  SiltBlock      mid;
  SiltBlock      up[SILT_UNET_MAX_LEVELS];
  SiltNorm       norm_out;
  SiltConv       conv_out;

  GPtrArray     *resnets;         /* of SiltResnet: all of them               */
  gsize          n_modulation;    /* floats that their time outputs take      */

  gfloat        *storage;         /* all weights, one after the other         */
  gsize          n_stored;
  gsize          n_parameters;    /* those of the file: panels have more      */
};

G_END_DECLS
