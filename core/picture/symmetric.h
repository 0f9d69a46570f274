/* Silt: symmetric matrices of three rows
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

/* out = the matrix with the same eigenvectors as `in`, which is symmetric, and
 * its eigenvalues to the power, those below 0 being taken for 0: 1/2 for the
 * square root, -1/2 for its inverse, if there is one. */
void silt_symmetric_power    (gdouble        out[3][3],
                              gdouble        in[3][3],
                              gdouble        power);

/* out = a b a, for two that are symmetric; out is none of them. */
void silt_symmetric_sandwich (gdouble        out[3][3],
                              gdouble        a[3][3],
                              gdouble        b[3][3]);

G_END_DECLS
