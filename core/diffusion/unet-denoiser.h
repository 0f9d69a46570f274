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
#include "unet.h"

G_BEGIN_DECLS

/* A denoiser on a canvas of height x width image pixels, over a U-Net that
 * works on cells of unshuffle x unshuffle of them (channel order of torch's
 * pixel_unshuffle: c, dy, dx).
 *
 * Along a seamless axis every convolution wraps, which is exact where the side
 * is a multiple of the network's; elsewhere each call reads a wrapped halo
 * around the canvas and keeps the centre.  Sides along the other axes must be
 * multiples.  `unet` must outlive the denoiser. */
SiltDenoiser * silt_unet_denoiser_new (const SiltUNet *unet,
                                       SiltPrediction  prediction,
                                       gint            unshuffle,
                                       gint            height,
                                       gint            width,
                                       SiltSeamless    seamless);

/* `multiple` and `reach` of such a denoiser, in image pixels. */
gint           silt_unet_denoiser_multiple (const SiltUNetConfig *config,
                                            gint                  unshuffle);
gint           silt_unet_denoiser_reach    (const SiltUNetConfig *config,
                                            gint                  unshuffle);

G_END_DECLS
