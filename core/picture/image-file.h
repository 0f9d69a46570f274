/* Silt: pictures in files
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

/* Writes the picture to `path`, which it replaces only once the new file is
 * complete: it is written beside it under a temporary name.  The ending says
 * how:
 *
 *   .png    8 bits a channel, rounded to the nearest, sRGB chunk, `comment`
 *           (UTF-8, may be NULL) as the text "silt:settings"
 *   .pfm    portable float map: 32-bit floats as they are, for comparison
 *
 * `like`, NULL for none, is the image that the picture was made of.  A PNG is
 * then of its kind: gray by silt_luma, as deep, with its alpha, and says of
 * its colours and all else what that one's file said.  A PFM has no alpha.
 *
 * "-" is the standard output, for a PNG: what is written there is written.
 *
 * Errors: those of silt_picture_check_path, IO (also a full disk), MEMORY,
 * G_IO_ERROR_CANCELLED, which also leaves nothing behind. */
gboolean silt_picture_save       (const SiltPicture  *picture,
                                  const SiltImage    *like,
                                  const gchar        *path,
                                  const gchar        *comment,
                                  GCancellable       *cancellable,
                                  GError            **error);

/* Whether silt_picture_save knows the ending and may write there; for a check
 * before the work.  Errors: ARGUMENT for another ending, IO for a directory
 * that is missing or read-only, a path that is no regular file, or a standard
 * output that is a terminal. */
gboolean silt_picture_check_path (const gchar        *path,
                                  GError            **error);

G_END_DECLS
