/* Silt: tests of the settings, their names and their JSON
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

#include "silt.h"

#define TEXTURE    "../weights/texture"   /* 19 classes, a null class         */
#define CLASSLESS  "golden/unet-google"   /* no classes, no model_index.json  */

static SiltModel *
open_model (const gchar *folder)
{
  g_autofree gchar *path  = g_test_build_filename (G_TEST_DIST, folder, NULL);
  GError           *error = NULL;
  SiltModel        *model = silt_model_open (path, &error);

  g_assert_no_error (error);
  return model;
}

typedef const gchar * (* NameFunc)     (gint          value);
typedef gint          (* FromNameFunc) (const gchar  *name,
                                        GError      **error);

static void
check_names (NameFunc            name,
             FromNameFunc        from_name,
             const gchar        *what,
             const gchar *const *words)
{
  GError *error = NULL;
  gint    i;

  for (i = 0; words[i]; i++)
    {
      g_assert_cmpstr (name (i), ==, words[i]);
      g_assert_cmpint (from_name (words[i], &error), ==, i);
      g_assert_no_error (error);
    }

  g_assert_null (name (i));
  g_assert_null (name (G_MAXINT));
  g_assert_null (name (-1));

  g_assert_cmpint (from_name ("Nonsense", &error), ==, -1);
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, what));
  g_assert_nonnull (strstr (error->message, "Nonsense"));
  for (i = 0; words[i]; i++)
    g_assert_nonnull (strstr (error->message, words[i]));
  g_error_free (error);
}

static void
test_names (void)
{
  const gchar *verbs[]      = { "generate", "reimagine", "fill",
                                "remove-noise", NULL };
  const gchar *samplers[]   = { "ddpm", "ddim", "pndm", "dpmpp-2m", "dpmpp-3m",
                                "dpmpp-2m-sde", "euler", "euler-ancestral",
                                "heun", "unipc", "deis", "lcm", "consistency",
                                "model", NULL };
  const gchar *spacings[]   = { "leading", "trailing", "linspace", "karras",
                                "exponential", "beta", "lu", NULL };
  const gchar *variances[]  = { "fixed-small", "fixed-large", "learned",
                                "learned-range", NULL };
  const gchar *noises[]     = { "philox", "torch", "even", NULL };
  const gchar *seamlesses[] = { "none", "x", "y", "xy", NULL };
  const gchar *matches[]    = { "none", "two", "picture", NULL };

  check_names (silt_verb_name, silt_verb_from_name,
               "verb", verbs);
  check_names (silt_sampler_name, silt_sampler_from_name,
               "sampler", samplers);
  check_names (silt_spacing_name, silt_spacing_from_name,
               "spacing", spacings);
  check_names (silt_variance_name, silt_variance_from_name,
               "variance", variances);
  check_names (silt_noise_name, silt_noise_from_name,
               "noise", noises);
  check_names (silt_seamless_name, silt_seamless_from_name,
               "seamless", seamlesses);
  check_names (silt_color_match_name, silt_color_match_from_name,
               "color_match", matches);

  g_assert_cmpint (silt_seamless_from_name ("xy", NULL), ==, SILT_SEAMLESS_XY);
}

static void
test_defaults (void)
{
  SiltModel    *model = open_model (TEXTURE);
  SiltSettings  s;
  GError       *error = NULL;

  memset (&s, 0xff, sizeof (s));
  silt_settings_init (&s, model);

  g_assert_cmpint   (s.width,       ==, 512);
  g_assert_cmpint   (s.height,      ==, 512);
  g_assert_cmpint   (s.seed,        ==, 0);
  g_assert_cmpint   (s.class_index, ==, -1);
  g_assert_cmpint   (s.steps,       ==, 20);
  g_assert_cmpint   (s.sampler,     ==, SILT_SAMPLER_DPMPP_2M);
  g_assert_cmpint   (s.spacing,     ==, SILT_SPACING_TRAILING);
  g_assert_cmpint   (s.start,       ==, -1);
  g_assert_cmpfloat (s.sigma,       ==, 0.0);
  g_assert_cmpint   (s.variance,    ==, SILT_VARIANCE_FIXED_SMALL);
  g_assert_cmpfloat (s.eta,         ==, 0.0);
  g_assert_cmpint   (s.resample,    ==, 1);
  g_assert_cmpint   (s.jump,        ==, 5);
  g_assert_cmpfloat (s.guidance,    ==, 1.0);
  g_assert_cmpint   (s.seamless,    ==, SILT_SEAMLESS_NONE);
  g_assert_cmpfloat (s.feature_scale, ==, 1.0);
  g_assert_cmpint   (s.colors.match,  ==, SILT_COLOR_MATCH_NONE);
  g_assert_cmpfloat (s.colors.amount, ==, 1.0);
  g_assert_cmpint   (s.noise,       ==, SILT_NOISE_EVEN);
  g_assert_cmpint   (s.threads,     ==, 0);

  g_assert_true (silt_settings_validate (&s, model, &error));
  g_assert_no_error (error);

  silt_model_unref (model);
}

/* Sets one field to a value that must be refused, or to one at the border that
 * must not, in a copy of the defaults. */
#define CHECK(field, value, valid, words)                                    \
  {                                                                          \
    SiltSettings s     = defaults;                                           \
    GError      *error = NULL;                                               \
                                                                             \
    s.field = value;                                                         \
    g_assert_cmpint (silt_settings_validate (&s, model, &error), ==, valid); \
    check_error (error, valid, words);                                       \
  }
#define GOOD(field, value)         CHECK (field, value, TRUE, NULL)
#define BAD(field, value, words)   CHECK (field, value, FALSE, words)

/* All of the words, separated by "|", stand in the message. */
static void
check_error (GError      *error,
             gboolean     valid,
             const gchar *words)
{
  g_auto (GStrv) list = g_strsplit (words ? words : "", "|", -1);
  gint           i;

  if (valid)
    {
      g_assert_no_error (error);
      return;
    }

  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  for (i = 0; list[i]; i++)
    if (! strstr (error->message, list[i]))
      g_error ("\"%s\" does not say \"%s\"", error->message, list[i]);

  g_error_free (error);
}

static void
test_ranges (void)
{
  SiltModel    *model = open_model (TEXTURE);
  SiltSettings  defaults;

  silt_settings_init (&defaults, model);

  GOOD (width, 1)
  GOOD (width, SILT_MAX_SIZE)
  BAD (width, 0,      "width|1|16384|found 0")
  BAD (width, -1,     "width|found -1")
  BAD (width, 100000, "width|found 100000")
  BAD (width, SILT_MAX_SIZE + 1, "width|found 16385")

  GOOD (height, 1)
  GOOD (height, SILT_MAX_SIZE)
  BAD (height, 0,        "height|1|16384|found 0")
  BAD (height, G_MININT, "height|found -2147483648")
  BAD (height, 100000,   "height|found 100000")

  GOOD (seed, G_MAXINT64)
  BAD (seed, -1, "seed|0|9223372036854775807|found -1")

  GOOD (class_index, 0)
  GOOD (class_index, 18)
  BAD (class_index, -2,       "class|-1|18|found -2")
  BAD (class_index, 19,       "class|-1|18|found 19")
  BAD (class_index, G_MAXINT, "class|found 2147483647")

  GOOD (steps, 1)
  GOOD (steps, 1000)
  BAD (steps, 0,    "steps|1|1000|found 0")
  BAD (steps, 1001, "steps|1|1000|found 1001")

  BAD (sampler,  SILT_N_SAMPLERS,  "sampler|0|13|found 14")
  BAD (spacing,  SILT_N_SPACINGS,  "spacing|0|6|found 7")
  BAD (variance, SILT_N_VARIANCES, "variance|0|3|found 4")
  BAD (noise,    SILT_N_NOISES,    "noise|0|2|found 3")
  BAD (seamless, SILT_N_SEAMLESS,  "seamless|0|3|found 4")
  BAD (sampler,  (SiltSampler) -1, "sampler|found -1")
  BAD (sampler,  SILT_SAMPLER_CONSISTENCY,
       "sampler|any but consistency|found consistency")
  GOOD (sampler, SILT_SAMPLER_MODEL)

  BAD (n_timesteps, -1,                     "timesteps|0|100|found -1")
  BAD (n_timesteps, SILT_MAX_TIMESTEPS + 1, "timesteps|0|100|found 101")

  GOOD (start, -1)
  GOOD (start, 999)
  BAD (start, -2,   "start|-1|999|found -2")
  BAD (start, 1000, "start|-1|999|found 1000")

  GOOD (sigma, 25.0)
  BAD (sigma, -1.0, "sigma|found -1")
  BAD (sigma, NAN,  "sigma|nan")

  GOOD (eta, 1.0)
  BAD (eta, 1.0625,    "eta|0|1|found 1.0625")
  BAD (eta, -0.5,      "eta|found -0.5")
  BAD (eta, NAN,       "eta|nan")
  BAD (eta, INFINITY,  "eta|found inf")

  BAD (resample, 0,   "resample|1|100|found 0")
  BAD (resample, 101, "resample|1|100|found 101")
  BAD (resample, 2,   "resample|ddpm|ddim|eta of 1|found 2|dpmpp-2m")
  GOOD (jump, 1)
  GOOD (jump, 999)
  BAD (jump, 0,    "jump|1|999|found 0")
  BAD (jump, 1000, "jump|1|999|found 1000")

  GOOD (guidance, 0.0)
  GOOD (guidance, 30.0)
  BAD (guidance, 30.5,      "guidance|0|30|found 30.5")
  BAD (guidance, -1.0,      "guidance|found -1")
  BAD (guidance, NAN,       "guidance|nan")
  BAD (guidance, -INFINITY, "guidance|found -inf")

  GOOD (noise_x, SILT_MAX_SIZE)
  GOOD (noise_y, SILT_MAX_SIZE)
  BAD (noise_x, -1,    "noise_x|0|16384|found -1")
  BAD (noise_y, 16385, "noise_y|0|16384|found 16385")
  defaults.noise = SILT_NOISE_TORCH;
  BAD (noise_x, 8, "noise_x, noise_y|philox|even|torch|found 8, 0")
  BAD (noise_y, 8, "noise_x, noise_y|philox|even|torch|found 0, 8")
  defaults.noise = SILT_NOISE_EVEN;
  GOOD (noise_x, 8)
  defaults.noise = SILT_NOISE_PHILOX;

  GOOD (threads, SILT_MAX_THREADS)
  BAD (threads, -1,  "threads|0|256|found -1")
  BAD (threads, 257, "threads|found 257")

  silt_model_unref (model);
}

/* The way back is for samplers that draw noise. */
static void
test_resample (void)
{
  SiltModel    *model = open_model (TEXTURE);
  SiltSettings  defaults;

  silt_settings_init (&defaults, model);

  defaults.sampler = SILT_SAMPLER_DDPM;
  GOOD (resample, SILT_MAX_RESAMPLE)
  defaults.sampler = SILT_SAMPLER_DDIM;
  BAD (resample, 2, "resample|ddim|eta of 0")
  defaults.eta     = 1.0;
  GOOD (resample, 2)
  defaults.sampler = SILT_SAMPLER_MODEL;
  BAD (resample, 2, "resample|model")

  silt_model_unref (model);
}

/* What is in range, but not for every model. */
static void
test_abilities (void)
{
  SiltModel    *model = open_model (CLASSLESS);
  SiltSettings  defaults;

  silt_settings_init (&defaults, model);

  GOOD (class_index, -1)
  BAD (class_index, 0, "class|unet-google|no classes|found 0")
  GOOD (guidance, 1.0)
  BAD (guidance, 2.0, "guidance|unet-google|null class|found 2")
  GOOD (variance, SILT_VARIANCE_FIXED_LARGE)
  BAD (variance, SILT_VARIANCE_LEARNED,
       "variance|fixed-small|fixed-large|unet-google|found learned")
  BAD (variance, SILT_VARIANCE_LEARNED_RANGE, "variance|found learned-range")

  silt_model_unref (model);
}

static void
assert_equal (const SiltSettings *a,
              const SiltSettings *b)
{
  g_assert_cmpmem   (a->timesteps, a->n_timesteps * sizeof (gint),
                     b->timesteps, b->n_timesteps * sizeof (gint));
  g_assert_cmpint   (a->width,       ==, b->width);
  g_assert_cmpint   (a->height,      ==, b->height);
  g_assert_cmpint   (a->seed,        ==, b->seed);
  g_assert_cmpint   (a->class_index, ==, b->class_index);
  g_assert_cmpint   (a->steps,       ==, b->steps);
  g_assert_cmpint   (a->sampler,     ==, b->sampler);
  g_assert_cmpint   (a->spacing,     ==, b->spacing);
  g_assert_cmpint   (a->start,       ==, b->start);
  g_assert_cmpfloat (a->sigma,       ==, b->sigma);
  g_assert_true     (a->gray         ==  b->gray);
  g_assert_true     (a->keep_texture ==  b->keep_texture);
  g_assert_cmpint   (a->variance,    ==, b->variance);
  g_assert_cmpfloat (a->eta,         ==, b->eta);
  g_assert_cmpint   (a->resample,    ==, b->resample);
  g_assert_cmpint   (a->jump,        ==, b->jump);
  g_assert_cmpfloat (a->guidance,    ==, b->guidance);
  g_assert_cmpint   (a->seamless,    ==, b->seamless);
  g_assert_cmpint   (a->noise,       ==, b->noise);
  g_assert_cmpint   (a->noise_x,     ==, b->noise_x);
  g_assert_cmpint   (a->noise_y,     ==, b->noise_y);
  g_assert_cmpint   (a->threads,     ==, b->threads);
}

static SiltSettings
random_settings (SiltModel *model)
{
  SiltSettings s;
  gint         i;

  silt_settings_init (&s, model);
  s.width       = g_test_rand_int_range (1, SILT_MAX_SIZE + 1);
  s.height      = g_test_rand_int_range (1, SILT_MAX_SIZE + 1);
  s.seed        = ((gint64) g_test_rand_int_range (0, G_MAXINT) << 32 |
                   (guint32) g_test_rand_int ());
  s.class_index = g_test_rand_int_range (-1, 19);
  s.steps       = g_test_rand_int_range (1, 1001);
  s.sampler     = g_test_rand_int_range (0, SILT_SAMPLER_CONSISTENCY);
  s.spacing     = g_test_rand_int_range (0, SILT_N_SPACINGS);
  s.variance    = g_test_rand_int_range (0, SILT_VARIANCE_FIXED_LARGE + 1);
  s.eta         = g_test_rand_double_range (0.0, 1.0);
  s.guidance    = g_test_rand_double_range (0.0, 30.0);
  s.seamless    = g_test_rand_int_range (0, SILT_N_SEAMLESS);
  s.noise       = g_test_rand_int_range (0, SILT_N_NOISES);

  if (s.noise != SILT_NOISE_TORCH)
    {
      s.noise_x   = g_test_rand_int_range (0, SILT_MAX_SIZE + 1);
      s.noise_y   = g_test_rand_int_range (0, 2);
    }

  if (s.sampler != SILT_SAMPLER_PNDM)
    s.start     = g_test_rand_int_range (-1, 1000);

  if (s.sampler == SILT_SAMPLER_DDPM)
    {
      s.resample = g_test_rand_int_range (2, SILT_MAX_RESAMPLE + 1);
      s.jump     = g_test_rand_int_range (1, 1000);
    }

  if (g_test_rand_bit ())
    {
      s.sigma        = g_test_rand_double_range (0.01, 200.0);
      s.gray         = g_test_rand_bit () != 0;
      s.keep_texture = g_test_rand_bit () != 0;
    }

  if (g_test_rand_bit ())
    {
      s.steps = s.n_timesteps = g_test_rand_int_range (1, SILT_MAX_TIMESTEPS);
      for (i = 0; i < s.n_timesteps; i++)
        s.timesteps[i] = 999 - 9 * i;
    }

  return s;
}

static void
test_round_trip (void)
{
  SiltModel *model = open_model (TEXTURE);
  gint       i;

  for (i = 0; i < 200; i++)
    {
      SiltSettings      settings = random_settings (model);
      g_autofree gchar *json     = NULL;
      SiltSettings      back;
      GError           *error    = NULL;

      json = silt_settings_to_json (&settings, i % SILT_N_VERBS, model);
      silt_settings_init (&back, model);
      g_assert_true (silt_settings_from_json (&back, model, json, &error));
      g_assert_no_error (error);
      assert_equal (&back, &settings);
    }

  silt_model_unref (model);
}

/* The words that a reader of the PNG will rely on. */
static void
test_json (void)
{
  SiltModel        *model = open_model (TEXTURE);
  g_autofree gchar *json  = NULL;
  SiltSettings      s;

  silt_settings_init (&s, model);
  s.class_index = 1;
  s.seed        = G_MAXINT64;
  s.eta         = 0.1;
  s.seamless    = SILT_SEAMLESS_XY;
  json = silt_settings_to_json (&s, SILT_VERB_FILL, model);

  g_assert_cmpstr (json, ==,
                   "{\"silt\":\"" SILT_VERSION "\","
                   "\"verb\":\"fill\",\"model\":\"texture\","
                   "\"class\":\"brick\",\"width\":512,\"height\":512,"
                   "\"seed\":9223372036854775807,\"steps\":20,"
                   "\"sampler\":\"dpmpp-2m\",\"spacing\":\"trailing\","
                   "\"timesteps\":[],"
                   "\"variance\":\"fixed-small\","
                   "\"eta\":0.10000000000000001,\"guidance\":1.0,"
                   "\"seamless\":\"xy\",\"noise\":\"even\"}");

  silt_model_unref (model);
}

/* Keys that are missing leave their fields as they are, and threads is none
 * of them. */
/* What is drawn is of another size than the picture. */
static void
test_feature_scale (void)
{
  SiltModel    *model = open_model (TEXTURE);
  SiltSettings  defaults;

  silt_settings_init (&defaults, model);

  GOOD (feature_scale, 0.25)
  GOOD (feature_scale, 4.0)
  BAD (feature_scale, 0.24, "feature_scale|0.25|4|found 0.24")
  BAD (feature_scale, 4.01, "feature_scale|found 4.01")
  BAD (feature_scale, NAN,  "feature_scale|nan")

  defaults.width  = 2048;
  defaults.height = 1;
  GOOD (feature_scale, 0.25)
  BAD (feature_scale, 4.0, "feature_scale|8192|found 4|512 x 0")
  defaults.width  = 2049;
  BAD (feature_scale, 0.25, "feature_scale|8192|found 0.25|8196 x 4")
  GOOD (feature_scale, 1.0)

  silt_model_unref (model);
}

static void
test_colors (void)
{
  SiltModel    *model = open_model (TEXTURE);
  SiltSettings  defaults;

  silt_settings_init (&defaults, model);

  BAD (colors.match,  SILT_N_COLOR_MATCHES, "color_match|0|2|found 3")
  BAD (colors.amount, 1.5, "color_amount|0|1|found 1.5")
  BAD (colors.amount, NAN, "color_amount|nan")

  /* What is not matched does not matter. */
  GOOD (colors.two[5], 2.0)
  defaults.colors.match = SILT_COLOR_MATCH_TWO;
  GOOD (colors.mean[0], NAN)
  BAD (colors.two[5], 2.0, "colors|0|1|found 2")
  BAD (colors.two[0], NAN, "colors|nan")
  defaults.colors.match = SILT_COLOR_MATCH_PICTURE;
  GOOD (colors.two[5], 2.0)
  BAD (colors.mean[2], 300.0, "color_mean|-128|128|found 300")
  BAD (colors.covariance[5], INFINITY, "color_covariance|found inf")

  silt_model_unref (model);
}

static void
expect_round_trip (SiltModel          *model,
                   const SiltSettings *settings,
                   const gchar        *words)
{
  g_autofree gchar   *json  = silt_settings_to_json (settings,
                                                     SILT_VERB_GENERATE, model);
  g_autofree gchar   *again = NULL;
  g_autoptr (GError)  error = NULL;
  SiltSettings        read;

  silt_settings_init (&read, model);
  silt_settings_from_json (&read, model, json, &error);
  g_assert_no_error (error);
  again = silt_settings_to_json (&read, SILT_VERB_GENERATE, model);
  g_assert_cmpstr (again, ==, json);
  if (! strstr (json, words))
    g_error ("%s does not say %s", json, words);
}

static void
test_colors_json (void)
{
  SiltModel    *model = open_model (TEXTURE);
  SiltSettings  s;
  GError       *error = NULL;

  silt_settings_init (&s, model);
  s.feature_scale = 1.5;
  expect_round_trip (model, &s, "\"feature_scale\":1.5,\"noise\"");

  s.colors = (SiltColors) { SILT_COLOR_MATCH_TWO, 0.5,
                            { 0.0, 0.25, 0.5, 0.75, 1.0, 0.125 } };
  expect_round_trip (model, &s, "\"color_match\":\"two\","
                                "\"color_amount\":0.5,\"colors\":"
                                "[0.0,0.25,0.5,0.75,1.0,0.125],");

  s.colors = (SiltColors) { SILT_COLOR_MATCH_PICTURE, 1.0, { 0.0 },
                            { 50.0, -8.0, 16.5 },
                            { 9.0, 1.0, 2.0, 8.0, 3.0, 7.0 } };
  expect_round_trip (model, &s, "\"color_match\":\"picture\","
                                "\"color_amount\":1.0,\"color_mean\":"
                                "[50.0,-8.0,16.5],\"color_covariance\":"
                                "[9.0,1.0,2.0,8.0,3.0,7.0],");

  g_assert_false (silt_settings_from_json (&s, model, "{\"colors\":[1,2,3]}",
                                           &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "expected 6 numbers, found 3"));
  g_error_free (error);

  silt_model_unref (model);
}

static void
test_json_partial (void)
{
  SiltModel    *model    = open_model (TEXTURE);
  SiltSettings  settings = random_settings (model);
  SiltSettings  expected;
  GError       *error    = NULL;

  settings.threads = 3;
  expected         = settings;

  g_assert_true (silt_settings_from_json (&settings, model, "{}", &error));
  assert_equal (&settings, &expected);

  expected.width       = 77;
  expected.class_index = -1;
  expected.guidance    = 2.0;
  g_assert_true (silt_settings_from_json (
                   &settings, model,
                   "{\"width\": 77, \"class\": \"\", \"guidance\": 2, "
                   "\"threads\": 9, \"colour\": [1]}", &error));
  g_assert_no_error (error);
  assert_equal (&settings, &expected);

  silt_model_unref (model);
}

static void
test_json_faults (void)
{
  const struct
  {
    const gchar *json;
    gint         code;
    const gchar *word;   /* in the message */
  }
  faults[] =
  {
    { "",                              SILT_ERROR_FORMAT,   "settings"   },
    { "[]",                            SILT_ERROR_FORMAT,   "settings"   },
    { "12",                            SILT_ERROR_FORMAT,   "settings"   },
    { "{\"width\": 12",                SILT_ERROR_FORMAT,   "settings"   },
    { "{\"width\": 1, \"width\": 2}",  SILT_ERROR_FORMAT,   "width"      },
    { "{\"width\": \"wide\"}",         SILT_ERROR_ARGUMENT, "width"      },
    { "{\"width\": 0}",                SILT_ERROR_ARGUMENT, "width"      },
    { "{\"width\": 4294967297}",       SILT_ERROR_ARGUMENT, "width"      },
    { "{\"height\": 12.5}",            SILT_ERROR_ARGUMENT, "height"     },
    { "{\"height\": 100000}",          SILT_ERROR_ARGUMENT, "height"     },
    { "{\"seed\": -1}",                SILT_ERROR_ARGUMENT, "seed"       },
    { "{\"seed\": 1e300}",             SILT_ERROR_ARGUMENT, "seed"       },
    { "{\"steps\": 1001}",             SILT_ERROR_ARGUMENT, "steps"      },
    { "{\"class\": \"cheese\"}",       SILT_ERROR_ARGUMENT, "brick"      },
    { "{\"class\": 3}",                SILT_ERROR_ARGUMENT, "class"      },
    { "{\"sampler\": \"euclid\"}",     SILT_ERROR_ARGUMENT, "dpmpp-2m"   },
    { "{\"spacing\": \"tight\"}",      SILT_ERROR_ARGUMENT, "linspace"   },
    { "{\"start\": 1000}",              SILT_ERROR_ARGUMENT, "start"      },
    { "{\"sigma\": -1}",                SILT_ERROR_ARGUMENT, "sigma"      },
    { "{\"sigma\": 1, \"gray\": 1}",   SILT_ERROR_ARGUMENT, "gray"       },
    { "{\"start\": 4.5}",               SILT_ERROR_ARGUMENT, "start"      },
    { "{\"variance\": \"learned\"}",   SILT_ERROR_ARGUMENT, "variance"   },
    { "{\"variance\": \"large\"}",     SILT_ERROR_ARGUMENT, "fixed-large" },
    { "{\"eta\": NaN}",                SILT_ERROR_ARGUMENT, "eta"        },
    { "{\"eta\": 1.5}",                SILT_ERROR_ARGUMENT, "eta"        },
    { "{\"guidance\": Infinity}",      SILT_ERROR_ARGUMENT, "guidance"   },
    { "{\"guidance\": 31}",            SILT_ERROR_ARGUMENT, "guidance"   },
    { "{\"seamless\": \"z\"}",         SILT_ERROR_ARGUMENT, "xy"         },
    { "{\"noise\": \"white\"}",        SILT_ERROR_ARGUMENT, "philox"     }
  };
  SiltModel *model = open_model (TEXTURE);
  gsize      i;

  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      SiltSettings       settings = random_settings (model);
      const SiltSettings before   = settings;
      GError            *error    = NULL;

      g_test_message ("%s", faults[i].json);
      g_assert_false (silt_settings_from_json (&settings, model,
                                               faults[i].json, &error));
      g_assert_error (error, SILT_ERROR, faults[i].code);
      g_assert_nonnull (strstr (error->message, faults[i].word));
      assert_equal (&settings, &before);
      g_error_free (error);
    }

  silt_model_unref (model);
}

static void
test_subject (void)
{
  SiltModel *model = open_model (TEXTURE);
  gint       i;

  for (i = 0; i < SILT_N_VERBS; i++)
    {
      SiltSettings      settings = random_settings (model);
      g_autofree gchar *json     = NULL;
      g_autofree gchar *name     = NULL;
      SiltVerb          verb;
      GError           *error    = NULL;

      json = silt_settings_to_json (&settings, i, model);
      g_assert_true (silt_settings_subject (json, &verb, &name, &error));
      g_assert_no_error (error);
      g_assert_cmpint (verb, ==, i);
      g_assert_cmpstr (name, ==, "texture");
    }

  silt_model_unref (model);
}

static void
test_subject_faults (void)
{
  const struct
  {
    const gchar *version;
    const gchar *verb;
    const gchar *model;
    const gchar *words[2];   /* in the message */
  }
  faults[] =
  {
    { "\"0.1.1\"", "\"fill\"", "\"texture\"", { "\"silt\": ", SILT_VERSION } },
    { "\"0.2.0\"", "\"fill\"", "\"texture\"", { "\"silt\": ", "0.2.0" }    },
    { "\"1.0.0\"", "\"fill\"", "\"texture\"", { "\"silt\": ", "earlier" }  },
    { "\"1.0\"",   "\"fill\"", "\"texture\"", { "\"silt\": ", "version" }  },
    { "\"a.b.c\"", "\"fill\"", "\"texture\"", { "\"silt\": ", "a.b.c" }    },
    { "1",         "\"fill\"", "\"texture\"", { "\"silt\": ", "string" }   },
    { "null",      "\"fill\"", "\"texture\"", { "\"silt\": ", "version" }  },
    { "\"0.1.0\"", "\"bake\"", "\"texture\"", { "\"verb\": ", "fill" }     },
    { "\"0.1.0\"", "null",     "\"texture\"", { "\"verb\": ", "none" }     },
    { "\"0.1.0\"", "\"fill\"", "null",        { "\"model\": ", "name" }    },
    { "\"0.1.0\"", "\"fill\"", "\"../x\"",    { "\"model\": ", "../x" }    },
    { "\"0.1.0\"", "\"fill\"", "\"..\"",      { "\"model\": ", "name" }    },
    { "\"0.1.0\"", "\"fill\"", "[]",          { "\"model\": ", "string" }  }
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree gchar *json  = NULL;
      gchar            *name  = NULL;
      SiltVerb          verb;
      GError           *error = NULL;

      json = g_strdup_printf ("{\"silt\": %s, \"verb\": %s, \"model\": %s}",
                              faults[i].version, faults[i].verb,
                              faults[i].model);

      g_test_message ("%s", json);
      g_assert_false (silt_settings_subject (json, &verb, &name, &error));
      g_assert_error (error, SILT_ERROR, SILT_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, faults[i].words[0]));
      g_assert_nonnull (strstr (error->message, faults[i].words[1]));
      g_assert_null (name);
      g_error_free (error);
    }
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/settings/names", test_names);
  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/ranges", test_ranges);
  g_test_add_func ("/settings/resample", test_resample);
  g_test_add_func ("/settings/abilities", test_abilities);
  g_test_add_func ("/settings/json", test_json);
  g_test_add_func ("/settings/round-trip", test_round_trip);
  g_test_add_func ("/settings/feature-scale", test_feature_scale);
  g_test_add_func ("/settings/colors", test_colors);
  g_test_add_func ("/settings/colors-json", test_colors_json);
  g_test_add_func ("/settings/json-partial", test_json_partial);
  g_test_add_func ("/settings/json-faults", test_json_faults);
  g_test_add_func ("/settings/subject", test_subject);
  g_test_add_func ("/settings/subject-faults", test_subject_faults);

  return g_test_run ();
}
