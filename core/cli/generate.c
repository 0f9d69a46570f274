/* Silt: silt generate
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

#include <signal.h>

#include <glib-unix.h>

#include "commands.h"
#include "generate-options.h"
#include "image-file.h"
#include "progress-bar.h"

typedef struct
{
  SiltModel    *model;
  SiltSettings  settings;
  const gchar  *output;
} Job;

static void
on_progress (const SiltProgress *progress,
             gpointer            user_data)
{
  silt_progress_bar_draw (progress->call, progress->total,
                          progress->seconds_left);
}

static gboolean
job_run (Job           *job,
         GCancellable  *cancellable,
         GError       **error)
{
  const SiltSettings *settings = &job->settings;
  g_autofree gchar   *json     = silt_settings_to_json (settings, job->model);
  SiltPicture         picture;
  gboolean            done;

  if (! silt_picture_alloc (&picture, settings->width, settings->height))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
                   "there is no memory for a picture of %d x %d pixels",
                   settings->width, settings->height);
      return FALSE;
    }

  silt_progress_bar_draw (0, settings->steps, -1.0);
  done = silt_generate (job->model, settings, &picture,
                        on_progress, NULL, cancellable, error);
  silt_progress_bar_clear ();

  done = done && silt_picture_save (&picture, job->output, json,
                                    cancellable, error);
  silt_picture_clear (&picture);

  return done;
}

static void
work (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  GError *error = NULL;

  if (job_run (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
on_signal (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

/* Works in a thread while this one waits for signals, of which a second is no
 * different from the first: the file must not be left half written. */
static gboolean
job_run_interruptibly (Job     *job,
                       GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask)        task = g_task_new (NULL, cancellable, NULL, NULL);

  /* A signal that comes when all is written comes too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, NULL);

  g_unix_signal_add (SIGINT, on_signal, cancellable);
  g_unix_signal_add (SIGTERM, on_signal, cancellable);

  g_task_run_in_thread (task, work);
  while (! g_task_get_completed (task))
    g_main_context_iteration (NULL, TRUE);

  return g_task_propagate_boolean (task, error);
}

static void
print_summary (const Job *job,
               gdouble    seconds)
{
  const SiltSettings *settings = &job->settings;
  const gchar        *subject;

  if (settings->class_index >= 0)
    subject = silt_model_class_name (job->model, settings->class_index);
  else
    subject = silt_model_get_info (job->model)->name;

  g_print ("%s: %s, %d x %d, seed %" G_GINT64_FORMAT ", %d steps of %s, "
           "%.1f s\n",
           job->output, subject, settings->width, settings->height,
           settings->seed, settings->steps,
           silt_sampler_name (settings->sampler), seconds);
}

static gboolean
generate (const SiltOptions  *options,
          GError            **error)
{
  Job      job   = { .output = silt_options_get_output (options) };
  gint64   start = g_get_monotonic_time ();
  gboolean done;

  if (! silt_picture_check_path (job.output, error))
    return FALSE;

  job.model = silt_model_open (silt_options_get_model (options), error);
  if (! job.model)
    return FALSE;

  done = (silt_options_read (options, job.model, &job.settings, error) &&
          job_run_interruptibly (&job, error));
  if (done)
    print_summary (&job, (g_get_monotonic_time () - start) / 1e6);

  silt_model_unref (job.model);

  return done;
}

gboolean
silt_command_generate (gint      argc,
                       gchar   **argv,
                       GError  **error)
{
  SiltOptions options = { { NULL } };
  gboolean    done;

  g_set_prgname ("silt generate");
  done = (silt_options_parse (&options, argc, argv, error) &&
          generate (&options, error));
  silt_options_clear (&options);

  return done;
}
