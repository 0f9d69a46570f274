/* Silt: how noisy a picture is
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

/* The standard deviation of the white Gaussian noise in a picture, in units of
 * its samples, black to white being 0 ... 1: 0.098 is 25 of 255.  The noise is
 * taken for independent in the channels, or, where the three are equal at every
 * pixel, for that of a gray picture; what is alike in all channels of a picture
 * with colour is taken for texture.
 *
 * The method follows Ponomarenko et al. (2007) and Colom and Buades, Analysis
 * and Extension of the Ponomarenko et al. Method (IPOL, 2013): in the
 * orthonormal cosine transform of a block of 8 x 8 pixels, white noise is the
 * same in every coefficient and independent between them, but texture is mostly
 * in the low frequencies.  The blocks with the least energy there are the
 * flattest, and the high frequencies of these are noise.  As one set of
 * coefficients selects and the other measures, the selection does not bias the
 * measure.  Here,
 *
 *  - the picture is cut into blocks that do not overlap;
 *  - a picture with colour is measured across (1, 1, 1), where there is hardly
 *    any texture: along (1, 0, -1) and (1, -2, 1);
 *  - of the energies in the flattest blocks, the median counts;
 *  - what was lost where noise was clipped at 0 or 1 is put back, from the
 *    moments of a clipped normal distribution (Foi, Clipped Noisy Images,
 *    Signal Processing, 2009).  An end counts as clipped when no sample lies
 *    beyond it.
 *
 * A limit: texture with hardly any low frequencies, like a checkerboard of
 * single pixels, looks flat to this selection, and counts as noise where the
 * picture is gray or the checks differ in the channels.  With checks of 13 of
 * 255 to either side on three quarters of a picture, a sigma of 15 is measured
 * as 23 or 24; one of 5, at which they still stand out, as 5.  Stripes of 6
 * pixels and more are recognised.
 *
 * Blocks with NaN or infinity, with samples beyond 1e15, or in which the mask,
 * NULL for none, of the picture's size, is not above 0 everywhere are left out.
 * 0 where there is no block, as in pictures with a side below 8, and for flat
 * pictures; where an end was clipped, at most 1.  Memory: less than 2 MB. */
gdouble silt_noise_level (const SiltPicture *picture,
                          const SiltMask    *mask);

G_END_DECLS
