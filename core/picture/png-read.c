/* Silt: reading PNG files
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

#define MAX_PIXEL_BYTES 8   /* R'G'B' and alpha of 16 bits */

typedef struct
{
  SiltSource *source;
  SiltImage  *image;
  guint8     *pixels;     /* all rows of an interlaced file, else one */
} Reader;

/* libpng reports by longjmp.  Every jump ends in read_all, and starts in one of
 * these two, which have set the error. */
static void
on_error (png_structp     png,
          png_const_charp message)
{
  SiltSource *source = png_get_error_ptr (png);

  g_set_error (source->error, SILT_ERROR, SILT_ERROR_FORMAT,
               "\"%s\" cannot be read as a PNG: %s", source->path, message);
  png_longjmp (png, 1);
}

static void
on_data (png_structp png,
         png_bytep   data,
         png_size_t  size)
{
  if (! silt_source_take (png_get_io_ptr (png), data, size))
    png_longjmp (png, 1);
}

/* Samples of 16 bits have their high byte first. */
static inline gfloat
take_sample (const guint8 **in,
             gint           depth)
{
  guint level = *(*in)++;

  if (depth == 8)
    return level / 255.0f;

  return (level << 8 | *(*in)++) / 65535.0f;
}

static void
take_row (const SiltImage *image,
          const guint8    *in,
          gint             y)
{
  gfloat *out   = image->picture.data + y * image->picture.row_stride;
  gfloat *alpha = image->alpha.data;
  gint    depth = image->depth;
  gint    x;

  if (alpha)
    alpha += y * image->alpha.row_stride;

  for (x = 0; x < image->picture.width; x++, out += 3)
    {
      out[0] = take_sample (&in, depth);
      out[1] = image->gray ? out[0] : take_sample (&in, depth);
      out[2] = image->gray ? out[0] : take_sample (&in, depth);

      if (alpha)
        alpha[x] = take_sample (&in, depth);
    }
}

/* Rows are whole when the last pass has come by. */
static void
read_rows (png_structp png,
           Reader      *reader,
           gint         n_passes,
           gsize        row_bytes)
{
  gint height = reader->image->picture.height;
  gint pass, y;

  for (pass = 0; pass < n_passes; pass++)
    for (y = 0; y < height; y++)
      {
        guint8 *row = reader->pixels + (n_passes > 1 ? y * row_bytes : 0);

        png_read_row (png, row, NULL);
        if (pass == n_passes - 1)
          take_row (reader->image, row, y);
      }
}

static gboolean
read_all (png_structp  png,
          png_infop    info,
          Reader      *reader)
{
  SiltImage *image = reader->image;
  gint       n_passes, colour;
  gsize      row_bytes, n_rows;

  if (setjmp (png_jmpbuf (png)))
    return FALSE;

  png_set_read_fn (png, reader->source, on_data);
  png_set_user_limits (png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  silt_png_keep_chunks (png);
  png_read_info (png, info);

  png_set_expand (png);
  n_passes = png_set_interlace_handling (png);
  colour   = png_get_color_type (png, info);

  if (! silt_source_alloc (reader->source, image,
                           png_get_image_width (png, info),
                           png_get_image_height (png, info),
                           (colour & PNG_COLOR_MASK_ALPHA) ||
                           png_get_valid (png, info, PNG_INFO_tRNS),
                           n_passes > 1 ? MAX_PIXEL_BYTES : 0))
    return FALSE;

  png_read_update_info (png, info);
  image->depth = png_get_bit_depth (png, info);
  image->gray  = ! (colour & PNG_COLOR_MASK_COLOR);

  row_bytes      = png_get_rowbytes (png, info);
  n_rows         = n_passes > 1 ? image->picture.height : 1;
  reader->pixels = g_try_malloc_n (n_rows, row_bytes);
  if (! reader->pixels)
    return silt_source_no_memory (reader->source);

  read_rows (png, reader, n_passes, row_bytes);
  png_read_end (png, info);
  image->chunks = silt_png_take_chunks (png, info);

  return TRUE;
}

gboolean
silt_png_get (SiltSource *source,
              SiltImage  *image)
{
  Reader      reader = { source, image, NULL };
  png_structp png    = png_create_read_struct (PNG_LIBPNG_VER_STRING, source,
                                               on_error, silt_png_ignore);
  png_infop   info   = png ? png_create_info_struct (png) : NULL;
  gboolean    done;

  if (info)
    done = read_all (png, info, &reader);
  else
    done = silt_source_no_memory (source);

  png_destroy_read_struct (&png, &info, NULL);
  g_free (reader.pixels);

  return done;
}
