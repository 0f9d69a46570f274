/* Silt: sizes in bytes, as people write them
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

/* Reads a number of bytes above 0 such as 500MB, 1.5 GiB or 4096: units of 1000
 * or, with an i, of 1024, in letters of any case.  FALSE for anything else. */
gboolean silt_byte_size_parse (const gchar *text,
                               gint64      *n_bytes);

G_END_DECLS
