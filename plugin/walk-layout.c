/* Silt: what is in the dialog of every walk, and where
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

#include "dialog-rows.h"
#include "model-chooser.h"
#include "walk-args.h"
#include "walk-dialog-private.h"

#define SPACING SILT_SPACING

/* Pixels: room for a label in a scale, which asks for none. */
#define SCALE_WIDTH 230


static GtkWidget *
add_widget (SiltWalkDialog *self,
            const gchar    *argument,
            GType           type)
{
  return silt_row_widget (self->dialog, self->config, self->labels,
                          argument, type);
}

static GtkWidget *
add_scale (SiltWalkDialog *self,
           const gchar    *argument,
           gdouble         lower,
           gdouble         upper)
{
  return silt_row_scale (self->dialog, self->config, argument, lower, upper);
}

static GtkWidget *
frame_new (SiltWalkDialog *self,
           const gchar    *frame,
           const gchar    *title,
           const gchar    *box)
{
  g_autofree gchar *title_id = g_strconcat (frame, "-title", NULL);
  GtkWidget        *content;
  GtkWidget        *widget;

  content = gimp_procedure_dialog_get_widget (self->dialog, box, G_TYPE_NONE);
  gtk_box_set_spacing (GTK_BOX (content), SPACING);

  gimp_procedure_dialog_get_label (self->dialog, title_id, title, FALSE, FALSE);
  widget = gimp_procedure_dialog_fill_frame (self->dialog, frame, title_id,
                                             FALSE, box);
  gtk_widget_show (widget);

  return widget;
}

void
silt_walk_dialog_new_seed (SiltWalkDialog *self)
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
  g_signal_connect_swapped (button, "clicked",
                            G_CALLBACK (silt_walk_dialog_new_seed), self);

  return button;
}

static GtkWidget *
model_row_new (SiltWalkDialog *self)
{
  g_autofree gchar *label   = silt_row_label (self->config, "model");
  g_autofree gchar *folder  = silt_walk_args_models_folder ();
  GtkWidget        *chooser = silt_model_chooser_new (folder);

  silt_model_chooser_set_label (SILT_MODEL_CHOOSER (chooser), label);
  g_object_bind_property (self->config, "model",
                          chooser,      "file",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  return silt_row_new (self->config, self->labels, "model", chooser);
}

/* Below the model's row: what was found there. */
static GtkWidget *
facts_row_new (SiltWalkDialog *self)
{
  GtkWidget *row    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *indent = gtk_label_new (NULL);
  GtkWidget *facts  = gtk_label_new (NULL);

  self->model_facts = GTK_LABEL (facts);

  silt_row_make_facts (self->model_facts);
  gtk_size_group_add_widget (self->labels, indent);

  gtk_box_pack_start (GTK_BOX (row), indent, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), facts, TRUE, TRUE, 0);
  gtk_widget_show_all (row);

  return row;
}

static gboolean
next_swatch (SiltWork              *work,
             cairo_rectangle_int_t *view,
             gpointer               data)
{
  return silt_class_chooser_next (data, work, view);
}

static void
swatch_changed (SiltRun  *run,
                gpointer  data)
{
  if (silt_run_is_done (run))
    silt_class_chooser_take (data, run);
}

static GtkWidget *
class_row_new (SiltWalkDialog *self)
{
  g_autofree gchar *label   = silt_row_label (self->config, "class");
  GtkWidget        *chooser = silt_class_chooser_new ();

  self->class_chooser = SILT_CLASS_CHOOSER (chooser);

  silt_class_chooser_set_label (self->class_chooser, label);
  g_object_bind_property (self->config, "class",
                          chooser,      "class-name",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  silt_walk_preview_set_rest (self->preview, next_swatch, swatch_changed,
                              chooser);

  return silt_row_new (self->config, self->labels, "class", chooser);
}

static void
quality_chosen (SiltWalkDialog *self,
                gint            quality)
{
  SiltSettings settings;

  if (! self->model)
    return;

  silt_settings_init (&settings, self->model);
  silt_quality_apply (quality, self->model, &settings);

  g_object_set (self->config,
                "steps",   settings.steps,
                "sampler", silt_sampler_name (settings.sampler),
                "spacing", silt_spacing_name (settings.spacing),
                NULL);
}

static GtkWidget *
quality_row_new (SiltWalkDialog *self)
{
  GtkWidget *chooser = silt_quality_chooser_new ();

  self->quality = SILT_QUALITY_CHOOSER (chooser);
  g_signal_connect_swapped (chooser, "chosen",
                            G_CALLBACK (quality_chosen), self);

  return silt_row_new_labeled (self->labels, _("_Quality"), chooser);
}

static GtkWidget *
problem_new (SiltWalkDialog *self)
{
  GtkWidget *bar   = gtk_info_bar_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 90);
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

static void
insert_row (GtkWidget *box,
            GtkWidget *row,
            gint       position)
{
  gtk_container_add (GTK_CONTAINER (box), row);
  gtk_box_reorder_child (GTK_BOX (box), row, position);
}

static void
add_seed (SiltWalkDialog *self)
{
  GtkWidget *seed = add_widget (self, "seed", GIMP_TYPE_LABEL_SPIN);

  gtk_widget_set_hexpand (gimp_label_spin_get_spin_button
                            (GIMP_LABEL_SPIN (seed)), TRUE);
  gtk_grid_attach (GTK_GRID (seed), seed_button_new (self), 2, 0, 1, 1);

  gimp_procedure_dialog_get_widget (self->dialog, "new-seed",
                                    GTK_TYPE_CHECK_BUTTON);
}

/* Below the choice that it belongs to. */
static void
add_color_row (SiltWalkDialog *self,
               GtkWidget      *box)
{
  GtkWidget *choice;
  gint       position;

  choice = gimp_procedure_dialog_get_widget (self->dialog, "color-match",
                                             G_TYPE_NONE);
  gtk_container_child_get (GTK_CONTAINER (box), choice,
                           "position", &position, NULL);
  insert_row (box, self->color_row, position + 1);
}

static GtkWidget *
subject_new (SiltWalkDialog      *self,
             const gchar         *title,
             const gchar * const *arguments)
{
  g_autoptr (GList)  rows = NULL;
  GtkWidget         *box;

  add_seed (self);
  for (; *arguments; arguments++)
    rows = g_list_append (rows, (gpointer) *arguments);

  box = gimp_procedure_dialog_fill_box_list (self->dialog, "subject-box", rows);
  insert_row (box, model_row_new (self), 0);
  insert_row (box, facts_row_new (self), 1);
  insert_row (box, class_row_new (self), 2);
  if (self->size)
    insert_row (box, self->size, 3);
  if (self->color_row)
    add_color_row (self, box);
  gtk_container_add (GTK_CONTAINER (box), quality_row_new (self));

  if (self->start)
    {
      gint position;

      gtk_container_child_get (GTK_CONTAINER (box),
                               GTK_WIDGET (self->facts),
                               "position", &position, NULL);
      insert_row (box, GTK_WIDGET (self->plot), position);
    }

  return frame_new (self, "subject-frame", title, "subject-box");
}

static void
add_resample_rows (SiltWalkDialog *self,
                   GtkWidget      *box)
{
  gtk_container_add (GTK_CONTAINER (box),
                     add_scale (self, "resample", 1, 20));
  gtk_container_add (GTK_CONTAINER (box),
                     add_scale (self, "jump", 1, 20));
}

/* Two columns, so that the dialog stays low. */
static GtkWidget *
advanced_new (SiltWalkDialog *self)
{
  g_autoptr (GtkSizeGroup)  labels = self->labels;
  GtkWidget                *expander;
  GtkWidget                *columns;
  GtkWidget                *left, *right;

  self->labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  add_scale  (self, "steps",    1, 100);
  add_scale  (self, "guidance", 1, 10);
  add_scale  (self, "eta",      0, 1);
  add_widget (self, "threads",  GIMP_TYPE_LABEL_SPIN);
  add_widget (self, "sampler",  GTK_TYPE_COMBO_BOX);
  add_widget (self, "spacing",  GTK_TYPE_COMBO_BOX);
  add_widget (self, "variance", GTK_TYPE_COMBO_BOX);
  add_widget (self, "noise",    GTK_TYPE_COMBO_BOX);

  left  = gimp_procedure_dialog_fill_box (self->dialog, "advanced-left",
                                          "steps", "guidance", "eta", NULL);
  right = gimp_procedure_dialog_fill_box (self->dialog, "advanced-right",
                                          "sampler", "spacing", "variance",
                                          "noise", "threads", NULL);
  if (! self->start)
    insert_row (left, GTK_WIDGET (self->plot), 0);
  if (self->resamples)
    add_resample_rows (self, left);

  gtk_box_set_spacing (GTK_BOX (left),  SPACING);
  gtk_box_set_spacing (GTK_BOX (right), SPACING);

  columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2 * SPACING);
  gtk_box_set_homogeneous (GTK_BOX (columns), TRUE);
  gtk_widget_set_margin_top (columns, SPACING);
  gtk_container_add (GTK_CONTAINER (columns), left);
  gtk_container_add (GTK_CONTAINER (columns), right);

  expander = gtk_expander_new (_("Advanced"));
  gtk_expander_set_resize_toplevel (GTK_EXPANDER (expander), TRUE);
  gtk_container_add (GTK_CONTAINER (expander), columns);
  gtk_widget_show_all (expander);

  g_object_unref (self->labels);
  self->labels = g_steal_pointer (&labels);

  return expander;
}

static GtkWidget *
preview_column_new (SiltWalkDialog *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  self->cost = GTK_LABEL (gtk_label_new (NULL));
  silt_row_make_facts (self->cost);

  gtk_box_pack_start (GTK_BOX (column),
                      silt_walk_preview_widget (self->preview), TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (column), GTK_WIDGET (self->cost),
                      FALSE, FALSE, 0);
  gtk_widget_show_all (column);

  if (self->below)
    gtk_container_add (GTK_CONTAINER (column), self->below);

  return column;
}


/*  public functions  */

void
silt_walk_dialog_add_choice (SiltWalkDialog *self,
                             const gchar    *argument)
{
  add_widget (self, argument, GTK_TYPE_COMBO_BOX);
}

void
silt_walk_dialog_add_scale (SiltWalkDialog *self,
                            const gchar    *argument,
                            gdouble         lower,
                            gdouble         upper)
{
  add_scale (self, argument, lower, upper);
}

static GtkWidget *
size_spin_new (SiltWalkDialog *self,
               const gchar    *argument)
{
  g_autofree gchar *label = silt_row_label (self->config, argument);
  GtkWidget        *spin  = gtk_spin_button_new_with_range (1, SILT_MAX_SIZE,
                                                            1);

  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (spin), 1, 64);
  gtk_widget_set_hexpand (spin, TRUE);
  atk_object_set_name (gtk_widget_get_accessible (spin), label);
  g_object_bind_property (self->config, argument, spin, "value",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  return spin;
}

void
silt_walk_dialog_add_size (SiltWalkDialog *self)
{
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *width  = size_spin_new (self, "width");
  GtkWidget *height = size_spin_new (self, "height");

  gtk_container_add (GTK_CONTAINER (box), width);
  gtk_container_add (GTK_CONTAINER (box), gtk_label_new ("×"));
  gtk_container_add (GTK_CONTAINER (box), height);
  gtk_container_add (GTK_CONTAINER (box), gtk_label_new (_("pixels")));

  self->size = silt_row_new_labeled (self->labels, _("Si_ze"), box);
  gtk_widget_set_tooltip_text (self->size,
                               _("Width and height of the new image"));
}

void
silt_walk_dialog_add_below (SiltWalkDialog      *self,
                            const gchar * const *arguments)
{
  self->below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2 * SPACING);
  gtk_widget_show (self->below);

  for (; *arguments; arguments++)
    {
      GtkWidget *widget;

      widget = gimp_procedure_dialog_get_widget (self->dialog, *arguments,
                                                 G_TYPE_NONE);
      if (GTK_IS_SPIN_BUTTON (widget))
        gtk_widget_set_size_request (widget, SCALE_WIDTH, -1);

      gtk_widget_show (widget);
      gtk_box_pack_start (GTK_BOX (self->below), widget,
                          GTK_IS_SPIN_BUTTON (widget), TRUE, 0);
    }
}

static GtkLabel *
add_facts (SiltWalkDialog *self,
           const gchar    *row)
{
  GtkWidget *label;

  label = gimp_procedure_dialog_get_label (self->dialog, row, "", FALSE, FALSE);
  silt_row_make_facts (GTK_LABEL (label));

  return GTK_LABEL (label);
}

void
silt_walk_dialog_add_facts (SiltWalkDialog *self)
{
  self->facts = add_facts (self, "facts");
  self->note  = add_facts (self, "note");

  gtk_label_set_ellipsize (self->note, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_line_wrap (self->note, TRUE);
  gtk_label_set_max_width_chars (self->note, 40);
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
silt_walk_dialog_add_start (SiltWalkDialog *self)
{
  self->start = add_scale (self, "start", 0, 1);

  g_object_bind_property (self->config, "start",
                          silt_schedule_plot_get_adjustment (self->plot),
                          "value",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

void
silt_walk_dialog_add_resample (SiltWalkDialog *self)
{
  self->resamples = TRUE;
}

void
silt_walk_dialog_fill (SiltWalkDialog      *self,
                       const gchar         *title,
                       const gchar * const *arguments)
{
  GtkWidget *content = gtk_dialog_get_content_area (GTK_DIALOG (self->dialog));
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3 * SPACING);

  gtk_container_set_border_width (GTK_CONTAINER (content), 2 * SPACING);
  gtk_box_pack_start (GTK_BOX (columns), preview_column_new (self),
                      TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (columns), subject_new (self, title, arguments),
                      TRUE, TRUE, 0);
  gtk_widget_show (columns);

  self->columns  = columns;
  self->advanced = advanced_new (self);

  gtk_box_pack_start (GTK_BOX (content), columns, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (content), self->advanced, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (content), problem_new (self), FALSE, FALSE, 0);
}
