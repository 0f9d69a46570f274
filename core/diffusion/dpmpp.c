/* Silt: the multistep sampler
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

typedef struct
{
  gdouble alpha, sigma;
} Level;

static gdouble
lambda (Level level)
{
  return log (level.alpha / level.sigma);
}

/* The noise level of call `i`; after the last, of where the walk ends. */
static Level
get_level (const SiltCall         *calls,
           gint                    i,
           const SiltSchedule     *schedule,
           const SiltWalkSettings *settings)
{
  gdouble alpha_bar = settings->final_sigma_zero ? 1.0 : schedule->alpha_bar[0];

  if (i < settings->steps)
    return (Level) { calls[i].alpha, calls[i].sigma };

  return (Level) { sqrt (alpha_bar), sqrt (1.0 - alpha_bar) };
}

static gboolean
is_second_order (gint                    i,
                 const SiltWalkSettings *settings)
{
  if (i == 0 || settings->solver_order == 1)
    return FALSE;

  if (i < settings->steps - 1)
    return TRUE;

  /* On its last step, a walk to sigma = 0 is infinitely long in lambda, and a
   * short one does better without its history. */
  return ! (settings->final_sigma_zero ||
            settings->euler_at_final ||
            (settings->lower_order_final && settings->steps < 15));
}

/* Lu et al. 2022, "DPM-Solver++: fast solver for guided sampling of diffusion
 * probabilistic models", algorithm 2.  In lambda = log (alpha / sigma), over a
 * step of length h from t to s, the noise has an exact solution and x_0 hardly
 * changes:
 *
 *   x_s = sigma_s / sigma_t x_t + alpha_s (1 - exp (-h)) D
 *
 * with D = x_0 to first order, which is DDIM, and to second order x_0 carried
 * on by half a step along the line through the call before,
 *
 *   D = x_0 + h / (2 h_before) (x_0 - x_0 of the call before).
 */
void
silt_plan_dpmpp (SiltCall               *calls,
                 const SiltSchedule     *schedule,
                 const SiltWalkSettings *settings)
{
  gint i;

  for (i = 0; i < settings->steps; i++)
    {
      SiltCall *call  = &calls[i];
      Level     now   = get_level (calls, i, schedule, settings);
      Level     next  = get_level (calls, i + 1, schedule, settings);
      gdouble   ratio = next.sigma / now.sigma;

      /* alpha_s (1 - exp (-h)), with no logarithm of a final sigma = 0. */
      gdouble   gain  = next.alpha - ratio * now.alpha;

      call->c_x  = ratio;
      call->c_x0 = gain;

      if (is_second_order (i, settings))
        {
          Level   before   = get_level (calls, i - 1, schedule, settings);
          gdouble h        = lambda (next) - lambda (now);
          gdouble h_before = lambda (now) - lambda (before);

          /* Two levels at the floor of alpha_bar are the same. */
          if (h_before > 0.0)
            {
              gdouble carry = gain * h / (2.0 * h_before);

              call->c_x0   += carry;
              call->c_prev  = -carry;
            }
        }
    }
}
