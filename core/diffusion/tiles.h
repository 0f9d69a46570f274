/* Silt: the windows that a canvas is seen through
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

/* A canvas too large for one network call is seen through windows, all of one
 * size, that overlap.  Everything is in image pixels and follows from the
 * network and the canvas alone, never from the memory at hand: the same seed
 * gives the same picture everywhere.
 *
 * Where the network is strictly local, an answer that lies its reach away from
 * the edges of its window is that of the whole canvas: the rest, the halo, is
 * thrown away.  A window at the canvas' own edge has no halo there, so that the
 * zeros which the network pads with lie where they would for the whole.
 *
 * A network that sees everything answers another question in each window: the
 * answers are blended, and what comes of it is an approximation. */

/* What is to be known of a network. */
typedef struct
{
  gint multiple;       /* sides and places of windows are multiples of it     */
  gint reach;          /* pixels that an answer depends on; -1: all of them   */
  gint trained_size;   /* of the squares it was trained on; 0: unknown        */
} SiltSight;

/* One axis of a canvas. */
typedef struct
{
  gint     size;       /* of the canvas                                       */
  gint     multiple;
  gint     n;          /* windows                                             */
  gint     window;     /* the size of each                                    */
  gboolean circular;   /* the one window is the canvas, which goes on into
                        * itself: the network has to wrap                     */
  gboolean ring;       /* windows see the canvas again behind its end         */
  gint     halo;       /* ring: before what is kept                           */
  gint     overlap;    /* of neighbours, at least                             */
  gint     ramp;       /* over which neighbours are blended; 0: they are cut  */
} SiltTileAxis;

typedef struct
{
  SiltTileAxis x, y;
} SiltTiling;

/* A window along one axis.  Pixel p of the canvas lies at p - origin in it; in
 * a ring, p may lie before 0 or beyond the size. */
typedef struct
{
  gint origin;
  gint from, to;       /* its answers count for from <= p < to: what is kept
                        * of it, and the ramps                                */
} SiltTile;

/* The largest area of one window; at least as much as there has to be. */
gint64   silt_tiling_max_pixels     (const SiltSight    *sight);

/* Lays out the windows: one if the canvas is no larger than max_pixels, else as
 * many as make for the least work.  Sides of the canvas along axes that are not
 * seamless are multiples of the network's. */
void     silt_tiling_plan           (SiltTiling         *tiling,
                                     const SiltSight    *sight,
                                     gint                height,
                                     gint                width,
                                     SiltSeamless        seamless,
                                     gint64              max_pixels);

gint     silt_tiling_n_windows      (const SiltTiling   *tiling);

/* Whether the windows are blended. */
gboolean silt_tiling_is_blended     (const SiltTiling   *tiling);

SiltTile silt_tile_axis_nth         (const SiltTileAxis *axis,
                                     gint                i);

/* What an answer of window i at p counts, from <= p < to, along this axis.  The
 * weights of all windows at a pixel make 1. */
gfloat   silt_tile_axis_weight      (const SiltTileAxis *axis,
                                     gint                i,
                                     gint                p);

G_END_DECLS
