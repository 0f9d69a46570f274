/* Silt: how each sampler fills in a plan
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

#include "sampler.h"

G_BEGIN_DECLS

/* Each is given calls with t, alpha, sigma and in_scale, all else 0, and works
 * out the coefficients of the steps between them. */
void silt_plan_ddpm  (SiltCall               *calls,
                      const SiltSchedule     *schedule,
                      const SiltWalkSettings *settings);

void silt_plan_ddim  (SiltCall               *calls,
                      const SiltSchedule     *schedule,
                      const SiltWalkSettings *settings);

void silt_plan_dpmpp (SiltCall               *calls,
                      const SiltSchedule     *schedule,
                      const SiltWalkSettings *settings);

G_END_DECLS
