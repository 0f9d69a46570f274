/* Silt: named tensors in a file
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

#include "weights.h"

#include <string.h>

#include <sys/mman.h>
#include <unistd.h>

#include "fingerprint.h"
#include "map-file.h"
#include "safetensors.h"
#include "shards.h"
#include "silt.h"
#include "torch-archive.h"
#include "widen.h"

/* Bytes that are looked at before they are dropped. */
#define PIECE (1 << 20)

struct _SiltWeights
{
  gchar       *path;
  GPtrArray   *files;     /* GMappedFile                             */
  GArray      *tensors;   /* SiltWeight, which own their names       */
  GHashTable  *by_name;   /* name -> SiltWeight, both in `tensors`   */
  GHashTable  *metadata;
};

/* Kinds of file that are taken for weights, by the end of the name or by the
 * first bytes. */
static const struct
{
  const gchar *suffix;
  const gchar *magic;
  const gchar *what;
} foreign_kinds[] =
{
  { NULL,    "version https://git-lfs",
    "a Git LFS pointer, the placeholder of weights that were not downloaded" },
  { ".gguf", "GGUF",
    "a GGUF file, the quantised weights of another kind of model" }
};

/* What torch.save's files are called. */
static const gchar *const torch_suffixes[] = { ".bin", ".pt", ".pth", ".ckpt" };

/* FALSE with UNSUPPORTED where the file is of one of the foreign kinds. */
static gboolean
check_kind (const gchar  *path,
            const guint8 *bytes,
            gsize         length,
            GError      **error)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (foreign_kinds); i++)
    {
      const gchar *suffix = foreign_kinds[i].suffix;
      const gchar *magic  = foreign_kinds[i].magic;

      if ((suffix && g_str_has_suffix (path, suffix)) ||
          (length >= strlen (magic) &&
           memcmp (bytes, magic, strlen (magic)) == 0))
        {
          g_autofree gchar *name = g_filename_display_name (path);

          g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                       "%s: expected weights in a safetensors file or a torch "
                       "archive, found %s", name, foreign_kinds[i].what);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
is_torch (const gchar  *path,
          const guint8 *bytes,
          gsize         length)
{
  guint i;

  if (silt_torch_is_archive (bytes, length))
    return TRUE;

  for (i = 0; i < G_N_ELEMENTS (torch_suffixes); i++)
    {
      if (g_str_has_suffix (path, torch_suffixes[i]))
        return TRUE;
    }

  return FALSE;
}

/* Maps one file of tensors and appends them to the list. */
static gboolean
add_file (SiltWeights  *weights,
          const gchar  *path,
          GError      **error)
{
  g_autofree gchar *name = g_filename_display_name (path);
  GMappedFile      *file = silt_map_file (path, error);
  const guint8     *bytes;
  gsize             length;

  if (! file)
    return FALSE;

  g_ptr_array_add (weights->files, file);

  bytes  = (const guint8 *) g_mapped_file_get_contents (file);
  length = g_mapped_file_get_length (file);

  if (! check_kind (path, bytes, length, error))
    return FALSE;

  if (is_torch (path, bytes, length))
    return silt_torch_read (bytes, length, name, weights->tensors, error);

  return silt_safetensors_read (bytes, length, name, weights->tensors,
                                weights->metadata, error);
}

/* The files that an index names, each of which must hold what the index says
 * that it does, and nothing else. */
static gboolean
add_shards (SiltWeights  *weights,
            const gchar  *path,
            GError      **error)
{
  g_autofree gchar  *folder = g_path_get_dirname (path);
  g_autoptr (SiltShards) shards = silt_shards_open (path, error);
  guint              i, first;

  if (! shards)
    return FALSE;

  for (i = 0; i < shards->files->len; i++)
    {
      const gchar      *file = g_ptr_array_index (shards->files, i);
      g_autofree gchar *full = g_build_filename (folder, file, NULL);

      first = weights->tensors->len;

      if (! add_file (weights, full, error) ||
          ! silt_shards_check (shards, file, weights->tensors, first, error))
        {
          return FALSE;
        }
    }

  return TRUE;
}

void
silt_weights_replace (SiltWeights *weights,
                      GArray      *tensors)
{
  guint i;

  if (tensors != weights->tensors)
    {
      g_array_unref (weights->tensors);
      weights->tensors = tensors;
    }

  g_hash_table_remove_all (weights->by_name);

  for (i = 0; i < weights->tensors->len; i++)
    {
      SiltWeight *weight = &g_array_index (weights->tensors, SiltWeight, i);

      g_hash_table_insert (weights->by_name, (gpointer) weight->name, weight);
    }
}

SiltWeights *
silt_weights_open (const gchar  *path,
                   GError      **error)
{
  SiltWeights *weights = g_new0 (SiltWeights, 1);
  gboolean     done;

  weights->path     = g_strdup (path);
  weights->files    =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_mapped_file_unref);
  weights->tensors  = silt_weights_list_new ();
  weights->by_name  = g_hash_table_new (g_str_hash, g_str_equal);
  weights->metadata = g_hash_table_new_full (g_str_hash, g_str_equal,
                                             g_free, g_free);

  if (g_str_has_suffix (path, SILT_SHARDS_SUFFIX))
    done = add_shards (weights, path, error);
  else
    done = add_file (weights, path, error);

  if (! done)
    {
      silt_weights_free (weights);
      return NULL;
    }

  silt_weights_replace (weights, weights->tensors);

  return weights;
}

void
silt_weights_free (SiltWeights *weights)
{
  if (! weights)
    return;

  g_hash_table_unref (weights->by_name);
  g_hash_table_unref (weights->metadata);
  g_array_unref (weights->tensors);
  g_ptr_array_unref (weights->files);
  g_free (weights->path);
  g_free (weights);
}

const gchar *
silt_weights_path (SiltWeights *weights)
{
  return weights->path;
}

guint
silt_weights_count (SiltWeights *weights)
{
  return weights->tensors->len;
}

const SiltWeight *
silt_weights_nth (SiltWeights *weights,
                  guint        n)
{
  return &g_array_index (weights->tensors, SiltWeight, n);
}

const SiltWeight *
silt_weights_find (SiltWeights *weights,
                   const gchar *name)
{
  return g_hash_table_lookup (weights->by_name, name);
}

const gchar *
silt_weights_metadata (SiltWeights *weights,
                       const gchar *key)
{
  return g_hash_table_lookup (weights->metadata, key);
}

static gboolean
has_shape (const SiltWeight *weight,
           guint             n_dims,
           const gint64     *dims)
{
  guint i;

  if (weight->n_dims != n_dims)
    return FALSE;

  for (i = 0; i < n_dims; i++)
    {
      if (weight->dims[i] != dims[i])
        return FALSE;
    }

  return TRUE;
}

const SiltWeight *
silt_weights_expect (SiltWeights  *weights,
                     const gchar  *name,
                     guint         n_dims,
                     const gint64 *dims,
                     GError      **error)
{
  const SiltWeight *weight   = silt_weights_find (weights, name);
  g_autofree gchar *file     = NULL;
  g_autofree gchar *expected = NULL;
  g_autofree gchar *found    = NULL;

  if (weight && has_shape (weight, n_dims, dims))
    {
      if (silt_dtype_is_float (weight->dtype))
        return weight;

      file = g_filename_display_name (weights->path);
      g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                   "%s: \"%s\": expected F32, F16, BF16 or F64, found %s",
                   file, name, silt_dtype_name (weight->dtype));
      return NULL;
    }

  file     = g_filename_display_name (weights->path);
  expected = silt_shape_to_string (n_dims, dims);
  found    = weight ? silt_shape_to_string (weight->n_dims, weight->dims)
                    : g_strdup ("no such tensor");

  g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
               "%s: \"%s\": expected the shape %s, found %s",
               file, name, expected, found);

  return NULL;
}

gboolean
silt_weights_read (SiltWeights  *weights,
                   const gchar  *name,
                   guint         n_dims,
                   const gint64 *dims,
                   gfloat       *out,
                   GError      **error)
{
  const SiltWeight *weight = silt_weights_expect (weights, name, n_dims, dims,
                                                  error);

  return weight && silt_weight_widen (weight, out);
}

/* Pages that a neighbour shares are dropped too: it has them read again. */
static void
drop_pages (const guint8 *first,
            const guint8 *end)
{
#ifdef MADV_DONTNEED
  guintptr page  = sysconf (_SC_PAGESIZE);
  guintptr start = (guintptr) first / page * page;

  madvise ((gpointer) start, (guintptr) end - start, MADV_DONTNEED);
#endif
}

/* In pieces, which are dropped as soon as they were read: they are not needed
 * in memory twice. */
static guint64
file_fingerprint (GMappedFile *file,
                  guint64      before)
{
  const guint8 *bytes = (guint8 *) g_mapped_file_get_contents (file);
  gsize         size  = g_mapped_file_get_length (file);
  gsize         done, n;

  for (done = 0; done < size; done += n)
    {
      n      = MIN (size - done, PIECE);
      before = silt_fingerprint (before, bytes + done, n);
      drop_pages (bytes + done, bytes + done + n);
    }

  return before;
}

guint64
silt_weights_fingerprint (SiltWeights *weights)
{
  guint64 fingerprint = 0;
  guint   i;

  for (i = 0; i < weights->files->len; i++)
    fingerprint = file_fingerprint (g_ptr_array_index (weights->files, i),
                                    fingerprint);

  return fingerprint;
}

guint64
silt_weights_file_bytes (SiltWeights *weights)
{
  guint64 bytes = 0;
  guint   i;

  for (i = 0; i < weights->files->len; i++)
    bytes += g_mapped_file_get_length (g_ptr_array_index (weights->files, i));

  return bytes;
}

void
silt_weights_forget (SiltWeights      *weights,
                     const SiltWeight *weight)
{
  guint i;

  for (i = 0; i < weights->files->len; i++)
    {
      GMappedFile  *file  = g_ptr_array_index (weights->files, i);
      const guint8 *bytes = (guint8 *) g_mapped_file_get_contents (file);
      const guint8 *end   = bytes + g_mapped_file_get_length (file);

      if (weight->data >= bytes && weight->data < end)
        drop_pages (weight->data, weight->data +
                    MIN (silt_weight_bytes (weight),
                         (gsize) (end - weight->data)));
    }
}
