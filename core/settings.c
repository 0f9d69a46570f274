/* Silt: what to generate
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

#include <json-glib/json-glib.h>

#include "job.h"
#include "json-config.h"
#include "words.h"

static const gchar *const verb_words[] =
{
  "generate", "reimagine", "fill", "remove-noise", NULL
};

static const gchar *const sampler_words[] =
{
  "ddpm", "ddim", "pndm", "dpmpp-2m", "dpmpp-3m", "dpmpp-2m-sde", "euler",
  "euler-ancestral", "heun", "unipc", "deis", "lcm", "consistency", "model",
  NULL
};

static const gchar *const spacing_words[] =
{
  "leading", "trailing", "linspace", "karras", "exponential", "beta", "lu",
  NULL
};

static const gchar *const variance_words[] =
{
  "fixed-small", "fixed-large", "learned", "learned-range", NULL
};

static const gchar *const noise_words[] =
{
  "philox", "torch", NULL
};

/* A set of two flags counts through its subsets. */
static const gchar *const seamless_words[] =
{
  "none", "x", "y", "xy", NULL
};

/* Defines silt_X_name and silt_X_from_name. */
#define DEFINE_NAMES(choice, n_values)                                       \
                                                                             \
  G_STATIC_ASSERT (G_N_ELEMENTS (choice##_words) == n_values + 1);           \
                                                                             \
  const gchar *                                                              \
  silt_##choice##_name (gint value)                                          \
  {                                                                          \
    return value >= 0 && value < n_values ? choice##_words[value] : NULL;    \
  }                                                                          \
                                                                             \
  gint                                                                       \
  silt_##choice##_from_name (const gchar  *name,                             \
                             GError      **error)                            \
  {                                                                          \
    return silt_words_find (choice##_words, #choice, name, error);           \
  }

DEFINE_NAMES (verb,     SILT_N_VERBS)
DEFINE_NAMES (sampler,  SILT_N_SAMPLERS)
DEFINE_NAMES (spacing,  SILT_N_SPACINGS)
DEFINE_NAMES (variance, SILT_N_VARIANCES)
DEFINE_NAMES (noise,    SILT_N_NOISES)
DEFINE_NAMES (seamless, SILT_N_SEAMLESS)

void
silt_settings_init (SiltSettings *settings,
                    SiltModel    *model)
{
  const SiltModelInfo *info        = silt_model_get_info (model);
  gboolean             consistency = info->sampler == SILT_SAMPLER_CONSISTENCY;

  *settings = (SiltSettings)
  {
    .width       = 512,
    .height      = 512,
    .seed        = 0,
    .class_index = -1,
    .steps       = consistency ? info->steps : MIN (20, info->train_timesteps),
    .sampler     = consistency ? SILT_SAMPLER_CONSISTENCY
                               : SILT_SAMPLER_DPMPP_2M,
    .spacing     = SILT_SPACING_TRAILING,
    .start       = -1,
    .variance    = info->variance,
    .eta         = 0.0,
    .resample    = 1,
    .jump        = CLAMP (info->train_timesteps - 1, 1, 5),
    .guidance    = 1.0,
    .seamless    = SILT_SEAMLESS_NONE,
    .noise       = SILT_NOISE_PHILOX,
    .threads     = 0
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
check_choice (const gchar        *key,
              gint                value,
              const gchar *const *words,
              GError            **error)
{
  return check_integer (key, value,
                        0, g_strv_length ((gchar **) words) - 1, error);
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

/* The way back takes a sampler that draws noise anew in each step, and that
 * keeps nothing of the steps before. */
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

  if (settings->resample == 1 || settings->sampler == SILT_SAMPLER_DDPM ||
      (settings->sampler == SILT_SAMPLER_DDIM && settings->eta == 1.0))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "resample: expected 1, or the sampler ddpm, or ddim with an eta "
               "of 1, found %d and the sampler %s with an eta of %g",
               settings->resample, silt_sampler_name (settings->sampler),
               settings->eta);
  return FALSE;
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
          check_choice ("sampler", s->sampler, sampler_words, error) &&
          check_sampler (s, info, error) &&
          check_choice ("spacing", s->spacing, spacing_words, error) &&
          check_timesteps (s, info, error) &&
          check_start (s, info, error) &&
          check_sigma (s, info, error) &&
          check_choice ("variance", s->variance, variance_words, error) &&
          check_number ("eta", s->eta, 0.0, 1.0, error) &&
          check_resample (s, info, error) &&
          check_number ("guidance", s->guidance, 0.0, 30.0, error) &&
          check_choice ("seamless", s->seamless, seamless_words, error) &&
          check_choice ("noise", s->noise, noise_words, error) &&
          check_integer ("threads", s->threads, 0, SILT_MAX_THREADS, error) &&
          check_integer ("memory_budget", s->memory_budget, 0, G_MAXINT64,
                         error) &&
          check_abilities (s, info, error));
}

static void
add_string (JsonBuilder *builder,
            const gchar *key,
            const gchar *value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, value);
}

static void
add_integer (JsonBuilder *builder,
             const gchar *key,
             gint64       value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

/* json-glib writes all 17 digits that tell one double from the next. */
static void
add_number (JsonBuilder *builder,
            const gchar *key,
            gdouble      value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_double_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder,
             const gchar *key,
             gboolean     value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, value);
}

static void
add_timesteps (JsonBuilder        *builder,
               const SiltSettings *settings)
{
  gint i;

  json_builder_set_member_name (builder, "timesteps");
  json_builder_begin_array (builder);
  for (i = 0; i < settings->n_timesteps; i++)
    json_builder_add_int_value (builder, settings->timesteps[i]);
  json_builder_end_array (builder);
}

gchar *
silt_settings_to_json (const SiltSettings *settings,
                       SiltVerb            verb,
                       SiltModel          *model)
{
  const SiltSettings        *s       = settings;
  g_autoptr (JsonBuilder)    builder = json_builder_new ();
  g_autoptr (JsonGenerator)  writer  = json_generator_new ();
  g_autoptr (JsonNode)       root    = NULL;
  const gchar               *label   = "";
  SiltTiling                 tiling;

  if (s->class_index >= 0)
    label = silt_model_class_name (model, s->class_index);

  json_builder_begin_object (builder);
  add_string  (builder, "silt",     SILT_VERSION);
  add_string  (builder, "verb",     silt_verb_name (verb));
  add_string  (builder, "model",    silt_model_get_info (model)->name);
  add_string  (builder, "class",    label);
  add_integer (builder, "width",    s->width);
  add_integer (builder, "height",   s->height);
  add_integer (builder, "seed",     s->seed);
  add_integer (builder, "steps",    s->steps);
  add_string  (builder, "sampler",  silt_sampler_name (s->sampler));
  add_string  (builder, "spacing",  silt_spacing_name (s->spacing));
  add_timesteps (builder, s);
  if (s->start >= 0)
    add_integer (builder, "start",  s->start);
  if (s->sigma > 0.0)
    {
      add_number  (builder, "sigma",        s->sigma);
      add_boolean (builder, "gray",         s->gray);
      add_boolean (builder, "keep_texture", s->keep_texture);
    }
  add_string  (builder, "variance", silt_variance_name (s->variance));
  add_number  (builder, "eta",      s->eta);
  if (s->resample > 1)
    {
      add_integer (builder, "resample", s->resample);
      add_integer (builder, "jump",     s->jump);
    }
  add_number  (builder, "guidance", s->guidance);
  add_string  (builder, "seamless", silt_seamless_name (s->seamless));
  add_string  (builder, "noise",    silt_noise_name (s->noise));
  silt_job_tiling (&tiling, model, s);
  if (silt_tiling_is_blended (&tiling))
    add_boolean (builder, "approximate", TRUE);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (writer, root);

  return json_generator_to_data (writer, NULL);
}

static void
read_timesteps (SiltSettings *settings,
                SiltConfig   *json)
{
  guint              n         = 0;
  g_autofree gint64 *timesteps = NULL;

  if (silt_config_is_empty (json, "timesteps"))
    settings->n_timesteps = 0;

  if (! silt_config_has (json, "timesteps") ||
      silt_config_is_empty (json, "timesteps"))
    return;

  timesteps = silt_config_ints (json, "timesteps", SILT_MAX_TIMESTEPS,
                                G_MININT, G_MAXINT, &n);
  settings->n_timesteps = n;
  while (n--)
    settings->timesteps[n] = timesteps[n];
}

/* The keys that are there; types and words are checked, ranges are not. */
static gboolean
read_keys (SiltSettings  *s,
           SiltModel     *model,
           SiltConfig    *json,
           GError       **error)
{
  const gchar *label = silt_config_string (json, "class", NULL);

  s->width    = silt_config_int    (json, "width",    s->width,
                                    G_MININT, G_MAXINT);
  s->height   = silt_config_int    (json, "height",   s->height,
                                    G_MININT, G_MAXINT);
  s->seed     = silt_config_int    (json, "seed",     s->seed,
                                    G_MININT64, G_MAXINT64);
  s->steps    = silt_config_int    (json, "steps",    s->steps,
                                    G_MININT, G_MAXINT);
  s->sampler  = silt_config_word   (json, "sampler",  s->sampler,
                                    sampler_words);
  s->spacing  = silt_config_word   (json, "spacing",  s->spacing,
                                    spacing_words);
  read_timesteps (s, json);
  s->start    = silt_config_int    (json, "start",    s->start,
                                    G_MININT, G_MAXINT);
  s->sigma    = silt_config_double (json, "sigma",    s->sigma,
                                    -G_MAXDOUBLE, G_MAXDOUBLE);
  s->gray     = silt_config_boolean (json, "gray",    s->gray);
  s->keep_texture = silt_config_boolean (json, "keep_texture",
                                         s->keep_texture);
  s->variance = silt_config_word   (json, "variance", s->variance,
                                    variance_words);
  s->eta      = silt_config_double (json, "eta",      s->eta,
                                    -G_MAXDOUBLE, G_MAXDOUBLE);
  s->resample = silt_config_int    (json, "resample", s->resample,
                                    G_MININT, G_MAXINT);
  s->jump     = silt_config_int    (json, "jump",     s->jump,
                                    G_MININT, G_MAXINT);
  s->guidance = silt_config_double (json, "guidance", s->guidance,
                                    -G_MAXDOUBLE, G_MAXDOUBLE);
  s->seamless = silt_config_word   (json, "seamless", s->seamless,
                                    seamless_words);
  s->noise    = silt_config_word   (json, "noise",    s->noise,
                                    noise_words);

  if (! silt_config_check (json, error))
    return FALSE;

  if (label)
    s->class_index = silt_model_find_class (model, label, error);

  return s->class_index >= -1;
}

gboolean
silt_settings_from_json (SiltSettings  *settings,
                         SiltModel     *model,
                         const gchar   *json,
                         GError       **error)
{
  SiltConfig   *config = silt_config_parse (json, -1, "settings", error);
  SiltSettings  read   = *settings;
  GError       *fault  = NULL;
  gboolean      valid;

  if (! config)
    return FALSE;

  valid = (read_keys (&read, model, config, &fault) &&
           silt_settings_validate (&read, model, &fault));
  if (valid)
    {
      *settings = read;
    }
  else
    {
      /* Sound JSON, but a value that is none of ours. */
      fault->code = SILT_ERROR_ARGUMENT;
      g_propagate_error (error, fault);
    }

  silt_config_free (config);

  return valid;
}
