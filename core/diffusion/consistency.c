/* Silt: the samplers of consistency models
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

/* sigma of the data that all these models were trained on, scaled */
#define LCM_SIGMA_DATA 0.5

/* Luo et al. 2023, "Latent consistency models", equation 9 and algorithm 3: the
 * network leads to x_0 at once, and that is noised again, less each time. */
SiltPlan *
silt_plan_lcm (const SiltSchedule     *schedule,
               const SiltWalkSettings *settings)
{
  gint                last      = settings->steps - 1;
  g_autofree gdouble *timesteps = g_new (gdouble, settings->steps);
  SiltPlan           *plan      = silt_plan_new (settings, settings->steps);
  gint                i;

  silt_timesteps (settings, schedule->n, timesteps);

  for (i = 0; i <= last; i++)
    {
      gdouble   now    = schedule->alpha_bar[(gint) timesteps[i]];
      gdouble   next   = 1.0;
      gdouble   scaled = timesteps[i] * settings->timestep_scaling;
      gdouble   whole  = scaled * scaled + LCM_SIGMA_DATA * LCM_SIGMA_DATA;
      SiltCall *call   = silt_plan_set_call (plan, i, settings, timesteps[i],
                                             sqrt (now), sqrt (1.0 - now), 1.0);

      if (i < last)
        next = schedule->alpha_bar[(gint) timesteps[i + 1]];

      call->next.x0    = sqrt (next) * scaled / sqrt (whole);
      call->next.x     = sqrt (next) * LCM_SIGMA_DATA * LCM_SIGMA_DATA / whole;
      call->next.noise = sqrt (1.0 - next);
    }

  return plan;
}

/* Which of the trained sigmas are visited, falling; numbered from the noisiest
 * by `listed`, which falls, so that the last of it is the first. */
static void
get_sigmas (gdouble                *sigmas,
            const SiltSchedule     *schedule,
            const SiltWalkSettings *settings)
{
  gint    n      = settings->steps;
  gdouble first  = pow (settings->sigma_max, 1.0 / settings->rho);
  gdouble last   = pow (settings->sigma_min, 1.0 / settings->rho);
  gint    stride = schedule->n / n;
  gint    i;

  for (i = 0; i < n; i++)
    {
      gint    number = settings->n_listed > 0 ? settings->listed[n - 1 - i]
                                              : i * stride;
      gdouble ramp   = schedule->n > 1 ? number / (schedule->n - 1.0) : 0.0;

      sigmas[i] = pow (first + ramp * (last - first), settings->rho);
    }

  sigmas[n] = settings->sigma_min;
}

/* Song et al. 2023, "Consistency models", algorithm 1; x_0 is mixed from x and
 * the answer so that it is x where there is no noise (appendix C, with
 * sigma_data = 0.5). */
SiltPlan *
silt_plan_consistency (const SiltSchedule     *schedule,
                       const SiltWalkSettings *settings)
{
  gint                n      = settings->steps;
  g_autofree gdouble *sigmas = g_new (gdouble, n + 1);
  SiltPlan           *plan   = silt_plan_new (settings, n);
  gdouble             data2  = settings->sigma_data * settings->sigma_data;
  gfloat              min    = settings->sigma_min;
  gint                i;

  get_sigmas (sigmas, schedule, settings);
  plan->start = settings->sigma_max;

  for (i = 0; i < n; i++)
    {
      gfloat    sigma = sigmas[i];   /* as in the diffusers library           */
      gdouble   rest  = MAX (sigma - min, 0.0);
      gdouble   next  = CLAMP ((gfloat) sigmas[i + 1], min,
                               settings->sigma_max);
      gdouble   scale = 1.0 / sqrt (sigma * sigma + data2);
      SiltCall *call  = silt_plan_set_call (plan, i, settings,
                                            250.0 * log (sigmas[i]),
                                            1.0, sigma, scale);

      call->x0_x   = data2 / (rest * rest + data2);
      call->x0_raw = rest * settings->sigma_data * scale;

      call->next.x0    = 1.0;
      call->next.noise = settings->s_noise * sqrt (MAX (next * next - min * min,
                                                        0.0));
    }

  return plan;
}
