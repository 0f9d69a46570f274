/* Silt: tests of walks that begin in the middle
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

#include "scheduler.h"
#include "weights.h"

#include <math.h>

#include "numbers.h"
#include "sampler-walk.h"

/* The timesteps of a walk from the middle. */

static void
check_timesteps (SiltSampler  sampler,
                 SiltSpacing  spacing,
                 gint         steps,
                 gint         start,
                 gint         n_want,
                 const gint  *want)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = settings_of (sampler, spacing, steps);
  SiltPlan         *whole    = plan (schedule, &settings);
  g_autofree gint  *found    = NULL;
  gint              n;

  found = silt_plan_timesteps_from (whole, start, 4, &n);
  g_assert_cmpmem (found, n * sizeof (gint), want, n_want * sizeof (gint));

  silt_plan_free (whole);
  silt_schedule_free (schedule);
}

static void
test_timesteps (void)
{
  const gint listed[]  = { 499, 399, 299, 199, 99 };
  const gint between[] = { 460, 399, 299, 199, 99 };
  const gint close[]   = { 420, 299, 199, 99 };
  const gint anew[]    = { 120, 89, 59, 29 };
  const gint short_of[] = { 2, 1, 0 };
  const gint zero[]    = { 0 };

  check_timesteps (SILT_SAMPLER_DDIM, SILT_SPACING_TRAILING, 10, 499,
                   G_N_ELEMENTS (listed), listed);
  check_timesteps (SILT_SAMPLER_DPMPP_2M, SILT_SPACING_TRAILING, 10, 460,
                   G_N_ELEMENTS (between), between);
  check_timesteps (SILT_SAMPLER_EULER, SILT_SPACING_TRAILING, 10, 420,
                   G_N_ELEMENTS (close), close);

  /* Heun calls twice at most of its timesteps. */
  check_timesteps (SILT_SAMPLER_HEUN, SILT_SPACING_TRAILING, 10, 499,
                   G_N_ELEMENTS (listed), listed);

  check_timesteps (SILT_SAMPLER_DDIM, SILT_SPACING_TRAILING, 10, 120,
                   G_N_ELEMENTS (anew), anew);
  check_timesteps (SILT_SAMPLER_DDIM, SILT_SPACING_TRAILING, 10, 2,
                   G_N_ELEMENTS (short_of), short_of);
  check_timesteps (SILT_SAMPLER_DDIM, SILT_SPACING_TRAILING, 10, 0,
                   G_N_ELEMENTS (zero), zero);
}

static void
test_timesteps_fall (void)
{
  SiltSchedule *schedule = linear_schedule ();
  gint          spacing, steps, start, i;

  for (spacing = 0; spacing < SILT_N_SPACINGS; spacing++)
    for (steps = 1; steps < 60; steps += 7)
      {
        SiltWalkSettings  settings = settings_of (SILT_SAMPLER_EULER, spacing,
                                                  steps);
        SiltPlan         *whole    = plan (schedule, &settings);

        for (start = 0; start < 1000; start += 13)
          {
            gint             n;
            g_autofree gint *t = silt_plan_timesteps_from (whole, start, 4, &n);

            g_assert_cmpint (n, >=, MIN (4, start + 1));
            g_assert_cmpint (t[0], ==, start);
            g_assert_cmpint (t[n - 1], >=, 0);
            for (i = 1; i < n; i++)
              g_assert_cmpint (t[i], <, t[i - 1]);
          }

        silt_plan_free (whole);
      }

  silt_schedule_free (schedule);
}

/* The reference implementation's walks from the middle: 20 steps, from the
 * ninth. */

#define GOLDEN_STEPS 20
#define GOLDEN_FIRST 8

typedef struct
{
  const gchar *name;
  const gchar *scheduler;
} GoldenWalk;

static gfloat *
read_fact (SiltWeights *facts,
           const gchar *walk,
           const gchar *what,
           gsize       *n)
{
  g_autofree gchar *key  = g_strdup_printf ("img2img.%s.%s", walk, what);
  const SiltWeight *fact = silt_weights_find (facts, key);
  gfloat           *data;

  g_assert_nonnull (fact);
  *n   = fact->n_elements;
  data = g_new (gfloat, *n);
  g_assert_true (silt_weights_read (facts, key, fact->n_dims, fact->dims, data,
                                    NULL));

  return data;
}

static gdouble
difference (const gfloat *found,
            const gfloat *want,
            gsize         n)
{
  g_autofree gdouble *exact = g_new (gdouble, n);
  gsize               i;

  for (i = 0; i < n; i++)
    exact[i] = want[i];

  return relative_l2 (found, exact, n);
}

/* The golden data's pretend model. */
static void
pretend (gfloat         *raw,
         const gfloat   *x,
         const SiltCall *call,
         gsize           n)
{
  gsize i;

  for (i = 0; i < n; i++)
    {
      gdouble in = call->in_scale * x[i];

      raw[i] = tanh (in) * cos (call->t / 300.0) + 0.1 * in;
    }
}

static SiltScheduler *
golden_scheduler (const gchar *name)
{
  g_autofree gchar   *path  = g_test_build_filename (G_TEST_DIST, "golden",
                                                     name,
                                                     "scheduler_config.json",
                                                     NULL);
  g_autoptr (GError)  error = NULL;
  SiltConfig         *json  = silt_config_open (path, &error);
  SiltScheduler      *scheduler;

  g_assert_no_error (error);
  scheduler = silt_scheduler_read (json, &error);
  g_assert_no_error (error);
  silt_config_free (json);

  return scheduler;
}

/* Where its timesteps are whole numbers, by way of a start; Euler's are not:
 * there the rest of its own walk. */
static SiltPlan *
golden_plan (const SiltScheduler *scheduler,
             gfloat               start,
             gint                *first)
{
  SiltWalkSettings  settings = scheduler->own;
  SiltPlan         *whole;
  g_autofree gint  *timesteps = NULL;

  settings.steps = GOLDEN_STEPS;
  whole          = plan (scheduler->schedule, &settings);

  *first = GOLDEN_FIRST;
  if (start != floorf (start))
    return whole;

  timesteps = silt_plan_timesteps_from (whole, start, 1, &settings.steps);
  silt_plan_free (whole);

  settings.listed       = timesteps;
  settings.n_listed     = settings.steps;
  settings.as_diffusers = FALSE;

  *first = 0;
  return plan (scheduler->schedule, &settings);
}

static void
test_golden (gconstpointer data)
{
  const GoldenWalk   *golden = data;
  g_autofree gchar   *path   = g_test_build_filename (G_TEST_DIST, "golden",
                                                      "misc",
                                                      "facts.safetensors",
                                                      NULL);
  SiltWeights        *facts  = silt_weights_open (path, NULL);
  SiltScheduler      *scheduler = golden_scheduler (golden->scheduler);
  gsize               n, n_timesteps;
  g_autofree gfloat  *source    = read_fact (facts, golden->name, "src", &n);
  g_autofree gfloat  *noise     = read_fact (facts, golden->name, "noise", &n);
  g_autofree gfloat  *start     = read_fact (facts, golden->name, "start", &n);
  g_autofree gfloat  *out       = read_fact (facts, golden->name, "out", &n);
  g_autofree gfloat  *timesteps = read_fact (facts, golden->name, "timesteps",
                                             &n_timesteps);
  SiltPlan           *middle;
  Walk                walk;
  gint                first;
  gsize               i;

  middle = golden_plan (scheduler, timesteps[0], &first);
  walk_init (&walk, middle, n);

  g_assert_cmpint (middle->n_calls - first, ==, n_timesteps);
  for (i = 0; i < n_timesteps; i++)
    g_assert_cmpfloat ((gfloat) middle->calls[first + i].t, ==, timesteps[i]);

  for (i = 0; i < n; i++)
    walk.x[i] = middle->calls[first].alpha * source[i] +
                middle->calls[first].sigma * noise[i];
  g_assert_cmpfloat (difference (walk.x, start, n), <, 1e-6);

  for (i = 0; i < n_timesteps; i++)
    {
      pretend (walk.raw, walk.x, &middle->calls[first + i], n);
      walk_step (&walk, &middle->calls[first + i]);
    }

  g_test_message ("%s: relative error %.2e", golden->name,
                  difference (walk.x, out, n));
  g_assert_cmpfloat (difference (walk.x, out, n), <, 1e-5);

  walk_clear (&walk);
  silt_plan_free (middle);
  silt_scheduler_free (scheduler);
  silt_weights_free (facts);
}

int
main (int    argc,
      char **argv)
{
  static const GoldenWalk walks[] =
  {
    { "ddim",     "scheduler-ddim-eta0" },
    { "dpmpp-2m", "scheduler-dpmpp-2m"  },
    { "euler",    "scheduler-euler"     }
  };
  gsize i;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/middle/timesteps", test_timesteps);
  g_test_add_func ("/middle/timesteps-fall", test_timesteps_fall);

  for (i = 0; i < G_N_ELEMENTS (walks); i++)
    {
      g_autofree gchar *path = g_strconcat ("/middle/golden/", walks[i].name,
                                            NULL);

      g_test_add_data_func (path, &walks[i], test_golden);
    }

  return g_test_run ();
}
