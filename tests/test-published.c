/* Silt: tests of the samplers against published numbers
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
#include "torch-random.h"

#define N 768        /* values of the diffusers library's test sample */

/* The numbers published in the tests of the diffusers library: for a sample
 * 0/768, 1/768, ... and a network that answers x t / (t + 1), the sum and the
 * mean of |x| at the end. */

typedef struct
{
  SiltSampler    sampler;
  SiltSpacing    spacing;
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

/* Every batch has a threshold of its own there; N values of ours are one. */
static void
threshold_batches (Walk *walk)
{
  gint i;

  for (i = 0; i < 4; i++)
    silt_threshold_apply (walk->x0 + i * 192, 192,
                          threshold_level (walk->x0 + i * 192, 192,
                                           0.87, 0.5));
}

static void
assert_published (const Walk *walk,
                  gdouble     sum,
                  gdouble     mean)
{
  gdouble found = 0.0;
  gint    j;

  for (j = 0; j < N; j++)
    found += fabs (walk->x[j]);

  g_test_message ("sum %.4f, mean %.6f", found, found / N);
  if (sum > 0.0)
    g_assert_cmpfloat_with_epsilon (found, sum, sum > 1e4 ? 0.1 : 1e-2);
  g_assert_cmpfloat_with_epsilon (found / N, mean, 1e-3);
}

static void
test_published (gconstpointer data)
{
  const Published  *row      = data;
  SiltWalkSettings  settings = settings_of (row->sampler, row->spacing,
                                            row->steps);
  SiltSchedule     *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1000,
                                                  row->beta_start, 0.02);
  SiltPlan         *calls;
  SiltTorchRandom   random;
  Walk              walk;
  gint              i, j;

  settings.prediction       = row->prediction;
  settings.as_diffusers     = TRUE;
  settings.set_alpha_to_one = row->set_alpha_to_one;
  if (row->sampler == SILT_SAMPLER_DPMPP_2M)
    {
      settings.final_sigma_zero  = FALSE;
      settings.lower_order_final = FALSE;
    }
  else
    {
      settings.clip_range = 1.0;
    }
  calls = plan (schedule, &settings);

  walk_init (&walk, calls, N);
  silt_torch_random_init (&random, 0);

  for (i = 0; i < N; i++)
    {
      walk.x[i]     = published_sample (i);
      walk.noise[i] = (N - 1) / (gfloat) N - walk.x[i];   /* "flipped" */
    }
  if (row->first > 0)
    silt_schedule_add_noise (schedule, calls->calls[row->first].t, walk.x,
                             walk.x, walk.noise, N);

  for (i = row->first; i < row->steps; i++)
    {
      const SiltCall *call = &calls->calls[i];

      for (j = 0; j < N; j++)
        walk.raw[j] = walk.x[j] * call->t / (call->t + 1.0);

      if (call->next.noise != 0.0)
        silt_torch_random_normal (&random, walk.noise, N);

      /* A walk that starts half way has no call before. */
      if (i == row->first && i > 0)
        {
          SiltCall first = *call;
          gint     k;

          for (k = 0; k < SILT_N_SLOTS; k++)
            {
              first.next.x0 += first.next.slot[k];
              first.next.slot[k] = 0.0;
            }
          walk_step (&walk, &first);
        }
      else
        {
          walk_step (&walk, call);
        }
    }

  assert_published (&walk, row->sum, row->mean);

  walk_clear (&walk);
  silt_plan_free (calls);
  silt_schedule_free (schedule);
}

static void
test_published_threshold (void)
{
  SiltSchedule     *schedule = linear_schedule ();
  SiltWalkSettings  settings = settings_of (SILT_SAMPLER_DPMPP_2M,
                                            SILT_SPACING_LINSPACE, 10);
  SiltPlan         *calls;
  Walk              walk;
  gint              i, j;

  settings.final_sigma_zero  = FALSE;
  settings.lower_order_final = FALSE;
  calls = plan (schedule, &settings);

  walk_init (&walk, calls, N);
  for (j = 0; j < N; j++)
    walk.x[j] = published_sample (j);

  for (i = 0; i < 10; i++)
    {
      const SiltCall *call    = &calls->calls[i];
      SiltStreams     streams = { walk.x, walk.raw, NULL, walk.x0, NULL,
                                  { walk.slots[0] } };

      for (j = 0; j < N; j++)
        walk.raw[j] = walk.x[j] * call->t / (call->t + 1.0);

      silt_call_split (call, &streams, 0, N);
      threshold_batches (&walk);
      silt_call_step (call, &streams, 0, N);
    }

  assert_published (&walk, 0.0, 1.1364);

  walk_clear (&walk);
  silt_plan_free (calls);
  silt_schedule_free (schedule);
}

typedef struct
{
  SiltSpacing spacing;
  gint        first;
  gdouble     sum, mean;
} PublishedEuler;

/* The library's test of its Euler sampler lays the scaled input of the network
 * in the place of the sample, and steps from that. */
static void
test_published_euler (gconstpointer data)
{
  const PublishedEuler *row      = data;
  SiltSchedule         *schedule = silt_schedule_new (SILT_BETA_LINEAR, 1100,
                                                      0.0001, 0.02);
  SiltWalkSettings      settings = settings_of (SILT_SAMPLER_EULER,
                                                row->spacing, 10);
  SiltPlan             *calls    = plan (schedule, &settings);
  Walk                  walk;
  gint                  i, j;

  walk_init (&walk, calls, N);
  for (j = 0; j < N; j++)
    {
      gdouble sample = published_sample (j);

      walk.x[j] = sample * calls->start;
      if (row->first > 0)
        walk.x[j] += calls->calls[row->first].sigma *
                     ((N - 1) / (gdouble) N - sample);
    }

  for (i = row->first; i < 10; i++)
    {
      const SiltCall *call = &calls->calls[i];

      for (j = 0; j < N; j++)
        {
          walk.x[j]   *= call->in_scale;
          walk.raw[j]  = walk.x[j] * call->t / (call->t + 1.0);
        }

      walk_step (&walk, call);
    }

  assert_published (&walk, row->sum, row->mean);

  walk_clear (&walk);
  silt_plan_free (calls);
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
  SiltSchedule *schedule = linear_schedule ();
  guint         i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint              steps    = cases[i].steps;
      SiltWalkSettings  settings = settings_of (SILT_SAMPLER_DDIM,
                                                SILT_SPACING_LEADING, steps);
      SiltPlan         *calls;
      const SiltCall   *call;

      settings.eta          = 1.0;
      settings.as_diffusers = TRUE;

      calls = plan (schedule, &settings);
      call  = &calls->calls[steps - 1 - cases[i].t / (1000 / steps)];

      g_assert_cmpfloat (call->t, ==, cases[i].t);
      g_assert_cmpfloat_with_epsilon (call->next.noise * call->next.noise,
                                      cases[i].variance, 1e-5);

      silt_plan_free (calls);
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
  } rows[] =
  {
    { "/published/ddim",
      { SILT_SAMPLER_DDIM, SILT_SPACING_LEADING, 10,
        SILT_PREDICTION_EPSILON, 0.0001, TRUE, 0, 172.0067, 0.223967 } },
    { "/published/ddim-v",
      { SILT_SAMPLER_DDIM, SILT_SPACING_LEADING, 10,
        SILT_PREDICTION_V, 0.0001, TRUE, 0, 52.5302, 0.0684 } },
    { "/published/ddim-alpha-one",
      { SILT_SAMPLER_DDIM, SILT_SPACING_LEADING, 10,
        SILT_PREDICTION_EPSILON, 0.01, TRUE, 0, 149.8295, 0.1951 } },
    { "/published/ddim-alpha-not-one",
      { SILT_SAMPLER_DDIM, SILT_SPACING_LEADING, 10,
        SILT_PREDICTION_EPSILON, 0.01, FALSE, 0, 149.0784, 0.1941 } },
    { "/published/ddim-with-noise",
      { SILT_SAMPLER_DDIM, SILT_SPACING_LEADING, 10,
        SILT_PREDICTION_EPSILON, 0.0001, TRUE, 8, 354.5418, 0.4616 } },
    { "/published/dpmpp-2m",
      { SILT_SAMPLER_DPMPP_2M, SILT_SPACING_LINSPACE, 10,
        SILT_PREDICTION_EPSILON, 0.0001, TRUE, 0, 0.0, 0.3301 } },
    { "/published/dpmpp-2m-v",
      { SILT_SAMPLER_DPMPP_2M, SILT_SPACING_LINSPACE, 10,
        SILT_PREDICTION_V, 0.0001, TRUE, 0, 0.0, 0.2251 } },
    { "/published/dpmpp-2m-karras-v",
      { SILT_SAMPLER_DPMPP_2M, SILT_SPACING_KARRAS, 10,
        SILT_PREDICTION_V, 0.0001, TRUE, 0, 0.0, 0.2096 } },
    { "/published/dpmpp-2m-lu-v",
      { SILT_SAMPLER_DPMPP_2M, SILT_SPACING_LU, 10,
        SILT_PREDICTION_V, 0.0001, TRUE, 0, 0.0, 0.1554 } },
    { "/published/dpmpp-2m-with-noise",
      { SILT_SAMPLER_DPMPP_2M, SILT_SPACING_LINSPACE, 10,
        SILT_PREDICTION_EPSILON, 0.0001, TRUE, 5, 318.4111, 0.4146 } },
    { "/published/ddpm",
      { SILT_SAMPLER_DDPM, SILT_SPACING_LEADING, 1000,
        SILT_PREDICTION_EPSILON, 0.0001, TRUE, 0, 258.9606, 0.3372 } },
    { "/published/ddpm-v",
      { SILT_SAMPLER_DDPM, SILT_SPACING_LEADING, 1000,
        SILT_PREDICTION_V, 0.0001, TRUE, 0, 202.0296, 0.2631 } }
  };
  static const struct
  {
    const gchar    *path;
    PublishedEuler  row;
  } euler[] =
  {
    { "/published/euler",
      { SILT_SPACING_LINSPACE, 0, 10.0807, 0.0131 } },
    { "/published/euler-karras",
      { SILT_SPACING_KARRAS, 0, 124.5230, 0.162139 } },
    { "/published/euler-with-noise",
      { SILT_SPACING_LINSPACE, 8, 57062.9297, 74.3007 } }
  };
  guint i;

  g_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    g_test_add_data_func (rows[i].path, &rows[i].row, test_published);
  for (i = 0; i < G_N_ELEMENTS (euler); i++)
    g_test_add_data_func (euler[i].path, &euler[i].row, test_published_euler);

  g_test_add_func ("/published/dpmpp-2m-threshold", test_published_threshold);
  g_test_add_func ("/published/ddim-variances", test_published_variances);

  return g_test_run ();
}
