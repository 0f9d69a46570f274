/* Silt: the kinds of model that Silt does not open
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

#include "json-config.h"
#include "weights.h"

G_BEGIN_DECLS

/* Each looks into one file of a model and is FALSE with an error that names
 * the kind of model it found, where that is one that Silt cannot use: latent
 * diffusion, transformers, NCSN++, LoRA.  Errors: FORMAT, UNSUPPORTED. */

/* A pipeline's model_index.json: its class and its parts. */
gboolean silt_kind_check_index   (SiltConfig   *index,
                                  GError      **error);

/* A network's config.json: its class, which must be one that Silt has, and its
 * blocks. */
gboolean silt_kind_check_network (SiltConfig   *network,
                                  GError      **error);

/* The names of the tensors. */
gboolean silt_kind_check_weights (SiltWeights  *weights,
                                  GError      **error);

/* A folder of a pipeline, by the folders in it. */
gboolean silt_kind_check_folder  (const gchar  *path,
                                  GError      **error);

G_END_DECLS
