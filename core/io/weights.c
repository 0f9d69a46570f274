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

#include "dtype.h"
#include "half.h"
#include "map-file.h"
#include "safetensors.h"
#include "silt.h"

struct _SiltWeights
{
  gchar       *path;
  GMappedFile *file;
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
  { NULL,          "version https://git-lfs",
    "a Git LFS pointer, the placeholder of weights that were not downloaded" },
  { ".index.json", NULL,           "the index of weights in several files"   },
  { ".gguf",       "GGUF",         "a GGUF file"                             },
  { ".bin",        "PK\003\004",   "a torch archive"                         },
  { ".ckpt",       "\200\002\212", "a torch archive"                         },
  { ".pt",         NULL,           "a torch archive"                         },
  { ".pth",        NULL,           "a torch archive"                         }
};

static void
clear_weight (gpointer data)
{
  SiltWeight *weight = data;

  g_free ((gchar *) weight->name);
}

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
          (magic && length >= strlen (magic) &&
           memcmp (bytes, magic, strlen (magic)) == 0))
        {
          g_autofree gchar *name = g_filename_display_name (path);

          g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                       "%s: expected weights in one safetensors file, found %s",
                       name, foreign_kinds[i].what);
          return FALSE;
        }
    }

  return TRUE;
}

SiltWeights *
silt_weights_open (const gchar  *path,
                   GError      **error)
{
  g_autofree gchar *name = g_filename_display_name (path);
  GMappedFile      *file = silt_map_file (path, error);
  SiltWeights      *weights;
  const guint8     *bytes;
  gsize             length;
  guint             i;

  if (! file)
    return NULL;

  weights           = g_new0 (SiltWeights, 1);
  weights->path     = g_strdup (path);
  weights->file     = file;
  weights->tensors  = g_array_new (FALSE, FALSE, sizeof (SiltWeight));
  weights->by_name  = g_hash_table_new (g_str_hash, g_str_equal);
  weights->metadata = g_hash_table_new_full (g_str_hash, g_str_equal,
                                             g_free, g_free);
  g_array_set_clear_func (weights->tensors, clear_weight);

  bytes  = (const guint8 *) g_mapped_file_get_contents (file);
  length = g_mapped_file_get_length (file);

  if (! check_kind (path, bytes, length, error) ||
      ! silt_safetensors_read (bytes, length, name,
                               weights->tensors, weights->metadata, error))
    {
      silt_weights_free (weights);
      return NULL;
    }

  for (i = 0; i < weights->tensors->len; i++)
    {
      SiltWeight *weight = &g_array_index (weights->tensors, SiltWeight, i);

      g_hash_table_insert (weights->by_name, (gpointer) weight->name, weight);
    }

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
  g_mapped_file_unref (weights->file);
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

gchar *
silt_shape_to_string (guint         n_dims,
                      const gint64 *dims)
{
  GString *text = g_string_new ("[");
  guint    i;

  for (i = 0; i < n_dims; i++)
    {
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT,
                              i > 0 ? ", " : "", dims[i]);
    }

  g_string_append_c (text, ']');

  return g_string_free (text, FALSE);
}

/* n little-endian float32 that may be unaligned. */
static void
read_floats (gfloat       *out,
             const guint8 *in,
             gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, in + i * sizeof bits, sizeof bits);
      bits = GUINT32_FROM_LE (bits);
      memcpy (&out[i], &bits, sizeof bits);
    }
}

/* n little-endian 16-bit floats that may be unaligned. */
static void
read_narrow (gfloat       *out,
             const guint8 *in,
             gsize         n,
             SiltDtype     dtype)
{
  guint16 block[1024];
  gsize   i;

  for (i = 0; i < n; i += G_N_ELEMENTS (block))
    {
      gsize count = MIN (n - i, G_N_ELEMENTS (block));

      memcpy (block, in + i * sizeof *block, count * sizeof *block);

      if (dtype == SILT_DTYPE_F16)
        silt_half_to_float (out + i, block, count);
      else
        silt_bfloat16_to_float (out + i, block, count);
    }
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

gboolean
silt_weights_read (SiltWeights  *weights,
                   const gchar  *name,
                   guint         n_dims,
                   const gint64 *dims,
                   gfloat       *out,
                   GError      **error)
{
  const SiltWeight *weight   = silt_weights_find (weights, name);
  g_autofree gchar *file     = NULL;
  g_autofree gchar *expected = NULL;
  g_autofree gchar *found    = NULL;

  if (weight && has_shape (weight, n_dims, dims))
    {
      switch (weight->dtype)
        {
        case SILT_DTYPE_F32:
          read_floats (out, weight->data, weight->n_elements);
          return TRUE;

        case SILT_DTYPE_F16:
        case SILT_DTYPE_BF16:
          read_narrow (out, weight->data, weight->n_elements, weight->dtype);
          return TRUE;

        default:
          file = g_filename_display_name (weights->path);
          g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                       "%s: \"%s\": expected F32, F16 or BF16, found %s",
                       file, name, silt_dtype_name (weight->dtype));
          return FALSE;
        }
    }

  file     = g_filename_display_name (weights->path);
  expected = silt_shape_to_string (n_dims, dims);
  found    = weight ? silt_shape_to_string (weight->n_dims, weight->dims)
                    : g_strdup ("no such tensor");

  g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
               "%s: \"%s\": expected the shape %s, found %s",
               file, name, expected, found);

  return FALSE;
}
