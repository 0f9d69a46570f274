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
next_alpha_bar (const SiltCall         *calls,
                gint                    i,
                const SiltSchedule     *schedule,
                const SiltWalkSettings *settings)
{
  gint t = -1;

  if (settings->as_diffusers)
    t = (gint) calls[i].t - schedule->n / settings->steps;
  else if (i + 1 < settings->steps)
    t = (gint) calls[i + 1].t;

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
void
silt_plan_ddim (SiltCall               *calls,
                const SiltSchedule     *schedule,
                const SiltWalkSettings *settings)
{
  gint i;

  for (i = 0; i < settings->steps; i++)
    {
      SiltCall     *call = &calls[i];
      gdouble       now  = schedule->alpha_bar[(gint) call->t];
      gdouble       next = next_alpha_bar (calls, i, schedule, settings);
      SiltPosterior posterior;
      gdouble       variance;

      silt_posterior (&posterior, now, next);
      variance = settings->eta * settings->eta * posterior.variance;

      call->c_x0    = sqrt (next);
      call->c_eps   = sqrt (MAX (1.0 - next - variance, 0.0));
      call->c_noise = sqrt (variance);
    }
}
