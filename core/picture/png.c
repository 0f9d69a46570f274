/* Silt: PNG files
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

#include <png.h>

#include "image-format.h"

/* libpng reports by longjmp.  Every jump ends in silt_png_put, and starts in
 * one of these two, which have set the error. */
static void
on_error (png_structp     png,
          png_const_charp message)
{
  SiltSink *sink = png_get_error_ptr (png);

  g_set_error (sink->error, SILT_ERROR, SILT_ERROR_IO,
               "\"%s\" cannot be written: %s", sink->path, message);
  png_longjmp (png, 1);
}

static void
on_data (png_structp png,
         png_bytep   data,
         png_size_t  size)
{
  if (! silt_sink_put (png_get_io_ptr (png), data, size))
    png_longjmp (png, 1);
}

/* A library prints nothing. */
static void
on_warning (png_structp     png,
            png_const_charp message)
{
}

static void
on_flush (png_structp png)
{
}

/* To the nearest of 0 ... 255; NaN becomes 0. */
static inline guint8
to_byte (gfloat value)
{
  return value > 0.0f ? (value < 1.0f ? value * 255.0f + 0.5f : 255) : 0;
}

/* row: room for 3 * width bytes. */
static void
put_chunks (png_structp        png,
            png_infop          info,
            const SiltPicture *picture,
            const gchar       *comment,
            guint8            *row)
{
  png_text texts[] =
  {
    { .compression = PNG_TEXT_COMPRESSION_NONE,
      .key         = (gchar *) "Software",
      .text        = (gchar *) "Silt " SILT_VERSION },
    { .compression = PNG_ITXT_COMPRESSION_NONE,
      .key         = (gchar *) "silt:settings",
      .text        = (gchar *) comment }
  };
  gint     x, y;

  png_set_IHDR (png, info, picture->width, picture->height, 8,
                PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB (png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_set_text (png, info, texts, comment ? 2 : 1);
  png_write_info (png, info);

  for (y = 0; y < picture->height; y++)
    {
      const gfloat *in  = picture->data + y * picture->row_stride;
      guint8       *out = row;

      for (x = 0; x < picture->width; x++)
        {
          *out++ = to_byte (in[0]);
          *out++ = to_byte (in[1]);
          *out++ = to_byte (in[2]);
          in    += picture->pixel_stride;
        }
      png_write_row (png, row);
    }

  png_write_end (png, NULL);
}

gboolean
silt_png_put (SiltSink          *sink,
              const SiltPicture *picture,
              const gchar       *comment)
{
  gsize              size = 3 * (gsize) picture->width;
  g_autofree guint8 *row  = silt_sink_row (sink, size);
  png_structp        png;
  png_infop          info;
  gboolean           done;

  if (! row)
    return FALSE;

  png  = png_create_write_struct (PNG_LIBPNG_VER_STRING, sink,
                                  on_error, on_warning);
  info = png ? png_create_info_struct (png) : NULL;

  if (! info)
    {
      g_set_error (sink->error, SILT_ERROR, SILT_ERROR_MEMORY,
                   "there is no memory to write \"%s\"", sink->path);
      done = FALSE;
    }
  else if (setjmp (png_jmpbuf (png)))
    {
      done = FALSE;
    }
  else
    {
      png_set_write_fn (png, sink, on_data, on_flush);
      put_chunks (png, info, picture, comment, row);
      done = TRUE;
    }

  png_destroy_write_struct (&png, &info);

  return done;
}
