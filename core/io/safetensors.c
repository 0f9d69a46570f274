/* Silt: the safetensors format
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

#include "safetensors.h"

#include <string.h>

#include "json-describe.h"
#include "json-read.h"
#include "silt.h"
#include "widen.h"
#include "words.h"

#define LENGTH_BYTES     8
#define MAX_HEADER_BYTES ((gsize) 100 * 1000 * 1000)  /* the reference's own */

/* FILE: "tensor" */
static gchar *
place (const gchar *file,
       const gchar *tensor)
{
  g_autofree gchar *quoted = silt_words_quote (tensor);

  return g_strdup_printf ("%s: %s", file, quoted);
}


/* One entry of the header */

static gboolean
mismatch (const gchar  *where,
          const gchar  *key,
          const gchar  *expected,
          JsonNode     *node,
          GError      **error)
{
  g_autofree gchar *found = silt_json_describe (node);

  g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
               "%s: %s: expected %s, found %s", where, key, expected, found);

  return FALSE;
}

static gboolean
is_string (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
read_dtype (const gchar  *where,
            JsonObject   *object,
            SiltWeight   *weight,
            GError      **error)
{
  JsonNode         *node = json_object_get_member (object, "dtype");
  g_autofree gchar *what = g_strconcat (where, ": dtype", NULL);
  gint              dtype;

  if (! is_string (node))
    return mismatch (where, "dtype", "a string", node, error);

  dtype = silt_dtype_from_name (json_node_get_string (node), what, error);

  if (dtype < 0)
    return FALSE;

  weight->dtype = dtype;

  return TRUE;
}

/* An array of min_n to max_n integers, none negative. */
static gboolean
read_counts (const gchar  *where,
             JsonObject   *object,
             const gchar  *key,
             const gchar  *expected,
             guint         min_n,
             guint         max_n,
             gint64       *counts,
             guint        *n,
             GError      **error)
{
  JsonNode  *node = json_object_get_member (object, key);
  JsonArray *array;
  guint      i;

  if (! node || ! JSON_NODE_HOLDS_ARRAY (node))
    return mismatch (where, key, expected, node, error);

  array = json_node_get_array (node);
  *n    = json_array_get_length (array);

  if (*n < min_n || *n > max_n)
    return mismatch (where, key, expected, node, error);

  for (i = 0; i < *n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (! JSON_NODE_HOLDS_VALUE (element) ||
          json_node_get_value_type (element) != G_TYPE_INT64 ||
          json_node_get_int (element) < 0)
        {
          return mismatch (where, key, "integers of at least 0", element,
                           error);
        }

      counts[i] = json_node_get_int (element);
    }

  return TRUE;
}

/* The number of elements and of bytes, FALSE when either is beyond a gsize. */
static gboolean
measure (SiltWeight *weight,
         gsize      *bytes)
{
  guint i;

  weight->n_elements = 1;

  for (i = 0; i < weight->n_dims; i++)
    {
      if ((guint64) weight->dims[i] > G_MAXSIZE ||
          ! g_size_checked_mul (&weight->n_elements, weight->n_elements,
                                weight->dims[i]))
        {
          return FALSE;
        }
    }

  return g_size_checked_mul (bytes, weight->n_elements,
                             silt_dtype_size (weight->dtype));
}

static gboolean
read_entry (const gchar   *where,
            JsonObject    *object,
            const guint8  *data,
            gsize          data_bytes,
            SiltWeight    *weight,
            GError       **error)
{
  g_autofree gchar *shape = NULL;
  gint64            offsets[2];
  guint             n_offsets;
  gsize             bytes;

  if (! read_dtype (where, object, weight, error) ||
      ! read_counts (where, object, "shape",
                     "at most " G_STRINGIFY (SILT_MAX_DIMS) " dimensions",
                     0, SILT_MAX_DIMS,
                     weight->dims, &weight->n_dims, error) ||
      ! read_counts (where, object, "data_offsets", "an array of 2", 2, 2,
                     offsets, &n_offsets, error))
    {
      return FALSE;
    }

  if (offsets[0] > offsets[1] || (guint64) offsets[1] > data_bytes)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: data_offsets: expected a range within the %"
                   G_GSIZE_FORMAT " bytes of data, found %" G_GINT64_FORMAT
                   " to %" G_GINT64_FORMAT,
                   where, data_bytes, offsets[0], offsets[1]);
      return FALSE;
    }

  shape = silt_shape_to_string (weight->n_dims, weight->dims);

  if (! measure (weight, &bytes))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: shape: expected one that fits into memory, found %s",
                   where, shape);
      return FALSE;
    }

  if (bytes != (gsize) (offsets[1] - offsets[0]))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: data_offsets: expected %" G_GSIZE_FORMAT
                   " bytes for %s %s, found %" G_GINT64_FORMAT,
                   where, bytes, silt_dtype_name (weight->dtype), shape,
                   offsets[1] - offsets[0]);
      return FALSE;
    }

  weight->data = data + offsets[0];

  return TRUE;
}

static gboolean
read_metadata (const gchar  *where,
               JsonObject   *object,
               GHashTable   *metadata,
               GError      **error)
{
  JsonObjectIter  iter;
  const gchar    *key;
  JsonNode       *value;

  json_object_iter_init (&iter, object);

  while (json_object_iter_next (&iter, &key, &value))
    {
      if (! is_string (value))
        {
          g_autofree gchar *quoted = silt_words_quote (key);

          return mismatch (where, quoted, "a string", value, error);
        }

      g_hash_table_insert (metadata, g_strdup (key),
                           json_node_dup_string (value));
    }

  return TRUE;
}


/* All tensors together */

static gint
compare_data (gconstpointer a,
              gconstpointer b)
{
  const SiltWeight *first  = *(SiltWeight *const *) a;
  const SiltWeight *second = *(SiltWeight *const *) b;

  if (first->data != second->data)
    return first->data < second->data ? -1 : 1;

  /* Empty tensors first: they end where they begin. */
  return (silt_weight_bytes (first) > 0) - (silt_weight_bytes (second) > 0);
}

/* The tensors from number `first` on cover the data: each begins where the one
 * before it ends. */
static gboolean
check_cover (const guint8 *data,
             gsize         data_bytes,
             const gchar  *file,
             GArray       *tensors,
             guint         first,
             GError      **error)
{
  g_autoptr (GPtrArray)  sorted = g_ptr_array_sized_new (tensors->len);
  const guint8          *next   = data;
  guint                  i;

  for (i = first; i < tensors->len; i++)
    g_ptr_array_add (sorted, &g_array_index (tensors, SiltWeight, i));

  g_ptr_array_sort (sorted, compare_data);

  for (i = 0; i < sorted->len; i++)
    {
      const SiltWeight *weight = g_ptr_array_index (sorted, i);

      if (weight->data != next)
        {
          g_autofree gchar *where = place (file, weight->name);

          g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                       "%s: data_offsets: expected to begin at %"
                       G_GSIZE_FORMAT ", where the tensor before it ends, "
                       "found %" G_GSIZE_FORMAT, where,
                       (gsize) (next - data), (gsize) (weight->data - data));
          return FALSE;
        }

      next += silt_weight_bytes (weight);
    }

  if (next != data + data_bytes)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected the data to end with the last tensor at %"
                   G_GSIZE_FORMAT ", found %" G_GSIZE_FORMAT " bytes",
                   file, (gsize) (next - data), data_bytes);
      return FALSE;
    }

  return TRUE;
}

/* The header's length, after checking it against that of the file. */
static gboolean
read_header_length (const guint8 *bytes,
                    gsize         length,
                    const gchar  *file,
                    gsize        *header_length,
                    GError      **error)
{
  guint64 value;

  if (length < LENGTH_BYTES)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected a safetensors file, found %" G_GSIZE_FORMAT
                   " bytes", file, length);
      return FALSE;
    }

  memcpy (&value, bytes, LENGTH_BYTES);
  value = GUINT64_FROM_LE (value);

  if (value > MAX_HEADER_BYTES || value > length - LENGTH_BYTES)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected a safetensors header of at most %"
                   G_GSIZE_FORMAT " bytes, found one of %" G_GUINT64_FORMAT
                   ": the file is cut short, or of another kind", file,
                   MIN (MAX_HEADER_BYTES, length - LENGTH_BYTES), value);
      return FALSE;
    }

  *header_length = value;

  return TRUE;
}

static JsonNode *
read_header (const gchar  *text,
             gsize         length,
             const gchar  *file,
             GError      **error)
{
  g_autofree gchar     *name   = g_strdup_printf ("%s: header", file);
  g_autoptr (JsonNode)  header = silt_json_read (text, length, name, error);

  if (! header)
    return NULL;

  if (! JSON_NODE_HOLDS_OBJECT (header))
    {
      g_autofree gchar *found = silt_json_describe (header);

      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected a JSON object, found %s", name, found);
      return NULL;
    }

  return g_steal_pointer (&header);
}

gboolean
silt_safetensors_read (const guint8  *bytes,
                       gsize          length,
                       const gchar   *name,
                       GArray        *tensors,
                       GHashTable    *metadata,
                       GError       **error)
{
  g_autoptr (JsonNode)  header = NULL;
  const guint8         *data;
  gsize                 header_length, data_bytes;
  guint                 first = tensors->len;
  JsonObjectIter        iter;
  const gchar          *key;
  JsonNode             *node;

  if (! read_header_length (bytes, length, name, &header_length, error))
    return FALSE;

  header = read_header ((const gchar *) bytes + LENGTH_BYTES, header_length,
                        name, error);
  if (! header)
    return FALSE;

  data       = bytes + LENGTH_BYTES + header_length;
  data_bytes = length - LENGTH_BYTES - header_length;

  json_object_iter_init_ordered (&iter, json_node_get_object (header));

  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      g_autofree gchar *where  = place (name, key);
      SiltWeight        weight = { NULL };
      JsonObject       *object;

      if (! JSON_NODE_HOLDS_OBJECT (node))
        return mismatch (where, "entry", "an object", node, error);

      object = json_node_get_object (node);

      if (strcmp (key, "__metadata__") == 0)
        {
          if (! read_metadata (where, object, metadata, error))
            return FALSE;
        }
      else
        {
          if (! read_entry (where, object, data, data_bytes, &weight, error))
            return FALSE;

          weight.name = g_strdup (key);
          g_array_append_val (tensors, weight);
        }
    }

  return check_cover (data, data_bytes, name, tensors, first, error);
}
