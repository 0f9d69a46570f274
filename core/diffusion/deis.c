/* Silt: the exponential integrator DEIS
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

#define FEW_STEPS 15

static gint
get_order (const SiltWalkSettings *settings,
           gint                    i)
{
  gint     n     = settings->steps;
  gboolean few   = settings->lower_order_final && n < FEW_STEPS;
  gint     order = settings->solver_order > 0 ? settings->solver_order : 2;

  /* log rho ends at sigma > 0. */
  if (i == n - 1 && (few || settings->final_sigma_zero))
    order = 1;
  else if (i == n - 2 && few)
    order = MIN (order, 2);

  return MIN (order, i + 1);
}

/* The integral, over rho, of the polynomial in u = log rho that is 1 at u_0 and
 * 0 at the others: of (u - a) / (u_0 - a), or the product of two such.  Since
 * d/drho (rho (u - 1 - a)) = u - a, the antiderivative is ... */
static gdouble
antiderivative (gdouble        rho,
                gint           order,
                const gdouble *others)
{
  gdouble u = log (rho);

  if (order == 2)
    return rho * (u - 1.0 - others[0]);

  return rho * (u * u - 2.0 * u + 2.0 -
                (others[0] + others[1]) * (u - 1.0) + others[0] * others[1]);
}

/* Zhang and Chen 2023, "Fast sampling of diffusion models with exponential
 * integrator", equation 15, for the polynomial in log rho (section 3.3,
 * rho = sigma): with y = x / alpha,
 *
 *   y_s = y_t + int_t^s eps drho,
 *
 * eps being the polynomial through its values at this and one or two calls
 * before.  The weight of that `of` calls ago. */
static gdouble
get_weight (const SiltPoint *points,
            gint             i,
            gint             order,
            gint             of)
{
  gdouble others[2] = { 0.0 };
  gdouble u         = log (points[i - of].sigma);
  gdouble scale     = 1.0;
  gint    n         = 0;
  gint    k;

  for (k = 0; k < order; k++)
    if (k != of)
      {
        others[n] = log (points[i - k].sigma);
        scale    *= u - others[n++];
      }

  return (antiderivative (points[i + 1].sigma, order, others) -
          antiderivative (points[i].sigma, order, others)) / scale;
}

SiltPlan *
silt_plan_deis (const SiltSchedule     *schedule,
                const SiltWalkSettings *settings)
{
  g_autofree SiltPoint *points  = silt_points_new (schedule, settings);
  SiltPlan             *plan    = silt_plan_new (settings, settings->steps);
  gint                  n_slots = 0;
  gint                  i, k;

  for (i = 0; i < settings->steps; i++)
    n_slots = MAX (n_slots, get_order (settings, i) - 1);

  for (i = 0; i < settings->steps; i++)
    {
      gdouble   sigma = points[i].sigma;
      gdouble   now   = 1.0 / sqrt (sigma * sigma + 1.0);
      gdouble   end   = points[i + 1].sigma;
      gdouble   next  = 1.0 / sqrt (end * end + 1.0);
      gint      order = silt_points_order (points, i, get_order (settings, i));
      SiltCall *call  = silt_plan_set_call (plan, i, settings, points[i].t,
                                            now, sigma * now, 1.0);

      call->next.x = next / now;

      if (order == 1)
        silt_mix_add_eps_of_x0 (&call->next, call, settings,
                                next * (end - sigma));
      else
        for (k = 0; k < order; k++)
          {
            gdouble weight = next * get_weight (points, i, order, k);

            if (k == 0)
              silt_mix_add_eps_of_x0 (&call->next, call, settings, weight);
            else
              call->next.slot[(i - k) % n_slots] += weight;
          }

      if (n_slots > 0)
        silt_mix_add_eps_of_x0 (silt_plan_keep (plan, call, i % n_slots),
                                call, settings, 1.0);
    }

  return plan;
}
