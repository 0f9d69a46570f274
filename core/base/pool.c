/* Silt: a pool of threads for data-parallel loops
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

#include "pool.h"

#include <cblas.h>

#define MAX_WORKERS 256

typedef struct
{
  SiltPool *pool;
  guint     number;
  GThread  *thread;
} Worker;

/* How often a thread with nothing to do looks again before it sleeps: for some
 * hundred microseconds.  That is longer than most gaps between two loops and
 * most waits for the last chunk of one, and to be woken takes as long. */
#define LOOKS 10000

struct _SiltPool
{
  GCancellable *cancellable;
  Worker       *workers;      /* number 0, the owner, has no thread         */
  guint         n_workers;

  /* The loop at hand, set before its chunks are given out.  Who has taken a
   * chunk holds the loop open, so what it reads here is of that loop. */
  SiltPoolFunc  func;
  gpointer      data;
  guint         n_chunks;

  gint          n_loops;      /* atomic: how a worker knows a new one       */
  gint          n_left;       /* atomic: chunks that nobody has taken       */
  gint          n_open;       /* atomic: chunks not done, or given up       */
  gint          n_sleepers;   /* atomic: workers that want to be woken      */
  gint          owner_sleeps; /* atomic                                     */
  gint          quit;         /* atomic                                     */

  GMutex        mutex;        /* for sleeping only: work takes no lock      */
  GCond         wake;         /* to the workers: another loop, or quit      */
  GCond         rest;         /* to the owner: no chunk is open             */
};

static inline void
pause_briefly (void)
{
#if defined (__x86_64__) || defined (__i386__)
  __builtin_ia32_pause ();
#endif
}

/* Closes n chunks. */
static void
close_chunks (SiltPool *pool,
              gint      n)
{
  if (g_atomic_int_add (&pool->n_open, -n) == n &&
      g_atomic_int_get (&pool->owner_sleeps))
    {
      g_mutex_lock (&pool->mutex);
      g_cond_signal (&pool->rest);
      g_mutex_unlock (&pool->mutex);
    }
}

/* Takes a chunk of whatever loop runs; FALSE where none is left. */
static gboolean
take_chunk (SiltPool *pool,
            guint    *chunk)
{
  gint left;

  do
    {
      left = g_atomic_int_get (&pool->n_left);
      if (left == 0)
        return FALSE;
    }
  while (! g_atomic_int_compare_and_exchange (&pool->n_left, left, left - 1));

  *chunk = pool->n_chunks - left;

  return TRUE;
}

/* Leaves the chunks that nobody has taken; returns their number. */
static gint
give_up (SiltPool *pool)
{
  gint left;

  do
    left = g_atomic_int_get (&pool->n_left);
  while (! g_atomic_int_compare_and_exchange (&pool->n_left, left, 0));

  close_chunks (pool, left);

  return left;
}

static void
work (SiltPool *pool,
      guint     worker)
{
  guint chunk;

  while (! g_cancellable_is_cancelled (pool->cancellable) &&
         take_chunk (pool, &chunk))
    {
      pool->func (pool->data, chunk, worker);
      close_chunks (pool, 1);
    }
}

/* Until there is a loop other than number `seen`, or it is time to quit. */
static void
await_loop (SiltPool *pool,
            gint      seen)
{
  gint looks;

  for (looks = 0; looks < LOOKS; looks++)
    {
      if (g_atomic_int_get (&pool->n_loops) != seen ||
          g_atomic_int_get (&pool->quit))
        return;

      pause_briefly ();
    }

  g_mutex_lock (&pool->mutex);
  g_atomic_int_inc (&pool->n_sleepers);
  while (g_atomic_int_get (&pool->n_loops) == seen &&
         ! g_atomic_int_get (&pool->quit))
    g_cond_wait (&pool->wake, &pool->mutex);
  g_atomic_int_add (&pool->n_sleepers, -1);
  g_mutex_unlock (&pool->mutex);
}

/* Until all chunks are closed.  Workers that have taken none are not waited
 * for: on a busy machine they may not even have woken. */
static void
await_rest (SiltPool *pool)
{
  gint looks;

  for (looks = 0; looks < LOOKS; looks++)
    {
      if (g_atomic_int_get (&pool->n_open) == 0)
        return;

      pause_briefly ();
    }

  g_mutex_lock (&pool->mutex);
  g_atomic_int_set (&pool->owner_sleeps, TRUE);
  while (g_atomic_int_get (&pool->n_open) > 0)
    g_cond_wait (&pool->rest, &pool->mutex);
  g_atomic_int_set (&pool->owner_sleeps, FALSE);
  g_mutex_unlock (&pool->mutex);
}

/* Whoever sleeps says so before it looks for the last time, and whoever has
 * news tells it before asking who sleeps: one of the two sees the other. */
static void
wake_workers (SiltPool *pool)
{
  if (g_atomic_int_get (&pool->n_sleepers) == 0)
    return;

  g_mutex_lock (&pool->mutex);
  g_cond_broadcast (&pool->wake);
  g_mutex_unlock (&pool->mutex);
}

static gpointer
worker_main (gpointer data)
{
  Worker   *worker = data;
  SiltPool *pool   = worker->pool;
  gint      seen   = 0;

  while (TRUE)
    {
      await_loop (pool, seen);
      if (g_atomic_int_get (&pool->quit))
        break;

      seen = g_atomic_int_get (&pool->n_loops);
      work (pool, worker->number);
    }

  return NULL;
}

guint
silt_pool_workers (guint n_workers)
{
  if (n_workers == 0)
    n_workers = g_get_num_processors ();

  return MIN (n_workers, MAX_WORKERS);
}

SiltPool *
silt_pool_new (guint         n_workers,
               GCancellable *cancellable)
{
  SiltPool *pool = g_new0 (SiltPool, 1);
  guint     i;

  n_workers = silt_pool_workers (n_workers);

  /* The work is split here; threads of OpenBLAS's own would only be in the
   * way, and their number would show in the result. */
  openblas_set_num_threads (1);

  g_set_object (&pool->cancellable, cancellable);
  g_mutex_init (&pool->mutex);
  g_cond_init (&pool->wake);
  g_cond_init (&pool->rest);
  pool->workers = g_new0 (Worker, n_workers);

  /* A machine that has no more threads to give is no reason to fail. */
  pool->n_workers = 1;
  for (i = 1; i < n_workers; i++)
    {
      Worker *worker = &pool->workers[i];

      worker->pool   = pool;
      worker->number = i;
      worker->thread = g_thread_try_new ("silt", worker_main, worker, NULL);
      if (! worker->thread)
        break;

      pool->n_workers++;
    }

  return pool;
}

void
silt_pool_free (SiltPool *pool)
{
  guint i;

  if (! pool)
    return;

  g_atomic_int_set (&pool->quit, TRUE);
  wake_workers (pool);

  for (i = 1; i < pool->n_workers; i++)
    g_thread_join (pool->workers[i].thread);

  g_cond_clear (&pool->rest);
  g_cond_clear (&pool->wake);
  g_mutex_clear (&pool->mutex);
  g_clear_object (&pool->cancellable);
  g_free (pool->workers);
  g_free (pool);
}

guint
silt_pool_n_workers (SiltPool *pool)
{
  return pool->n_workers;
}

gboolean
silt_pool_run (SiltPool     *pool,
               guint         n_chunks,
               SiltPoolFunc  func,
               gpointer      data)
{
  gboolean done;

  pool->func     = func;
  pool->data     = data;
  pool->n_chunks = n_chunks;
  g_atomic_int_set (&pool->n_open, n_chunks);
  g_atomic_int_set (&pool->n_left, n_chunks);

  if (n_chunks > 1)
    {
      g_atomic_int_inc (&pool->n_loops);
      wake_workers (pool);
    }

  work (pool, 0);
  done = give_up (pool) == 0;
  await_rest (pool);

  return done;
}
