/* Silt: tests of re-imagining and filling
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

#include "range.h"

#include <math.h>
#include <string.h>

#include "shipped-model.h"

#define SIDE 48

typedef struct
{
  SiltModel    *model;
  SiltSettings  settings;
  SiltPicture   source, picture;
  SiltMask      mask;
} Fixture;

/* A smooth picture, and a mask whose middle is selected, with a soft edge. */
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
  fixture->settings.width   = SIDE;
  fixture->settings.height  = SIDE - 5;
  fixture->settings.steps   = 10;
  fixture->settings.seed    = 7;
  fixture->settings.start   = 400;

  silt_picture_alloc (&fixture->source, SIDE, SIDE - 5);
  silt_picture_alloc (&fixture->picture, SIDE, SIDE - 5);
  fixture->mask = (SiltMask) { g_new0 (gfloat, SIDE * SIDE), SIDE, SIDE - 5,
                               SIDE };

  for (y = 0; y < SIDE - 5; y++)
    for (x = 0; x < SIDE; x++)
      {
        gfloat *pixel = fixture->source.data + (y * SIDE + x) * 3;

        pixel[0] = 0.5 + 0.4 * sin (x / 7.0);
        pixel[1] = 0.5 + 0.4 * sin (y / 9.0);
        pixel[2] = 0.3;
        fixture->mask.data[y * SIDE + x] = CLAMP ((x - 16) / 4.0, 0.0, 1.0);
      }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_free (fixture->mask.data);
  silt_picture_clear (&fixture->source);
  silt_picture_clear (&fixture->picture);
  silt_model_unref (fixture->model);
}

static void
reimagine (Fixture        *fixture,
           const SiltMask *mask)
{
  g_autoptr (GError) error = NULL;

  silt_reimagine (fixture->model, &fixture->settings, &fixture->source, mask,
                  &fixture->picture, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Peak signal to noise ratio of the picture to its source, dB. */
static gdouble
psnr (const Fixture *fixture)
{
  gsize   n   = 3 * (gsize) SIDE * (SIDE - 5);
  gdouble sum = 0.0;
  gsize   i;

  for (i = 0; i < n; i++)
    {
      gdouble d = fixture->picture.data[i] - fixture->source.data[i];

      sum += d * d;
    }

  return -10.0 * log10 (sum / n);
}

static void
test_start_is_strength (Fixture       *fixture,
                        gconstpointer  data)
{
  const gint starts[] = { 0, 20, 100, 300, 600, 999 };
  gdouble    before   = G_MAXDOUBLE;
  gsize      i;

  for (i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      fixture->settings.start = starts[i];
      reimagine (fixture, NULL);
      g_test_message ("start %d: %.1f dB", starts[i], psnr (fixture));
      g_assert_cmpfloat (psnr (fixture), <, before);
      before = psnr (fixture);
    }

  /* Next to nothing, and next to everything. */
  fixture->settings.start = 0;
  reimagine (fixture, NULL);
  g_assert_cmpfloat (psnr (fixture), >, 35.0);
  g_assert_cmpfloat (before, <, 15.0);
}

/* How far a picture is taken depends neither on the sampler nor on the number
 * of its steps. */
static void
test_samplers_agree (Fixture       *fixture,
                     gconstpointer  data)
{
  const SiltSampler samplers[] = { SILT_SAMPLER_DDIM, SILT_SAMPLER_DPMPP_2M,
                                   SILT_SAMPLER_EULER, SILT_SAMPLER_UNIPC,
                                   SILT_SAMPLER_MODEL };
  const gint        steps[]    = { 10, 25 };
  gdouble           least      = G_MAXDOUBLE;
  gdouble           most       = 0.0;
  gsize             i, k;

  for (i = 0; i < G_N_ELEMENTS (samplers); i++)
    for (k = 0; k < G_N_ELEMENTS (steps); k++)
      {
        fixture->settings.sampler = samplers[i];
        fixture->settings.steps   = steps[k];
        reimagine (fixture, NULL);
        least = MIN (least, psnr (fixture));
        most  = MAX (most, psnr (fixture));
      }

  g_test_message ("%.2f to %.2f dB", least, most);
  g_assert_cmpfloat (most - least, <, 1.0);
}

/* Every sampler that can begin in the middle holds on to the source, in what it
 * passes to the progress too, and however often it walks; the edge of the
 * selection is the model's own. */
static void
check_held (const SiltProgress *progress,
            gpointer            data)
{
  const Fixture *fixture = data;
  gint           x, y, c;

  for (y = 0; y < SIDE - 5; y++)
    for (x = 0; x <= 16; x++)
      for (c = 0; c < 3; c++)
        g_assert_cmpfloat_with_epsilon (
          progress->picture->data[(y * SIDE + x) * 3 + c],
          fixture->source.data[(y * SIDE + x) * 3 + c], 1e-6);
}

static void
test_mask (Fixture       *fixture,
           gconstpointer  data)
{
  const gboolean     fill  = data != NULL;
  g_autoptr (GError) error = NULL;
  gint               sampler, x, y;

  for (sampler = 0; sampler < SILT_N_SAMPLERS; sampler++)
    {
      if (sampler == SILT_SAMPLER_PNDM || sampler == SILT_SAMPLER_CONSISTENCY)
        continue;

      fixture->settings.sampler  = sampler;
      fixture->settings.start    = fill ? -1 : 400;
      fixture->settings.resample = fill && sampler == SILT_SAMPLER_DDPM ? 2 : 1;
      (fill ? silt_fill : silt_reimagine) (fixture->model, &fixture->settings,
                                           &fixture->source, &fixture->mask,
                                           &fixture->picture, check_held,
                                           fixture, NULL, &error);
      g_assert_no_error (error);

      for (y = 0; y < SIDE - 5; y++)
        for (x = 0; x < SIDE; x++)
          {
            gsize    at   = (y * SIDE + x) * 3;
            gboolean same = memcmp (fixture->picture.data + at,
                                    fixture->source.data + at,
                                    3 * sizeof (gfloat)) == 0;

            g_assert_true (same == (x <= 16));
          }
    }
}

static void
test_blend (Fixture       *fixture,
            gconstpointer  data)
{
  gfloat ours;

  reimagine (fixture, &fixture->mask);
  ours = fixture->picture.data[18 * 3];
  silt_picture_blend (&fixture->picture, &fixture->source, &fixture->mask);

  g_assert_cmpfloat_with_epsilon (fixture->picture.data[18 * 3],
                                  0.5f * (ours + fixture->source.data[18 * 3]),
                                  1e-6);
  g_assert_cmpfloat (fixture->picture.data[0], ==, fixture->source.data[0]);

  /* What is no number selects nothing. */
  fixture->mask.data[40] = NAN;
  silt_picture_blend (&fixture->picture, &fixture->source, &fixture->mask);
  g_assert_cmpfloat (fixture->picture.data[40 * 3], ==,
                     fixture->source.data[40 * 3]);
}

/* What no network can answer comes back all the same. */
static void
test_beyond (Fixture       *fixture,
             gconstpointer  data)
{
  gfloat *before = fixture->source.data;
  gfloat  plain[3];

  before[0] = 1.0f;
  before[1] = 0.0f;
  before[2] = 0.0f;
  reimagine (fixture, NULL);
  memcpy (plain, fixture->picture.data, sizeof (plain));

  before[0] = 7.5f;
  before[1] = -2.0f;
  before[2] = NAN;
  reimagine (fixture, NULL);

  g_assert_cmpfloat_with_epsilon (fixture->picture.data[0], plain[0] + 6.5f,
                                  1e-5);
  g_assert_cmpfloat_with_epsilon (fixture->picture.data[1], plain[1] - 2.0f,
                                  1e-5);
  g_assert_cmpfloat_with_epsilon (fixture->picture.data[2], plain[2], 1e-6);
}

static void
test_same_bytes (Fixture       *fixture,
                 gconstpointer  data)
{
  gsize              bytes = 3 * SIDE * (SIDE - 5) * sizeof (gfloat);
  g_autofree gfloat *one   = NULL;
  gint               threads;

  fixture->settings.threads = 1;
  reimagine (fixture, &fixture->mask);
  one = g_memdup2 (fixture->picture.data, bytes);

  for (threads = 2; threads <= 3; threads++)
    {
      fixture->settings.threads = threads;
      reimagine (fixture, &fixture->mask);
      g_assert_cmpmem (one, bytes, fixture->picture.data, bytes);
    }

  /* In place. */
  g_free (g_steal_pointer (&fixture->picture.data));
  fixture->picture.data = g_steal_pointer (&fixture->source.data);
  fixture->source       = fixture->picture;
  reimagine (fixture, &fixture->mask);
  g_assert_cmpmem (one, bytes, fixture->picture.data, bytes);
  fixture->source.data  = NULL;
}

static void
expect_error (Fixture     *fixture,
              const gchar *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (silt_reimagine (fixture->model, &fixture->settings,
                                  &fixture->source, NULL, &fixture->picture,
                                  NULL, NULL, NULL, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_errors (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->settings.start = -1;
  expect_error (fixture, "start: expected the timestep that the picture is "
                "noised to, 0 or above, found -1");
  fixture->settings.start = 1000;
  expect_error (fixture, "start: expected a whole number from -1 to 999, "
                "found 1000");
  fixture->settings.start   = 10;
  fixture->settings.sampler = SILT_SAMPLER_PNDM;
  expect_error (fixture, "start: expected -1, pure noise, since the sampler "
                "pndm cannot begin in the middle, found 10");

  fixture->settings.sampler  = SILT_SAMPLER_DDPM;
  fixture->settings.resample = 3;
  expect_error (fixture, "resample: expected 1, since nothing is to be filled, "
                "found 3");
  fixture->settings.resample = 1;

  fixture->settings.sampler = SILT_SAMPLER_DDIM;
  g_assert_false (silt_generate (fixture->model, &fixture->settings,
                                 &fixture->picture, NULL, NULL, NULL, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
}

/* A picture smaller than the network's grid goes on mirrored. */
static void
test_mirror (void)
{
  gfloat       pixels[]  = { 0.0f, 0.0f, 0.0f, 1.0f, 1.0f, 1.0f };
  SiltPicture  picture   = { pixels, 2, 1, 6, 3 };
  gfloat       selected[] = { 0.0f, 0.5f };
  SiltMask     mask      = { selected, 2, 1, 2 };
  const gfloat want[]    = { -1, 1, 1, -1, -1, -1, 1, 1, -1, -1 };
  const guint8 held_want[] = { 1, 0, 0, 1, 1, 1, 0, 0, 1, 1 };
  gfloat       canvas[10];
  guint8       held[10];

  silt_range_from_picture (canvas, 5, 2, 1, &picture, 0.0f);
  g_assert_cmpmem (canvas, sizeof (canvas), want, sizeof (want));
  silt_range_from_mask (held, 5, 2, &mask);
  g_assert_cmpmem (held, sizeof (held), held_want, sizeof (held_want));
}

#define ADD(path, data, test)                                                \
  g_test_add (path, Fixture, data, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reimagine/mirror", test_mirror);

  ADD ("/reimagine/start-is-strength", NULL, test_start_is_strength);
  ADD ("/reimagine/samplers-agree", NULL, test_samplers_agree);
  ADD ("/reimagine/mask", NULL, test_mask);
  ADD ("/reimagine/fill", "fill", test_mask);
  ADD ("/reimagine/blend", NULL, test_blend);
  ADD ("/reimagine/beyond", NULL, test_beyond);
  ADD ("/reimagine/same-bytes", NULL, test_same_bytes);
  ADD ("/reimagine/errors", NULL, test_errors);

  return g_test_run ();
}
