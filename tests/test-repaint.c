/* Silt: a test of walks that go back to more noise
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

#define MAX_TIMES 8000

/* Lugmayr et al. 2022, "RePaint", appendix: the times of the states that the
 * walk is in, as their get_schedule_jump lists them; 0 ... n_steps - 1 count
 * the timesteps of the walk, and -1 is the picture. */
static gint
list_times (gint n_steps,
            gint jump_length,
            gint jump_n_sample,
            gint times[MAX_TIMES])
{
  gint jumps[MAX_TIMES] = { 0 };
  gint n                = 0;
  gint t, j;

  for (j = 0; j < n_steps - jump_length; j += jump_length)
    jumps[j] = jump_n_sample - 1;

  t = n_steps;
  while (t >= 1)
    {
      times[n++] = --t;

      if (jumps[t] > 0)
        {
          jumps[t]--;
          for (j = 0; j < jump_length; j++)
            times[n++] = ++t;
        }
    }
  times[n++] = -1;

  return n;
}

static SiltWalkSettings
repaint_settings (SiltSampler  sampler,
                  SiltVariance variance,
                  gint         steps,
                  gint         jump,
                  gint         resample)
{
  SiltWalkSettings settings = settings_of (sampler, SILT_SPACING_LEADING,
                                           steps);

  settings.eta      = 1.0;
  settings.variance = variance;
  settings.jump     = jump;
  settings.resample = resample;

  return settings;
}

/* x_t that is c x_s + noise of variance v. */
typedef struct
{
  gdouble c, v;
} Forward;

/* One step of q(x_{t+1} | x_t) more: x = sqrt (1 - beta) x + sqrt (beta) z. */
static void
add_step (Forward        *forward,
          const SiltPlan *once,
          gint            t)
{
  gint    at    = once->n_calls - 1 - t;
  gdouble now   = once->calls[at].alpha * once->calls[at].alpha;
  gdouble less  = once->calls[at - 1].alpha * once->calls[at - 1].alpha;
  gdouble beta  = 1.0 - less / now;

  forward->c *= sqrt (1.0 - beta);
  forward->v  = (1.0 - beta) * forward->v + beta;
}

static void
check_call (const SiltCall *got,
            const SiltCall *step,
            Forward         forward)
{
  gdouble v = forward.c * forward.c * step->next.noise * step->next.noise +
              forward.v;

  g_assert_cmpfloat (got->t, ==, step->t);
  g_assert_cmpfloat (got->alpha, ==, step->alpha);
  g_assert_cmpfloat (got->sigma, ==, step->sigma);
  g_assert_cmpfloat (got->x0_raw, ==, step->x0_raw);

  g_assert_cmpfloat_with_epsilon (got->next.x, forward.c * step->next.x, 1e-12);
  g_assert_cmpfloat_with_epsilon (got->next.x0, forward.c * step->next.x0,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (got->next.raw, forward.c * step->next.raw,
                                  1e-12);

  if (step->variance == SILT_VARIANCE_FIXED_SMALL)
    {
      g_assert_cmpfloat_with_epsilon (got->next.noise * got->next.noise, v,
                                      1e-12);
    }
  else
    {
      g_assert_cmpfloat (got->next.noise, ==, step->next.noise);
      g_assert_cmpint (got->variance, ==, step->variance);
      if (forward.v > 0.0)
        g_assert_cmpfloat_with_epsilon (got->again_c, forward.c, 1e-12);
      g_assert_cmpfloat_with_epsilon (got->again_d * got->again_d, forward.v,
                                      1e-12);
    }
}

/* Each descent of the list is a network call; each ascent after it, one step of
 * noise on what it left. */
static void
compare (SiltSampler  sampler,
         SiltVariance variance,
         gint         steps,
         gint         jump,
         gint         resample)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = repaint_settings (sampler, variance, steps, jump,
                                                 1);
  SiltPlan         *once     = plan (schedule, &settings);
  SiltPlan         *again;
  gint              times[MAX_TIMES];
  gint              n        = list_times (steps, jump, resample, times);
  gint              call     = 0;
  gint              i        = 0;

  settings.resample = resample;
  again = plan (schedule, &settings);

  while (i < n - 1)
    {
      gint    at      = times[i++];
      Forward forward = { 1.0, 0.0 };

      g_assert_cmpint (times[i], ==, at - 1);
      for (; i < n - 1 && times[i + 1] > times[i]; i++)
        add_step (&forward, once, times[i]);

      g_assert_cmpint (call, <, again->n_calls);
      check_call (&again->calls[call++], &once->calls[steps - 1 - at], forward);
    }
  g_assert_cmpint (call, ==, again->n_calls);

  silt_plan_free (once);
  silt_plan_free (again);
  silt_schedule_free (schedule);
}

static void
test_schedule (void)
{
  const struct
  {
    gint steps, jump, resample;
  }
  walks[] =
  {
    { 250, 10, 10 },     /* the paper's */
    { 20, 5, 4 }, { 20, 19, 3 }, { 20, 1, 2 }, { 7, 3, 5 }, { 2, 1, 3 }
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (walks); i++)
    {
      compare (SILT_SAMPLER_DDIM, SILT_VARIANCE_FIXED_SMALL,
               walks[i].steps, walks[i].jump, walks[i].resample);
      compare (SILT_SAMPLER_DDPM, SILT_VARIANCE_FIXED_SMALL,
               walks[i].steps, walks[i].jump, walks[i].resample);
      compare (SILT_SAMPLER_DDPM, SILT_VARIANCE_FIXED_LARGE,
               walks[i].steps, walks[i].jump, walks[i].resample);
      compare (SILT_SAMPLER_DDPM, SILT_VARIANCE_LEARNED,
               walks[i].steps, walks[i].jump, walks[i].resample);
      compare (SILT_SAMPLER_DDPM, SILT_VARIANCE_LEARNED_RANGE,
               walks[i].steps, walks[i].jump, walks[i].resample);
    }
}

/* A schedule that ends in pure noise has nothing to keep on the way there. */
static void
test_pure_noise (void)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = repaint_settings (SILT_SAMPLER_DDIM,
                                                 SILT_VARIANCE_FIXED_SMALL,
                                                 4, 3, 2);
  SiltPlan         *again;

  silt_schedule_rescale (schedule);
  settings.spacing = SILT_SPACING_TRAILING;
  again = plan (schedule, &settings);

  g_assert_cmpint (again->n_calls, ==, 7);
  g_assert_cmpfloat (again->calls[3].t, ==, again->calls[0].t);
  g_assert_cmpfloat_with_epsilon (again->calls[2].next.x0, 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (again->calls[2].next.noise, 1.0, 1e-12);

  silt_plan_free (again);
  silt_schedule_free (schedule);
}

/* The noise of a learned variance, and that of the way back, in one. */
static void
test_learned (void)
{
  const gdouble     s        = 0.3;
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = repaint_settings (SILT_SAMPLER_DDPM,
                                                 SILT_VARIANCE_LEARNED,
                                                 8, 3, 2);
  SiltPlan         *again    = plan (schedule, &settings);
  const SiltCall   *call     = &again->calls[3];
  Walk              walk;

  walk_init (&walk, again, 1);
  walk.noise[0]    = 1.0;
  walk.variance[0] = s * s;

  g_assert_cmpfloat (call[1].t, >, call[0].t);
  walk_step (&walk, call);
  g_assert_cmpfloat_with_epsilon (walk.x[0], hypot (call->again_c * s,
                                                    call->again_d), 1e-6);

  walk.x[0] = 0.0;
  walk_step (&walk, &again->calls[0]);
  g_assert_cmpfloat_with_epsilon (walk.x[0], s, 1e-6);

  walk_clear (&walk);
  silt_plan_free (again);
  silt_schedule_free (schedule);
}

static void
refuse (gint steps,
        gint jump,
        gint resample)
{
  g_autoptr (GError)  error    = NULL;
  SiltSchedule       *schedule = linear_schedule ();
  SiltWalkSettings    settings = repaint_settings (SILT_SAMPLER_DDIM,
                                                   SILT_VARIANCE_FIXED_SMALL,
                                                   steps, jump, resample);

  g_assert_null (silt_plan_walk (schedule, &settings, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);

  silt_schedule_free (schedule);
}

static void
test_refused (void)
{
  refuse (10, 10, 2);
  refuse (10, 0, 2);
  refuse (1, 1, 2);
  refuse (1000, 1, 101);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/repaint/schedule", test_schedule);
  g_test_add_func ("/repaint/pure-noise", test_pure_noise);
  g_test_add_func ("/repaint/learned", test_learned);
  g_test_add_func ("/repaint/refused", test_refused);

  return g_test_run ();
}
