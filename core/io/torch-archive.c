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

#include "torch-archive.h"

#include <string.h>

#include "silt.h"
#include "torch-state.h"
#include "words.h"
#include "zip-index.h"

#define ZIP_MAGIC   "PK\003\004"
#define PICKLE_NAME "/data.pkl"

/* How often the bytes of a file may be shared by its tensors, on average. */
#define MAX_SHARING 4

#define MAX_PICKLE  (64 * 1024 * 1024)   /* bytes */

/* The pickles of the long integer 0x1950a86a20f9469cfc6c, which stands for
 * torch, and of 1001, the version: what a file before 1.6 begins with. */
static const guint8 legacy_magic[] =
{
  0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8,
  0x50, 0x19, '.'
};

static const guint8 legacy_version[] = { 0x80, 0x02, 'M', 0xe9, 0x03, '.' };

static gboolean
begins_with (const guint8 *bytes,
             gsize         length,
             const void   *magic,
             gsize         magic_length)
{
  return length >= magic_length && memcmp (bytes, magic, magic_length) == 0;
}

gboolean
silt_torch_is_archive (const guint8 *bytes,
                       gsize         length)
{
  return begins_with (bytes, length, ZIP_MAGIC, strlen (ZIP_MAGIC)) ||
         begins_with (bytes, length, legacy_magic, sizeof legacy_magic);
}

static gboolean
fault (const gchar  *name,
       const gchar  *expected,
       const gchar  *found,
       GError      **error)
{
  g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
               "%s: expected %s, found %s", name, expected, found);

  return FALSE;
}

/* A pickle with more in it than Silt loads may still say what it is of. */
static gboolean
explain_refusal (const guint8  *pickle,
                 gsize          length,
                 const gchar   *name,
                 GError       **error)
{
  static const gchar *const marks[] =
    { "model.diffusion_model.", "first_stage_model.", "cond_stage_model." };

  guint i;

  for (i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (memmem (pickle, length, marks[i], strlen (marks[i])))
        {
          g_clear_error (error);
          g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                       "%s: tensors: expected a pixel-space model "
                       "(UNet2DModel), found \"%s...\", which belongs to "
                       "latent diffusion (Stable Diffusion and its kin)",
                       name, marks[i]);
          break;
        }
    }

  return FALSE;
}

static SiltPickle *
read_pickle (const guint8  *bytes,
             gsize          length,
             const gchar   *name,
             GError       **error)
{
  SiltPickle *pickle = silt_pickle_read (bytes, MIN (length, MAX_PICKLE),
                                         silt_torch_globals, name, error);

  if (! pickle)
    explain_refusal (bytes, MIN (length, MAX_PICKLE), name, error);

  return pickle;
}


/* A zip archive: ROOT/data.pkl, ROOT/data/KEY for each storage */

/* The name of the pickle, which tells the root. */
static const gchar *
find_pickle (GHashTable *entries)
{
  const gchar    *found = NULL;
  GHashTableIter  iter;
  gpointer        key;

  g_hash_table_iter_init (&iter, entries);

  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (g_str_has_suffix (key, PICKLE_NAME) &&
          (! found || strcmp (key, found) < 0))
        {
          found = key;
        }
    }

  return found;
}

static const SiltZipEntry *
lookup (GHashTable  *entries,
        const gchar *root,
        const gchar *path)
{
  g_autofree gchar *full = g_strconcat (root, path, NULL);

  return g_hash_table_lookup (entries, full);
}

/* Keys are what comes after ROOT/data/. */
static GHashTable *
find_storages (GHashTable  *entries,
               const gchar *root)
{
  GHashTable       *storages = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree gchar *prefix   = g_strconcat (root, "/data/", NULL);
  GHashTableIter    iter;
  gpointer          key, entry;

  g_hash_table_iter_init (&iter, entries);

  while (g_hash_table_iter_next (&iter, &key, &entry))
    {
      if (g_str_has_prefix (key, prefix))
        g_hash_table_insert (storages, (gchar *) key + strlen (prefix), entry);
    }

  return storages;
}

static gboolean
read_zip (const guint8  *bytes,
          gsize          length,
          const gchar   *name,
          GArray        *tensors,
          GError       **error)
{
  g_autoptr (GHashTable)  entries  = NULL;
  g_autoptr (GHashTable)  storages = NULL;
  g_autoptr (SiltPickle)  pickle   = NULL;
  g_autofree gchar       *root     = NULL;
  const SiltZipEntry     *entry;
  const gchar            *found;

  entries = silt_zip_index_read (bytes, length, name, error);

  if (! entries)
    return FALSE;

  found = find_pickle (entries);

  if (! found)
    return fault (name, "a data.pkl in the archive of a model", "none", error);

  root  = g_strndup (found, strlen (found) - strlen (PICKLE_NAME));
  entry = lookup (entries, root, "/constants.pkl");

  if (entry)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                   "%s: expected tensors by their names, found a TorchScript "
                   "program, which Silt does not load", name);
      return FALSE;
    }

  entry = lookup (entries, root, "/byteorder");

  if (entry && ! begins_with (entry->data, entry->length, "little", 6))
    return fault (name, "little-endian numbers", "another byte order", error);

  entry  = g_hash_table_lookup (entries, found);
  pickle = read_pickle (entry->data, entry->length, name, error);

  if (! pickle)
    return FALSE;

  storages = find_storages (entries, root);

  return silt_torch_state_read (pickle->root, storages, length * MAX_SHARING,
                                name, tensors, error);
}


/* Before 1.6: the pickles of a magic number, a version, the system, the state
 * dictionary and the list of its storages' keys; then for each key the number
 * of elements, 8 bytes, and the elements. */

typedef struct
{
  const guint8  *bytes;
  gsize          length;
  gsize          at;          /* what comes next */
  const gchar   *name;
  GError       **error;
} Legacy;

static SiltPickle *
legacy_pickle (Legacy *legacy)
{
  SiltPickle *pickle = read_pickle (legacy->bytes + legacy->at,
                                    legacy->length - legacy->at,
                                    legacy->name, legacy->error);

  if (pickle)
    legacy->at += pickle->length;

  return pickle;
}

static gboolean
legacy_start (Legacy *legacy)
{
  g_autoptr (SiltPickle)  system = NULL;
  const SiltPickleValue  *little = NULL;

  legacy->at = sizeof legacy_magic;

  if (! begins_with (legacy->bytes + legacy->at, legacy->length - legacy->at,
                     legacy_version, sizeof legacy_version))
    {
      return fault (legacy->name, "version 1001 of torch's format", "another",
                    legacy->error);
    }

  legacy->at += sizeof legacy_version;
  system      = legacy_pickle (legacy);

  if (! system)
    return FALSE;

  if (system->root->type == SILT_PICKLE_DICT)
    little = silt_pickle_lookup (system->root, "little_endian");

  if (! little || little->type != SILT_PICKLE_INTEGER || ! little->integer)
    return fault (legacy->name, "little-endian numbers", "another byte order",
                  legacy->error);

  return TRUE;
}

/* The types of the storages, by the pickle that names them: key -> dtype. */
static GHashTable *
legacy_types (Legacy     *legacy,
              SiltPickle *pickle)
{
  g_autoptr (GHashTable) types = NULL;
  guint                  i;

  types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (i = 0; i < pickle->values->len; i++)
    {
      const SiltPickleValue *value = g_ptr_array_index (pickle->values, i);
      SiltTorchStorage       storage;

      if (value->type != SILT_PICKLE_PERSISTENT)
        continue;

      if (! silt_torch_storage_read (value, legacy->name, &storage,
                                     legacy->error))
        {
          return NULL;
        }

      g_hash_table_insert (types, storage.key,
                           GUINT_TO_POINTER (storage.dtype));
    }

  return g_steal_pointer (&types);
}

/* The storage `key` is what comes next. */
static gboolean
legacy_storage (Legacy      *legacy,
                GHashTable  *types,
                GHashTable  *storages,
                const gchar *key)
{
  SiltZipEntry entry;
  gpointer     dtype;
  guint64      count;
  gsize        left = legacy->length - legacy->at;

  if (! g_hash_table_lookup_extended (types, key, NULL, &dtype))
    return fault (legacy->name, "storages of tensors alone", "another",
                  legacy->error);

  if (left < sizeof count)
    return fault (legacy->name, "a number of elements", "the end of the file",
                  legacy->error);

  memcpy (&count, legacy->bytes + legacy->at, sizeof count);
  count = GUINT64_FROM_LE (count);
  left -= sizeof count;

  if (count > left / silt_dtype_size (GPOINTER_TO_UINT (dtype)))
    {
      g_set_error (legacy->error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected %" G_GUINT64_FORMAT " elements of a storage, "
                   "found the end of the file", legacy->name, count);
      return FALSE;
    }

  entry.data   = legacy->bytes + legacy->at + sizeof count;
  entry.length = count * silt_dtype_size (GPOINTER_TO_UINT (dtype));
  legacy->at   = entry.data + entry.length - legacy->bytes;

  if (! g_hash_table_insert (storages, g_strdup (key),
                             g_memdup2 (&entry, sizeof entry)))
    {
      return fault (legacy->name, "each storage once", "one twice",
                    legacy->error);
    }

  return TRUE;
}

static GHashTable *
legacy_storages (Legacy     *legacy,
                 SiltPickle *pickle)
{
  g_autoptr (GHashTable) types    = legacy_types (legacy, pickle);
  g_autoptr (SiltPickle) keys     = types ? legacy_pickle (legacy) : NULL;
  g_autoptr (GHashTable) storages = NULL;
  guint                  i;

  if (! keys)
    return NULL;

  if (keys->root->type != SILT_PICKLE_LIST)
    {
      fault (legacy->name, "a list of storages", "something else",
             legacy->error);
      return NULL;
    }

  storages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (i = 0; i < keys->root->items->len; i++)
    {
      const SiltPickleValue *key   = g_ptr_array_index (keys->root->items, i);
      g_autofree gchar      *text  = NULL;

      if (key->type != SILT_PICKLE_STRING)
        {
          fault (legacy->name, "the names of storages", "something else",
                 legacy->error);
          return NULL;
        }

      text = g_strndup (key->string.bytes, key->string.length);

      if (! legacy_storage (legacy, types, storages, text))
        return NULL;
    }

  return g_steal_pointer (&storages);
}

static gboolean
read_legacy (const guint8  *bytes,
             gsize          length,
             const gchar   *name,
             GArray        *tensors,
             GError       **error)
{
  Legacy                 legacy   = { bytes, length, 0, name, error };
  g_autoptr (SiltPickle) pickle   = NULL;
  g_autoptr (GHashTable) storages = NULL;

  if (! legacy_start (&legacy) ||
      ! (pickle = legacy_pickle (&legacy)) ||
      ! (storages = legacy_storages (&legacy, pickle)))
    {
      return FALSE;
    }

  return silt_torch_state_read (pickle->root, storages, length * MAX_SHARING,
                                name, tensors, error);
}


gboolean
silt_torch_read (const guint8  *bytes,
                 gsize          length,
                 const gchar   *name,
                 GArray        *tensors,
                 GError       **error)
{
  if (begins_with (bytes, length, ZIP_MAGIC, strlen (ZIP_MAGIC)))
    return read_zip (bytes, length, name, tensors, error);

  if (begins_with (bytes, length, legacy_magic, sizeof legacy_magic))
    return read_legacy (bytes, length, name, tensors, error);

  return fault (name, "a torch archive", "neither a zip archive nor a pickle "
                "of torch's", error);
}
