/* Silt: the tensors in a torch pickle
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

#include "pickle.h"
#include "weight.h"

G_BEGIN_DECLS

/* Python's names that a state dictionary is made of. */
extern const gchar *const silt_torch_globals[];

/* What a persistent value of a torch pickle stands for. */
typedef struct
{
  gchar     *key;          /* the storage's name in the file */
  SiltDtype  dtype;
  gsize      n_elements;
  gsize      offset;       /* of a view into the storage, in elements */
} SiltTorchStorage;

/* FALSE with an error that `where` begins; free the key. */
gboolean silt_torch_storage_read (const SiltPickleValue  *value,
                                  const gchar            *where,
                                  SiltTorchStorage       *storage,
                                  GError                **error);

/* Appends the tensors of the state dictionary in `root` to `tensors`.
 * storages: key -> SiltZipEntry.  Their elements are at most `max_bytes` in
 * all, however often they share a storage. */
gboolean silt_torch_state_read   (const SiltPickleValue  *root,
                                  GHashTable             *storages,
                                  gsize                   max_bytes,
                                  const gchar            *name,
                                  GArray                 *tensors,
                                  GError                **error);

G_END_DECLS
