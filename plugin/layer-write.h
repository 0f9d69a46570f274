/* Silt: the pixels of a layer that is there
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

#include "result.h"

G_BEGIN_DECLS

/* Whether the result's picture, R'G'B'A of pixel stride 4, can be laid into its
 * target: the layer can be written, see silt_layer_check_writable, and has its
 * size still. */
gboolean silt_layer_write_check   (const SiltResult  *result,
                                   GError           **error);

/* Lays the picture into the target's shadow, where nobody sees it. */
gboolean silt_layer_write_prepare (const SiltResult  *result);

/* Lets GIMP take the shadow, as far as it is selected, as a step of undo.  All
 * other pixels keep every bit. */
gboolean silt_layer_write_merge   (const SiltResult  *result);

G_END_DECLS
