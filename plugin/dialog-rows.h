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

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

G_BEGIN_DECLS

#define SILT_SPACING 6

/* Widgets for a procedure's arguments, each with a name for assistive
 * technology; labels in a column are of one width. */

/* Those that GimpProcedureDialog makes. */
GtkWidget * silt_row_widget      (GimpProcedureDialog *dialog,
                                  GimpProcedureConfig *config,
                                  GtkSizeGroup        *labels,
                                  const gchar         *argument,
                                  GType                type);

/* `lower` and `upper` are the ends of the scale; the whole range of the
 * argument can be typed. */
GtkWidget * silt_row_scale       (GimpProcedureDialog *dialog,
                                  GimpProcedureConfig *config,
                                  const gchar         *argument,
                                  gdouble              lower,
                                  gdouble              upper);

/* A row like those, around a widget of our own. */
GtkWidget * silt_row_new         (GimpProcedureConfig *config,
                                  GtkSizeGroup        *labels,
                                  const gchar         *argument,
                                  GtkWidget           *widget);

/* One for no argument. */
GtkWidget * silt_row_new_labeled (GtkSizeGroup        *labels,
                                  const gchar         *mnemonic,
                                  GtkWidget           *widget);

/* The label of an argument as text.  Free with g_free. */
gchar     * silt_row_label       (GimpProcedureConfig *config,
                                  const gchar         *argument);

/* Makes a label one that tells facts. */
void        silt_row_make_facts  (GtkLabel            *label);

/* Adds to the tooltip what there is to say now; NULL: nothing. */
void        silt_row_explain     (GimpProcedureConfig *config,
                                  GtkWidget           *widget,
                                  const gchar         *argument,
                                  const gchar         *reason);

/* Makes a widget sensitive, or says in its tooltip why it is not. */
void        silt_row_allow       (GimpProcedureConfig *config,
                                  GtkWidget           *widget,
                                  const gchar         *argument,
                                  const gchar         *reason);

G_END_DECLS
