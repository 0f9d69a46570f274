/* Silt: tests of the forward process
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

#include "schedule.h"

#define assert_close(a, b, relative) \
  g_assert_cmpfloat (fabsl ((a) - (b)), <=, (relative) * fabsl (b))

/* As far apart as roundings to float32 can bring two numbers. */
#define FLOAT_STEP 6e-8L

/* The defining products once more, in long double. */
static void
assert_tables (const SiltSchedule *schedule)
{
  long double alpha_bar = 1.0L;
  long double before    = 1.0L;
  gint        t;

  for (t = 0; t < schedule->n; t++)
    {
      long double beta = schedule->beta[t];
      long double now  = schedule->alpha_bar[t];
      long double rest = 1.0L - now;

      alpha_bar = MAX (alpha_bar * (1.0f - (gfloat) beta), SILT_MIN_ALPHA_BAR);
      assert_close (now, alpha_bar, FLOAT_STEP);

      /* What the betas' own rounding leaves of them. */
      beta = 1.0L - now / before;
      g_assert_cmpfloat (fabsl (schedule->posterior_x0[t] -
                                sqrtl (before) * beta / rest), <=,
                         FLOAT_STEP / rest);
      g_assert_cmpfloat (fabsl (schedule->posterior_xt[t] -
                                sqrtl (1.0L - beta) * (1.0L - before) / rest),
                         <=, FLOAT_STEP);
      g_assert_cmpfloat (fabsl (schedule->posterior_variance[t] -
                                (1.0L - before) * beta / rest), <=, FLOAT_STEP);

      before = now;
    }
}

static void
test_linear (void)
{
  SiltSchedule *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                              0.0001, 0.02);
  gint          t;

  for (t = 0; t < 1000; t++)
    assert_close (schedule->beta[t], 0.0001L + 0.0199L * t / 999.0L, 1e-6L);
  assert_tables (schedule);

  /* As published of the schedule of Ho et al. */
  assert_close (schedule->alpha_bar[999], 4.0358e-5L, 1e-4L);

  silt_schedule_free (schedule);
}

static void
test_scaled_linear (void)
{
  SiltSchedule *schedule = silt_schedule_new (SILT_BETA_SCALED_LINEAR, 1000,
                                              0.00085, 0.012);
  gint          t;

  for (t = 0; t < 1000; t++)
    {
      long double root = sqrtl (0.00085L) +
                         (sqrtl (0.012L) - sqrtl (0.00085L)) * t / 999.0L;

      assert_close (schedule->beta[t], root * root, 1e-6L);
    }
  assert_tables (schedule);

  silt_schedule_free (schedule);
}

static long double
cosine (long double time)
{
  return powl (cosl ((time + 0.008L) / 1.008L * 3.14159265358979323846L / 2.0L),
               2.0L);
}

/* The betas' product closes up to the cosine, but for the cap at the end. */
static void
test_cosine (void)
{
  static const gint steps[] = { 2, 50, 1000, 4000 };
  guint             i;

  for (i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      gint          n        = steps[i];
      SiltSchedule *schedule = silt_schedule_new (SILT_BETA_COSINE, n,
                                                  0.1, 0.2);
      gint          t;

      for (t = 0; t < n - 1; t++)
        assert_close (schedule->alpha_bar[t],
                      cosine ((t + 1.0L) / n) / cosine (0.0L), 1e-4L);

      g_assert_cmpfloat (schedule->beta[n - 1], ==, 0.999);
      g_assert_cmpfloat (schedule->alpha_bar[n - 1], >, 0.0);
      assert_tables (schedule);

      silt_schedule_free (schedule);
    }
}

static void
test_sigmoid (void)
{
  SiltSchedule *schedule = silt_schedule_new (SILT_BETA_SIGMOID, 1000,
                                              0.0001, 0.02);
  gint          t;

  for (t = 0; t < 1000; t++)
    {
      long double x = -6.0L + 12.0L * t / 999.0L;

      assert_close (schedule->beta[t],
                    0.0001L + 0.0199L * (0.5L + 0.5L * tanhl (x / 2.0L)),
                    1e-5L);
    }
  assert_tables (schedule);

  silt_schedule_free (schedule);
}

/* The defining function once more; its steps add up but for the cap at the
 * end. */
static void
test_laplace (void)
{
  SiltSchedule *schedule = silt_schedule_new (SILT_BETA_LAPLACE, 1000,
                                              0.1, 0.2);
  gint          t;

  for (t = 0; t < 999; t++)
    {
      long double time  = (t + 1.0L) / 1000.0L;
      long double tail  = time <= 0.5L ? 2.0L * time : 2.0L - 2.0L * time;
      long double power = time <= 0.5L ? -0.5L : 0.5L;
      long double snr   = powl (tail + 1e-6L, power);
      long double first = sqrtl (1e3L / (1.0L + 1e3L));

      assert_close (schedule->alpha_bar[t], sqrtl (snr / (1.0L + snr)) / first,
                    1e-4L);
    }
  assert_tables (schedule);

  silt_schedule_free (schedule);
}

/* Ends without a picture, begins as before, and no beta is out of range. */
static void
test_rescale (void)
{
  SiltSchedule *before = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                            0.0001, 0.02);
  SiltSchedule *after  = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                            0.0001, 0.02);
  long double   start  = sqrtl (before->alpha_bar[0]);
  long double   end    = sqrtl (before->alpha_bar[999]);
  gint          t;

  silt_schedule_rescale (after);

  g_assert_false (before->zero_snr);
  g_assert_true  (after->zero_snr);
  g_assert_cmpfloat (after->alpha_bar[999], ==, SILT_MIN_ALPHA_BAR);
  g_assert_cmpfloat (after->beta[999], ==, 1.0);
  assert_close (after->alpha_bar[0], (long double) before->alpha_bar[0], 1e-7L);

  for (t = 0; t < 999; t++)
    {
      long double root = (sqrtl (before->alpha_bar[t]) - end) *
                         start / (start - end);

      g_assert_cmpfloat (after->beta[t], >, 0.0);
      assert_close (after->alpha_bar[t], root * root, 1e-4L);
    }

  silt_schedule_free (before);
  silt_schedule_free (after);
}

static void
test_given (void)
{
  static const gdouble betas[]  = { 0.5, 0.1, 0.9, 1e-5 };
  SiltSchedule        *schedule = silt_schedule_new_betas (betas, 4);

  g_assert_cmpint (schedule->n, ==, 4);
  g_assert_cmpmem (schedule->beta, sizeof (betas), betas, sizeof (betas));
  assert_tables (schedule);

  silt_schedule_free (schedule);
}

/* One timestep; and so many large betas that their product is no float. */
static void
test_extremes (void)
{
  gint beta, t;

  for (beta = 0; beta < SILT_N_BETAS; beta++)
    {
      SiltSchedule *one  = silt_schedule_new (beta, 1, 0.0001, 0.02);
      SiltSchedule *many = silt_schedule_new (beta, SILT_MAX_TRAINED,
                                              0.5, SILT_MAX_BETA);

      assert_tables (one);

      for (t = 0; t < many->n; t++)
        {
          g_assert_cmpfloat (many->alpha_bar[t], >=, SILT_MIN_ALPHA_BAR);
          g_assert_true (isfinite (many->posterior_x0[t]));
          g_assert_true (isfinite (many->posterior_xt[t]));
          g_assert_cmpfloat (many->posterior_variance[t], >=, 0.0);
        }

      silt_schedule_free (one);
      silt_schedule_free (many);
    }
}

static void
test_add_noise (void)
{
  SiltSchedule *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                              0.0001, 0.02);
  gfloat        x_0[37], noise[37], out[37];
  gint          t, i;

  for (i = 0; i < 37; i++)
    {
      x_0[i]   = sin (i);
      noise[i] = 3.0 * cos (2 * i);
    }

  for (t = 0; t < 1000; t += 333)
    {
      gdouble alpha = sqrt (schedule->alpha_bar[t]);
      gdouble sigma = sqrt (1.0 - schedule->alpha_bar[t]);

      silt_schedule_add_noise (schedule, t, out, x_0, noise, 37);

      for (i = 0; i < 37; i++)
        g_assert_cmpfloat_with_epsilon (out[i],
                                        alpha * x_0[i] + sigma * noise[i],
                                        1e-6);
    }

  silt_schedule_free (schedule);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schedule/linear",        test_linear);
  g_test_add_func ("/schedule/scaled-linear", test_scaled_linear);
  g_test_add_func ("/schedule/cosine",        test_cosine);
  g_test_add_func ("/schedule/sigmoid",       test_sigmoid);
  g_test_add_func ("/schedule/laplace",       test_laplace);
  g_test_add_func ("/schedule/rescale",       test_rescale);
  g_test_add_func ("/schedule/given",         test_given);
  g_test_add_func ("/schedule/extremes",      test_extremes);
  g_test_add_func ("/schedule/add-noise",     test_add_noise);

  return g_test_run ();
}
