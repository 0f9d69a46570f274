/* Silt: writing safetensors
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

#include "safetensors-write.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "half.h"
#include "silt.h"
#include "widen.h"
#include "words.h"

/* The data begins at a multiple of this, as the reference's own does. */
#define ALIGNMENT 8

static gboolean
is_float (SiltDtype dtype)
{
  return dtype == SILT_DTYPE_F32 || dtype == SILT_DTYPE_F16 ||
         dtype == SILT_DTYPE_BF16 || dtype == SILT_DTYPE_F64;
}

static SiltDtype
written_dtype (const SiltWeight *weight,
               gboolean          half)
{
  if (half && is_float (weight->dtype))
    return SILT_DTYPE_F16;

  return weight->dtype == SILT_DTYPE_F64 ? SILT_DTYPE_F32 : weight->dtype;
}

static gsize
written_bytes (const SiltWeight *weight,
               gboolean          half)
{
  return weight->n_elements * silt_dtype_size (written_dtype (weight, half));
}


/* The header */

static JsonArray *
integers (guint         n,
          const gint64 *values)
{
  JsonArray *array = json_array_sized_new (n);
  guint      i;

  for (i = 0; i < n; i++)
    json_array_add_int_element (array, values[i]);

  return array;
}

/* Free with g_free. */
static gchar *
make_header (SiltWeights *weights,
             gboolean     half)
{
  g_autoptr (JsonNode)   root     = json_node_alloc ();
  g_autoptr (JsonObject) header   = json_object_new ();
  JsonObject            *metadata = json_object_new ();
  gint64                 range[2] = { 0, 0 };
  guint                  i;

  /* What loaders in Python look for before they take a file for theirs. */
  json_object_set_string_member (metadata, "format", "pt");
  json_object_set_object_member (header, "__metadata__", metadata);

  for (i = 0; i < silt_weights_count (weights); i++)
    {
      const SiltWeight *weight = silt_weights_nth (weights, i);
      JsonObject       *entry  = json_object_new ();

      range[0] = range[1];
      range[1] = range[0] + written_bytes (weight, half);

      json_object_set_string_member (entry, "dtype",
        silt_dtype_name (written_dtype (weight, half)));
      json_object_set_array_member (entry, "shape",
                                    integers (weight->n_dims, weight->dims));
      json_object_set_array_member (entry, "data_offsets",
                                    integers (2, range));
      json_object_set_object_member (header, weight->name, entry);
    }

  json_node_init_object (root, header);

  return json_to_string (root, FALSE);
}


/* The data */

typedef struct
{
  SiltWeights *weights;
  gboolean     half;
  FILE        *file;
  const gchar *name;
  guint8      *bytes;         /* room for the largest tensor, twice as floats */
  gfloat      *floats;
} Writer;

static gboolean
put (Writer       *writer,
     const void   *bytes,
     gsize         length,
     GError      **error)
{
  if (length == 0 || fwrite (bytes, length, 1, writer->file) == 1)
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_IO, "%s: cannot be written: %s",
               writer->name, g_strerror (errno));

  return FALSE;
}

/* Little-endian. */
static gboolean
narrow (Writer            *writer,
        const SiltWeight  *weight,
        SiltDtype          dtype,
        GError           **error)
{
  gsize i;

  silt_weight_widen (weight, writer->floats);

  if (dtype == SILT_DTYPE_F32)
    {
      for (i = 0; i < weight->n_elements; i++)
        {
          guint32 bits;

          memcpy (&bits, &writer->floats[i], sizeof bits);
          bits = GUINT32_TO_LE (bits);
          memcpy (writer->bytes + i * sizeof bits, &bits, sizeof bits);
        }

      return TRUE;
    }

  for (i = 0; i < weight->n_elements; i++)
    {
      if (fabsf (writer->floats[i]) >= SILT_HALF_OVERFLOW)
        {
          g_autofree gchar *quoted = silt_words_quote (weight->name);

          g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                       "%s: %s: expected numbers below 65520, which F16 can "
                       "hold, found %g", silt_weights_path (writer->weights),
                       quoted, writer->floats[i]);
          return FALSE;
        }
    }

  silt_half_from_float ((guint16 *) writer->bytes, writer->floats,
                        weight->n_elements);

  return TRUE;
}

static gboolean
put_weight (Writer            *writer,
            const SiltWeight  *weight,
            GError           **error)
{
  SiltDtype dtype = written_dtype (weight, writer->half);

  if (dtype == weight->dtype)
    silt_weight_gather (weight, writer->bytes);
  else if (! narrow (writer, weight, dtype, error))
    return FALSE;

  return put (writer, writer->bytes, written_bytes (weight, writer->half),
              error);
}

static gboolean
put_header (Writer  *writer,
            GError **error)
{
  static const gchar  spaces[ALIGNMENT] = "        ";
  g_autofree gchar   *header = make_header (writer->weights, writer->half);
  gsize               pad    = -strlen (header) % ALIGNMENT;
  guint64             length = GUINT64_TO_LE (strlen (header) + pad);

  return put (writer, &length, sizeof length, error) &&
         put (writer, header, strlen (header), error) &&
         put (writer, spaces, pad, error);
}

static gboolean
put_all (Writer        *writer,
         GCancellable  *cancellable,
         GError       **error)
{
  guint i;

  if (! put_header (writer, error))
    return FALSE;

  for (i = 0; i < silt_weights_count (writer->weights); i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          ! put_weight (writer, silt_weights_nth (writer->weights, i), error))
        {
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
allocate (Writer  *writer,
          GError **error)
{
  gsize largest = 1;
  guint i;

  for (i = 0; i < silt_weights_count (writer->weights); i++)
    largest = MAX (largest,
                   silt_weights_nth (writer->weights, i)->n_elements);

  writer->bytes  = g_try_malloc_n (largest, sizeof (gdouble));
  writer->floats = g_try_new (gfloat, largest);

  if (writer->bytes && writer->floats)
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
               "%s: no memory for a tensor of %" G_GSIZE_FORMAT " numbers",
               silt_weights_path (writer->weights), largest);

  return FALSE;
}

gboolean
silt_safetensors_write (SiltWeights   *weights,
                        const gchar   *path,
                        gboolean       half,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autofree gchar *name   = g_filename_display_name (path);
  Writer            writer = { weights, half, NULL, name, NULL, NULL };
  gboolean          done;

  writer.file = fopen (path, "wbx");

  if (! writer.file)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "%s: cannot be written: %s", name, g_strerror (errno));
      return FALSE;
    }

  done = allocate (&writer, error) && put_all (&writer, cancellable, error);

  if (fclose (writer.file) != 0 && done)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "%s: cannot be written: %s", name, g_strerror (errno));
      done = FALSE;
    }

  g_free (writer.bytes);
  g_free (writer.floats);

  return done;
}
