/* Silt: how each sampler fills in a plan
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

#pragma once

#include "sampler.h"

G_BEGIN_DECLS

/* Calls with all coefficients 0.  Free with silt_plan_free. */
SiltPlan * silt_plan_new          (const SiltWalkSettings *settings,
                                   gint                    n_calls);

/* Fills in all of a call but what comes of it.  v, alone of the predictions,
 * depends on the level of what the network sees, which is in_scale x. */
SiltCall * silt_plan_set_call     (SiltPlan               *plan,
                                   gint                    i,
                                   const SiltWalkSettings *settings,
                                   gdouble                 t,
                                   gdouble                 alpha,
                                   gdouble                 sigma,
                                   gdouble                 in_scale);

/* A mix, all 0 yet, that a slot is set to. */
SiltMix  * silt_plan_keep         (SiltPlan               *plan,
                                   SiltCall               *call,
                                   gint                    slot);

/* Adds c eps, eps being that of the network's answer, ... */
void       silt_mix_add_eps       (SiltMix                *mix,
                                   const SiltCall         *call,
                                   gdouble                 c);

/* ... or, where x_0 is clipped, that which makes x of the clipped one. */
void       silt_mix_add_eps_of_x0 (SiltMix                *mix,
                                   const SiltCall         *call,
                                   const SiltWalkSettings *settings,
                                   gdouble                 c);

/* A point of a walk over sigma, the noise beside a picture of full strength:
 * x = x_0 + sigma eps. */
typedef struct
{
  gdouble t, sigma;
} SiltPoint;

/* steps points, falling, and one more, where the walk ends.  Free with
 * g_free. */
SiltPoint * silt_points_new       (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

/* order, or less: that of a step from point i which uses but calls before at
 * levels of their own. */
gint       silt_points_order      (const SiltPoint        *points,
                                   gint                    i,
                                   gint                    order);

/* That of timestep t. */
gdouble    silt_sigma             (const SiltSchedule     *schedule,
                                   gint                    t);

/* ... and the timestep of a sigma, which need not be whole: by interpolation of
 * its logarithm, between the ends of the schedule. */
gdouble    silt_timestep_of       (const SiltSchedule     *schedule,
                                   gdouble                 sigma);

/* The inverse of the cumulative distribution function of Beta (a, a). */
gdouble    silt_beta_quantile     (gdouble                 a,
                                   gdouble                 probability);

/* A plan of ddpm or ddim once more, with the way back to more noise in it;
 * 1 <= jump < n_calls. */
SiltPlan * silt_plan_repaint      (const SiltPlan         *plan,
                                   const SiltWalkSettings *settings);

/* The plan of each family of samplers. */
SiltPlan * silt_plan_ddpm         (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

SiltPlan * silt_plan_ddim         (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

SiltPlan * silt_plan_pndm         (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

SiltPlan * silt_plan_dpmpp        (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

SiltPlan * silt_plan_euler        (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

SiltPlan * silt_plan_heun         (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

SiltPlan * silt_plan_unipc        (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

SiltPlan * silt_plan_deis         (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

SiltPlan * silt_plan_lcm          (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

SiltPlan * silt_plan_consistency  (const SiltSchedule     *schedule,
                                   const SiltWalkSettings *settings);

G_END_DECLS
