/* Silt: choosing a model
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

G_BEGIN_DECLS

/* A button that shows a list of the models there are, with what is known of each;
 * below it, one that asks for another folder, and one that opens the user's own.
 * Its property `file` is the model's GFile, or NULL, which means the model that
 * comes with Silt. */
#define SILT_TYPE_MODEL_CHOOSER (silt_model_chooser_get_type ())
G_DECLARE_FINAL_TYPE (SiltModelChooser, silt_model_chooser,
                      SILT, MODEL_CHOOSER, GtkBox)

/* `folder`: of the user's models; it need not be there. */
GtkWidget * silt_model_chooser_new       (const gchar      *folder);

GFile     * silt_model_chooser_get_file  (SiltModelChooser *chooser);
void        silt_model_chooser_set_file  (SiltModelChooser *chooser,
                                          GFile            *file);

/* What assistive technology calls the chooser. */
void        silt_model_chooser_set_label (SiltModelChooser *chooser,
                                          const gchar      *label);

G_END_DECLS
