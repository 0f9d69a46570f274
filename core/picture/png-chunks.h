/* Silt: PNG chunks that are written as they were read
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

#include <glib.h>
#include <png.h>

G_BEGIN_DECLS

/* Has libpng hand on, and take, as bytes what it would otherwise understand:
 * colour profiles and all other ways to say what the colours are, resolution,
 * texts and Exif. */
void     silt_png_keep_chunks (png_structp     png);

/* Chunks as bytes, of png_unknown_chunk, their data their own; without those
 * that Silt writes itself. */
GArray * silt_png_take_chunks (png_structp     png,
                               png_infop       info);
void     silt_png_put_chunks  (png_structp     png,
                               png_infop       info,
                               const GArray   *chunks);

/* Takes a warning: a library prints nothing. */
void     silt_png_ignore      (png_structp     png,
                               png_const_charp message);

G_END_DECLS
