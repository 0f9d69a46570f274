/* Silt: the picture that a command works on
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

#include <string.h>

#include "picture-input.h"
#include "transparency.h"

static gboolean
is_empty (const SiltMask *mask)
{
  gsize n = (gsize) mask->width * mask->height;
  gsize i;

  for (i = 0; i < n; i++)
    if (mask->data[i] > 0.0f)
      return FALSE;

  return TRUE;
}

static gboolean
check_mask (const SiltInput  *input,
            const gchar      *path,
            const gchar      *mask_path,
            GError          **error)
{
  const SiltPicture *picture = &input->image.picture;
  const SiltMask    *mask    = &input->mask;

  if (mask->width != picture->width || mask->height != picture->height)
    g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                 "the mask \"%s\" has %d x %d pixels, expected as many as "
                 "\"%s\", %d x %d", mask_path, mask->width, mask->height,
                 path, picture->width, picture->height);
  else if (is_empty (mask))
    g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                 "nothing is selected: the mask \"%s\" is black, or "
                 "transparent, everywhere", mask_path);
  else
    return TRUE;

  return FALSE;
}

static gboolean
no_memory (GError **error)
{
  g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
               "there is no memory for a second copy of the picture");
  return FALSE;
}

static gboolean
read_mask (SiltInput    *input,
           const gchar  *path,
           const gchar  *mask_path,
           GError      **error)
{
  SiltImage image;
  gboolean  done;

  if (! silt_image_load (&image, mask_path, error))
    return FALSE;

  done = silt_image_to_mask (&image, &input->mask) || no_memory (error);
  silt_image_clear (&image);

  return done && check_mask (input, path, mask_path, error);
}

static gboolean
make_source (SiltInput  *input,
             GError    **error)
{
  const SiltPicture *picture = &input->image.picture;

  if (! input->image.alpha.data)
    {
      input->source = *picture;
      return TRUE;
    }

  if (! silt_picture_alloc (&input->source, picture->width, picture->height))
    return no_memory (error);

  memcpy (input->source.data, picture->data,
          picture->row_stride * picture->height * sizeof (gfloat));

  return (silt_transparency_fill (&input->source, &input->image.alpha) ||
          no_memory (error));
}

gboolean
silt_input_read (SiltInput    *input,
                 const gchar  *path,
                 const gchar  *mask_path,
                 GError      **error)
{
  return (silt_image_load (&input->image, path, error) &&
          (! mask_path || read_mask (input, path, mask_path, error)) &&
          make_source (input, error));
}

void
silt_input_clear (SiltInput *input)
{
  if (input->source.data != input->image.picture.data)
    silt_picture_clear (&input->source);

  silt_image_clear (&input->image);
  g_clear_pointer (&input->mask.data, g_free);
}

void
silt_input_finish (const SiltInput   *input,
                   const SiltPicture *work)
{
  if (input->mask.data)
    silt_picture_blend (work, &input->source, &input->mask);

  silt_image_keep_hidden (&input->image, work);
}

gboolean
silt_input_read_colors (const gchar  *path,
                        SiltColors   *colors,
                        GError      **error)
{
  SiltImage image;
  gboolean  done;

  if (! silt_image_load (&image, path, error))
    return FALSE;

  done = silt_colors_measure (colors, &image.picture,
                              image.alpha.data ? &image.alpha : NULL, error);
  if (! done)
    g_prefix_error (error, "%s: ", path);
  silt_image_clear (&image);

  return done;
}
