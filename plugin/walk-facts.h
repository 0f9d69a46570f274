/* Silt: what a dialog says of models and walks
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

/* "texture: 5.5 million parameters, 19 classes".  Free with g_free. */
gchar * silt_model_facts (SiltModel          *model);

/* "49 % picture, 51 % noise; 10 calls of the network": what a walk begins
 * with, in shares of the variance, and how long it is; "Noise of about 12.3 of
 * 255; 1 call of the network" where that is to be removed.  NULL where the
 * settings are not valid.  Free with g_free. */
gchar * silt_start_facts (SiltModel          *model,
                          const SiltSettings *settings);

/* "Takes about 9 s, 312 MB of memory", as far as it is known.  Free with
 * g_free. */
gchar * silt_cost_facts  (const SiltEstimate *estimate);

G_END_DECLS
