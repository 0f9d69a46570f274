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

#include "engine.h"
#include "range.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "numbers.h"
#include "scratch.h"
#include "picture-ends.h"
#include "shipped-model.h"
#include "unet-denoiser.h"
#include "walk-store.h"

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

/* How much of the source is left, dB. */
static gdouble
likeness (const Fixture *fixture)
{
  return psnr (&fixture->picture, &fixture->source);
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
      g_test_message ("start %d: %.1f dB", starts[i], likeness (fixture));
      g_assert_cmpfloat (likeness (fixture), <, before);
      before = likeness (fixture);
    }

  /* Next to nothing, and next to everything. */
  fixture->settings.start = 0;
  reimagine (fixture, NULL);
  g_assert_cmpfloat (likeness (fixture), >, 35.0);
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
  const gint        starts[]   = { 200, 400, 600 };
  gsize             s, i, k;

  for (s = 0; s < G_N_ELEMENTS (starts); s++)
    {
      gdouble least = G_MAXDOUBLE;
      gdouble most  = 0.0;

      fixture->settings.start = starts[s];
      for (i = 0; i < G_N_ELEMENTS (samplers); i++)
        for (k = 0; k < G_N_ELEMENTS (steps); k++)
          {
            fixture->settings.sampler = samplers[i];
            fixture->settings.steps   = steps[k];
            reimagine (fixture, NULL);
            least = MIN (least, likeness (fixture));
            most  = MAX (most, likeness (fixture));
          }

      g_test_message ("start %d: %.2f to %.2f dB", starts[s], least, most);
      g_assert_cmpfloat (most - least, <, 1.0);
    }
}

/* A folder whose own scheduler steps by T / steps, wherever the next call is,
 * does not do so from the middle: there it is ours. */
static void
test_own_scheduler (Fixture       *fixture,
                    gconstpointer  data)
{
  const gchar *scheduler =
    "{\"_class_name\": \"DDIMScheduler\", \"clip_sample\": false,"
    " \"beta_schedule\": \"squaredcos_cap_v2\","
    " \"prediction_type\": \"v_prediction\"}";
  const gsize         bytes  = 3 * SIDE * (SIDE - 5) * sizeof (gfloat);
  g_autofree gchar   *folder = scratch_new ();
  g_autofree gchar   *model  = shipped_model_path ();
  g_autofree gchar   *unet   = g_build_filename (model, "unet", NULL);
  g_autofree gchar   *index  = g_build_filename (model, "model_index.json",
                                                 NULL);
  g_autofree gchar   *link   = g_build_filename (folder, "unet", NULL);
  g_autofree gchar   *target = g_canonicalize_filename (unet, NULL);
  g_autofree gchar   *text   = NULL;
  g_autofree gfloat  *own    = NULL;
  g_autoptr (GError)  error  = NULL;
  gsize               length;

  g_assert_cmpint (symlink (target, link), ==, 0);
  g_assert_true (g_file_get_contents (index, &text, &length, NULL));
  g_free (scratch_write (folder, "model_index.json", text, length));
  g_free (scratch_write (folder, "scheduler/scheduler_config.json", scheduler,
                         strlen (scheduler)));

  silt_model_unref (fixture->model);
  fixture->model = silt_model_open (folder, &error);
  g_assert_no_error (error);

  fixture->settings.start   = 437;
  fixture->settings.sampler = SILT_SAMPLER_MODEL;
  reimagine (fixture, NULL);
  own = g_memdup2 (fixture->picture.data, bytes);

  fixture->settings.sampler = SILT_SAMPLER_DDIM;
  fixture->settings.spacing = SILT_SPACING_LEADING;
  reimagine (fixture, NULL);
  g_assert_cmpmem (own, bytes, fixture->picture.data, bytes);

  scratch_remove (folder);
}

/* The walk of silt_reimagine by hand, on a torus that is shifted, and so is its
 * noise.  Free with g_free. */
static gfloat *
walk_shifted (Fixture *fixture,
              gint     dy,
              gint     dx)
{
  const gint        side    = fixture->settings.width;
  const gsize       n       = 3 * (gsize) side * side;
  g_autofree gfloat *source = g_new (gfloat, n);
  g_autofree gfloat *noise  = g_new (gfloat, n);
  gfloat            *x      = g_new (gfloat, n);
  SiltPool          *pool   = silt_pool_new (2, NULL);
  ShippedModel       shipped;
  SiltWalkSettings   settings;
  SiltWalk           walk   = { .begin = SILT_BEGIN_X, .n_values = n,
                                .label = SHIPPED_NULL_CLASS,
                                .null_label = SHIPPED_NULL_CLASS,
                                .guidance = 1.0 };
  const gint         listed[] = { 400, 300, 200, 100 };
  const SiltCall    *first;
  SiltPlan          *plan;
  SiltStore         *store;
  gsize              i;

  shipped_model_open (&shipped);
  silt_walk_settings_for (&settings, shipped.scheduler);
  settings.sampler  = SILT_SAMPLER_DDIM;
  settings.listed   = listed;
  settings.n_listed = settings.steps = G_N_ELEMENTS (listed);
  plan  = silt_plan_walk (shipped.scheduler->schedule, &settings, NULL);
  first = &plan->calls[0];

  walk.plan     = plan;
  walk.denoiser = silt_unet_denoiser_new (shipped.unet,
                                          SILT_PREDICTION_V, SHIPPED_UNSHUFFLE,
                                          side, side, SILT_SEAMLESS_XY);
  walk.noise    = silt_noise_source_new (fixture->settings.noise,
                                         fixture->settings.seed, side, side, 3,
                                         SHIPPED_UNSHUFFLE, 1);
  g_assert_true (walk.denoiser->prepare (walk.denoiser, pool));
  store = commit_walk (&walk, pool);

  silt_noise_source_draw (walk.noise, pool, noise);
  silt_range_from_picture (source, side, side, 3, &fixture->source, 0.0f);
  for (i = 0; i < n; i++)
    source[i] = first->alpha * source[i] + first->sigma * noise[i];
  roll (x, source, side, side, dy, dx);
  g_assert_true (silt_walk_run (&walk, pool, x, NULL));

  walk.denoiser->free (walk.denoiser);
  silt_noise_source_free (walk.noise);
  silt_store_free (store);
  silt_pool_free (pool);
  silt_plan_free (plan);
  shipped_model_clear (&shipped);

  return x;
}

/* Makes the source square, and a multiple of all that the network has. */
static void
make_square (Fixture *fixture,
             gint     side)
{
  silt_picture_clear (&fixture->source);
  silt_picture_clear (&fixture->picture);
  silt_picture_alloc (&fixture->source, side, side);
  silt_picture_alloc (&fixture->picture, side, side);
  fixture->settings.width    = side;
  fixture->settings.height   = side;
  fixture->settings.seamless = SILT_SEAMLESS_XY;
}

/* At its ends a gray layer stays as gray as it does elsewhere: the network sees
 * it in a mirror there. */
static void
test_ends (Fixture       *fixture,
           gconstpointer  data)
{
  const gint side = 96;
  gint       i;

  make_square (fixture, side);
  fixture->settings.seamless    = SILT_SEAMLESS_NONE;
  fixture->settings.start       = 600;
  fixture->settings.steps       = 12;
  fixture->settings.class_index = 16;
  for (i = 0; i < 3 * side * side; i++)
    fixture->source.data[i] = 0.5 + 0.2 * sin ((i / 3) % side / 3.0);

  reimagine (fixture, NULL);
  g_assert_cmpfloat (color_of_ends (fixture->picture.data, side), <, 1.5);
}

/* The layer is read as it wraps: on no side is there an edge, or a margin. */
static void
test_seamless (Fixture       *fixture,
               gconstpointer  data)
{
  const gint         side = 64;
  const gint         dy   = silt_model_get_info (fixture->model)->multiple;
  const gint         dx   = 2 * dy;
  g_autofree gfloat *want = g_new (gfloat, 3 * side * side);
  g_autofree gfloat *got  = NULL;
  SiltPicture        shifted;
  gint               i;

  make_square (fixture, side);
  for (i = 0; i < 3 * side * side; i++)
    fixture->source.data[i] = 0.5 + 0.4 * sin (i * i % 1013);

  fixture->settings.start       = 400;
  fixture->settings.sampler     = SILT_SAMPLER_DDIM;
  fixture->settings.n_timesteps = 4;
  fixture->settings.steps       = 4;
  for (i = 0; i < 4; i++)
    fixture->settings.timesteps[i] = 400 - 100 * i;
  reimagine (fixture, NULL);
  roll (want, fixture->picture.data, side, side, dy, dx);

  got = walk_shifted (fixture, dy, dx);
  silt_picture_alloc (&shifted, side, side);
  silt_range_to_picture (&shifted, got, side, 3);
  for (i = 0; i < 3 * side * side; i++)
    g_assert_cmpfloat_with_epsilon (shifted.data[i], want[i], 1e-4);

  silt_picture_clear (&shifted);
}

/* Adds up how much the picture changes from each column to the next, and from
 * each row: across the edges, and in the mean of all. */
static void
add_gradients (const SiltPicture *picture,
               gdouble           *across,
               gdouble           *all)
{
  gint n = picture->width;
  gint x, y, c;

  for (y = 0; y < n; y++)
    for (x = 0; x < n; x++)
      for (c = 0; c < 3; c++)
        {
          gfloat  here  = picture->data[(y * n + x) * 3 + c];
          gfloat  right = picture->data[(y * n + (x + 1) % n) * 3 + c];
          gfloat  below = picture->data[((y + 1) % n * n + x) * 3 + c];

          *all += (fabsf (right - here) + fabsf (below - here)) / n;
          if (x == n - 1)
            *across += fabsf (right - here);
          if (y == n - 1)
            *across += fabsf (below - here);
        }
}

/* Of a tile comes a tile. */
static void
test_tile (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error  = NULL;
  gdouble            across = 0.0;
  gdouble            all    = 0.0;

  make_square (fixture, 64);
  for (fixture->settings.seed = 1; fixture->settings.seed <= 20;
       fixture->settings.seed++)
    {
      fixture->settings.start = -1;
      silt_generate (fixture->model, &fixture->settings, &fixture->source,
                     NULL, NULL, NULL, &error);
      g_assert_no_error (error);

      fixture->settings.start = 500;
      reimagine (fixture, NULL);
      add_gradients (&fixture->picture, &across, &all);
    }

  g_test_message ("across the edge %.3f of the interior's", across / all);
  g_assert_cmpfloat_with_epsilon (across / all, 1.0, 0.1);
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
  ADD ("/reimagine/own-scheduler", NULL, test_own_scheduler);
  ADD ("/reimagine/seamless", NULL, test_seamless);
  ADD ("/reimagine/ends", NULL, test_ends);
  ADD ("/reimagine/tile", NULL, test_tile);
  ADD ("/reimagine/mask", NULL, test_mask);
  ADD ("/reimagine/fill", "fill", test_mask);
  ADD ("/reimagine/blend", NULL, test_blend);
  ADD ("/reimagine/beyond", NULL, test_beyond);
  ADD ("/reimagine/same-bytes", NULL, test_same_bytes);
  ADD ("/reimagine/errors", NULL, test_errors);

  return g_test_run ();
}
