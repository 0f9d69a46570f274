/* Silt: pictures as they are read from files
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

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "image-format.h"
#include "memory-size.h"

gboolean
silt_source_take (SiltSource *source,
                  gpointer    data,
                  gsize       size)
{
  if (fread (data, 1, size, source->file) == size)
    return TRUE;

  if (ferror (source->file))
    g_set_error (source->error, SILT_ERROR, SILT_ERROR_IO,
                 "\"%s\" cannot be read: %s",
                 source->path, g_strerror (errno));
  else
    g_set_error (source->error, SILT_ERROR, SILT_ERROR_FORMAT,
                 "\"%s\" is damaged: it ends too early", source->path);
  return FALSE;
}

gboolean
silt_source_no_memory (SiltSource *source)
{
  g_set_error (source->error, SILT_ERROR, SILT_ERROR_MEMORY,
               "there is no memory to read \"%s\"", source->path);
  return FALSE;
}

static gboolean
mask_alloc (SiltMask *mask,
            gint      width,
            gint      height)
{
  *mask = (SiltMask) { g_try_new (gfloat, (gsize) width * height),
                       width, height, width };

  return mask->data != NULL;
}

gboolean
silt_source_alloc (SiltSource *source,
                   SiltImage  *image,
                   gint64      width,
                   gint64      height,
                   gboolean    has_alpha,
                   gsize       spare)
{
  gsize pixel = (has_alpha ? 4 : 3) * sizeof (gfloat) + spare;

  if (width < 1 || height < 1 ||
      width > SILT_MAX_SIZE || height > SILT_MAX_SIZE)
    {
      g_set_error (source->error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                   "\"%s\" has %" G_GINT64_FORMAT " x %" G_GINT64_FORMAT
                   " pixels, expected 1 to %d each way%s",
                   source->path, width, height, SILT_MAX_SIZE,
                   MIN (width, height) < 1
                     ? "" : ": scale it down, or work on a part of it");
      return FALSE;
    }

  if ((gsize) (width * height) > silt_memory_available () / pixel ||
      ! silt_picture_alloc (&image->picture, width, height) ||
      (has_alpha && ! mask_alloc (&image->alpha, width, height)))
    return silt_source_no_memory (source);

  return TRUE;
}

gboolean
silt_image_read (SiltImage    *image,
                 FILE         *file,
                 const gchar  *path,
                 GError      **error)
{
  SiltSource source = { path, file, error };
  gint       first  = getc (file);
  gboolean   done;

  *image = (SiltImage) { .depth = 8 };
  ungetc (first, file);

  /* Of a file that is empty, or no file, the PNG reader says so. */
  if (first == 'P')
    done = silt_pfm_get (&source, image);
  else
    done = silt_png_get (&source, image);

  if (! done)
    silt_image_clear (image);

  return done;
}

gboolean
silt_image_load (SiltImage    *image,
                 const gchar  *path,
                 GError      **error)
{
  FILE     *file;
  gboolean  done;

  if (strcmp (path, "-") == 0)
    return silt_image_read (image, stdin, "standard input", error);

  file = g_fopen (path, "rb");
  if (! file)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "\"%s\" cannot be read: %s", path, g_strerror (errno));
      return FALSE;
    }

  done = silt_image_read (image, file, path, error);
  fclose (file);

  return done;
}

void
silt_image_clear (SiltImage *image)
{
  silt_picture_clear (&image->picture);
  g_clear_pointer (&image->alpha.data, g_free);
  g_clear_pointer (&image->chunks, g_array_unref);
}

gboolean
silt_image_to_mask (const SiltImage *image,
                    SiltMask        *mask)
{
  gsize n = (gsize) image->picture.width * image->picture.height;
  gsize i;

  if (! mask_alloc (mask, image->picture.width, image->picture.height))
    return FALSE;

  for (i = 0; i < n; i++)
    {
      mask->data[i] = silt_luma (image->picture.data + 3 * i);
      if (image->alpha.data)
        mask->data[i] *= image->alpha.data[i];
    }

  return TRUE;
}

void
silt_image_keep_hidden (const SiltImage   *image,
                        const SiltPicture *picture)
{
  const gfloat *old   = image->picture.data;
  const gfloat *alpha = image->alpha.data;
  gint          x, y;

  if (! alpha)
    return;

  for (y = 0; y < picture->height; y++)
    for (x = 0; x < picture->width; x++, old += 3)
      if (*alpha++ == 0.0f)
        memcpy (picture->data + y * picture->row_stride +
                x * picture->pixel_stride, old, 3 * sizeof (gfloat));
}
