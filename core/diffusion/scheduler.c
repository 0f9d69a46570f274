/* Silt: the scheduler_config.json of a model
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

#include "scheduler.h"

#include "scheduler-reader.h"

/* The words of the diffusers library, in the order of our enums; what follows
 * the last value of an enum is another name for an earlier one. */

static const gchar *const beta_words[] =
{
  "linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid", "laplace", NULL
};

static const gchar *const prediction_words[] =
{
  "epsilon", "sample", "v_prediction", NULL
};

static const gchar *const spacing_words[] =
{
  "leading", "trailing", "linspace", NULL
};

void
silt_reader_refuse (SiltReader  *reader,
                    const gchar *key,
                    const gchar *expected,
                    const gchar *found)
{
  if (! reader->error)
    reader->error =
      g_error_new (SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                   "%s: \"%s\": expected %s, found %s, which Silt does not "
                   "have",
                   silt_config_path (reader->json), key, expected, found);
}

gint
silt_reader_word (SiltReader         *reader,
                  const gchar        *key,
                  gint                fallback,
                  const gchar *const *words)
{
  const gchar      *word = silt_config_string (reader->json, key,
                                               words[fallback]);
  g_autofree gchar *known = NULL;
  g_autofree gchar *found = NULL;
  gint              i;

  for (i = 0; words[i]; i++)
    if (g_str_equal (word, words[i]))
      return i;

  known = g_strjoinv (", ", (gchar **) words);
  found = g_strdup_printf ("\"%s\"", word);
  silt_reader_refuse (reader, key, known, found);

  return fallback;
}

void
silt_reader_refuse_flags (SiltReader         *reader,
                          const gchar *const *keys)
{
  for (; *keys; keys++)
    if (silt_config_boolean (reader->json, *keys, FALSE))
      silt_reader_refuse (reader, *keys, "false", "true");
}

static const SiltSchedulerClass *
read_class (SiltReader *reader)
{
  const gchar              *name  = silt_config_string (reader->json,
                                                        "_class_name", NULL);
  g_autofree gchar         *known = NULL;
  const SiltSchedulerClass *class = silt_scheduler_class (name, &known);

  if (! class)
    {
      silt_reader_refuse (reader, "_class_name", known, name);
      class = silt_scheduler_class (NULL, NULL);
    }

  return class;
}

static SiltSchedule *
read_schedule (SiltReader               *reader,
               const SiltSchedulerClass *class)
{
  SiltConfig          *json    = reader->json;
  guint                n_given = 0;
  g_autofree gdouble  *given   = NULL;
  gint                 n;
  SiltBeta             beta;
  gdouble              start, end;

  given = silt_config_doubles (json, "trained_betas", SILT_MAX_TRAINED,
                               SILT_MIN_BETA, SILT_MAX_BETA, &n_given);
  n     = silt_config_int     (json, "num_train_timesteps",
                               given ? (gint) n_given : class->timesteps,
                               1, SILT_MAX_TRAINED);

  if (given)
    {
      if (n_given != (guint) n)
        silt_config_fault (json, "trained_betas",
                           "expected %d numbers, one for each of "
                           "num_train_timesteps, found %u", n, n_given);

      return silt_schedule_new_betas (given, n_given);
    }

  beta  = silt_reader_word (reader, "beta_schedule", class->beta, beta_words);
  start = silt_config_double (json, "beta_start", class->beta_start,
                              SILT_MIN_BETA, SILT_MAX_BETA);
  end   = silt_config_double (json, "beta_end", class->beta_end,
                              SILT_MIN_BETA, SILT_MAX_BETA);

  return silt_schedule_new (beta, n, start, end);
}

static void
read_scheduler (SiltReader    *reader,
                SiltScheduler *scheduler)
{
  const SiltSchedulerClass *class = read_class (reader);
  SiltWalkSettings         *own   = &scheduler->own;

  silt_walk_settings_init (own);

  scheduler->schedule = read_schedule (reader, class);
  own->steps          = MIN (own->steps, scheduler->schedule->n);
  own->sampler        = class->sampler;
  own->prediction     = silt_reader_word (reader, "prediction_type",
                                          SILT_PREDICTION_EPSILON,
                                          prediction_words);
  own->spacing        = silt_reader_word (reader, "timestep_spacing",
                                          class->spacing, spacing_words);
  own->ends           = own->spacing;
  own->steps_offset   = silt_config_int (reader->json, "steps_offset", 0,
                                         0, SILT_MAX_TRAINED);
  own->as_diffusers   = TRUE;

  class->read (reader, scheduler);
}

SiltScheduler *
silt_scheduler_read (SiltConfig  *json,
                     GError     **error)
{
  SiltConfig    *defaults = NULL;
  SiltScheduler *scheduler;
  SiltReader     reader   = { json, NULL };

  if (! json)
    {
      defaults = silt_config_parse ("{}", -1, "scheduler_config.json", error);
      if (! defaults)
        return NULL;
      reader.json = defaults;
    }

  scheduler = g_new0 (SiltScheduler, 1);
  read_scheduler (&reader, scheduler);

  if (! silt_config_check (reader.json, error))
    {
      g_clear_error (&reader.error);
      g_clear_pointer (&scheduler, silt_scheduler_free);
    }
  else if (reader.error)
    {
      g_propagate_error (error, reader.error);
      g_clear_pointer (&scheduler, silt_scheduler_free);
    }

  silt_config_free (defaults);

  return scheduler;
}

void
silt_scheduler_free (SiltScheduler *scheduler)
{
  if (scheduler)
    {
      silt_schedule_free (scheduler->schedule);
      g_free (scheduler);
    }
}

const gchar *
silt_prediction_name (gint value)
{
  return value >= 0 && value < SILT_N_PREDICTIONS ? prediction_words[value]
                                                  : NULL;
}

void
silt_walk_settings_for (SiltWalkSettings    *settings,
                        const SiltScheduler *scheduler)
{
  const SiltWalkSettings *own = &scheduler->own;

  silt_walk_settings_init (settings);

  settings->steps           = MIN (settings->steps, scheduler->schedule->n);
  settings->prediction      = own->prediction;
  settings->clip_range      = own->clip_range;
  settings->threshold_ratio = own->threshold_ratio;
  settings->threshold_max   = own->threshold_max;

  settings->original_steps  = MIN (settings->original_steps,
                                   scheduler->schedule->n);
  if (own->sampler == SILT_SAMPLER_LCM)
    {
      settings->original_steps   = own->original_steps;
      settings->timestep_scaling = own->timestep_scaling;
    }

  if (own->sampler == SILT_SAMPLER_CONSISTENCY)
    *settings = *own;
}
