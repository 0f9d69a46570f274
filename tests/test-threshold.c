/* Silt: tests of dynamic thresholding
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
#include <stdlib.h>

#include "threshold-level.h"

static gint
compare (gconstpointer a,
         gconstpointer b)
{
  gfloat x = *(const gfloat *) a;
  gfloat y = *(const gfloat *) b;

  return (x > y) - (x < y);
}

/* torch.quantile, by sorting. */
static gdouble
quantile (const gfloat *values,
          gint          n,
          gdouble       ratio)
{
  g_autofree gfloat *sorted = g_new (gfloat, n);
  gfloat             place  = (gfloat) ratio * (n - 1);
  gint               low    = place;
  gint               high   = MIN (low + 1, n - 1);
  gint               i;

  for (i = 0; i < n; i++)
    sorted[i] = fabsf (values[i]);
  qsort (sorted, n, sizeof (gfloat), compare);

  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}

static void
test_quantile (void)
{
  gint round;

  for (round = 0; round < 500; round++)
    {
      gint               n      = g_test_rand_int_range (1, 400);
      g_autofree gfloat *values = g_new (gfloat, n);
      gdouble            ratio  = round % 5 == 0 ? 1.0
                                  : g_test_rand_double_range (0.0, 1.0);
      gdouble            wanted;
      gint               i;

      /* Of some, many are equal; others are of every magnitude. */
      for (i = 0; i < n; i++)
        values[i] = round % 2 ? g_test_rand_int_range (-3, 4)
                              : g_test_rand_double_range (-1.0, 1.0) *
                                pow (10.0, g_test_rand_int_range (-30, 30));

      wanted = MAX (quantile (values, n, ratio), 1.0);

      g_assert_cmpfloat (fabs (threshold_level (values, n, ratio, 1e38) -
                               wanted), <=, 1e-6 * wanted);
    }
}

/* More than a thread takes at once. */
static void
test_many (void)
{
  enum { N = 200004 };

  g_autofree gfloat *values = g_new (gfloat, N);
  gdouble            ratio;
  gint               i;

  for (i = 0; i < N; i++)
    values[i] = 3.0 * cos (i);

  for (ratio = 0.0; ratio <= 1.0; ratio += 0.0625)
    g_assert_cmpfloat_with_epsilon (threshold_level (values, N, ratio, 9.0),
                                    MAX (quantile (values, N, ratio), 1.0),
                                    1e-6);
}

static void
test_cancelled (void)
{
  static const gfloat      values[]    = { -4.0, 0.5, 2.0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SiltPool                *pool        = silt_pool_new (2, cancellable);
  gfloat                   level;

  g_cancellable_cancel (cancellable);
  g_assert_false (silt_threshold_level (values, 3, 0.5, 9.0, pool, NULL,
                                        &level));
  silt_pool_free (pool);
}

/* At least 1, at most max, which goes before. */
static void
test_limits (void)
{
  static const gfloat values[] = { -4.0, 0.5, 2.0 };

  g_assert_cmpfloat (threshold_level (values, 3, 0.5, 9.0), ==, 2.0);
  g_assert_cmpfloat (threshold_level (values, 3, 0.25, 9.0), ==, 1.25);
  g_assert_cmpfloat (threshold_level (values, 3, 0.0, 9.0), ==, 1.0);
  g_assert_cmpfloat (threshold_level (values, 3, 1.0, 3.0), ==, 3.0);
  g_assert_cmpfloat (threshold_level (values, 3, 1.0, 0.5), ==, 0.5);
}

/* What is no number is no crash. */
static void
test_no_numbers (void)
{
  static const gfloat values[] = { NAN, INFINITY, 1.0, -INFINITY, NAN };
  gdouble             ratio;

  for (ratio = 0.0; ratio <= 1.0; ratio += 0.125)
    threshold_level (values, 5, ratio, 2.0);
}

static void
test_apply (void)
{
  gfloat values[] = { -4.0, -2.0, 0.5, 2.0, 3.0 };

  silt_threshold_apply (values + 1, 4, 2.0);

  g_assert_cmpfloat (values[0], ==, -4.0);
  g_assert_cmpfloat (values[1], ==, -1.0);
  g_assert_cmpfloat (values[2], ==, 0.25);
  g_assert_cmpfloat (values[3], ==, 1.0);
  g_assert_cmpfloat (values[4], ==, 1.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/threshold/quantile",   test_quantile);
  g_test_add_func ("/threshold/many",       test_many);
  g_test_add_func ("/threshold/cancelled",  test_cancelled);
  g_test_add_func ("/threshold/limits",     test_limits);
  g_test_add_func ("/threshold/no-numbers", test_no_numbers);
  g_test_add_func ("/threshold/apply",      test_apply);

  return g_test_run ();
}
