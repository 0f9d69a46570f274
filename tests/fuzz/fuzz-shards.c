/* Silt: fuzzing the index of weights in several files
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

#include <string.h>

#include "fuzz.h"
#include "shards.h"
#include "weight.h"

/* The tensors that the index looks for in `file`. */
static GArray *
list_tensors (SiltShards  *shards,
              const gchar *file)
{
  GArray         *tensors = silt_weights_list_new ();
  GHashTableIter  iter;
  gpointer        tensor, value;

  g_hash_table_iter_init (&iter, shards->map);

  while (g_hash_table_iter_next (&iter, &tensor, &value))
    {
      SiltWeight weight = { NULL };

      /* One string for a file: pointers tell them apart. */
      if (value != file)
        continue;

      weight.name = g_strdup (tensor);
      g_array_append_val (tensors, weight);
    }

  return tensors;
}

/* Files that hold what the index says are right, and those that lack a tensor
 * are not. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (SiltShards) shards = silt_shards_read ((const gchar *) data, size,
                                                    "fuzz", NULL);
  guint                  i;

  if (! shards)
    return 0;

  for (i = 0; i < shards->files->len; i++)
    {
      const gchar       *file    = g_ptr_array_index (shards->files, i);
      g_autoptr (GArray) tensors = list_tensors (shards, file);

      g_assert_cmpuint (tensors->len, >, 0);
      g_assert_null (strpbrk (file, "/\\"));
      g_assert_true (silt_shards_check (shards, file, tensors, 0, NULL));
      g_assert_false (silt_shards_check (shards, file, tensors, 1, NULL));
    }

  return 0;
}
