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
      .prediction        = SILT_PREDICTION_EPSILON,
      .sampler           = SILT_SAMPLER_DPMPP_2M,
      .steps             = DEFAULT_STEPS,
      .spacing           = SILT_SPACING_TRAILING,
      .ends              = SILT_SPACING_LINSPACE,
      .variance          = SILT_VARIANCE_FIXED_SMALL,
      .set_alpha_to_one  = TRUE,
      .final_sigma_zero  = TRUE,
      .lower_order_final = TRUE,
      .skip_prk_steps    = TRUE,
      .resample          = 1,
      .jump              = 1,
      .original_steps    = 50,
      .timestep_scaling  = 10.0
    };
}

static gboolean
refuse (GError      **error,
        const gchar  *format,
        ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError      **error,
        const gchar  *format,
        ...)
{
  va_list args;

  va_start (args, format);
  if (error)
    *error = g_error_new_valist (SILT_ERROR, SILT_ERROR_ARGUMENT, format, args);
  va_end (args);

  return FALSE;
}

static gboolean
walks_over_sigma (SiltSampler sampler)
{
  switch (sampler)
    {
    case SILT_SAMPLER_DDPM:
    case SILT_SAMPLER_DDIM:
    case SILT_SAMPLER_PNDM:
    case SILT_SAMPLER_LCM:
    case SILT_SAMPLER_CONSISTENCY:
      return FALSE;

    default:
      return TRUE;
    }
}

/* A list of timesteps must fall and lie within those trained. */
static gboolean
check_listed (const SiltWalkSettings  *settings,
              gint                     train_timesteps,
              GError                 **error)
{
  gint before = train_timesteps;
  gint i;

  for (i = 0; i < settings->n_listed; i++)
    {
      gint t = settings->listed[i];

      if (t < 0 || t >= before)
        return refuse (error, "Timesteps: expected numbers from %d to 0, each "
                       "smaller than the one before, found %d",
                       train_timesteps - 1, t);
      before = t;
    }

  return TRUE;
}

static gboolean
check_spacing (const SiltWalkSettings  *settings,
               const SiltSchedule      *schedule,
               GError                 **error)
{
  g_autofree gdouble *timesteps = NULL;

  if (settings->n_listed > 0 && settings->sampler == SILT_SAMPLER_PNDM)
    return refuse (error, "Timesteps: expected none, since the steps of pndm "
                   "must be of one length");
  if (settings->n_listed > 0)
    return check_listed (settings, schedule->n, error);

  if (settings->spacing > SILT_SPACING_LINSPACE &&
      ! walks_over_sigma (settings->sampler))
    return refuse (error, "Spacing: %s lays out levels of noise, but %s walks "
                   "over the trained timesteps: expected leading, trailing or "
                   "linspace",
                   silt_spacing_name (settings->spacing),
                   silt_sampler_name (settings->sampler));

  if (settings->sampler == SILT_SAMPLER_LCM &&
      settings->steps > settings->original_steps)
    return refuse (error, "Steps: expected 1 to %d, the number of timesteps "
                   "that lcm knows, found %d",
                   settings->original_steps, settings->steps);

  if (settings->sampler == SILT_SAMPLER_PNDM && ! settings->skip_prk_steps &&
      settings->steps < 4)
    return refuse (error, "Steps: expected at least 4, with which the "
                   "Runge-Kutta start of pndm begins, found %d",
                   settings->steps);

  if (settings->sampler == SILT_SAMPLER_CONSISTENCY)
    return TRUE;

  timesteps = g_new (gdouble, settings->steps);
  silt_timesteps (settings, schedule->n, timesteps);

  if (timesteps[0] > schedule->n - 1)
    return refuse (error, "%d steps with an offset of %d begin at timestep %g, "
                   "but the last that the model was trained with is %d",
                   settings->steps, settings->steps_offset, timesteps[0],
                   schedule->n - 1);

  return TRUE;
}

static gboolean
check_settings (const SiltWalkSettings  *settings,
                const SiltSchedule      *schedule,
                GError                 **error)
{
  if (settings->steps < 1 || settings->steps > schedule->n)
    return refuse (error, "Steps: expected 1 to %d, the number of timesteps "
                   "that the model was trained with, found %d",
                   schedule->n, settings->steps);

  /* Written so that NaN fails. */
  if (! (settings->eta >= 0.0 && settings->eta <= 1.0))
    return refuse (error, "Eta: expected 0 to 1, found %g", settings->eta);

  /* There is but noise in its first sample, which tells nothing of x_0. */
  if (settings->sampler == SILT_SAMPLER_PNDM && schedule->zero_snr)
    return refuse (error, "Sampler: pndm steps along the noise that the model "
                   "finds, but this one was trained to begin without a picture "
                   "(rescale_betas_zero_snr): expected another sampler");

  return check_spacing (settings, schedule, error);
}

static SiltPlan *
plan_once (const SiltSchedule      *schedule,
           const SiltWalkSettings  *settings,
           GError                 **error)
{
  switch (settings->sampler)
    {
    case SILT_SAMPLER_DDPM:
      return silt_plan_ddpm (schedule, settings);
    case SILT_SAMPLER_DDIM:
      return silt_plan_ddim (schedule, settings);
    case SILT_SAMPLER_PNDM:
      return silt_plan_pndm (schedule, settings);
    case SILT_SAMPLER_DPMPP_2M:
    case SILT_SAMPLER_DPMPP_3M:
    case SILT_SAMPLER_DPMPP_2M_SDE:
      return silt_plan_dpmpp (schedule, settings);
    case SILT_SAMPLER_EULER:
    case SILT_SAMPLER_EULER_ANCESTRAL:
      return silt_plan_euler (schedule, settings);
    case SILT_SAMPLER_HEUN:
      return silt_plan_heun (schedule, settings);
    case SILT_SAMPLER_UNIPC:
      return silt_plan_unipc (schedule, settings);
    case SILT_SAMPLER_DEIS:
      return silt_plan_deis (schedule, settings);
    case SILT_SAMPLER_LCM:
      return silt_plan_lcm (schedule, settings);
    case SILT_SAMPLER_CONSISTENCY:
      return silt_plan_consistency (schedule, settings);
    default:
      refuse (error, "Sampler: %s cannot walk by itself",
              silt_sampler_name (settings->sampler));
      return NULL;
    }
}

/* A walk of fewer steps than the settings name is not known to be that before
 * it is planned. */
static SiltPlan *
plan_again (SiltPlan                *once,
            const SiltWalkSettings  *settings,
            GError                 **error)
{
  SiltPlan *again = NULL;

  if (settings->jump < 1 || settings->jump >= once->n_calls)
    refuse (error, "Jump: expected 1 to %d, less than the calls of the walk, "
            "found %d", once->n_calls - 1, settings->jump);
  else if ((gint64) once->n_calls * settings->resample > SILT_MAX_TRAINED)
    refuse (error, "Resample: expected at most %d with %d calls, found %d",
            SILT_MAX_TRAINED / once->n_calls, once->n_calls,
            settings->resample);
  else
    again = silt_plan_repaint (once, settings);

  silt_plan_free (once);

  return again;
}

SiltPlan *
silt_plan_walk (const SiltSchedule      *schedule,
                const SiltWalkSettings  *settings,
                GError                 **error)
{
  SiltPlan *plan;

  if (! check_settings (settings, schedule, error))
    return NULL;

  plan = plan_once (schedule, settings, error);

  return plan && settings->resample > 1 ? plan_again (plan, settings, error)
                                        : plan;
}
