/* Silt: the rows of a dialog
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

#include "dialog-rows.h"

static GParamSpec *
argument_pspec (GimpProcedureConfig *config,
                const gchar         *argument)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (config), argument);
}

gchar *
silt_row_label (GimpProcedureConfig *config,
                const gchar         *argument)
{
  return gimp_strip_uline (g_param_spec_get_nick (argument_pspec (config,
                                                                  argument)));
}

/* GimpSpinScale draws its label itself, and a combo box is named after what it
 * shows. */
static void
name_widget (GimpProcedureConfig *config,
             GtkWidget           *widget,
             const gchar         *argument)
{
  g_autofree gchar *label = silt_row_label (config, argument);

  atk_object_set_name (gtk_widget_get_accessible (widget), label);
}

GtkWidget *
silt_row_widget (GimpProcedureDialog *dialog,
                 GimpProcedureConfig *config,
                 GtkSizeGroup        *labels,
                 const gchar         *argument,
                 GType                type)
{
  GtkWidget *widget;
  GtkWidget *label;

  widget = gimp_procedure_dialog_get_widget (dialog, argument, type);
  label  = gimp_labeled_get_label (GIMP_LABELED (widget));

  gtk_size_group_add_widget (labels, label);
  name_widget (config, gtk_label_get_mnemonic_widget (GTK_LABEL (label)),
               argument);

  return widget;
}

GtkWidget *
silt_row_scale (GimpProcedureDialog *dialog,
                GimpProcedureConfig *config,
                const gchar         *argument,
                gdouble              lower,
                gdouble              upper)
{
  GtkWidget *scale;

  scale = gimp_procedure_dialog_get_spin_scale (dialog, argument, 1.0);
  gimp_spin_scale_set_scale_limits (GIMP_SPIN_SCALE (scale), lower, upper);
  name_widget (config, scale, argument);

  return scale;
}

GtkWidget *
silt_row_new_labeled (GtkSizeGroup *labels,
                      const gchar  *mnemonic,
                      GtkWidget    *widget)
{
  GtkWidget *row   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SILT_SPACING);
  GtkWidget *label = gtk_label_new_with_mnemonic (mnemonic);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  gtk_size_group_add_widget (labels, label);

  gtk_box_pack_start (GTK_BOX (row), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), widget, TRUE, TRUE, 0);
  gtk_widget_show_all (row);

  return row;
}

GtkWidget *
silt_row_new (GimpProcedureConfig *config,
              GtkSizeGroup        *labels,
              const gchar         *argument,
              GtkWidget           *widget)
{
  GParamSpec *pspec = argument_pspec (config, argument);

  gtk_widget_set_tooltip_text (widget, g_param_spec_get_blurb (pspec));

  return silt_row_new_labeled (labels, g_param_spec_get_nick (pspec), widget);
}

void
silt_row_make_facts (GtkLabel *label)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (label));

  gtk_label_set_xalign (label, 0.0);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_style_context_add_class (context, GTK_STYLE_CLASS_DIM_LABEL);
}

void
silt_row_explain (GimpProcedureConfig *config,
                  GtkWidget           *widget,
                  const gchar         *argument,
                  const gchar         *reason)
{
  const gchar      *blurb;
  g_autofree gchar *both = NULL;

  blurb = g_param_spec_get_blurb (argument_pspec (config, argument));
  if (reason)
    both = g_strdup_printf ("%s\n\n%s", blurb, reason);

  gtk_widget_set_tooltip_text (widget, both ? both : blurb);
}

void
silt_row_allow (GimpProcedureConfig *config,
                GtkWidget           *widget,
                const gchar         *argument,
                const gchar         *reason)
{
  gtk_widget_set_sensitive (widget, reason == NULL);
  silt_row_explain (config, widget, argument, reason);
}
