/* Silt: from a noisy picture to its mean, in one call
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

void
silt_schedule_sigmas (const SiltSchedule *schedule,
                      gdouble            *least,
                      gdouble            *most)
{
  *least = silt_sigma (schedule, 0);
  *most  = silt_sigma (schedule, schedule->n - 1);
}

gint
silt_schedule_timestep (const SiltSchedule *schedule,
                        gdouble             sigma)
{
  return lrint (silt_timestep_of (schedule, sigma));
}

SiltPlan *
silt_plan_mean (const SiltSchedule      *schedule,
                const SiltWalkSettings  *settings,
                gdouble                  sigma)
{
  gdouble   alpha = 1.0 / sqrt (1.0 + sigma * sigma);
  SiltPlan *plan  = silt_plan_new (settings, 1);

  silt_plan_set_call (plan, 0, settings, silt_timestep_of (schedule, sigma),
                      alpha, alpha * sigma, 1.0)->next.x0 = 1.0;

  return plan;
}
