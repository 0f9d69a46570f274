/* Silt: what a layer tells of how it was made
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

/* The parasite with the settings that a layer was made with: JSON. */
#define SILT_SETTINGS_PARASITE "silt-settings"

/* The parasite of a layer that was made from another one of its image: what
 * silt_layer_source_text gives. */
#define SILT_SOURCE_PARASITE   "silt-source"

gboolean silt_layer_attach_text   (GimpLayer    *layer,
                                   const gchar  *parasite,
                                   const gchar  *text);

/* The settings' JSON.  Free with g_free. */
gchar  * silt_layer_settings_text (GimpLayer    *layer,
                                   GError      **error);

/* "(7, true)": the tattoo of the source, a number that it keeps as long as its
 * image lasts, in XCF files, too; and whether what surrounded the selection was
 * held on to.  Free with g_free. */
gchar  * silt_layer_source_text   (GimpLayer    *source,
                                   gboolean      joins);

/* The layer that `layer` was made from, which is itself where it names none. */
gboolean silt_layer_find_source   (GimpImage    *image,
                                   GimpLayer    *layer,
                                   GimpLayer   **source,
                                   gboolean     *joins,
                                   GError      **error);

G_END_DECLS
