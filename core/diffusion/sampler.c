/* Silt: the plan of a walk
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

#include "sampler.h"

#include "plan.h"

#define DEFAULT_STEPS 20

void
silt_walk_settings_init (SiltWalkSettings *settings)
{
  *settings = (SiltWalkSettings)
    {
      .sampler           = SILT_SAMPLER_DPMPP_2M,
      .steps             = DEFAULT_STEPS,
      .spacing           = SILT_SPACING_TRAILING,
      .variance          = SILT_VARIANCE_FIXED_SMALL,
      .set_alpha_to_one  = TRUE,
      .final_sigma_zero  = TRUE,
      .lower_order_final = TRUE,
      .solver_order      = 2
    };
}

void
silt_walk_settings_own (SiltWalkSettings    *settings,
                        const SiltScheduler *scheduler)
{
  *settings = (SiltWalkSettings)
    {
      .sampler           = scheduler->sampler,
      .steps             = MIN (DEFAULT_STEPS, scheduler->schedule->n),
      .spacing           = scheduler->spacing,
      .steps_offset      = scheduler->steps_offset,
      .variance          = scheduler->variance,
      .set_alpha_to_one  = scheduler->set_alpha_to_one,
      .final_sigma_zero  = scheduler->final_sigma_zero,
      .lower_order_final = scheduler->lower_order_final,
      .euler_at_final    = scheduler->euler_at_final,
      .solver_order      = scheduler->solver_order,
      .as_diffusers      = TRUE
    };
}

static gboolean
check_settings (const SiltWalkSettings *settings,
                gint                    train_timesteps,
                GError                **error)
{
  if (settings->steps < 1 || settings->steps > train_timesteps)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                   "Steps: expected 1 to %d, the number of timesteps that the "
                   "model was trained with, found %d",
                   train_timesteps, settings->steps);
      return FALSE;
    }

  /* Written so that NaN fails. */
  if (! (settings->eta >= 0.0 && settings->eta <= 1.0))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                   "Eta: expected 0 to 1, found %g", settings->eta);
      return FALSE;
    }

  return TRUE;
}

SiltCall *
silt_plan_walk (const SiltSchedule     *schedule,
                const SiltWalkSettings *settings,
                GError                **error)
{
  g_autofree gdouble  *timesteps = NULL;
  g_autofree SiltCall *calls     = NULL;
  gint                 i;

  if (! check_settings (settings, schedule->n, error))
    return NULL;

  timesteps = g_new (gdouble, settings->steps);
  silt_timesteps (settings, schedule->n, timesteps);

  if (timesteps[0] > schedule->n - 1)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                   "%d steps with an offset of %d begin at timestep %g, but "
                   "the last that the model was trained with is %d",
                   settings->steps, settings->steps_offset, timesteps[0],
                   schedule->n - 1);
      return NULL;
    }

  calls = g_new0 (SiltCall, settings->steps);
  for (i = 0; i < settings->steps; i++)
    {
      gdouble alpha_bar = schedule->alpha_bar[(gint) timesteps[i]];

      calls[i].t        = timesteps[i];
      calls[i].alpha    = sqrt (alpha_bar);
      calls[i].sigma    = sqrt (1.0 - alpha_bar);
      calls[i].in_scale = 1.0;
      calls[i].variance = SILT_VARIANCE_FIXED_SMALL;
    }

  switch (settings->sampler)
    {
    case SILT_SAMPLER_DDPM:
      silt_plan_ddpm (calls, schedule, settings);
      break;
    case SILT_SAMPLER_DDIM:
      silt_plan_ddim (calls, schedule, settings);
      break;
    default:
      silt_plan_dpmpp (calls, schedule, settings);
      break;
    }

  return g_steal_pointer (&calls);
}
