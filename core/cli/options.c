/* Silt: the options of the commands that make pictures
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

#include "options.h"

#include <math.h>
#include <string.h>

#include "byte-size.h"
#include "words.h"

#define TEXTURE_MODEL     "texture"
#define PHOTO_MODEL       "photo"
#define DEFAULT_STRENGTH  0.5

/* Where silt_options_parse keeps the text of each. */
enum
{
  MODEL, CLASS, SIZE, START, STRENGTH, SIGMA, METHOD, MASK, SEED, STEPS,
  SAMPLER, SPACING, TIMESTEPS, ETA, RESAMPLE, JUMP, VARIANCE, GUIDANCE,
  SEAMLESS, FEATURE_SCALE, COLORS, COLOR_MATCH, COLOR_AMOUNT, NOISE, THREADS,
  BUDGET, OUTPUT,
  N_OPTIONS
};

/* Sets of verbs. */
#define GENERATE     (1 << SILT_VERB_GENERATE)
#define BEGIN        (1 << SILT_VERB_REIMAGINE | 1 << SILT_VERB_FILL)
#define REMOVE_NOISE (1 << SILT_VERB_REMOVE_NOISE)
#define EDIT         (BEGIN | REMOVE_NOISE)
#define ALL          (EDIT | GENERATE)

static const struct
{
  guint        verbs;
  GOptionEntry entry;
} table[] =
{
  [MODEL]     = { ALL, { "model", 'm', 0, G_OPTION_ARG_FILENAME, NULL,
    "Folder, or name on the search path (texture; to remove noise: photo)",
    "MODEL" } },
  [CLASS]     = { ALL, { "class", 0, 0, G_OPTION_ARG_STRING, NULL,
    "What to generate (any)", "NAME" } },
  [SIZE]      = { GENERATE, { "size", 0, 0, G_OPTION_ARG_STRING, NULL,
    "Pixels (512x512)", "WxH" } },
  [START]     = { BEGIN, { "start", 0, 0, G_OPTION_ARG_STRING, NULL,
    "Timestep to noise the picture to", "T" } },
  [STRENGTH]  = { BEGIN, { "strength", 0, 0, G_OPTION_ARG_STRING, NULL,
    "The same as a share of all timesteps, 0 to 1", "S" } },
  [SIGMA]     = { REMOVE_NOISE, { "sigma", 0, 0, G_OPTION_ARG_STRING, NULL,
    "Of the noise, where white is 255; or auto (auto)", "S" } },
  [METHOD]    = { REMOVE_NOISE, { "method", 0, 0, G_OPTION_ARG_STRING, NULL,
    "mean, closest to the truth, or walk, with texture (mean)", "M" } },
  [MASK]      = { EDIT, { "mask", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    "A picture of the same size, white where to work", "FILE" } },
  [SEED]      = { ALL, { "seed", 0, 0, G_OPTION_ARG_STRING, NULL,
    "Number of the picture (random)", "N" } },
  [STEPS]     = { ALL, { "steps", 0, 0, G_OPTION_ARG_STRING, NULL,
    "Steps from noise to picture (20)", "N" } },
  [SAMPLER]   = { ALL, { "sampler", 0, 0, G_OPTION_ARG_STRING, NULL,
    "ddpm, ddim, pndm, dpmpp-2m, dpmpp-3m, dpmpp-2m-sde,\n"
    "                        euler, euler-ancestral, heun, unipc, deis, lcm,\n"
    "                        consistency or the model's own: model (dpmpp-2m)",
    "S" } },
  [SPACING]   = { ALL, { "spacing", 0, 0, G_OPTION_ARG_STRING, NULL,
    "leading, trailing, linspace, karras, exponential, beta\n"
    "                        or lu (trailing)", "S" } },
  [TIMESTEPS] = { ALL, { "timesteps", 0, 0, G_OPTION_ARG_STRING, NULL,
    "A list of one's own, falling, instead of steps and spacing", "T,..." } },
  [ETA]       = { ALL, { "eta", 0, 0, G_OPTION_ARG_STRING, NULL,
    "Noise that ddim puts back, 0 to 1 (0)", "E" } },
  [RESAMPLE]  = { 1 << SILT_VERB_FILL,
                  { "resample", 0, 0, G_OPTION_ARG_STRING, NULL,
    "How often ddpm, or ddim with an eta of 1, walks each\n"
    "                        stretch of the way (1)", "N" } },
  [JUMP]      = { 1 << SILT_VERB_FILL,
                  { "jump", 0, 0, G_OPTION_ARG_STRING, NULL,
    "Steps of such a stretch (5)", "N" } },
  [VARIANCE]  = { ALL, { "variance", 0, 0, G_OPTION_ARG_STRING, NULL,
    "fixed-small, fixed-large, learned or learned-range", "V" } },
  [GUIDANCE]  = { ALL, { "guidance", 0, 0, G_OPTION_ARG_STRING, NULL,
    "Emphasis on the class, 0 to 30; 1 is none (1)", "G" } },
  [SEAMLESS]  = { ALL, { "seamless", 0, 0, G_OPTION_ARG_STRING, NULL,
    "Axes that repeat: x, y, xy or none (none)", "AXES" } },
  [FEATURE_SCALE] = { GENERATE,
                  { "feature-scale", 0, 0, G_OPTION_ARG_STRING, NULL,
    "How many times as large things are, 0.25 to 4 (1)", "F" } },
  [COLORS]    = { GENERATE, { "colors", 0, 0, G_OPTION_ARG_STRING, NULL,
    "For its dark and its light tones: #RRGGBB,#RRGGBB", "C,C" } },
  [COLOR_MATCH] = { GENERATE,
                  { "color-match", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    "A picture whose colours it is to take on", "FILE" } },
  [COLOR_AMOUNT] = { GENERATE,
                  { "color-amount", 0, 0, G_OPTION_ARG_STRING, NULL,
    "How much of either, 0 to 1 (1)", "A" } },
  [NOISE]     = { ALL, { "noise", 0, 0, G_OPTION_ARG_STRING, NULL,
    "philox, even or torch (even for a local model)", "SOURCE" } },
  [THREADS]   = { ALL, { "threads", 0, 0, G_OPTION_ARG_STRING, NULL,
    "At most 256 (one a processor)", "N" } },
  [BUDGET]    = { ALL, { "memory-budget", 0, 0, G_OPTION_ARG_STRING, NULL,
    "For the work, such as 500MB (3/4 of what is free)", "SIZE" } },
  [OUTPUT]    = { ALL, { "output", 'o', 0, G_OPTION_ARG_FILENAME, NULL,
    "Where to write to: a .png, a .pfm, or -", "FILE" } }
};

static const struct
{
  SiltVerb     verb;
  const gchar *arguments, *summary;
} verbs[] =
{
  { SILT_VERB_GENERATE, "-o FILE",
    "Generates a texture and writes it to a file." },
  { SILT_VERB_REIMAGINE, "IN OUT",
    "Noises the picture IN to a timestep, half-way unless told, walks back "
    "from there\nand writes what came of it to OUT." },
  { SILT_VERB_FILL, "--mask FILE IN OUT",
    "Fills what is white in the mask with something that fits to the rest of "
    "the\npicture IN, and writes it to OUT.  From pure noise, or, with a start "
    "or a\nstrength, from what is there now." },
  { SILT_VERB_REMOVE_NOISE, "IN OUT",
    "Removes white noise from the picture IN and writes what was under it to "
    "OUT." }
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

/* "#RRGGBB" */
static gboolean
read_color (const gchar *text,
            gdouble     *rgb)
{
  gint c;

  if (text[0] != '#' || strlen (text) != 7 ||
      strspn (text + 1, "0123456789abcdefABCDEF") != 6)
    return FALSE;

  for (c = 0; c < 3; c++)
    rgb[c] = (16 * g_ascii_xdigit_value (text[2 * c + 1]) +
              g_ascii_xdigit_value (text[2 * c + 2])) / 255.0;

  return TRUE;
}

/* The two, or that a picture's are yet to be measured. */
static gboolean
read_colors (const SiltOptions  *options,
             SiltColors         *colors,
             GError            **error)
{
  const gchar   *text  = options->values[COLORS];
  const gchar   *file  = options->values[COLOR_MATCH];
  g_auto (GStrv) words = g_strsplit (text ? text : "", ",", -1);

  if ((text && file) || (options->values[COLOR_AMOUNT] && ! text && ! file))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "expected --colors or --color-match, found %s",
                   text ? "both" : "--color-amount alone");
      return FALSE;
    }

  if (text && (g_strv_length (words) != 2 ||
               ! read_color (words[0], colors->two) ||
               ! read_color (words[1], colors->two + 3)))
    return bad_value ("colors", "two such as #402000,#ffe0a0", text, error);

  if (text)
    colors->match = SILT_COLOR_MATCH_TWO;

  return read_number ("color-amount", options->values[COLOR_AMOUNT],
                      &colors->amount, error);
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
      ! read_integer ("resample", o[RESAMPLE], &s->resample, error) ||
      ! read_integer ("jump", o[JUMP], &s->jump, error) ||
      ! read_number ("guidance", o[GUIDANCE], &s->guidance, error) ||
      ! read_number ("feature-scale", o[FEATURE_SCALE], &s->feature_scale,
                     error) ||
      ! read_colors (options, &s->colors, error) ||
      ! read_integer ("threads", o[THREADS], &s->threads, error) ||
      (o[BUDGET] && ! silt_byte_size_parse (o[BUDGET], &s->memory_budget) &&
       ! bad_value ("memory-budget", "a size such as 500MB or 2GiB", o[BUDGET],
                    error)) ||
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

/* Where an edit begins.  n: of the model's timesteps. */
static gboolean
read_start (const SiltOptions  *options,
            gint                n,
            gint               *start,
            GError            **error)
{
  const gchar *text     = options->values[STRENGTH];
  gdouble      strength = DEFAULT_STRENGTH;

  if (text && options->values[START])
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "expected --start or --strength, found both");
      return FALSE;
    }

  if (options->values[START])
    return (read_integer ("start", options->values[START], start, error) &&
            (*start >= 0 ||
             bad_value ("start", "a timestep, 0 or above",
                        options->values[START], error)));

  if (! read_number ("strength", text, &strength, error))
    return FALSE;

  if (! (strength >= 0.0 && strength <= 1.0))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                   "strength: expected 0 to 1, found %g", strength);
      return FALSE;
    }

  if (text || options->verb == SILT_VERB_REIMAGINE)
    *start = round (strength * (n - 1));

  return TRUE;
}

static const gchar *const method_words[] = { "mean", "walk", NULL };

static gint
method_from_name (const gchar  *name,
                  GError      **error)
{
  return silt_words_find (method_words, "method", name, error);
}

/* The noise to be removed; sigma 0 if it is to be estimated. */
static gboolean
read_noise (const SiltOptions  *options,
            SiltSettings       *settings,
            GError            **error)
{
  const gchar *text   = options->values[SIGMA];
  gint         method = 0;

  if (! read_choice (options->values[METHOD], method_from_name, &method, error))
    return FALSE;

  settings->keep_texture = method == 1;

  if (! text || strcmp (text, "auto") == 0)
    return TRUE;

  if (! read_number ("sigma", text, &settings->sigma, error))
    return FALSE;

  return (settings->sigma > 0.0 ||
          bad_value ("sigma", "a number above 0, or auto", text, error));
}

static GOptionContext *
new_context (SiltOptions *options)
{
  GOptionContext *context = NULL;
  GOptionEntry    entries[N_OPTIONS + 1];
  gsize           n       = 0;
  gsize           i;

  for (i = 0; i < N_OPTIONS; i++)
    if (table[i].verbs & 1 << options->verb)
      {
        entries[n]            = table[i].entry;
        entries[n++].arg_data = &options->values[i];
      }
  entries[n] = (GOptionEntry) { NULL };

  for (i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (verbs[i].verb == options->verb)
      {
        context = g_option_context_new (verbs[i].arguments);
        g_option_context_set_summary (context, verbs[i].summary);
      }

  g_option_context_add_main_entries (context, entries, NULL);

  return context;
}

/* The words that are no options: the files of an edit. */
static gboolean
take_files (SiltOptions  *options,
            gint          argc,
            gchar       **argv,
            GError      **error)
{
  gchar       **output = &options->values[OUTPUT];
  gint          n      = 1;
  const gchar  *lacks  = NULL;

  if (options->verb != SILT_VERB_GENERATE)
    {
      if (n < argc)
        options->input = g_strdup (argv[n++]);
      if (n < argc && ! *output)
        *output = g_strdup (argv[n++]);
    }

  if (n < argc)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "%s: expected %s, found \"%s\" too", argv[0],
                   options->verb == SILT_VERB_GENERATE ? "options only"
                                                       : "two files",
                   argv[n]);
      return FALSE;
    }

  if (options->verb == SILT_VERB_GENERATE)
    lacks = *output ? NULL : "-o FILE";
  else if (! options->input || ! *output)
    lacks = "a picture to read and a file to write, IN OUT";
  else if (options->verb == SILT_VERB_FILL && ! options->values[MASK])
    lacks = "--mask FILE";

  if (lacks)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "%s: expected %s; see silt %s --help",
                 argv[0], lacks, argv[0]);

  return ! lacks;
}

gboolean
silt_options_parse (SiltOptions  *options,
                    gint          argc,
                    gchar       **argv,
                    GError      **error)
{
  g_autoptr (GOptionContext) context = new_context (options);
  SiltSettings               scratch = { 0 };

  return (g_option_context_parse (context, &argc, &argv, error) &&
          take_files (options, argc, argv, error) &&
          read_values (options, &scratch, error) &&
          read_noise (options, &scratch, error) &&
          read_start (options, 1, &scratch.start, error));
}

gboolean
silt_options_read (const SiltOptions  *options,
                   SiltModel          *model,
                   const SiltPicture  *picture,
                   SiltSettings       *settings,
                   GError            **error)
{
  const gchar *name = options->values[CLASS];

  silt_settings_init (settings, model);

  if (picture)
    {
      settings->width  = picture->width;
      settings->height = picture->height;
    }

  if (! read_values (options, settings, error) ||
      ! read_noise (options, settings, error) ||
      ! read_start (options, silt_model_get_info (model)->train_timesteps,
                    &settings->start, error))
    return FALSE;

  if (name)
    settings->class_index = silt_model_find_class (model, name, error);

  return (settings->class_index >= -1 &&
          silt_settings_validate (settings, model, error));
}

const gchar *
silt_options_get_model (const SiltOptions *options)
{
  if (options->values[MODEL])
    return options->values[MODEL];

  return options->verb == SILT_VERB_REMOVE_NOISE ? PHOTO_MODEL : TEXTURE_MODEL;
}

const gchar *
silt_options_get_mask (const SiltOptions *options)
{
  return options->values[MASK];
}

const gchar *
silt_options_get_output (const SiltOptions *options)
{
  return options->values[OUTPUT];
}

const gchar *
silt_options_get_colors (const SiltOptions *options)
{
  return options->values[COLOR_MATCH];
}

void
silt_options_clear (SiltOptions *options)
{
  gint i;

  for (i = 0; i < N_OPTIONS; i++)
    g_clear_pointer (&options->values[i], g_free);
  g_clear_pointer (&options->input, g_free);
}
