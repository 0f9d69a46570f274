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

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "class-chooser.h"
#include "model-chooser.h"
#include "schedule-plot.h"
#include "walk-args.h"
#include "walk-dialog.h"
#include "walk-facts.h"

#define SPACING 6

struct _SiltWalkDialog
{
  GimpProcedureDialog *dialog;
  GimpProcedureConfig *config;
  SiltWalkReadFunc     read;
  gpointer             read_data;

  SiltModel           *model;
  GError              *model_error;  /* why there is no model                */

  GtkSizeGroup        *labels;
  SiltClassChooser    *class_chooser;
  GtkLabel            *model_facts;
  SiltSchedulePlot    *plot;
  GtkWidget           *start;        /* NULL where there is no such argument */
  GtkLabel            *facts;        /* NULL where these rows are not there  */
  GtkLabel            *note;
  GtkWidget           *problem;
  GtkLabel            *problem_text;
};


/*  what the model and the settings say  */

static void
walk_dialog_plot (SiltWalkDialog     *self,
                  const SiltSettings *settings)
{
  g_autofree SiltPlanCall *calls = NULL;
  gint                     n_calls;

  calls = silt_plan (self->model, settings, &n_calls, NULL);

  silt_schedule_plot_set_calls (self->plot, calls, calls ? n_calls : 0);
  silt_schedule_plot_set_movable (self->plot, settings->start >= 0);
}

/* Shows why these settings cannot work, before somebody waits for it. */
static void
walk_dialog_check (SiltWalkDialog *self)
{
  g_autoptr (GError)  error   = NULL;
  g_autofree gchar   *facts   = NULL;
  const gchar        *problem = NULL;
  SiltSettings        settings;

  if (self->model_error)
    problem = self->model_error->message;
  else if (! self->read (self->config, self->model, self->read_data,
                         &settings, &error))
    problem = error->message;
  else
    {
      facts = silt_start_facts (self->model, &settings);
      walk_dialog_plot (self, &settings);
    }

  if (self->facts)
    gtk_label_set_text (self->facts, facts ? facts : "");

  gtk_label_set_text (self->problem_text, problem ? problem : "");
  gtk_widget_set_visible (self->problem, problem != NULL);
  gtk_dialog_set_response_sensitive (GTK_DIALOG (self->dialog),
                                     GTK_RESPONSE_OK, problem == NULL);
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


/*  widgets  */

static GParamSpec *
argument_pspec (SiltWalkDialog *self,
                const gchar    *argument)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (self->config),
                                       argument);
}

/* The label of an argument as text, for what shows no label. */
static gchar *
argument_label (SiltWalkDialog *self,
                const gchar    *argument)
{
  return gimp_strip_uline (g_param_spec_get_nick (argument_pspec (self,
                                                                  argument)));
}

/* GimpSpinScale draws its label itself, and a combo box is named after what it
 * shows: nobody who cannot see them would hear which argument they are for. */
static void
name_widget (SiltWalkDialog *self,
             GtkWidget      *widget,
             const gchar    *argument)
{
  g_autofree gchar *label = argument_label (self, argument);

  atk_object_set_name (gtk_widget_get_accessible (widget), label);
}

static GtkWidget *
add_widget (SiltWalkDialog *self,
            const gchar    *argument,
            GType          type)
{
  GtkWidget *widget;
  GtkWidget *label;

  widget = gimp_procedure_dialog_get_widget (self->dialog, argument, type);
  label  = gimp_labeled_get_label (GIMP_LABELED (widget));

  gtk_size_group_add_widget (self->labels, label);
  name_widget (self, gtk_label_get_mnemonic_widget (GTK_LABEL (label)),
               argument);

  return widget;
}

/* `lower` and `upper` are the ends of the scale; the whole range of the
 * argument can be typed. */
static GtkWidget *
add_scale (SiltWalkDialog *self,
           const gchar    *argument,
           gdouble         lower,
           gdouble         upper)
{
  GtkWidget *scale;

  scale = gimp_procedure_dialog_get_spin_scale (self->dialog, argument, 1.0);
  gimp_spin_scale_set_scale_limits (GIMP_SPIN_SCALE (scale), lower, upper);
  name_widget (self, scale, argument);

  return scale;
}

static void
add_frame (SiltWalkDialog *self,
           const gchar    *frame,
           const gchar    *title,
           const gchar    *box)
{
  g_autofree gchar *title_id = g_strconcat (frame, "-title", NULL);
  GtkWidget        *content;

  content = gimp_procedure_dialog_get_widget (self->dialog, box, G_TYPE_NONE);
  gtk_box_set_spacing (GTK_BOX (content), SPACING);

  gimp_procedure_dialog_get_label (self->dialog, title_id, title, FALSE, FALSE);
  gimp_procedure_dialog_fill_frame (self->dialog, frame, title_id, FALSE, box);
}

/* Makes an argument sensitive for one sampler only, or for all but that. */
static void
sensitive_for (SiltWalkDialog *self,
               const gchar    *argument,
               SiltSampler     sampler,
               gboolean        only)
{
  silt_walk_dialog_sensitive_for (self, argument, "sampler",
                                  silt_sampler_name (sampler), only);
}

static void
new_seed (GtkWidget     *button,
          SiltWalkDialog *self)
{
  g_object_set (self->config,
                "seed", g_random_int_range (0, G_MAXINT),
                NULL);
}

static GtkWidget *
seed_button_new (SiltWalkDialog *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("Ne_w Seed"));

  gtk_widget_set_tooltip_text (button, _("Take a seed at random"));
  gtk_widget_show (button);
  g_signal_connect (button, "clicked",
                    G_CALLBACK (new_seed), self);

  return button;
}

/* A row like those that GimpProcedureDialog makes for an argument. */
static GtkWidget *
row_new (SiltWalkDialog *self,
         const gchar    *argument,
         GtkWidget      *widget)
{
  GParamSpec *pspec = argument_pspec (self, argument);
  GtkWidget  *row;
  GtkWidget  *label;

  label = gtk_label_new_with_mnemonic (g_param_spec_get_nick (pspec));
  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  gtk_size_group_add_widget (self->labels, label);

  gtk_widget_set_tooltip_text (widget, g_param_spec_get_blurb (pspec));

  row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_box_pack_start (GTK_BOX (row), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), widget, TRUE, TRUE, 0);
  gtk_widget_show_all (row);

  return row;
}

static GtkWidget *
model_row_new (SiltWalkDialog *self)
{
  g_autofree gchar *label   = argument_label (self, "model");
  GtkWidget        *chooser = silt_model_chooser_new ();

  silt_model_chooser_set_label (SILT_MODEL_CHOOSER (chooser), label);
  g_object_bind_property (self->config, "model",
                          chooser,      "file",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  return row_new (self, "model", chooser);
}

static void
make_facts (GtkLabel *label)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (label));

  gtk_label_set_xalign (label, 0.0);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_style_context_add_class (context, GTK_STYLE_CLASS_DIM_LABEL);
}

/* Below the model's row: what was found there. */
static GtkWidget *
facts_row_new (SiltWalkDialog *self)
{
  GtkWidget *row    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *indent = gtk_label_new (NULL);
  GtkWidget *facts  = gtk_label_new (NULL);

  self->model_facts = GTK_LABEL (facts);

  make_facts (self->model_facts);
  gtk_size_group_add_widget (self->labels, indent);

  gtk_box_pack_start (GTK_BOX (row), indent, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), facts, TRUE, TRUE, 0);
  gtk_widget_show_all (row);

  return row;
}

static GtkWidget *
class_row_new (SiltWalkDialog *self)
{
  g_autofree gchar *label   = argument_label (self, "class");
  GtkWidget        *chooser = silt_class_chooser_new ();

  self->class_chooser = SILT_CLASS_CHOOSER (chooser);

  silt_class_chooser_set_label (self->class_chooser, label);
  g_object_bind_property (self->config, "class",
                          chooser,      "class-name",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  return row_new (self, "class", chooser);
}

static GtkWidget *
problem_new (SiltWalkDialog *self)
{
  GtkWidget *bar   = gtk_info_bar_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_show (label);

  gtk_info_bar_set_message_type (GTK_INFO_BAR (bar), GTK_MESSAGE_WARNING);
  gtk_container_add (GTK_CONTAINER (gtk_info_bar_get_content_area
                                      (GTK_INFO_BAR (bar))),
                     label);

  self->problem      = bar;
  self->problem_text = GTK_LABEL (label);

  return bar;
}

static GtkWidget *
plot_row_new (SiltWalkDialog *self)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->plot),
                               _("How picture and noise are mixed at each "
                                 "timestep; below, the steps that will be "
                                 "taken, from right to left"));
  gtk_widget_show (GTK_WIDGET (self->plot));

  return GTK_WIDGET (self->plot);
}

static GtkLabel *
add_facts (SiltWalkDialog *self,
           const gchar    *row)
{
  GtkWidget *label;

  label = gimp_procedure_dialog_get_label (self->dialog, row, "", FALSE, FALSE);
  make_facts (GTK_LABEL (label));

  return GTK_LABEL (label);
}

static void
add_row_on_top (GtkWidget *box,
                GtkWidget *row)
{
  gtk_container_add (GTK_CONTAINER (box), row);
  gtk_box_reorder_child (GTK_BOX (box), row, 0);
}

static void
add_seed (SiltWalkDialog *self)
{
  GtkWidget *seed = add_widget (self, "seed", GIMP_TYPE_LABEL_SPIN);

  gtk_widget_set_hexpand (gimp_label_spin_get_spin_button
                            (GIMP_LABEL_SPIN (seed)), TRUE);
  gtk_grid_attach (GTK_GRID (seed), seed_button_new (self), 2, 0, 1, 1);
}

static void
add_sampling (SiltWalkDialog *self)
{
  add_scale  (self, "steps",    1, 100);
  add_scale  (self, "guidance", 1, 10);
  add_widget (self, "sampler",  GTK_TYPE_COMBO_BOX);
  add_widget (self, "spacing",  GTK_TYPE_COMBO_BOX);
  add_scale  (self, "eta",      0, 1);
  add_widget (self, "variance", GTK_TYPE_COMBO_BOX);

  sensitive_for (self, "eta",      SILT_SAMPLER_DDIM,  TRUE);
  sensitive_for (self, "variance", SILT_SAMPLER_DDPM,  TRUE);
  sensitive_for (self, "spacing",  SILT_SAMPLER_MODEL, FALSE);
}


/*  public functions  */

SiltWalkDialog *
silt_walk_dialog_new (GimpProcedure       *procedure,
                      GimpProcedureConfig *config,
                      const gchar         *title,
                      const gchar         *ok_label,
                      SiltWalkReadFunc     read,
                      gpointer             read_data)
{
  SiltWalkDialog *self = g_new0 (SiltWalkDialog, 1);
  GtkWidget      *content;

  gimp_ui_init (SILT_PLUG_IN_BINARY);

  self->config    = config;
  self->read      = read;
  self->read_data = read_data;
  self->labels    = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->dialog    = GIMP_PROCEDURE_DIALOG (gimp_procedure_dialog_new (procedure,
                                                                      config,
                                                                      title));

  self->plot = SILT_SCHEDULE_PLOT (silt_schedule_plot_new ());

  gimp_procedure_dialog_set_ok_label (self->dialog, ok_label);

  content = gtk_dialog_get_content_area (GTK_DIALOG (self->dialog));
  gtk_box_set_spacing (GTK_BOX (content), 2 * SPACING);

  return self;
}

void
silt_walk_dialog_add_choice (SiltWalkDialog *self,
                             const gchar    *argument)
{
  add_widget (self, argument, GTK_TYPE_COMBO_BOX);
}

void
silt_walk_dialog_add_facts (SiltWalkDialog *self)
{
  self->facts = add_facts (self, "facts");
  self->note  = add_facts (self, "note");

  gtk_label_set_ellipsize (self->note, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_line_wrap (self->note, TRUE);
  gtk_label_set_max_width_chars (self->note, 50);
  gtk_widget_set_no_show_all (GTK_WIDGET (self->note), TRUE);
}

void
silt_walk_dialog_set_note (SiltWalkDialog *self,
                           const gchar    *note)
{
  gtk_label_set_text (self->note, note ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

void
silt_walk_dialog_add_scale (SiltWalkDialog *self,
                            const gchar    *argument,
                            gdouble         lower,
                            gdouble         upper)
{
  add_scale (self, argument, lower, upper);
}

void
silt_walk_dialog_add_start (SiltWalkDialog *self)
{
  self->start = add_scale (self, "start", 0, 1);

  g_object_bind_property (self->config, "start",
                          silt_schedule_plot_get_adjustment (self->plot),
                          "value",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

void
silt_walk_dialog_sensitive_for (SiltWalkDialog *self,
                                const gchar    *argument,
                                const gchar    *choice,
                                const gchar    *value,
                                gboolean        only)
{
  GimpValueArray *values;

  values = gimp_value_array_new_from_types (NULL,
                                            G_TYPE_STRING, value,
                                            G_TYPE_NONE);
  gimp_procedure_dialog_set_sensitive_if_in (self->dialog, argument, NULL,
                                             choice, values, only);
}

void
silt_walk_dialog_fill (SiltWalkDialog      *self,
                       const gchar         *title,
                       const gchar * const *arguments)
{
  g_autoptr (GList)  rows = NULL;
  GtkWidget         *content;
  GtkWidget         *box;

  content = gtk_dialog_get_content_area (GTK_DIALOG (self->dialog));

  add_seed (self);
  add_sampling (self);
  add_widget (self, "noise",   GTK_TYPE_COMBO_BOX);
  add_widget (self, "threads", GIMP_TYPE_LABEL_SPIN);

  for (; *arguments; arguments++)
    rows = g_list_append (rows, (gpointer) *arguments);

  box = gimp_procedure_dialog_fill_box_list (self->dialog, "subject-box", rows);
  add_row_on_top (box, class_row_new (self));
  add_row_on_top (box, facts_row_new (self));
  add_row_on_top (box, model_row_new (self));

  box = gimp_procedure_dialog_fill_box (self->dialog, "sampling-box",
                                        "steps", "guidance", "sampler",
                                        "spacing", "eta", "variance",
                                        NULL);
  add_row_on_top (box, plot_row_new (self));
  gimp_procedure_dialog_fill_box (self->dialog, "computation-box",
                                  "noise", "threads",
                                  NULL);

  add_frame (self, "subject-frame",     title,            "subject-box");
  add_frame (self, "sampling-frame",    _("Sampling"),    "sampling-box");
  add_frame (self, "computation-frame", _("Computation"), "computation-box");

  gimp_procedure_dialog_fill (self->dialog,
                              "subject-frame",
                              "sampling-frame",
                              "computation-frame",
                              NULL);

  gtk_box_pack_start (GTK_BOX (content), problem_new (self), FALSE, FALSE, 0);
}

SiltModel *
silt_walk_dialog_run (SiltWalkDialog *self)
{
  SiltModel *model;

  g_signal_connect_swapped (self->config, "notify::model",
                            G_CALLBACK (walk_dialog_model_changed), self);
  g_signal_connect_swapped (self->config, "notify",
                            G_CALLBACK (walk_dialog_check), self);
  walk_dialog_open_model (self);
  walk_dialog_check (self);

  if (! gimp_procedure_dialog_run (self->dialog))
    g_clear_pointer (&self->model, silt_model_unref);

  model = self->model;

  g_signal_handlers_disconnect_by_data (self->config, self);
  g_clear_error (&self->model_error);
  g_object_unref (self->labels);
  gtk_widget_destroy (GTK_WIDGET (self->dialog));
  g_free (self);

  return model;
}
