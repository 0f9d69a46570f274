/* Silt: fuzzing zip archives
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

#include "fuzz.h"
#include "zip-index.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GHashTable)  entries = silt_zip_index_read (data, size, "fuzz",
                                                         NULL);
  GHashTableIter          iter;
  gpointer                key, value;

  if (! entries)
    return 0;

  g_hash_table_iter_init (&iter, entries);

  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const SiltZipEntry *entry = value;

      g_assert_true (g_utf8_validate (key, -1, NULL));
      g_free (g_memdup2 (entry->data, entry->length));
    }

  return 0;
}
