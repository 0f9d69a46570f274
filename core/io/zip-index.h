/* Silt: the entries of a zip archive
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

typedef struct
{
  const guint8 *data;
  gsize         length;
} SiltZipEntry;

/* The entries of the archive that the `length` bytes are, name ->
 * SiltZipEntry, whose data points into `bytes`.  Silt reads archives whose
 * entries are stored as they are, and is strict: each entry lies within the
 * file and outside of all others, is neither compressed nor encrypted, has the
 * same name and place in the directory and before its data, and a name that
 * leads nowhere outside.  The zip64 records of large archives are read.
 * `name` stands for the file in errors.  Errors: FORMAT, UNSUPPORTED. */
GHashTable * silt_zip_index_read (const guint8  *bytes,
                                  gsize          length,
                                  const gchar   *name,
                                  GError       **error);

G_END_DECLS
