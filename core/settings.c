/* Silt: settings, their defaults and their ranges
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

#include "job.h"

void
silt_settings_init (SiltSettings *settings,
                    SiltModel    *model)
{
  const SiltModelInfo *info        = silt_model_get_info (model);
  gboolean             consistency = info->sampler == SILT_SAMPLER_CONSISTENCY;

  *settings = (SiltSettings)
  {
    .width         = 512,
    .height        = 512,
    .seed          = 0,
    .class_index   = -1,
    .steps         = consistency ? info->steps
                                 : MIN (20, info->train_timesteps),
    .sampler       = consistency ? SILT_SAMPLER_CONSISTENCY
                                 : SILT_SAMPLER_DPMPP_2M,
    .spacing       = SILT_SPACING_TRAILING,
    .start         = -1,
    .variance      = info->variance,
    .eta           = 0.0,
    .resample      = 1,
    .jump          = CLAMP (info->train_timesteps - 1, 1, 5),
    .guidance      = 1.0,
    .seamless      = SILT_SEAMLESS_NONE,
    .noise         = info->reach >= 0 ? SILT_NOISE_EVEN : SILT_NOISE_PHILOX,
    .feature_scale = 1.0,
    .colors.amount = 1.0,
    .threads       = 0
  };
}

static gboolean
check_integer (const gchar  *key,
               gint64        value,
               gint64        min,
               gint64        max,
               GError      **error)
{
  if (value >= min && value <= max)
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "%s: expected a whole number from %" G_GINT64_FORMAT " to %"
               G_GINT64_FORMAT ", found %" G_GINT64_FORMAT,
               key, min, max, value);
  return FALSE;
}

/* NaN lies in no range. */
static gboolean
check_number (const gchar  *key,
              gdouble       value,
              gdouble       min,
              gdouble       max,
              GError      **error)
{
  if (value >= min && value <= max)
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "%s: expected a number from %g to %g, found %g",
               key, min, max, value);
  return FALSE;
}

static gboolean
check_choice (const gchar  *key,
              gint          value,
              gint          n_values,
              GError      **error)
{
  return check_integer (key, value, 0, n_values - 1, error);
}

static gboolean
check_class (gint                  class_index,
             const SiltModelInfo  *info,
             GError              **error)
{
  if (class_index == -1 || info->n_classes > 0)
    return check_integer ("class", class_index, -1, info->n_classes - 1,
                          error);

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "class: expected any (-1), since the model \"%s\" has no "
               "classes, found %d", info->name, class_index);
  return FALSE;
}

/* What one model can do and another cannot. */
static gboolean
check_abilities (const SiltSettings   *settings,
                 const SiltModelInfo  *info,
                 GError              **error)
{
  if (settings->guidance != 1.0 && ! info->has_guidance)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                   "guidance: expected 1, since the model \"%s\" has no null "
                   "class to be guided away from, found %g",
                   info->name, settings->guidance);
      return FALSE;
    }

  if ((settings->variance == SILT_VARIANCE_LEARNED ||
       settings->variance == SILT_VARIANCE_LEARNED_RANGE) &&
      ! info->has_learned_variance)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                   "variance: expected fixed-small or fixed-large, since the "
                   "model \"%s\" predicts no variance, found %s",
                   info->name, silt_variance_name (settings->variance));
      return FALSE;
    }

  return TRUE;
}

/* A consistency model answers what no other sampler understands, and no other
 * model does. */
static gboolean
check_sampler (const SiltSettings   *settings,
               const SiltModelInfo  *info,
               GError              **error)
{
  gboolean consistency = info->sampler == SILT_SAMPLER_CONSISTENCY;

  if (settings->sampler == SILT_SAMPLER_MODEL ||
      (settings->sampler == SILT_SAMPLER_CONSISTENCY) == consistency)
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "sampler: expected %s, since the model \"%s\" is %s consistency "
               "model, found %s",
               consistency ? "consistency or model" : "any but consistency",
               info->name, consistency ? "a" : "no",
               silt_sampler_name (settings->sampler));
  return FALSE;
}

static gboolean
check_timesteps (const SiltSettings   *settings,
                 const SiltModelInfo  *info,
                 GError              **error)
{
  gint before = info->train_timesteps;
  gint i;

  if (settings->n_timesteps == 0)
    return TRUE;

  if (! check_integer ("timesteps", settings->n_timesteps,
                       0, SILT_MAX_TIMESTEPS, error))
    return FALSE;

  for (i = 0; i < settings->n_timesteps; i++)
    {
      if (! check_integer ("timesteps", settings->timesteps[i], 0, before - 1,
                           error))
        return FALSE;

      before = settings->timesteps[i];
    }

  if (settings->steps == settings->n_timesteps)
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "steps: expected %d, the number of timesteps listed, found %d",
               settings->n_timesteps, settings->steps);
  return FALSE;
}

/* A consistency model knows no mean, and no timesteps. */
static gboolean
check_sigma (const SiltSettings   *settings,
             const SiltModelInfo  *info,
             GError              **error)
{
  if (settings->sigma > 0.0 && info->sampler == SILT_SAMPLER_CONSISTENCY)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                   "sigma: expected 0, since \"%s\" is a consistency model, "
                   "which removes no noise, found %g",
                   info->name, settings->sigma);
      return FALSE;
    }

  return check_number ("sigma", settings->sigma, 0.0, G_MAXDOUBLE, error);
}

gboolean
silt_settings_can_resample (const SiltSettings *settings)
{
  return settings->sampler == SILT_SAMPLER_DDPM ||
         (settings->sampler == SILT_SAMPLER_DDIM && settings->eta == 1.0);
}

static gboolean
check_resample (const SiltSettings   *settings,
                const SiltModelInfo  *info,
                GError              **error)
{
  if (! check_integer ("resample", settings->resample, 1, SILT_MAX_RESAMPLE,
                       error) ||
      ! check_integer ("jump", settings->jump, 1,
                       MAX (info->train_timesteps - 1, 1), error))
    return FALSE;

  if (settings->resample == 1 || silt_settings_can_resample (settings))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "resample: expected 1, or the sampler ddpm, or ddim with an eta "
               "of 1, found %d and the sampler %s with an eta of %g",
               settings->resample, silt_sampler_name (settings->sampler),
               settings->eta);
  return FALSE;
}

/* The noise of a larger canvas continues that of a smaller one, or it does
 * not. */
static gboolean
check_noise (const SiltSettings  *settings,
             GError             **error)
{
  if (! check_choice ("noise", settings->noise, SILT_N_NOISES, error) ||
      ! check_integer ("noise_x", settings->noise_x, 0, SILT_MAX_SIZE, error) ||
      ! check_integer ("noise_y", settings->noise_y, 0, SILT_MAX_SIZE, error))
    return FALSE;

  if (settings->noise != SILT_NOISE_TORCH ||
      (settings->noise_x == 0 && settings->noise_y == 0))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "noise_x, noise_y: expected 0, 0, or the noise philox or even, "
               "since that of %s has no parts, found %d, %d",
               silt_noise_name (settings->noise), settings->noise_x,
               settings->noise_y);
  return FALSE;
}

/* As much is drawn as the features are to be larger. */
static gboolean
check_feature_scale (const SiltSettings  *settings,
                     GError             **error)
{
  gdouble scale = settings->feature_scale;
  gint    width, height;

  if (! check_number ("feature_scale", scale, 0.25, 4.0, error))
    return FALSE;

  width  = silt_job_drawn (settings->width, scale);
  height = silt_job_drawn (settings->height, scale);

  if (scale == 1.0 || (MIN (width, height) >= 1 &&
                       MAX (width, height) <= SILT_MAX_DRAWN))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "feature_scale: expected one with which a picture of 1 to %d "
               "pixels a side is drawn, found %g, with which it has %d x %d",
               SILT_MAX_DRAWN, scale, width, height);
  return FALSE;
}

static gboolean
check_numbers (const gchar    *key,
               const gdouble  *values,
               guint           n,
               gdouble         min,
               gdouble         max,
               GError        **error)
{
  guint i;

  for (i = 0; i < n; i++)
    if (! check_number (key, values[i], min, max, error))
      return FALSE;

  return TRUE;
}

/* L* goes to 100, a* and b* of sRGB stay within 128, so that no variance is
 * larger than that squared. */
static gboolean
check_colors (const SiltColors  *colors,
              GError           **error)
{
  if (! check_choice ("color_match", colors->match, SILT_N_COLOR_MATCHES,
                      error) ||
      ! check_number ("color_amount", colors->amount, 0.0, 1.0, error))
    return FALSE;

  if (colors->match == SILT_COLOR_MATCH_TWO)
    return check_numbers ("colors", colors->two, 6, 0.0, 1.0, error);

  if (colors->match == SILT_COLOR_MATCH_PICTURE)
    return check_numbers ("color_mean", colors->mean, 3, -128.0, 128.0,
                          error) &&
           check_numbers ("color_covariance", colors->covariance, 6,
                          -16384.0, 16384.0, error);

  return TRUE;
}

/* Some steps cannot begin in the middle. */
static gboolean
check_start (const SiltSettings   *settings,
             const SiltModelInfo  *info,
             GError              **error)
{
  SiltSampler sampler = settings->sampler;

  if (sampler == SILT_SAMPLER_MODEL)
    sampler = info->sampler;

  if (! check_integer ("start", settings->start, -1, info->train_timesteps - 1,
                       error))
    return FALSE;

  if (settings->start == -1 ||
      (sampler != SILT_SAMPLER_PNDM && sampler != SILT_SAMPLER_CONSISTENCY))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "start: expected -1, pure noise, since the sampler %s cannot "
               "begin in the middle, found %d",
               silt_sampler_name (sampler), settings->start);
  return FALSE;
}

gboolean
silt_settings_validate (const SiltSettings  *settings,
                        SiltModel           *model,
                        GError             **error)
{
  const SiltSettings  *s    = settings;
  const SiltModelInfo *info = silt_model_get_info (model);

  return (check_integer ("width", s->width, 1, SILT_MAX_SIZE, error) &&
          check_integer ("height", s->height, 1, SILT_MAX_SIZE, error) &&
          check_integer ("seed", s->seed, 0, G_MAXINT64, error) &&
          check_class (s->class_index, info, error) &&
          check_integer ("steps", s->steps, 1, info->train_timesteps, error) &&
          check_choice ("sampler", s->sampler, SILT_N_SAMPLERS, error) &&
          check_sampler (s, info, error) &&
          check_choice ("spacing", s->spacing, SILT_N_SPACINGS, error) &&
          check_timesteps (s, info, error) &&
          check_start (s, info, error) &&
          check_sigma (s, info, error) &&
          check_choice ("variance", s->variance, SILT_N_VARIANCES, error) &&
          check_number ("eta", s->eta, 0.0, 1.0, error) &&
          check_resample (s, info, error) &&
          check_number ("guidance", s->guidance, 0.0, 30.0, error) &&
          check_choice ("seamless", s->seamless, SILT_N_SEAMLESS, error) &&
          check_feature_scale (s, error) &&
          check_colors (&s->colors, error) &&
          check_noise (s, error) &&
          check_integer ("threads", s->threads, 0, SILT_MAX_THREADS, error) &&
          check_integer ("memory_budget", s->memory_budget, 0, G_MAXINT64,
                         error) &&
          check_abilities (s, info, error));
}
