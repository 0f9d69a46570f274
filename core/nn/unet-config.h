/* Silt: the shape of a U-Net
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
#include "json-config.h"

G_BEGIN_DECLS

#define SILT_UNET_MAX_LEVELS 16

typedef enum
{
  SILT_NORM_GROUP,   /* over a group of channels and all pixels               */
  SILT_NORM_LAYER    /* over all channels of one pixel: strictly local        */
} SiltNormType;

/* A level of the U-Net, on the way down or up. */
typedef struct
{
  gboolean attention;         /* after each resnet                            */
  gboolean resnet_sampling;   /* to the next level by a resnet; else by a
                               * convolution                                  */
} SiltUNetLevel;

/* UNet2DModel of the diffusers library, and SiltUNet2DModel, the same with
 * `norm_type` and `num_attention_heads`.  Field names and defaults are those of
 * its config.json. */
typedef struct
{
  gint           in_channels, out_channels;
  gboolean       center_input_sample;      /* the network sees 2 x - 1        */
  gint           n_levels;
  gint           block_out_channels[SILT_UNET_MAX_LEVELS];
  SiltUNetLevel  down[SILT_UNET_MAX_LEVELS];
  SiltUNetLevel  up[SILT_UNET_MAX_LEVELS]; /* the deepest first               */
  gint           layers_per_block;
  gboolean       add_attention;            /* in the mid block                */
  gdouble        mid_block_scale_factor;   /* its sums are divided by it      */
  gint           attention_head_dim;       /* 0: one head over all channels   */
  gint           num_attention_heads;      /* of each attention, whatever its
                                            * channels; 0: as the head_dim has
                                            * it                              */
  SiltActivation act_fn;                   /* of the resnets                  */
  SiltNormType   norm_type;
  gint           norm_num_groups;
  gint           attn_norm_num_groups;     /* 0: null                         */
  gdouble        norm_eps;
  gboolean       scale_shift;              /* resnet_time_scale_shift         */
  gboolean       downsample_asymmetric;    /* downsample_padding 0            */
  gboolean       flip_sin_to_cos;
  gdouble        freq_shift;
  gint           time_embedding_dim;       /* of the hidden time embedding    */
  gint           num_class_embeds;         /* 0: not class-conditional        */
} SiltUNetConfig;

/* Reads and checks all keys.  What Silt's network does not have (FIR sampling,
 * cross attention, Fourier time embedding, ...) is refused by key and value:
 * UNSUPPORTED.  Other errors: FORMAT. */
gboolean silt_unet_config_read     (SiltUNetConfig        *config,
                                    SiltConfig            *json,
                                    GError               **error);

/* The heads of an attention over so many channels. */
gint     silt_unet_config_heads    (const SiltUNetConfig  *config,
                                    gint                   channels);

/* Height and width of an input must be multiples of this. */
gint     silt_unet_config_multiple (const SiltUNetConfig  *config);

/* How many pixels an output depends on in each direction, at the network's
 * own resolution; -1 if on all.  This is of the function.  Of its float32
 * result the rounding depends on some more: a tile of Winograd's algorithm
 * reads two pixels to four beyond those under the kernel, whose parts in an
 * output cancel out but for their rounding, 1e-5 of a network's answer at most.
 * Results are the same bytes for any number of threads all the same, but those
 * of a window are not, to the last bit, those of the whole. */
gint     silt_unet_config_reach    (const SiltUNetConfig  *config);

G_END_DECLS
