/* Silt: choosing one of a model's classes
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

#include "run.h"

G_BEGIN_DECLS

/* An entry with a list of the names that it takes, "any" and the classes of
 * one model, and a button that shows them as pictures, where they are not too
 * many.  Its property `class-name` is the text, "" for "any"; a name that the
 * model does not have stays as it was typed, marked in the entry.
 *
 * The pictures are made once a model, when whoever has processors to spare asks
 * for what there is to do. */
#define SILT_TYPE_CLASS_CHOOSER (silt_class_chooser_get_type ())
G_DECLARE_FINAL_TYPE (SiltClassChooser, silt_class_chooser,
                      SILT, CLASS_CHOOSER, GtkBox)

GtkWidget   * silt_class_chooser_new            (void);

/* `model` may be NULL: then only "any" is listed.  The text is kept. */
void          silt_class_chooser_set_model      (SiltClassChooser *chooser,
                                                 SiltModel        *model);

const gchar * silt_class_chooser_get_class_name (SiltClassChooser *chooser);
void          silt_class_chooser_set_class_name (SiltClassChooser *chooser,
                                                 const gchar      *class_name);

/* What assistive technology calls the entry and its list. */
void          silt_class_chooser_set_label      (SiltClassChooser *chooser,
                                                 const gchar      *label);

/* What makes the next picture that is missing; FALSE: none is.  When it is done,
 * the run is for silt_class_chooser_take. */
gboolean      silt_class_chooser_next           (SiltClassChooser      *chooser,
                                                 SiltWork              *work,
                                                 cairo_rectangle_int_t *view);
void          silt_class_chooser_take           (SiltClassChooser *chooser,
                                                 SiltRun          *run);

G_END_DECLS
