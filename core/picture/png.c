/* Silt: writing PNG files
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
#include "png-chunks.h"

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

static void
on_flush (png_structp png)
{
}

/* To the nearest of 0 ... 255, or of 0 ... 65535, the high byte first; NaN
 * becomes 0. */
static inline guint8 *
put_sample (guint8 *out,
            gfloat  value,
            gint    depth)
{
  gfloat white = depth == 16 ? 65535.0f : 255.0f;
  guint  level = value > 0.0f ? MIN (value, 1.0f) * white + 0.5f : 0.0f;

  if (depth == 16)
    *out++ = level >> 8;
  *out++ = level;

  return out;
}

/* alpha: NULL for none. */
static void
make_row (guint8            *out,
          const SiltPicture *picture,
          const gfloat      *alpha,
          gboolean           gray,
          gint               depth,
          gint               y)
{
  const gfloat *in = picture->data + y * picture->row_stride;
  gint          x, c;

  for (x = 0; x < picture->width; x++, in += picture->pixel_stride)
    {
      if (gray)
        out = put_sample (out, silt_luma (in), depth);
      else
        for (c = 0; c < 3; c++)
          out = put_sample (out, in[c], depth);

      if (alpha)
        out = put_sample (out, alpha[x], depth);
    }
}

static gint
colour_type (const SiltImage *kind)
{
  return (kind->gray ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB) |
         (kind->alpha.data ? PNG_COLOR_MASK_ALPHA : 0);
}

/* row: room for the largest, of four samples of 16 bits a pixel. */
static void
put_chunks (png_structp        png,
            png_infop          info,
            const SiltPicture *picture,
            const SiltImage   *kind,
            const gchar       *comment,
            guint8            *row)
{
  png_text  texts[] =
  {
    { .compression = PNG_TEXT_COMPRESSION_NONE,
      .key         = (gchar *) "Software",
      .text        = (gchar *) "Silt " SILT_VERSION },
    { .compression = PNG_ITXT_COMPRESSION_NONE,
      .key         = (gchar *) "silt:settings",
      .text        = (gchar *) comment }
  };
  gint      depth   = kind->depth == 16 ? 16 : 8;
  gint      y;

  png_set_IHDR (png, info, picture->width, picture->height, depth,
                colour_type (kind), PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (kind->chunks)
    silt_png_put_chunks (png, info, kind->chunks);
  else
    png_set_sRGB (png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_set_text (png, info, texts, comment ? 2 : 1);
  png_write_info (png, info);

  for (y = 0; y < picture->height; y++)
    {
      const gfloat *alpha = kind->alpha.data;

      make_row (row, picture, alpha ? alpha + y * kind->alpha.row_stride : NULL,
                kind->gray, depth, y);
      png_write_row (png, row);
    }

  png_write_end (png, info);
}

gboolean
silt_png_put (SiltSink          *sink,
              const SiltPicture *picture,
              const SiltImage   *like,
              const gchar       *comment)
{
  const SiltImage    plain = { .depth = 8 };
  gsize              size  = 8 * (gsize) picture->width;
  g_autofree guint8 *row   = silt_sink_row (sink, size);
  png_structp        png;
  png_infop          info;
  gboolean           done;

  if (! row)
    return FALSE;

  png  = png_create_write_struct (PNG_LIBPNG_VER_STRING, sink,
                                  on_error, silt_png_ignore);
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
      put_chunks (png, info, picture, like ? like : &plain, comment, row);
      done = TRUE;
    }

  png_destroy_write_struct (&png, &info);

  return done;
}
