/* Silt: the parts that plans are made of
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

#include "plan.h"

SiltPlan *
silt_plan_new (const SiltWalkSettings *settings,
               gint                    n_calls)
{
  SiltPlan *plan = g_new0 (SiltPlan, 1);

  plan->calls           = g_new0 (SiltCall, n_calls);
  plan->n_calls         = n_calls;
  plan->start           = 1.0;
  plan->threshold_ratio = settings->threshold_ratio;
  plan->threshold_max   = settings->threshold_max;

  return plan;
}

void
silt_plan_free (SiltPlan *plan)
{
  if (plan)
    {
      g_free (plan->calls);
      g_free (plan);
    }
}

/* Whatever the network predicts, x = alpha x_0 + sigma eps makes x_0 and eps
 * two linear functions of x and its answer. */
static void
set_split (SiltCall       *call,
           SiltPrediction  prediction)
{
  gdouble alpha = call->alpha;
  gdouble sigma = call->sigma;
  gdouble scale = call->in_scale;

  switch (prediction)
    {
    case SILT_PREDICTION_SAMPLE:
      call->x0_raw  = 1.0;
      call->eps_x   = 1.0 / sigma;
      call->eps_raw = - alpha / sigma;
      break;

    /* v = alpha eps - sigma x_0: x and v are x_0 and eps, turned by an angle.
     * (Salimans and Ho 2022, "Progressive distillation", appendix D) */
    case SILT_PREDICTION_V:
      call->x0_x    = scale * alpha * scale;
      call->x0_raw  = - scale * sigma;
      call->eps_x   = scale * sigma * scale;
      call->eps_raw = scale * alpha;
      break;

    default:
      call->x0_x    = 1.0 / alpha;
      call->x0_raw  = - sigma / alpha;
      call->eps_raw = 1.0;
      break;
    }
}

SiltCall *
silt_plan_set_call (SiltPlan               *plan,
                    gint                    i,
                    const SiltWalkSettings *settings,
                    gdouble                 t,
                    gdouble                 alpha,
                    gdouble                 sigma,
                    gdouble                 in_scale)
{
  SiltCall *call = &plan->calls[i];

  call->t        = t;
  call->alpha    = alpha;
  call->sigma    = sigma;
  call->in_scale = in_scale;
  call->variance = SILT_VARIANCE_FIXED_SMALL;

  /* Thresholding takes the place of clipping. */
  if (settings->threshold_ratio == 0.0)
    call->clip = settings->clip_range;

  set_split (call, settings->prediction);

  return call;
}

SiltMix *
silt_plan_keep (SiltPlan *plan,
                SiltCall *call,
                gint      slot)
{
  plan->n_slots = MAX (plan->n_slots, slot + 1);

  call->kept[call->n_kept].slot = slot;

  return &call->kept[call->n_kept++].mix;
}

void
silt_mix_add_eps (SiltMix        *mix,
                  const SiltCall *call,
                  gdouble         c)
{
  mix->x   += c * call->eps_x;
  mix->raw += c * call->eps_raw;
}

void
silt_mix_add_eps_of_x0 (SiltMix                *mix,
                        const SiltCall         *call,
                        const SiltWalkSettings *settings,
                        gdouble                 c)
{
  if (settings->clip_range > 0.0 || settings->threshold_ratio > 0.0)
    {
      mix->x  += c / call->sigma;
      mix->x0 -= c / call->sigma * call->alpha;
    }
  else
    {
      silt_mix_add_eps (mix, call, c);
    }
}

/* The whole timesteps of a plan below `start`, falling, each once; -1 behind
 * the last. */
static gint *
timesteps_below (const SiltPlan *plan,
                 gint            start)
{
  gint *below = g_new (gint, plan->n_calls + 1);
  gint  last  = start;
  gint  n     = 0;
  gint  i;

  for (i = 0; i < plan->n_calls; i++)
    {
      gint t = lrint (plan->calls[i].t);

      if (t < last)
        last = below[n++] = t;
    }
  below[n] = -1;

  return below;
}

gint *
silt_plan_timesteps_from (const SiltPlan *plan,
                          gint            start,
                          gint            least,
                          gint           *n_timesteps)
{
  g_autofree gint *below     = timesteps_below (plan, start);
  const gint      *next      = below;
  gint            *timesteps = g_new (gint, MAX (plan->n_calls, least) + 1);
  gint             n         = 0;

  if (next[0] >= 0 && 2 * (start - next[0]) < next[0] - next[1])
    next++;

  timesteps[n++] = start;
  while (*next >= 0)
    timesteps[n++] = *next++;

  least = MIN (least, start + 1);
  if (n < least)
    for (n = 0; n < least; n++)
      timesteps[n] = (gint64) (start + 1) * (least - n) / least - 1;

  *n_timesteps = n;

  return timesteps;
}
