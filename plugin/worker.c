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
#define JOB_KEY        "silt-job"

typedef struct
{
  const SiltWork     *work;
  GimpImage          *image;         /* that must stay open, or NULL         */
  SiltShare           share;

  GMainLoop          *loop;
  GThread            *worker;
  GCancellable       *cancellable;
  GError             *closed;        /* the image was, while we worked       */
  GError             *error;         /* of the worker, read after it ended   */

  GMutex              mutex;
  gint                call;          /* finished calls; guarded by the mutex */
  gint                total;
  gint64              end_time;      /* as expected, on the monotonic clock  */
} Job;


/* In the worker thread. */
static void
job_progress (const SiltProgress *progress,
              gpointer            data)
{
  Job *job = data;

  g_mutex_lock (&job->mutex);

  job->call     = progress->call;
  job->total    = progress->total;
  job->end_time = g_get_monotonic_time () +
                  progress->seconds_left * G_USEC_PER_SEC;

  g_mutex_unlock (&job->mutex);
}

static gboolean
job_quit (gpointer data)
{
  Job *job = data;

  g_main_loop_quit (job->loop);

  return G_SOURCE_REMOVE;
}

static gpointer
job_work (gpointer data)
{
  Job            *job  = data;
  const SiltWork *work = job->work;

  switch (work->verb)
    {
    case SILT_VERB_GENERATE:
      silt_generate (work->model, work->settings, work->picture,
                     job_progress, job, job->cancellable, &job->error);
      break;

    case SILT_VERB_REIMAGINE:
      silt_reimagine (work->model, work->settings, work->source, work->mask,
                      work->picture,
                      job_progress, job, job->cancellable, &job->error);
      break;

    case SILT_VERB_FILL:
      silt_fill (work->model, work->settings, work->source, work->mask,
                 work->picture,
                 job_progress, job, job->cancellable, &job->error);
      break;

    case SILT_VERB_REMOVE_NOISE:
      silt_remove_noise (work->model, work->settings, work->source, work->mask,
                         work->picture,
                         job_progress, job, job->cancellable, &job->error);
      break;

    default:
      g_assert_not_reached ();
    }

  g_idle_add (job_quit, job);

  return NULL;
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
job_show_share (const Job *job,
                gdouble    done)
{
  gimp_progress_update (job->share.begin +
                        (job->share.end - job->share.begin) * done);
}

/* "Step 7 of 20, 0:03 left" */
static void
job_show (Job *job)
{
  g_autofree gchar *left = NULL;
  gint              call, total;
  gint64            usec;

  g_mutex_lock (&job->mutex);

  call  = job->call;
  total = job->total;
  usec  = job->end_time - g_get_monotonic_time ();

  g_mutex_unlock (&job->mutex);

  /* Nothing is known before the first call is done. */
  if (call == 0)
    return;

  left = clock_text (MAX (usec, 0) / G_USEC_PER_SEC);

  gimp_progress_set_text_printf (_("Step %d of %d, %s left"),
                                 MIN (call + 1, total), total, left);
  job_show_share (job, (gdouble) call / total);
}

static gboolean
job_tick (gpointer data)
{
  Job *job = data;

  if (job->closed)
    return G_SOURCE_CONTINUE;

  if (! job->image || silt_layer_check_open (job->image, &job->closed))
    job_show (job);
  else
    g_cancellable_cancel (job->cancellable);

  return G_SOURCE_CONTINUE;
}

gboolean
silt_worker_run (const SiltWork  *work,
                 GimpImage       *image,
                 const gchar     *title,
                 SiltShare        share,
                 GError         **error)
{
  Job      job     = { .work = work, .image = image, .share = share };
  GObject *plug_in = G_OBJECT (gimp_get_plug_in ());
  guint    ticks;

  job.loop        = g_main_loop_new (NULL, FALSE);
  job.cancellable = g_cancellable_new ();
  g_mutex_init (&job.mutex);

  gimp_progress_init (title);
  job_show_share (&job, 0.0);

  ticks      = g_timeout_add (1000 / TICKS_A_SECOND, job_tick, &job);
  job.worker = g_thread_new ("silt-job", job_work, &job);

  g_object_set_data (plug_in, JOB_KEY, &job);
  g_main_loop_run (job.loop);
  g_object_set_data (plug_in, JOB_KEY, NULL);

  g_thread_join (job.worker);
  g_source_remove (ticks);

  g_mutex_clear (&job.mutex);
  g_object_unref (job.cancellable);
  g_main_loop_unref (job.loop);

  if (job.closed)
    {
      g_clear_error (&job.error);
      g_propagate_error (error, job.closed);
      return FALSE;
    }

  if (job.error)
    {
      g_propagate_error (error, job.error);
      return FALSE;
    }

  job_show_share (&job, 1.0);

  return TRUE;
}

void
silt_worker_stop (GimpPlugIn *plug_in)
{
  Job *job = g_object_get_data (G_OBJECT (plug_in), JOB_KEY);

  if (! job)
    return;

  g_cancellable_cancel (job->cancellable);
  g_thread_join (job->worker);
}
