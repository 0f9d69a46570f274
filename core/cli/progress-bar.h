/* Silt: a progress bar on the terminal
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

#include <glib.h>

G_BEGIN_DECLS

/* One line of the standard error, where that is a terminal; else nothing. */

/* seconds_left: below 0 where it is not known yet. */
void silt_progress_bar_draw  (gint     step,
                              gint     total,
                              gdouble  seconds_left);

/* Takes the bar away. */
void silt_progress_bar_clear (void);

G_END_DECLS
