/* Silt: tests of the silt command, from outside
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

#include <png.h>

#include "command.h"

/* The text "silt:settings" of a PNG. */
static gchar *
read_settings (Fixture     *fixture,
               const gchar *name)
{
  g_autofree gchar *path = path_in (fixture, name);
  png_structp       png  = png_create_read_struct (PNG_LIBPNG_VER_STRING,
                                                   NULL, NULL, NULL);
  png_infop         info = png_create_info_struct (png);
  FILE             *file = g_fopen (path, "rb");
  gchar            *text = NULL;
  png_textp         texts;
  gint              n_texts;

  g_assert_nonnull (file);
  png_init_io (png, file);
  png_read_info (png, info);
  png_get_text (png, info, &texts, &n_texts);
  while (n_texts--)
    if (g_str_equal (texts[n_texts].key, "silt:settings"))
      text = g_strdup (texts[n_texts].text);

  png_destroy_read_struct (&png, &info, NULL);
  fclose (file);

  return text;
}

static void
test_help (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpint (run (fixture, "--version"), ==, 0);
  g_assert_cmpstr (fixture->out, ==, "silt " SILT_VERSION "\n");

  g_assert_cmpint (run (fixture, "--help"), ==, 0);
  expect (fixture->out, "Usage:|silt [OPTION|generate|info");

  g_assert_cmpint (run (fixture, "info --help"), ==, 0);
  expect (fixture->out, "silt info [OPTION|MODEL");

  g_assert_cmpint (run (fixture, "generate --help"), ==, 0);
  expect (fixture->out, "silt generate [OPTION|--model|--class|--size|--seed|"
                        "--steps|--sampler|--spacing|--eta|--variance|"
                        "--guidance|--seamless|--noise|--threads|--output|-o|"
                        "--memory-budget");
}

static void
test_info (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpint (run (fixture, "info texture"), ==, 0);
  expect (fixture->out,
          "texture|/weights/texture\n|GPL-3.0-only|SiltUNet2DModel|million|"
          "v_prediction|1000|8 pixels|guidance     yes|19:|bark,|wood\n|"
          "512 x 512    20 calls of dpmpp-2m");
  g_assert_cmpstr (fixture->err, ==, "");
}

static void
test_usage (Fixture       *fixture,
            gconstpointer  data)
{
  const gchar *sizes[] = { "", "0", "much", "-1GB", "1XB", "1GBB", "1kiBB",
                           "1e30TB", "MB", "nan" };
  gsize        i;

  expect_failure (fixture, "", 2, "generate|info|--help");
  expect_failure (fixture, "paint", 2, "paint|generate|info");
  expect_failure (fixture, "--nonsense", 2, "--nonsense");
  expect_failure (fixture, "info", 2, "one model");
  expect_failure (fixture, "info a b", 2, "one model");
  expect_failure (fixture, "info texture --nonsense", 2, "--nonsense");
  expect_failure (fixture, "generate", 2, "-o FILE");
  expect_failure (fixture, "generate -o", 2, "-o");
  expect_failure (fixture, "generate -o a.png b.png", 2, "b.png");
  expect_failure (fixture, "generate -o a.png --nonsense", 2, "--nonsense");
  expect_failure (fixture, "generate -o a.png --size 64", 2, "--size|\"64\"");
  expect_failure (fixture, "generate -o a.png --size 64x", 2, "--size");
  expect_failure (fixture, "generate -o a.png --size 64x64x3", 2, "--size");
  expect_failure (fixture, "generate -o a.png --size axb", 2, "--size|axb");
  expect_failure (fixture, "generate -o a.png --size 64x99999999999", 2,
                  "--size");
  expect_failure (fixture, "generate -o a.png --seed one", 2, "--seed|one");
  expect_failure (fixture, "generate -o a.png --seed 9223372036854775808", 2,
                  "--seed");
  expect_failure (fixture, "generate -o a.png --seed ''", 2, "--seed");
  expect_failure (fixture, "generate -o a.png --steps 2.5", 2, "--steps|2.5");
  expect_failure (fixture, "generate -o a.png --threads many", 2, "--threads");
  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree gchar *line = g_strdup_printf (
        "generate -o a.png --memory-budget '%s'", sizes[i]);

      expect_failure (fixture, line, 2, "--memory-budget|500MB|2GiB");
    }
  expect_failure (fixture, "generate -o a.png --eta 0,5", 2, "--eta|0,5");
  expect_failure (fixture, "generate -o a.png --guidance ''", 2, "--guidance");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  expect_failure (fixture, "generate -o a.png --size 0x64", 1, "width|found 0");
  expect_failure (fixture, "generate -o a.png --size 64x0", 1,
                  "height|found 0");
  expect_failure (fixture, "generate -o a.png --size 100000x100000", 1,
                  "width|16384|100000");
  expect_failure (fixture, "generate -o a.png --size -8x8", 1, "width|-8");
  expect_failure (fixture, "generate -o a.png --memory-budget 10MB", 1,
                  "512 x 512|at least|may take 10.0");
  expect_failure (fixture, "generate -o a.png --seed -1", 1, "seed|-1");
  expect_failure (fixture, "generate -o a.png --steps 0", 1, "steps|1000");
  expect_failure (fixture, "generate -o a.png --steps 1001", 1, "steps|1001");
  expect_failure (fixture, "generate -o a.png --class cheese", 1,
                  "cheese|bark|brick|wood");
  expect_failure (fixture, "generate -o a.png --class 19", 1, "19|bark");
  expect_failure (fixture, "generate -o a.png --sampler euclid", 1,
                  "sampler|euclid|ddpm|ddim|dpmpp-2m");
  expect_failure (fixture, "generate -o a.png --spacing wide", 1,
                  "spacing|wide|leading|trailing|linspace");
  expect_failure (fixture, "generate -o a.png --variance learned", 1,
                  "variance|learned|texture");
  expect_failure (fixture, "generate -o a.png --variance none", 1,
                  "variance|fixed-small");
  expect_failure (fixture, "generate -o a.png --eta 1.5", 1, "eta|1.5");
  expect_failure (fixture, "generate -o a.png --eta nan", 1, "eta|nan");
  expect_failure (fixture, "generate -o a.png --guidance 31", 1,
                  "guidance|30|31");
  expect_failure (fixture, "generate -o a.png --guidance inf", 1,
                  "guidance|inf");
  expect_failure (fixture, "generate -o a.png --seamless z", 1,
                  "seamless|xy");
  expect_failure (fixture, "generate -o a.png --noise white", 1,
                  "noise|philox|torch|even");
  expect_failure (fixture, "generate -o a.png --threads 257", 1,
                  "threads|256|257");
  expect_failure (fixture, "generate -o a.png --threads -1", 1, "threads|-1");
  expect_failure (fixture, "generate -o a.jpg", 1, "a.jpg|.png");
  expect_failure (fixture, "generate -o a", 1, ".png");
  expect_failure (fixture, "generate -o missing/a.png", 1, "missing");
  expect_failure (fixture, "generate -o 'a\nb.jpg'", 1, ".jpg");
}

/* A copy of the file `name` of the texture model, of its first `length`
 * bytes only unless that is -1. */
static void
copy_file (Fixture     *fixture,
           const gchar *name,
           gssize       length)
{
  g_autofree gchar *source = g_test_build_filename (G_TEST_DIST, "..",
                                                    "weights", "texture", name,
                                                    NULL);
  g_autofree gchar *text   = NULL;
  gsize             size;

  g_assert_true (g_file_get_contents (source, &text, &size, NULL));
  write_file (fixture, name, text, length < 0 ? (gssize) size : length);
}

static void
make_folder (Fixture     *fixture,
             const gchar *name)
{
  g_autofree gchar *path = path_in (fixture, name);

  g_assert_cmpint (g_mkdir (path, 0777), ==, 0);
}

#define WEIGHTS "unet/diffusion_pytorch_model.safetensors"

static void
test_bad_models (Fixture       *fixture,
                 gconstpointer  data)
{
  expect_failure (fixture, "info no-such-model", 1,
                  "no-such-model|weights|silt/models");
  expect_failure (fixture, "generate -m no-such-model -o a.png", 1,
                  "no-such-model");
  expect_failure (fixture, "info ./no-such-folder", 1, "no-such-folder");
  expect_failure (fixture, "info .", 1, "config.json");

  make_folder (fixture, "unet");
  make_folder (fixture, "scheduler");
  copy_file (fixture, "model_index.json", -1);
  copy_file (fixture, "unet/config.json", -1);
  copy_file (fixture, "scheduler/scheduler_config.json", -1);
  expect_failure (fixture, "info .", 1, "diffusion_pytorch_model");

  copy_file (fixture, WEIGHTS, 100000);
  expect_failure (fixture, "generate -m . -o a.png", 1, WEIGHTS);
  copy_file (fixture, WEIGHTS, 0);
  expect_failure (fixture, "generate -m . -o a.png", 1, WEIGHTS);

  copy_file (fixture, WEIGHTS, -1);
  write_file (fixture, "unet/config.json",
              "{\"_class_name\": \"UNet2DConditionModel\"}", -1);
  expect_failure (fixture, "generate -m . -o a.png", 1,
                  "UNet2DConditionModel|pixel-space");
  write_file (fixture, "unet/config.json", "{\"_class_name\": ", -1);
  expect_failure (fixture, "generate -m . -o a.png", 1, "config.json");

  delete (fixture, WEIGHTS);
  delete (fixture, "unet/config.json");
  delete (fixture, "scheduler/scheduler_config.json");
  delete (fixture, "model_index.json");
  delete (fixture, "scheduler");
  delete (fixture, "unet");
}

static void
test_same_bytes (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree gchar *line = NULL;
  const gchar      *seed;

  g_assert_cmpint (run (fixture, "generate --class sand --size 72x40 --steps 3 "
                                 "--seed 5 --threads 1 -o one.png"), ==, 0);
  g_assert_cmpint (run (fixture, "generate --class sand --size 72x40 --steps 3 "
                                 "--seed 5 --threads 2 -o two.png"), ==, 0);
  expect_same (fixture, "one.png", "two.png");

  /* A seed that nobody chose is told, and gives the same again. */
  g_assert_cmpint (run (fixture, "generate --size 16x16 --steps 1 "
                                 "-o one.png"), ==, 0);
  seed = strstr (fixture->out, "seed ");
  g_assert_nonnull (seed);
  line = g_strdup_printf ("generate --size 16x16 --steps 1 --seed %"
                          G_GINT64_FORMAT " -o two.png",
                          g_ascii_strtoll (seed + strlen ("seed "), NULL, 10));
  g_assert_cmpint (run (fixture, line), ==, 0);
  expect_same (fixture, "one.png", "two.png");

  delete (fixture, "one.png");
  delete (fixture, "two.png");
}

/* All options arrive, and are in the file. */
static void
test_settings (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree gchar *text = NULL;

  g_assert_cmpint (run (fixture,
                        "generate -m texture --class 1 --size 24x16 "
                        "--seed 9223372036854775807 --steps 2 --sampler ddim "
                        "--spacing linspace --eta 0.25 --variance fixed-large "
                        "--guidance 1.5 --seamless x --noise torch "
                        "--threads 1 -o a.png"), ==, 0);
  g_assert_cmpstr (fixture->err, ==, "");
  expect (fixture->out,
          "a.png: brick, 24 x 16, seed 9223372036854775807, 2 calls of ddim");

  text = read_settings (fixture, "a.png");
  g_assert_cmpstr (text, ==,
                   "{\"silt\":\"" SILT_VERSION "\","
                   "\"verb\":\"generate\",\"model\":\"texture\","
                   "\"class\":\"brick\",\"width\":24,\"height\":16,"
                   "\"seed\":9223372036854775807,\"steps\":2,"
                   "\"sampler\":\"ddim\",\"spacing\":\"linspace\",\"timesteps\":[],"
                   "\"variance\":\"fixed-large\",\"eta\":0.25,"
                   "\"guidance\":1.5,\"seamless\":\"x\",\"noise\":\"torch\"}");

  delete (fixture, "a.png");
}

/* Two colours, or those of a picture, which is measured and not named. */
static void
test_colors (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree gchar *text = NULL;

  g_assert_cmpint (run (fixture, "generate --size 24x16 --steps 1 --seed 1 "
                                 "--feature-scale 2 --colors '#ff00FF,#000000' "
                                 "--color-amount 0.5 -o a.png"), ==, 0);
  text = read_settings (fixture, "a.png");
  expect (text, "\"feature_scale\":2.0,\"color_match\":\"two\","
                "\"color_amount\":0.5,\"colors\":[1.0,0.0,1.0,0.0,0.0,0.0]");
  g_clear_pointer (&text, g_free);

  g_assert_cmpint (run (fixture, "generate --size 24x16 --steps 1 --seed 1 "
                                 "--color-match a.png -o b.png"), ==, 0);
  text = read_settings (fixture, "b.png");
  expect (text, "\"color_match\":\"picture\",\"color_amount\":1.0,"
                "\"color_mean\":[");

  expect_failure (fixture, "generate --colors red,blue -o c.png", 2,
                  "#402000,#ffe0a0");
  expect_failure (fixture, "generate --colors '#ffffff' -o c.png", 2,
                  "#ffffff");
  expect_failure (fixture, "generate --colors '#ffffff,#1234567' -o c.png", 2,
                  "#1234567");
  expect_failure (fixture, "generate --color-amount 1 -o c.png", 2,
                  "--color-match");
  expect_failure (fixture, "generate --colors '#ffffff,#000000' "
                           "--color-match a.png -o c.png", 2, "both");
  expect_failure (fixture, "generate --color-match no.png -o c.png", 1,
                  "no.png");
  expect_failure (fixture, "generate --feature-scale 5 -o c.png", 1,
                  "feature_scale");

  delete (fixture, "a.png");
  delete (fixture, "b.png");
}

/* The size of a PFM is known to the byte. */
static void
test_pfm (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree gchar *text = NULL;
  gsize             length;

  g_assert_cmpint (run (fixture, "generate --size 20x12 --steps 1 "
                                 "--output=a.pfm"), ==, 0);
  text = read_file (fixture, "a.pfm", &length);
  g_assert_cmpuint (length, ==, strlen ("PF\n20 12\n-1.0\n") + 20 * 12 * 12);

  delete (fixture, "a.pfm");
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("help", NULL, test_help);
  ADD ("info", NULL, test_info);
  ADD ("usage", NULL, test_usage);
  ADD ("refused", NULL, test_refused);
  ADD ("bad-models", NULL, test_bad_models);
  ADD ("same-bytes", NULL, test_same_bytes);
  ADD ("settings", NULL, test_settings);
  ADD ("colors", NULL, test_colors);
  ADD ("pfm", NULL, test_pfm);

  return g_test_run ();
}
