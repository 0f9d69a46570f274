/* Silt: fuzzing the readers of pictures
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

#include <stdio.h>
#include <string.h>

#include "fuzz.h"
#include "image-file.h"
#include "image-format.h"

#define MAX_PIXELS (1 << 16)

/* Large pictures are sound, but take the fuzzer's time.  A PNG has its width
 * and height at byte 16. */
static gboolean
is_large (const guint8 *data,
          gsize         size)
{
  guint32 width, height;

  if (size < 24 || data[0] != 0x89)
    return FALSE;

  memcpy (&width, data + 16, 4);
  memcpy (&height, data + 20, 4);

  return ((guint64) GUINT32_FROM_BE (width) * GUINT32_FROM_BE (height) >
          MAX_PIXELS);
}

/* What can be read can be written, with all that was kept of it. */
static void
write_again (const SiltImage *image)
{
  SiltSink sink = { "fuzz", fopen ("/dev/null", "wb"), NULL, NULL };

  silt_png_put (&sink, &image->picture, image, "{}");
  fclose (sink.file);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  SiltImage  image;
  FILE      *file;

  if (size == 0 || is_large (data, size))
    return 0;

  file = fmemopen ((gpointer) data, size, "rb");
  if (silt_image_read (&image, file, "fuzz", NULL))
    {
      write_again (&image);
      silt_image_clear (&image);
    }
  else
    {
      g_assert_null (image.picture.data);
    }
  fclose (file);

  return 0;
}
