/* Silt: tests of removing noise
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

#include "gray.h"
#include "plan.h"

#include <math.h>
#include <string.h>

#include "numbers.h"
#include "shipped-model.h"

#define SIDE 64

typedef struct
{
  SiltModel    *model;
  SiltSettings  settings;
  SiltPicture   clean, noisy, picture;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree gchar  *path  = shipped_model_path ();
  g_autoptr (GError) error = NULL;
  gint               x, y;

  fixture->model = silt_model_open (path, &error);
  g_assert_no_error (error);

  silt_settings_init (&fixture->settings, fixture->model);
  fixture->settings.width  = SIDE;
  fixture->settings.height = SIDE;
  fixture->settings.sigma  = 25.0;

  silt_picture_alloc (&fixture->clean, SIDE, SIDE);
  silt_picture_alloc (&fixture->noisy, SIDE, SIDE);
  silt_picture_alloc (&fixture->picture, SIDE, SIDE);

  for (y = 0; y < SIDE; y++)
    for (x = 0; x < SIDE; x++)
      {
        gfloat *pixel = fixture->clean.data + (y * SIDE + x) * 3;

        pixel[0] = 0.5 + 0.3 * sin (x / 11.0);
        pixel[1] = 0.5 + 0.3 * sin (y / 13.0);
        pixel[2] = 0.4;
        if (data)                                     /* gray */
          pixel[1] = pixel[2] = pixel[0];
      }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  silt_picture_clear (&fixture->clean);
  silt_picture_clear (&fixture->noisy);
  silt_picture_clear (&fixture->picture);
  silt_model_unref (fixture->model);
}

/* Normal, by Box and Muller. */
static gdouble
normal (GRand *rand)
{
  return sqrt (-2.0 * log (1.0 - g_rand_double (rand))) *
         cos (2.0 * G_PI * g_rand_double (rand));
}

static void
add_noise (Fixture  *fixture,
           gboolean  gray)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  gint              i, c;

  for (i = 0; i < SIDE * SIDE; i++)
    {
      gdouble z = normal (rand);

      for (c = 0; c < 3; c++)
        fixture->noisy.data[3 * i + c] = fixture->clean.data[3 * i + c] +
          fixture->settings.sigma / 255.0 * (gray ? z : normal (rand));
    }
}

static void
remove_noise (Fixture        *fixture,
              const SiltMask *mask)
{
  g_autoptr (GError) error = NULL;

  silt_remove_noise (fixture->model, &fixture->settings, &fixture->noisy, mask,
                     &fixture->picture, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* At the noise of a trained timestep, that timestep; in gray, that of the same
 * noise in all directions. */
static void
test_timestep (Fixture       *fixture,
               gconstpointer  data)
{
  ShippedModel       shipped;
  g_autoptr (GError) error = NULL;
  gint               t;

  shipped_model_open (&shipped);

  for (t = 1; t < 900; t += 37)
    {
      gdouble sigma = 127.5 * silt_sigma (shipped.scheduler->schedule, t);

      fixture->settings.sigma = sigma;
      fixture->settings.gray  = FALSE;
      g_assert_cmpfloat_with_epsilon (
        silt_noise_timestep (fixture->model, &fixture->settings, &error), t,
        1e-3);

      fixture->settings.sigma = sigma / sqrt (3.0);
      fixture->settings.gray  = TRUE;
      g_assert_cmpfloat_with_epsilon (
        silt_noise_timestep (fixture->model, &fixture->settings, &error), t,
        1e-3);
    }

  shipped_model_clear (&shipped);
}

/* One call at that level. */
static void
test_plan (Fixture       *fixture,
           gconstpointer  data)
{
  gint                     n;
  g_autofree SiltPlanCall *calls = silt_plan (fixture->model,
                                              &fixture->settings, &n, NULL);

  g_assert_cmpint (n, ==, 1);
  g_assert_cmpfloat_with_epsilon (calls[0].sigma / calls[0].alpha,
                                  2.0 * 25.0 / 255.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (calls[0].sigma * calls[0].sigma +
                                  calls[0].alpha * calls[0].alpha, 1.0, 1e-6);
}

static void
test_mean (Fixture       *fixture,
           gconstpointer  data)
{
  const gboolean gray = data != NULL;
  gdouble        before, mean;
  gint           i;

  fixture->settings.gray = gray;
  add_noise (fixture, gray);
  before = psnr (&fixture->noisy, &fixture->clean);
  remove_noise (fixture, NULL);
  mean   = psnr (&fixture->picture, &fixture->clean);

  g_test_message ("%.1f to %.1f dB", before, mean);
  g_assert_cmpfloat (mean, >, before + 6.0);

  if (gray)
    for (i = 0; i < SIDE * SIDE; i++)
      {
        g_assert_cmpfloat (fixture->picture.data[3 * i], ==,
                           fixture->picture.data[3 * i + 1]);
        g_assert_cmpfloat (fixture->picture.data[3 * i], ==,
                           fixture->picture.data[3 * i + 2]);
      }

  /* A walk from there ends in one of the pictures, not in their mean. */
  fixture->settings.keep_texture = TRUE;
  remove_noise (fixture, NULL);
  g_test_message ("%.1f dB with texture",
                  psnr (&fixture->picture, &fixture->clean));
  g_assert_cmpfloat (psnr (&fixture->picture, &fixture->clean), >, before);
  g_assert_cmpfloat (psnr (&fixture->picture, &fixture->clean), <, mean);
}

/* The model that ships for it, on a picture with an edge. */
static void
test_photo (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree gchar    *path   = g_test_build_filename (G_TEST_DIST, "..",
                                                       "weights", "photo", NULL);
  g_autoptr (GError)   error  = NULL;
  const gint           middle = 3 * SIDE * SIDE / 2;
  const SiltModelInfo *info;
  gdouble              texture;
  gint                 i;

  for (i = 0; i < middle; i++)
    fixture->clean.data[i] *= 0.5;

  add_noise (fixture, FALSE);
  remove_noise (fixture, NULL);
  texture = psnr (&fixture->picture, &fixture->clean);

  silt_model_unref (fixture->model);
  fixture->model = silt_model_open (path, &error);
  g_assert_no_error (error);
  info = silt_model_get_info (fixture->model);
  g_assert_cmpint (info->n_classes, ==, 0);
  g_assert_cmpint (info->reach, >, 0);
  g_assert_cmpstr (info->license, ==, "GPL-3.0-only");

  fixture->settings.class_index = -1;
  remove_noise (fixture, NULL);
  g_test_message ("%.1f dB, and %.1f dB with photo", texture,
                  psnr (&fixture->picture, &fixture->clean));
  g_assert_cmpfloat (psnr (&fixture->picture, &fixture->clean), >, texture);
}

/* Only the noise that makes that of a gray picture white is drawn. */
static void
test_seed (Fixture       *fixture,
           gconstpointer  data)
{
  const gsize bytes = 3 * SIDE * SIDE * sizeof (gfloat);
  gint        gray;

  for (gray = FALSE; gray <= TRUE; gray++)
    {
      g_autofree gfloat *first = NULL;

      fixture->settings.gray = gray;
      fixture->settings.seed = 1;
      add_noise (fixture, gray);
      remove_noise (fixture, NULL);
      first = g_memdup2 (fixture->picture.data, bytes);

      fixture->settings.seed = 2;
      remove_noise (fixture, NULL);
      g_assert_true ((memcmp (first, fixture->picture.data, bytes) != 0) ==
                     gray);
    }
}

/* Told of more noise than there is, it smooths more. */
static void
test_sigma (Fixture       *fixture,
            gconstpointer  data)
{
  gdouble right;

  add_noise (fixture, FALSE);
  remove_noise (fixture, NULL);
  right = psnr (&fixture->picture, &fixture->clean);

  fixture->settings.sigma = 8.0;
  remove_noise (fixture, NULL);
  g_assert_cmpfloat (psnr (&fixture->picture, &fixture->clean), <, right - 3.0);
}

static void
test_ends (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gsize              bytes = 3 * SIDE * SIDE * sizeof (gfloat);

  add_noise (fixture, FALSE);

  fixture->settings.sigma = 0.01;
  g_assert_cmpfloat (silt_noise_timestep (fixture->model, &fixture->settings,
                                          NULL), ==, -1.0);
  remove_noise (fixture, NULL);
  g_assert_cmpmem (fixture->picture.data, bytes, fixture->noisy.data, bytes);

  fixture->settings.sigma = 1e9;
  g_assert_false (silt_remove_noise (fixture->model, &fixture->settings,
                                     &fixture->noisy, NULL, &fixture->picture,
                                     NULL, NULL, NULL, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "sigma: expected at most"));
  g_clear_error (&error);

  fixture->settings.sigma = 0.0;
  g_assert_false (silt_remove_noise (fixture->model, &fixture->settings,
                                     &fixture->noisy, NULL, &fixture->picture,
                                     NULL, NULL, NULL, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_clear_error (&error);

  fixture->settings.sigma = 25.0;
  g_assert_false (silt_generate (fixture->model, &fixture->settings,
                                 &fixture->picture, NULL, NULL, NULL, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
}

/* What is not selected stays, light stays, and noise is no light. */
static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree gfloat *selected = g_new0 (gfloat, SIDE * SIDE);
  SiltMask           mask     = { selected, SIDE, SIDE, SIDE };
  gfloat            *noisy    = fixture->noisy.data;
  gint               i;

  for (i = SIDE; i < SIDE * SIDE; i++)
    selected[i] = 1.0f;

  add_noise (fixture, FALSE);
  noisy[3 * SIDE]     = 9.0f;
  noisy[3 * SIDE + 3] = -0.2f;
  remove_noise (fixture, &mask);

  g_assert_cmpmem (fixture->picture.data, 3 * SIDE * sizeof (gfloat),
                   noisy, 3 * SIDE * sizeof (gfloat));
  g_assert_cmpfloat (fixture->picture.data[3 * SIDE], >, 7.5f);
  g_assert_cmpfloat (fixture->picture.data[3 * SIDE + 3], >=, 0.0f);
}

/* On a torus there is no edge: a picture that is shifted by the network's own
 * multiple loses the same noise, but for the order of sums. */
static void
test_seamless (Fixture       *fixture,
               gconstpointer  data)
{
  const gint          multiple = silt_model_get_info (fixture->model)->multiple;
  const gsize         bytes    = 3 * SIDE * SIDE * sizeof (gfloat);
  g_autofree gfloat  *noisy    = NULL;
  g_autofree gfloat  *want     = g_malloc (bytes);
  gint                i;

  fixture->settings.seamless = SILT_SEAMLESS_XY;
  add_noise (fixture, FALSE);
  noisy = g_memdup2 (fixture->noisy.data, bytes);
  remove_noise (fixture, NULL);

  roll (want, fixture->picture.data, SIDE, SIDE, multiple, 3 * multiple);
  roll (fixture->noisy.data, noisy, SIDE, SIDE, multiple, 3 * multiple);
  remove_noise (fixture, NULL);

  for (i = 0; i < 3 * SIDE * SIDE; i++)
    g_assert_cmpfloat_with_epsilon (fixture->picture.data[i], want[i], 1e-5);
}

/* Covariance of the channels, once it is whitened. */
static void
test_whiten (void)
{
  const gsize        n      = 200000;
  const gdouble      sigma  = sqrt (3.0) * 0.5;
  g_autofree gfloat *canvas = g_new (gfloat, 3 * n);
  g_autofree gfloat *z      = g_new (gfloat, 3 * n);
  g_autoptr (GRand)  rand   = g_rand_new_with_seed (3);
  gsize              i, a, b;

  for (i = 0; i < 3 * n; i++)
    z[i] = normal (rand);
  for (i = 0; i < n; i++)
    canvas[3 * i] = canvas[3 * i + 1] = canvas[3 * i + 2] = 0.5 * normal (rand);

  silt_gray_whiten (canvas, z, n, sigma);

  for (a = 0; a < 3; a++)
    for (b = 0; b < 3; b++)
      {
        gdouble sum = 0.0;

        for (i = 0; i < n; i++)
          sum += canvas[3 * i + a] * canvas[3 * i + b];

        g_assert_cmpfloat_with_epsilon (sum / n, a == b ? sigma * sigma : 0.0,
                                        0.01);
      }
}

#define ADD(path, data, test)                                                \
  g_test_add (path, Fixture, data, set_up, test, tear_down)

/* Of light, so much as could be noise is lost, and the rest comes back. */
static void
test_beyond (Fixture       *fixture,
             gconstpointer  data)
{
  const gfloat  margin = 4.0 * fixture->settings.sigma / 255.0;
  gfloat       *before = fixture->noisy.data;
  gfloat       *after  = fixture->picture.data;
  gfloat        plain[3];

  add_noise (fixture, FALSE);
  before[0] = 1.0f + margin;
  before[1] = -margin;
  before[2] = 0.0f;
  remove_noise (fixture, NULL);
  memcpy (plain, after, sizeof (plain));
  g_assert_cmpfloat (plain[0], <=, 1.0f);
  g_assert_cmpfloat (plain[1], >=, 0.0f);

  before[0] = 3.0f;
  before[1] = -2.0f;
  before[2] = NAN;
  remove_noise (fixture, NULL);
  g_assert_cmpfloat_with_epsilon (after[0], plain[0] + 2.0f - margin, 1e-5);
  g_assert_cmpfloat_with_epsilon (after[1], plain[1] - 2.0f + margin, 1e-5);
  g_assert_cmpfloat_with_epsilon (after[2], plain[2], 1e-6);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remove-noise/whiten", test_whiten);
  ADD ("/remove-noise/timestep", NULL, test_timestep);
  ADD ("/remove-noise/plan", NULL, test_plan);
  ADD ("/remove-noise/mean", NULL, test_mean);
  ADD ("/remove-noise/gray", "gray", test_mean);
  ADD ("/remove-noise/photo", NULL, test_photo);
  ADD ("/remove-noise/seed", NULL, test_seed);
  ADD ("/remove-noise/sigma", NULL, test_sigma);
  ADD ("/remove-noise/ends", NULL, test_ends);
  ADD ("/remove-noise/kept", NULL, test_kept);
  ADD ("/remove-noise/seamless", NULL, test_seamless);
  ADD ("/remove-noise/beyond", NULL, test_beyond);

  return g_test_run ();
}
