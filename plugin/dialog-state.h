/* Silt: what a dialog looked like when it was last open
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

/* Gives the window the size, and the expander the state, that they had when
 * `procedure` was last asked for; whatever became of that call. */
void silt_dialog_state_load (GtkWindow   *window,
                             GtkExpander *expander,
                             const gchar *procedure);
void silt_dialog_state_save (GtkWindow   *window,
                             GtkExpander *expander,
                             const gchar *procedure);

G_END_DECLS
