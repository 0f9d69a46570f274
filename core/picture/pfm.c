/* Silt: portable float maps
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

#include "image-format.h"

/* A scale below zero says that the floats are little-endian. */
#define SCALE (G_BYTE_ORDER == G_LITTLE_ENDIAN ? "-1.0" : "1.0")

/* Three lines of text, then the rows from the bottom up. */
gboolean
silt_pfm_put (SiltSink          *sink,
              const SiltPicture *picture,
              const gchar       *comment)
{
  g_autofree gchar  *header = g_strdup_printf ("PF\n%d %d\n%s\n",
                                               picture->width,
                                               picture->height, SCALE);
  gsize              size   = (gsize) picture->width * 3 * sizeof (gfloat);
  g_autofree gfloat *row    = silt_sink_row (sink, size);
  gint               x, y;

  if (! row || ! silt_sink_put (sink, header, strlen (header)))
    return FALSE;

  for (y = picture->height - 1; y >= 0; y--)
    {
      const gfloat *in = picture->data + y * picture->row_stride;

      for (x = 0; x < picture->width; x++)
        memcpy (row + 3 * x, in + x * picture->pixel_stride,
                3 * sizeof (gfloat));

      if (! silt_sink_put (sink, row, size))
        return FALSE;
    }

  return TRUE;
}
