/* Silt: tests of the U-Net as a denoiser
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

#include "unet-denoiser.h"

#include <math.h>
#include <string.h>

#include "numbers.h"
#include "shipped-model.h"

#define LABEL 18     /* wood */

static const SiltLevel level = { 300.0, 0.8, 0.6 };

/* One call on a canvas; free with g_free. */
static gfloat *
predict (const ShippedModel *model,
         const gfloat       *canvas,
         gint                height,
         gint                width,
         SiltSeamless        seamless,
         guint               n_workers)
{
  SiltPool     *pool     = silt_pool_new (n_workers, NULL);
  gfloat       *raw      = g_new (gfloat, height * width * SHIPPED_CHANNELS);
  SiltDenoiser *denoiser = silt_unet_denoiser_new (model->unet,
                                                   SILT_PREDICTION_V,
                                                   SHIPPED_UNSHUFFLE,
                                                   height, width, seamless);

  g_assert_true (denoiser->prepare (denoiser, pool));
  g_assert_true (denoiser->predict (denoiser, pool, canvas, &level, LABEL,
                                    raw, NULL));
  denoiser->free (denoiser);
  silt_pool_free (pool);

  return raw;
}

static gfloat *
random_canvas (gint height,
               gint width)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  return random_tensor (height, width, SHIPPED_CHANNELS, rand).data;
}

static void
test_threads (void)
{
  ShippedModel       model;
  g_autofree gfloat *canvas = random_canvas (72, 56);
  g_autofree gfloat *one    = NULL;
  gsize              bytes  = 72 * 56 * SHIPPED_CHANNELS * sizeof (gfloat);
  guint              n;

  shipped_model_open (&model);
  one = predict (&model, canvas, 72, 56, SILT_SEAMLESS_NONE, 1);

  for (n = 2; n <= 4; n++)
    {
      g_autofree gfloat *more = predict (&model, canvas, 72, 56,
                                         SILT_SEAMLESS_NONE, n);

      g_assert_cmpmem (one, bytes, more, bytes);
    }

  shipped_model_clear (&model);
}

/* The shipped network is strictly local: what lies beyond its reach does not
 * change the answer, and what lies within it does.  Winograd's algorithm makes
 * a tile of pixels from all that lies under it, so that what it does not use
 * may still show in the rounding. */
static void
test_reach (void)
{
  ShippedModel model;
  gint         reach, n, target, distance;

  shipped_model_open (&model);
  reach = silt_unet_denoiser_reach (silt_unet_get_config (model.unet),
                                    SHIPPED_UNSHUFFLE);
  g_test_message ("reach: %d pixels", reach);
  g_assert_cmpint (reach, >, 20);
  g_assert_cmpint (reach, <, 256);

  /* A strip, long enough that the target's whole surroundings are on it. */
  n      = (2 * reach + 64) / 8 * 8;
  target = n / 2;

  for (distance = 0; distance <= reach + 1; distance += reach + 1)
    {
      gint               far    = target - MAX (distance, 1);
      g_autofree gfloat *canvas = random_canvas (8, n);
      g_autofree gfloat *before = predict (&model, canvas, 8, n,
                                           SILT_SEAMLESS_NONE, 2);
      g_autofree gfloat *after  = NULL;
      gfloat             change = 0.0f;
      gint               y, c;

      for (y = 0; y < 8; y++)
        canvas[(y * n + far) * SHIPPED_CHANNELS] += 3.0f;

      after = predict (&model, canvas, 8, n, SILT_SEAMLESS_NONE, 2);
      for (c = 0; c < SHIPPED_CHANNELS; c++)
        change = MAX (change, fabsf (after[target * SHIPPED_CHANNELS + c] -
                                     before[target * SHIPPED_CHANNELS + c]));

      g_test_message ("distance %d: %g", distance, change);
      if (distance > reach)
        g_assert_cmpfloat (change, <, 1e-5f);
      else
        g_assert_cmpfloat (change, >, 1e-3f);
    }

  shipped_model_clear (&model);
}

/* On a torus there is no edge: to roll the input is to roll the answer. */
static void
test_torus (void)
{
  enum { H = 48, W = 64, N = H * W * SHIPPED_CHANNELS };

  ShippedModel        model;
  g_autofree gfloat  *canvas = random_canvas (H, W);
  g_autofree gfloat  *rolled = g_new (gfloat, N);
  g_autofree gfloat  *want   = g_new (gfloat, N);
  g_autofree gfloat  *answer = NULL, *got = NULL, *open = NULL;
  g_autofree gdouble *exact  = g_new (gdouble, N);
  gint                i;

  shipped_model_open (&model);

  answer = predict (&model, canvas, H, W, SILT_SEAMLESS_XY, 2);
  roll (want, answer, H, W, 16, 24);
  roll (rolled, canvas, H, W, 16, 24);
  got    = predict (&model, rolled, H, W, SILT_SEAMLESS_XY, 2);
  for (i = 0; i < N; i++)
    exact[i] = want[i];

  g_assert_cmpfloat (relative_l2 (got, exact, N), <, 1e-5);

  /* The same without wrapping is another answer altogether. */
  open = predict (&model, rolled, H, W, SILT_SEAMLESS_NONE, 2);
  g_assert_cmpfloat (relative_l2 (open, exact, N), >, 1e-3);

  shipped_model_clear (&model);
}

/* A period that the network's grid does not divide is laid out with a halo.
 * That must be the endless plane itself, which a canvas of many periods shows
 * in its middle: in the period that begins on the grid, 8 * 51 being the first
 * multiple of the grid's 8. */
static void
test_halo (void)
{
  enum { H = 40, W = 51, PERIODS = 16, MIDDLE = 8 };

  ShippedModel        model;
  gsize               row    = W * SHIPPED_CHANNELS;
  g_autofree gfloat  *canvas = random_canvas (H, W);
  g_autofree gfloat  *plane  = g_new (gfloat, H * row * PERIODS);
  g_autofree gfloat  *once   = NULL, *often = NULL;
  g_autofree gdouble *exact  = g_new (gdouble, H * row);
  gint                y, period;
  gsize               i;

  shipped_model_open (&model);

  for (y = 0; y < H; y++)
    for (period = 0; period < PERIODS; period++)
      memcpy (plane + (y * PERIODS + period) * row, canvas + y * row,
              row * sizeof (gfloat));

  once  = predict (&model, canvas, H, W, SILT_SEAMLESS_X, 2);
  often = predict (&model, plane, H, W * PERIODS, SILT_SEAMLESS_NONE, 2);

  for (y = 0; y < H; y++)
    for (i = 0; i < row; i++)
      exact[y * row + i] = often[(y * PERIODS + MIDDLE) * row + i];

  g_assert_cmpfloat (relative_l2 (once, exact, H * row), <, 1e-5);

  shipped_model_clear (&model);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/denoiser/threads", test_threads);
  g_test_add_func ("/denoiser/reach", test_reach);
  g_test_add_func ("/denoiser/torus", test_torus);
  g_test_add_func ("/denoiser/halo", test_halo);

  return g_test_run ();
}
