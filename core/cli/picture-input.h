/* Silt: the picture that a command works on
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

#include "image.h"

G_BEGIN_DECLS

/* Starts as zeros. */
typedef struct
{
  SiltImage   image;    /* as it was read                                     */
  SiltPicture source;   /* for the network: what is transparent has the
                         * colours of what surrounds it                       */
  SiltMask    mask;     /* data is NULL where there is none                   */
} SiltInput;

/* Reads the picture `path`, and `mask_path`, NULL for no mask.  Errors: those
 * of silt_image_load; ARGUMENT for a mask that is of another size or selects
 * nothing. */
gboolean silt_input_read   (SiltInput         *input,
                            const gchar       *path,
                            const gchar       *mask_path,
                            GError           **error);
void     silt_input_clear  (SiltInput         *input);

/* Lays the work over the picture: with the mask's soft edge, and the colours
 * that hid in transparent pixels as they were. */
void     silt_input_finish (const SiltInput   *input,
                            const SiltPicture *work);

/* Measures the colours of the picture `path`, for silt_picture_match_colors.
 * Errors: those of silt_image_load, and ARGUMENT where nothing is to be seen. */
gboolean silt_input_read_colors (const gchar        *path,
                                 SiltColors         *colors,
                                 GError            **error);

G_END_DECLS
