/* Silt: large memory
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

/* n_bytes at an address that vectors and cache lines like, for free (); NULL
 * where there is not enough.  Large memory comes in large pages where the system
 * has them: of small ones there would be so many that to get them, and to find
 * them again in the page tables, takes longer than what is done in them. */
gpointer silt_pages_new (gsize n_bytes);

G_END_DECLS
