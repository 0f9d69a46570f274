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
 *   shared   silt_attention_shared floats, for all workers together
 *   scratch  silt_attention_scratch floats for each worker of the pool
 *
 * No more scores are in memory than those of a block of queries with a block of
 * keys.  FALSE when the pool was cancelled. */
gboolean silt_attention         (const SiltTensor *out,
                                 const SiltTensor *qkv,
                                 gint              n_heads,
                                 gfloat           *shared,
                                 gfloat           *scratch,
                                 SiltPool         *pool);

gsize    silt_attention_shared  (gint              height,
                                 gint              width,
                                 gint              channels,
                                 gint              n_heads);
gsize    silt_attention_scratch (gint              channels,
                                 gint              n_heads);

G_END_DECLS
