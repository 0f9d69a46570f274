/* Silt: how large a layer may be
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

G_BEGIN_DECLS

/* The most pixels of a layer that are worked on at once. */
#define SILT_LAYER_MAX_PIXELS (8192 * 8192)

/* Whether a new layer may have so many pixels. */
gboolean silt_layer_check_size  (gint              width,
                                 gint              height,
                                 GError          **error);

/* Whether so much may be read of layers as the model has to see, all at once:
 * of each no more than a new layer may have, and of all together no more than
 * half of the memory that is free.  Nothing is read for it. */
gboolean silt_pieces_check_size (const SiltPiece  *pieces,
                                 gint              n_pieces,
                                 SiltModel        *model,
                                 GError          **error);

G_END_DECLS
