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

#include "torch-state.h"

#include <string.h>

#include "silt.h"
#include "words.h"
#include "zip-index.h"

#define MAX_NAME  1024
#define MAX_NEST  2      /* dictionaries within one another */

enum
{
  REBUILD_TENSOR,
  REBUILD_TENSOR_V2,
  REBUILD_PARAMETER,
  FIRST_STORAGE
};

const gchar *const silt_torch_globals[] =
{
  [REBUILD_TENSOR]    = "torch._utils._rebuild_tensor",
  [REBUILD_TENSOR_V2] = "torch._utils._rebuild_tensor_v2",
  [REBUILD_PARAMETER] = "torch._utils._rebuild_parameter",
  [FIRST_STORAGE]     = "torch.FloatStorage",
  "torch.HalfStorage",
  "torch.BFloat16Storage",
  "torch.DoubleStorage",
  "torch.LongStorage",
  "torch.IntStorage",
  "torch.ShortStorage",
  "torch.CharStorage",
  "torch.ByteStorage",
  "torch.BoolStorage",
  "torch.storage.UntypedStorage",
  NULL
};

/* In the order of the storages above. */
static const SiltDtype dtypes[] =
{
  SILT_DTYPE_F32, SILT_DTYPE_F16, SILT_DTYPE_BF16, SILT_DTYPE_F64,
  SILT_DTYPE_I64, SILT_DTYPE_I32, SILT_DTYPE_I16, SILT_DTYPE_I8,
  SILT_DTYPE_U8, SILT_DTYPE_BOOL, SILT_DTYPE_U8
};

/* Keys under which training programs keep a state dictionary beside other
 * things, best first. */
static const gchar *const nests[] =
{
  "ema", "ema_state_dict", "model_ema", "ema_model", "state_dict",
  "model_state_dict", "model", "unet", "network", "net"
};

typedef struct
{
  GHashTable  *storages;
  gsize        bytes_left;
  const gchar *name;
  GArray      *tensors;
  GError     **error;
} Reader;


/* Pieces of a pickle */

static gboolean
fault (const gchar  *where,
       const gchar  *expected,
       GError      **error)
{
  g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
               "%s: expected %s, found something else", where, expected);

  return FALSE;
}

/* The argument of that number, where it is there and of the type. */
static const SiltPickleValue *
argument (const SiltPickleValue *tuple,
          guint                  number,
          SiltPickleType         type)
{
  const SiltPickleValue *value;

  if (tuple->type != SILT_PICKLE_TUPLE || number >= tuple->items->len)
    return NULL;

  value = g_ptr_array_index (tuple->items, number);

  return value->type == type ? value : NULL;
}

/* NULL where it is no text that could be a name. */
static gchar *
copy_text (const SiltPickleValue *value)
{
  if (! value || value->type != SILT_PICKLE_STRING ||
      value->string.length > MAX_NAME ||
      memchr (value->string.bytes, '\0', value->string.length) ||
      ! g_utf8_validate (value->string.bytes, value->string.length, NULL))
    {
      return NULL;
    }

  return g_strndup (value->string.bytes, value->string.length);
}

/* Integers of at least 0, at most SILT_MAX_DIMS of them. */
static gboolean
read_counts (const SiltPickleValue *tuple,
             gint64                *counts,
             guint                 *n)
{
  guint i;

  if (! tuple || tuple->items->len > SILT_MAX_DIMS)
    return FALSE;

  *n = tuple->items->len;

  for (i = 0; i < *n; i++)
    {
      const SiltPickleValue *count = argument (tuple, i, SILT_PICKLE_INTEGER);

      if (! count || count->integer < 0)
        return FALSE;

      counts[i] = count->integer;
    }

  return TRUE;
}

gboolean
silt_torch_storage_read (const SiltPickleValue  *value,
                         const gchar            *where,
                         SiltTorchStorage       *storage,
                         GError                **error)
{
  const SiltPickleValue *id    = value->argument;
  const SiltPickleValue *kind  = argument (id, 0, SILT_PICKLE_STRING);
  const SiltPickleValue *type  = argument (id, 1, SILT_PICKLE_GLOBAL);
  const SiltPickleValue *key   = argument (id, 2, SILT_PICKLE_STRING);
  const SiltPickleValue *count = argument (id, 4, SILT_PICKLE_INTEGER);
  const SiltPickleValue *view  = argument (id, 5, SILT_PICKLE_TUPLE);

  if (kind && silt_pickle_equals (kind, "module"))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                   "%s: expected tensors by their names, found a module of "
                   "Python, which Silt does not load", where);
      return FALSE;
    }

  if (! kind || ! silt_pickle_equals (kind, "storage") ||
      ! type || type->global < FIRST_STORAGE || ! count || count->integer < 0)
    {
      return fault (where, "a storage with its type and size", error);
    }

  storage->dtype      = dtypes[type->global - FIRST_STORAGE];
  storage->n_elements = count->integer;
  storage->offset     = 0;

  /* Before version 1.6: (key, offset, size) of a view. */
  if (view)
    {
      const SiltPickleValue *offset = argument (view, 1, SILT_PICKLE_INTEGER);

      if (! offset || offset->integer < 0)
        return fault (where, "a view into a storage", error);

      storage->offset = offset->integer;
    }

  storage->key = copy_text (key);

  return storage->key || fault (where, "a storage with a name", error);
}


/* One tensor */

/* The elements must be those of the storage, whatever the strides. */
static gboolean
check_extent (const SiltWeight *weight,
              const gint64     *strides,
              gsize             offset,
              gsize             n_stored)
{
  gsize last = offset;
  guint i;

  if (weight->n_elements == 0)
    return TRUE;

  for (i = 0; i < weight->n_dims; i++)
    {
      gsize step;

      if (! g_size_checked_mul (&step, weight->dims[i] - 1, strides[i]) ||
          ! g_size_checked_add (&last, last, step))
        {
          return FALSE;
        }
    }

  return last < n_stored;
}

/* Fills axes[] unless the elements lie one after another. */
static void
set_axes (SiltWeight   *weight,
          const gint64 *strides)
{
  gboolean dense = TRUE;
  gint64   next  = 1;
  gint     i;

  for (i = (gint) weight->n_dims - 1; i >= 0; i--)
    {
      dense = dense && (weight->dims[i] == 1 || strides[i] == next);
      next *= weight->dims[i];
    }

  if (dense || weight->n_elements == 0)
    return;

  weight->n_axes = weight->n_dims;

  for (i = 0; i < (gint) weight->n_dims; i++)
    {
      weight->axes[i].n      = weight->dims[i];
      weight->axes[i].stride = strides[i];
    }
}

static gboolean
read_layout (Reader                 *reader,
             const SiltPickleValue  *arguments,
             const gchar            *where,
             const SiltTorchStorage *storage,
             const SiltZipEntry     *entry,
             SiltWeight             *weight)
{
  const SiltPickleValue *offset = argument (arguments, 1, SILT_PICKLE_INTEGER);
  gint64                 strides[SILT_MAX_DIMS];
  guint                  n_strides, i;
  gsize                  size   = silt_dtype_size (storage->dtype);
  gsize                  first, bytes;

  if (! offset || offset->integer < 0 ||
      ! read_counts (argument (arguments, 2, SILT_PICKLE_TUPLE),
                     weight->dims, &weight->n_dims) ||
      ! read_counts (argument (arguments, 3, SILT_PICKLE_TUPLE),
                     strides, &n_strides) ||
      n_strides != weight->n_dims)
    {
      return fault (where, "an offset, a shape and its strides", reader->error);
    }

  weight->dtype      = storage->dtype;
  weight->n_elements = 1;

  for (i = 0; i < weight->n_dims; i++)
    {
      if (! g_size_checked_mul (&weight->n_elements, weight->n_elements,
                                weight->dims[i]))
        {
          return fault (where, "a shape that fits into memory", reader->error);
        }
    }

  if (! g_size_checked_add (&first, offset->integer, storage->offset) ||
      ! check_extent (weight, strides, first, entry->length / size))
    {
      g_autofree gchar *shape = silt_shape_to_string (weight->n_dims,
                                                      weight->dims);

      g_set_error (reader->error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected %s within its storage of %" G_GSIZE_FORMAT
                   " elements, found it beyond", where, shape,
                   entry->length / size);
      return FALSE;
    }

  if (! g_size_checked_mul (&bytes, weight->n_elements, size) ||
      bytes > reader->bytes_left)
    {
      return fault (where, "tensors that are not much larger than the file",
                    reader->error);
    }

  reader->bytes_left -= bytes;
  weight->data        = weight->n_elements ? entry->data + first * size
                                           : entry->data;
  set_axes (weight, strides);

  return TRUE;
}

/* The call that makes a tensor, within that of a parameter if need be; NULL
 * where the value is none. */
static const SiltPickleValue *
find_tensor (const SiltPickleValue *value)
{
  if (value->type == SILT_PICKLE_CALL && value->global == REBUILD_PARAMETER)
    value = argument (value->argument, 0, SILT_PICKLE_CALL);

  if (value && value->type == SILT_PICKLE_CALL &&
      (value->global == REBUILD_TENSOR || value->global == REBUILD_TENSOR_V2))
    {
      return value;
    }

  return NULL;
}

static gboolean
read_tensor (Reader                *reader,
             const gchar           *key,
             const SiltPickleValue *call)
{
  const SiltPickleValue *id     = argument (call->argument, 0,
                                            SILT_PICKLE_PERSISTENT);
  g_autofree gchar      *quoted = silt_words_quote (key);
  g_autofree gchar      *where  = g_strdup_printf ("%s: %s", reader->name,
                                                   quoted);
  g_autofree gchar      *owned  = NULL;
  SiltTorchStorage       storage;
  const SiltZipEntry    *entry;
  SiltWeight             weight = { NULL };

  if (! id)
    return fault (where, "a tensor over a storage", reader->error);

  if (! silt_torch_storage_read (id, where, &storage, reader->error))
    return FALSE;

  owned = storage.key;
  entry = g_hash_table_lookup (reader->storages, storage.key);

  if (! entry ||
      entry->length / silt_dtype_size (storage.dtype) < storage.n_elements)
    {
      g_autofree gchar *shown = silt_words_quote (storage.key);

      g_set_error (reader->error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected the storage %s with %" G_GSIZE_FORMAT
                   " %s numbers, found %s", where, shown, storage.n_elements,
                   silt_dtype_name (storage.dtype), entry ? "fewer" : "none");
      return FALSE;
    }

  if (! read_layout (reader, call->argument, where, &storage, entry, &weight))
    return FALSE;

  weight.name = g_strdup (key);
  g_array_append_val (reader->tensors, weight);

  return TRUE;
}


/* The dictionary */

static gboolean
has_tensors (const SiltPickleValue *dict)
{
  guint i;

  for (i = 1; i < dict->items->len; i += 2)
    {
      if (find_tensor (g_ptr_array_index (dict->items, i)))
        return TRUE;
    }

  return FALSE;
}

/* The dictionary of tensors in `dict`, itself or one within; or NULL. */
static const SiltPickleValue *
find_state (const SiltPickleValue *dict,
            guint                  nest)
{
  guint i;

  if (dict->type != SILT_PICKLE_DICT)
    return NULL;

  for (i = 0; i < G_N_ELEMENTS (nests) && nest < MAX_NEST; i++)
    {
      const SiltPickleValue *value = silt_pickle_lookup (dict, nests[i]);
      const SiltPickleValue *state = value ? find_state (value, nest + 1)
                                           : NULL;

      if (state)
        return state;
    }

  return has_tensors (dict) ? dict : NULL;
}

gboolean
silt_torch_state_read (const SiltPickleValue  *root,
                       GHashTable             *storages,
                       gsize                   max_bytes,
                       const gchar            *name,
                       GArray                 *tensors,
                       GError                **error)
{
  Reader                  reader = { storages, max_bytes, name, tensors, error };
  const SiltPickleValue  *state  = find_state (root, 0);
  g_autoptr (GHashTable)  seen   = NULL;
  guint                   i;

  if (! state)
    return fault (name, "tensors by their names", error);

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (i = 0; i < state->items->len; i += 2)
    {
      const SiltPickleValue *value = g_ptr_array_index (state->items, i + 1);
      const SiltPickleValue *call  = find_tensor (value);
      gchar                 *key;

      if (! call)
        continue;

      key = copy_text (g_ptr_array_index (state->items, i));

      if (! key)
        return fault (name, "a name for each tensor", error);

      if (! g_hash_table_add (seen, key))
        return fault (name, "each tensor's name once", error);

      if (! read_tensor (&reader, key, call))
        return FALSE;
    }

  return TRUE;
}
