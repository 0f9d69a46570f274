/* Silt: pictures to be drawn, in other colours
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

#include <cairo.h>

#include "silt.h"

G_BEGIN_DECLS

/* Another surface, of what silt_picture_match_colors makes of an RGB24 one: for
 * the eye, since 8 bits a channel go in.  Some ten milliseconds for 512 x 512
 * pixels. */
cairo_surface_t * silt_surface_match_colors (cairo_surface_t  *surface,
                                             const SiltColors *colors);

G_END_DECLS
