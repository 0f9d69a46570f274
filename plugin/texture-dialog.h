/* Silt: the dialog of the texture procedure
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

/* Asks for the settings of a layer of width x height pixels.  Gives the model
 * that was chosen, or NULL when the dialog was cancelled. */
SiltModel * silt_texture_dialog_run (GimpProcedure       *procedure,
                                     GimpProcedureConfig *config,
                                     gint                 width,
                                     gint                 height);

G_END_DECLS
