/* Silt: tests of what a walk begins with and holds on to
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

#include "engine.h"

#include <math.h>
#include <string.h>

#include "sampler-walk.h"
#include "walk-store.h"

#define SIDE     9
#define N_PIXELS (SIDE * SIDE)
#define N        (3 * N_PIXELS)
#define SEED     77

/* A denoiser that knows nothing, and remembers what it was shown. */
typedef struct
{
  SiltDenoiser  parent;
  GPtrArray    *seen;                /* gfloat [N] of each call               */
} Witness;

static gboolean
witness_predict (SiltDenoiser    *denoiser,
                 SiltPool        *pool,
                 const gfloat    *x_in,
                 const SiltLevel *level,
                 gint             label,
                 gfloat          *raw,
                 gfloat          *variance)
{
  Witness *self = (Witness *) denoiser;
  gint     i;

  g_ptr_array_add (self->seen, g_memdup2 (x_in, N * sizeof (gfloat)));
  for (i = 0; i < N; i++)
    raw[i] = tanhf (x_in[i]);

  return TRUE;
}

typedef struct
{
  Witness       witness;
  SiltSchedule *schedule;
  SiltPlan     *plan;
  SiltWalk      walk;
  gfloat        source[N], noise[N], x[N];
  guint8        held[N_PIXELS];      /* every third                           */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const gint       listed[] = { 600, 400, 200 };
  SiltWalkSettings settings = settings_of (GPOINTER_TO_INT (data),
                                           SILT_SPACING_TRAILING, 3);
  SiltPool        *pool     = silt_pool_new (1, NULL);
  SiltNoiseSource *noise;
  gint             i;

  settings.listed   = listed;
  settings.n_listed = 3;

  fixture->schedule = linear_schedule ();
  fixture->plan     = plan (fixture->schedule, &settings);

  fixture->witness.seen             = g_ptr_array_new_with_free_func (g_free);
  fixture->witness.parent.channels  = 3;
  fixture->witness.parent.predict   = witness_predict;

  for (i = 0; i < N; i++)
    fixture->source[i] = sin (i);
  for (i = 0; i < N_PIXELS; i++)
    fixture->held[i] = i % 3 == 0;

  noise = silt_noise_source_new (SILT_NOISE_PHILOX, SEED, SIDE, SIDE, 3, 1, 1);
  silt_noise_source_draw (noise, pool, fixture->noise);
  silt_noise_source_free (noise);
  silt_pool_free (pool);

  fixture->walk.denoiser = &fixture->witness.parent;
  fixture->walk.plan     = fixture->plan;
  fixture->walk.n_values = N;
  fixture->walk.label    = -1;
  fixture->walk.guidance = 1.0;
  fixture->walk.source   = fixture->source;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_ptr_array_unref (fixture->witness.seen);
  silt_plan_free (fixture->plan);
  silt_schedule_free (fixture->schedule);
}

static void
run (Fixture *fixture)
{
  SiltPool          *pool  = silt_pool_new (2, NULL);
  SiltStore         *store = commit_walk (&fixture->walk, pool);
  g_autoptr (GError) error = NULL;

  fixture->walk.noise = silt_noise_source_new (SILT_NOISE_PHILOX, SEED, SIDE,
                                               SIDE, 3, 1, 1);
  silt_walk_run (&fixture->walk, pool, fixture->x, &error);
  g_assert_no_error (error);

  silt_noise_source_free (fixture->walk.noise);
  silt_store_free (store);
  silt_pool_free (pool);
}

/* What the network should have seen of value i in call k, where it is
 * source alpha + noise sigma. */
static void
check (const Fixture *fixture,
       gint           k,
       gint           i,
       gdouble        source,
       gdouble        noise)
{
  const gfloat   *seen = g_ptr_array_index (fixture->witness.seen, k);
  const SiltCall *call = &fixture->plan->calls[k];

  g_assert_cmpfloat_with_epsilon (seen[i],
                                  call->in_scale * (call->alpha * source +
                                                    call->sigma * noise),
                                  2e-5);
}

static void
test_source (Fixture       *fixture,
             gconstpointer  data)
{
  gint i;

  fixture->walk.begin = SILT_BEGIN_SOURCE;
  run (fixture);

  for (i = 0; i < N; i++)
    check (fixture, 0, i, fixture->source[i], fixture->noise[i]);
}

static void
test_noisy (Fixture       *fixture,
            gconstpointer  data)
{
  gint i;

  fixture->walk.begin = SILT_BEGIN_NOISY;
  run (fixture);

  for (i = 0; i < N; i++)
    check (fixture, 0, i, fixture->source[i], 0.0);
}

/* A walk without noise of its own brings a held pixel down the way it was sent
 * up, whatever the network says, and to the source at its end. */
static void
test_held (Fixture       *fixture,
           gconstpointer  data)
{
  gdouble start = fixture->plan->start;
  gint    i, k;

  fixture->walk.begin = SILT_BEGIN_NOISE;
  fixture->walk.held  = fixture->held;
  run (fixture);

  g_assert_cmpint (fixture->witness.seen->len, ==, fixture->plan->n_calls);
  for (i = 0; i < N; i++)
    if (fixture->held[i / 3])
      {
        for (k = 0; k < fixture->plan->n_calls; k++)
          check (fixture, k, i, fixture->source[i], fixture->noise[i]);
        g_assert_cmpfloat_with_epsilon (fixture->x[i], fixture->source[i],
                                        1e-5);
      }
    else
      {
        check (fixture, 0, i, 0.0,
               start / fixture->plan->calls[0].sigma * fixture->noise[i]);
      }
}

/* Going back to more noise, a held pixel has as much of it as each call
 * expects, and fresh. */
static void
test_resampled (Fixture       *fixture,
                gconstpointer  data)
{
  SiltWalkSettings settings = settings_of (GPOINTER_TO_INT (data),
                                           SILT_SPACING_TRAILING, 12);
  gint             i, k;

  settings.eta      = 1.0;
  settings.resample = 4;
  settings.jump     = 3;
  silt_plan_free (fixture->plan);
  fixture->plan       = plan (fixture->schedule, &settings);
  fixture->walk.plan  = fixture->plan;
  fixture->walk.begin = SILT_BEGIN_NOISE;
  fixture->walk.held  = fixture->held;
  run (fixture);

  g_assert_cmpint (fixture->witness.seen->len, ==, 12 + 3 * 3 * 3);
  for (k = 0; k < fixture->plan->n_calls; k++)
    {
      const gfloat   *seen  = g_ptr_array_index (fixture->witness.seen, k);
      const SiltCall *call  = &fixture->plan->calls[k];
      gdouble         sum   = 0.0;
      gdouble         power = 0.0;
      gint            n     = 0;

      for (i = 0; i < N; i++)
        if (fixture->held[i / 3])
          {
            gdouble z = (seen[i] - call->alpha * fixture->source[i]) /
                        call->sigma;

            sum   += z;
            power += z * z;
            n++;
          }

      /* 81 normal numbers: four standard deviations. */
      g_assert_cmpfloat_with_epsilon (sum / n, 0.0, 4.0 / sqrt (n));
      g_assert_cmpfloat_with_epsilon (power / n, 1.0, 4.0 * sqrt (2.0 / n));
    }
}

int
main (int    argc,
      char **argv)
{
  const SiltSampler samplers[] =
  {
    SILT_SAMPLER_DDIM, SILT_SAMPLER_DPMPP_2M, SILT_SAMPLER_DPMPP_3M,
    SILT_SAMPLER_EULER, SILT_SAMPLER_HEUN, SILT_SAMPLER_UNIPC,
    SILT_SAMPLER_DEIS
  };
  const struct
  {
    const gchar  *name;
    void       (* test) (Fixture *, gconstpointer);
  }
  tests[] =
  {
    { "source", test_source }, { "noisy", test_noisy }, { "held", test_held }
  };
  gsize i, k;

  g_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (samplers); i++)
    for (k = 0; k < G_N_ELEMENTS (tests); k++)
      {
        g_autofree gchar *path = g_strdup_printf (
          "/engine/%s/%s", tests[k].name, silt_sampler_name (samplers[i]));

        g_test_add (path, Fixture, GINT_TO_POINTER (samplers[i]), set_up,
                    tests[k].test, tear_down);
      }

  g_test_add ("/engine/resampled/ddim", Fixture,
              GINT_TO_POINTER (SILT_SAMPLER_DDIM), set_up, test_resampled,
              tear_down);
  g_test_add ("/engine/resampled/ddpm", Fixture,
              GINT_TO_POINTER (SILT_SAMPLER_DDPM), set_up, test_resampled,
              tear_down);

  return g_test_run ();
}
