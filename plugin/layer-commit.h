/* Silt: results, committed to the image
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

/* Lays the results into the image, all in one undo step: as new layers, see
 * silt_layer_place for where, or into the layers that are there.  With the name
 * of a group, new layers come into one, which is where the first would be.  On
 * error, which includes an image that was closed or became indexed, and a layer
 * that is gone, locked or of another size by now, the image is as it was.
 * (Should GIMP refuse the pixels of one layer in the midst of it, against all
 * that was asked before, those of the layers before it are in the undo
 * step.) */
gboolean silt_layer_commit (GimpImage    *image,
                            SiltResult   *results,
                            gint          n_results,
                            const gchar  *group_name,
                            GError      **error);

G_END_DECLS
