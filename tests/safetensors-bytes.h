/* Silt: the bytes of a safetensors file
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

#include "scratch.h"
#include "weights.h"

/* The length, the header and n_data bytes 0, 1, 2, ... */
static inline GByteArray *
safetensors_bytes (const gchar *header,
                   gsize        n_data)
{
  g_autofree gchar *text   = quoted (header);
  GByteArray       *bytes  = g_byte_array_new ();
  guint64           length = GUINT64_TO_LE (strlen (text));
  gsize             i;

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) text, strlen (text));

  for (i = 0; i < n_data; i++)
    {
      guint8 byte = i;

      g_byte_array_append (bytes, &byte, 1);
    }

  return bytes;
}

/* Opens a file of these bytes by this name. */
static inline SiltWeights *
open_bytes (const gchar  *name,
            const void   *bytes,
            gsize         length,
            GError      **error)
{
  g_autofree gchar *folder  = scratch_new ();
  g_autofree gchar *path    = scratch_write (folder, name, bytes, length);
  SiltWeights      *weights = silt_weights_open (path, error);

  /* What is mapped stays readable. */
  scratch_remove (folder);

  return weights;
}

static inline SiltWeights *
open_header (const gchar  *name,
             const gchar  *header,
             gsize         n_data,
             GError      **error)
{
  g_autoptr (GByteArray) bytes = safetensors_bytes (header, n_data);

  return open_bytes (name, bytes->data, bytes->len, error);
}
