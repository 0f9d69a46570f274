/* Silt: tests of walks on a thread of their own
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

#include <string.h>
#include <time.h>

#include <gtk/gtk.h>

#include "live.h"
#include "preview.h"

#include "widget.h"

#define SIZE 48

typedef struct
{
  SiltModel    *model;
  SiltSettings  settings;
  GMainLoop    *loop;

  gint          n_changed;      /* calls of `changed`                         */
  gint          n_estimates;    /* different ones                             */
  cairo_surface_t *last;

  SiltLive     *live;
  gint          n_next;         /* calls of `next`                            */
  gint          n_wanted;       /* runs that are still to be started          */
  SiltRun      *taken;
  SiltPreview  *preview;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree gchar  *path  = shipped_model_path ();
  g_autoptr (GError) error = NULL;

  fixture->model = silt_model_open (path, &error);
  g_assert_no_error (error);
  fixture->loop = g_main_loop_new (NULL, FALSE);

  silt_settings_init (&fixture->settings, fixture->model);
  fixture->settings.width  = SIZE;
  fixture->settings.height = SIZE;
  fixture->settings.steps  = 4;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->live, silt_live_free);
  g_clear_pointer (&fixture->taken, silt_run_free);
  g_clear_pointer (&fixture->last, cairo_surface_destroy);
  g_main_loop_unref (fixture->loop);
  silt_model_unref (fixture->model);
}

/* What a work points to. */
typedef struct
{
  SiltPicture picture, source;
  SiltMask    mask;
} Pixels;

static void
pixels_free (gpointer data)
{
  Pixels *pixels = data;

  silt_picture_clear (&pixels->picture);
  silt_picture_clear (&pixels->source);
  g_free (pixels->mask.data);
  g_free (pixels);
}

static SiltWork
work_new (const Fixture *fixture)
{
  const SiltSettings *settings = &fixture->settings;
  Pixels             *pixels   = g_new0 (Pixels, 1);
  SiltWork            work     = { .verb        = SILT_VERB_GENERATE,
                                   .model       = fixture->model,
                                   .settings    = settings,
                                   .picture     = &pixels->picture,
                                   .pixels      = pixels,
                                   .free_pixels = pixels_free };

  g_assert_true (silt_picture_alloc (&pixels->picture,
                                     settings->width, settings->height));

  return work;
}

/* Re-imagines what is there, a half of it by half. */
static SiltWork
work_new_masked (Fixture *fixture)
{
  SiltWork  work   = work_new (fixture);
  Pixels   *pixels = work.pixels;
  gsize     n      = SIZE * SIZE;
  gsize     i;

  g_assert_true (silt_picture_alloc (&pixels->source, SIZE, SIZE));
  pixels->mask = (SiltMask) { g_new0 (gfloat, n), SIZE, SIZE, SIZE };
  for (i = 0; i < n * 3; i++)
    pixels->source.data[i] = (i % 7) / 7.0f;
  for (i = 0; i < n / 2; i++)
    pixels->mask.data[i] = 0.5f;

  fixture->settings.start = 500;
  work.verb   = SILT_VERB_REIMAGINE;
  work.source = &pixels->source;
  work.mask   = &pixels->mask;

  return work;
}

static void
changed (SiltRun  *run,
         gpointer  data)
{
  Fixture         *fixture  = data;
  cairo_surface_t *estimate = silt_run_get_estimate (run);

  fixture->n_changed++;
  if (estimate && estimate != fixture->last)
    {
      fixture->n_estimates++;
      g_clear_pointer (&fixture->last, cairo_surface_destroy);
      fixture->last = cairo_surface_reference (estimate);
    }
  if (fixture->preview)
    silt_preview_set_after (fixture->preview, estimate, 0, 0);
  g_clear_pointer (&estimate, cairo_surface_destroy);

  if (silt_run_is_done (run))
    g_main_loop_quit (fixture->loop);
}

static const cairo_rectangle_int_t all = { 0, 0, SIZE, SIZE };

static void
assert_shows (cairo_surface_t   *surface,
              const SiltPicture *picture)
{
  cairo_surface_t *expected = silt_picture_surface (picture, &all);
  gsize            size;

  size = SIZE * cairo_image_surface_get_stride (expected);
  g_assert_nonnull (surface);
  g_assert_cmpmem (cairo_image_surface_get_data (surface), size,
                   cairo_image_surface_get_data (expected), size);
  cairo_surface_destroy (expected);
}

/* An estimate a call, then the outcome: that of silt_generate. */
static void
test_run (Fixture       *fixture,
          gconstpointer  data)
{
  SiltWork      work = work_new (fixture);
  SiltWork      same = work_new (fixture);
  SiltRun      *run  = silt_run_new (&work, &all, changed, fixture);
  SiltRunState  state;

  g_main_loop_run (fixture->loop);

  g_assert_null (silt_run_get_error (run));
  state = silt_run_get_state (run);
  g_assert_cmpint (state.call, ==, 4);
  g_assert_cmpint (state.total, ==, 4);
  g_assert_cmpfloat (state.seconds_a_call, >, 0);
  g_assert_cmpint (fixture->n_changed, >=, 1);
  g_assert_cmpint (fixture->n_changed, <=, 5);

  silt_generate (same.model, same.settings, same.picture,
                 NULL, NULL, NULL, NULL);
  g_assert_cmpmem (work.picture->data, SIZE * SIZE * 3 * sizeof (gfloat),
                   same.picture->data, SIZE * SIZE * 3 * sizeof (gfloat));
  assert_shows (fixture->last, same.picture);

  silt_run_free (run);
  pixels_free (same.pixels);
}

/* Nothing is wanted of a view that is none. */
static void
test_no_view (Fixture       *fixture,
              gconstpointer  data)
{
  SiltWork  work = work_new (fixture);
  SiltRun  *run  = silt_run_new (&work, NULL, changed, fixture);

  g_main_loop_run (fixture->loop);
  g_assert_null (silt_run_get_error (run));
  g_assert_cmpint (fixture->n_estimates, ==, 0);
  silt_run_free (run);
}

static void
test_error (Fixture       *fixture,
            gconstpointer  data)
{
  SiltWork  work;
  SiltRun  *run;

  fixture->settings.steps = 0;
  work = work_new (fixture);
  run  = silt_run_new (&work, &all, changed, fixture);

  g_main_loop_run (fixture->loop);
  g_assert_error (silt_run_get_error (run), SILT_ERROR, SILT_ERROR_ARGUMENT);
  silt_run_free (run);
}

/* What is not selected shows the source. */
static void
test_mask (Fixture       *fixture,
           gconstpointer  data)
{
  SiltWork  work = work_new_masked (fixture);
  SiltRun  *run  = silt_run_new (&work, &all, changed, fixture);

  g_main_loop_run (fixture->loop);
  g_assert_null (silt_run_get_error (run));

  silt_picture_blend (work.picture, work.source, work.mask);
  assert_shows (fixture->last, work.picture);

  silt_run_free (run);
}

/* Two works are the same as long as all is that they start from. */
static void
test_equal (Fixture       *fixture,
            gconstpointer  data)
{
  SiltWork      a        = work_new_masked (fixture);
  SiltWork      b        = work_new_masked (fixture);
  Pixels       *pixels   = b.pixels;
  SiltSettings  settings = fixture->settings;
  gfloat        value;

  g_assert_true (silt_work_equal (&a, &b));

  b.settings = &settings;
  settings.threads = 7;
  g_assert_true (silt_work_equal (&a, &b));
  settings.seed = 7;
  g_assert_false (silt_work_equal (&a, &b));
  b.settings = a.settings;

  b.verb = SILT_VERB_FILL;
  g_assert_false (silt_work_equal (&a, &b));
  b.verb = a.verb;

  value = pixels->source.data[SIZE * SIZE * 3 - 1];
  pixels->source.data[SIZE * SIZE * 3 - 1] += 1e-6f;
  g_assert_false (silt_work_equal (&a, &b));
  pixels->source.data[SIZE * SIZE * 3 - 1] = value;

  pixels->mask.data[SIZE * SIZE - 1] = 1e-6f;
  g_assert_false (silt_work_equal (&a, &b));
  b.mask = NULL;
  g_assert_false (silt_work_equal (&a, &b));
  a.mask = NULL;
  g_assert_true (silt_work_equal (&a, &b));

  pixels_free (a.pixels);
  pixels_free (b.pixels);
}

static gdouble
seconds_to_stop (Fixture *fixture)
{
  SiltWork  work = work_new (fixture);
  SiltRun  *run  = silt_run_new (&work, NULL, NULL, NULL);
  gint64    start;

  g_usleep (300 * 1000);
  g_assert_false (silt_run_is_done (run));

  start = g_get_monotonic_time ();
  silt_run_stop (run);
  start = g_get_monotonic_time () - start;

  g_assert_error (silt_run_get_error (run),
                  G_IO_ERROR, G_IO_ERROR_CANCELLED);
  silt_run_free (run);

  return (gdouble) start / G_USEC_PER_SEC;
}

/* The best of some, since others may want the processors too. */
static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  gdouble seconds = 1.0;
  gint    i;

  fixture->settings.width  = 512;
  fixture->settings.height = 512;

  for (i = 0; i < 5 && seconds > 0.2; i++)
    seconds = MIN (seconds, seconds_to_stop (fixture));

  g_test_message ("%.0f ms", 1000 * seconds);
  g_assert_cmpfloat (seconds, <, 0.2);
}


/*  one after another  */

static gboolean
next (SiltWork              *work,
      cairo_rectangle_int_t *view,
      gpointer               data)
{
  Fixture *fixture = data;

  fixture->n_next++;
  if (fixture->n_wanted == 0)
    {
      g_main_loop_quit (fixture->loop);
      return FALSE;
    }

  fixture->n_wanted--;
  *work = work_new (fixture);
  *view = (cairo_rectangle_int_t) { 0, 0, fixture->settings.width,
                                    fixture->settings.height };

  return TRUE;
}

static void
live_changed (SiltRun  *run,
              gpointer  data)
{
  Fixture *fixture = data;

  g_assert_true (run == silt_live_get_run (fixture->live) ||
                 silt_run_is_done (run));
  fixture->n_changed++;
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

static void
wait_for (Fixture *fixture,
          guint    milliseconds)
{
  g_timeout_add (milliseconds, quit, fixture->loop);
  g_main_loop_run (fixture->loop);
}

/* However often something changes, it starts once, after the pause. */
static void
test_pause (Fixture       *fixture,
            gconstpointer  data)
{
  gint i;

  fixture->live = silt_live_new (next, live_changed, fixture);
  for (i = 0; i < 5; i++)
    {
      silt_live_restart (fixture->live, 200);
      wait_for (fixture, 20);
    }

  g_assert_cmpint (fixture->n_next, ==, 0);
  g_main_loop_run (fixture->loop);
  g_assert_cmpint (fixture->n_next, ==, 1);
}

/* All that is wanted is done in turn, then it rests. */
static void
test_turn (Fixture       *fixture,
           gconstpointer  data)
{
  fixture->n_wanted = 3;
  fixture->live     = silt_live_new (next, live_changed, fixture);

  silt_live_restart (fixture->live, 0);
  g_main_loop_run (fixture->loop);

  g_assert_cmpint (fixture->n_next, ==, 4);
  g_assert_cmpint (fixture->n_changed, >=, 3);
  g_assert_null (silt_live_get_run (fixture->live));
}

/* What is given up tells nothing any more, and ends before the next begins. */
static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  fixture->settings.width  = 512;
  fixture->settings.height = 512;
  fixture->settings.steps  = 1000;
  fixture->n_wanted        = 1;
  fixture->live            = silt_live_new (next, live_changed, fixture);

  silt_live_restart (fixture->live, 0);
  wait_for (fixture, 100);
  g_assert_nonnull (silt_live_get_run (fixture->live));

  silt_live_restart (fixture->live, 0);
  g_assert_null (silt_live_get_run (fixture->live));
  fixture->n_changed = 0;
  g_main_loop_run (fixture->loop);

  g_assert_cmpint (fixture->n_next, ==, 2);
  g_assert_cmpint (fixture->n_changed, ==, 0);
}

static void
take (SiltRun  *run,
      gpointer  data)
{
  Fixture      *fixture = data;
  SiltRunState  state   = silt_run_get_state (run);

  /* The work ends while its last estimate is looked at. */
  if (state.call == state.total)
    g_usleep (100 * 1000);

  if (silt_run_is_done (run))
    {
      g_clear_pointer (&fixture->taken, silt_run_free);
      fixture->n_changed++;
      fixture->taken = run;
      silt_live_take (fixture->live);
    }
}

/* That it is done is told once: to who has taken it, nothing more is. */
static void
test_take (Fixture       *fixture,
           gconstpointer  data)
{
  fixture->n_wanted = 1;
  fixture->live     = silt_live_new (next, take, fixture);

  silt_live_restart (fixture->live, 0);
  g_main_loop_run (fixture->loop);
  wait_for (fixture, 100);

  g_assert_cmpint (fixture->n_changed, ==, 1);
  g_assert_nonnull (fixture->taken);
  g_assert_null (silt_run_get_error (fixture->taken));
}


/*  the window while the network runs  */

static gint64
thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* No turn of the main loop takes 30 ms of a processor; nor by the clock, as far
 * as others do not want the processors too. */
static void
test_smooth (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *widget = silt_preview_new ();
  GtkWidget *window = show_in_window (widget, 320, 320);
  gint64     longest = 0;
  gint       n = 0, n_slow = 0;
  SiltWork   work;
  SiltRun   *run;

  fixture->settings.width  = 256;
  fixture->settings.height = 256;
  fixture->preview         = SILT_PREVIEW (widget);
  silt_preview_set_canvas (fixture->preview, 256, 256, SILT_SEAMLESS_XY);

  work = work_new (fixture);
  run  = silt_run_new (&work, &(cairo_rectangle_int_t) { 0, 0, 256, 256 },
                       changed, fixture);

  while (! silt_run_is_done (run))
    {
      gint64 used  = thread_time ();
      gint64 start = g_get_monotonic_time ();

      if (gtk_events_pending ())
        {
          gtk_main_iteration ();
          n++;
          if (g_get_monotonic_time () - start > 30 * 1000)
            n_slow++;
        }
      longest = MAX (longest, thread_time () - used);
      g_usleep (500);
    }

  g_test_message ("%d turns, %d slow, %.1f ms of a processor at most",
                  n, n_slow, longest / 1000.0);
  g_assert_cmpint (fixture->n_estimates, >=, 2);
  g_assert_cmpint (longest, <, 30 * 1000);
  g_assert_cmpint (n_slow, <, n / 2);

  silt_run_free (run);
  gtk_widget_destroy (window);
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const gchar *path;
    void      (* test) (Fixture       *fixture,
                        gconstpointer  data);
  } tests[] =
  {
    { "/run/run",      test_run     },
    { "/run/no-view",  test_no_view },
    { "/run/error",    test_error   },
    { "/run/mask",     test_mask    },
    { "/run/equal",    test_equal   },
    { "/run/stop",     test_stop    },
    { "/live/pause",   test_pause   },
    { "/live/turn",    test_turn    },
    { "/live/restart", test_restart },
    { "/live/take",    test_take    },
    { "/live/smooth",  test_smooth  },
  };
  guint i;

  gtk_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL,
                set_up, tests[i].test, tear_down);

  return g_test_run ();
}
