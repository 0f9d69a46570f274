/* Silt: the types of a tensor's elements
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

#include "weights.h"

G_BEGIN_DECLS

/* silt_dtype_name and silt_dtype_size are in weights.h. */

/* -1 with UNSUPPORTED for an unknown name; `what` begins the message. */
gint silt_dtype_from_name (const gchar  *name,
                           const gchar  *what,
                           GError      **error);

G_END_DECLS
