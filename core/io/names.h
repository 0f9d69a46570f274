/* Silt: one name for each tensor
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

#include "weights.h"

G_BEGIN_DECLS

/* Gives the tensors of a network the names and shapes that the diffusers
 * library gives them today: without what training programs put before all of
 * them ("module."), and with the projections of an attention, which once had
 * other names and were 1 x 1 convolutions, as linear layers. */
void silt_names_modernise (SiltWeights *weights);

G_END_DECLS
