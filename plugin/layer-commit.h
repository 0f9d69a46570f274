/* Silt: putting a picture into an image as a layer
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

/* Whether the image is still there. */
gboolean    silt_layer_check_open  (GimpImage          *image,
                                    GError            **error);

/* Whether the image is there and can take a layer: it is neither indexed nor
 * has it a floating selection. */
gboolean    silt_layer_check_image (GimpImage          *image,
                                    GError            **error);

/* Adds `picture`, with its alpha where its pixel stride is 4, to `image` as a
 * layer whose upper left corner is at (x, y), in one undo step; see
 * silt_layer_place for where in the stack.  The layer keeps `settings`, a text,
 * as its parasite SILT_LAYER_PARASITE.  On error, which includes an image that
 * was closed or became indexed, the image is as it was. */
#define SILT_LAYER_PARASITE "silt-settings"

GimpLayer * silt_layer_commit      (GimpImage          *image,
                                    GimpDrawable       *reference,
                                    const SiltPicture  *picture,
                                    gint                x,
                                    gint                y,
                                    const gchar        *name,
                                    const gchar        *settings,
                                    GError            **error);

G_END_DECLS
