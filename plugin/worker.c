/* Silt: a walk, while GIMP shows the progress
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

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "worker.h"
#include "layer-check.h"

#define TICKS_A_SECOND 10
#define RUN_KEY        "silt-run"
#define LIVE_KEY       "silt-live"

typedef struct
{
  SiltRun   *run;
  GimpImage *image;    /* that must stay open, or NULL   */
  SiltShare  share;
  GMainLoop *loop;
  GError    *closed;   /* the image was, while we worked */
} Watch;


static void
watch_changed (SiltRun  *run,
               gpointer  data)
{
  Watch *watch = data;

  if (silt_run_is_done (run))
    g_main_loop_quit (watch->loop);
}

/* "0:03", "1:23:45" */
static gchar *
clock_text (gint64 seconds)
{
  gint minutes = seconds / 60;
  gint rest    = seconds % 60;

  if (minutes < 60)
    return g_strdup_printf ("%d:%02d", minutes, rest);

  return g_strdup_printf ("%d:%02d:%02d", minutes / 60, minutes % 60, rest);
}

static void
watch_show_share (const Watch *watch,
                  gdouble      done)
{
  gimp_progress_update (watch->share.begin +
                        (watch->share.end - watch->share.begin) * done);
}

static void
watch_show (Watch *watch)
{
  SiltRunState      state = silt_run_get_state (watch->run);
  g_autofree gchar *text  = silt_worker_text (watch->run, watch->share);

  if (! text)
    return;

  gimp_progress_set_text (text);
  watch_show_share (watch, (gdouble) state.call / state.total);
}

static gboolean
watch_tick (gpointer data)
{
  Watch *watch = data;

  if (watch->closed)
    return G_SOURCE_CONTINUE;

  if (! watch->image || silt_layer_check_open (watch->image, &watch->closed))
    watch_show (watch);
  else
    silt_run_cancel (watch->run);

  return G_SOURCE_CONTINUE;
}


/*  public functions  */

gboolean
silt_worker_run (const SiltWork  *work,
                 GimpImage       *image,
                 const gchar     *title,
                 SiltShare        share,
                 GError         **error)
{
  GObject      *plug_in = G_OBJECT (gimp_get_plug_in ());
  Watch         watch   = { .image = image, .share = share };
  gboolean      done    = FALSE;
  const GError *failure;
  guint         ticks;

  /* It sets back what is shown already. */
  if (share.begin == 0.0)
    gimp_progress_init (title);
  watch_show_share (&watch, 0.0);

  watch.loop = g_main_loop_new (NULL, FALSE);
  watch.run  = silt_run_new (work, NULL, watch_changed, &watch);
  ticks      = g_timeout_add (1000 / TICKS_A_SECOND, watch_tick, &watch);

  g_object_set_data (plug_in, RUN_KEY, watch.run);
  g_main_loop_run (watch.loop);
  g_object_set_data (plug_in, RUN_KEY, NULL);

  g_source_remove (ticks);
  g_main_loop_unref (watch.loop);

  failure = silt_run_get_error (watch.run);
  if (watch.closed)
    g_propagate_error (error, watch.closed);
  else if (failure)
    g_propagate_error (error, g_error_copy (failure));
  else
    done = TRUE;

  if (done)
    watch_show_share (&watch, 1.0);
  silt_run_free (watch.run);

  return done;
}

gchar *
silt_worker_text (SiltRun   *run,
                  SiltShare  share)
{
  SiltRunState      state = silt_run_get_state (run);
  gdouble           after = (1.0 - share.end) / (share.end - share.begin);
  gdouble           whole = state.total * state.seconds_a_call;
  g_autofree gchar *left  = clock_text (state.seconds_left + after * whole);

  /* Nothing is known before the first call is done. */
  if (state.call == 0)
    return NULL;

  return g_strdup_printf (_("Step %d of %d, %s left"),
                          MIN (state.call + 1, state.total), state.total, left);
}

GimpValueArray *
silt_worker_failed (GimpProcedure *procedure,
                    GError        *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);

  return gimp_procedure_new_return_values (procedure,
                                           error ? GIMP_PDB_EXECUTION_ERROR
                                                 : GIMP_PDB_CANCEL,
                                           error);
}

void
silt_worker_watch (SiltLive *live)
{
  g_object_set_data (G_OBJECT (gimp_get_plug_in ()), LIVE_KEY, live);
}

void
silt_worker_stop (GimpPlugIn *plug_in)
{
  SiltRun  *run  = g_object_get_data (G_OBJECT (plug_in), RUN_KEY);
  SiltLive *live = g_object_get_data (G_OBJECT (plug_in), LIVE_KEY);

  if (run)
    silt_run_stop (run);
  if (live)
    silt_live_stop (live);
}
