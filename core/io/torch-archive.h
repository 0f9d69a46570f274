/* Silt: the files that torch.save writes
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

#include "weight.h"

G_BEGIN_DECLS

/* TRUE if the bytes begin as torch.save makes a file begin: as a zip archive,
 * or, before version 1.6, with the pickle of a magic number. */
gboolean silt_torch_is_archive (const guint8  *bytes,
                                gsize          length);

/* The tensors of the state dictionary in a whole file, appended to `tensors`
 * as silt_safetensors_read does it.  Storages may be shared, offset and
 * strided.  Where the dictionary is one of several in another, the
 * exponentially averaged weights ("ema") are preferred.  Pickled code is never
 * run, and what is no tensor is ignored.  Errors: FORMAT, UNSUPPORTED. */
gboolean silt_torch_read       (const guint8  *bytes,
                                gsize          length,
                                const gchar   *name,
                                GArray        *tensors,
                                GError       **error);

G_END_DECLS
