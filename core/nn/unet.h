/* Silt: the U-Net
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

#include "pool.h"
#include "tensor.h"
#include "unet-config.h"
#include "weights.h"

G_BEGIN_DECLS

/* The weights of a U-Net, repacked once for the kernels.  Never changes after
 * it was made, so any number of plans and threads may share it. */
typedef struct _SiltUNet SiltUNet;

/* Every tensor that the config calls for must be there in its shape; tensors
 * that it does not call for are refused too, since they mean that the config
 * and the weights are not of one model.  Errors: FORMAT, UNSUPPORTED,
 * MEMORY. */
SiltUNet             * silt_unet_new          (const SiltUNetConfig  *config,
                                               SiltWeights           *weights,
                                               GError               **error);
void                   silt_unet_free         (SiltUNet              *unet);

const SiltUNetConfig * silt_unet_get_config   (const SiltUNet        *unet);
gsize                  silt_unet_n_parameters (const SiltUNet        *unet);


/* A network call of one size, planned: the list of operations, and where each
 * keeps its result.  Height and width are multiples of
 * silt_unet_config_multiple. */
typedef struct _SiltUNetPlan SiltUNetPlan;

SiltUNetPlan * silt_unet_plan_new    (const SiltUNet  *unet,
                                      gint             height,
                                      gint             width,
                                      SiltWrap         wrap);
void           silt_unet_plan_free   (SiltUNetPlan    *plan);

/* What silt_unet_plan_commit will allocate, for a pool of n_workers. */
gsize          silt_unet_plan_bytes  (SiltUNetPlan    *plan,
                                      guint            n_workers);
gdouble        silt_unet_plan_flops  (SiltUNetPlan    *plan);

/* Allocates all memory of the calls to come, which must be run with this pool;
 * FALSE when there is not enough. */
gboolean       silt_unet_plan_commit (SiltUNetPlan    *plan,
                                      SiltPool        *pool);

/* One network call.
 *   in     [height, width, in_channels]
 *   t      the timestep, on the trained timeline; may be fractional
 *   label  0 ... num_class_embeds - 1; ignored where the model has no classes
 *   out    [height, width, out_channels]
 * FALSE when the pool was cancelled: `out` is then undefined.  Allocates
 * nothing. */
gboolean       silt_unet_plan_run    (SiltUNetPlan    *plan,
                                      SiltPool        *pool,
                                      const gfloat    *in,
                                      gdouble          t,
                                      gint             label,
                                      gfloat          *out);

G_END_DECLS
