/* Silt: whether a layer can be worked on
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

/* The one layer among what is selected in the image, NULL-terminated.  NULL
 * with an error for several, and for a mask or a channel. */
GimpLayer * silt_layer_check_single   (GimpDrawable **drawables,
                                       GError       **error);

/* Whether the pixels of a layer can be written: it is still there, has some of
 * its own, which nothing else would be lost with, and is not locked, nor is a
 * group that it is in. */
gboolean    silt_layer_check_writable (GimpLayer     *layer,
                                       GError       **error);

G_END_DECLS
