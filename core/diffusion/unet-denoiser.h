/* Silt: a U-Net as a denoiser
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

#include "denoiser.h"
#include "tiles.h"
#include "unet.h"

G_BEGIN_DECLS

/* A denoiser on a canvas, over a U-Net that works on cells of unshuffle x
 * unshuffle image pixels (channel order of torch's pixel_unshuffle: c, dy, dx).
 * A call makes one network call for each window of the tiling.
 *
 * Where a window is the canvas and goes on into itself every convolution wraps,
 * which is exact; where the period is no multiple of the network's, or there is
 * more than one window, each reads a wrapped halo and its centre is kept.
 * `unet` must outlive the denoiser. */
SiltDenoiser * silt_unet_denoiser_new_tiled (const SiltUNet       *unet,
                                             SiltPrediction        prediction,
                                             gint                  unshuffle,
                                             const SiltTiling     *tiling);

/* The same on a canvas of height x width pixels that is seen as a whole.  Sides
 * along axes that are not seamless must be multiples. */
SiltDenoiser * silt_unet_denoiser_new       (const SiltUNet       *unet,
                                             SiltPrediction        prediction,
                                             gint                  unshuffle,
                                             gint                  height,
                                             gint                  width,
                                             SiltSeamless          seamless);

/* `multiple` and `reach` of such a denoiser, in image pixels. */
gint           silt_unet_denoiser_multiple  (const SiltUNetConfig *config,
                                             gint                  unshuffle);
gint           silt_unet_denoiser_reach     (const SiltUNetConfig *config,
                                             gint                  unshuffle);

/* Both, for a tiling; the trained size, which the network does not know, is
 * 0. */
void           silt_unet_denoiser_sight     (SiltSight            *sight,
                                             const SiltUNetConfig *config,
                                             gint                  unshuffle);

G_END_DECLS
