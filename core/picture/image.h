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

#pragma once

#include <stdio.h>

#include "silt.h"

G_BEGIN_DECLS

/* A picture, with all that its file says of it and that is to be written again
 * as it was. */
typedef struct
{
  SiltPicture  picture;   /* as coded: 0 is black, 1 white, in whatever colour
                           * space the file names; gray in all channels       */
  SiltMask     alpha;     /* 0: transparent ... 1; data is NULL where all of
                           * it is opaque                                     */
  gint         depth;     /* bits a sample: 8, 16, or 32, floats              */
  gboolean     gray;
  GArray      *chunks;    /* of png_unknown_chunk: colour, resolution, texts
                           * and Exif, as they stood; NULL of no PNG          */
} SiltImage;

/* Reads the file `path`, "-" being the standard input.  Its first byte says
 * how:
 *
 *   PNG     of any kind; a palette is looked up, fewer than 8 bits are made 8,
 *           and a transparent colour becomes an alpha channel
 *   PFM     portable float map, gray or colour
 *
 * Colours are not converted.  Free with silt_image_clear.  Errors: IO, FORMAT
 * for a file that is damaged, cut short, or of another kind, UNSUPPORTED for
 * more than SILT_MAX_SIZE pixels, MEMORY. */
gboolean silt_image_load        (SiltImage         *image,
                                 const gchar       *path,
                                 GError           **error);

/* The same of a file that is open; `path` is for errors. */
gboolean silt_image_read        (SiltImage         *image,
                                 FILE              *file,
                                 const gchar       *path,
                                 GError           **error);
void     silt_image_clear       (SiltImage         *image);

/* The image as a selection: its brightness, times its alpha.  Allocates
 * mask->data, to be freed with g_free; FALSE when there is no memory. */
gboolean silt_image_to_mask     (const SiltImage   *image,
                                 SiltMask          *mask);

/* Gives the pixels of `picture` that are transparent in `image` the colours
 * that they have there. */
void     silt_image_keep_hidden (const SiltImage   *image,
                                 const SiltPicture *picture);

/* The brightness of R'G'B' as coded, by the weights of ITU-R BT.709; of gray,
 * to the bit. */
static inline gfloat
silt_luma (const gfloat *rgb)
{
  if (rgb[0] == rgb[1] && rgb[1] == rgb[2])
    return rgb[0];

  return 0.2126f * rgb[0] + 0.7152f * rgb[1] + 0.0722f * rgb[2];
}

G_END_DECLS
