/* Silt: writing safetensors
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

#include <gio/gio.h>

#include "weights.h"

G_BEGIN_DECLS

/* Writes all tensors, in their order and under their names, to a new file
 * `path`, so that safetensors.h reads them: F64 as F32, and with `half` all
 * floats as F16.  A number too large for F16 is refused.  What is written of
 * the file before an error stays.  Errors: IO, FORMAT, MEMORY,
 * G_IO_ERROR_CANCELLED; `cancellable` is looked at before each tensor. */
gboolean silt_safetensors_write (SiltWeights   *weights,
                                 const gchar   *path,
                                 gboolean       half,
                                 GCancellable  *cancellable,
                                 GError       **error);

G_END_DECLS
