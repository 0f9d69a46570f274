/* Silt: the models there are
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

/* A column of buttons, one for the model that comes with Silt and one for each
 * that silt_model_list finds, with what is known of it; and one for the model that
 * is chosen, if it is none of these.  One that is broken says why, and cannot be
 * pressed.  The signal "chosen" (GFile *file, NULL: the one
 * that comes with Silt) is for what the user does. */
#define SILT_TYPE_MODEL_ROWS (silt_model_rows_get_type ())
G_DECLARE_FINAL_TYPE (SiltModelRows, silt_model_rows, SILT, MODEL_ROWS, GtkBox)

/* What a model is called that is there, also in the cache of the hub's programs,
 * "models--OWNER--NAME".  Free with g_free. */
gchar     * silt_model_file_name   (GFile         *file);

GtkWidget * silt_model_rows_new    (void);

/* Looks what there is now, also in `folder`, the user's own; marks `current`. */
void        silt_model_rows_update (SiltModelRows *rows,
                                    const gchar   *folder,
                                    GFile         *current);

/* Brings the keyboard, if they are seen, to the one that is marked, else to the
 * first. */
void        silt_model_rows_focus  (SiltModelRows *rows);

G_END_DECLS
