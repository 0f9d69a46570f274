/* Silt: the options of silt generate
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

#include "generate-options.h"

#define DEFAULT_MODEL "texture"

/* Where silt_options_parse keeps the text of each. */
enum
{
  MODEL, CLASS, SIZE, SEED, STEPS, SAMPLER, SPACING, TIMESTEPS, ETA,
  VARIANCE, GUIDANCE, SEAMLESS, NOISE, THREADS, OUTPUT,
  N_OPTIONS
};

G_STATIC_ASSERT (N_OPTIONS == SILT_N_OPTIONS);

static gboolean
bad_value (const gchar  *option,
           const gchar  *expected,
           const gchar  *found,
           GError      **error)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--%s: expected %s, found \"%s\"", option, expected, found);
  return FALSE;
}

static gboolean
read_seed (const gchar  *text,
           gint64       *seed,
           GError      **error)
{
  if (! text)
    *seed = g_random_int ();
  else if (! g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64,
                                       seed, NULL))
    return bad_value ("seed", "a whole number", text, error);

  return TRUE;
}

static gboolean
read_integer (const gchar  *option,
              const gchar  *text,
              gint         *value,
              GError      **error)
{
  gint64 number = *value;

  if (text && ! g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT,
                                          &number, NULL))
    return bad_value (option, "a whole number", text, error);

  *value = number;
  return TRUE;
}

static gboolean
read_number (const gchar  *option,
             const gchar  *text,
             gdouble      *value,
             GError      **error)
{
  gchar *end;

  if (! text)
    return TRUE;

  *value = g_ascii_strtod (text, &end);

  return ((end != text && ! *end) ||
          bad_value (option, "a number", text, error));
}

static gboolean
read_size (const gchar  *text,
           gint         *width,
           gint         *height,
           GError      **error)
{
  g_auto (GStrv) sides = g_strsplit (text ? text : "", "x", -1);

  if (! text)
    return TRUE;

  return ((g_strv_length (sides) == 2 &&
           read_integer ("size", sides[0], width, NULL) &&
           read_integer ("size", sides[1], height, NULL)) ||
          bad_value ("size", "two numbers such as 512x256", text, error));
}

/* The number of steps is that of the list. */
static gboolean
read_timesteps (const gchar   *text,
                SiltSettings  *settings,
                GError       **error)
{
  g_auto (GStrv) numbers = g_strsplit (text ? text : "", ",", -1);
  gint           n       = g_strv_length (numbers);
  gint           i;

  if (! text)
    return TRUE;

  for (i = 0; i < n && i < SILT_MAX_TIMESTEPS; i++)
    if (! read_integer ("timesteps", numbers[i], &settings->timesteps[i], NULL))
      break;

  settings->n_timesteps = n;
  settings->steps       = n;

  return ((n > 0 && i == n) ||
          bad_value ("timesteps", "at most 100 falling numbers such as "
                     "999,750,500,250", text, error));
}

static gboolean
read_choice (const gchar  *text,
             gint       (* from_name) (const gchar  *name,
                                       GError      **error),
             gint         *value,
             GError      **error)
{
  if (text)
    *value = from_name (text, error);

  return *value >= 0;
}

/* All that can be read without a model. */
static gboolean
read_values (const SiltOptions  *options,
             SiltSettings       *s,
             GError            **error)
{
  gchar *const *o        = options->values;
  gint          sampler  = s->sampler;
  gint          spacing  = s->spacing;
  gint          variance = s->variance;
  gint          seamless = s->seamless;
  gint          noise    = s->noise;

  if (! read_size (o[SIZE], &s->width, &s->height, error) ||
      ! read_seed (o[SEED], &s->seed, error) ||
      ! read_integer ("steps", o[STEPS], &s->steps, error) ||
      ! read_timesteps (o[TIMESTEPS], s, error) ||
      ! read_number ("eta", o[ETA], &s->eta, error) ||
      ! read_number ("guidance", o[GUIDANCE], &s->guidance, error) ||
      ! read_integer ("threads", o[THREADS], &s->threads, error) ||
      ! read_choice (o[SAMPLER], silt_sampler_from_name, &sampler, error) ||
      ! read_choice (o[SPACING], silt_spacing_from_name, &spacing, error) ||
      ! read_choice (o[VARIANCE], silt_variance_from_name, &variance, error) ||
      ! read_choice (o[SEAMLESS], silt_seamless_from_name, &seamless, error) ||
      ! read_choice (o[NOISE], silt_noise_from_name, &noise, error))
    return FALSE;

  s->sampler  = sampler;
  s->spacing  = spacing;
  s->variance = variance;
  s->seamless = seamless;
  s->noise    = noise;

  return TRUE;
}

gboolean
silt_options_parse (SiltOptions  *options,
                    gint          argc,
                    gchar       **argv,
                    GError      **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("-o FILE");
  gchar                    **o       = options->values;
  SiltSettings               scratch = { 0 };
  const GOptionEntry         entries[] =
  {
    { "model",    'm', 0, G_OPTION_ARG_FILENAME, &o[MODEL],
      "Folder, or name on the search path (texture)", "MODEL" },
    { "class",    0,   0, G_OPTION_ARG_STRING,   &o[CLASS],
      "What to generate (any)", "NAME" },
    { "size",     0,   0, G_OPTION_ARG_STRING,   &o[SIZE],
      "Pixels (512x512)", "WxH" },
    { "seed",     0,   0, G_OPTION_ARG_STRING,   &o[SEED],
      "Number of the picture (random)", "N" },
    { "steps",    0,   0, G_OPTION_ARG_STRING,   &o[STEPS],
      "Steps from noise to picture (20)", "N" },
    { "sampler",  0,   0, G_OPTION_ARG_STRING,   &o[SAMPLER],
      "ddpm, ddim, pndm, dpmpp-2m, dpmpp-3m, dpmpp-2m-sde,\n"
      "                        euler, euler-ancestral, heun, unipc, deis, lcm,\n"
      "                        consistency or the model's own: model (dpmpp-2m)",
      "S" },
    { "spacing",  0,   0, G_OPTION_ARG_STRING,   &o[SPACING],
      "leading, trailing, linspace, karras, exponential, beta\n"
      "                        or lu (trailing)", "S" },
    { "timesteps", 0,  0, G_OPTION_ARG_STRING,   &o[TIMESTEPS],
      "A list of one's own, falling, instead of steps and spacing", "T,..." },
    { "eta",      0,   0, G_OPTION_ARG_STRING,   &o[ETA],
      "Noise that ddim puts back, 0 to 1 (0)", "E" },
    { "variance", 0,   0, G_OPTION_ARG_STRING,   &o[VARIANCE],
      "fixed-small, fixed-large, learned or learned-range", "V" },
    { "guidance", 0,   0, G_OPTION_ARG_STRING,   &o[GUIDANCE],
      "Emphasis on the class, 0 to 30; 1 is none (1)", "G" },
    { "seamless", 0,   0, G_OPTION_ARG_STRING,   &o[SEAMLESS],
      "Axes that repeat: x, y, xy or none (none)", "AXES" },
    { "noise",    0,   0, G_OPTION_ARG_STRING,   &o[NOISE],
      "philox or torch (philox)", "SOURCE" },
    { "threads",  0,   0, G_OPTION_ARG_STRING,   &o[THREADS],
      "At most 256 (one a processor)", "N" },
    { "output",   'o', 0, G_OPTION_ARG_FILENAME, &o[OUTPUT],
      "Where to write to: a .png or a .pfm", "FILE" },
    { NULL }
  };

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (
    context, "Generates a texture and writes it to a file.");

  if (! g_option_context_parse (context, &argc, &argv, error))
    return FALSE;

  if (argc > 1)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "generate: expected options only, found \"%s\"", argv[1]);
  else if (! o[OUTPUT])
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "generate: expected -o FILE; see silt generate --help");
  else
    return read_values (options, &scratch, error);

  return FALSE;
}

gboolean
silt_options_read (const SiltOptions  *options,
                   SiltModel          *model,
                   SiltSettings       *settings,
                   GError            **error)
{
  const gchar *name = options->values[CLASS];

  silt_settings_init (settings, model);

  if (! read_values (options, settings, error))
    return FALSE;

  if (name)
    settings->class_index = silt_model_find_class (model, name, error);

  return (settings->class_index >= -1 &&
          silt_settings_validate (settings, model, error));
}

const gchar *
silt_options_get_model (const SiltOptions *options)
{
  return options->values[MODEL] ? options->values[MODEL] : DEFAULT_MODEL;
}

const gchar *
silt_options_get_output (const SiltOptions *options)
{
  return options->values[OUTPUT];
}

void
silt_options_clear (SiltOptions *options)
{
  gint i;

  for (i = 0; i < N_OPTIONS; i++)
    g_clear_pointer (&options->values[i], g_free);
}
