/* Silt: the predictor-corrector UniPC
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

#define MAX_ORDER 3

static gint
get_order (const SiltWalkSettings *settings,
           gint                    i)
{
  gint n     = settings->steps;
  gint order = settings->solver_order > 0 ? settings->solver_order : 2;

  if (settings->lower_order_final)
    order = MIN (order, n - i);
  if (i == n - 1 && settings->final_sigma_zero)
    order = 1;

  return MIN (order, i + 1);
}

static gdouble
lambda (SiltPoint point)
{
  return - log (point.sigma);
}

/* Solves rows x = right in place, by elimination; rows are those of powers of
 * different numbers. */
static void
solve (gdouble rows[MAX_ORDER][MAX_ORDER],
       gdouble right[MAX_ORDER],
       gint    n)
{
  gint i, j, k;

  for (i = 0; i < n; i++)
    for (j = 0; j < n; j++)
      {
        gdouble factor = j == i ? 0.0 : rows[j][i] / rows[i][i];

        for (k = i; k < n; k++)
          rows[j][k] -= factor * rows[i][k];
        right[j] -= factor * right[i];
      }

  for (i = 0; i < n; i++)
    right[i] /= rows[i][i];
}

/* The step from point i to the next, of either kind, in weights: of the sample
 * at its begin, of the answers of call i and those before, and, where it
 * corrects, of that of call i + 1. */
typedef struct
{
  gdouble x;
  gdouble answer[MAX_ORDER];
  gdouble ahead;
} Step;

/* Zhao et al. 2023, "UniPC: a unified predictor-corrector framework for fast
 * sampling of diffusion models", equations 3 (corrector), 4 (predictor) and 5:
 * with r_k the places of the other answers, in units of the step in lambda, and
 * D_k their differences from that at its begin,
 *
 *   x_s = its first-order solution - alpha_s B (h) sum rho_k D_k / r_k
 *
 * where rho solves sum rho_k r_k^(n-1) = b_n, so that the n-th term of Taylor's
 * series is right.  Of answers that are eps, alpha and sigma change places, and
 * h its sign. */
static Step
get_step (const SiltPoint        *points,
          gint                    i,
          gint                    order,
          gboolean                corrects,
          const SiltWalkSettings *settings)
{
  SiltPoint now   = points[i];
  SiltPoint next  = points[i + 1];
  gdouble   alpha = 1.0 / sqrt (next.sigma * next.sigma + 1.0);
  gdouble   begin = 1.0 / sqrt (now.sigma * now.sigma + 1.0);
  gboolean  eps   = settings->predict_eps;
  gdouble   scale = eps ? next.sigma * alpha : alpha;
  gdouble   decay = next.sigma / now.sigma;
  gdouble   phi   = eps ? 1.0 / decay - 1.0 : decay - 1.0;   /* expm1 (h)     */
  gdouble   h     = eps ? - log (decay) : log (decay);
  gdouble   b     = settings->solver_bh1 ? h : phi;
  gint      n     = corrects ? order : order - 1;
  Step      step  = { 0.0 };
  gdouble   places[MAX_ORDER];
  gdouble   rows[MAX_ORDER][MAX_ORDER];
  gdouble   rho[MAX_ORDER];
  gdouble   term  = phi / h - 1.0;
  gdouble   factorial = 1.0;
  gint      k, power;

  /* - scale phi, with no division by a last sigma of 0 */
  step.x         = eps ? alpha / begin : decay * alpha / begin;
  step.answer[0] = alpha * (eps ? next.sigma - now.sigma : 1.0 - decay);

  for (k = 0; k < order - 1; k++)
    places[k] = (lambda (points[i - 1 - k]) - lambda (now)) /
                (lambda (next) - lambda (now));
  if (corrects)
    places[n - 1] = 1.0;

  for (power = 0; power < n; power++)
    {
      for (k = 0; k < n; k++)
        rows[power][k] = pow (places[k], power);

      rho[power] = term * factorial / b;
      factorial *= power + 2;
      term       = term / h - 1.0 / factorial;
    }

  /* Of one unknown, the authors take the limit for small h. */
  if (n == 1)
    rho[0] = 0.5;
  else
    solve (rows, rho, n);

  for (k = 0; k < n; k++)
    {
      gdouble weight = - scale * b * rho[k] / places[k];

      step.answer[0] -= weight;
      if (corrects && k == n - 1)
        step.ahead = weight;
      else
        step.answer[k + 1] = weight;
    }

  return step;
}

static void
add_answer (SiltMix                *mix,
            const SiltCall         *call,
            const SiltWalkSettings *settings,
            gdouble                 c)
{
  if (settings->predict_eps)
    silt_mix_add_eps (mix, call, c);
  else
    mix->x0 += c;
}

static void
add_scaled (SiltMix       *mix,
            const SiltMix *other,
            gdouble        c)
{
  gint i;

  mix->x   += c * other->x;
  mix->raw += c * other->raw;
  mix->x0  += c * other->x0;
  for (i = 0; i < SILT_N_SLOTS; i++)
    mix->slot[i] += c * other->slot[i];
}

/* What call i makes of the sample it was shown, knowing the answer there.  The
 * sample that the step began with is in the slot behind the answers. */
static SiltMix
get_corrected (const SiltCall         *call,
               const SiltPoint        *points,
               gint                    i,
               gint                    order,
               gint                    n_slots,
               const SiltWalkSettings *settings)
{
  SiltMix mix = { 0.0 };
  Step    step;
  gint    k;

  if (i == 0 || points[i - 1].sigma == points[i].sigma ||
      (i <= SILT_MAX_UNCORRECTED &&
       (settings->uncorrected >> (i - 1)) & 1))
    {
      mix.x = 1.0;
      return mix;
    }

  order = silt_points_order (points, i - 1, order);
  step  = get_step (points, i - 1, order, TRUE, settings);

  mix.slot[n_slots] = step.x;
  for (k = 0; k < order; k++)
    mix.slot[(i - 1 - k) % n_slots] += step.answer[k];
  add_answer (&mix, call, settings, step.ahead);

  return mix;
}

SiltPlan *
silt_plan_unipc (const SiltSchedule     *schedule,
                 const SiltWalkSettings *settings)
{
  g_autofree SiltPoint *points  = silt_points_new (schedule, settings);
  SiltPlan             *plan    = silt_plan_new (settings, settings->steps);
  gint                  n_slots = 1;
  gint                  before  = 1;
  gint                  i, k;

  for (i = 0; i < settings->steps; i++)
    n_slots = MAX (n_slots, get_order (settings, i));

  for (i = 0; i < settings->steps; i++)
    {
      gdouble   sigma     = points[i].sigma;
      gdouble   alpha     = 1.0 / sqrt (sigma * sigma + 1.0);
      gint      order     = silt_points_order (points, i,
                                               get_order (settings, i));
      SiltCall *call      = silt_plan_set_call (plan, i, settings, points[i].t,
                                                alpha, sigma * alpha, 1.0);
      SiltMix   corrected = get_corrected (call, points, i, before, n_slots,
                                           settings);
      Step      step;

      if (points[i].sigma == points[i + 1].sigma)
        {
          call->next = corrected;
        }
      else
        {
          step = get_step (points, i, order, FALSE, settings);

          add_scaled (&call->next, &corrected, step.x);
          add_answer (&call->next, call, settings, step.answer[0]);
          for (k = 1; k < order; k++)
            call->next.slot[(i - k) % n_slots] += step.answer[k];
        }

      if (i < settings->steps - 1)
        {
          add_answer (silt_plan_keep (plan, call, i % n_slots), call, settings,
                      1.0);
          *silt_plan_keep (plan, call, n_slots) = corrected;
        }

      before = order;
    }

  return plan;
}
