/* Silt: tests of the random numbers and the noise
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
#include <string.h>

#include "noise.h"
#include "philox.h"
#include "torch-random.h"
#include "weights.h"

#define SIDE 512     /* of the grids that statistics are taken of */

/* The test vectors of the Random123 library. */
static void
test_philox_known_answers (void)
{
  static const struct
  {
    guint32 counter[4], key[2], out[4];
  } vectors[] =
  {
    { { 0, 0, 0, 0 },
      { 0, 0 },
      { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
      { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
      { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } }
  };
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      guint32 out[4];

      silt_philox4x32 (out, vectors[i].counter, vectors[i].key);
      for (j = 0; j < 4; j++)
        g_assert_cmphex (out[j], ==, vectors[i].out[j]);
    }
}

/* [SIDE, SIDE, 4] */
static gfloat *
philox_grid (guint64 seed,
             guint32 draw,
             guint32 quad)
{
  gfloat *grid = g_new (gfloat, SIDE * SIDE * 4);
  guint   x, y;

  for (y = 0; y < SIDE; y++)
    for (x = 0; x < SIDE; x++)
      silt_philox_normal (grid + (y * SIDE + x) * 4, seed, x, y, draw, quad);

  return grid;
}

static void
test_philox_moments (void)
{
  g_autofree gfloat *grid   = philox_grid (42, 0, 0);
  const gint         n      = SIDE * SIDE * 4;
  gdouble            sum[5] = { 0.0 };
  gint               tail   = 0;
  gint               i, k;

  for (i = 0; i < n; i++)
    {
      gdouble power = 1.0;

      g_assert_true (isfinite (grid[i]));
      g_assert_cmpfloat (fabs (grid[i]), <, 6.8);

      for (k = 1; k <= 4; k++)
        {
          power  *= grid[i];
          sum[k] += power / n;
        }
      if (fabs (grid[i]) > 3.0)
        tail++;
    }

  /* Within four standard errors of the sums of n normal values. */
  g_assert_cmpfloat (fabs (sum[1]),       <, 4.0 * sqrt (1.0 / n));
  g_assert_cmpfloat (fabs (sum[2] - 1.0), <, 4.0 * sqrt (2.0 / n));
  g_assert_cmpfloat (fabs (sum[3]),       <, 4.0 * sqrt (15.0 / n));
  g_assert_cmpfloat (fabs (sum[4] - 3.0), <, 4.0 * sqrt (96.0 / n));
  g_assert_cmpfloat (fabs (tail - 0.0026998 * n), <, 4.0 * sqrt (0.0027 * n));
}

/* The third word of this counter is 0: the largest value there is. */
static void
test_philox_zero (void)
{
  gfloat normal[4];

  silt_philox_normal (normal, 0, 34997, 20702, 0, 0);
  g_assert_cmpfloat_with_epsilon (hypotf (normal[2], normal[3]), 6.7637, 0.001);
}

/* Neither the values nor their sizes have to do with each other. */
static void
assert_independent (const gfloat *a,
                    const gfloat *b,
                    gint          n)
{
  gdouble values = 0.0;
  gdouble sizes  = 0.0;
  gint    i;

  for (i = 0; i < n; i++)
    {
      values += a[i] * b[i];
      sizes  += (a[i] * a[i] - 1.0) * (b[i] * b[i] - 1.0);
    }

  g_assert_cmpfloat (fabs (values), <, 4.0 * sqrt (n));
  g_assert_cmpfloat (fabs (sizes),  <, 4.0 * sqrt (4.0 * n));
}

static void
test_philox_independence (void)
{
  const gint         n    = SIDE * SIDE * 4;
  g_autofree gfloat *grid = philox_grid (42, 0, 0);
  g_autofree gfloat *draw = philox_grid (42, 1, 0);
  g_autofree gfloat *quad = philox_grid (42, 0, 1);
  g_autofree gfloat *low  = philox_grid (43, 0, 0);
  g_autofree gfloat *high = philox_grid (42 + (G_GUINT64_CONSTANT (1) << 32),
                                         0, 0);
  gint               c;

  assert_independent (grid, grid + 4, n - 4);                   /* in x */
  assert_independent (grid, grid + 4 * SIDE, n - 4 * SIDE);     /* in y */
  for (c = 1; c < 4; c++)
    assert_independent (grid, grid + c, n - c);                 /* channels */
  assert_independent (grid, draw, n);
  assert_independent (grid, quad, n);
  assert_independent (grid, low,  n);
  assert_independent (grid, high, n);
}

static SiltWeights *
open_facts (void)
{
  g_autofree gchar *path    = g_test_build_filename (G_TEST_DIST, "golden",
                                                     "misc",
                                                     "facts.safetensors", NULL);
  GError           *error   = NULL;
  SiltWeights      *weights = silt_weights_open (path, &error);

  g_assert_no_error (error);

  return weights;
}

static gfloat *
read_fact (SiltWeights      *facts,
           const SiltWeight *fact)
{
  gfloat *values = g_new (gfloat, fact->n_elements);
  GError *error  = NULL;

  silt_weights_read (facts, fact->name, fact->n_dims, fact->dims, values,
                     &error);
  g_assert_no_error (error);

  return values;
}

static void
test_torch_first (void)
{
  static const gfloat first[] = { -1.1258f, -1.1524f, -0.2506f, -0.4339f };
  SiltTorchRandom     random;
  gfloat              out[16];
  guint               i;

  silt_torch_random_init (&random, 0);
  silt_torch_random_normal (&random, out, 16);

  for (i = 0; i < G_N_ELEMENTS (first); i++)
    g_assert_cmpfloat_with_epsilon (out[i], first[i], 0.00005);
}

/* All of randn.SEED.N. */
static void
test_torch_golden (void)
{
  SiltWeights *facts  = open_facts ();
  guint        n_seen = 0;
  guint        i;
  gsize        j;

  for (i = 0; i < silt_weights_count (facts); i++)
    {
      const SiltWeight  *fact = silt_weights_nth (facts, i);
      g_autofree gfloat *expected = NULL;
      g_autofree gfloat *out      = NULL;
      g_auto (GStrv)     words    = g_strsplit (fact->name, ".", -1);
      SiltTorchRandom    random;

      if (! g_str_equal (words[0], "randn"))
        continue;

      expected = read_fact (facts, fact);
      out      = g_new (gfloat, fact->n_elements);

      silt_torch_random_init (&random, g_ascii_strtoull (words[1], NULL, 10));
      silt_torch_random_normal (&random, out, fact->n_elements);

      for (j = 0; j < fact->n_elements; j++)
        g_assert_cmpfloat_with_epsilon (out[j], expected[j], 2e-6);
      n_seen++;
    }

  g_assert_cmpuint (n_seen, ==, 16);
  silt_weights_free (facts);
}

/* Below 16 values, the second of a pair waits for the next call. */
static void
test_torch_spare (void)
{
  SiltTorchRandom whole, parts;
  gfloat          a[7], b[7];

  silt_torch_random_init (&whole, 1);
  silt_torch_random_init (&parts, 1);

  silt_torch_random_normal (&whole, a, 7);
  silt_torch_random_normal (&parts, b, 3);
  silt_torch_random_normal (&parts, b + 3, 4);

  g_assert_cmpmem (a, sizeof (a), b, sizeof (b));
}

/* Draw number `draw` of a fresh source. */
static gfloat *
draw_noise (SiltNoise kind,
            gint      height,
            gint      width,
            gint      channels,
            gint      unshuffle,
            gint      multiple,
            guint     n_workers,
            guint     draw)
{
  SiltNoiseSource *source = silt_noise_source_new (kind, 7, height, width,
                                                   channels, unshuffle,
                                                   multiple);
  SiltPool        *pool   = silt_pool_new (n_workers, NULL);
  gfloat          *out    = g_new (gfloat, (gsize) height * width * channels);
  guint            i;

  for (i = 0; i <= draw; i++)
    g_assert_true (silt_noise_source_draw (source, pool, out));

  silt_pool_free (pool);
  silt_noise_source_free (source);

  return out;
}

static void
test_noise_threads (void)
{
  gint kind;

  for (kind = 0; kind < SILT_N_NOISES; kind++)
    {
      g_autofree gfloat *one   = draw_noise (kind, 67, 41, 3, 2, 4, 1, 2);
      g_autofree gfloat *three = draw_noise (kind, 67, 41, 3, 2, 4, 3, 2);
      g_autofree gfloat *first = draw_noise (kind, 67, 41, 3, 2, 4, 1, 0);
      gsize              bytes = 67 * 41 * 3 * sizeof (gfloat);

      g_assert_cmpmem (one, bytes, three, bytes);
      g_assert_cmpint (memcmp (one, first, bytes), !=, 0);
    }
}

static void
test_noise_canvas (gconstpointer data)
{
  SiltNoise          kind  = GPOINTER_TO_INT (data);
  g_autofree gfloat *small = draw_noise (kind, 20, 30, 3, 1, 1, 1, 1);
  g_autofree gfloat *large = draw_noise (kind, 33, 47, 3, 4, 16, 2, 1);
  gsize              bytes = 30 * 3 * sizeof (gfloat);
  gint               y;

  for (y = 0; y < 20; y++)
    g_assert_cmpmem (small + y * 30 * 3, bytes, large + y * 47 * 3, bytes);
}

/* A window of a canvas has that canvas' noise, in every draw. */
static void
test_noise_window (gconstpointer data)
{
  static const gint  corners[][2] = { { 0, 0 }, { 17, 13 }, { 15, 47 },
                                      { 16, 48 }, { 50, 32 } };
  SiltNoise          kind   = GPOINTER_TO_INT (data);
  SiltPool          *pool   = silt_pool_new (2, NULL);
  g_autofree gfloat *large  = draw_noise (kind, 70, 90, 3, 1, 1, 1, 1);
  g_autofree gfloat *window = g_new (gfloat, 20 * 30 * 3);
  gsize              bytes  = 30 * 3 * sizeof (gfloat);
  guint              i;
  gint               y;

  for (i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      SiltNoiseSource *source = silt_noise_source_new (kind, 7, 20, 30, 3, 1,
                                                       1);

      silt_noise_source_move (source, corners[i][0], corners[i][1]);
      g_assert_true (silt_noise_source_draw (source, pool, window));
      g_assert_true (silt_noise_source_draw (source, pool, window));

      for (y = 0; y < 20; y++)
        g_assert_cmpmem (window + y * 30 * 3, bytes,
                         large + ((corners[i][1] + y) * 90 + corners[i][0]) * 3,
                         bytes);

      silt_noise_source_free (source);
    }

  silt_pool_free (pool);
}

/* Noise goes on before a canvas' upper left corner. */
static void
test_noise_before (gconstpointer data)
{
  SiltNoise        kind   = GPOINTER_TO_INT (data);
  SiltNoiseSource *source = silt_noise_source_new (kind, 7, 80, 90, 3, 1, 1);
  SiltPool          *pool = silt_pool_new (2, NULL);
  g_autofree gfloat *whole  = draw_noise (kind, 20, 30, 3, 1, 1, 1, 0);
  g_autofree gfloat *before = g_new (gfloat, 80 * 90 * 3);
  gsize              bytes  = 30 * 3 * sizeof (gfloat);
  gint               y;

  silt_noise_source_move (source, -32, -49);
  g_assert_true (silt_noise_source_draw (source, pool, before));

  for (y = 0; y < 20; y++)
    g_assert_cmpmem (whole + y * 30 * 3, bytes,
                     before + ((49 + y) * 90 + 32) * 3, bytes);
  for (y = 0; y < 80 * 90 * 3; y++)
    g_assert_cmpfloat (fabsf (before[y]), <, 6.0f);

  silt_noise_source_free (source);
  silt_pool_free (pool);
}

/* The root mean square of the means of squares of `size` pixels. */
static gdouble
fluctuation (const gfloat *noise,
             gint          side,
             gint          size)
{
  gint    n     = side / size;
  gdouble total = 0.0;
  gint    i, y, x, c;

  for (c = 0; c < 3; c++)
    for (i = 0; i < n * n; i++)
      {
        gdouble sum = 0.0;

        for (y = 0; y < size; y++)
          for (x = 0; x < size; x++)
            sum += noise[((i / n * size + y) * side + i % n * size + x) * 3 + c];
        total += pow (sum / (size * size), 2.0);
      }

  return sqrt (total / (3 * n * n));
}

/* Of white noise, the means of squares are as large as their sides are small;
 * even noise is as white within the cells, and has next to nothing beyond. */
static void
test_noise_even (void)
{
  g_autofree gfloat *white = draw_noise (SILT_NOISE_PHILOX, 512, 512, 3, 1, 1,
                                         2, 0);
  g_autofree gfloat *even  = draw_noise (SILT_NOISE_EVEN, 512, 512, 3, 1, 1,
                                         2, 0);

  g_assert_cmpfloat_with_epsilon (fluctuation (even, 512, 1), 1.0, 0.005);
  g_assert_cmpfloat_with_epsilon (4 * fluctuation (even, 512, 4), 1.0, 0.03);

  g_assert_cmpfloat (64 * fluctuation (white, 512, 64), >, 0.8);
  g_assert_cmpfloat (64 * fluctuation (even, 512, 64), <, 0.35);
  g_assert_cmpfloat (128 * fluctuation (even, 512, 128), <, 0.35);
}

/* The colour is one number a channel of all the canvas, in the first draw. */
static void
test_noise_color (void)
{
  SiltNoiseSource   *source = silt_noise_source_new (SILT_NOISE_EVEN, 7, 40, 50,
                                                     3, 1, 1);
  SiltPool          *pool   = silt_pool_new (2, NULL);
  g_autofree gfloat *first  = draw_noise (SILT_NOISE_EVEN, 40, 50, 3, 1, 1,
                                          1, 0);
  g_autofree gfloat *second = draw_noise (SILT_NOISE_EVEN, 40, 50, 3, 1, 1,
                                          1, 1);
  g_autofree gfloat *out    = g_new (gfloat, 40 * 50 * 3);
  gint               i;

  silt_noise_source_add_color (source);
  g_assert_true (silt_noise_source_draw (source, pool, out));
  for (i = 0; i < 40 * 50 * 3; i++)
    {
      gfloat color = out[i % 3] - first[i % 3];

      g_assert_cmpfloat (fabsf (color), >, 1e-4);
      g_assert_cmpfloat (fabsf (color), <, 4.0 / 52);
      g_assert_cmpfloat_with_epsilon (out[i] - first[i], color, 1e-6);
    }

  g_assert_true (silt_noise_source_draw (source, pool, out));
  g_assert_cmpmem (out, 40 * 50 * 3 * sizeof (gfloat),
                   second, 40 * 50 * 3 * sizeof (gfloat));

  silt_noise_source_free (source);
  silt_pool_free (pool);
}

/* As torch.nn.functional.pixel_unshuffle: from [channels, height, width]. */
static void
pixel_unshuffle (gfloat       *out,
                 const gfloat *in,
                 gint          height,
                 gint          width,
                 gint          channels,
                 gint          r)
{
  gint c, dy, dx, y, x;

  for (c = 0; c < channels; c++)
    for (dy = 0; dy < r; dy++)
      for (dx = 0; dx < r; dx++)
        for (y = 0; y < height / r; y++)
          for (x = 0; x < width / r; x++)
            *out++ = in[(c * height + y * r + dy) * width + x * r + dx];
}

static void
test_unshuffle_golden (void)
{
  SiltWeights       *facts = open_facts ();
  const SiltWeight  *fact  = silt_weights_find (facts, "unshuffle.x");
  g_autofree gfloat *x     = read_fact (facts, fact);
  gsize              bytes = fact->n_elements * sizeof (gfloat);
  gint               r;

  for (r = 2; r <= 4; r += 2)
    {
      g_autofree gchar  *name     = g_strdup_printf ("unshuffle.%d", r);
      g_autofree gfloat *expected = read_fact (facts,
                                               silt_weights_find (facts, name));
      g_autofree gfloat *out      = g_malloc (bytes);

      pixel_unshuffle (out, x, 8, 12, 3, r);
      g_assert_cmpmem (out, bytes, expected, bytes);
    }

  silt_weights_free (facts);
}

/* Brought into the network's layout, the noise is what the generator gave. */
static void
assert_torch_noise (gint height,
                    gint width,
                    gint channels,
                    gint r)
{
  gsize              n       = (gsize) height * width * channels;
  g_autofree gfloat *pixels  = draw_noise (SILT_NOISE_TORCH, height, width,
                                           channels, r, r, 2, 0);
  g_autofree gfloat *planes  = g_new (gfloat, n);
  g_autofree gfloat *network = g_new (gfloat, n);
  g_autofree gfloat *random  = g_new (gfloat, n);
  SiltTorchRandom    generator;
  gint               y, x, c;

  silt_torch_random_init (&generator, 7);
  silt_torch_random_normal (&generator, random, n);

  for (c = 0; c < channels; c++)
    for (y = 0; y < height; y++)
      for (x = 0; x < width; x++)
        planes[(c * height + y) * width + x] =
          pixels[(y * width + x) * channels + c];
  pixel_unshuffle (network, planes, height, width, channels, r);

  g_assert_cmpmem (network, n * sizeof (gfloat), random, n * sizeof (gfloat));
}

static void
test_noise_torch_layout (void)
{
  assert_torch_noise (8, 12, 3, 1);
  assert_torch_noise (8, 12, 3, 2);
  assert_torch_noise (8, 12, 1, 4);
  assert_torch_noise (1, 3, 3, 1);       /* fewer than 16 values */
}

/* One value more than two of the pieces in which it is drawn: a third piece
 * would be too small for the generator's blocks. */
static void
test_noise_torch_pieces (void)
{
  gint n = 2 * (1 << 20) + 1;

  assert_torch_noise (3, n / 3, 1, 1);
}

static void
test_noise_torch_padding (void)
{
  g_autofree gfloat *cut   = draw_noise (SILT_NOISE_TORCH, 5, 7, 3, 2, 4, 1, 0);
  g_autofree gfloat *whole = draw_noise (SILT_NOISE_TORCH, 8, 8, 3, 2, 4, 1, 0);
  gsize              bytes = 7 * 3 * sizeof (gfloat);
  gint               y;

  for (y = 0; y < 5; y++)
    g_assert_cmpmem (cut + y * 7 * 3, bytes, whole + y * 8 * 3, bytes);
}

static void
test_noise_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SiltPool                *pool        = silt_pool_new (2, cancellable);
  gfloat                   out[8 * 8 * 3];
  gint                     kind;

  g_cancellable_cancel (cancellable);

  for (kind = 0; kind < SILT_N_NOISES; kind++)
    {
      SiltNoiseSource *source = silt_noise_source_new (kind, 0, 8, 8, 3, 1, 1);

      g_assert_false (silt_noise_source_draw (source, pool, out));
      silt_noise_source_free (source);
    }

  silt_pool_free (pool);
}

/* What is announced is what is taken. */
static void
test_noise_bytes (void)
{
  gsize philox = silt_noise_source_bytes (SILT_NOISE_PHILOX, 100, 100, 3, 8);
  gsize torch  = silt_noise_source_bytes (SILT_NOISE_TORCH,  100, 100, 3, 8);

  gsize even   = silt_noise_source_bytes (SILT_NOISE_EVEN,   100, 100, 3, 8);

  g_assert_cmpuint (philox, ==, 0);
  g_assert_cmpuint (even, ==, 6 * 6 * 3 * sizeof (gfloat));
  g_assert_cmpuint (torch, ==, 104 * 104 * 3 * sizeof (gfloat));
}

int
main (int    argc,
      char **argv)
{
  gconstpointer philox = GINT_TO_POINTER (SILT_NOISE_PHILOX);
  gconstpointer even   = GINT_TO_POINTER (SILT_NOISE_EVEN);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/philox/known-answers", test_philox_known_answers);
  g_test_add_func ("/philox/moments",       test_philox_moments);
  g_test_add_func ("/philox/zero",          test_philox_zero);
  g_test_add_func ("/philox/independence",  test_philox_independence);
  g_test_add_func ("/torch/first",          test_torch_first);
  g_test_add_func ("/torch/golden",         test_torch_golden);
  g_test_add_func ("/torch/spare",          test_torch_spare);
  g_test_add_func ("/noise/threads",        test_noise_threads);
  g_test_add_func ("/noise/even",           test_noise_even);
  g_test_add_func ("/noise/color",          test_noise_color);

  g_test_add_data_func ("/noise/canvas/philox", philox, test_noise_canvas);
  g_test_add_data_func ("/noise/canvas/even",   even,   test_noise_canvas);
  g_test_add_data_func ("/noise/window/philox", philox, test_noise_window);
  g_test_add_data_func ("/noise/window/even",   even,   test_noise_window);
  g_test_add_data_func ("/noise/before/philox", philox, test_noise_before);
  g_test_add_data_func ("/noise/before/even",   even,   test_noise_before);

  g_test_add_func ("/noise/unshuffle",      test_unshuffle_golden);
  g_test_add_func ("/noise/torch-layout",   test_noise_torch_layout);
  g_test_add_func ("/noise/torch-pieces",   test_noise_torch_pieces);
  g_test_add_func ("/noise/torch-padding",  test_noise_torch_padding);
  g_test_add_func ("/noise/cancelled",      test_noise_cancelled);
  g_test_add_func ("/noise/bytes",          test_noise_bytes);

  return g_test_run ();
}
