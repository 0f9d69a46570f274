/* Silt: what a preview shows of a piece
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

#include "piece.h"
#include "walk-preview.h"

G_BEGIN_DECLS

/* Reads what the model has to see of a piece to show `part` of its canvas, as a
 * SiltWalkPixelsFunc does.  `joins`: what surrounds the selection is held on
 * to.  Errors: those of silt_source_read, and that the layer is gone. */
gboolean silt_piece_preview (const SiltPiece  *piece,
                             SiltModel        *model,
                             gboolean          joins,
                             GeglRectangle    *part,
                             SiltSettings     *settings,
                             SiltWalkPixels   *pixels,
                             GError          **error);

G_END_DECLS
