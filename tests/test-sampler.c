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

#include "sampler-walk.h"

/* Samplers that put no noise back; of the others, LCM and consistency models'
 * end elsewhere than at x_0. */
static const SiltSampler quiet[] =
{
  SILT_SAMPLER_DDIM, SILT_SAMPLER_PNDM, SILT_SAMPLER_DPMPP_2M,
  SILT_SAMPLER_DPMPP_3M, SILT_SAMPLER_EULER, SILT_SAMPLER_HEUN,
  SILT_SAMPLER_UNIPC, SILT_SAMPLER_DEIS
};

static const SiltSampler noisy[] =
{
  SILT_SAMPLER_DDPM, SILT_SAMPLER_DPMPP_2M_SDE, SILT_SAMPLER_EULER_ANCESTRAL,
  SILT_SAMPLER_LCM
};

/* What a network answers that knows x_0. */
static gdouble
answer (const SiltCall *call,
        SiltPrediction  prediction,
        gdouble         x,
        gdouble         x_0)
{
  gdouble eps   = (x - call->alpha * x_0) / call->sigma;
  gdouble alpha = call->in_scale * call->alpha;
  gdouble sigma = call->in_scale * call->sigma;

  return prediction == SILT_PREDICTION_EPSILON ? eps
       : prediction == SILT_PREDICTION_SAMPLE  ? x_0
       : alpha * eps - sigma * x_0;
}

/* A network that knows x_0 leads every sampler without noise to it, whatever
 * it predicts, and whether or not x_0 is clipped. */
static void
test_perfect_network (void)
{
  SiltSchedule *schedule = linear_schedule ();
  guint         k;
  gint          prediction, clips, i, j;

  for (k = 0; k < G_N_ELEMENTS (quiet); k++)
    for (prediction = 0; prediction < SILT_N_PREDICTIONS; prediction++)
      for (clips = 0; clips < 2; clips++)
        {
          SiltWalkSettings  settings = settings_of (quiet[k],
                                                    SILT_SPACING_TRAILING, 30);
          SiltPlan         *calls;
          Walk              walk;

          settings.prediction = prediction;
          settings.clip_range = clips ? 1.0 : 0.0;
          calls = plan (schedule, &settings);

          walk_init (&walk, calls, 33);
          for (j = 0; j < 33; j++)
            walk.x[j] = 2.0 * sin (3.0 * j) * calls->start;

          for (i = 0; i < calls->n_calls; i++)
            {
              for (j = 0; j < 33; j++)
                walk.raw[j] = answer (&calls->calls[i], prediction, walk.x[j],
                                      cos (j));

              walk_step (&walk, &calls->calls[i]);
            }

          for (j = 0; j < 33; j++)
            g_assert_cmpfloat_with_epsilon (walk.x[j], cos (j), 3e-5);

          walk_clear (&walk);
          silt_plan_free (calls);
        }

  silt_schedule_free (schedule);
}

/* A walk of one number, in double, from x = sigma on, with a network that knows
 * the mean of x_0 ~ N (0, variance) for every x; SiltMix as it is defined. */
typedef struct
{
  gdouble x, raw, x0, noise, slot[SILT_N_SLOTS];
} Number;

static gdouble
mix (const SiltMix *by,
     const Number  *number)
{
  gdouble sum = by->x * number->x + by->raw * number->raw + by->x0 * number->x0;
  gint    i;

  for (i = 0; i < SILT_N_SLOTS; i++)
    sum += by->slot[i] * number->slot[i];

  return sum;
}

static void
number_step (Number         *number,
             const SiltCall *call,
             gdouble         variance)
{
  gdouble whole = call->alpha * call->alpha * variance +
                  call->sigma * call->sigma;
  gdouble x_0   = call->alpha * variance / whole * number->x;
  Number  next  = *number;
  gint    i;

  number->raw = answer (call, SILT_PREDICTION_EPSILON, number->x, x_0);
  number->x0  = call->x0_x * number->x + call->x0_raw * number->raw;

  next.x = mix (&call->next, number);
  for (i = 0; i < call->n_kept; i++)
    next.slot[call->kept[i].slot] = mix (&call->kept[i].mix, number);

  *number = next;
}

/* A picture of nothing but x_0 = 0: x is noise, as much of it at each call as
 * the next is told, whether what is put back is new or not. */
static void
test_level (void)
{
  SiltSchedule *schedule = linear_schedule ();
  guint         k;
  gint          i;

  for (k = 0; k < G_N_ELEMENTS (quiet) + G_N_ELEMENTS (noisy); k++)
    {
      SiltSampler       sampler  = k < G_N_ELEMENTS (quiet)
                                   ? quiet[k]
                                   : noisy[k - G_N_ELEMENTS (quiet)];
      SiltWalkSettings  settings = settings_of (sampler,
                                                SILT_SPACING_TRAILING, 12);
      SiltPlan         *calls    = plan (schedule, &settings);
      Number            number   = { calls->calls[0].sigma };

      for (i = 0; i < calls->n_calls - 1; i++)
        {
          gdouble noise = calls->calls[i].next.noise;
          gdouble level = calls->calls[i + 1].sigma;

          number_step (&number, &calls->calls[i], 0.0);
          g_assert_cmpfloat_with_epsilon (sqrt (number.x * number.x +
                                                noise * noise),
                                          level, 1e-4 * level);
          number.x = level;
        }

      silt_plan_free (calls);
    }

  silt_schedule_free (schedule);
}

/* Where x_0 ~ N (0, S^2), the exact walk is known too: x keeps its place in
 * N (0, alpha^2 S^2 + sigma^2).  The error left by a walk to t = 0. */
static gdouble
gaussian_error (SiltSampler sampler,
                gint        solver_order,
                gint        variant,
                gint        steps)
{
  const gdouble     S2       = 0.25;
  SiltSchedule     *schedule = silt_schedule_new (SILT_BETA_LINEAR, 10000,
                                                  0.00001, 0.002);
  SiltWalkSettings  settings = settings_of (sampler, SILT_SPACING_EXPONENTIAL,
                                            steps + 1);
  SiltPlan         *calls;
  const SiltCall   *first, *last;
  Number            number   = { 1.0 };
  gint              i;
  gdouble           start, end;

  if (sampler == SILT_SAMPLER_DDIM)
    settings.spacing = SILT_SPACING_LINSPACE;

  settings.solver_order      = solver_order;
  settings.lower_order_final = FALSE;
  settings.solver_heun       = variant & 1;
  settings.solver_bh1        = variant & 1;
  settings.predict_eps       = variant & 2;
  settings.uncorrected       = variant & 4 ? G_MAXUINT64 : 0;
  calls = plan (schedule, &settings);

  /* Up to where the last call is made. */
  for (i = 0; i < calls->n_calls - 1; i++)
    number_step (&number, &calls->calls[i], S2);

  first = &calls->calls[0];
  last  = &calls->calls[calls->n_calls - 1];
  start = first->alpha * first->alpha * S2 + first->sigma * first->sigma;
  end   = last->alpha * last->alpha * S2 + last->sigma * last->sigma;

  silt_plan_free (calls);
  silt_schedule_free (schedule);

  return fabs (number.x - sqrt (end / start));
}

/* Twice the steps: half the error to first order, a quarter to second.  The
 * authors' third order of DPM-Solver++ counts the second derivative half, and
 * is of second order, with a smaller error. */
static void
test_order (void)
{
  static const struct
  {
    SiltSampler sampler;
    gint        solver_order, variant;
    gdouble     ratio;
  } cases[] =
  {
    { SILT_SAMPLER_DDIM,     0, 0, 2.0 },
    { SILT_SAMPLER_EULER,    0, 0, 2.0 },
    { SILT_SAMPLER_DPMPP_2M, 1, 0, 2.0 },
    { SILT_SAMPLER_DPMPP_2M, 2, 0, 4.0 },
    { SILT_SAMPLER_DPMPP_2M, 2, 1, 4.0 },
    { SILT_SAMPLER_DPMPP_3M, 0, 0, 4.0 },
    { SILT_SAMPLER_HEUN,     0, 0, 4.0 },
    { SILT_SAMPLER_DEIS,     1, 0, 2.0 },
    { SILT_SAMPLER_DEIS,     2, 0, 4.0 },
    { SILT_SAMPLER_DEIS,     3, 0, 8.0 },
    { SILT_SAMPLER_UNIPC,    1, 4, 2.0 },
    { SILT_SAMPLER_UNIPC,    2, 4, 4.0 },
    { SILT_SAMPLER_UNIPC,    2, 5, 4.0 },
    { SILT_SAMPLER_UNIPC,    2, 6, 4.0 },
    { SILT_SAMPLER_UNIPC,    3, 4, 8.0 },
    { SILT_SAMPLER_UNIPC,    3, 5, 8.0 },
    { SILT_SAMPLER_UNIPC,    3, 6, 8.0 },
    { SILT_SAMPLER_UNIPC,    1, 0, 4.0 },
    { SILT_SAMPLER_UNIPC,    2, 0, 8.0 },
    { SILT_SAMPLER_UNIPC,    2, 1, 8.0 },
    { SILT_SAMPLER_UNIPC,    2, 2, 8.0 },
    { SILT_SAMPLER_UNIPC,    3, 3, 16.0 }
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gdouble some  = gaussian_error (cases[i].sampler, cases[i].solver_order,
                                      cases[i].variant, 31);
      gdouble twice = gaussian_error (cases[i].sampler, cases[i].solver_order,
                                      cases[i].variant, 62);

      g_test_message ("%s, order %d, variant %d: %.2e, ratio %.2f, expected "
                      "%.0f", silt_sampler_name (cases[i].sampler),
                      cases[i].solver_order, cases[i].variant, some,
                      some / twice, cases[i].ratio);
      g_assert_cmpfloat (some / twice, >, 0.75 * cases[i].ratio);
      g_assert_cmpfloat (some / twice, <, 2.2 * cases[i].ratio);
    }
}

/* The end of a walk with a network that is no expectation of anything. */
static gdouble
walk_pretend (const SiltSchedule     *schedule,
              const SiltWalkSettings *settings)
{
  SiltPlan *calls = plan (schedule, settings);
  Walk      walk;
  gint      i;
  gdouble   end;

  walk_init (&walk, calls, 1);
  walk.x[0] = 1.5 / calls->calls[0].in_scale;

  for (i = 0; i < calls->n_calls; i++)
    {
      const SiltCall *call = &calls->calls[i];

      walk.raw[0]   = tanh (call->in_scale * walk.x[0]) + call->t / 2000.0;
      walk.noise[0] = sin (i);
      walk_step (&walk, call);
    }

  end = walk.x[0];
  walk_clear (&walk);
  silt_plan_free (calls);

  return end;
}

/* DDIM at eta = 1 is DDPM.  To first order all others are DDIM, and to second
 * UniPC without its corrector is DPM-Solver++. */
static void
test_kinship (void)
{
  SiltSchedule     *schedule = silt_schedule_new (SILT_BETA_COSINE, 1000,
                                                  0.1, 0.2);
  SiltWalkSettings  one      = settings_of (SILT_SAMPLER_DDPM,
                                            SILT_SPACING_TRAILING, 27);
  SiltWalkSettings  other    = settings_of (SILT_SAMPLER_DDIM,
                                            SILT_SPACING_TRAILING, 27);
  gdouble           end;

  one.prediction = other.prediction = SILT_PREDICTION_V;

  other.eta = 1.0;
  g_assert_cmpfloat_with_epsilon (walk_pretend (schedule, &one),
                                  walk_pretend (schedule, &other), 1e-4);

  other.eta = 0.0;
  end       = walk_pretend (schedule, &other);

  one.solver_order = 1;
  one.uncorrected  = G_MAXUINT64;
  one.sampler      = SILT_SAMPLER_DPMPP_2M;
  g_assert_cmpfloat_with_epsilon (walk_pretend (schedule, &one), end, 1e-4);
  one.sampler      = SILT_SAMPLER_UNIPC;
  g_assert_cmpfloat_with_epsilon (walk_pretend (schedule, &one), end, 1e-4);
  one.predict_eps  = TRUE;
  g_assert_cmpfloat_with_epsilon (walk_pretend (schedule, &one), end, 1e-4);
  one.sampler      = SILT_SAMPLER_DEIS;
  g_assert_cmpfloat_with_epsilon (walk_pretend (schedule, &one), end, 1e-4);
  one.sampler      = SILT_SAMPLER_EULER;
  g_assert_cmpfloat_with_epsilon (walk_pretend (schedule, &one), end, 1e-4);

  one.sampler        = SILT_SAMPLER_UNIPC;
  one.solver_order   = 2;
  one.predict_eps    = FALSE;
  other.sampler      = SILT_SAMPLER_DPMPP_2M;
  other.steps        = 12;
  one.steps          = 12;
  g_assert_cmpfloat_with_epsilon (walk_pretend (schedule, &one),
                                  walk_pretend (schedule, &other), 1e-4);

  silt_schedule_free (schedule);
}

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

  g_test_add_func ("/plan/perfect-network",  test_perfect_network);
  g_test_add_func ("/plan/level",            test_level);
  g_test_add_func ("/plan/order",            test_order);
  g_test_add_func ("/plan/kinship",          test_kinship);
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
