/* Silt: the choices that a model and a walk leave
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

#include <libgimp/gimp.h>

#include "silt.h"

G_BEGIN_DECLS

/* Takes others in the place of those choices that can be meant with no model of
 * this kind: a sampler, a variance, a spacing for the sampler. */
void    silt_walk_choices_fit   (GimpProcedureConfig *config,
                                 SiltModel           *model);

/* Leaves those values of "sampler", "spacing" or "variance" to be chosen that
 * could be in the place of the one in these settings.  Gives the others with the
 * reason, a line each, or NULL where there are none.  Free with g_free. */
gchar * silt_walk_choices_allow (GimpProcedureConfig *config,
                                 const gchar         *argument,
                                 SiltModel           *model,
                                 const SiltSettings  *settings);

G_END_DECLS
