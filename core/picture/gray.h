/* Silt: the noise of gray pictures
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

/* Noise that is the same in all three channels has sqrt (3) times its standard
 * deviation along (1, 1, 1), and none across.  Makes it white, by adding so much
 * across: z, white, [n_pixels, 3], less its mean at each pixel, has that
 * direction and no other.  sigma: of the noise when it is white.
 *
 * On photographs this is as good as to leave the noise as it is and to tell the
 * network of sqrt (3) sigma, mostly by some hundredths of a dB better, and 0.2
 * to 2.7 dB better than to tell it of sigma (docs/denoising.md), which on a
 * smooth picture can be the best of the three. */
void silt_gray_whiten (gfloat       *canvas,
                       const gfloat *z,
                       gsize         n_pixels,
                       gfloat        sigma);

/* The mean of its three channels at each pixel, in all of them. */
void silt_gray_mean   (gfloat       *canvas,
                       gsize         n_pixels);

G_END_DECLS
