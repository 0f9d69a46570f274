/* Silt: the colours of one picture for another
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

#include "pool.h"

#include "silt.h"

G_BEGIN_DECLS

/* What silt_color_match_apply allocates. */
gsize    silt_color_match_bytes (void);

/* silt_picture_match_colors in a pool that is there; FALSE when that was
 * cancelled, in which case an unknown part of the picture is not done. */
gboolean silt_color_match_apply (const SiltPicture *picture,
                                 const SiltColors  *colors,
                                 SiltPool          *pool);

G_END_DECLS
