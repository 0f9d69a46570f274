/* Silt: tests of single families of samplers
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

/* The weights of x and the answer in a step, x_0 being made of both. */
static gdouble
of_x (const SiltCall *call)
{
  return call->next.x + call->next.x0 * call->x0_x;
}

static gdouble
of_raw (const SiltCall *call)
{
  return call->next.raw + call->next.x0 * call->x0_raw;
}

/* x = alpha x_0 + sigma eps, whatever is predicted and at whatever scale. */
static void
test_split (void)
{
  SiltSchedule *schedule = linear_schedule ();
  gint          sampler, prediction, i;

  for (sampler = 0; sampler < SILT_SAMPLER_CONSISTENCY; sampler++)
    for (prediction = 0; prediction < SILT_N_PREDICTIONS; prediction++)
      {
        SiltWalkSettings  settings = settings_of (sampler,
                                                  SILT_SPACING_TRAILING, 7);
        SiltPlan         *calls;

        settings.prediction = prediction;
        calls = plan (schedule, &settings);

        for (i = 0; i < calls->n_calls; i++)
          {
            const SiltCall *call = &calls->calls[i];

            g_assert_cmpfloat_with_epsilon (call->alpha * call->x0_x +
                                            call->sigma * call->eps_x,
                                            1.0, 1e-9);
            g_assert_cmpfloat_with_epsilon (call->alpha * call->x0_raw +
                                            call->sigma * call->eps_raw,
                                            0.0, 1e-9);
          }

        silt_plan_free (calls);
      }

  silt_schedule_free (schedule);
}

/* One step of PNDM is one of DDIM, whether v becomes eps before answers are
 * summed or, as in the diffusers library, after. */
static void
test_pndm_one_step (void)
{
  SiltSchedule *schedule = linear_schedule ();
  gint          prediction, literal;

  for (prediction = 0; prediction < SILT_N_PREDICTIONS; prediction++)
    for (literal = 0; literal < 2; literal++)
      {
        SiltWalkSettings  settings = settings_of (SILT_SAMPLER_PNDM,
                                                  SILT_SPACING_TRAILING, 1);
        SiltPlan         *pndm, *ddim;

        settings.prediction       = prediction;
        settings.as_diffusers     = literal;
        settings.set_alpha_to_one = FALSE;
        pndm = plan (schedule, &settings);

        settings.sampler = SILT_SAMPLER_DDIM;
        ddim = plan (schedule, &settings);

        g_assert_cmpint (pndm->n_calls, ==, 1);
        g_assert_cmpfloat_with_epsilon (of_x (pndm->calls), of_x (ddim->calls),
                                        1e-9);
        g_assert_cmpfloat_with_epsilon (of_raw (pndm->calls),
                                        of_raw (ddim->calls), 1e-9);

        silt_plan_free (pndm);
        silt_plan_free (ddim);
      }

  silt_schedule_free (schedule);
}

static void
test_pndm_calls (void)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = settings_of (SILT_SAMPLER_PNDM,
                                            SILT_SPACING_LEADING, 10);
  SiltPlan         *calls    = plan (schedule, &settings);

  g_assert_cmpint (calls->n_calls, ==, 11);
  g_assert_cmpint (calls->n_slots, ==, 3);
  silt_plan_free (calls);

  settings.skip_prk_steps = FALSE;
  calls = plan (schedule, &settings);
  g_assert_cmpint (calls->n_calls, ==, 19);
  g_assert_cmpint (calls->n_slots, ==, 5);
  silt_plan_free (calls);

  silt_schedule_free (schedule);
}

/* Its two functions B (h) weigh the call before by their ratio. */
static void
test_unipc_functions (void)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = settings_of (SILT_SAMPLER_UNIPC,
                                            SILT_SPACING_TRAILING, 10);
  SiltPlan         *one, *two;
  gdouble           decay;

  settings.uncorrected = G_MAXUINT64;
  two = plan (schedule, &settings);
  settings.solver_bh1  = TRUE;
  one = plan (schedule, &settings);

  decay = two->calls[5].sigma / two->calls[5].alpha /
          (two->calls[4].sigma / two->calls[4].alpha);

  g_assert_cmpfloat_with_epsilon (one->calls[4].next.slot[1] /
                                  two->calls[4].next.slot[1],
                                  log (decay) / (decay - 1.0), 1e-6);

  silt_plan_free (one);
  silt_plan_free (two);
  silt_schedule_free (schedule);
}

/* Which step is not corrected. */
static void
test_unipc_uncorrected (void)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = settings_of (SILT_SAMPLER_UNIPC,
                                            SILT_SPACING_TRAILING, 10);
  SiltPlan         *calls;
  gint              i;

  settings.uncorrected = 1 << 3;
  calls = plan (schedule, &settings);
  g_assert_cmpint (calls->n_slots, ==, 3);

  /* Slot 2 holds the sample that the step before began with. */
  for (i = 1; i < 9; i++)
    g_assert_cmpint (calls->calls[i].next.slot[2] == 0.0, ==, i == 4);

  silt_plan_free (calls);
  silt_schedule_free (schedule);
}

/* The samples of a consistency model begin at its own largest sigma; a list
 * counts down to it. */
static void
test_consistency (void)
{
  static const gint  listed[] = { 17, 0 };
  SiltSchedule      *schedule = silt_schedule_new (SILT_BETA_LINEAR, 40,
                                                   0.0001, 0.02);
  SiltWalkSettings   settings = settings_of (SILT_SAMPLER_CONSISTENCY,
                                             SILT_SPACING_TRAILING, 2);
  SiltPlan          *calls;
  gdouble            middle;

  settings.listed   = listed;
  settings.n_listed = 2;
  calls  = plan (schedule, &settings);
  middle = pow (pow (80.0, 1 / 7.0) + 17 / 39.0 * (pow (0.002, 1 / 7.0) -
                                                   pow (80.0, 1 / 7.0)), 7.0);

  g_assert_cmpfloat (calls->start, ==, 80.0);
  g_assert_cmpfloat_with_epsilon (calls->calls[0].sigma, 80.0, 1e-5);
  g_assert_cmpfloat_with_epsilon (calls->calls[1].sigma, middle, 1e-5);
  g_assert_cmpfloat_with_epsilon (calls->calls[0].next.noise,
                                  sqrt (middle * middle - 0.002 * 0.002), 1e-5);
  g_assert_cmpfloat (calls->calls[1].next.noise, ==, 0.0);

  silt_plan_free (calls);
  silt_schedule_free (schedule);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/families/split",             test_split);
  g_test_add_func ("/families/pndm-one-step",     test_pndm_one_step);
  g_test_add_func ("/families/pndm-calls",        test_pndm_calls);
  g_test_add_func ("/families/unipc-functions",   test_unipc_functions);
  g_test_add_func ("/families/unipc-uncorrected", test_unipc_uncorrected);
  g_test_add_func ("/families/consistency",       test_consistency);

  return g_test_run ();
}
