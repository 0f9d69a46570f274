/* Silt: the pages behind the Help buttons
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

G_BEGIN_DECLS

/* Tells GIMP where the pages are, when it asks for the procedures. */
void          silt_help_register (GimpPlugIn  *plug_in);

/* What a procedure's page is known by: its name; NULL where the pages were not
 * installed, so that there is no button that leads nowhere. */
const gchar * silt_help_id       (const gchar *procedure);

G_END_DECLS
