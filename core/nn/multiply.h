/* Silt: rows times weights
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

/* A matrix of weights [depth, n_columns] is kept in panels of SILT_PANEL
 * columns, [panels, depth, SILT_PANEL], the last one made up with zeros: the
 * order in which the product reads it. */
#define SILT_PANEL 16

static inline gint
silt_count_panels (gint n_columns)
{
  return (n_columns + SILT_PANEL - 1) / SILT_PANEL;
}

/* out = rows x weights, or out += rows x weights, for one thread
 *
 *   out      [n_rows], out_step floats apart, of n_panels * SILT_PANEL each
 *   rows     [n_rows], row_step floats apart, of depth each
 *   panels   [n_panels], panel_step floats apart, of [depth, SILT_PANEL] each
 *
 * Each sum runs from the first row of weights to the last, so it does not hang
 * on how many rows there are. */
void silt_multiply    (gfloat       *out,
                       gsize         out_step,
                       const gfloat *rows,
                       gsize         row_step,
                       gint          n_rows,
                       const gfloat *panels,
                       gsize         panel_step,
                       gint          depth,
                       gint          n_panels,
                       gboolean      add);

G_END_DECLS
