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

#include <math.h>

#include "image-format.h"

/* A scale below zero says that the floats are little-endian. */
#define SCALE (G_BYTE_ORDER == G_LITTLE_ENDIAN ? "-1.0" : "1.0")

/* Three lines of text, then the rows from the bottom up. */
gboolean
silt_pfm_put (SiltSink          *sink,
              const SiltPicture *picture,
              const SiltImage   *like,
              const gchar       *comment)
{
  gboolean           gray   = like && like->gray;
  g_autofree gchar  *header = g_strdup_printf ("%s\n%d %d\n%s\n",
                                               gray ? "Pf" : "PF",
                                               picture->width,
                                               picture->height, SCALE);
  gsize              pixel  = (gray ? 1 : 3) * sizeof (gfloat);
  gsize              size   = picture->width * pixel;
  g_autofree guint8 *row    = silt_sink_row (sink, size);
  gint               x, y;

  if (! row || ! silt_sink_put (sink, header, strlen (header)))
    return FALSE;

  for (y = picture->height - 1; y >= 0; y--)
    {
      const gfloat *in = picture->data + y * picture->row_stride;

      for (x = 0; x < picture->width; x++, in += picture->pixel_stride)
        {
          gfloat luma = silt_luma (in);

          memcpy (row + x * pixel, gray ? &luma : in, pixel);
        }

      if (! silt_sink_put (sink, row, size))
        return FALSE;
    }

  return TRUE;
}

/* One character of white space ends the header. */
static gboolean
read_header (SiltSource *source,
             gboolean   *gray,
             gint64     *width,
             gint64     *height,
             gdouble    *scale)
{
  gchar  words[4][16] = { "" };
  gchar *end          = words[3];

  if (fscanf (source->file, "%15s %15s %15s %15s",
              words[0], words[1], words[2], words[3]) == 4)
    *scale = g_ascii_strtod (words[3], &end);

  *gray = strcmp (words[0], "Pf") == 0;

  if ((*gray || strcmp (words[0], "PF") == 0) &&
      g_ascii_string_to_signed (words[1], 10, 0, G_MAXINT, width, NULL) &&
      g_ascii_string_to_signed (words[2], 10, 0, G_MAXINT, height, NULL) &&
      ! *end && isfinite (*scale) && *scale != 0.0 &&
      g_ascii_isspace (getc (source->file)))
    return TRUE;

  g_set_error (source->error, SILT_ERROR, SILT_ERROR_FORMAT,
               "\"%s\" cannot be read as a PFM: expected PF or Pf, a width, a "
               "height and a scale", source->path);
  return FALSE;
}

static void
swap_bytes (gfloat *row,
            gsize   n)
{
  gsize i;

  for (i = 0; i < n; i++)
    {
      guint32 bits;

      memcpy (&bits, row + i, sizeof (bits));
      bits = GUINT32_SWAP_LE_BE (bits);
      memcpy (row + i, &bits, sizeof (bits));
    }
}

/* A row of gray fills the last third of its place, and is spread from the
 * left. */
gboolean
silt_pfm_get (SiltSource *source,
              SiltImage  *image)
{
  SiltPicture *picture = &image->picture;
  gint64       width, height;
  gdouble      scale   = 0.0;
  gint         x, y, c;

  if (! read_header (source, &image->gray, &width, &height, &scale) ||
      ! silt_source_alloc (source, image, width, height, FALSE, 0))
    return FALSE;

  image->depth = 32;

  for (y = height - 1; y >= 0; y--)
    {
      gfloat *row  = picture->data + y * picture->row_stride;
      gsize   n    = image->gray ? width : 3 * width;
      gfloat *last = row + 3 * width - n;

      if (! silt_source_take (source, last, n * sizeof (gfloat)))
        return FALSE;

      if ((scale < 0.0) != (G_BYTE_ORDER == G_LITTLE_ENDIAN))
        swap_bytes (last, n);

      for (x = 0; image->gray && x < width; x++)
        for (c = 0; c < 3; c++)
          row[3 * x + c] = last[x];
    }

  return TRUE;
}
