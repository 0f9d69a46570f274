/* Silt: the transforms of Winograd's algorithm
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

#include "multiply.h"

G_BEGIN_DECLS

/* The three linear maps of F(4 x 4, 3 x 3), see winograd.h, over channels in
 * whole panels.  A result has 36 points, point_step floats apart. */

#define SILT_WINOGRAD_TILE   4   /* output pixels of a tile, a side */
#define SILT_WINOGRAD_PATCH  6   /* input pixels under it           */
#define SILT_WINOGRAD_POINTS 36

/* G g G^T of n kernels: 9 taps, tap_step floats apart, of n panels. */
void silt_winograd_transform_weights (gfloat       *out,
                                      gsize         point_step,
                                      const gfloat *taps,
                                      gsize         tap_step,
                                      gint          n);

/* B^T d B of one tile: 6 x 6 pixels, row_step and pixel_step floats apart, of n
 * channels, a multiple of SILT_PANEL. */
void silt_winograd_transform_input   (gfloat       *out,
                                      gsize         point_step,
                                      const gfloat *pixels,
                                      gsize         row_step,
                                      gsize         pixel_step,
                                      gint          n);

/* One tile's output: scale (A^T m A + add + residual) of the pixels
 * (0 ... rows - 1, 0 ... columns - 1), row_step and pixel_step floats apart
 * both in out and in residual, which may be NULL, and of n channels each;
 * products and add have whole panels. */
void silt_winograd_transform_output  (gfloat       *out,
                                      gsize         row_step,
                                      gsize         pixel_step,
                                      gint          rows,
                                      gint          columns,
                                      gint          n,
                                      const gfloat *products,
                                      gsize         point_step,
                                      const gfloat *add,
                                      const gfloat *residual,
                                      gfloat        scale);

G_END_DECLS
