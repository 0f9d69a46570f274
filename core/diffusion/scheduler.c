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

#include <math.h>

#include "schedule.h"

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

/* A fixed variance by way of its logarithm is the same variance. */
static const gchar *const variance_words[] =
{
  "fixed_small", "fixed_large", "learned", "learned_range",
  "fixed_small_log", "fixed_large_log", NULL
};

/* "deis", and "logrho", "bh1" and "bh2" below, are what the configurations of
 * other solvers say there; DPMSolverMultistepScheduler takes them so. */
static const gchar *const algorithm_words[] =
{
  "dpmsolver++", "deis", NULL
};

static const gchar *const solver_words[] =
{
  "midpoint", "logrho", "bh1", "bh2", NULL
};

static const gchar *const final_sigma_words[] =
{
  "zero", "sigma_min", NULL
};

static const gchar *const common_refused[] =
{
  "thresholding", "rescale_betas_zero_snr", NULL
};

static const gchar *const dpmpp_refused[] =
{
  "use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas",
  "use_lu_lambdas", "use_flow_sigmas", "use_dynamic_shifting", NULL
};

/* The classes that Silt knows, with those of their defaults that differ. */
typedef struct
{
  const gchar *name;
  SiltSampler  sampler;
  SiltSpacing  spacing;
  gboolean     clips;      /* has clip_sample, which is on                    */
} Class;

static const Class classes[] =
{
  { "DDPMScheduler", SILT_SAMPLER_DDPM, SILT_SPACING_LEADING, TRUE },
  { "DDIMScheduler", SILT_SAMPLER_DDIM, SILT_SPACING_LEADING, TRUE },
  { "DPMSolverMultistepScheduler",
    SILT_SAMPLER_DPMPP_2M, SILT_SPACING_LINSPACE, FALSE }
};

typedef struct
{
  SiltConfig *json;
  GError     *error;       /* the first key that Silt does not have           */
} Reader;

static void
refuse (Reader      *reader,
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

static gint
read_word (Reader             *reader,
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
  refuse (reader, key, known, found);

  return fallback;
}

static void
refuse_flags (Reader             *reader,
              const gchar *const *keys)
{
  for (; *keys; keys++)
    if (silt_config_boolean (reader->json, *keys, FALSE))
      refuse (reader, *keys, "false", "true");
}

static const Class *
read_class (Reader *reader)
{
  const gchar        *name  = silt_config_string (reader->json, "_class_name",
                                                  classes[0].name);
  g_autoptr (GString) known = g_string_new (NULL);
  guint               i;

  for (i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (g_str_equal (name, classes[i].name))
        return &classes[i];

      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
                              classes[i].name);
    }

  refuse (reader, "_class_name", known->str, name);

  return &classes[0];
}

static SiltSchedule *
read_schedule (Reader *reader)
{
  SiltConfig          *json    = reader->json;
  guint                n_given = 0;
  g_autofree gdouble  *given   = NULL;
  gint                 n;
  SiltBeta             beta;
  gdouble              start, end;

  given = silt_config_doubles (json, "trained_betas", SILT_MAX_TIMESTEPS,
                               SILT_MIN_BETA, SILT_MAX_BETA, &n_given);
  n     = silt_config_int     (json, "num_train_timesteps",
                               given ? n_given : 1000, 1, SILT_MAX_TIMESTEPS);

  if (given)
    {
      if (n_given != (guint) n)
        silt_config_fault (json, "trained_betas",
                           "expected %d numbers, one for each of "
                           "num_train_timesteps, found %u", n, n_given);

      return silt_schedule_new_betas (given, n_given);
    }

  beta  = read_word (reader, "beta_schedule", SILT_BETA_LINEAR, beta_words);
  start = silt_config_double (json, "beta_start", 0.0001,
                              SILT_MIN_BETA, SILT_MAX_BETA);
  end   = silt_config_double (json, "beta_end", 0.02,
                              SILT_MIN_BETA, SILT_MAX_BETA);

  return silt_schedule_new (beta, n, start, end);
}

static SiltVariance
read_variance (Reader *reader)
{
  gint variance = read_word (reader, "variance_type",
                             SILT_VARIANCE_FIXED_SMALL, variance_words);

  return variance < SILT_N_VARIANCES ? variance : variance - SILT_N_VARIANCES;
}

/* lambda_min_clipped keeps a walk away from the noisiest timesteps, those with
 * log (alpha / sigma) below it. */
static void
refuse_clipped_lambda (Reader             *reader,
                       const SiltSchedule *schedule)
{
  gdouble alpha_bar = schedule->alpha_bar[schedule->n - 1];
  gdouble lambda    = 0.5 * log (alpha_bar / (1.0 - alpha_bar));
  gdouble min       = silt_config_double (reader->json, "lambda_min_clipped",
                                          -INFINITY, -INFINITY, INFINITY);

  if (min > lambda)
    {
      gchar found[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_dtostr (found, sizeof (found), min);
      refuse (reader, "lambda_min_clipped",
              "a number that clips nothing, such as -Infinity", found);
    }
}

static void
read_dpmpp (Reader        *reader,
            SiltScheduler *scheduler)
{
  SiltConfig *json = reader->json;
  gint        order;

  read_word (reader, "algorithm_type", 0, algorithm_words);
  read_word (reader, "solver_type", 0, solver_words);
  refuse_flags (reader, dpmpp_refused);
  refuse_clipped_lambda (reader, scheduler->schedule);

  order = silt_config_int (json, "solver_order", 2, 1, 3);
  if (order == 3)
    refuse (reader, "solver_order", "1 or 2", "3");

  scheduler->solver_order      = order;
  scheduler->lower_order_final = silt_config_boolean (json, "lower_order_final",
                                                      TRUE);
  scheduler->euler_at_final    = silt_config_boolean (json, "euler_at_final",
                                                      FALSE);
  scheduler->final_sigma_zero  = read_word (reader, "final_sigmas_type", 0,
                                            final_sigma_words) == 0;
}

static void
read_scheduler (Reader        *reader,
                SiltScheduler *scheduler)
{
  SiltConfig  *json  = reader->json;
  const Class *class = read_class (reader);

  scheduler->schedule   = read_schedule (reader);
  scheduler->prediction = read_word (reader, "prediction_type",
                                     SILT_PREDICTION_EPSILON, prediction_words);
  if (class->clips && silt_config_boolean (json, "clip_sample", TRUE))
    scheduler->clip_range = silt_config_double (json, "clip_sample_range", 1.0,
                                                1e-6, 1e6);
  refuse_flags (reader, common_refused);

  scheduler->sampler      = class->sampler;
  scheduler->spacing      = read_word (reader, "timestep_spacing",
                                       class->spacing, spacing_words);
  scheduler->steps_offset = silt_config_int (json, "steps_offset", 0,
                                             0, SILT_MAX_TIMESTEPS);

  /* DDIMScheduler has no variance_type. */
  if (class->sampler != SILT_SAMPLER_DDIM)
    scheduler->variance = read_variance (reader);

  scheduler->set_alpha_to_one  = TRUE;
  scheduler->final_sigma_zero  = TRUE;
  scheduler->lower_order_final = TRUE;
  scheduler->solver_order      = 2;

  if (class->sampler == SILT_SAMPLER_DDIM)
    scheduler->set_alpha_to_one = silt_config_boolean (json, "set_alpha_to_one",
                                                       TRUE);
  if (class->sampler == SILT_SAMPLER_DPMPP_2M)
    read_dpmpp (reader, scheduler);
}

SiltScheduler *
silt_scheduler_read (SiltConfig  *json,
                     GError     **error)
{
  SiltConfig    *defaults = NULL;
  SiltScheduler *scheduler;
  Reader         reader   = { json, NULL };

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
