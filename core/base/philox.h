/* Silt: noise as a function of the place
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

G_BEGIN_DECLS

/* Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers:
 * as easy as 1, 2, 3"): four words from a 128-bit counter and a 64-bit key. */
void silt_philox4x32 (guint32        out[4],
                      const guint32  counter[4],
                      const guint32  key[2]);

/* Four standard normal values for channels 4 * quad ... 4 * quad + 3 of the
 * pixel (x, y) in the draw number `draw` of `seed`: Box-Muller on the words of
 * counter (x, y, draw, quad).  Depends on nothing else. */
void silt_philox_normal (gfloat   out[4],
                         guint64  seed,
                         guint32  x,
                         guint32  y,
                         guint32  draw,
                         guint32  quad);

G_END_DECLS
