/* Silt: tests of the thread pool
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

#define N_CHUNKS 1000

typedef struct
{
  gint n_done[N_CHUNKS];
  gint taken[256];         /* by worker: calls of it now running */
  gint n_clashes;
} Tally;

static void
count_chunk (gpointer data,
             guint    chunk,
             guint    worker)
{
  Tally *tally = data;

  if (g_atomic_int_add (&tally->taken[worker], 1) != 0)
    g_atomic_int_inc (&tally->n_clashes);

  g_atomic_int_inc (&tally->n_done[chunk]);
  g_atomic_int_add (&tally->taken[worker], -1);
}

static void
test_each_chunk_once (void)
{
  guint n_workers;

  for (n_workers = 1; n_workers <= 9; n_workers++)
    {
      SiltPool *pool = silt_pool_new (n_workers, NULL);
      guint     loop, chunk;

      g_assert_cmpuint (silt_pool_n_workers (pool), ==, n_workers);

      for (loop = 0; loop < 200; loop++)
        {
          Tally tally    = { { 0, }, };
          guint n_chunks = loop * 5;

          g_assert_true (silt_pool_run (pool, n_chunks, count_chunk, &tally));

          for (chunk = 0; chunk < N_CHUNKS; chunk++)
            g_assert_cmpint (tally.n_done[chunk], ==, chunk < n_chunks);

          g_assert_cmpint (tally.n_clashes, ==, 0);
        }

      silt_pool_free (pool);
    }
}

/* Loops so short that workers come late for most of them, and now and then a
 * pause, so that they sleep: a chunk that a late one takes must be of the loop
 * that runs then. */
typedef struct
{
  gint n_chunks;
  gint n_done;
} Short;

static void
count_short (gpointer data,
             guint    chunk,
             guint    worker)
{
  Short *loop = data;

  g_assert_cmpint (chunk, <, loop->n_chunks);
  g_atomic_int_inc (&loop->n_done);
}

static void
test_short_loops (void)
{
  SiltPool *pool = silt_pool_new (3, NULL);
  gint      i;

  for (i = 0; i < 30000; i++)
    {
      Short loop = { i % 5, 0 };

      g_assert_true (silt_pool_run (pool, loop.n_chunks, count_short, &loop));
      g_assert_cmpint (loop.n_done, ==, loop.n_chunks);

      /* Whoever still touched this would be caught at it by the next round. */
      loop.n_chunks = 0;

      if (i % 1000 == 0)
        g_usleep (1000);
    }

  silt_pool_free (pool);
}

static void
test_default_size (void)
{
  SiltPool *pool = silt_pool_new (0, NULL);

  g_assert_cmpuint (silt_pool_n_workers (pool), ==, g_get_num_processors ());
  silt_pool_free (pool);
}

static void
cancel_in_chunk (gpointer data,
                 guint    chunk,
                 guint    worker)
{
  if (chunk == 10)
    g_cancellable_cancel (data);
  if (chunk >= 10)
    g_usleep (1000);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SiltPool                *pool        = silt_pool_new (3, cancellable);
  Tally                    tally       = { { 0, }, };
  gint64                   start       = g_get_monotonic_time ();

  /* A million chunks of a millisecond: only cancelling ends this. */
  g_assert_false (silt_pool_run (pool, 1000000, cancel_in_chunk, cancellable));
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);

  g_assert_false (silt_pool_run (pool, 1, count_chunk, &tally));
  g_assert_cmpint (tally.n_done[0], ==, 0);

  silt_pool_free (pool);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pool/each-chunk-once", test_each_chunk_once);
  g_test_add_func ("/pool/short-loops", test_short_loops);
  g_test_add_func ("/pool/default-size", test_default_size);
  g_test_add_func ("/pool/cancel", test_cancel);

  return g_test_run ();
}
