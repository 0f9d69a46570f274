/* Silt: are the windows of a canvas the canvas itself?
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

#include "tiles.h"

#include "numbers.h"
#include "round-up.h"
#include "shipped-model.h"
#include "unet-denoiser.h"

static const SiltLevel level = { 300.0, 0.8, 0.6 };

static const SiltSight sights[] =
{
  { 8, 139, 96 }, { 4, 7, 0 }, { 1, 1, 0 }, { 16, 21, 0 }, { 8, 100, 0 },
  { 32, -1, 256 }, { 8, -1, 32 }, { 4, -1, 0 }
};

/* Every pixel of the axis is answered once, by a window that is whole within
 * what it may see and has no answer of others' edges. */
static void
check_axis (const SiltTileAxis *axis,
            const SiltSight    *sight)
{
  g_autofree gfloat *sum  = g_new0 (gfloat, axis->size);
  gint               i, p;

  g_assert_cmpint (axis->window % sight->multiple, ==, 0);

  for (i = 0; i < axis->n; i++)
    {
      SiltTile tile = silt_tile_axis_nth (axis, i);
      gint     end  = tile.origin + axis->window;

      g_assert_cmpint (tile.origin % sight->multiple, ==, 0);
      g_assert_cmpint (tile.from, >=, tile.origin);
      g_assert_cmpint (tile.to, <=, end);
      g_assert_cmpint (tile.to - tile.from, <=, axis->size);

      if (! axis->ring)
        {
          g_assert_cmpint (tile.origin, >=, 0);
          g_assert_cmpint (end, <=, silt_round_up (axis->size,
                                                   sight->multiple));
        }

      if (sight->reach >= 0 && ! axis->circular)
        {
          g_assert_true ((! axis->ring && tile.origin == 0) ||
                         tile.from - tile.origin >= sight->reach);
          g_assert_true ((! axis->ring && end >= axis->size) ||
                         end - tile.to >= sight->reach);
        }

      for (p = tile.from; p < tile.to; p++)
        sum[(p + axis->size) % axis->size] += silt_tile_axis_weight (axis, i,
                                                                     p);
    }

  for (p = 0; p < axis->size; p++)
    g_assert_cmpfloat (fabsf (sum[p] - 1.0f), <,
                       axis->ramp > 0 ? 1e-6f : 1e-30f);
}

static void
test_cover (void)
{
  static const gint sides[] = { 1, 9, 64, 97, 300, 515, 2000, 4096, 8192,
                                16383 };
  gsize             s, w, h;

  for (s = 0; s < G_N_ELEMENTS (sights); s++)
    for (w = 0; w < G_N_ELEMENTS (sides); w++)
      for (h = 0; h < G_N_ELEMENTS (sides); h++)
        {
          gint         seamless = (s + w + h) % SILT_N_SEAMLESS;
          gint64       most     = silt_tiling_max_pixels (&sights[s]);
          gint         width    = sides[w], height = sides[h];
          SiltTiling   tiling;

          if (! (seamless & SILT_SEAMLESS_X))
            width = silt_round_up (width, sights[s].multiple);
          if (! (seamless & SILT_SEAMLESS_Y))
            height = silt_round_up (height, sights[s].multiple);

          silt_tiling_plan (&tiling, &sights[s], height, width, seamless, most);
          check_axis (&tiling.x, &sights[s]);
          check_axis (&tiling.y, &sights[s]);

          g_assert_cmpint ((gint64) tiling.x.window * tiling.y.window, <=,
                           most);
          g_assert_cmpint (silt_tiling_is_blended (&tiling), ==,
                           sights[s].reach < 0 &&
                           silt_tiling_n_windows (&tiling) > 1);
        }
}

/* What windows cost beside the canvas as a whole. */
static void
test_cost (void)
{
  static const gint sides[] = { 256, 1024, 2304, 2312, 3000, 4096, 6000, 8192,
                                16384 };
  gsize             i;

  for (i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      SiltTiling tiling;
      gdouble    work;

      silt_tiling_plan (&tiling, &sights[0], sides[i], sides[i],
                        SILT_SEAMLESS_NONE,
                        silt_tiling_max_pixels (&sights[0]));
      work = (gdouble) silt_tiling_n_windows (&tiling) *
             tiling.x.window * tiling.y.window / sides[i] / sides[i];
      g_test_message ("%d: %d x %d windows of %d x %d, %.3f", sides[i],
                      tiling.x.n, tiling.y.n, tiling.x.window,
                      tiling.y.window, work);
      g_assert_cmpfloat (work, <, 1.3);
      if (sides[i] <= 2304)
        g_assert_cmpfloat (work, ==, 1.0);
    }
}

/* One call; free with g_free. */
static gfloat *
predict (const ShippedModel *model,
         const gfloat       *canvas,
         const SiltTiling   *tiling)
{
  SiltPool     *pool     = silt_pool_new (2, NULL);
  gsize         n        = (gsize) tiling->x.size * tiling->y.size *
                           SHIPPED_CHANNELS;
  gfloat       *raw      = g_new (gfloat, n);
  SiltDenoiser *denoiser;

  denoiser = silt_unet_denoiser_new_tiled (model->unet, SILT_PREDICTION_V,
                                           SHIPPED_UNSHUFFLE, tiling);
  g_assert_true (denoiser->prepare (denoiser, pool));
  g_assert_true (denoiser->predict (denoiser, pool, canvas, &level, 18, raw,
                                    NULL));
  denoiser->free (denoiser);
  silt_pool_free (pool);

  return raw;
}

/* The shipped model, in windows and as a whole; its answers are about as large
 * as a picture, -1 ... 1. */
static void
test_whole (void)
{
  static const struct
  {
    gint         height, width, windows;
    SiltSeamless seamless;
  }
  cases[] =
  {
#ifndef SILT_SANITIZE                 /* under which it would take minutes */
    { 1192, 1200, 4, SILT_SEAMLESS_NONE },
#endif
    {   8, 1320, 2, SILT_SEAMLESS_NONE },
    { 1320,   8, 2, SILT_SEAMLESS_NONE },
    {  16, 2000, 3, SILT_SEAMLESS_NONE },
    {   8, 1320, 2, SILT_SEAMLESS_X },
    {   8, 1995, 3, SILT_SEAMLESS_XY },
    { 1321,   9, 2, SILT_SEAMLESS_XY },
    {  40, 1320, 2, SILT_SEAMLESS_Y },
    {  45, 1320, 2, SILT_SEAMLESS_Y }
  };
  ShippedModel      model;
  SiltSight         sight;
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  gsize             i, k;

  shipped_model_open (&model);
  silt_unet_denoiser_sight (&sight, silt_unet_get_config (model.unet),
                            SHIPPED_UNSHUFFLE);

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint               height  = cases[i].height;
      gint               width   = cases[i].width;
      g_autofree gfloat *canvas  = random_tensor (height, width,
                                                  SHIPPED_CHANNELS, rand).data;
      g_autofree gfloat *want    = NULL;
      g_autofree gfloat *got     = NULL;
      gfloat             largest = 0.0f;
      SiltTiling         whole, tiling;
      gint64             least;

      silt_tiling_plan (&whole, &sight, height, width, cases[i].seamless,
                        G_MAXINT64);
      g_assert_cmpint (silt_tiling_n_windows (&whole), ==, 1);

      /* The largest windows of which it takes so many. */
      for (least = (gint64) whole.x.window * whole.y.window; ; least -= 64)
        {
          silt_tiling_plan (&tiling, &sight, height, width, cases[i].seamless,
                            least);
          if (silt_tiling_n_windows (&tiling) >= cases[i].windows)
            break;
        }
      g_assert_cmpint (silt_tiling_n_windows (&tiling), ==, cases[i].windows);

      want = predict (&model, canvas, &whole);
      got  = predict (&model, canvas, &tiling);
      for (k = 0; k < (gsize) height * width * SHIPPED_CHANNELS; k++)
        largest = MAX (largest, fabsf (got[k] - want[k]));

      g_test_message ("%d x %d, %s, %d windows of %d x %d: %.1e", width, height,
                      silt_seamless_name (cases[i].seamless),
                      silt_tiling_n_windows (&tiling), tiling.x.window,
                      tiling.y.window, largest);
      g_assert_cmpfloat (largest, <, 1e-4f);
    }

  shipped_model_clear (&model);
}

/* The golden network of google's models, which sees the whole picture. */
static SiltUNet *
open_google (void)
{
  g_autofree gchar *config_path  = g_test_build_filename (
    G_TEST_DIST, "golden", "unet-google", "config.json", NULL);
  g_autofree gchar *weights_path = g_test_build_filename (
    G_TEST_DIST, "golden", "unet-google",
    "diffusion_pytorch_model.safetensors", NULL);
  SiltConfig       *json         = silt_config_open (config_path, NULL);
  SiltWeights      *weights      = silt_weights_open (weights_path, NULL);
  SiltUNetConfig    config;
  SiltUNet         *unet;

  g_assert_true (silt_unet_config_read (&config, json, NULL));
  unet = silt_unet_new (&config, weights, NULL);
  g_assert_nonnull (unet);

  silt_weights_free (weights);
  silt_config_free (json);

  return unet;
}

static gfloat *
ask (const SiltUNet   *unet,
     const gfloat     *canvas,
     const SiltTiling *tiling)
{
  SiltPool     *pool     = silt_pool_new (2, NULL);
  gfloat       *raw      = g_new (gfloat, tiling->x.size * tiling->y.size * 3);
  SiltDenoiser *denoiser = silt_unet_denoiser_new_tiled (
    unet, SILT_PREDICTION_EPSILON, 1, tiling);

  g_assert_true (denoiser->prepare (denoiser, pool));
  g_assert_true (denoiser->predict (denoiser, pool, canvas, &level, -1, raw,
                                    NULL));
  denoiser->free (denoiser);
  silt_pool_free (pool);

  return raw;
}

/* sum += the answer for one window, cut out by hand, times its weights. */
static void
add_window (gdouble          *sum,
            const SiltUNet   *unet,
            const gfloat     *canvas,
            const SiltTiling *tiling,
            const SiltSight  *sight,
            gint              row,
            gint              column)
{
  gint               width  = tiling->x.size, height = tiling->y.size;
  SiltTile           ty     = silt_tile_axis_nth (&tiling->y, row);
  SiltTile           tx     = silt_tile_axis_nth (&tiling->x, column);
  g_autofree gfloat *window = g_new (gfloat, tiling->x.window *
                                             tiling->y.window * 3);
  g_autofree gfloat *answer = NULL;
  SiltTiling         alone;
  gint               y, x, c;

  for (y = 0; y < tiling->y.window; y++)
    for (x = 0; x < tiling->x.window; x++)
      for (c = 0; c < 3; c++)
        window[(y * tiling->x.window + x) * 3 + c] =
          canvas[((ty.origin + y + height) % height * width +
                  (tx.origin + x + width) % width) * 3 + c];

  silt_tiling_plan (&alone, sight, tiling->y.window, tiling->x.window,
                    SILT_SEAMLESS_NONE, G_MAXINT64);
  answer = ask (unet, window, &alone);

  for (y = ty.from; y < ty.to; y++)
    for (x = tx.from; x < tx.to; x++)
      for (c = 0; c < 3; c++)
        sum[((y + height) % height * width + (x + width) % width) * 3 + c] +=
          (gdouble) silt_tile_axis_weight (&tiling->y, row, y) *
          silt_tile_axis_weight (&tiling->x, column, x) *
          answer[((y - ty.origin) * tiling->x.window + x - tx.origin) * 3 + c];
}

/* Windows of a network that sees everything are blended by their weights. */
static void
test_blended (void)
{
  enum { HEIGHT = 148, WIDTH = 152 };

  const SiltSight    sight = { 4, -1, 32 };
  g_autoptr (GRand)  rand  = g_rand_new_with_seed (3);
  SiltUNet          *unet  = open_google ();
  gint               seamless;

  for (seamless = 0; seamless < SILT_N_SEAMLESS; seamless++)
    {
      g_autofree gfloat  *canvas = random_tensor (HEIGHT, WIDTH, 3, rand).data;
      g_autofree gfloat  *got    = NULL;
      g_autofree gdouble *want   = g_new0 (gdouble, HEIGHT * WIDTH * 3);
      SiltTiling          tiling;
      gint                row, column;

      silt_tiling_plan (&tiling, &sight, HEIGHT, WIDTH, seamless, 112 * 112);
      g_assert_cmpint (silt_tiling_n_windows (&tiling), ==, 4);

      got = ask (unet, canvas, &tiling);
      for (row = 0; row < 2; row++)
        for (column = 0; column < 2; column++)
          add_window (want, unet, canvas, &tiling, &sight, row, column);

      g_assert_cmpfloat (relative_l2 (got, want, HEIGHT * WIDTH * 3), <, 1e-6);
    }

  silt_unet_free (unet);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tiles/cover", test_cover);
  g_test_add_func ("/tiles/cost", test_cost);
  g_test_add_func ("/tiles/whole", test_whole);
  g_test_add_func ("/tiles/blended", test_blended);

  return g_test_run ();
}
