/* Silt: what tests of arithmetic share
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

#include <math.h>
#include <string.h>

#include <glib.h>

#include "silt.h"
#include "tensor.h"

/* Uniform in -1 ... 1. */
static inline void
fill_random (gfloat *out,
             gsize   n,
             GRand  *rand)
{
  gsize i;

  for (i = 0; i < n; i++)
    out[i] = g_rand_double_range (rand, -1.0, 1.0);
}

static inline SiltTensor
random_tensor (gint   height,
               gint   width,
               gint   channels,
               GRand *rand)
{
  SiltTensor tensor = { NULL, height, width, channels };
  gsize      n      = (gsize) height * width * channels;

  tensor.data = g_new (gfloat, n);
  fill_random (tensor.data, n, rand);

  return tensor;
}

static inline gdouble
relative_l2 (const gfloat  *got,
             const gdouble *want,
             gsize          n)
{
  gdouble error = 0.0, norm = 0.0;
  gsize   i;

  for (i = 0; i < n; i++)
    {
      error += (got[i] - want[i]) * (got[i] - want[i]);
      norm  += want[i] * want[i];
    }

  /* Written so that a NaN is no small error. */
  return error >= 0.0 ? sqrt (error / MAX (norm, 1e-30)) : G_MAXDOUBLE;
}

/* out (x, y) = in (x - dx, y - dy) on the torus, three channels. */
static inline void
roll (gfloat       *out,
      const gfloat *in,
      gint          height,
      gint          width,
      gint          dy,
      gint          dx)
{
  gint y, x;

  for (y = 0; y < height; y++)
    for (x = 0; x < width; x++)
      memcpy (out + (((y + dy) % height) * width + (x + dx) % width) * 3,
              in + (y * width + x) * 3, 3 * sizeof (gfloat));
}

/* Peak signal to noise ratio of two dense pictures of one size, dB. */
static inline gdouble
psnr (const SiltPicture *a,
      const SiltPicture *b)
{
  gsize   n   = 3 * (gsize) a->width * a->height;
  gdouble sum = 0.0;
  gsize   i;

  for (i = 0; i < n; i++)
    sum += (a->data[i] - b->data[i]) * (a->data[i] - b->data[i]);

  return -10.0 * log10 (sum / n);
}
