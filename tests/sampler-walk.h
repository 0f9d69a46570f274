/* Silt: what the tests of samplers share
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

#include <string.h>

#include "sampler.h"
#include "threshold-level.h"

/* A walk in memory of its own. */
typedef struct
{
  const SiltPlan *plan;
  gsize           n;
  gfloat         *x, *raw, *x0, *noise, *variance, *slots[SILT_N_SLOTS];
} Walk;

static inline void
walk_init (Walk           *walk,
           const SiltPlan *plan,
           gsize           n)
{
  gint i;

  walk->plan     = plan;
  walk->n        = n;
  walk->x        = g_new0 (gfloat, n);
  walk->raw      = g_new0 (gfloat, n);
  walk->x0       = g_new0 (gfloat, n);
  walk->noise    = g_new0 (gfloat, n);
  walk->variance = g_new0 (gfloat, n);
  for (i = 0; i < SILT_N_SLOTS; i++)
    walk->slots[i] = i < plan->n_slots ? g_new0 (gfloat, n) : NULL;
}

static inline void
walk_clear (Walk *walk)
{
  gint i;

  g_free (walk->x);
  g_free (walk->raw);
  g_free (walk->x0);
  g_free (walk->noise);
  g_free (walk->variance);
  for (i = 0; i < SILT_N_SLOTS; i++)
    g_free (walk->slots[i]);
}

/* x_0 and the next x, from walk->raw, walk->variance and walk->noise. */
static inline void
walk_step (Walk           *walk,
           const SiltCall *call)
{
  SiltStreams streams = { walk->x, walk->raw, walk->variance, walk->x0,
                          walk->noise, { NULL } };

  memcpy (streams.slots, walk->slots, sizeof (streams.slots));

  silt_call_split (call, &streams, 0, walk->n);

  if (walk->plan->threshold_ratio > 0.0)
    silt_threshold_apply (walk->x0, walk->n,
                          threshold_level (walk->x0, walk->n,
                                           walk->plan->threshold_ratio,
                                           walk->plan->threshold_max));

  silt_call_step (call, &streams, 0, walk->n);
}

static inline SiltPlan *
plan (const SiltSchedule     *schedule,
      const SiltWalkSettings *settings)
{
  GError   *error = NULL;
  SiltPlan *plan  = silt_plan_walk (schedule, settings, &error);

  g_assert_no_error (error);
  g_assert_nonnull (plan);

  return plan;
}

static inline SiltWalkSettings
settings_of (SiltSampler sampler,
             SiltSpacing spacing,
             gint        steps)
{
  SiltWalkSettings settings;

  silt_walk_settings_init (&settings);
  settings.sampler = sampler;
  settings.spacing = spacing;
  settings.steps   = steps;

  /* of the consistency models that there are */
  settings.sigma_min  = sampler == SILT_SAMPLER_CONSISTENCY ? 0.002 : 0.0;
  settings.sigma_max  = sampler == SILT_SAMPLER_CONSISTENCY ? 80.0 : 0.0;
  settings.sigma_data = 0.5;
  settings.s_noise    = 1.0;
  settings.rho        = 7.0;

  return settings;
}

static inline SiltSchedule *
linear_schedule (void)
{
  return silt_schedule_new (SILT_BETA_LINEAR, 1000, 0.0001, 0.02);
}
