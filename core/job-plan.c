/* Silt: the walk of a job
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

#include "job-private.h"

#include <math.h>

#include "model-private.h"

/* A walk from the middle takes no fewer calls than this, if there are as many
 * timesteps. */
#define LEAST_CALLS 4

/* From the middle, the steps are of no one length. */
static SiltPlan *
plan_from (const SiltSchedule *schedule,
           SiltWalkSettings   *walk,
           gint                start,
           GError            **error)
{
  SiltPlan         *whole     = silt_plan_walk (schedule, walk, error);
  g_autofree gint  *timesteps = NULL;

  if (! whole)
    return NULL;

  timesteps = silt_plan_timesteps_from (whole, start, LEAST_CALLS,
                                        &walk->steps);
  silt_plan_free (whole);

  walk->listed       = timesteps;
  walk->n_listed     = walk->steps;
  walk->as_diffusers = FALSE;

  return silt_plan_walk (schedule, walk, error);
}

/* One picture of those under the noise, or the mean of them all. */
static SiltPlan *
plan_from_noise (SiltModel           *model,
                 const SiltSettings  *settings,
                 SiltWalkSettings    *walk,
                 GError             **error)
{
  const SiltSchedule *schedule = model->scheduler->schedule;
  gdouble             sigma    = silt_job_sigma (model, settings);

  if (settings->keep_texture)
    return plan_from (schedule, walk, silt_schedule_timestep (schedule, sigma),
                      error);

  return silt_plan_mean (schedule, walk, sigma);
}

/* White noise of s in three channels is s / sqrt (3) in their mean, and what is
 * the same in all is sqrt (3) times as much along (1, 1, 1). */
gdouble
silt_job_sigma (SiltModel          *model,
                const SiltSettings *settings)
{
  const SiltUNetConfig *config  = silt_unet_get_config (model->unet);
  gboolean              is_mono = config->in_channels <
                                  3 * model->unshuffle * model->unshuffle;
  gdouble               sigma   = 2.0 * settings->sigma / 255.0;

  if (is_mono)
    return settings->gray ? sigma : sigma / sqrt (3.0);

  return settings->gray ? sigma * sqrt (3.0) : sigma;
}

SiltPlan *
silt_job_plan (SiltModel           *model,
               const SiltSettings  *settings,
               GError             **error)
{
  const SiltSchedule *schedule = model->scheduler->schedule;
  SiltWalkSettings    walk     = model->scheduler->own;

  if (settings->sampler != SILT_SAMPLER_MODEL)
    {
      silt_walk_settings_for (&walk, model->scheduler);
      walk.sampler = settings->sampler;
      walk.spacing = settings->spacing;
    }

  /* The folder's own, if its network can. */
  walk.variance = settings->sampler == SILT_SAMPLER_MODEL ? model->info.variance
                                                          : settings->variance;
  walk.steps    = settings->steps;
  walk.eta      = settings->eta;
  walk.resample = settings->resample;
  walk.jump     = settings->jump;
  walk.listed   = settings->timesteps;
  walk.n_listed = settings->n_timesteps;

  if (settings->sigma > 0.0)
    return plan_from_noise (model, settings, &walk, error);

  if (settings->start >= 0)
    return plan_from (schedule, &walk, settings->start, error);

  return silt_plan_walk (schedule, &walk, error);
}
