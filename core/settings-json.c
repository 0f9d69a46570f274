/* Silt: settings as JSON
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

#include <string.h>

#include <string.h>

#include <json-glib/json-glib.h>

#include "choices.h"
#include "job.h"
#include "json-config.h"

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

static void
add_numbers (JsonBuilder   *builder,
             const gchar   *key,
             const gdouble *values,
             guint          n)
{
  guint i;

  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (i = 0; i < n; i++)
    json_builder_add_double_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_colors (JsonBuilder      *builder,
            const SiltColors *colors)
{
  if (colors->match == SILT_COLOR_MATCH_NONE)
    return;

  add_string (builder, "color_match", silt_color_match_name (colors->match));
  add_number (builder, "color_amount", colors->amount);

  if (colors->match == SILT_COLOR_MATCH_TWO)
    {
      add_numbers (builder, "colors", colors->two, 6);
    }
  else
    {
      add_numbers (builder, "color_mean",       colors->mean,       3);
      add_numbers (builder, "color_covariance", colors->covariance, 6);
    }
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
  if (s->feature_scale != 1.0)
    add_number (builder, "feature_scale", s->feature_scale);
  add_colors  (builder, &s->colors);
  add_string  (builder, "noise",    silt_noise_name (s->noise));
  if (s->noise_x > 0 || s->noise_y > 0)
    {
      add_integer (builder, "noise_x", s->noise_x);
      add_integer (builder, "noise_y", s->noise_y);
    }
  silt_job_tiling (&tiling, model, s, 0, 0);
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

/* As many numbers as there must be, if any. */
static void
read_numbers (SiltConfig  *json,
              const gchar *key,
              gdouble     *values,
              guint        n_values)
{
  guint               n       = 0;
  g_autofree gdouble *numbers = silt_config_doubles (json, key, n_values,
                                                     -G_MAXDOUBLE, G_MAXDOUBLE,
                                                     &n);

  if (numbers && n != n_values)
    silt_config_fault (json, key, "expected %u numbers, found %u", n_values, n);
  else if (numbers)
    memcpy (values, numbers, n * sizeof (gdouble));
}

static void
read_colors (SiltColors *colors,
             SiltConfig *json)
{
  colors->match  = silt_config_word   (json, "color_match", colors->match,
                                       silt_color_match_words);
  colors->amount = silt_config_double (json, "color_amount", colors->amount,
                                       -G_MAXDOUBLE, G_MAXDOUBLE);
  read_numbers (json, "colors",           colors->two,        6);
  read_numbers (json, "color_mean",       colors->mean,       3);
  read_numbers (json, "color_covariance", colors->covariance, 6);
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
                                    silt_sampler_words);
  s->spacing  = silt_config_word   (json, "spacing",  s->spacing,
                                    silt_spacing_words);
  read_timesteps (s, json);
  s->start    = silt_config_int    (json, "start",    s->start,
                                    G_MININT, G_MAXINT);
  s->sigma    = silt_config_double (json, "sigma",    s->sigma,
                                    -G_MAXDOUBLE, G_MAXDOUBLE);
  s->gray     = silt_config_boolean (json, "gray",    s->gray);
  s->keep_texture = silt_config_boolean (json, "keep_texture",
                                         s->keep_texture);
  s->variance = silt_config_word   (json, "variance", s->variance,
                                    silt_variance_words);
  s->eta      = silt_config_double (json, "eta",      s->eta,
                                    -G_MAXDOUBLE, G_MAXDOUBLE);
  s->resample = silt_config_int    (json, "resample", s->resample,
                                    G_MININT, G_MAXINT);
  s->jump     = silt_config_int    (json, "jump",     s->jump,
                                    G_MININT, G_MAXINT);
  s->guidance = silt_config_double (json, "guidance", s->guidance,
                                    -G_MAXDOUBLE, G_MAXDOUBLE);
  s->seamless = silt_config_word   (json, "seamless", s->seamless,
                                    silt_seamless_words);
  s->feature_scale = silt_config_double (json, "feature_scale",
                                         s->feature_scale,
                                         -G_MAXDOUBLE, G_MAXDOUBLE);
  read_colors (&s->colors, json);
  s->noise    = silt_config_word   (json, "noise",    s->noise,
                                    silt_noise_words);
  s->noise_x  = silt_config_int    (json, "noise_x",  s->noise_x,
                                    G_MININT, G_MAXINT);
  s->noise_y  = silt_config_int    (json, "noise_y",  s->noise_y,
                                    G_MININT, G_MAXINT);

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

/* "1.2.3" as a number; -1 for what is no version. */
static gint64
version_number (const gchar *text)
{
  g_auto (GStrv) parts  = g_strsplit (text, ".", -1);
  gint64         number = 0;
  gint           i;

  if (g_strv_length (parts) != 3)
    return -1;

  for (i = 0; i < 3; i++)
    {
      guint64 part;

      if (! g_ascii_string_to_unsigned (parts[i], 10, 0, 9999, &part, NULL))
        return -1;

      number = 10000 * number + part;
    }

  return number;
}

static void
check_version (SiltConfig *json)
{
  const gchar *found  = silt_config_string (json, "silt", "");
  gint64       number = version_number (found);

  if (number < 0)
    silt_config_fault (json, "silt",
                       "expected a version of Silt, found \"%s\"", found);
  else if (number > version_number (SILT_VERSION))
    silt_config_fault (json, "silt",
                       "expected the version %s of Silt, or an earlier one, "
                       "found %s", SILT_VERSION, found);
}

/* A name and no path: settings come with pictures, from anywhere. */
static const gchar *
read_model_name (SiltConfig *json)
{
  const gchar *name = silt_config_string (json, "model", "");

  if (*name == '\0' || strpbrk (name, "/\\") ||
      g_str_equal (name, ".") || g_str_equal (name, ".."))
    silt_config_fault (json, "model",
                       "expected the name of a model, found \"%s\"", name);

  return name;
}

gboolean
silt_settings_subject (const gchar  *json,
                       SiltVerb     *verb,
                       gchar       **model_name,
                       GError      **error)
{
  SiltConfig  *config = silt_config_parse (json, -1, "settings", error);
  const gchar *name;
  gint         found;
  gboolean     valid;

  if (! config)
    return FALSE;

  check_version (config);
  found = silt_config_word (config, "verb", -1, silt_verb_words);
  name  = read_model_name (config);

  if (found < 0)
    silt_config_fault (config, "verb", "expected a verb, found none");

  valid = silt_config_check (config, error);
  if (valid)
    {
      *verb       = found;
      *model_name = g_strdup (name);
    }

  silt_config_free (config);

  return valid;
}
