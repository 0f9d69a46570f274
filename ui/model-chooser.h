/* Silt: choosing the folder of a model
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

/* A button that asks for a folder, and one that goes back to none, which means
 * the model that comes with Silt.  Its property `file` is a GFile or NULL. */
#define SILT_TYPE_MODEL_CHOOSER (silt_model_chooser_get_type ())
G_DECLARE_FINAL_TYPE (SiltModelChooser, silt_model_chooser,
                      SILT, MODEL_CHOOSER, GtkBox)

GtkWidget * silt_model_chooser_new       (void);

GFile     * silt_model_chooser_get_file  (SiltModelChooser *chooser);
void        silt_model_chooser_set_file  (SiltModelChooser *chooser,
                                          GFile            *file);

/* What assistive technology calls the chooser. */
void        silt_model_chooser_set_label (SiltModelChooser *chooser,
                                          const gchar      *label);

G_END_DECLS
