/* Silt: the walk from noise to picture
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

#include "clones.h"
#include "threshold.h"

/* Values that a thread takes at a time where each is worked on by itself. */
#define CHUNK_VALUES (SILT_STORE_BAND / sizeof (gfloat))

/* A walk at work. */
typedef struct
{
  const SiltWalk *walk;
  SiltPool       *pool;
  const SiltCall *call;
  gfloat         *x_in;        /* x, scaled for the network                   */
  gfloat         *raw_null;    /* what guidance leads away from, or NULL      */
  gfloat         *variance;    /* or NULL                                     */
  gfloat         *noise;
  gfloat         *raw;
  SiltStreams     streams;
  gfloat          level;       /* x_0 is thresholded at; 0: not               */
  gint            n_bad;       /* atomic: chunks with a value that is none    */
} Run;

static gboolean
is_guided (const SiltWalk *walk)
{
  return walk->guidance != 1.0 && walk->label != walk->null_label;
}

static gboolean
is_scaled (const SiltWalk *walk)
{
  gint i;

  for (i = 0; i < walk->plan->n_calls; i++)
    if (walk->plan->calls[i].in_scale != 1.0)
      return TRUE;

  return FALSE;
}

static gboolean
is_noisy (const SiltWalk *walk)
{
  gint i;

  for (i = 0; i < walk->plan->n_calls; i++)
    if (walk->plan->calls[i].next.noise != 0.0)
      return TRUE;

  return FALSE;
}

/* The order of the maps is that in which assign_maps takes them. */
void
silt_walk_plan (SiltWalk  *walk,
                SiltStore *store)
{
  guint n = 2 + walk->plan->n_slots;        /* raw, x0, the slots */

  n += is_noisy (walk) ? 1 : 0;
  n += is_scaled (walk) ? 1 : 0;
  n += is_guided (walk) ? 1 : 0;
  n += walk->denoiser->has_variance ? 1 : 0;

  walk->store     = store;
  walk->first_map = silt_store_add (store, walk->n_values * sizeof (gfloat));
  while (--n)
    silt_store_add (store, walk->n_values * sizeof (gfloat));
}

gint
silt_walk_n_predictions (const SiltWalk *walk)
{
  return walk->plan->n_calls * (is_guided (walk) ? 2 : 1);
}

static void
assign_maps (Run    *run,
             gfloat *x)
{
  const SiltWalk *walk  = run->walk;
  SiltStore      *store = walk->store;
  guint           next  = walk->first_map;
  gint            i;

  run->raw         = silt_store_get (store, next++);
  run->streams.x   = x;
  run->streams.raw = run->raw;
  run->streams.x0  = silt_store_get (store, next++);

  for (i = 0; i < walk->plan->n_slots; i++)
    run->streams.slots[i] = silt_store_get (store, next++);

  if (is_noisy (walk))
    run->noise = silt_store_get (store, next++);
  run->streams.noise = run->noise;

  run->x_in = x;
  if (is_scaled (walk))
    run->x_in = silt_store_get (store, next++);
  if (is_guided (walk))
    run->raw_null = silt_store_get (store, next++);
  if (walk->denoiser->has_variance)
    run->variance = silt_store_get (store, next++);

  run->streams.variance = run->variance;
}

/* Loops over all values, in chunks. */

SILT_CLONES static void
scale (gfloat       *out,
       const gfloat *in,
       gfloat        factor,
       gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    out[i] = factor * in[i];
}

/* raw = raw_null + guidance (raw - raw_null)  (Ho and Salimans 2022) */
SILT_CLONES static void
guide (gfloat       *raw,
       const gfloat *raw_null,
       gfloat        guidance,
       gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    raw[i] = raw_null[i] + guidance * (raw[i] - raw_null[i]);
}

static gsize
chunk_count (const Run *run,
             guint      chunk,
             gsize     *first)
{
  *first = (gsize) chunk * CHUNK_VALUES;

  return MIN (CHUNK_VALUES, run->walk->n_values - *first);
}

/* A chunk of every map was used. */
static void
release (const Run *run,
         gsize      first,
         gsize      count)
{
  const SiltWalk *walk   = run->walk;
  const gfloat   *maps[] = { run->streams.x, run->raw, run->streams.x0,
                             run->noise, run->x_in, run->raw_null,
                             run->variance, walk->source };
  gsize           i;
  gint            k;

  for (i = 0; i < G_N_ELEMENTS (maps); i++)
    if (maps[i])
      silt_store_release (walk->store, maps[i] + first,
                          count * sizeof (gfloat));

  for (k = 0; k < walk->plan->n_slots; k++)
    silt_store_release (walk->store, run->streams.slots[k] + first,
                        count * sizeof (gfloat));

  if (walk->held)
    silt_store_release (walk->store,
                        walk->held + first / walk->denoiser->channels,
                        count / walk->denoiser->channels);
}

static void
scale_chunk (gpointer data,
             guint    chunk,
             guint    worker)
{
  const Run *run = data;
  gsize      first;
  gsize      count = chunk_count (run, chunk, &first);

  scale (run->x_in + first, run->streams.x + first, run->call->in_scale, count);
  release (run, first, count);
}

static inline gboolean
is_held (const SiltWalk *walk,
         gsize           value)
{
  return walk->held && walk->held[value / walk->denoiser->channels];
}

/* Pure noise, of which there is as much as the plan wants; or the source, with
 * as much noise as the first call expects, which it may have in it already. */
static void
start_chunk (gpointer data,
             guint    chunk,
             guint    worker)
{
  const Run      *run  = data;
  const SiltWalk *walk = run->walk;
  const SiltCall *call = &walk->plan->calls[0];
  gfloat         *x    = run->streams.x;
  gsize           first;
  gsize           count = chunk_count (run, chunk, &first);
  gsize           i;

  for (i = first; i < first + count; i++)
    if (walk->begin == SILT_BEGIN_NOISY)
      x[i] = call->alpha * walk->source[i];
    else if (walk->begin == SILT_BEGIN_SOURCE || is_held (walk, i))
      x[i] = call->alpha * walk->source[i] + call->sigma * x[i];
    else
      x[i] = walk->plan->start * x[i];

  release (run, first, count);
}

/* Where the source is held, x_0 is the source, and the network's answer the one
 * that would have said so: what a sampler makes of x_0, eps and x agrees. */
static void
hold_source (const Run *run,
             gsize      first,
             gsize      count)
{
  const SiltCall *call = run->call;
  gsize           i;

  for (i = first; i < first + count; i++)
    if (is_held (run->walk, i))
      {
        gfloat x0 = run->walk->source[i];

        run->streams.x0[i] = x0;
        run->raw[i]        = (x0 - call->x0_x * run->streams.x[i]) /
                             call->x0_raw;
      }
}

static void
split_chunk (gpointer data,
             guint    chunk,
             guint    worker)
{
  const Run *run = data;
  gsize      first;
  gsize      count = chunk_count (run, chunk, &first);

  if (run->raw_null)
    guide (run->raw + first, run->raw_null + first, run->walk->guidance, count);

  silt_call_split (run->call, &run->streams, first, count);
  release (run, first, count);
}

static void
step_chunk (gpointer data,
            guint    chunk,
            guint    worker)
{
  const Run *run = data;
  gsize      first;
  gsize      count = chunk_count (run, chunk, &first);

  if (run->level > 0.0f)
    silt_threshold_apply (run->streams.x0 + first, count, run->level);

  if (run->walk->held)
    hold_source (run, first, count);

  silt_call_step (run->call, &run->streams, first, count);
  release (run, first, count);
}

static void
check_chunk (gpointer data,
             guint    chunk,
             guint    worker)
{
  Run   *run = data;
  gsize  first;
  gsize  count = chunk_count (run, chunk, &first);
  gsize  i;

  for (i = first; i < first + count; i++)
    if (! isfinite (run->streams.x[i]))
      {
        g_atomic_int_inc (&run->n_bad);
        break;
      }

  release (run, first, count);
}

static gboolean
for_all_values (Run          *run,
                SiltPoolFunc  func)
{
  gsize n_chunks = (run->walk->n_values + CHUNK_VALUES - 1) / CHUNK_VALUES;

  return silt_pool_run (run->pool, n_chunks, func, run);
}

static gboolean
predict (Run *run)
{
  const SiltWalk *walk  = run->walk;
  const SiltCall *call  = run->call;
  SiltLevel       level = { call->t,
                            call->in_scale * call->alpha,
                            call->in_scale * call->sigma };

  if (run->x_in != run->streams.x && ! for_all_values (run, scale_chunk))
    return FALSE;

  if (run->raw_null &&
      ! walk->denoiser->predict (walk->denoiser, run->pool, run->x_in, &level,
                                 walk->null_label, run->raw_null, NULL))
    return FALSE;

  return walk->denoiser->predict (walk->denoiser, run->pool, run->x_in, &level,
                                  walk->label, run->raw, run->variance);
}

static gboolean
take_call (Run *run)
{
  const SiltPlan *plan = run->walk->plan;

  if (! predict (run))
    return FALSE;

  if (run->call->next.noise != 0.0 &&
      ! silt_noise_source_draw (run->walk->noise, run->pool, run->noise))
    return FALSE;

  if (! for_all_values (run, split_chunk))
    return FALSE;

  if (plan->threshold_ratio > 0.0 &&
      ! silt_threshold_level (run->streams.x0, run->walk->n_values,
                              plan->threshold_ratio, plan->threshold_max,
                              run->pool, run->walk->store, &run->level))
    return FALSE;

  return for_all_values (run, step_chunk);
}

static gboolean
begin (Run *run)
{
  const SiltWalk *walk = run->walk;

  if (walk->begin == SILT_BEGIN_X)
    return TRUE;

  if (walk->begin != SILT_BEGIN_NOISY &&
      ! silt_noise_source_draw (walk->noise, run->pool, run->streams.x))
    return FALSE;

  return (! walk->source && walk->plan->start == 1.0) ||
         for_all_values (run, start_chunk);
}

static gboolean
walk_all (Run *run)
{
  const SiltWalk *walk = run->walk;
  gint            i;

  if (! begin (run))
    return FALSE;

  for (i = 0; i < walk->plan->n_calls; i++)
    {
      run->call = &walk->plan->calls[i];

      if (! take_call (run))
        return FALSE;

      if (walk->progress)
        walk->progress (walk->user_data, i + 1, run->call, run->streams.x0);
    }

  return for_all_values (run, check_chunk);
}

gboolean
silt_walk_run (const SiltWalk  *walk,
               SiltPool        *pool,
               gfloat          *x,
               GError         **error)
{
  Run run = { .walk = walk, .pool = pool };

  assign_maps (&run, x);

  if (! walk_all (&run))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                           "the walk was cancelled");
      return FALSE;
    }

  if (run.n_bad > 0)
    {
      g_set_error_literal (error, SILT_ERROR, SILT_ERROR_FORMAT,
                           "the network's answers are not finite numbers: "
                           "its weights are damaged, or do not belong to "
                           "this scheduler");
      return FALSE;
    }

  return TRUE;
}
