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

/* The other way: lays the picture at the top left of a canvas [canvas_height,
 * canvas_width, channels], and its mirror image, again and again, where the
 * canvas is larger.  Values are clamped to 0 ... 1 before, and `margin` beyond,
 * where there is noise; what is no number counts as 0.  A canvas of one channel takes the mean of the three. */
void silt_range_from_picture (gfloat            *canvas,
                              gint               canvas_width,
                              gint               canvas_height,
                              gint               channels,
                              const SiltPicture *picture,
                              gfloat             margin);

/* Likewise a mask: 1 where it is 0, or no number, and else 0. */
void silt_range_from_mask    (guint8            *held,
                              gint               canvas_width,
                              gint               canvas_height,
                              const SiltMask    *mask);

/* silt_range_to_picture for a canvas that was made of `source`: what was clamped
 * then is added again, and where the mask, NULL for none, is 0 the
 * picture is the source, to the bit.  The picture may be the source. */
void silt_range_over_source  (const SiltPicture *picture,
                              const gfloat      *canvas,
                              gint               canvas_width,
                              gint               channels,
                              const SiltPicture *source,
                              const SiltMask    *mask,
                              gfloat             margin);

G_END_DECLS
