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

struct _SiltPool
{
  GCancellable *cancellable;
  Worker       *workers;      /* number 0, the owner, has no thread      */
  guint         n_workers;

  GMutex        mutex;        /* guards what follows, up to the loop     */
  GCond         wake;         /* to the workers: another loop, or quit   */
  GCond         rest;         /* to the owner: nobody is busy            */
  guint         n_loops;      /* counts up: how a worker knows a new one */
  guint         n_busy;
  gboolean      quit;

  /* The loop at hand: set before the workers wake, but for `next`. */
  SiltPoolFunc  func;
  gpointer      data;
  guint         n_chunks;
  gint          next;         /* atomic: the first chunk not yet taken   */
  gint          n_done;       /* atomic                                  */
};

static void
take_chunks (SiltPool *pool,
             guint     worker)
{
  while (! g_cancellable_is_cancelled (pool->cancellable))
    {
      guint chunk = g_atomic_int_add (&pool->next, 1);

      if (chunk >= pool->n_chunks)
        break;

      pool->func (pool->data, chunk, worker);
      g_atomic_int_inc (&pool->n_done);
    }
}

static gpointer
worker_main (gpointer data)
{
  Worker   *worker = data;
  SiltPool *pool   = worker->pool;
  guint     seen   = 0;

  g_mutex_lock (&pool->mutex);

  while (TRUE)
    {
      while (! pool->quit && pool->n_loops == seen)
        g_cond_wait (&pool->wake, &pool->mutex);

      if (pool->quit)
        break;

      seen = pool->n_loops;
      g_mutex_unlock (&pool->mutex);
      take_chunks (pool, worker->number);
      g_mutex_lock (&pool->mutex);

      if (--pool->n_busy == 0)
        g_cond_signal (&pool->rest);
    }

  g_mutex_unlock (&pool->mutex);

  return NULL;
}

SiltPool *
silt_pool_new (guint         n_workers,
               GCancellable *cancellable)
{
  SiltPool *pool = g_new0 (SiltPool, 1);
  guint     i;

  if (n_workers == 0)
    n_workers = g_get_num_processors ();

  n_workers = MIN (n_workers, MAX_WORKERS);

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

  g_mutex_lock (&pool->mutex);
  pool->quit = TRUE;
  g_cond_broadcast (&pool->wake);
  g_mutex_unlock (&pool->mutex);

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
  gboolean alone = pool->n_workers == 1 || n_chunks <= 1;

  pool->func     = func;
  pool->data     = data;
  pool->n_chunks = n_chunks;
  g_atomic_int_set (&pool->next, 0);
  g_atomic_int_set (&pool->n_done, 0);

  if (! alone)
    {
      g_mutex_lock (&pool->mutex);
      pool->n_busy = pool->n_workers - 1;
      pool->n_loops++;
      g_cond_broadcast (&pool->wake);
      g_mutex_unlock (&pool->mutex);
    }

  take_chunks (pool, 0);

  if (! alone)
    {
      g_mutex_lock (&pool->mutex);
      while (pool->n_busy > 0)
        g_cond_wait (&pool->rest, &pool->mutex);
      g_mutex_unlock (&pool->mutex);
    }

  return (guint) g_atomic_int_get (&pool->n_done) == n_chunks;
}
