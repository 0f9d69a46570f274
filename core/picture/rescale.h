/* Silt: a picture in another size
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

#include "store.h"

#include "silt.h"

G_BEGIN_DECLS

/* Resamples a map of in_height x in_width pixels to height x width, by Lanczos'
 * kernel of three lobes (Duchon 1979: Lanczos filtering in one and two
 * dimensions),
 *
 *   L (x) = sinc (x) sinc (x / 3),  |x| < 3,   sinc (x) = sin (pi x) / (pi x),
 *
 * along one axis after the other.  A pixel i lies at (i + 1/2) in / out - 1/2
 * of what there was; where that shrinks, the kernel is as much wider, so that
 * nothing too fine for the new size remains to alias; and the weights of a
 * pixel sum to 1.  Beyond an edge an axis that is seamless goes on with what is
 * at the other one, so that the period stays exact, and any other with its
 * mirror image.
 *
 * It works on R'G'B' as it is coded, not on light: there, a step is as large to
 * the eye in the dark as in the light, and so are the overshoots at an edge;
 * and to the network, too, a picture is these numbers. */
typedef struct _SiltRescale SiltRescale;

typedef struct
{
  gint         in_width, in_height;
  gint         width, height;
  gint         channels;
  SiltSeamless seamless;
} SiltRescaleShape;

/* What one for so many workers allocates. */
gsize          silt_rescale_bytes (const SiltRescaleShape *shape,
                                   guint                   n_workers);

/* NULL where there is no memory. */
SiltRescale  * silt_rescale_new   (const SiltRescaleShape *shape,
                                   guint                   n_workers);
void           silt_rescale_free  (SiltRescale            *rescale);

/* Row y of the outcome, [width, channels], which is this worker's until its next
 * call.  in: rows of in_width pixels, row_stride floats apart, which are
 * released to the store, NULL for none, as soon as they are read. */
const gfloat * silt_rescale_row   (SiltRescale            *rescale,
                                   const gfloat           *in,
                                   gsize                   row_stride,
                                   gint                    y,
                                   guint                   worker,
                                   SiltStore              *store);

G_END_DECLS
