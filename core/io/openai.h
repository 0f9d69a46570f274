/* Silt: checkpoints of OpenAI's guided- and improved-diffusion
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

#include "json-config.h"
#include "weights.h"

G_BEGIN_DECLS

/* These are the tensors alone, under names of their own and without a config.
 * What the network is follows from the names and shapes.  What does not,
 * comes from `flags`, a small JSON file with the options that the training
 * program was given, by its own names, each of which may be missing:
 *
 *   num_head_channels, num_heads, use_new_attention_order,
 *   noise_schedule ("linear", "cosine"), diffusion_steps, rescale_timesteps,
 *   predict_xstart, sigma_small, image_size, norm_num_groups
 *
 * docs/formats.md says what is taken for a missing one. */

/* TRUE if the tensors are named so. */
gboolean silt_openai_is      (SiltWeights  *weights);

/* Gives the tensors the names and shapes of a UNet2DModel, and makes the
 * config.json and scheduler_config.json that go with them.  flags: may be
 * NULL.  Free both with silt_config_free.  Errors: FORMAT, UNSUPPORTED. */
gboolean silt_openai_convert (SiltWeights  *weights,
                              SiltConfig   *flags,
                              SiltConfig  **network,
                              SiltConfig  **scheduler,
                              GError      **error);

G_END_DECLS
