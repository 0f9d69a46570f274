/* Silt: the ancestral sampler
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

/* What the diffusers library keeps a variance above, to take its logarithm. */
#define MIN_VARIANCE 1e-20

static void
set_noise (SiltCall            *call,
           const SiltPosterior *posterior,
           SiltVariance         variance)
{
  gdouble small = MAX (posterior->variance, MIN_VARIANCE);
  gdouble large = MAX (posterior->beta, MIN_VARIANCE);

  switch (variance)
    {
    case SILT_VARIANCE_FIXED_LARGE:
      call->next.noise = sqrt (large);
      break;

    case SILT_VARIANCE_LEARNED:
    case SILT_VARIANCE_LEARNED_RANGE:
      call->next.noise = 1.0;
      call->variance   = variance;
      call->log_small  = log (small);
      call->log_large  = log (large);
      break;

    default:
      call->next.noise = sqrt (small);
      break;
    }
}

/* Ho, Jain and Abbeel 2020, "Denoising diffusion probabilistic models",
 * algorithm 2: draw from q(x_s | x_t, x_0), with the network's x_0 in place of
 * the true one (equations 6 and 7) and a variance as wide as one likes.  A step
 * over several timesteps is a step of a process with fewer of them.  The last
 * ends at x_0, and draws no noise. */
SiltPlan *
silt_plan_ddpm (const SiltSchedule     *schedule,
                const SiltWalkSettings *settings)
{
  g_autofree gdouble *timesteps = g_new (gdouble, settings->steps);
  SiltPlan           *plan      = silt_plan_new (settings, settings->steps);
  gint                last      = settings->steps - 1;
  gint                i;

  silt_timesteps (settings, schedule->n, timesteps);

  for (i = 0; i <= last; i++)
    {
      gdouble       now  = schedule->alpha_bar[(gint) timesteps[i]];
      gdouble       next = 1.0;
      SiltCall     *call = silt_plan_set_call (plan, i, settings, timesteps[i],
                                               sqrt (now), sqrt (1.0 - now),
                                               1.0);
      SiltPosterior posterior;

      if (i < last)
        next = schedule->alpha_bar[(gint) timesteps[i + 1]];

      silt_posterior (&posterior, now, next);

      call->next.x0 = posterior.c_x0;
      call->next.x  = posterior.c_xt;

      if (i < last || (settings->as_diffusers && call->t > 0.0))
        set_noise (call, &posterior, settings->variance);
    }

  return plan;
}
