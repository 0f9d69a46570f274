/* Silt: tests of what network calls do besides answering
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


#include "unet.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "shipped-model.h"
#include "silt.h"

enum { HEIGHT = 64, WIDTH = 48, CHANNELS = 12 };

/* In the place of GIO's: the pool asks before each chunk of work, so to count
 * the questions is to count the chunks, and an answer can come at any of
 * them. */
static gint n_questions;
static gint cancel_at = G_MAXINT;

gboolean
g_cancellable_is_cancelled (GCancellable *cancellable)
{
  return g_atomic_int_add (&n_questions, 1) + 1 >= cancel_at;
}

typedef struct
{
  ShippedModel  model;
  SiltPool     *pool;
  SiltUNetPlan *plan;
  gfloat        in[HEIGHT * WIDTH * CHANNELS];
  gfloat        out[HEIGHT * WIDTH * CHANNELS];
} Network;

static Network *
network_new (guint n_workers)
{
  const SiltWrap    wrap    = { FALSE, TRUE };
  g_autoptr (GRand) rand    = g_rand_new_with_seed (9);
  Network          *network = g_new (Network, 1);
  gsize             i;

  shipped_model_open (&network->model);
  network->pool = silt_pool_new (n_workers, NULL);
  network->plan = silt_unet_plan_new (network->model.unet, HEIGHT, WIDTH,
                                      wrap);
  silt_unet_plan_bytes (network->plan, n_workers);
  g_assert_true (silt_unet_plan_commit (network->plan, network->pool));

  for (i = 0; i < G_N_ELEMENTS (network->in); i++)
    network->in[i] = g_rand_double_range (rand, -1.0, 1.0);

  return network;
}

static gboolean
network_run (Network *network)
{
  return silt_unet_plan_run (network->plan, network->pool, network->in, 300.0,
                             1, network->out);
}

static void
network_free (Network *network)
{
  silt_unet_plan_free (network->plan);
  silt_pool_free (network->pool);
  shipped_model_clear (&network->model);
  g_free (network);
}

/* Wherever a call is cancelled, each worker finishes the chunk that it is at
 * and starts no other: it asks once more, or twice where the chunk was its
 * loop's last.  And the next call knows nothing of it. */
static void
test_cancel (void)
{
  enum { WORKERS = 3, MOMENTS = 40 };

  Network           *alone   = network_new (1);
  Network           *network = network_new (WORKERS);
  g_autofree gfloat *first   = NULL;
  gint               n, i;

  /* Several workers ask more often, each whether there is more to do. */
  n_questions = 0;
  g_assert_true (network_run (alone));
  n     = n_questions;
  first = g_memdup2 (alone->out, sizeof (alone->out));

  /* Chunks so small that all of them are over in the blink of an eye. */
  g_test_message ("%d questions, %.1f Mflop between two", n,
                  1e-6 * silt_unet_plan_flops (alone->plan) / n);
  g_assert_cmpfloat (silt_unet_plan_flops (alone->plan) / n, <, 2e7);

  for (i = 0; i < MOMENTS; i++)
    {
      n_questions = 0;
      cancel_at   = 1 + (gint64) n * i / (MOMENTS + 1);
      g_assert_false (network_run (network));
      g_assert_cmpint (n_questions, <=, cancel_at + 2 * WORKERS);
      cancel_at   = G_MAXINT;
    }

  g_assert_true (network_run (network));
  g_assert_cmpmem (first, sizeof (network->out),
                   network->out, sizeof (network->out));

  network_free (network);
  network_free (alone);
}

/* A sanitizer has its own memory, and would not like ours. */
#ifndef SILT_SANITIZE

extern void * __libc_malloc   (size_t  n);
extern void * __libc_calloc   (size_t  n,
                               size_t  size);
extern void * __libc_realloc  (void   *memory,
                               size_t  n);
extern void * __libc_memalign (size_t  align,
                               size_t  n);

static gint n_allocations;

void *
malloc (size_t n)
{
  g_atomic_int_inc (&n_allocations);

  return __libc_malloc (n);
}

void *
calloc (size_t n,
        size_t size)
{
  g_atomic_int_inc (&n_allocations);

  return __libc_calloc (n, size);
}

void *
realloc (void   *memory,
         size_t  n)
{
  g_atomic_int_inc (&n_allocations);

  return __libc_realloc (memory, n);
}

int
posix_memalign (void   **memory,
                size_t   align,
                size_t   n)
{
  g_atomic_int_inc (&n_allocations);
  *memory = __libc_memalign (align, n);

  return *memory ? 0 : ENOMEM;
}

/* What has happened up to now. */
typedef struct
{
  gint  allocations;
  glong faults;
} Events;

static Events
count_events (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (Events) { g_atomic_int_get (&n_allocations), usage.ru_minflt };
}

/* Nothing is allocated, and pages are not met for the first time: but for a few
 * of a stack, where a thread gets further down than before. */
static void
assert_quiet (Events before,
              Events after)
{
  g_test_message ("%d allocations, %ld page faults",
                  after.allocations - before.allocations,
                  after.faults - before.faults);
  g_assert_cmpint (after.allocations, ==, before.allocations);
  g_assert_cmpint (after.faults - before.faults, <, 16);
}

static void
test_memory (void)
{
  Network *network = network_new (2);
  Events   before, after;
  gint     i;

  /* If nobody counted, all would be quiet. */
  g_assert_cmpint (count_events ().allocations, >, 0);

  g_assert_true (network_run (network));

  before = count_events ();
  for (i = 0; i < 5; i++)
    g_assert_true (network_run (network));
  after = count_events ();

  assert_quiet (before, after);
  network_free (network);
}

/* Of a walk: events after each call. */
typedef struct
{
  Events events[16];
  gint   n;
} Log;

static void
log_call (const SiltProgress *progress,
          gpointer            data)
{
  Log *log = data;

  log->events[log->n++] = count_events ();
}

static void
test_walk (void)
{
  g_autofree gchar   *path    = shipped_model_path ();
  g_autoptr (GError)  error   = NULL;
  SiltModel          *model   = silt_model_open (path, &error);
  SiltPicture         picture = { 0, };
  SiltSettings        settings;
  Log                 log     = { 0, };

  g_assert_no_error (error);
  silt_settings_init (&settings, model);
  settings.width  = 96;
  settings.height = 64;
  settings.steps  = 8;
  silt_picture_alloc (&picture, settings.width, settings.height);

  silt_generate (model, &settings, &picture, log_call, &log, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (log.n, ==, 8);

  /* The second step is the first that mixes what steps before it kept. */
  assert_quiet (log.events[1], log.events[7]);

  silt_picture_clear (&picture);
  silt_model_unref (model);
}

#endif

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calls/cancel", test_cancel);
#ifndef SILT_SANITIZE
  g_test_add_func ("/calls/memory", test_memory);
  g_test_add_func ("/calls/walk", test_walk);
#endif

  return g_test_run ();
}
