/* Silt: the golden cases of schedulers
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

#include "golden.h"

#include <math.h>
#include <string.h>

#include "scheduler.h"
#include "threshold-level.h"

#define STEP_TOLERANCE 1e-5
#define WALK_TOLERANCE 1e-4

/* A recorded walk, steps-N.safetensors. */
typedef struct
{
  SiltWeights    *weights;
  SiltPlan       *plan;
  gsize           n;          /* values of a sample                           */

  /* Of one call; `raw` holds the variance too, where there is one, behind. */
  gfloat         *x, *in, *raw, *x0, *noise, *slots[SILT_N_SLOTS];
  gint            n_draws;    /* of noise, so far                             */
} Walk;

static void
walk_clear (Walk *walk)
{
  gint i;

  silt_weights_free (walk->weights);
  silt_plan_free (walk->plan);
  g_free (walk->x);
  g_free (walk->in);
  g_free (walk->raw);
  g_free (walk->x0);
  g_free (walk->noise);
  for (i = 0; i < SILT_N_SLOTS; i++)
    g_free (walk->slots[i]);
}

/* The timesteps of a walk that was told them, falling, or *n = 0. */
static gint *
walk_listed (const Walk *walk,
             gint       *n)
{
  const gchar    *text   = silt_weights_metadata (walk->weights, "listed");
  g_auto (GStrv)  words  = g_strsplit (text ? text : "", ",", -1);
  gint           *listed = g_new (gint, g_strv_length (words) + 1);

  for (*n = 0; words[*n]; (*n)++)
    listed[*n] = g_ascii_strtoll (words[*n], NULL, 10);

  return listed;
}

static gboolean
walk_plan (Walk                 *walk,
           const SiltScheduler  *scheduler,
           GError              **error)
{
  const gchar      *steps = silt_weights_metadata (walk->weights, "steps");
  const gchar      *eta   = silt_weights_metadata (walk->weights, "eta");
  SiltWalkSettings  settings = scheduler->own;
  g_autofree gint  *listed   = walk_listed (walk, &settings.n_listed);

  settings.listed = listed;
  if (steps)
    settings.steps = g_ascii_strtoll (steps, NULL, 10);
  if (eta)
    settings.eta = g_ascii_strtod (eta, NULL);

  walk->plan = silt_plan_walk (scheduler->schedule, &settings, error);

  return walk->plan != NULL;
}

static gboolean
walk_open (Walk                 *walk,
           const gchar          *path,
           const SiltScheduler  *scheduler,
           GError              **error)
{
  const SiltWeight *start;
  gint              i;

  walk->weights = silt_weights_open (path, error);
  if (! walk->weights || ! walk_plan (walk, scheduler, error))
    return FALSE;

  start = silt_weights_find (walk->weights, "x_T");
  if (! start || start->n_elements == 0)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT, "there is no x_T");
      return FALSE;
    }

  walk->n       = start->n_elements;
  walk->x       = g_new (gfloat, walk->n);
  walk->in      = g_new (gfloat, walk->n);
  walk->raw     = g_new (gfloat, 2 * walk->n);
  walk->x0      = g_new (gfloat, walk->n);
  walk->noise   = g_new (gfloat, walk->n);
  for (i = 0; i < walk->plan->n_slots; i++)
    walk->slots[i] = g_new (gfloat, walk->n);

  return TRUE;
}

static gboolean
walk_compare_timesteps (Walk    *walk,
                        GError **error)
{
  g_autofree gfloat *timesteps = golden_read (walk->weights, "timesteps",
                                              walk->plan->n_calls, error);
  gint               k;

  if (! timesteps)
    return FALSE;

  for (k = 0; k < walk->plan->n_calls; k++)
    if (timesteps[k] != (gfloat) walk->plan->calls[k].t)
      {
        g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                     "timestep of call %d: expected %g, found %g",
                     k, timesteps[k], walk->plan->calls[k].t);
        return FALSE;
      }

  return TRUE;
}

/* Copies tensor `name` to out, n values. */
static gboolean
walk_read (Walk         *walk,
           const gchar  *name,
           gfloat       *out,
           gsize         n,
           GError      **error)
{
  g_autofree gfloat *values = golden_read (walk->weights, name, n, error);

  if (! values)
    return FALSE;

  memcpy (out, values, n * sizeof (gfloat));

  return TRUE;
}

/* Copies the tensor `what` of call `k`. */
static gboolean
walk_read_call (Walk         *walk,
                gint          k,
                const gchar  *what,
                gfloat       *out,
                gsize         n,
                GError      **error)
{
  g_autofree gchar *name = g_strdup_printf ("%03d.%s", k, what);

  return walk_read (walk, name, out, n, error);
}

/* Makes *worst the difference to a recorded tensor if that is worse, or NaN. */
static gboolean
walk_compare_call (Walk          *walk,
                   gint           k,
                   const gchar   *what,
                   const gfloat  *values,
                   gdouble       *worst,
                   GError       **error)
{
  g_autofree gfloat *expected = g_new (gfloat, walk->n);
  gdouble            difference;

  if (! walk_read_call (walk, k, what, expected, walk->n, error))
    return FALSE;

  difference = golden_difference (values, expected, walk->n);
  if (! (difference <= *worst))
    *worst = difference;

  return TRUE;
}

/* The variance that the answer to call `k` holds too, if it does. */
static const gfloat *
walk_variance (Walk *walk,
               gint  k)
{
  g_autofree gchar *name  = g_strdup_printf ("%03d.model", k);
  const SiltWeight *model = silt_weights_find (walk->weights, name);

  return model && model->n_elements == 2 * walk->n ? walk->raw + walk->n : NULL;
}

/* What the pretend model answers to walk->in. */
static void
walk_pretend (Walk         *walk,
              gint          k,
              const gfloat *variance)
{
  gdouble factor = cos (walk->plan->calls[k].t / 300.0);
  gsize   i;

  for (i = 0; i < walk->n; i++)
    {
      gdouble in = walk->in[i];

      walk->raw[i] = tanh (in) * factor + 0.1 * in;
      if (variance)
        walk->raw[walk->n + i] = sin (3.0 * in);
    }
}

/* From walk->x and walk->raw to the next walk->x. */
static gboolean
walk_step (Walk          *walk,
           gint           k,
           const gfloat  *variance,
           GError       **error)
{
  const SiltPlan *plan    = walk->plan;
  const SiltCall *call    = &plan->calls[k];
  SiltStreams     streams =
    {
      walk->x, walk->raw, variance, walk->x0, walk->noise, { NULL }
    };

  memcpy (streams.slots, walk->slots, sizeof (streams.slots));

  if (call->next.noise != 0.0)
    {
      g_autofree gchar *name = g_strdup_printf ("noise.%03d", walk->n_draws++);

      if (! walk_read (walk, name, walk->noise, walk->n, error))
        return FALSE;
    }

  silt_call_split (call, &streams, 0, walk->n);
  if (plan->threshold_ratio > 0.0)
    silt_threshold_apply (walk->x0, walk->n,
                          threshold_level (walk->x0, walk->n,
                                           plan->threshold_ratio,
                                           plan->threshold_max));
  silt_call_step (call, &streams, 0, walk->n);

  return TRUE;
}

/* Each call from the recorded sample and answer, if `by_step`; else the whole
 * walk from its start, asking the pretend model.  *worst: the worst difference
 * of any input or result. */
static gboolean
walk_run (Walk      *walk,
          gboolean   by_step,
          gdouble   *worst,
          GError   **error)
{
  gint  k;
  gsize i;

  *worst        = 0.0;
  walk->n_draws = 0;

  if (! walk_read (walk, "x_T", walk->x, walk->n, error))
    return FALSE;

  for (k = 0; k < walk->plan->n_calls; k++)
    {
      const gfloat *variance = walk_variance (walk, k);
      gsize         n_raw    = variance ? 2 * walk->n : walk->n;

      if (by_step && k > 0 &&
          ! walk_read_call (walk, k - 1, "out", walk->x, walk->n, error))
        return FALSE;

      for (i = 0; i < walk->n; i++)
        walk->in[i] = walk->plan->calls[k].in_scale * walk->x[i];
      if (! walk_compare_call (walk, k, "in", walk->in, worst, error))
        return FALSE;

      if (! by_step)
        walk_pretend (walk, k, variance);
      else if (! walk_read_call (walk, k, "model", walk->raw, n_raw, error))
        return FALSE;

      if (! walk_step (walk, k, variance, error) ||
          ! walk_compare_call (walk, k, "out", walk->x, worst, error))
        return FALSE;
    }

  return TRUE;
}

static void
run_case (Tally               *tally,
          const gchar         *path,
          const gchar         *name,
          const SiltScheduler *scheduler)
{
  g_autofree gchar   *each_name  = g_strconcat (name, ", step by step", NULL);
  g_autofree gchar   *whole_name = g_strconcat (name, ", in one walk", NULL);
  g_autoptr (GError)  error      = NULL;
  Walk                walk       = { 0 };
  gdouble             worst;

  if (! walk_open (&walk, path, scheduler, &error) ||
      ! walk_compare_timesteps (&walk, &error) ||
      ! walk_run (&walk, TRUE, &worst, &error))
    {
      golden_refused (tally, each_name, error);
    }
  else
    {
      golden_measured (tally, each_name, worst, STEP_TOLERANCE);

      if (walk_run (&walk, FALSE, &worst, &error))
        golden_measured (tally, whole_name, worst, WALK_TOLERANCE);
      else
        golden_refused (tally, whole_name, error);
    }

  walk_clear (&walk);
}

static SiltScheduler *
open_scheduler (const gchar  *folder,
                GError      **error)
{
  g_autofree gchar *path      = g_build_filename (folder,
                                                  "scheduler_config.json",
                                                  NULL);
  SiltConfig       *json      = silt_config_open (path, error);
  SiltScheduler    *scheduler = NULL;

  if (json)
    scheduler = silt_scheduler_read (json, error);
  silt_config_free (json);

  return scheduler;
}

void
golden_scheduler (Tally       *tally,
                  const gchar *folder,
                  const gchar *name)
{
  g_autoptr (GError)     error     = NULL;
  g_autoptr (GPtrArray)  files     = NULL;
  SiltScheduler         *scheduler = open_scheduler (folder, &error);
  guint                  n_cases   = 0;
  guint                  i;

  if (scheduler)
    files = golden_list (folder, &error);
  if (! files)
    golden_refused (tally, name, error);

  for (i = 0; files && i < files->len; i++)
    {
      const gchar      *file = files->pdata[i];
      g_autofree gchar *path = g_build_filename (folder, file, NULL);
      g_autofree gchar *stem = g_strndup (file, strcspn (file, "."));
      g_autofree gchar *full = g_strdup_printf ("%s %s", name, stem);

      if (g_str_has_prefix (file, "steps-") &&
          g_str_has_suffix (file, ".safetensors"))
        {
          run_case (tally, path, full, scheduler);
          n_cases++;
        }
    }

  if (files && n_cases == 0)
    golden_failed (tally, name, "there is no steps-N.safetensors");

  silt_scheduler_free (scheduler);
}
