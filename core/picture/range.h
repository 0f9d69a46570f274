/* Silt: from the network's numbers to a picture
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

#include "silt.h"

G_BEGIN_DECLS

/* Cuts the window picture->width x picture->height at the top left out of a
 * canvas [.., canvas_width, channels] whose values run from -1 to 1, and lays
 * it into the picture as 0 ... 1, clamped; NaN becomes 0.  One channel is
 * copied to all three. */
void silt_range_to_picture (const SiltPicture *picture,
                            const gfloat      *canvas,
                            gint               canvas_width,
                            gint               channels);

G_END_DECLS
