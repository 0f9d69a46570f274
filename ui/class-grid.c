/* Silt: the classes of a model as pictures
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

#include <glib/gi18n-lib.h>

#include "chosen-style.h"
#include "class-grid.h"
#include "swatches.h"

/* Of a picture, in the widget's pixels. */
#define SHOWN_SIZE (SILT_SWATCH_SIZE / 2)

/* Three rows, unless that makes them too long for the smallest screen. */
#define N_ROWS      3
#define MAX_COLUMNS 7

struct _SiltClassGrid
{
  GtkGrid    parent_instance;

  GPtrArray *buttons;        /* any, then the classes                         */
  GPtrArray *images;
  gboolean   setting;        /* it is not the user who presses                */
};

static void silt_class_grid_finalize (GObject *object);

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (SiltClassGrid, silt_class_grid, GTK_TYPE_GRID)


static void
silt_class_grid_class_init (SiltClassGridClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = silt_class_grid_finalize;

  chosen_signal = g_signal_new ("chosen", SILT_TYPE_CLASS_GRID,
                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
silt_class_grid_init (SiltClassGrid *grid)
{
  grid->buttons = g_ptr_array_new ();
  grid->images  = g_ptr_array_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
}

static void
silt_class_grid_finalize (GObject *object)
{
  SiltClassGrid *grid = SILT_CLASS_GRID (object);

  g_ptr_array_unref (grid->buttons);
  g_ptr_array_unref (grid->images);

  G_OBJECT_CLASS (silt_class_grid_parent_class)->finalize (object);
}

static void
button_toggled (SiltClassGrid *grid,
                GtkWidget     *button)
{
  guint i;

  if (grid->setting || ! g_ptr_array_find (grid->buttons, button, &i))
    return;

  silt_class_grid_set_class (grid, (gint) i - 1);
  g_signal_emit (grid, chosen_signal, 0, (gint) i - 1);
}

static void
add_button (SiltClassGrid *grid,
            const gchar   *name,
            const gchar   *icon,
            gint           column,
            gint           row)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *image  = gtk_image_new_from_icon_name (icon, GTK_ICON_SIZE_DND);
  GtkWidget *label  = gtk_label_new (name);

  gtk_widget_set_size_request (image, SHOWN_SIZE, SHOWN_SIZE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 9);
  gtk_box_pack_start (GTK_BOX (box), image, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);

  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_container_add (GTK_CONTAINER (button), box);
  gtk_widget_set_tooltip_text (button, name);
  atk_object_set_name (gtk_widget_get_accessible (button), name);
  silt_chosen_style_add (button);
  g_signal_connect_swapped (button, "toggled",
                            G_CALLBACK (button_toggled), grid);

  gtk_grid_attach (GTK_GRID (grid), button, column, row, 1, 1);
  gtk_widget_show_all (button);

  g_ptr_array_add (grid->buttons, button);
  g_ptr_array_add (grid->images, image);
}


/*  public functions  */

GtkWidget *
silt_class_grid_new (void)
{
  return g_object_new (SILT_TYPE_CLASS_GRID, NULL);
}

void
silt_class_grid_set_model (SiltClassGrid *grid,
                           SiltModel     *model,
                           gint           n_classes)
{
  gint columns = CLAMP ((n_classes + N_ROWS) / N_ROWS, 1, MAX_COLUMNS);
  gint i;

  g_return_if_fail (SILT_IS_CLASS_GRID (grid));

  for (i = 0; i < (gint) grid->buttons->len; i++)
    gtk_widget_destroy (grid->buttons->pdata[i]);
  g_ptr_array_set_size (grid->buttons, 0);
  g_ptr_array_set_size (grid->images, 0);

  add_button (grid, C_("class of texture", "any"),
              "media-playlist-shuffle-symbolic", 0, 0);
  for (i = 0; model && i < n_classes; i++)
    add_button (grid, silt_model_class_name (model, i),
                "content-loading-symbolic",
                (i + 1) % columns, (i + 1) / columns);
}

void
silt_class_grid_set_picture (SiltClassGrid   *grid,
                             gint             index,
                             cairo_surface_t *picture)
{
  g_return_if_fail (SILT_IS_CLASS_GRID (grid));
  g_return_if_fail (index >= 0 && index + 1 < (gint) grid->images->len);

  cairo_surface_set_device_scale (picture, 2, 2);
  gtk_image_set_from_surface (grid->images->pdata[index + 1], picture);
}

void
silt_class_grid_set_class (SiltClassGrid *grid,
                           gint           index)
{
  guint i;

  g_return_if_fail (SILT_IS_CLASS_GRID (grid));

  grid->setting = TRUE;
  for (i = 0; i < grid->buttons->len; i++)
    gtk_toggle_button_set_active (grid->buttons->pdata[i],
                                  (gint) i == index + 1);
  grid->setting = FALSE;
}

void
silt_class_grid_focus (SiltClassGrid *grid)
{
  guint i;

  g_return_if_fail (SILT_IS_CLASS_GRID (grid));

  if (! gtk_widget_get_mapped (GTK_WIDGET (grid)))
    return;

  for (i = 0; i < grid->buttons->len; i++)
    if (gtk_toggle_button_get_active (grid->buttons->pdata[i]))
      gtk_widget_grab_focus (grid->buttons->pdata[i]);
}
