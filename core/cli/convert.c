/* Silt: the command convert
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

typedef struct
{
  const gchar *path, *out;
  gboolean     half;
} Job;

static void
convert (GTask        *task,
         gpointer      source,
         gpointer      task_data,
         GCancellable *cancellable)
{
  const Job *job   = task_data;
  GError    *error = NULL;

  if (silt_convert (job->path, job->out, job->half, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
on_signal (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_CONTINUE;
}

/* In a thread, so that this one can wait for signals: what was written by then
 * is taken away. */
static gboolean
job_run (Job     *job,
         GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask)        task        = g_task_new (NULL, cancellable,
                                                     NULL, NULL);
  guint                    interrupt   = g_unix_signal_add (SIGINT, on_signal,
                                                            cancellable);
  guint                    terminate   = g_unix_signal_add (SIGTERM, on_signal,
                                                            cancellable);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, NULL);
  g_task_run_in_thread (task, convert);

  while (! g_task_get_completed (task))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (interrupt);
  g_source_remove (terminate);

  return g_task_propagate_boolean (task, error);
}

gboolean
silt_command_convert (gint      argc,
                      gchar   **argv,
                      GError  **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("MODEL OUT");
  Job                        job     = { NULL };
  const GOptionEntry         entries[] =
  {
    { "half", 0, 0, G_OPTION_ARG_NONE, &job.half,
      "Write the weights as 16-bit floats", NULL },
    { NULL }
  };

  g_set_prgname ("silt convert");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (
    context,
    "Writes MODEL to a new folder OUT in the layout of the diffusers library, "
    "with\nits weights as safetensors.");

  if (! g_option_context_parse (context, &argc, &argv, error))
    return FALSE;

  if (argc != 3)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "convert: expected a model and a new folder; see silt "
                   "convert --help");
      return FALSE;
    }

  job.path = argv[1];
  job.out  = argv[2];

  if (! job_run (&job, error))
    return FALSE;

  g_print ("%s\n", job.out);

  return TRUE;
}
