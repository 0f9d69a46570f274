/* Silt: the samplers that follow a differential equation
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

/* Karras et al. 2022, "Elucidating the design space of diffusion-based
 * generative models": with x = x_0 + sigma eps, a sample moves along
 *
 *   dx / dsigma = (x - x_0) / sigma                           (equation 3)
 *
 * x_0 being what the network makes of x at that sigma; it sees x at the scale
 * it was trained with, x / sqrt (sigma^2 + 1). */
static SiltCall *
set_call (SiltPlan               *plan,
          gint                    i,
          const SiltWalkSettings *settings,
          const SiltPoint        *point)
{
  return silt_plan_set_call (plan, i, settings, point->t, 1.0, point->sigma,
                             1.0 / sqrt (point->sigma * point->sigma + 1.0));
}

/* Where the first point is not the noisiest of all, there is a picture in it,
 * of which the diffusers library takes the variance to be 1. */
static gdouble
get_start (const SiltPoint        *points,
           const SiltWalkSettings *settings)
{
  SiltSpacing spacing = settings->spacing;
  gdouble     sigma   = points[0].sigma;

  if (spacing > SILT_SPACING_LINSPACE)
    spacing = settings->ends;

  return spacing == SILT_SPACING_LEADING ? sqrt (sigma * sigma + 1.0) : sigma;
}

/* x and x_0 of a step along the tangent. */
static void
add_tangent (SiltMix *mix,
             gdouble  from,
             gdouble  to)
{
  mix->x  = to / from;
  mix->x0 = 1.0 - to / from;
}

/* Along the tangent; the ancestral sampler goes down further and comes back by
 * adding noise. */
SiltPlan *
silt_plan_euler (const SiltSchedule     *schedule,
                 const SiltWalkSettings *settings)
{
  g_autofree SiltPoint *points    = silt_points_new (schedule, settings);
  SiltPlan             *plan      = silt_plan_new (settings, settings->steps);
  gboolean              ancestral = settings->sampler ==
                                    SILT_SAMPLER_EULER_ANCESTRAL;
  gint                  i;

  plan->start = get_start (points, settings);

  for (i = 0; i < settings->steps; i++)
    {
      SiltCall *call = set_call (plan, i, settings, &points[i]);
      gdouble   from = points[i].sigma;
      gdouble   to   = points[i + 1].sigma;
      gdouble   down = to;

      if (ancestral)
        {
          gdouble up = to / from * sqrt (MAX (from * from - to * to, 0.0));

          down             = sqrt (MAX (to * to - up * up, 0.0));
          call->next.noise = up;
        }

      add_tangent (&call->next, from, down);
    }

  return plan;
}

/* The mean of the tangents at both ends (algorithm 1 without churn): a first
 * call goes all the way to find the second, and keeps the sum of where it began
 * and its own half of the way. */
SiltPlan *
silt_plan_heun (const SiltSchedule     *schedule,
                const SiltWalkSettings *settings)
{
  g_autofree SiltPoint *points = silt_points_new (schedule, settings);
  gint                  last   = settings->steps - 1;
  SiltPlan             *plan   = silt_plan_new (settings, 2 * last + 1);
  gint                  i;

  plan->start = get_start (points, settings);

  for (i = 0; i <= last; i++)
    {
      SiltCall *call = set_call (plan, 2 * i, settings, &points[i]);
      gdouble   from = points[i].sigma;
      gdouble   to   = points[i + 1].sigma;
      gdouble   half = (to - from) / 2.0;
      SiltMix  *kept;

      add_tangent (&call->next, from, to);

      if (i == last)
        break;

      kept     = silt_plan_keep (plan, call, 0);
      kept->x  = 1.0 + half / from;
      kept->x0 = - half / from;

      call               = set_call (plan, 2 * i + 1, settings, &points[i + 1]);
      call->next.slot[0] = 1.0;
      call->next.x       = half / to;
      call->next.x0      = - half / to;
    }

  return plan;
}
