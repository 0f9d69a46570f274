/* Silt: colours for what is transparent
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

/* Gives the pixels whose alpha is 0 a colour that continues their surroundings
 * smoothly, in the place of the one that hides there; all others keep theirs.
 * Pull and push (Gortler et al. 1996): the picture is halved again and again,
 * each pixel the mean of four, weighted with their alpha, and what is missing
 * is interpolated from the next smaller picture.  Black where nothing is
 * opaque.
 *
 * The alpha is of the picture's size.  FALSE when there is no memory, for
 * which a third of what the two take is needed. */
gboolean silt_transparency_fill (const SiltPicture *picture,
                                 const SiltMask    *alpha);

G_END_DECLS
