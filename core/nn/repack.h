/* Silt: bringing weights into the order of the kernels
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

#include "conv.h"
#include "weights.h"

G_BEGIN_DECLS

/* A list of what is to be read from a file of weights and where it goes, done
 * at once by several threads.  Whoever reads a tensor gives the pages that the
 * file is mapped into back, so that the weights are not in memory twice. */
typedef struct _SiltRepack SiltRepack;

SiltRepack * silt_repack_new    (SiltWeights      *weights);
void         silt_repack_free   (SiltRepack       *repack);

/* out: all elements, one after another. */
void         silt_repack_array  (SiltRepack       *repack,
                                 const SiltWeight *weight,
                                 gfloat           *out);

/* A weight [out, in, ky, kx] into the panels of a convolution, `panels`, from
 * its output channel `first` on.  Where the last panel is not full, its rest is
 * left as it is. */
void         silt_repack_panels (SiltRepack       *repack,
                                 const SiltWeight *weight,
                                 gfloat           *panels,
                                 const SiltConv   *conv,
                                 gint              first);

/* Returns when all is done; FALSE, with nothing done, for lack of memory. */
gboolean     silt_repack_run    (SiltRepack       *repack);

G_END_DECLS
