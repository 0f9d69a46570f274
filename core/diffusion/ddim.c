/* Silt: the implicit sampler
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

/* alpha_bar at the end of the step that follows call `i`. */
static gdouble
next_alpha_bar (const gdouble          *timesteps,
                gint                    i,
                const SiltSchedule     *schedule,
                const SiltWalkSettings *settings)
{
  gint t = -1;

  if (settings->as_diffusers)
    t = (gint) timesteps[i] - schedule->n / settings->steps;
  else if (i + 1 < settings->steps)
    t = (gint) timesteps[i + 1];

  if (t >= 0)
    return schedule->alpha_bar[t];

  return settings->set_alpha_to_one ? 1.0 : schedule->alpha_bar[0];
}

/* Song, Meng and Ermon 2021, "Denoising diffusion implicit models", with
 * alpha_bar for what they call alpha:
 *
 *   x_s = sqrt (alpha_bar_s) x_0                              (equation 12)
 *         + sqrt (1 - alpha_bar_s - sigma^2) eps + sigma z
 *   sigma = eta sqrt (beta~)                                  (equation 16)
 *
 * At eta = 0 no noise comes in on the way; at 1 this is DDPM again. */
SiltPlan *
silt_plan_ddim (const SiltSchedule     *schedule,
                const SiltWalkSettings *settings)
{
  g_autofree gdouble *timesteps = g_new (gdouble, settings->steps);
  SiltPlan           *plan      = silt_plan_new (settings, settings->steps);
  gint                i;

  silt_timesteps (settings, schedule->n, timesteps);

  for (i = 0; i < settings->steps; i++)
    {
      gdouble       now  = schedule->alpha_bar[(gint) timesteps[i]];
      gdouble       next = next_alpha_bar (timesteps, i, schedule, settings);
      SiltCall     *call = silt_plan_set_call (plan, i, settings, timesteps[i],
                                               sqrt (now), sqrt (1.0 - now),
                                               1.0);
      SiltPosterior posterior;
      gdouble       variance;

      silt_posterior (&posterior, now, next);
      variance = settings->eta * settings->eta * posterior.variance;

      call->next.x0    = sqrt (next);
      call->next.noise = sqrt (variance);
      silt_mix_add_eps (&call->next, call,
                        sqrt (MAX (1.0 - next - variance, 0.0)));
    }

  return plan;
}
