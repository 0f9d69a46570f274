/* Silt: PNG chunks that are written as they were read
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

#include "png-chunks.h"

void
silt_png_keep_chunks (png_structp png)
{
  /* Names of four letters, each with its zero. */
  static const png_byte names[] = "cHRM\0gAMA\0iCCP\0sRGB\0cICP\0mDCV\0cLLI\0"
                                  "pHYs\0eXIf\0tEXt\0zTXt\0iTXt";

  png_set_keep_unknown_chunks (png, PNG_HANDLE_CHUNK_ALWAYS, names,
                               sizeof (names) / 5);
}

static void
clear_chunk (gpointer data)
{
  g_free (((png_unknown_chunk *) data)->data);
}

static gboolean
is_text (const png_unknown_chunk *chunk,
         const gchar             *key)
{
  gsize size = strlen (key) + 1;

  return (strcmp ((const gchar *) chunk->name + 1, "TXt") == 0 ||
          strcmp ((const gchar *) chunk->name, "tEXt") == 0) &&
         chunk->size >= size && memcmp (chunk->data, key, size) == 0;
}

GArray *
silt_png_take_chunks (png_structp png,
                      png_infop   info)
{
  GArray            *chunks = g_array_new (FALSE, FALSE,
                                           sizeof (png_unknown_chunk));
  png_unknown_chunk *all;
  gint               n      = png_get_unknown_chunks (png, info, &all);
  gint               i;

  g_array_set_clear_func (chunks, clear_chunk);

  for (i = 0; i < n; i++)
    if (! is_text (&all[i], "Software") && ! is_text (&all[i], "silt:settings"))
      {
        png_unknown_chunk chunk = all[i];

        chunk.data = g_memdup2 (chunk.data, chunk.size);
        g_array_append_val (chunks, chunk);
      }

  return chunks;
}

void
silt_png_put_chunks (png_structp   png,
                     png_infop     info,
                     const GArray *chunks)
{
  silt_png_keep_chunks (png);
  png_set_unknown_chunks (png, info, (png_unknown_chunkp) chunks->data,
                          chunks->len);
}

void
silt_png_ignore (png_structp     png,
                 png_const_charp message)
{
}
