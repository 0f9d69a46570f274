/* Silt: weights in several files
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

#include <glib.h>

G_BEGIN_DECLS

#define SILT_SHARDS_SUFFIX ".index.json"

/* An index: { "metadata": ..., "weight_map": { "tensor": "file", ... } } */
typedef struct
{
  GPtrArray  *files;      /* their names, sorted, each once         */
  GHashTable *map;        /* tensor -> file, a string of `files`    */
  gchar      *name;       /* of the index, for errors               */
} SiltShards;

/* The files are named without a folder, end in .safetensors or .bin, and are
 * not opened.  `name` stands for the index in errors: FORMAT. */
SiltShards * silt_shards_read  (const gchar  *text,
                                gsize         length,
                                const gchar  *name,
                                GError      **error);

/* The same from a file.  Errors: IO, FORMAT. */
SiltShards * silt_shards_open  (const gchar  *path,
                                GError      **error);
void         silt_shards_free  (SiltShards   *shards);

/* The SiltWeight in `tensors` from number `first` on, which are those of
 * `file`, must be the ones that the index looks for there.  Error: FORMAT. */
gboolean     silt_shards_check (SiltShards   *shards,
                                const gchar  *file,
                                GArray       *tensors,
                                guint         first,
                                GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SiltShards, silt_shards_free)

G_END_DECLS
