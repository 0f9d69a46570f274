/* Silt: dynamic thresholding
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

#include "store.h"

G_BEGIN_DECLS

/* Saharia et al. 2022, "Photorealistic text-to-image diffusion models with deep
 * language understanding", section 2.3: where many values of x_0 lie beyond
 * -1 ... 1, as strong guidance makes them, clip to the |x_0| that a share of
 * `ratio` lies below, and divide by it.  As in the diffusers library it is at
 * least 1, at most `max`, and found over the whole canvas, exactly:
 * torch.quantile with its linear interpolation.  `store` is where x0 lies, or
 * NULL.  FALSE when the pool was cancelled. */
gboolean silt_threshold_level (const gfloat *x0,
                               gsize         n,
                               gdouble       ratio,
                               gdouble       max,
                               SiltPool     *pool,
                               SiltStore    *store,
                               gfloat       *level);

/* x0 clipped to +-level, and divided by it. */
void     silt_threshold_apply (gfloat       *x0,
                               gsize         n,
                               gfloat        level);

G_END_DECLS
