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

/* Whether the image is still there. */
gboolean     silt_layer_check_open     (GimpImage     *image,
                                        GError       **error);

/* Whether the image is there and can take a layer: it is neither indexed nor
 * has it a floating selection. */
gboolean     silt_layer_check_image    (GimpImage     *image,
                                        GError       **error);

/* The layers among what is selected in the image, both NULL-terminated; free
 * with g_free.  Layers in a group that is selected, too, are left out: they are
 * worked on with it.  NULL with an error for none, a mask or a channel. */
GimpLayer ** silt_layer_check_selected (GimpDrawable **drawables,
                                        GError       **error);

/* Whether the layer is still there. */
gboolean     silt_layer_check_there    (GimpLayer     *layer,
                                        GError       **error);

/* Whether the pixels of a layer can be written: it is still there, has some of
 * its own, which nothing else would be lost with, and is not locked, nor is a
 * group that it is in. */
gboolean     silt_layer_check_writable (GimpLayer     *layer,
                                        GError       **error);

G_END_DECLS
