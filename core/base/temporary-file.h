/* Silt: room on a disk, as memory
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

/* Maps a file of n_bytes that no directory names, to be read and written, shared
 * by threads: in $TMPDIR, the user's cache directory, /var/tmp or /tmp, the first of these
 * that is on a disk with so much room.  It is taken at once, so that a full
 * disk is an error here and no signal later; it is free again when the mapping
 * is undone, or the process ends.  Error: IO. */
gpointer silt_temporary_file_map (gsize    n_bytes,
                                  GError **error);

G_END_DECLS
