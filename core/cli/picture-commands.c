/* Silt: the commands that make pictures
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
#include <string.h>

#include <glib-unix.h>

#include "commands.h"
#include "image-file.h"
#include "noise-level.h"
#include "options.h"
#include "picture-input.h"
#include "progress-bar.h"

/* What is too little to be found still has to be named.  Of 255. */
#define LEAST_SIGMA 0.01

typedef struct
{
  SiltVerb      verb;
  SiltModel    *model;
  SiltSettings  settings;
  SiltInput     input;      /* zeros where the verb takes none */
  SiltPicture   picture;
  const gchar  *output;
  gint          n_calls;
  GCancellable *cancellable;
  gboolean      saving;
} Job;

static void
on_progress (const SiltProgress *progress,
             gpointer            user_data)
{
  silt_progress_bar_draw (progress->call, progress->total,
                          progress->seconds_left);
}

static gboolean
walk (Job           *job,
      GCancellable  *cancellable,
      GError       **error)
{
  SiltMask *mask = job->input.mask.data ? &job->input.mask : NULL;

  if (job->verb == SILT_VERB_REIMAGINE)
    return silt_reimagine (job->model, &job->settings, &job->input.source, mask,
                           &job->picture, on_progress, NULL, cancellable,
                           error);

  if (job->verb == SILT_VERB_FILL)
    return silt_fill (job->model, &job->settings, &job->input.source, mask,
                      &job->picture, on_progress, NULL, cancellable, error);

  if (job->verb == SILT_VERB_REMOVE_NOISE)
    return silt_remove_noise (job->model, &job->settings, &job->input.source,
                              mask, &job->picture, on_progress, NULL,
                              cancellable, error);

  return silt_generate (job->model, &job->settings, &job->picture,
                        on_progress, NULL, cancellable, error);
}

static void
make_picture (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Job      *job   = task_data;
  GError   *error = NULL;
  gboolean  done;

  silt_progress_bar_draw (0, job->n_calls, -1.0);
  done = walk (job, cancellable, &error);
  silt_progress_bar_clear ();

  if (done)
    {
      silt_input_finish (&job->input, &job->picture);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

static void
save_picture (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Job              *job   = task_data;
  g_autofree gchar *json  = NULL;
  GError           *error = NULL;

  json = silt_settings_to_json (&job->settings, job->verb, job->model);

  if (silt_picture_save (&job->picture,
                         job->input.source.data ? &job->input.image : NULL,
                         job->output, json, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
do_in_thread (Job              *job,
              GTaskThreadFunc   work,
              GError          **error)
{
  g_autoptr (GTask) task = g_task_new (NULL, job->cancellable, NULL, NULL);

  /* A signal that comes when all is written comes too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, NULL);

  g_task_run_in_thread (task, work);
  while (! g_task_get_completed (task))
    g_main_context_iteration (NULL, TRUE);

  return g_task_propagate_boolean (task, error);
}

/* Until the picture is being saved there is no file to take away. */
static gboolean
on_signal (gpointer user_data)
{
  Job *job = user_data;

  if (! job->saving)
    silt_exit_interrupted ();

  g_cancellable_cancel (job->cancellable);
  return G_SOURCE_CONTINUE;
}

/* The work is done in threads, so that this one can wait for signals. */
static gboolean
job_run (Job     *job,
         GError **error)
{
  guint    sources[2];
  gboolean done;

  sources[0] = g_unix_signal_add (SIGINT, on_signal, job);
  sources[1] = g_unix_signal_add (SIGTERM, on_signal, job);

  done = do_in_thread (job, make_picture, error);
  if (done)
    {
      job->saving = TRUE;
      done = do_in_thread (job, save_picture, error);
    }

  g_source_remove (sources[0]);
  g_source_remove (sources[1]);

  return done;
}

/* Sigma is that of the noise beside a picture of full contrast, as it is when
 * noise is to be removed. */
static void
print_start (gint                n_calls,
             const SiltPlanCall *first,
             gint                start)
{
  if (start >= 0)
    g_printerr ("Starts at t = %g (\317\203 %.2f), %d calls.\n",
                first->t, first->sigma / first->alpha, n_calls);
  else
    g_printerr ("Starts with pure noise, %d calls.\n", n_calls);
}

/* The standard output is the picture's, if that goes there. */
static void
print_summary (const Job *job,
               gdouble    seconds)
{
  const SiltSettings *settings = &job->settings;
  gboolean            is_pipe  = strcmp (job->output, "-") == 0;
  const gchar        *subject;
  g_autofree gchar   *walk     = NULL;

  if (settings->sigma > 0.0 && ! settings->keep_texture)
    walk = g_strdup ("one call");
  else
    walk = g_strdup_printf ("%d calls of %s", job->n_calls,
                            silt_sampler_name (settings->sampler));

  if (settings->class_index >= 0)
    subject = silt_model_class_name (job->model, settings->class_index);
  else
    subject = silt_model_get_info (job->model)->name;

  (is_pipe ? g_printerr : g_print)
    ("%s: %s, %d x %d, seed %" G_GINT64_FORMAT ", %s, %.1f s\n",
     job->output, subject, settings->width, settings->height, settings->seed,
     walk, seconds);
}

/* How much noise there is, if nobody said, and what the model makes of it. */
static gboolean
job_measure (Job     *job,
             GError **error)
{
  const SiltMask *mask     = job->input.mask.data ? &job->input.mask : NULL;
  SiltSettings   *settings = &job->settings;
  gboolean        is_found = settings->sigma == 0.0;
  gdouble         t;

  settings->gray = job->input.image.gray;
  if (is_found)
    settings->sigma = MAX (255.0 * silt_noise_level (&job->input.source, mask),
                           LEAST_SIGMA);

  t = silt_noise_timestep (job->model, settings, error);
  if (t < -1.0)
    return FALSE;

  if (t < 0.0)
    g_printerr ("Noise of \317\203 = %.2f is less than the model has ever seen: "
                "the picture stays as it is.\n", settings->sigma);
  else
    g_printerr ("Noise of \317\203 = %.1f%s, that of t = %.1f.\n",
                settings->sigma, is_found ? " was found" : "", t);

  return TRUE;
}

/* What somebody may not have reckoned with, where it is not refused anyway. */
static gboolean
job_warn (Job     *job,
          GError **error)
{
  gsize             budget = job->settings.memory_budget;
  SiltEstimate      estimate;
  g_autofree gchar *size   = NULL;

  if (! silt_estimate (job->model, &job->settings, &estimate, error))
    return FALSE;

  if (estimate.approximate)
    g_printerr ("More than the model sees at once: in windows that are "
                "blended, an approximation.\n");

  size = g_format_size (estimate.file_bytes);
  if (estimate.file_bytes > 0 && (budget == 0 || estimate.bytes <= budget))
    g_printerr ("Keeps %s in a temporary file.\n", size);

  return TRUE;
}

static gboolean
job_plan (Job     *job,
          GError **error)
{
  g_autofree SiltPlanCall *calls = NULL;

  if (job->verb == SILT_VERB_REMOVE_NOISE && ! job_measure (job, error))
    return FALSE;

  calls = silt_plan (job->model, &job->settings, &job->n_calls, error);
  if (calls && (job->verb == SILT_VERB_REIMAGINE ||
                job->verb == SILT_VERB_FILL))
    print_start (job->n_calls, calls, job->settings.start);

  return calls && job_warn (job, error);
}

static gboolean
job_alloc (Job     *job,
           GError **error)
{
  gint width  = job->settings.width;
  gint height = job->settings.height;

  if (silt_picture_alloc (&job->picture, width, height))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
               "there is no memory for a picture of %d x %d pixels",
               width, height);
  return FALSE;
}

static gboolean
job_read_colors (Job          *job,
                 const gchar  *path,
                 GError      **error)
{
  return ! path ||
         silt_input_read_colors (path, &job->settings.colors, error);
}

/* What takes no time first, so that nobody waits for an error. */
static gboolean
job_prepare (Job                *job,
             const SiltOptions  *options,
             GError            **error)
{
  if (! silt_picture_check_path (job->output, error))
    return FALSE;

  if (options->input &&
      ! silt_input_read (&job->input, options->input,
                         silt_options_get_mask (options), error))
    return FALSE;

  job->model = silt_model_open (silt_options_get_model (options), error);

  return (job->model &&
          silt_options_read (options, job->model,
                             options->input ? &job->input.source : NULL,
                             &job->settings, error) &&
          job_read_colors (job, silt_options_get_colors (options), error) &&
          job_alloc (job, error) &&
          job_plan (job, error));
}

static gboolean
make (const SiltOptions  *options,
      GError            **error)
{
  Job      job   = { .verb = options->verb };
  gint64   start = g_get_monotonic_time ();
  gboolean done;

  job.output      = silt_options_get_output (options);
  job.cancellable = g_cancellable_new ();

  done = job_prepare (&job, options, error) && job_run (&job, error);
  if (done)
    print_summary (&job, (g_get_monotonic_time () - start) / 1e6);

  g_object_unref (job.cancellable);
  silt_picture_clear (&job.picture);
  silt_input_clear (&job.input);
  g_clear_pointer (&job.model, silt_model_unref);

  return done;
}

static gboolean
run_verb (SiltVerb   verb,
          gint       argc,
          gchar    **argv,
          GError   **error)
{
  SiltOptions       options = { verb };
  g_autofree gchar *name    = g_strconcat ("silt ", argv[0], NULL);
  gboolean          done;

  g_set_prgname (name);
  done = (silt_options_parse (&options, argc, argv, error) &&
          make (&options, error));
  silt_options_clear (&options);

  return done;
}

gboolean
silt_command_generate (gint      argc,
                       gchar   **argv,
                       GError  **error)
{
  return run_verb (SILT_VERB_GENERATE, argc, argv, error);
}

gboolean
silt_command_reimagine (gint      argc,
                        gchar   **argv,
                        GError  **error)
{
  return run_verb (SILT_VERB_REIMAGINE, argc, argv, error);
}

gboolean
silt_command_fill (gint      argc,
                   gchar   **argv,
                   GError  **error)
{
  return run_verb (SILT_VERB_FILL, argc, argv, error);
}

gboolean
silt_command_remove_noise (gint      argc,
                           gchar   **argv,
                           GError  **error)
{
  return run_verb (SILT_VERB_REMOVE_NOISE, argc, argv, error);
}
