/* Silt: a picture in the place of a layer's pixels
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

/* Lays `picture`, R'G'B'A of pixel stride 4, over the layer's pixels from
 * (x, y) on, as far as they are selected, in one undo step; all others keep
 * every bit.  On error, which includes an image that was closed and a layer
 * that is gone, locked or smaller by now, the image is as it was. */
gboolean silt_layer_write (GimpImage          *image,
                           GimpLayer          *layer,
                           const SiltPicture  *picture,
                           gint                x,
                           gint                y,
                           GError            **error);

G_END_DECLS
