/* Silt: DPM-Solver++
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

/* The last two steps of a walk of fewer than this are of lower order. */
#define FEW_STEPS 15

typedef struct
{
  gdouble alpha, sigma;
} Level;

static Level
get_level (SiltPoint point)
{
  gdouble alpha = 1.0 / sqrt (point.sigma * point.sigma + 1.0);

  return (Level) { alpha, point.sigma * alpha };
}

/* lambda = log (alpha / sigma) */
static gdouble
lambda_between (SiltPoint from,
                SiltPoint to)
{
  return log (from.sigma / to.sigma);
}

static gint
get_order (const SiltWalkSettings *settings,
           gint                    i)
{
  gint     n     = settings->steps;
  gboolean few   = settings->lower_order_final && n < FEW_STEPS;
  gint     order = settings->sampler == SILT_SAMPLER_DPMPP_3M ? 3 : 2;

  if (settings->solver_order > 0)
    order = settings->solver_order;

  /* On its last step, a walk to sigma = 0 is infinitely long in lambda, and a
   * short one does better without its history. */
  if (i == n - 1 && (settings->final_sigma_zero || settings->euler_at_final ||
                     few))
    order = 1;
  else if (i == n - 2 && few)
    order = MIN (order, 2);

  return MIN (order, i + 1);
}

/* The parts of a step that come from x_0 and its first two derivatives. */
typedef struct
{
  gdouble d0, d1, d2;
} Gains;

static Gains
get_gains (const SiltWalkSettings *settings,
           gint                    order,
           Level                   next,
           gdouble                 decay,
           gdouble                 length)
{
  gboolean sde   = settings->sampler == SILT_SAMPLER_DPMPP_2M_SDE;
  gdouble  rest  = decay - 1.0;
  Gains    gains = { - next.alpha * rest, 0.0, 0.0 };

  if (order == 2 && ! settings->solver_heun)
    gains.d1 = gains.d0 / 2.0;
  else if (order > 1)
    gains.d1 = next.alpha * (rest / length + 1.0);

  /* The stochastic one has the sign of 1/2 from the diffusers library. */
  if (order == 3)
    gains.d2 = - next.alpha * ((rest + length) / (length * length) +
                               (sde ? 0.5 : -0.5));

  return gains;
}

/* Calls before are kept in turns; `back` of them ago is in ... */
static gint
get_slot (gint i,
          gint back,
          gint n_slots)
{
  return (i - back) % n_slots;
}

static void
add_history (SiltCall        *call,
             const SiltPoint *points,
             gint             i,
             gint             order,
             gint             n_slots,
             const Gains     *gains)
{
  gdouble  h    = lambda_between (points[i], points[i + 1]);
  gdouble  r0   = lambda_between (points[i - 1], points[i]) / h;
  gdouble *slot = call->next.slot;
  gdouble  line = gains->d1 / r0;     /* of x_0 - the one before              */

  if (order == 3)
    {
      gdouble r1   = lambda_between (points[i - 2], points[i - 1]) / h;
      gdouble bend = (gains->d1 * r0 + gains->d2) / (r0 + r1);

      line += bend / r0;
      slot[get_slot (i, 1, n_slots)] -= bend / r1;
      slot[get_slot (i, 2, n_slots)] += bend / r1;
    }

  call->next.x0                  += line;
  slot[get_slot (i, 1, n_slots)] -= line;
}

/* Lu et al. 2022, "DPM-Solver++: fast solver for guided sampling of diffusion
 * probabilistic models", algorithm 2 and appendix B.  In lambda, over a step of
 * length h from t to s, the noise has an exact solution and x_0 hardly changes:
 *
 *   x_s = sigma_s / sigma_t x_t + alpha_s int exp (lambda - lambda_s) x_0
 *
 * with x_0 held, which is DDIM, or carried on along the line or the parabola
 * through one or two calls before: D1 and D2 are its divided differences.  The
 * stochastic solver doubles h, since noise takes the place of half the way:
 *
 *   x_s = sigma_s / sigma_t exp (-h) x_t + ... + sigma_s sqrt (1 - exp (-2h)) z
 */
SiltPlan *
silt_plan_dpmpp (const SiltSchedule     *schedule,
                 const SiltWalkSettings *settings)
{
  g_autofree SiltPoint *points  = silt_points_new (schedule, settings);
  SiltPlan             *plan    = silt_plan_new (settings, settings->steps);
  gboolean              sde     = settings->sampler ==
                                  SILT_SAMPLER_DPMPP_2M_SDE;
  gint                  n_slots = 0;
  gint                  i;

  for (i = 0; i < settings->steps; i++)
    n_slots = MAX (n_slots, get_order (settings, i) - 1);

  for (i = 0; i < settings->steps; i++)
    {
      Level     now   = get_level (points[i]);
      Level     next  = get_level (points[i + 1]);
      gdouble   decay = points[i + 1].sigma / points[i].sigma;
      gdouble   whole = sde ? decay * decay : decay;
      gint      order = silt_points_order (points, i, get_order (settings, i));
      SiltCall *call  = silt_plan_set_call (plan, i, settings, points[i].t,
                                            now.alpha, now.sigma, 1.0);
      Gains     gains;

      /* There may be no way to go. */
      if (points[i].sigma == points[i + 1].sigma)
        order = 1;

      gains = get_gains (settings, order, next, whole, - log (whole));

      call->next.x  = next.sigma / now.sigma * (sde ? decay : 1.0);
      call->next.x0 = gains.d0;
      if (sde)
        call->next.noise = next.sigma * sqrt (1.0 - whole);

      if (order > 1)
        add_history (call, points, i, order, n_slots, &gains);
      if (n_slots > 0)
        silt_plan_keep (plan, call, get_slot (i, 0, n_slots))->x0 = 1.0;
    }

  return plan;
}
