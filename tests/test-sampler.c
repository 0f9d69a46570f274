/* Silt: tests of the samplers
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

#include "sampler.h"
#include "torch-random.h"

#define N 768        /* values of the diffusers library's test sample */

/* A whole walk in memory of its own. */
typedef struct
{
  gsize        n;
  gfloat      *x, *raw, *x0, *x0_prev, *eps, *noise, *variance;
} Walk;

static void
walk_init (Walk  *walk,
           gsize  n)
{
  walk->n        = n;
  walk->x        = g_new0 (gfloat, n);
  walk->raw      = g_new0 (gfloat, n);
  walk->x0       = g_new0 (gfloat, n);
  walk->x0_prev  = g_new0 (gfloat, n);
  walk->eps      = g_new0 (gfloat, n);
  walk->noise    = g_new0 (gfloat, n);
  walk->variance = g_new0 (gfloat, n);
}

static void
walk_clear (Walk *walk)
{
  g_free (walk->x);
  g_free (walk->raw);
  g_free (walk->x0);
  g_free (walk->x0_prev);
  g_free (walk->eps);
  g_free (walk->noise);
  g_free (walk->variance);
}

/* x_0 and the next x, from walk->raw, walk->variance and walk->noise. */
static void
walk_step (Walk           *walk,
           const SiltCall *call,
           SiltPrediction  prediction,
           gdouble         clip_range)
{
  gfloat     *swap    = walk->x0_prev;
  SiltStreams streams =
    {
      walk->x, walk->raw, walk->variance, swap, walk->eps, walk->x0, walk->noise
    };

  walk->x0_prev = walk->x0;
  walk->x0      = swap;

  silt_call_split (call, &streams, prediction, clip_range, 0, walk->n);
  silt_call_step  (call, &streams, 0, walk->n);
}

static SiltCall *
plan (const SiltSchedule     *schedule,
      const SiltWalkSettings *settings)
{
  GError   *error = NULL;
  SiltCall *calls = silt_plan_walk (schedule, settings, &error);

  g_assert_no_error (error);
  g_assert_nonnull (calls);

  return calls;
}

static SiltWalkSettings
settings_of (SiltSampler sampler,
             SiltSpacing spacing,
             gint        steps)
{
  SiltWalkSettings settings;

  silt_walk_settings_init (&settings);
  settings.sampler = sampler;
  settings.spacing = spacing;
  settings.steps   = steps;

  return settings;
}


/* The numbers published in the tests of the diffusers library: for a sample
 * 0/768, 1/768, ... and a network that answers x t / (t + 1), the sum and the
 * mean of |x| at the end. */

typedef struct
{
  SiltSampler    sampler;
  gint           steps;
  SiltPrediction prediction;
  gdouble        beta_start;
  gboolean       set_alpha_to_one;
  gint           first;              /* call; noised to there before that     */
  gdouble        sum, mean;          /* sum 0: not published                  */
} Published;

/* The sample of number i of the library's [4, 3, 8, 8]. */
static gfloat
published_sample (gint i)
{
  gint batch = i / 192;
  gint pixel = i % 192;

  return (pixel * 4 + batch) / (gfloat) N;
}

static void
test_published (gconstpointer data)
{
  const Published  *row      = data;
  SiltWalkSettings  settings = settings_of (row->sampler,
                                            SILT_SPACING_LEADING, row->steps);
  SiltSchedule     *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                                  row->beta_start, 0.02);
  g_autofree SiltCall *calls = NULL;
  SiltTorchRandom      random;
  Walk                 walk;
  gdouble              sum   = 0.0;
  gint                 i, j;

  settings.as_diffusers     = TRUE;
  settings.set_alpha_to_one = row->set_alpha_to_one;
  if (row->sampler == SILT_SAMPLER_DPMPP_2M)
    {
      settings.spacing           = SILT_SPACING_LINSPACE;
      settings.final_sigma_zero  = FALSE;
      settings.lower_order_final = FALSE;
    }
  calls = plan (schedule, &settings);

  walk_init (&walk, N);
  silt_torch_random_init (&random, 0);

  for (i = 0; i < N; i++)
    {
      walk.x[i]     = published_sample (i);
      walk.noise[i] = (N - 1) / (gfloat) N - walk.x[i];   /* "flipped" */
    }
  if (row->first > 0)
    silt_schedule_add_noise (schedule, calls[row->first].t, walk.x, walk.x,
                             walk.noise, N);

  for (i = row->first; i < row->steps; i++)
    {
      const SiltCall *call = &calls[i];

      for (j = 0; j < N; j++)
        walk.raw[j] = walk.x[j] * call->t / (call->t + 1.0);

      if (call->c_noise != 0.0)
        silt_torch_random_normal (&random, walk.noise, N);

      walk_step (&walk, call, row->prediction,
                 row->sampler == SILT_SAMPLER_DPMPP_2M ? 0.0 : 1.0);
    }

  for (j = 0; j < N; j++)
    sum += fabs (walk.x[j]);

  g_test_message ("sum %.4f, mean %.6f", sum, sum / N);
  if (row->sum > 0.0)
    g_assert_cmpfloat_with_epsilon (sum, row->sum, 1e-2);
  g_assert_cmpfloat_with_epsilon (sum / N, row->mean, 1e-3);

  walk_clear (&walk);
  silt_schedule_free (schedule);
}

/* The variances of DDIM, published for steps (t, t before). */
static void
test_published_variances (void)
{
  static const struct
  {
    gint    steps, t;
    gdouble variance;
  } cases[] =
  {
    {   50, 420, 0.14771 },
    {   50, 980, 0.32460 },
    { 1000, 487, 0.00979 },
    { 1000, 999, 0.02    }
  };
  SiltSchedule *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                              0.0001, 0.02);
  guint         i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint                 steps    = cases[i].steps;
      SiltWalkSettings     settings = settings_of (SILT_SAMPLER_DDIM,
                                                   SILT_SPACING_LEADING, steps);
      g_autofree SiltCall *calls    = NULL;
      const SiltCall      *call;

      settings.eta          = 1.0;
      settings.as_diffusers = TRUE;

      calls = plan (schedule, &settings);
      call  = &calls[steps - 1 - cases[i].t / (1000 / steps)];

      g_assert_cmpfloat (call->t, ==, cases[i].t);
      g_assert_cmpfloat_with_epsilon (call->c_noise * call->c_noise,
                                      cases[i].variance, 1e-5);
    }

  silt_schedule_free (schedule);
}

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

static void
test_settings_own (void)
{
  SiltScheduler    *scheduler = silt_scheduler_read (NULL, NULL);
  SiltWalkSettings  settings;

  scheduler->sampler           = SILT_SAMPLER_DDIM;
  scheduler->spacing           = SILT_SPACING_LINSPACE;
  scheduler->steps_offset      = 3;
  scheduler->variance          = SILT_VARIANCE_LEARNED;
  scheduler->set_alpha_to_one  = FALSE;
  scheduler->final_sigma_zero  = FALSE;
  scheduler->lower_order_final = FALSE;
  scheduler->euler_at_final    = TRUE;
  scheduler->solver_order      = 1;

  silt_walk_settings_own (&settings, scheduler);

  g_assert_cmpint (settings.sampler, ==, SILT_SAMPLER_DDIM);
  g_assert_cmpint (settings.spacing, ==, SILT_SPACING_LINSPACE);
  g_assert_cmpint (settings.steps, ==, 20);
  g_assert_cmpint (settings.steps_offset, ==, 3);
  g_assert_cmpint (settings.variance, ==, SILT_VARIANCE_LEARNED);
  g_assert_false  (settings.set_alpha_to_one);
  g_assert_false  (settings.final_sigma_zero);
  g_assert_false  (settings.lower_order_final);
  g_assert_true   (settings.euler_at_final);
  g_assert_cmpint (settings.solver_order, ==, 1);
  g_assert_true   (settings.as_diffusers);

  silt_scheduler_free (scheduler);
}


/* What holds for any schedule */

/* A network that knows x_0 leads every sampler without noise to it, whatever
 * it predicts. */
static void
test_perfect_network (void)
{
  SiltSchedule *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                              0.0001, 0.02);
  gint          sampler, prediction, i, j;

  for (sampler = SILT_SAMPLER_DDIM; sampler < SILT_N_SAMPLERS; sampler++)
    for (prediction = 0; prediction < SILT_N_PREDICTIONS; prediction++)
      {
        SiltWalkSettings     settings = settings_of (sampler,
                                                     SILT_SPACING_TRAILING, 30);
        g_autofree SiltCall *calls    = plan (schedule, &settings);
        Walk                 walk;

        walk_init (&walk, 33);
        for (j = 0; j < 33; j++)
          walk.x[j] = 2.0 * sin (3.0 * j);

        for (i = 0; i < 30; i++)
          {
            gdouble alpha = calls[i].alpha;
            gdouble sigma = calls[i].sigma;

            for (j = 0; j < 33; j++)
              {
                gdouble x_0 = cos (j);
                gdouble eps = (walk.x[j] - alpha * x_0) / sigma;

                walk.raw[j] = prediction == SILT_PREDICTION_EPSILON ? eps
                            : prediction == SILT_PREDICTION_SAMPLE  ? x_0
                            : alpha * eps - sigma * x_0;
              }

            walk_step (&walk, &calls[i], prediction, 0.0);
          }

        for (j = 0; j < 33; j++)
          g_assert_cmpfloat_with_epsilon (walk.x[j], cos (j), 1e-5);

        walk_clear (&walk);
      }

  silt_schedule_free (schedule);
}

/* c_x and c_x0 once eps = (x - alpha x_0) / sigma is put in. */
static void
without_eps (const SiltCall *call,
             gdouble        *c_x,
             gdouble        *c_x0)
{
  *c_x  = call->c_x  + call->c_eps / call->sigma;
  *c_x0 = call->c_x0 - call->c_eps / call->sigma * call->alpha;
}

static void
assert_same_steps (const SiltSchedule     *schedule,
                   const SiltWalkSettings *a,
                   const SiltWalkSettings *b)
{
  g_autofree SiltCall *calls_a = plan (schedule, a);
  g_autofree SiltCall *calls_b = plan (schedule, b);
  gint                 i;

  for (i = 0; i < a->steps; i++)
    {
      gdouble a_x, a_x0, b_x, b_x0;

      without_eps (&calls_a[i], &a_x, &a_x0);
      without_eps (&calls_b[i], &b_x, &b_x0);

      g_assert_cmpfloat (calls_a[i].t, ==, calls_b[i].t);
      g_assert_cmpfloat_with_epsilon (a_x,  b_x,  1e-6);
      g_assert_cmpfloat_with_epsilon (a_x0, b_x0, 1e-6);
      g_assert_cmpfloat_with_epsilon (calls_a[i].c_noise, calls_b[i].c_noise,
                                      1e-6);
      g_assert_cmpfloat (calls_a[i].c_prev, ==, 0.0);
      g_assert_cmpfloat (calls_b[i].c_prev, ==, 0.0);
    }
}

/* DDIM at eta = 1 is DDPM; DPM-Solver++ of the first order is DDIM. */
static void
test_kinship (void)
{
  SiltSchedule     *schedule = silt_schedule_new (SILT_BETA_COSINE, 1000,
                                                  0.1, 0.2);
  SiltWalkSettings  ddpm     = settings_of (SILT_SAMPLER_DDPM,
                                            SILT_SPACING_TRAILING, 27);
  SiltWalkSettings  ddim     = settings_of (SILT_SAMPLER_DDIM,
                                            SILT_SPACING_TRAILING, 27);
  SiltWalkSettings  dpmpp    = settings_of (SILT_SAMPLER_DPMPP_2M,
                                            SILT_SPACING_TRAILING, 27);

  ddim.eta = 1.0;
  assert_same_steps (schedule, &ddpm, &ddim);

  ddim.eta           = 0.0;
  dpmpp.solver_order = 1;
  assert_same_steps (schedule, &ddim, &dpmpp);

  silt_schedule_free (schedule);
}

/* Where x_0 ~ N (0, S^2), the expected x_0 and the exact walk are known: x
 * keeps its place in N (0, alpha^2 S^2 + sigma^2).  The error left by a walk
 * down to t = 0. */
static gdouble
gaussian_error (gint solver_order,
                gint steps)
{
  const gdouble        S2       = 0.25;
  SiltSchedule        *schedule = silt_schedule_new (SILT_BETA_LINEAR, 10000,
                                                     0.00001, 0.002);
  SiltWalkSettings     settings = settings_of (SILT_SAMPLER_DPMPP_2M,
                                               SILT_SPACING_LINSPACE, steps);
  g_autofree SiltCall *calls    = NULL;
  gdouble              x        = 1.0;
  gdouble              before   = 0.0;
  gdouble              start, end;
  gint                 i;

  settings.solver_order      = solver_order;
  settings.final_sigma_zero  = FALSE;
  settings.lower_order_final = FALSE;
  calls = plan (schedule, &settings);

  for (i = 0; i < steps; i++)
    {
      gdouble alpha = calls[i].alpha;
      gdouble sigma = calls[i].sigma;
      gdouble x_0   = alpha * S2 / (alpha * alpha * S2 + sigma * sigma) * x;

      x = calls[i].c_x * x + calls[i].c_x0 * x_0 + calls[i].c_prev * before;
      before = x_0;
    }

  start = schedule->alpha_bar[schedule->n - 1];
  end   = schedule->alpha_bar[0];
  silt_schedule_free (schedule);

  return fabs (x - sqrt ((end * S2 + 1.0 - end) / (start * S2 + 1.0 - start)));
}

/* Twice the steps: half the error to first order, a quarter to second. */
static void
test_order (void)
{
  gdouble first  = gaussian_error (1, 100) / gaussian_error (1, 200);
  gdouble second = gaussian_error (2, 100) / gaussian_error (2, 200);

  g_test_message ("ratios %g, %g", first, second);
  g_assert_cmpfloat (first,  >, 1.7);
  g_assert_cmpfloat (first,  <, 2.3);
  g_assert_cmpfloat (second, >, 3.4);
  g_assert_cmpfloat (second, <, 4.6);
}


/* Settings that change single calls */

static void
test_final_steps (void)
{
  SiltSchedule *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                              0.0001, 0.02);
  gint          steps, flags;

  for (steps = 14; steps <= 15; steps++)
    for (flags = 0; flags < 8; flags++)
      {
        SiltWalkSettings     settings = settings_of (SILT_SAMPLER_DPMPP_2M,
                                                     SILT_SPACING_LINSPACE,
                                                     steps);
        g_autofree SiltCall *calls    = NULL;
        gboolean             low;
        gint                 i;

        settings.final_sigma_zero  = (flags & 1) != 0;
        settings.euler_at_final    = (flags & 2) != 0;
        settings.lower_order_final = (flags & 4) != 0;

        low = settings.final_sigma_zero ||
              settings.euler_at_final ||
              (settings.lower_order_final && steps < 15);

        calls = plan (schedule, &settings);

        g_assert_cmpfloat (calls[0].c_prev, ==, 0.0);
        for (i = 1; i < steps - 1; i++)
          g_assert_cmpfloat (calls[i].c_prev, <, 0.0);
        g_assert_cmpint (calls[steps - 1].c_prev == 0.0, ==, low);

        /* To sigma = 0 the last step is x_0 itself. */
        if (settings.final_sigma_zero)
          {
            g_assert_cmpfloat (calls[steps - 1].c_x,  ==, 0.0);
            g_assert_cmpfloat (calls[steps - 1].c_x0, ==, 1.0);
          }
      }

  silt_schedule_free (schedule);
}

/* Ours ends without noise, and steps to where the next call is; the diffusers
 * library does neither. */
static void
test_as_diffusers (void)
{
  SiltSchedule        *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                                     0.0001, 0.02);
  SiltWalkSettings     settings = settings_of (SILT_SAMPLER_DDPM,
                                               SILT_SPACING_TRAILING, 10);
  g_autofree SiltCall *ours     = NULL;
  g_autofree SiltCall *theirs   = NULL;

  settings.variance     = SILT_VARIANCE_FIXED_LARGE;
  ours                  = plan (schedule, &settings);
  settings.as_diffusers = TRUE;
  theirs                = plan (schedule, &settings);

  g_assert_cmpfloat (ours[8].c_noise, ==, theirs[8].c_noise);
  g_assert_cmpfloat (ours[9].c_noise, ==, 0.0);
  g_assert_cmpfloat (theirs[9].c_noise, >, 0.1);
  g_clear_pointer (&ours, g_free);
  g_clear_pointer (&theirs, g_free);

  /* From 999 to 888, and to 899. */
  settings              = settings_of (SILT_SAMPLER_DDIM,
                                       SILT_SPACING_LINSPACE, 10);
  ours                  = plan (schedule, &settings);
  settings.as_diffusers = TRUE;
  theirs                = plan (schedule, &settings);

  g_assert_cmpfloat (ours[0].c_x0,   ==, sqrt (schedule->alpha_bar[888]));
  g_assert_cmpfloat (theirs[0].c_x0, ==, sqrt (schedule->alpha_bar[899]));

  silt_schedule_free (schedule);
}

static void
test_learned_variance (void)
{
  static const gfloat  learned[] = { -1.0, 0.0, 1.0, 0.5, -0.25 };
  SiltSchedule        *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                                     0.0001, 0.02);
  SiltWalkSettings     settings = settings_of (SILT_SAMPLER_DDPM,
                                               SILT_SPACING_LEADING, 100);
  gint                 kind, i;

  for (kind = SILT_VARIANCE_LEARNED; kind <= SILT_VARIANCE_LEARNED_RANGE;
       kind++)
    {
      g_autofree SiltCall *calls = NULL;
      SiltPosterior        posterior;
      Walk                 walk;

      settings.variance = kind;
      calls = plan (schedule, &settings);

      walk_init (&walk, G_N_ELEMENTS (learned));
      for (i = 0; i < (gint) walk.n; i++)
        {
          walk.noise[i]    = 2.0;
          walk.variance[i] = learned[i];
        }

      /* x = x_0 = 0: the noise alone is left. */
      walk_step (&walk, &calls[50], SILT_PREDICTION_SAMPLE, 0.0);
      silt_posterior (&posterior, schedule->alpha_bar[490],
                      schedule->alpha_bar[480]);

      for (i = 0; i < (gint) walk.n; i++)
        {
          gdouble part     = (learned[i] + 1.0) / 2.0;
          gdouble variance = kind == SILT_VARIANCE_LEARNED
                             ? MAX (learned[i], 0.0)
                             : pow (posterior.beta, part) *
                               pow (posterior.variance, 1.0 - part);

          g_assert_cmpfloat_with_epsilon (walk.x[i], 2.0 * sqrt (variance),
                                          1e-6);
        }

      g_assert_cmpfloat (calls[99].c_noise, ==, 0.0);
      walk_clear (&walk);
    }

  silt_schedule_free (schedule);
}

static void
test_clip (void)
{
  SiltSchedule        *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                                     0.0001, 0.02);
  SiltWalkSettings     settings = settings_of (SILT_SAMPLER_DDIM,
                                               SILT_SPACING_TRAILING, 10);
  g_autofree SiltCall *calls    = plan (schedule, &settings);
  Walk                 walk;
  gint                 i;

  walk_init (&walk, 21);
  for (i = 0; i < 21; i++)
    {
      walk.x[i]   = 0.5;
      walk.raw[i] = (i - 10) / 2.0;
    }

  walk_step (&walk, &calls[3], SILT_PREDICTION_SAMPLE, 1.5);

  for (i = 0; i < 21; i++)
    {
      gdouble x_0 = (i - 10) / 2.0;

      g_assert_cmpfloat (walk.x0[i], ==, CLAMP (x_0, -1.5, 1.5));
      g_assert_cmpfloat_with_epsilon (walk.eps[i],
                                      (0.5 - calls[3].alpha * x_0) /
                                      calls[3].sigma, 1e-5);
    }

  walk_clear (&walk);
  silt_schedule_free (schedule);
}

/* A step in two parts is the step; values outside a part stay untouched. */
static void
test_ranges (void)
{
  SiltSchedule        *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                                     0.0001, 0.02);
  SiltWalkSettings     settings = settings_of (SILT_SAMPLER_DPMPP_2M,
                                               SILT_SPACING_TRAILING, 10);
  g_autofree SiltCall *calls    = plan (schedule, &settings);
  gfloat               x[101], raw[101], x0[101], eps[101], prev[101];
  gfloat               whole[101];
  SiltStreams          streams  = { x, raw, NULL, x0, eps, prev, NULL };
  gint                 i;

  for (i = 0; i < 101; i++)
    {
      whole[i] = x[i] = sin (i);
      raw[i]   = cos (i);
      prev[i]  = sin (2 * i);
    }

  streams.x = whole;
  silt_call_split (&calls[4], &streams, SILT_PREDICTION_V, 1.0, 0, 101);
  silt_call_step  (&calls[4], &streams, 0, 101);

  streams.x = x;
  silt_call_split (&calls[4], &streams, SILT_PREDICTION_V, 1.0, 0, 37);
  silt_call_step  (&calls[4], &streams, 0, 37);
  g_assert_cmpfloat (x[37], ==, (gfloat) sin (37));
  silt_call_split (&calls[4], &streams, SILT_PREDICTION_V, 1.0, 37, 64);
  silt_call_step  (&calls[4], &streams, 37, 64);

  for (i = 0; i < 101; i++)
    g_assert_cmpfloat_with_epsilon (x[i], whole[i], 1e-6);

  silt_schedule_free (schedule);
}


/* Edges */

static void
assert_sound (const SiltSchedule     *schedule,
              const SiltWalkSettings *settings,
              SiltPrediction          prediction)
{
  g_autofree SiltCall *calls = plan (schedule, settings);
  Walk                 walk;
  gint                 i, j;

  walk_init (&walk, 3);
  for (j = 0; j < 3; j++)
    {
      walk.x[j]        = j - 1;
      walk.noise[j]    = 1 - j;
      walk.variance[j] = j - 1;
    }

  for (i = 0; i < settings->steps; i++)
    {
      g_assert_cmpfloat (calls[i].t, >=, 0.0);
      g_assert_cmpfloat (calls[i].t, <, i > 0 ? calls[i - 1].t : schedule->n);

      for (j = 0; j < 3; j++)
        walk.raw[j] = tanhf (walk.x[j]);

      walk_step (&walk, &calls[i], prediction, 1.0);

      for (j = 0; j < 3; j++)
        g_assert_true (isfinite (walk.x[j]) && isfinite (walk.x0[j]));
    }

  walk_clear (&walk);
}

/* Every sampler, spacing, variance, way to end and prediction. */
static void
assert_all_sound (const SiltSchedule *schedule,
                  gint                steps)
{
  gint sampler, spacing, way, prediction;

  for (sampler = 0; sampler < SILT_N_SAMPLERS; sampler++)
    for (spacing = 0; spacing < SILT_N_SPACINGS; spacing++)
      for (way = 0; way < 8; way++)
        {
          SiltWalkSettings settings = settings_of (sampler, spacing, steps);

          settings.variance         = way % SILT_N_VARIANCES;
          settings.eta              = (way & 1) ? 1.0 : 0.0;
          settings.set_alpha_to_one = (way & 2) != 0;
          settings.final_sigma_zero = (way & 2) != 0;
          settings.as_diffusers     = (way & 4) != 0;

          for (prediction = 0; prediction < SILT_N_PREDICTIONS; prediction++)
            assert_sound (schedule, &settings, prediction);
        }
}

static void
test_edges (void)
{
  gint beta, n, steps;

  for (beta = 0; beta < SILT_N_BETAS; beta++)
    {
      SiltSchedule *schedule;

      for (n = 1; n <= 12; n++)
        {
          schedule = silt_schedule_new (beta, n, 0.0001, 0.02);
          for (steps = 1; steps <= n; steps++)
            assert_all_sound (schedule, steps);
          silt_schedule_free (schedule);
        }

      schedule = silt_schedule_new (beta, 1000, 0.0001, 0.02);
      assert_all_sound (schedule, 1);
      assert_all_sound (schedule, 2);
      assert_all_sound (schedule, 999);
      assert_all_sound (schedule, 1000);
      silt_schedule_free (schedule);

      /* alpha_bar at its floor for most of the walk */
      schedule = silt_schedule_new (beta, 400, 0.5, SILT_MAX_BETA);
      assert_all_sound (schedule, 20);
      assert_all_sound (schedule, 400);
      silt_schedule_free (schedule);
    }
}

/* No two calls at one timestep, for any number of steps. */
static void
test_edges_falling (void)
{
  static const gint trained[] = { 100, 999, 1000 };
  gdouble           timesteps[1000];
  guint             i;
  gint              sampler, spacing, steps, k;

  for (i = 0; i < G_N_ELEMENTS (trained); i++)
    for (sampler = 0; sampler < SILT_N_SAMPLERS; sampler++)
      for (spacing = 0; spacing < SILT_N_SPACINGS; spacing++)
        for (steps = 1; steps <= trained[i]; steps++)
          {
            SiltWalkSettings settings = settings_of (sampler, spacing, steps);

            silt_timesteps (&settings, trained[i], timesteps);

            g_assert_cmpfloat (timesteps[0], <, trained[i]);
            g_assert_cmpfloat (timesteps[steps - 1], >=, 0.0);
            for (k = 1; k < steps; k++)
              g_assert_cmpfloat (timesteps[k], <, timesteps[k - 1]);
          }
}

static void
test_refused (void)
{
  SiltSchedule *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                              0.0001, 0.02);
  static const struct
  {
    gint         steps, offset;
    gdouble      eta;
    const gchar *found;
  } cases[] =
  {
    {    0, 0, 0.0,  "found 0"         },
    {   -3, 0, 0.0,  "found -3"        },
    { 1001, 0, 0.0,  "1 to 1000"       },
    { 1000, 1, 0.0,  "1000"            },
    {   10, 0, 1.5,  "found 1.5"       },
    {   10, 0, -0.1, "found -0.1"      },
    {   10, 0, NAN,  "found"           }
  };
  guint         i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SiltWalkSettings   settings = settings_of (SILT_SAMPLER_DDIM,
                                                 SILT_SPACING_LEADING,
                                                 cases[i].steps);
      g_autoptr (GError) error    = NULL;

      settings.steps_offset = cases[i].offset;
      settings.eta          = cases[i].eta;

      g_assert_null (silt_plan_walk (schedule, &settings, &error));
      g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
      g_assert_nonnull (strstr (error->message, cases[i].found));
    }

  silt_schedule_free (schedule);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const gchar *path;
    Published    row;
  } published[] =
  {
    { "/published/ddim",
      { SILT_SAMPLER_DDIM, 10, SILT_PREDICTION_EPSILON, 0.0001, TRUE, 0,
        172.0067, 0.223967 } },
    { "/published/ddim-v",
      { SILT_SAMPLER_DDIM, 10, SILT_PREDICTION_V, 0.0001, TRUE, 0,
        52.5302, 0.0684 } },
    { "/published/ddim-alpha-one",
      { SILT_SAMPLER_DDIM, 10, SILT_PREDICTION_EPSILON, 0.01, TRUE, 0,
        149.8295, 0.1951 } },
    { "/published/ddim-alpha-not-one",
      { SILT_SAMPLER_DDIM, 10, SILT_PREDICTION_EPSILON, 0.01, FALSE, 0,
        149.0784, 0.1941 } },
    { "/published/ddim-with-noise",
      { SILT_SAMPLER_DDIM, 10, SILT_PREDICTION_EPSILON, 0.0001, TRUE, 8,
        354.5418, 0.4616 } },
    { "/published/dpmpp-2m",
      { SILT_SAMPLER_DPMPP_2M, 10, SILT_PREDICTION_EPSILON, 0.0001, TRUE, 0,
        0.0, 0.3301 } },
    { "/published/dpmpp-2m-v",
      { SILT_SAMPLER_DPMPP_2M, 10, SILT_PREDICTION_V, 0.0001, TRUE, 0,
        0.0, 0.2251 } },
    { "/published/ddpm",
      { SILT_SAMPLER_DDPM, 1000, SILT_PREDICTION_EPSILON, 0.0001, TRUE, 0,
        258.9606, 0.3372 } },
    { "/published/ddpm-v",
      { SILT_SAMPLER_DDPM, 1000, SILT_PREDICTION_V, 0.0001, TRUE, 0,
        202.0296, 0.2631 } }
  };
  guint i;

  g_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (published); i++)
    g_test_add_data_func (published[i].path, &published[i].row, test_published);

  g_test_add_func ("/published/ddim-variances", test_published_variances);
  g_test_add_func ("/timesteps/spacings",       test_timesteps);
  g_test_add_func ("/timesteps/arange",         test_timesteps_arange);
  g_test_add_func ("/plan/own",                 test_settings_own);
  g_test_add_func ("/plan/perfect-network",     test_perfect_network);
  g_test_add_func ("/plan/kinship",             test_kinship);
  g_test_add_func ("/plan/order",               test_order);
  g_test_add_func ("/plan/final-steps",         test_final_steps);
  g_test_add_func ("/plan/as-diffusers",        test_as_diffusers);
  g_test_add_func ("/plan/refused",             test_refused);
  g_test_add_func ("/step/learned-variance",    test_learned_variance);
  g_test_add_func ("/step/clip",                test_clip);
  g_test_add_func ("/step/ranges",              test_ranges);
  g_test_add_func ("/edges/sound",              test_edges);
  g_test_add_func ("/edges/falling",            test_edges_falling);

  return g_test_run ();
}
