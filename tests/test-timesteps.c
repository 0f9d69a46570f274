/* Silt: tests of where samplers stop
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

#include "sampler-walk.h"
#include "plan.h"

static void
assert_timesteps (SiltSampler    sampler,
                  SiltSpacing    spacing,
                  gint           offset,
                  gint           steps,
                  const gdouble *expected)
{
  SiltWalkSettings    settings  = settings_of (sampler, spacing, steps);
  g_autofree gdouble *timesteps = g_new (gdouble, steps);
  gint                i;

  settings.steps_offset = offset;
  silt_timesteps (&settings, 1000, timesteps);

  for (i = 0; i < steps; i++)
    g_assert_cmpfloat (timesteps[i], ==, expected[i]);
}

static void
test_timesteps (void)
{
  static const gdouble published[] = { 801, 601, 401, 201, 1 };
  static const gdouble leading[]   = { 750, 500, 250, 0 };
  static const gdouble trailing[]  = { 999, 749, 499, 249 };
  static const gdouble linspace[]  = { 999, 666, 333, 0 };
  static const gdouble distilled[]       = { 999, 759, 499, 259 };
  static const gdouble fractions[]       = { 999, 499.5, 0 };
  static const gdouble solver_leading[]  = { 800, 600, 400, 200 };
  static const gdouble solver_linspace[] = { 999, 749, 500, 250 };

  /* Ties of 62.5 go to the even number where a double can hold them, ... */
  static const gdouble ties[] =
  {
    999, 937, 874, 811, 749, 687, 624, 561, 499, 437, 374, 311, 249, 187, 124,
    61
  };

  assert_timesteps (SILT_SAMPLER_DDIM, SILT_SPACING_LEADING, 1, 5, published);
  assert_timesteps (SILT_SAMPLER_DDPM, SILT_SPACING_LEADING, 0, 4, leading);
  assert_timesteps (SILT_SAMPLER_DDPM, SILT_SPACING_TRAILING, 0, 4, trailing);
  assert_timesteps (SILT_SAMPLER_DDPM, SILT_SPACING_LINSPACE, 0, 4, linspace);
  assert_timesteps (SILT_SAMPLER_DDPM, SILT_SPACING_TRAILING, 0, 16, ties);
  assert_timesteps (SILT_SAMPLER_LCM, SILT_SPACING_LEADING, 0, 4, distilled);
  assert_timesteps (SILT_SAMPLER_EULER, SILT_SPACING_LINSPACE, 0, 3, fractions);
  assert_timesteps (SILT_SAMPLER_DPMPP_2M, SILT_SPACING_TRAILING, 0, 4,
                    trailing);
  assert_timesteps (SILT_SAMPLER_DPMPP_2M, SILT_SPACING_LEADING, 0, 4,
                    solver_leading);
  assert_timesteps (SILT_SAMPLER_DPMPP_2M, SILT_SPACING_LINSPACE, 0, 4,
                    solver_linspace);
}

/* ... and where it cannot, to where numpy.arange puts them: of 48 steps, the
 * fourth lies at 937.5. */
static void
test_timesteps_arange (void)
{
  SiltWalkSettings settings = settings_of (SILT_SAMPLER_DDPM,
                                           SILT_SPACING_TRAILING, 48);
  gdouble          timesteps[48];

  silt_timesteps (&settings, 1000, timesteps);
  g_assert_cmpfloat (timesteps[3], ==, 936);
}

/* The user's own, whatever the sampler and the spacing. */
static void
test_listed (void)
{
  static const gint listed[] = { 900, 850, 3 };
  gint              sampler, k;

  for (sampler = 0; sampler < SILT_SAMPLER_CONSISTENCY; sampler++)
    {
      SiltWalkSettings settings = settings_of (sampler, SILT_SPACING_KARRAS, 3);
      gdouble          timesteps[3];

      settings.listed   = listed;
      settings.n_listed = 3;
      silt_timesteps (&settings, 1000, timesteps);

      for (k = 0; k < 3; k++)
        g_assert_cmpfloat (timesteps[k], ==, listed[k]);
    }
}

/* No two calls at one timestep, for any number of steps. */
static void
test_edges_falling (void)
{
  static const gint trained[] = { 100, 333, 1000 };
  gdouble           timesteps[1000];
  guint             i;
  gint              sampler, spacing, steps, k;

  for (i = 0; i < G_N_ELEMENTS (trained); i++)
    for (sampler = 0; sampler < SILT_SAMPLER_CONSISTENCY; sampler++)
      for (spacing = 0; spacing <= SILT_SPACING_LINSPACE; spacing++)
        for (steps = 1; steps <= trained[i]; steps++)
          {
            SiltWalkSettings settings = settings_of (sampler, spacing, steps);

            settings.original_steps = trained[i];

            silt_timesteps (&settings, trained[i], timesteps);

            g_assert_cmpfloat (timesteps[0], <, trained[i]);
            g_assert_cmpfloat (timesteps[steps - 1], >=, 0.0);
            for (k = 1; k < steps; k++)
              g_assert_cmpfloat (timesteps[k], <, timesteps[k - 1]);
          }
}


/* By the distribution's own symmetries and closed forms: a = 1/2 is the arcsine
 * law, a = 1 is uniform, a = 2 has x^2 (3 - 2x). */
static void
test_beta_quantile (void)
{
  gint i;

  for (i = 0; i <= 100; i++)
    {
      gdouble p = i / 100.0;
      gdouble s = sin (p * G_PI_2);
      gdouble x = silt_beta_quantile (2.0, p);

      g_assert_cmpfloat_with_epsilon (silt_beta_quantile (0.5, p), s * s,
                                      1e-14);
      g_assert_cmpfloat_with_epsilon (silt_beta_quantile (1.0, p), p, 1e-14);
      g_assert_cmpfloat_with_epsilon (x * x * (3.0 - 2.0 * x), p, 1e-14);
    }

  g_assert_cmpfloat (silt_beta_quantile (0.6, 0.0), ==, 0.0);
  g_assert_cmpfloat (silt_beta_quantile (0.6, 1.0), ==, 1.0);
}

/* All spacings over sigma begin and end where the schedule does, fall between,
 * and lie as their names say. */
static void
test_sigma_spacings (void)
{
  SiltSchedule *schedule = linear_schedule ();
  gint          spacing, i;

  for (spacing = SILT_SPACING_KARRAS; spacing < SILT_N_SPACINGS; spacing++)
    {
      SiltWalkSettings      settings = settings_of (SILT_SAMPLER_DPMPP_2M,
                                                    spacing, 11);
      g_autofree SiltPoint *points   = silt_points_new (schedule, &settings);
      gdouble               max      = silt_sigma (schedule, 999);
      gdouble               min      = silt_sigma (schedule, 0);
      gdouble               middle;

      g_assert_cmpfloat_with_epsilon (points[0].sigma, max, 1e-4);
      g_assert_cmpfloat_with_epsilon (points[10].sigma, min, 1e-6);
      g_assert_cmpfloat (points[11].sigma, ==, 0.0);
      g_assert_cmpfloat (points[0].t, >=, 998.0);
      g_assert_cmpfloat (points[10].t, ==, 0.0);

      for (i = 1; i < 11; i++)
        {
          g_assert_cmpfloat (points[i].sigma, <, points[i - 1].sigma);
          g_assert_cmpfloat (points[i].t, <, points[i - 1].t);
          g_assert_cmpfloat (points[i].t, ==, floor (points[i].t));
        }

      middle = spacing == SILT_SPACING_KARRAS
               ? pow ((pow (max, 1 / 7.0) + pow (min, 1 / 7.0)) / 2.0, 7.0)
               : spacing == SILT_SPACING_BETA ? (max + min) / 2.0
               : sqrt (max * min);
      g_assert_cmpfloat_with_epsilon (points[5].sigma, middle, 1e-5 * middle);
    }

  silt_schedule_free (schedule);
}

/* Where a walk ends that does not at 0, and between what it lies. */
static void
test_ends (void)
{
  SiltSchedule         *schedule = linear_schedule ();
  SiltWalkSettings      settings = settings_of (SILT_SAMPLER_DEIS,
                                                SILT_SPACING_KARRAS, 5);
  g_autofree SiltPoint *points   = NULL;

  settings.final_sigma_zero = FALSE;
  settings.sigma_min        = 0.1;
  points = silt_points_new (schedule, &settings);
  g_assert_cmpfloat (points[5].sigma, ==, silt_sigma (schedule, 0));
  g_clear_pointer (&points, g_free);

  settings.ends_at_last = TRUE;
  points = silt_points_new (schedule, &settings);
  g_assert_cmpfloat_with_epsilon (points[4].sigma, 0.1, 1e-6);
  g_assert_cmpfloat (points[5].sigma, ==, points[4].sigma);
  g_clear_pointer (&points, g_free);

  settings      = settings_of (SILT_SAMPLER_EULER, SILT_SPACING_KARRAS, 5);
  settings.ends = SILT_SPACING_LEADING;
  points = silt_points_new (schedule, &settings);
  g_assert_cmpfloat_with_epsilon (points[0].sigma, silt_sigma (schedule, 800),
                                  1e-4);
  g_clear_pointer (&points, g_free);

  settings.full_range = TRUE;
  points = silt_points_new (schedule, &settings);
  g_assert_cmpfloat_with_epsilon (points[0].sigma, silt_sigma (schedule, 999),
                                  1e-4);

  /* The library's floor under alpha_bar = 0 is 2^-24. */
  silt_schedule_rescale (schedule);
  g_assert_cmpfloat_with_epsilon (silt_sigma (schedule, 999),
                                  sqrt (0x1p24 - 1.0), 1e-3);

  silt_schedule_free (schedule);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timesteps/spacings", test_timesteps);
  g_test_add_func ("/timesteps/arange",   test_timesteps_arange);
  g_test_add_func ("/timesteps/listed",   test_listed);
  g_test_add_func ("/timesteps/falling",  test_edges_falling);
  g_test_add_func ("/points/beta",        test_beta_quantile);
  g_test_add_func ("/points/spacings",    test_sigma_spacings);
  g_test_add_func ("/points/ends",        test_ends);

  return g_test_run ();
}
