/* Silt: pictures as GIMP's patterns
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

#include "silt.h"

G_BEGIN_DECLS

/* Writes the picture to a file of its own in the first folder of patterns that
 * GIMP may write to, and has GIMP list it under `name`, after which the file is
 * named, too; none that is there is written over. */
gboolean silt_pattern_save (const SiltPicture  *picture,
                            GimpImageBaseType   base_type,
                            const gchar        *name,
                            GError            **error);

G_END_DECLS
