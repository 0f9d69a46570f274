/* Silt: one step of a walk, on its streams of floats
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

#include <math.h>

#include "sampler.h"

#include "clones.h"

/* Whatever the network predicts, x = alpha x_0 + sigma eps makes x_0 and eps
 * two linear functions of x and its answer. */
typedef struct
{
  gfloat x0_x, x0_raw;
  gfloat eps_x, eps_raw;
} Split;

static Split
get_split (const SiltCall *call,
           SiltPrediction  prediction)
{
  gdouble alpha = call->alpha;
  gdouble sigma = call->sigma;

  switch (prediction)
    {
    case SILT_PREDICTION_SAMPLE:
      return (Split) { 0.0, 1.0, 1.0 / sigma, - alpha / sigma };

    /* v = alpha eps - sigma x_0: x and v are x_0 and eps, turned by an angle.
     * (Salimans and Ho 2022, "Progressive distillation", appendix D) */
    case SILT_PREDICTION_V:
      return (Split) { alpha, - sigma, sigma, alpha };

    default:
      return (Split) { 1.0 / alpha, - sigma / alpha, 0.0, 1.0 };
    }
}

SILT_CLONES static void
split (const gfloat *x,
       const gfloat *raw,
       gfloat       *restrict x0,
       gfloat       *restrict eps,
       Split         by,
       gfloat        range,
       gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    {
      gfloat value = by.x0_x * x[i] + by.x0_raw * raw[i];

      value  = value < -range ? -range : value;
      value  = value >  range ?  range : value;
      x0[i]  = value;
      eps[i] = by.eps_x * x[i] + by.eps_raw * raw[i];
    }
}

void
silt_call_split (const SiltCall    *call,
                 const SiltStreams *streams,
                 SiltPrediction     prediction,
                 gdouble            clip_range,
                 gsize              first,
                 gsize              count)
{
  split (streams->x + first, streams->raw + first,
         streams->x0 + first, streams->eps + first,
         get_split (call, prediction),
         clip_range > 0.0 ? clip_range : INFINITY,
         count);
}

SILT_CLONES static void
combine (gfloat       *restrict x,
         const gfloat *x0,
         const gfloat *eps,
         gfloat        c_x,
         gfloat        c_x0,
         gfloat        c_eps,
         gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    x[i] = c_x * x[i] + c_x0 * x0[i] + c_eps * eps[i];
}

SILT_CLONES static void
add (gfloat       *restrict x,
     const gfloat *values,
     gfloat        scale,
     gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    x[i] += scale * values[i];
}

/* The network gives the variance itself.  Below 0 it means 0. */
static void
add_learned (gfloat       *x,
             const gfloat *noise,
             const gfloat *variance,
             gfloat        scale,
             gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    x[i] += scale * sqrtf (MAX (variance[i], 0.0f)) * noise[i];
}

/* The network gives, in -1 ... 1, how far the logarithm of the variance is
 * along the way from that of beta~ to that of beta.  (Nichol and Dhariwal
 * 2021, "Improved denoising diffusion probabilistic models", equation 15) */
static void
add_learned_range (gfloat         *x,
                   const gfloat   *noise,
                   const gfloat   *variance,
                   const SiltCall *call,
                   gsize           n)
{
  gfloat scale  = call->c_noise;
  gfloat middle = (call->log_large + call->log_small) / 4.0;
  gfloat spread = (call->log_large - call->log_small) / 4.0;
  gsize  i;

  /* Quarters: half way, and the root. */
  for (i = 0; i < n; i++)
    x[i] += scale * expf (middle + spread * variance[i]) * noise[i];
}

void
silt_call_step (const SiltCall    *call,
                const SiltStreams *streams,
                gsize              first,
                gsize              count)
{
  gfloat *x = streams->x + first;

  combine (x, streams->x0 + first, streams->eps + first,
           call->c_x, call->c_x0, call->c_eps, count);

  if (call->c_prev != 0.0)
    add (x, streams->x0_prev + first, call->c_prev, count);

  if (call->c_noise == 0.0)
    return;

  switch (call->variance)
    {
    case SILT_VARIANCE_LEARNED:
      add_learned (x, streams->noise + first, streams->variance + first,
                   call->c_noise, count);
      break;
    case SILT_VARIANCE_LEARNED_RANGE:
      add_learned_range (x, streams->noise + first, streams->variance + first,
                         call, count);
      break;
    default:
      add (x, streams->noise + first, call->c_noise, count);
      break;
    }
}
