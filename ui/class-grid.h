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

#pragma once

#include <gtk/gtk.h>

#include "silt.h"

G_BEGIN_DECLS

/* A grid of buttons: one for any class, and one for each that a model has, with
 * a small picture of it and its name.  The signal "chosen" (gint index, -1: any)
 * is for what the user does, be it to press what is pressed already. */
#define SILT_TYPE_CLASS_GRID (silt_class_grid_get_type ())
G_DECLARE_FINAL_TYPE (SiltClassGrid, silt_class_grid,
                      SILT, CLASS_GRID, GtkGrid)

GtkWidget * silt_class_grid_new         (void);

/* The first `n_classes` of `model`, which may be NULL for none, still without
 * pictures. */
void        silt_class_grid_set_model   (SiltClassGrid   *grid,
                                         SiltModel       *model,
                                         gint             n_classes);

/* Each of its sides is twice as many pixels as it is shown with. */
void        silt_class_grid_set_picture (SiltClassGrid   *grid,
                                         gint             index,
                                         cairo_surface_t *picture);

/* Marks a class as the one that is chosen; -1: any, -2: none. */
void        silt_class_grid_set_class   (SiltClassGrid   *grid,
                                         gint             index);

/* Brings the keyboard, if they are seen, to the class that is chosen. */
void        silt_class_grid_focus       (SiltClassGrid   *grid);

G_END_DECLS
