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

#include "shards.h"

#include <string.h>

#include "json-describe.h"
#include "json-read.h"
#include "map-file.h"
#include "silt.h"
#include "weight.h"
#include "words.h"

#define MAX_FILES 1000

static gboolean
is_sound_name (const gchar *file)
{
  return file[0] != '.' && ! strpbrk (file, "/\\:") &&
         (g_str_has_suffix (file, ".safetensors") ||
          g_str_has_suffix (file, ".bin"));
}

/* The string of `files` that equals `file`, added if need be; NULL where
 * there are too many. */
static const gchar *
intern_file (SiltShards  *shards,
             GHashTable  *seen,
             const gchar *file)
{
  gchar *copy = g_hash_table_lookup (seen, file);

  if (copy || shards->files->len == MAX_FILES)
    return copy;

  copy = g_strdup (file);
  g_ptr_array_add (shards->files, copy);
  g_hash_table_add (seen, copy);

  return copy;
}

static gboolean
read_map (SiltShards  *shards,
          JsonObject  *object,
          GError     **error)
{
  g_autoptr (GHashTable)  seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObjectIter          iter;
  const gchar            *tensor;
  JsonNode               *node;

  json_object_iter_init (&iter, object);

  while (json_object_iter_next (&iter, &tensor, &node))
    {
      g_autofree gchar *shown = silt_words_quote (tensor);
      g_autofree gchar *found = NULL;
      const gchar      *file  = NULL;

      if (JSON_NODE_HOLDS_VALUE (node) &&
          json_node_get_value_type (node) == G_TYPE_STRING)
        {
          file = json_node_get_string (node);
        }

      if (! file || ! is_sound_name (file))
        {
          found = silt_json_describe (node);
          g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                       "%s: \"weight_map\": %s: expected a .safetensors or "
                       ".bin file in the same folder, found %s",
                       shards->name, shown, found);
          return FALSE;
        }

      file = intern_file (shards, seen, file);

      if (! file)
        {
          g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                       "%s: \"weight_map\": expected at most %d files",
                       shards->name, MAX_FILES);
          return FALSE;
        }

      g_hash_table_insert (shards->map, g_strdup (tensor), (gpointer) file);
    }

  return TRUE;
}

static gint
compare_files (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

static gboolean
read_index (SiltShards   *shards,
            const gchar  *text,
            gsize         length,
            GError      **error)
{
  g_autoptr (JsonNode)  root = silt_json_read (text, length, shards->name,
                                               error);
  JsonNode             *map  = NULL;

  if (! root)
    return FALSE;

  if (JSON_NODE_HOLDS_OBJECT (root))
    map = json_object_get_member (json_node_get_object (root), "weight_map");

  if (! map || ! JSON_NODE_HOLDS_OBJECT (map) ||
      json_object_get_size (json_node_get_object (map)) == 0)
    {
      g_autofree gchar *found = silt_json_describe (map);

      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: \"weight_map\": expected an object of tensors and "
                   "their files, found %s", shards->name, found);
      return FALSE;
    }

  if (! read_map (shards, json_node_get_object (map), error))
    return FALSE;

  g_ptr_array_sort (shards->files, compare_files);

  return TRUE;
}

SiltShards *
silt_shards_read (const gchar  *text,
                  gsize         length,
                  const gchar  *name,
                  GError      **error)
{
  g_autoptr (SiltShards) shards = g_new0 (SiltShards, 1);

  shards->name  = g_strdup (name);
  shards->files = g_ptr_array_new_with_free_func (g_free);
  shards->map   = g_hash_table_new_full (g_str_hash, g_str_equal,
                                         g_free, NULL);

  if (! read_index (shards, text, length, error))
    return NULL;

  return g_steal_pointer (&shards);
}

SiltShards *
silt_shards_open (const gchar  *path,
                  GError      **error)
{
  g_autoptr (GMappedFile)  file = silt_map_file (path, error);
  g_autofree gchar        *name = g_filename_display_name (path);
  const gchar             *text;

  if (! file)
    return NULL;

  text = g_mapped_file_get_contents (file);

  return silt_shards_read (text ? text : "", g_mapped_file_get_length (file),
                           name, error);
}

void
silt_shards_free (SiltShards *shards)
{
  if (! shards)
    return;

  g_hash_table_unref (shards->map);
  g_ptr_array_unref (shards->files);
  g_free (shards->name);
  g_free (shards);
}

gboolean
silt_shards_check (SiltShards   *shards,
                   const gchar  *file,
                   GArray       *tensors,
                   guint         first,
                   GError      **error)
{
  g_autoptr (GHashTable)  found = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter          iter;
  gpointer                tensor, expected;
  guint                   i;

  for (i = first; i < tensors->len; i++)
    {
      const gchar *name = g_array_index (tensors, SiltWeight, i).name;

      if (g_strcmp0 (g_hash_table_lookup (shards->map, name), file) != 0)
        {
          g_autofree gchar *shown = silt_words_quote (name);

          g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                       "%s: \"weight_map\": expected all tensors of %s, found "
                       "%s missing", shards->name, file, shown);
          return FALSE;
        }

      g_hash_table_add (found, (gpointer) name);
    }

  g_hash_table_iter_init (&iter, shards->map);

  while (g_hash_table_iter_next (&iter, &tensor, &expected))
    {
      if (strcmp (expected, file) == 0 && ! g_hash_table_contains (found, tensor))
        {
          g_autofree gchar *shown = silt_words_quote (tensor);

          g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                       "%s: \"weight_map\": expected %s in %s, found no such "
                       "tensor", shards->name, shown, file);
          return FALSE;
        }
    }

  return TRUE;
}
