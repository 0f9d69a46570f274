/* Silt: a texture's settings as arguments of a procedure
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

/* Adds an argument for each field of SiltSettings but the size, and "model",
 * a folder. */
void        silt_texture_args_add        (GimpProcedure        *procedure);

/* The model in the folder that `config` names; where it names none, the one
 * that comes with Silt. */
SiltModel * silt_texture_args_open_model (GimpProcedureConfig  *config,
                                          GError              **error);

/* Fills in all settings for a layer of width x height pixels, and checks them
 * against the model. */
gboolean    silt_texture_args_read       (GimpProcedureConfig  *config,
                                          SiltModel            *model,
                                          gint                  width,
                                          gint                  height,
                                          SiltSettings         *settings,
                                          GError              **error);

G_END_DECLS
