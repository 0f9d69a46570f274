/* Silt: tests of single steps of samplers, and of the edges
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

/* Settings that change single calls */

static void
test_final_steps (void)
{
  SiltSchedule *schedule = linear_schedule ();
  gint          steps, flags;

  for (steps = 14; steps <= 15; steps++)
    for (flags = 0; flags < 8; flags++)
      {
        SiltWalkSettings  settings = settings_of (SILT_SAMPLER_DPMPP_2M,
                                                  SILT_SPACING_LINSPACE, steps);
        SiltPlan         *walk;
        const SiltCall   *calls;
        gboolean          low;
        gint              i;

        settings.final_sigma_zero  = (flags & 1) != 0;
        settings.euler_at_final    = (flags & 2) != 0;
        settings.lower_order_final = (flags & 4) != 0;

        low = settings.final_sigma_zero ||
              settings.euler_at_final ||
              (settings.lower_order_final && steps < 15);

        walk  = plan (schedule, &settings);
        calls = walk->calls;

        g_assert_cmpfloat (calls[0].next.slot[0], ==, 0.0);
        for (i = 1; i < steps - 1; i++)
          g_assert_cmpfloat (calls[i].next.slot[0], <, 0.0);
        g_assert_cmpint (calls[steps - 1].next.slot[0] == 0.0, ==, low);

        /* To sigma = 0 the last step is x_0 itself. */
        if (settings.final_sigma_zero)
          {
            g_assert_cmpfloat (calls[steps - 1].next.x,  ==, 0.0);
            g_assert_cmpfloat (calls[steps - 1].next.x0, ==, 1.0);
          }

        silt_plan_free (walk);
      }

  silt_schedule_free (schedule);
}

/* Ours ends without noise, and steps to where the next call is; the diffusers
 * library does neither. */
static void
test_as_diffusers (void)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = settings_of (SILT_SAMPLER_DDPM,
                                            SILT_SPACING_TRAILING, 10);
  SiltPlan         *ours, *theirs;

  settings.variance     = SILT_VARIANCE_FIXED_LARGE;
  ours                  = plan (schedule, &settings);
  settings.as_diffusers = TRUE;
  theirs                = plan (schedule, &settings);

  g_assert_cmpfloat (ours->calls[8].next.noise, ==,
                     theirs->calls[8].next.noise);
  g_assert_cmpfloat (ours->calls[9].next.noise, ==, 0.0);
  g_assert_cmpfloat (theirs->calls[9].next.noise, >, 0.1);
  silt_plan_free (ours);
  silt_plan_free (theirs);

  /* From 999 to 888, and to 899. */
  settings              = settings_of (SILT_SAMPLER_DDIM,
                                       SILT_SPACING_LINSPACE, 10);
  ours                  = plan (schedule, &settings);
  settings.as_diffusers = TRUE;
  theirs                = plan (schedule, &settings);

  g_assert_cmpfloat (ours->calls[0].next.x0, ==,
                     sqrt (schedule->alpha_bar[888]));
  g_assert_cmpfloat (theirs->calls[0].next.x0, ==,
                     sqrt (schedule->alpha_bar[899]));
  silt_plan_free (ours);
  silt_plan_free (theirs);

  silt_schedule_free (schedule);
}

/* A leading walk of the samplers over sigma begins with a picture in it. */
static void
test_start (void)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = settings_of (SILT_SAMPLER_HEUN,
                                            SILT_SPACING_LEADING, 10);
  SiltPlan         *calls    = plan (schedule, &settings);
  gdouble           sigma    = calls->calls[0].sigma;

  g_assert_cmpint (calls->n_calls, ==, 19);
  g_assert_cmpfloat_with_epsilon (calls->start, sqrt (sigma * sigma + 1.0),
                                  1e-9);
  silt_plan_free (calls);

  settings.spacing = SILT_SPACING_TRAILING;
  calls            = plan (schedule, &settings);
  g_assert_cmpfloat_with_epsilon (calls->start, 157.40727, 1e-4);
  silt_plan_free (calls);

  silt_schedule_free (schedule);
}

static void
test_learned_variance (void)
{
  static const gfloat  learned[] = { -1.0, 0.0, 1.0, 0.5, -0.25 };
  SiltSchedule        *schedule = linear_schedule ();
  SiltWalkSettings     settings = settings_of (SILT_SAMPLER_DDPM,
                                               SILT_SPACING_LEADING, 100);
  gint                 kind, i;

  settings.prediction = SILT_PREDICTION_SAMPLE;

  for (kind = SILT_VARIANCE_LEARNED; kind <= SILT_VARIANCE_LEARNED_RANGE;
       kind++)
    {
      SiltPlan      *calls;
      SiltPosterior  posterior;
      Walk           walk;

      settings.variance = kind;
      calls = plan (schedule, &settings);

      walk_init (&walk, calls, G_N_ELEMENTS (learned));
      for (i = 0; i < (gint) walk.n; i++)
        {
          walk.noise[i]    = 2.0;
          walk.variance[i] = learned[i];
        }

      /* x = x_0 = 0: the noise alone is left. */
      walk_step (&walk, &calls->calls[50]);
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

      g_assert_cmpfloat (calls->calls[99].next.noise, ==, 0.0);
      walk_clear (&walk);
      silt_plan_free (calls);
    }

  silt_schedule_free (schedule);
}

/* DDIM clips x_0 but goes on with the noise of the answer; Heun, which has but
 * x and x_0, with that of the clipped one. */
static void
test_clip (void)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = settings_of (SILT_SAMPLER_DDIM,
                                            SILT_SPACING_TRAILING, 10);
  SiltPlan         *calls;
  const SiltCall   *call;
  Walk              walk;
  gint              i;

  settings.prediction = SILT_PREDICTION_SAMPLE;
  settings.clip_range = 1.5;
  calls = plan (schedule, &settings);
  call  = &calls->calls[3];

  walk_init (&walk, calls, 21);
  for (i = 0; i < 21; i++)
    {
      walk.x[i]   = 0.5;
      walk.raw[i] = (i - 10) / 2.0;
    }

  walk_step (&walk, call);

  for (i = 0; i < 21; i++)
    {
      gdouble x_0 = (i - 10) / 2.0;
      gdouble eps = (0.5 - call->alpha * x_0) / call->sigma;

      g_assert_cmpfloat (walk.x0[i], ==, CLAMP (x_0, -1.5, 1.5));
      g_assert_cmpfloat_with_epsilon (walk.x[i],
                                      call[1].alpha * walk.x0[i] +
                                      call[1].sigma * eps, 1e-5);
    }

  walk_clear (&walk);
  silt_plan_free (calls);
  silt_schedule_free (schedule);
}

/* A step in two parts is the step; values outside a part stay untouched.  n is
 * more than the values that are worked out at a time. */
static void
test_ranges (void)
{
  enum { FIRST = 1037, ALL = 2001 };

  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = settings_of (SILT_SAMPLER_UNIPC,
                                            SILT_SPACING_TRAILING, 10);
  SiltPlan         *calls    = plan (schedule, &settings);
  const SiltCall   *call     = &calls->calls[4];
  Walk              whole, parts;
  SiltStreams       streams  = { NULL };
  gint              i, k;

  walk_init (&whole, calls, ALL);
  walk_init (&parts, calls, ALL);
  for (i = 0; i < ALL; i++)
    {
      whole.x[i]   = parts.x[i]   = sin (i);
      whole.raw[i] = parts.raw[i] = cos (i);
      for (k = 0; k < calls->n_slots; k++)
        whole.slots[k][i] = parts.slots[k][i] = sin ((2 + k) * i);
    }

  walk_step (&whole, call);

  streams = (SiltStreams) { parts.x, parts.raw, NULL, parts.x0, NULL,
                            { NULL } };
  memcpy (streams.slots, parts.slots, sizeof (streams.slots));
  silt_call_split (call, &streams, 0, FIRST);
  silt_call_step  (call, &streams, 0, FIRST);
  g_assert_cmpfloat (parts.x[FIRST], ==, (gfloat) sin (FIRST));
  silt_call_split (call, &streams, FIRST, ALL - FIRST);
  silt_call_step  (call, &streams, FIRST, ALL - FIRST);

  g_assert_cmpmem (whole.x, ALL * sizeof (gfloat),
                   parts.x, ALL * sizeof (gfloat));
  for (k = 0; k < calls->n_slots; k++)
    g_assert_cmpmem (whole.slots[k], ALL * sizeof (gfloat),
                     parts.slots[k], ALL * sizeof (gfloat));

  walk_clear (&whole);
  walk_clear (&parts);
  silt_plan_free (calls);
  silt_schedule_free (schedule);
}


/* Edges */

static void
assert_sound (const SiltSchedule     *schedule,
              const SiltWalkSettings *settings)
{
  SiltPlan *calls = plan (schedule, settings);
  Walk      walk;
  gint      i, j;

  walk_init (&walk, calls, 3);
  for (j = 0; j < 3; j++)
    {
      walk.x[j]        = (j - 1) * calls->start;
      walk.noise[j]    = 1 - j;
      walk.variance[j] = j - 1;
    }

  for (i = 0; i < calls->n_calls; i++)
    {
      const SiltCall *call = &calls->calls[i];

      if (settings->sampler != SILT_SAMPLER_CONSISTENCY)
        {
          g_assert_cmpfloat (call->t, >=, 0.0);
          g_assert_cmpfloat (call->t, <, schedule->n);
        }

      for (j = 0; j < 3; j++)
        walk.raw[j] = tanhf (call->in_scale * walk.x[j]);

      walk_step (&walk, call);

      for (j = 0; j < 3; j++)
        g_assert_true (isfinite (walk.x[j]) && isfinite (walk.x0[j]));
    }

  walk_clear (&walk);
  silt_plan_free (calls);
}

/* Every sampler and spacing that go together, variance, way to end and
 * prediction. */
static void
assert_all_sound (const SiltSchedule *schedule,
                  gint                steps)
{
  gint sampler, spacing, way;

  for (sampler = 0; sampler < SILT_SAMPLER_MODEL; sampler++)
    for (spacing = 0; spacing < SILT_N_SPACINGS; spacing++)
      for (way = 0; way < 12; way++)
        {
          SiltWalkSettings   settings = settings_of (sampler, spacing, steps);
          g_autoptr (GError) error    = NULL;
          SiltPlan          *calls;

          settings.prediction       = way % SILT_N_PREDICTIONS;
          settings.clip_range       = 1.0;
          settings.threshold_ratio  = way == 11 ? 0.9 : 0.0;
          settings.threshold_max    = 2.0;
          settings.variance         = way % SILT_N_VARIANCES;
          settings.eta              = (way & 1) ? 1.0 : 0.0;
          settings.solver_order     = way % 4;
          settings.solver_bh1       = way % 3 == 1;
          settings.predict_eps      = way % 5 == 1;
          settings.set_alpha_to_one = (way & 2) != 0;
          settings.final_sigma_zero = (way & 2) != 0;
          settings.as_diffusers     = (way & 4) != 0;
          settings.skip_prk_steps   = (way & 4) == 0;
          settings.original_steps   = schedule->n;

          calls = silt_plan_walk (schedule, &settings, &error);
          if (calls)
            assert_sound (schedule, &settings);
          else
            g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
          silt_plan_free (calls);
        }
}

static void
test_edges (void)
{
  gint beta, n, steps;

  for (beta = 0; beta < SILT_N_BETAS; beta++)
    {
      SiltSchedule *schedule;

      for (n = 1; n <= 9; n++)
        {
          schedule = silt_schedule_new (beta, n, 0.0001, 0.02);
          for (steps = 1; steps <= n; steps++)
            assert_all_sound (schedule, steps);
          silt_schedule_free (schedule);
        }

      schedule = silt_schedule_new (beta, 1000, 0.0001, 0.02);
      assert_all_sound (schedule, 1);
      assert_all_sound (schedule, 2);
      assert_all_sound (schedule, 333);
      silt_schedule_rescale (schedule);
      assert_all_sound (schedule, 20);
      silt_schedule_free (schedule);

      /* alpha_bar at its floor for most of the walk */
      schedule = silt_schedule_new (beta, 400, 0.5, SILT_MAX_BETA);
      assert_all_sound (schedule, 20);
      silt_schedule_free (schedule);
    }
}

static void
test_refused (void)
{
  static const gint rising[] = { 5, 900 };
  static const gint beyond[] = { 1000, 900 };
  SiltSchedule     *schedule = linear_schedule ();
  static const struct
  {
    SiltSampler  sampler;
    SiltSpacing  spacing;
    gint         steps, offset;
    gdouble      eta;
    const gint  *listed;
    const gchar *found;
  } cases[] =
  {
    { SILT_SAMPLER_DDIM, 0, 0, 0, 0.0, NULL,     "found 0" },
    { SILT_SAMPLER_DDIM, 0, -3, 0, 0.0, NULL,    "found -3" },
    { SILT_SAMPLER_DDIM, 0, 1001, 0, 0.0, NULL,  "1 to 1000" },
    { SILT_SAMPLER_DDIM, 0, 1000, 1, 0.0, NULL,  "1000" },
    { SILT_SAMPLER_DDIM, 0, 10, 0, 1.5, NULL,    "found 1.5" },
    { SILT_SAMPLER_DDIM, 0, 10, 0, -0.1, NULL,   "found -0.1" },
    { SILT_SAMPLER_DDIM, 0, 10, 0, NAN, NULL,    "found" },
    { SILT_SAMPLER_LCM,  0, 51, 0, 0.0, NULL,    "1 to 50" },
    { SILT_SAMPLER_DDPM, SILT_SPACING_KARRAS, 10, 0, 0.0, NULL, "karras" },
    { SILT_SAMPLER_PNDM, SILT_SPACING_LU, 10, 0, 0.0, NULL, "pndm" },
    { SILT_SAMPLER_EULER, 0, 2, 0, 0.0, rising,  "found 900" },
    { SILT_SAMPLER_EULER, 0, 2, 0, 0.0, beyond,  "found 1000" },
    { SILT_SAMPLER_PNDM, 0, 2, 0, 0.0, beyond,   "pndm" },
    { SILT_SAMPLER_MODEL, 0, 2, 0, 0.0, NULL,    "model" }
  };
  guint         i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SiltWalkSettings   settings = settings_of (cases[i].sampler,
                                                 cases[i].spacing,
                                                 cases[i].steps);
      g_autoptr (GError) error    = NULL;

      settings.steps_offset = cases[i].offset;
      settings.eta          = cases[i].eta;
      settings.listed       = cases[i].listed;
      settings.n_listed     = cases[i].listed ? cases[i].steps : 0;

      g_assert_null (silt_plan_walk (schedule, &settings, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
      g_assert_nonnull (strstr (error->message, cases[i].found));
    }

  silt_schedule_free (schedule);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plan/final-steps",      test_final_steps);
  g_test_add_func ("/plan/as-diffusers",     test_as_diffusers);
  g_test_add_func ("/plan/start",            test_start);
  g_test_add_func ("/plan/refused",          test_refused);
  g_test_add_func ("/step/learned-variance", test_learned_variance);
  g_test_add_func ("/step/clip",             test_clip);
  g_test_add_func ("/step/ranges",           test_ranges);
  g_test_add_func ("/edges/sound",           test_edges);

  return g_test_run ();
}
