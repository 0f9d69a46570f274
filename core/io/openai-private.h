/* Silt: what is known of one of OpenAI's checkpoints
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

#include "openai.h"

G_BEGIN_DECLS

#define SILT_OPENAI_MAX_LEVELS  16
#define SILT_OPENAI_MAX_RESNETS 64

typedef struct
{
  gint     in_channels, out_channels;
  gint     n_levels;
  gint     n_resnets;                   /* a level on the way down, one more
                                         * on the way up                     */
  gint     channels[SILT_OPENAI_MAX_LEVELS];
  gboolean down_attention[SILT_OPENAI_MAX_LEVELS];
  gboolean up_attention[SILT_OPENAI_MAX_LEVELS];     /* the deepest first    */
  gboolean resnet_sampling;             /* resblock_updown                   */
  gboolean scale_shift;                 /* use_scale_shift_norm              */
  gint     n_classes;                   /* 0: none                           */

  /* From the flags. */
  gint     norm_num_groups;
  gint     n_heads;                     /* of each attention; 0: as many as
                                         * there are head_dim in its channels */
  gint     head_dim;
  gboolean new_order;                   /* q, k and v of all heads together,
                                         * not of one head after the other   */
} SiltOpenai;

/* openai-config.c: fills the fields that come from the flags, and makes the
 * configs, named `path` in errors. */
gboolean silt_openai_configure (SiltOpenai    *model,
                                SiltConfig    *flags,
                                const gchar   *path,
                                SiltConfig   **network,
                                SiltConfig   **scheduler,
                                GError       **error);

/* openai-names.c */
gboolean silt_openai_rename    (SiltOpenai    *model,
                                SiltWeights   *weights,
                                GError       **error);

G_END_DECLS
