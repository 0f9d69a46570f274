/* Silt: the activations and resamplings against plain references
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

#include "activation.h"
#include "resample.h"

#include <string.h>

#include "numbers.h"

static gdouble
reference (gdouble        x,
           SiltActivation activation)
{
  switch (activation)
    {
    case SILT_ACTIVATION_NONE: return x;
    case SILT_ACTIVATION_SILU: return x / (1.0 + exp (-x));
    case SILT_ACTIVATION_MISH: return x * tanh (log1p (exp (x)));
    case SILT_ACTIVATION_GELU: return x * 0.5 * erfc (-x / sqrt (2.0));
    case SILT_ACTIVATION_RELU: return MAX (x, 0.0);
    }

  g_assert_not_reached ();
}

static void
test_activations (void)
{
  enum { N = 4001 };

  SiltActivation activation;

  for (activation = SILT_ACTIVATION_NONE;
       activation <= SILT_ACTIVATION_RELU;
       activation++)
    {
      gfloat x[N];
      gint   i;

      for (i = 0; i < N; i++)
        x[i] = (i - N / 2) * 0.02f;

      silt_activate (x, N, activation);

      for (i = 0; i < N; i++)
        {
          gdouble at   = (i - N / 2) * 0.02f;
          gdouble want = reference (at, activation);

          /* Relative, but for what is next to nothing. */
          g_assert_cmpfloat (fabs (x[i] - want), <=,
                             1e-6 * fabs (want) + 1e-6);
        }
    }
}

static void
test_far_ends (void)
{
  gfloat x[] = { -INFINITY, -1000.0f, 0.0f, 1000.0f };

  silt_activate (x, 4, SILT_ACTIVATION_MISH);
  g_assert_cmpfloat (fabsf (x[1]), <, 1e-30);
  g_assert_cmpfloat (x[2], ==, 0.0f);
  g_assert_cmpfloat (x[3], ==, 1000.0f);

  x[1] = -200.0f;
  x[3] = 50.0f;
  silt_activate (x, 4, SILT_ACTIVATION_SILU);
  g_assert_cmpfloat (fabsf (x[1]), <, 1e-30);
  g_assert_cmpfloat (x[2], ==, 0.0f);
  g_assert_cmpfloat (x[3], ==, 50.0f);
}

static void
test_resample (void)
{
  enum { H = 4, W = 6, C = 5 };

  g_autoptr (GRand) rand  = g_rand_new_with_seed (2);
  SiltPool         *pool  = silt_pool_new (2, NULL);
  SiltTensor        in    = random_tensor (H, W, C, rand);
  SiltTensor        twice = random_tensor (2 * H, 2 * W, C, rand);
  SiltTensor        back  = random_tensor (H, W, C, rand);
  SiltTensor        half  = random_tensor (H / 2, W / 2, C, rand);
  gint              y, x, c;

  g_assert_true (silt_double (&twice, &in, pool));
  for (y = 0; y < 2 * H; y++)
    for (x = 0; x < 2 * W; x++)
      for (c = 0; c < C; c++)
        g_assert_cmpfloat (twice.data[(y * 2 * W + x) * C + c], ==,
                           in.data[(y / 2 * W + x / 2) * C + c]);

  /* The mean of four times the same. */
  g_assert_true (silt_halve (&back, &twice, pool));
  g_assert_cmpmem (back.data, H * W * C * sizeof (gfloat),
                   in.data, H * W * C * sizeof (gfloat));

  g_assert_true (silt_halve (&half, &in, pool));
  for (y = 0; y < H / 2; y++)
    for (x = 0; x < W / 2; x++)
      for (c = 0; c < C; c++)
        {
          const gfloat *at   = in.data + (2 * y * W + 2 * x) * C + c;
          gdouble       want = ((gdouble) at[0] + at[C] +
                                at[W * C] + at[(W + 1) * C]) / 4.0;

          g_assert_cmpfloat (fabs (half.data[(y * W / 2 + x) * C + c] - want),
                             <, 1e-6);
        }

  g_assert_true (silt_center (&back, &in, pool));
  for (x = 0; x < H * W * C; x++)
    g_assert_cmpfloat (back.data[x], ==, 2.0f * in.data[x] - 1.0f);

  g_free (in.data);
  g_free (twice.data);
  g_free (back.data);
  g_free (half.data);
  silt_pool_free (pool);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/activation/accuracy", test_activations);
  g_test_add_func ("/activation/far-ends", test_far_ends);
  g_test_add_func ("/activation/resample", test_resample);

  return g_test_run ();
}
