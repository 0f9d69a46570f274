/* Silt: self-attention
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

G_BEGIN_DECLS

/* out = softmax (Q K^T / sqrt (d)) V for each head, over all pixels of the map
 *
 *   out      [height, width, channels], the heads side by side
 *   qkv      [height, width, 3 * channels]: Q, K and V of all heads, in turn
 *   n_heads  divides channels; d = channels / n_heads
 *   scratch  silt_attention_scratch floats for each worker of the pool
 *
 * The scores of a block of queries are in memory at a time, never all.  FALSE
 * when the pool was cancelled. */
gboolean silt_attention         (const SiltTensor *out,
                                 const SiltTensor *qkv,
                                 gint              n_heads,
                                 gfloat           *scratch,
                                 SiltPool         *pool);

/* Floats of scratch memory a worker needs. */
gsize    silt_attention_scratch (gint              height,
                                 gint              width);

G_END_DECLS
