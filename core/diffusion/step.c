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
#include <string.h>

#include "sampler.h"

#include "clones.h"

/* Values worked out at a time, on the stack, so that none changes before all
 * mixes that need it are done. */
#define BLOCK 512

SILT_CLONES static void
split (const gfloat *x,
       const gfloat *raw,
       gfloat       *restrict x0,
       gfloat        by_x,
       gfloat        by_raw,
       gfloat        range,
       gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    {
      gfloat value = by_x * x[i] + by_raw * raw[i];

      value = value < -range ? -range : value;
      value = value >  range ?  range : value;
      x0[i] = value;
    }
}

void
silt_call_split (const SiltCall    *call,
                 const SiltStreams *streams,
                 gsize              first,
                 gsize              count)
{
  split (streams->x + first, streams->raw + first, streams->x0 + first,
         call->x0_x, call->x0_raw,
         call->clip > 0.0 ? call->clip : INFINITY,
         count);
}

/* A learned deviation, and the noise of the way back beside it. */
static inline gfloat
deviation (const SiltCall *call,
           gfloat          learned)
{
  if (call->again_d > 0.0)
    return hypotf (call->again_c * learned, call->again_d);

  return learned;
}

/* The network gives the variance itself.  Below 0 it means 0. */
static void
scale_learned (gfloat         *noise,
               const gfloat   *variance,
               const SiltCall *call,
               gsize           n)
{
  gsize i;

  for (i = 0; i < n; i++)
    noise[i] *= deviation (call, sqrtf (MAX (variance[i], 0.0f)));
}

/* The network gives, in -1 ... 1, how far the logarithm of the variance is
 * along the way from that of beta~ to that of beta.  (Nichol and Dhariwal
 * 2021, "Improved denoising diffusion probabilistic models", equation 15) */
static void
scale_learned_range (gfloat         *noise,
                     const gfloat   *variance,
                     const SiltCall *call,
                     gsize           n)
{
  gfloat middle = (call->log_large + call->log_small) / 4.0;
  gfloat spread = (call->log_large - call->log_small) / 4.0;
  gsize  i;

  /* Quarters: half way, and the root. */
  for (i = 0; i < n; i++)
    noise[i] *= deviation (call, expf (middle + spread * variance[i]));
}

SILT_CLONES static void
add (gfloat       *restrict out,
     const gfloat *restrict values,
     gfloat        scale,
     gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    out[i] += scale * values[i];
}

/* out, n <= BLOCK values, from the streams at `first`; noise as it is. */
static void
mix (gfloat            *out,
     const SiltMix     *by,
     const SiltStreams *streams,
     const gfloat      *noise,
     gsize              first,
     gsize              n)
{
  gint i;

  memset (out, 0, n * sizeof (gfloat));

  if (by->x != 0.0)
    add (out, streams->x + first, by->x, n);
  if (by->raw != 0.0)
    add (out, streams->raw + first, by->raw, n);
  if (by->x0 != 0.0)
    add (out, streams->x0 + first, by->x0, n);
  if (by->noise != 0.0)
    add (out, noise, by->noise, n);

  for (i = 0; i < SILT_N_SLOTS; i++)
    if (by->slot[i] != 0.0)
      add (out, streams->slots[i] + first, by->slot[i], n);
}

static void
step_block (const SiltCall    *call,
            const SiltStreams *streams,
            gsize              first,
            gsize              n)
{
  gfloat noise[BLOCK];
  gfloat next[BLOCK];
  gfloat kept[SILT_MAX_KEPT][BLOCK];
  gint   i;

  if (call->next.noise != 0.0)
    {
      memcpy (noise, streams->noise + first, n * sizeof (gfloat));

      if (call->variance == SILT_VARIANCE_LEARNED)
        scale_learned (noise, streams->variance + first, call, n);
      else if (call->variance == SILT_VARIANCE_LEARNED_RANGE)
        scale_learned_range (noise, streams->variance + first, call, n);
    }

  mix (next, &call->next, streams, noise, first, n);
  for (i = 0; i < call->n_kept; i++)
    mix (kept[i], &call->kept[i].mix, streams, noise, first, n);

  memcpy (streams->x + first, next, n * sizeof (gfloat));
  for (i = 0; i < call->n_kept; i++)
    memcpy (streams->slots[call->kept[i].slot] + first, kept[i],
            n * sizeof (gfloat));
}

void
silt_call_step (const SiltCall    *call,
                const SiltStreams *streams,
                gsize              first,
                gsize              count)
{
  gsize done;

  for (done = 0; done < count; done += BLOCK)
    step_block (call, streams, first + done, MIN (BLOCK, count - done));
}
