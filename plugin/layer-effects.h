/* Silt: layers as they are seen
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

/* Whether the layer has effects that are switched on: filters that change what
 * is seen of it, and not its pixels. */
gboolean    silt_layer_has_effects  (GimpLayer  *layer);

/* The layer with its effects merged into its pixels, which may need more room
 * than it has.  It is the only one of an image that nobody sees, for the caller
 * to delete, in its place on the canvas.  The layer itself stays as it is. */
GimpLayer * silt_layer_copy_as_seen (GimpLayer  *layer,
                                     GError    **error);

G_END_DECLS
