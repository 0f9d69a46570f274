/* Silt: where a texture takes its colours from, in the dialog
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

#include "color-args.h"
#include "dialog-rows.h"
#include "walk-dialog-private.h"

#define COMBO_KEY "silt-layer-combo"
#define ROW_KEY   "silt-layer-row"

static gint
get_from (SiltWalkDialog *self)
{
  return gimp_procedure_config_get_choice_id (self->config, "color-match");
}

/* Measures the layer that is shown, if its colours are to be taken. */
static void
layer_chosen (GtkWidget *combo,
              gpointer   data)
{
  SiltWalkDialog *self = data;
  gint            id;

  if (get_from (self) == SILT_COLORS_LAYER &&
      gimp_int_combo_box_get_active (GIMP_INT_COMBO_BOX (combo), &id))
    silt_color_args_measure (self->config, gimp_layer_get_by_id (id));
}

/* The layer that is named, or the one that the dialog was opened on.  GIMP does
 * not remember layers: where the last texture took its colours from one, this
 * one begins with its own. */
static gint
first_layer (SiltWalkDialog *self,
             GimpDrawable   *reference)
{
  g_autoptr (GimpLayer) layer = NULL;

  g_object_get (self->config, "color-layer", &layer, NULL);

  if (layer && gimp_item_is_valid (GIMP_ITEM (layer)))
    return gimp_item_get_id (GIMP_ITEM (layer));

  if (get_from (self) == SILT_COLORS_LAYER)
    silt_color_args_reset (self->config);

  return reference ? gimp_item_get_id (GIMP_ITEM (reference)) : -1;
}

/* "color-layer" lists the layers of all images that are open. */
static GtkWidget *
layer_row_new (SiltWalkDialog *self,
               GimpDrawable   *reference)
{
  g_autofree gchar *label = silt_row_label (self->config, "color-layer");
  GtkWidget        *combo = gimp_layer_combo_box_new (NULL, NULL, NULL);
  GtkWidget        *row   = silt_row_new (self->config, self->labels,
                                          "color-layer", combo);

  g_object_set (combo, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  gimp_int_combo_box_connect (GIMP_INT_COMBO_BOX (combo),
                              first_layer (self, reference),
                              G_CALLBACK (layer_chosen), self, NULL);
  g_object_set_data (G_OBJECT (row), COMBO_KEY, combo);
  g_object_set (self->config, "color-layer", NULL, NULL);
  atk_object_set_name (gtk_widget_get_accessible (combo), label);

  return row;
}

static void
color_match_changed (SiltWalkDialog *self)
{
  GtkWidget *layer = g_object_get_data (G_OBJECT (self->color_row), ROW_KEY);

  gtk_widget_set_visible (layer, get_from (self) == SILT_COLORS_LAYER);
  gtk_widget_set_visible (self->color_row, get_from (self) != SILT_COLORS_OWN);
  layer_chosen (g_object_get_data (G_OBJECT (layer), COMBO_KEY), self);
}

void
silt_walk_dialog_add_colors (SiltWalkDialog *self,
                             GimpDrawable   *reference)
{
  GtkWidget *layer  = layer_row_new (self, reference);
  GtkWidget *amount = silt_row_scale (self->dialog, self->config,
                                      "color-amount", 0.0, 1.0);

  silt_walk_dialog_add_choice (self, "color-match");

  self->color_row = gtk_box_new (GTK_ORIENTATION_VERTICAL, SILT_SPACING);
  gtk_box_pack_start (GTK_BOX (self->color_row), layer, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->color_row), amount, FALSE, FALSE, 0);
  gtk_widget_show (amount);
  gtk_widget_set_no_show_all (self->color_row, TRUE);
  g_object_set_data (G_OBJECT (self->color_row), ROW_KEY, layer);

  g_signal_connect_swapped (self->config, "notify::color-match",
                            G_CALLBACK (color_match_changed), self);
  color_match_changed (self);
}
