/* Silt: tests of whole walks
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
#include "unet-denoiser.h"

#include <string.h>

#include "numbers.h"
#include "picture-ends.h"
#include "shipped-model.h"
#include "walk-store.h"

/* The reference implementation's own walk over the shipped weights, made in
 * float32 with PyTorch: tests/golden/weights-v1.safetensors. */

typedef struct
{
  const gchar *name;
  gint         label;
  gfloat       guidance;
} Golden;

/* A map [1, C r r, H / r, W / r] in torch's order, on the pixels of a canvas. */
static gfloat *
shuffle (SiltWeights *file,
         const gchar *key,
         gint        *height,
         gint        *width)
{
  const SiltWeight  *map = silt_weights_find (file, key);
  g_autofree gfloat *in  = g_new (gfloat, map->n_elements);
  gfloat            *out = g_new (gfloat, map->n_elements);
  gint               r   = map->dims[1] == SHIPPED_CHANNELS ? 1
                                                            : SHIPPED_UNSHUFFLE;
  gint               y, x, c;

  g_assert_true (silt_weights_read (file, key, map->n_dims, map->dims, in, NULL));

  *height = map->dims[2] * r;
  *width  = map->dims[3] * r;

  for (y = 0; y < *height; y++)
    for (x = 0; x < *width; x++)
      for (c = 0; c < SHIPPED_CHANNELS; c++)
        {
          gint channel = (c * r + y % r) * r + x % r;

          out[(y * *width + x) * SHIPPED_CHANNELS + c] =
            in[(channel * map->dims[2] + y / r) * map->dims[3] + x / r];
        }

  return out;
}

static gdouble *
widen (const gfloat *in,
       gsize         n)
{
  gdouble *out = g_new (gdouble, n);
  gsize    i;

  for (i = 0; i < n; i++)
    out[i] = in[i];

  return out;
}

static void
test_golden_walk (gconstpointer data)
{
  const Golden         *golden = data;
  g_autofree gchar     *path   = g_test_build_filename (G_TEST_DIST, "golden",
                                                        "weights-v1.safetensors",
                                                        NULL);
  g_autofree gchar     *x_key    = g_strconcat (golden->name, ".x_T", NULL);
  g_autofree gchar     *out_key  = g_strconcat (golden->name, ".out", NULL);
  g_autoptr (GError)    error    = NULL;
  SiltWeights          *file     = silt_weights_open (path, &error);
  ShippedModel          model;
  SiltWalkSettings      settings;
  SiltWalk              walk     = { 0, };
  SiltPool             *pool     = silt_pool_new (2, NULL);
  SiltStore            *store;
  SiltPlan             *plan;
  g_autofree gfloat    *x        = NULL;
  g_autofree gfloat    *want     = NULL;
  g_autofree gdouble   *exact    = NULL;
  gint                  height, width;
  gdouble               difference;

  g_assert_no_error (error);
  shipped_model_open (&model);

  x    = shuffle (file, x_key, &height, &width);
  want = shuffle (file, out_key, &height, &width);

  settings = model.scheduler->own;
  plan     = silt_plan_walk (model.scheduler->schedule, &settings, &error);
  g_assert_no_error (error);

  walk.denoiser   = silt_unet_denoiser_new (model.unet,
                                            model.scheduler->own.prediction,
                                            SHIPPED_UNSHUFFLE, height, width,
                                            SILT_SEAMLESS_NONE);
  walk.plan       = plan;
  walk.n_values   = height * width * SHIPPED_CHANNELS;
  walk.label      = golden->label;
  walk.null_label = SHIPPED_NULL_CLASS;
  walk.guidance   = golden->guidance;
  walk.begin      = SILT_BEGIN_X;

  store = commit_walk (&walk, pool);
  g_assert_true (walk.denoiser->prepare (walk.denoiser, pool));
  silt_walk_run (&walk, pool, x, &error);
  g_assert_no_error (error);

  exact      = widen (want, walk.n_values);
  difference = relative_l2 (x, exact, walk.n_values);
  g_test_message ("%s: relative error %.2e", golden->name, difference);
  g_assert_cmpfloat (difference, <, 1e-4);

  walk.denoiser->free (walk.denoiser);
  silt_plan_free (plan);
  silt_store_free (store);
  silt_pool_free (pool);
  silt_weights_free (file);
  shipped_model_clear (&model);
}

/* The public way. */

typedef struct
{
  SiltModel    *model;
  SiltSettings  settings;
  SiltPicture   picture;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree gchar  *path  = shipped_model_path ();
  g_autoptr (GError) error = NULL;

  fixture->model = silt_model_open (path, &error);
  g_assert_no_error (error);

  silt_settings_init (&fixture->settings, fixture->model);
  fixture->settings.width       = 60;
  fixture->settings.height      = 44;
  fixture->settings.steps       = 4;
  fixture->settings.seed        = 42;
  fixture->settings.class_index = 1;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  silt_picture_clear (&fixture->picture);
  silt_model_unref (fixture->model);
}

/* The fixture's picture, dense: free with g_free. */
static gfloat *
generate (Fixture *fixture,
          gsize   *n)
{
  g_autoptr (GError) error = NULL;
  gint               width  = fixture->settings.width;
  gint               height = fixture->settings.height;

  silt_picture_clear (&fixture->picture);
  g_assert_true (silt_picture_alloc (&fixture->picture, width, height));
  silt_generate (fixture->model, &fixture->settings, &fixture->picture,
                 NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  *n = (gsize) width * height * 3;

  return g_memdup2 (fixture->picture.data, *n * sizeof (gfloat));
}

static void
test_same_bytes (Fixture       *fixture,
                 gconstpointer  data)
{
  gint sampler, noise, threads;

  for (sampler = 0; sampler < SILT_N_SAMPLERS; sampler++)
    for (noise = 0; noise < SILT_N_NOISES; noise++)
      {
        g_autofree gfloat *one = NULL;
        gsize              n;

        if (sampler == SILT_SAMPLER_CONSISTENCY)
          continue;

        fixture->settings.sampler = sampler;
        fixture->settings.noise   = noise;
        fixture->settings.threads = 1;
        one = generate (fixture, &n);

        for (threads = 2; threads <= 3; threads++)
          {
            g_autofree gfloat *more = NULL;

            fixture->settings.threads = threads;
            more = generate (fixture, &n);
            g_assert_cmpmem (one, n * sizeof (gfloat), more, n * sizeof (gfloat));
          }
      }
}

/* Whatever shapes the picture must show in the picture. */
static void
test_settings_count (Fixture       *fixture,
                     gconstpointer  data)
{
  const SiltSettings plain = fixture->settings;
  g_autofree gfloat *first = NULL;
  gsize              n, i;
  gint               change;

  first = generate (fixture, &n);

  for (i = 0; i < n; i++)
    g_assert_true (first[i] >= 0.0f && first[i] <= 1.0f);

  for (change = 0; change < 8; change++)
    {
      g_autofree gfloat *other = NULL;

      fixture->settings = plain;
      switch (change)
        {
        case 0: fixture->settings.seed        = 43;                    break;
        case 1: fixture->settings.class_index = -1;                    break;
        case 2: fixture->settings.steps       = 5;                     break;
        case 3: fixture->settings.sampler     = SILT_SAMPLER_DDIM;     break;
        case 4: fixture->settings.spacing     = SILT_SPACING_LEADING;  break;
        case 5: fixture->settings.guidance    = 3.0;                   break;
        case 6: fixture->settings.seamless    = SILT_SEAMLESS_X;       break;
        case 7: fixture->settings.noise       = SILT_NOISE_TORCH;      break;
        }

      other = generate (fixture, &n);
      g_test_message ("change %d", change);
      g_assert_cmpint (memcmp (first, other, n * sizeof (gfloat)), !=, 0);
    }

  fixture->settings = plain;
  {
    g_autofree gfloat *again = generate (fixture, &n);

    g_assert_cmpmem (first, n * sizeof (gfloat), again, n * sizeof (gfloat));
  }
}

/* Mean difference between the columns x and x + 1, around the corner too. */
static gdouble
step_across (const gfloat *pixels,
             gint          height,
             gint          width,
             gint          x)
{
  gdouble sum = 0.0;
  gint    y, c;

  for (y = 0; y < height; y++)
    for (c = 0; c < 3; c++)
      sum += fabs (pixels[(y * width + x) * 3 + c] -
                   pixels[(y * width + (x + 1) % width) * 3 + c]);

  return sum / (3 * height);
}

/* Seamless: the step from the last column to the first is like any other,
 * also where the width is no multiple of the network's grid. */
static void
test_seamless (Fixture       *fixture,
               gconstpointer  data)
{
  static const gint widths[] = { 64, 67 };
  gsize             i;

  fixture->settings.steps  = 10;
  fixture->settings.height = 96;

  for (i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      gint    width = widths[i];
      gdouble within[2], seam[2];
      gint    wrap, x;
      gsize   n;

      fixture->settings.width = width;
      for (wrap = 0; wrap < 2; wrap++)
        {
          g_autofree gfloat *pixels = NULL;

          fixture->settings.seamless = wrap ? SILT_SEAMLESS_X
                                            : SILT_SEAMLESS_NONE;
          pixels       = generate (fixture, &n);
          within[wrap] = 0.0;
          seam[wrap]   = step_across (pixels, 96, width, width - 1);
          for (x = 0; x < width - 1; x++)
            within[wrap] += step_across (pixels, 96, width, x) / (width - 1);
        }

      g_test_message ("%d wide: seam %.4f, within %.4f; open %.4f, %.4f",
                      width, seam[1], within[1], seam[0], within[0]);
      g_assert_cmpfloat (seam[1], <, 1.3 * within[1]);
      g_assert_cmpfloat (seam[0], >, 1.3 * within[0]);
    }
}

typedef struct
{
  gint          n_calls, total;
  gdouble       t;
  GCancellable *cancellable;
  gint          cancel_at;
} Watch;

static void
watch_progress (const SiltProgress *progress,
                gpointer            user_data)
{
  Watch *watch = user_data;

  g_assert_cmpint (progress->call, ==, watch->n_calls + 1);
  g_assert_cmpint (progress->total, ==, watch->total);
  g_assert_cmpfloat (progress->t, <, watch->t);
  g_assert_cmpfloat (progress->seconds_left, >=, 0.0);
  g_assert_cmpint (progress->picture->width, ==, 60);
  g_assert_true (progress->picture->data[0] >= 0.0f &&
                 progress->picture->data[0] <= 1.0f);

  watch->n_calls = progress->call;
  watch->t       = progress->t;

  if (watch->cancellable && progress->call == watch->cancel_at)
    g_cancellable_cancel (watch->cancellable);
}

static void
test_progress (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  Watch              watch = { 0, 4, 1000.0, NULL, 0 };
  gint               n_calls;
  SiltPlanCall      *plan;

  silt_picture_alloc (&fixture->picture, 60, 44);
  silt_generate (fixture->model, &fixture->settings, &fixture->picture,
                 watch_progress, &watch, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (watch.n_calls, ==, 4);

  plan = silt_plan (fixture->model, &fixture->settings, &n_calls, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_calls, ==, 4);
  g_assert_cmpfloat (plan[0].t, ==, 999.0);
  g_assert_cmpfloat (plan[3].t, ==, watch.t);
  g_assert_cmpfloat (fabs (plan[3].alpha * plan[3].alpha +
                           plan[3].sigma * plan[3].sigma - 1.0), <, 1e-12);
  g_free (plan);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError)       error       = NULL;
  Watch                    watch       = { 0, 1000, 1000.0, cancellable, 3 };
  gfloat                   untouched   = -5.0f;

  fixture->settings.steps = 1000;
  silt_picture_alloc (&fixture->picture, 60, 44);
  fixture->picture.data[0] = untouched;

  g_assert_false (silt_generate (fixture->model, &fixture->settings,
                                 &fixture->picture, watch_progress, &watch,
                                 cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (watch.n_calls, ==, 3);
  g_assert_cmpfloat (fixture->picture.data[0], ==, untouched);
}

/* Neither what a window takes nor what is in a file is taken on trust. */
static void
test_too_large (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error   = NULL;
  SiltPicture        picture = { NULL, SILT_MAX_SIZE, SILT_MAX_SIZE,
                                 3 * SILT_MAX_SIZE, 3 };
  SiltEstimate       estimate;

  fixture->settings.width = fixture->settings.height = SILT_MAX_SIZE;
  fixture->settings.memory_budget = 100000000;

  g_assert_true (silt_estimate (fixture->model, &fixture->settings, &estimate,
                                &error));
  g_test_message ("%.1f GB, %.1f GB in a file, %.3g operations",
                  estimate.bytes / 1e9, estimate.file_bytes / 1e9,
                  estimate.flops);
  g_assert_cmpuint (estimate.bytes, >, 300000000);
  g_assert_cmpuint (estimate.bytes, <, 3000000000);
  g_assert_cmpuint (estimate.file_bytes, >, 10000000000);
  g_assert_cmpint (estimate.calls, ==, 4);

  g_assert_false (silt_generate (fixture->model, &fixture->settings, &picture,
                                 NULL, NULL, NULL, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_MEMORY);
  g_assert_nonnull (strstr (error->message, "16384 x 16384"));
  g_assert_nonnull (strstr (error->message, "at least"));
  g_assert_nonnull (strstr (error->message, "may take 100.0"));
}

/* A larger canvas extends the noise of a smaller one and, of a strictly local
 * model, the picture too, farther than calls * reach from the new edge. */
static void
test_extends (Fixture       *fixture,
              gconstpointer  data)
{
  enum { SMALL = 344, LARGE = 504, HEIGHT = 8, CALLS = 2 };

  gint               reach = silt_model_get_info (fixture->model)->reach;
  g_autofree gfloat *small = NULL;
  g_autofree gfloat *large = NULL;
  gfloat             same  = 0.0f, edge = 0.0f;
  gsize              n;
  gint               x, y, c;

  fixture->settings.height = HEIGHT;
  fixture->settings.steps  = CALLS;
  fixture->settings.width  = SMALL;
  small = generate (fixture, &n);
  fixture->settings.width  = LARGE;
  large = generate (fixture, &n);

  g_assert_cmpint (SMALL - CALLS * reach, >, 32);
  for (y = 0; y < HEIGHT; y++)
    for (x = 0; x < SMALL; x++)
      for (c = 0; c < 3; c++)
        {
          gfloat change = fabsf (small[(y * SMALL + x) * 3 + c] -
                                 large[(y * LARGE + x) * 3 + c]);

          if (x < SMALL - CALLS * reach)
            same = MAX (same, change);
          else
            edge = MAX (edge, change);
        }

  g_test_message ("far from the edge %.1e, near it %.1e", same, edge);
  g_assert_cmpfloat (same, <, 1e-4f);
  g_assert_cmpfloat (edge, >, 1e-2f);
}

/* A window of a canvas has the picture of that canvas, farther than calls * reach
 * from an edge of its own. */
static void
test_window (Fixture       *fixture,
             gconstpointer  data)
{
  enum { WIDTH = 504, WINDOW = 344, HEIGHT = 8, CALLS = 2 };

  gint               reach  = silt_model_get_info (fixture->model)->reach;
  gint               first  = WIDTH - WINDOW;
  g_autofree gfloat *canvas = NULL;
  g_autofree gfloat *window = NULL;
  gfloat             same   = 0.0f;
  gsize              n;
  gint               x, y, c;

  fixture->settings.height  = HEIGHT;
  fixture->settings.steps   = CALLS;
  fixture->settings.width   = WIDTH;
  canvas = generate (fixture, &n);
  fixture->settings.width   = WINDOW;
  fixture->settings.noise_x = first;
  window = generate (fixture, &n);

  g_assert_cmpint (WINDOW - CALLS * reach, >, 32);
  for (y = 0; y < HEIGHT; y++)
    for (x = CALLS * reach; x < WINDOW; x++)
      for (c = 0; c < 3; c++)
        same = MAX (same, fabsf (canvas[(y * WIDTH + first + x) * 3 + c] -
                                 window[(y * WINDOW + x) * 3 + c]));

  g_test_message ("%.1e", same);
  g_assert_cmpfloat (same, <, 1e-4f);
}

/* The seconds are known as soon as something was timed, with as many threads,
 * and go with the work. */
static void
test_seconds (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  SiltEstimate       before, after, twice, others;

  fixture->settings.threads = 2;
  g_assert_true (silt_estimate (fixture->model, &fixture->settings, &before,
                                NULL));
  g_assert_true (silt_measure_speed (fixture->model, 2, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (silt_estimate (fixture->model, &fixture->settings, &after,
                                NULL));

  fixture->settings.steps *= 2;
  g_assert_true (silt_estimate (fixture->model, &fixture->settings, &twice,
                                NULL));
  fixture->settings.threads = 1;
  g_assert_true (silt_estimate (fixture->model, &fixture->settings, &others,
                                NULL));

  g_test_message ("%g s", after.seconds);
  g_assert_cmpfloat (before.seconds, ==, -1.0);
  g_assert_cmpfloat (after.seconds, >, 0.0);
  g_assert_cmpfloat (after.seconds, <, 60.0);
  g_assert_cmpfloat (twice.seconds, ==, 2.0 * after.seconds);
  g_assert_cmpfloat (others.seconds, ==, -1.0);
}

static void
test_guidance_doubles (Fixture       *fixture,
                       gconstpointer  data)
{
  SiltEstimate one, two;

  g_assert_true (silt_estimate (fixture->model, &fixture->settings, &one, NULL));
  fixture->settings.guidance = 2.0;
  g_assert_true (silt_estimate (fixture->model, &fixture->settings, &two, NULL));

  g_assert_cmpint (two.calls, ==, 2 * one.calls);
  g_assert_cmpfloat (two.flops, ==, 2 * one.flops);
}

static void
test_classes (Fixture       *fixture,
              gconstpointer  data)
{
  const SiltModelInfo *info  = silt_model_get_info (fixture->model);
  g_autoptr (GError)   error = NULL;
  gint                 i;

  g_assert_cmpint (info->n_classes, ==, 19);
  g_assert_true (info->has_guidance);

  for (i = 0; i < info->n_classes; i++)
    g_assert_cmpint (silt_model_find_class (fixture->model,
                       silt_model_class_name (fixture->model, i), NULL), ==, i);

  g_assert_cmpint (silt_model_find_class (fixture->model, "", NULL), ==, -1);
  g_assert_cmpint (silt_model_find_class (fixture->model, "any", NULL), ==, -1);
  g_assert_cmpint (silt_model_find_class (fixture->model, "18", NULL), ==, 18);
  g_assert_cmpint (silt_model_find_class (fixture->model, "19", NULL), ==, -2);
  g_assert_cmpint (silt_model_find_class (fixture->model, "Brick", &error), ==, -2);
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "bark, brick, carpet"));
}

static const Golden brick = { "brick", 1, 1.0f };
static const Golden wood  = { "wood", 18, 2.0f };

#define ADD(name, function) \
  g_test_add (name, Fixture, NULL, set_up, function, tear_down)

/* The network was never asked what is at the end of its canvas, and answers
 * with odd colours there. */
static void
test_border (Fixture       *fixture,
             gconstpointer  data)
{
  const gint         side   = 96;
  g_autofree gfloat *pixels = NULL;
  gsize              n;

  fixture->settings.width       = side;
  fixture->settings.height      = side;
  fixture->settings.steps       = 8;
  fixture->settings.class_index = 16;
  pixels = generate (fixture, &n);

  g_assert_cmpfloat (color_of_ends (pixels, side), <, 1.5);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/generate/golden/brick", &brick, test_golden_walk);
  g_test_add_data_func ("/generate/golden/wood", &wood, test_golden_walk);

  ADD ("/generate/same-bytes", test_same_bytes);
  ADD ("/generate/settings-count", test_settings_count);
  ADD ("/generate/seamless", test_seamless);
  ADD ("/generate/progress", test_progress);
  ADD ("/generate/cancel", test_cancel);
  ADD ("/generate/extends", test_extends);
  ADD ("/generate/window", test_window);
  ADD ("/generate/seconds", test_seconds);
  ADD ("/generate/too-large", test_too_large);
  ADD ("/generate/border",           test_border);
  ADD ("/generate/guidance-doubles", test_guidance_doubles);
  ADD ("/generate/classes", test_classes);

  return g_test_run ();
}
