/* Silt: the dialog of every walk
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

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "dialog-rows.h"
#include "dialog-state.h"
#include "walk-args.h"
#include "walk-choices.h"
#include "walk-dialog-private.h"
#include "walk-facts.h"


/*  what the model and the settings say  */

/* Why an argument is not heeded now, or NULL. */
static const gchar *
reason_against (SiltWalkDialog     *self,
                const SiltSettings *settings,
                const gchar        *argument)
{
  const SiltModelInfo *info    = silt_model_get_info (self->model);
  gint                 sampler = settings->sampler;

  if (g_str_equal (argument, "eta"))
    return sampler == SILT_SAMPLER_DDIM ? NULL
           : _("Only the sampler DDIM heeds it.");

  if (g_str_equal (argument, "variance"))
    return sampler == SILT_SAMPLER_DDPM ? NULL
           : _("Only the sampler DDPM heeds it.");

  if (g_str_equal (argument, "spacing"))
    return sampler != SILT_SAMPLER_MODEL ? NULL
           : _("The model itself says where its steps lie.");

  if (g_str_equal (argument, "guidance"))
    return info->has_guidance ? NULL
           : _("This model has not learned how to be led.");

  if (g_str_equal (argument, "start"))
    return settings->start >= 0 ? NULL
           : _("Of what is there now nothing remains anyway.");

  if (g_str_equal (argument, "resample"))
    return silt_settings_can_resample (settings) ? NULL
           : _("Only the samplers DDPM, and DDIM with an eta of 1, can go "
               "back.");

  if (g_str_equal (argument, "jump"))
    return settings->resample > 1 ? NULL
           : _("Each stretch is walked only once.");

  return NULL;
}

static void
walk_dialog_heed (SiltWalkDialog     *self,
                  const SiltSettings *settings)
{
  const gchar *arguments[] = { "eta", "variance", "spacing", "guidance",
                               self->start ? "start" : NULL,
                               self->resamples ? "resample" : NULL,
                               self->resamples ? "jump" : NULL };
  guint        i;

  for (i = 0; i < G_N_ELEMENTS (arguments); i++)
    {
      GtkWidget *widget;

      if (! arguments[i])
        continue;

      widget = gimp_procedure_dialog_get_widget (self->dialog, arguments[i],
                                                 G_TYPE_NONE);
      silt_row_allow (self->config, widget, arguments[i],
                      reason_against (self, settings, arguments[i]));
    }
}

/* What of a choice is left to be chosen; where all of it is not heeded anyway,
 * that is the reason to be told. */
static void
walk_dialog_leave_choices (SiltWalkDialog     *self,
                           const SiltSettings *settings)
{
  static const gchar *const arguments[] = { "sampler", "spacing", "variance" };
  guint                     i;

  for (i = 0; i < G_N_ELEMENTS (arguments); i++)
    {
      g_autofree gchar *notes = NULL;
      GtkWidget        *widget;

      notes = silt_walk_choices_allow (self->config, arguments[i], self->model,
                                       settings);

      if (reason_against (self, settings, arguments[i]))
        continue;

      widget = gimp_procedure_dialog_get_widget (self->dialog, arguments[i],
                                                 G_TYPE_NONE);
      silt_row_explain (self->config, widget, arguments[i], notes);
    }
}

/* Some settings are found not to go together only when the walk is planned. */
static gboolean
walk_dialog_plot (SiltWalkDialog      *self,
                  const SiltSettings  *settings,
                  GError             **error)
{
  g_autofree SiltPlanCall *calls = NULL;
  gint                     n_calls;

  calls = silt_plan (self->model, settings, &n_calls, error);

  silt_schedule_plot_set_calls (self->plot, calls, calls ? n_calls : 0);
  silt_schedule_plot_set_movable (self->plot, settings->start >= 0);

  return calls != NULL;
}

static void
walk_dialog_cost (SiltWalkDialog     *self,
                  const SiltSettings *settings)
{
  g_autofree gchar *facts = NULL;
  SiltEstimate      estimate;

  if (settings && silt_estimate (self->model, settings, &estimate, NULL))
    {
      if (self->walk.count)
        estimate.seconds *= self->walk.count (self->config, self->walk.data);

      facts = silt_cost_facts (&estimate);
    }

  gtk_label_set_text (self->cost, facts ? facts : "");
}

static gboolean
walk_dialog_read (SiltWalkDialog  *self,
                  SiltSettings    *settings,
                  GError         **error)
{
  if (! self->model)
    {
      g_propagate_error (error, g_error_copy (self->model_error));
      return FALSE;
    }

  return self->walk.read (self->config, self->model, self->walk.data,
                          settings, error);
}

/* Shows why these settings cannot work, before somebody waits for it. */
static void
walk_dialog_check (SiltWalkDialog *self)
{
  g_autoptr (GError)  error = NULL;
  g_autofree gchar   *facts = NULL;
  SiltSettings        settings;
  gboolean            valid;

  if (self->model)
    silt_walk_choices_fit (self->config, self->model);

  valid = walk_dialog_read (self, &settings, &error);

  if (valid)
    {
      walk_dialog_heed (self, &settings);
      walk_dialog_leave_choices (self, &settings);
      valid = walk_dialog_plot (self, &settings, &error);
      silt_quality_chooser_set (self->quality,
                                silt_quality_of (self->model, &settings));
      facts = silt_start_facts (self->model, &settings);
    }

  silt_walk_preview_update (self->preview, self->model,
                            valid ? &settings : NULL);
  walk_dialog_cost (self, valid ? &settings : NULL);

  if (self->facts)
    gtk_label_set_text (self->facts, facts ? facts : "");

  gtk_label_set_text (self->problem_text, error ? error->message : "");
  gtk_widget_set_visible (self->problem, error != NULL);
  gtk_dialog_set_response_sensitive (GTK_DIALOG (self->dialog),
                                     GTK_RESPONSE_OK, valid);
}

static void
walk_dialog_open_model (SiltWalkDialog *self)
{
  g_autofree gchar *facts = NULL;

  g_clear_pointer (&self->model, silt_model_unref);
  g_clear_error (&self->model_error);

  self->model = silt_walk_args_open_model (self->config, &self->model_error);
  if (self->model)
    facts = silt_model_facts (self->model);

  if (self->model && self->start)
    gimp_spin_scale_set_scale_limits
      (GIMP_SPIN_SCALE (self->start), 0,
       silt_model_get_info (self->model)->train_timesteps - 1);

  gtk_label_set_text (self->model_facts, facts ? facts : "");
  silt_schedule_plot_set_model (self->plot, self->model);
  silt_class_chooser_set_model (self->class_chooser, self->model);
}

/* A new model may have other classes, and need not know guidance. */
static void
walk_dialog_model_changed (SiltWalkDialog *self)
{
  const gchar *class_name;

  walk_dialog_open_model (self);

  if (! self->model)
    return;

  class_name = silt_class_chooser_get_class_name (self->class_chooser);

  if (silt_model_find_class (self->model, class_name, NULL) < -1)
    g_object_set (self->config, "class", "", NULL);

  if (! silt_model_get_info (self->model)->has_guidance)
    g_object_set (self->config, "guidance", 1.0, NULL);
}

/* There is more of the preview, or the outcome that is waited for. */
static void
walk_dialog_preview_changed (gpointer data)
{
  SiltWalkDialog *self = data;
  SiltSettings    settings;

  if (self->waiting)
    g_main_loop_quit (self->waiting);
  else if (walk_dialog_read (self, &settings, NULL))
    walk_dialog_cost (self, &settings);
}


/*  waiting for the outcome  */

static void
waiting_response (SiltWalkDialog *self)
{
  self->cancelled = TRUE;
  g_main_loop_quit (self->waiting);
}

static void
waiting_changed (SiltRun  *run,
                 gpointer  data)
{
  SiltWalkDialog *self = data;

  silt_walk_preview_show (self->preview, run);
  g_main_loop_quit (self->waiting);
}

static void
walk_dialog_wait_for (SiltWalkDialog *self,
                      SiltRun        *run)
{
  while (! self->cancelled && ! silt_run_is_done (run))
    g_main_loop_run (self->waiting);

  if (! silt_run_is_done (run))
    silt_run_stop (run);
}

static void
copy_pixels (const SiltPicture *from,
             const SiltPicture *to)
{
  gint x, y;

  for (y = 0; y < to->height; y++)
    for (x = 0; x < to->width; x++)
      memcpy (to->data + y * to->row_stride + x * to->pixel_stride,
              from->data + y * from->row_stride + x * from->pixel_stride,
              3 * sizeof (gfloat));
}


/*  public functions  */

SiltWalkDialog *
silt_walk_dialog_new (GimpProcedure       *procedure,
                      GimpProcedureConfig *config,
                      const gchar         *title,
                      const gchar         *ok_label,
                      const SiltWalk      *walk)
{
  SiltWalkDialog *self = g_new0 (SiltWalkDialog, 1);
  GtkWidget      *content;

  gimp_ui_init (SILT_PLUG_IN_BINARY);

  self->config  = config;
  self->name    = g_strdup (gimp_procedure_get_name (procedure));
  self->walk    = *walk;
  self->labels  = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->dialog  = GIMP_PROCEDURE_DIALOG (gimp_procedure_dialog_new (procedure,
                                                                    config,
                                                                    title));
  self->plot    = SILT_SCHEDULE_PLOT (silt_schedule_plot_new ());
  self->preview = silt_walk_preview_new (walk, config,
                                         walk_dialog_preview_changed, self);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->plot),
                               _("How picture and noise are mixed at each "
                                 "timestep; below, the steps that will be "
                                 "taken, from noise to picture"));
  gtk_widget_show (GTK_WIDGET (self->plot));

  gimp_procedure_dialog_set_ok_label (self->dialog, ok_label);

  content = gtk_dialog_get_content_area (GTK_DIALOG (self->dialog));
  gtk_box_set_spacing (GTK_BOX (content), 2 * SILT_SPACING);

  return self;
}

SiltModel *
silt_walk_dialog_run (SiltWalkDialog *self)
{
  GtkDialog *dialog = GTK_DIALOG (self->dialog);
  gboolean   each_time;

  silt_dialog_state_load (GTK_WINDOW (dialog), GTK_EXPANDER (self->advanced),
                          self->name);

  g_object_get (self->config, "new-seed", &each_time, NULL);
  if (each_time)
    silt_walk_dialog_new_seed (self);

  g_signal_connect_swapped (self->config, "notify::model",
                            G_CALLBACK (walk_dialog_model_changed), self);
  g_signal_connect_swapped (self->config, "notify",
                            G_CALLBACK (walk_dialog_check), self);
  walk_dialog_open_model (self);
  walk_dialog_check (self);

  if (! gimp_procedure_dialog_run (self->dialog))
    return NULL;

  gtk_widget_set_sensitive (self->columns, FALSE);
  gtk_widget_set_sensitive (self->advanced, FALSE);
  gtk_dialog_set_response_sensitive (dialog, GTK_RESPONSE_OK, FALSE);

  self->waiting = g_main_loop_new (NULL, FALSE);
  g_signal_connect_swapped (dialog, "response",
                            G_CALLBACK (waiting_response), self);
  g_signal_connect (dialog, "delete-event", G_CALLBACK (gtk_true), NULL);

  return silt_model_ref (self->model);
}

gboolean
silt_walk_dialog_work (SiltWalkDialog  *self,
                       const SiltWork  *work,
                       SiltShare        share,
                       GError         **error)
{
  SiltRun  *found;
  SiltRun  *own  = NULL;
  SiltRun  *run;
  gboolean  done = FALSE;

  silt_walk_preview_set_share (self->preview, share);

  run = found = silt_walk_preview_find (self->preview, work);
  if (! found)
    run = own = silt_run_new (work, NULL, waiting_changed, self);

  silt_walk_preview_show (self->preview, run);
  walk_dialog_wait_for (self, run);

  if (silt_run_get_error (run))
    g_propagate_error (error, g_error_copy (silt_run_get_error (run)));
  else
    done = TRUE;

  if (done && found)
    copy_pixels (silt_run_get_work (found)->picture, work->picture);

  g_clear_pointer (&own, silt_run_free);

  return done;
}

void
silt_walk_dialog_free (SiltWalkDialog *self)
{
  silt_dialog_state_save (GTK_WINDOW (self->dialog),
                          GTK_EXPANDER (self->advanced), self->name);

  g_signal_handlers_disconnect_by_data (self->config, self);
  silt_walk_preview_free (self->preview);
  gtk_widget_destroy (GTK_WIDGET (self->dialog));

  g_clear_pointer (&self->waiting, g_main_loop_unref);
  g_clear_pointer (&self->model, silt_model_unref);
  g_clear_error (&self->model_error);
  g_object_unref (self->labels);
  g_free (self->name);
  g_free (self);
}
