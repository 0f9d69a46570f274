/* Silt: PyTorch's generator for the CPU
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

#include <glib.h>

G_BEGIN_DECLS

/* MT19937 as torch.Generator ("cpu").manual_seed (seed) sets it up: from the
 * low 32 bits of the seed.  GRand is not it: its seeding differs. */
typedef struct
{
  guint32  state[624];
  guint    next;
  gdouble  spare;       /* the second of a pair drawn in double, if */
  gboolean has_spare;
} SiltTorchRandom;

void silt_torch_random_init   (SiltTorchRandom *random,
                               guint64          seed);

/* What torch.randn gives for n values, in memory order.  From 16 values on it
 * fills blocks of 16 by Box-Muller in float32 and, where n is no multiple of
 * 16, draws the last 16 anew; below 16 it draws pairs in double, of which the
 * second is kept for the next value.  (ATen's normal_fill and
 * normal_distribution) */
void silt_torch_random_normal (SiltTorchRandom *random,
                               gfloat          *out,
                               gsize            n);

G_END_DECLS
