/* Silt: the formats that pictures are read from and written in
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

#include "image.h"

G_BEGIN_DECLS

/* A file while it is being read, or written.  The first fault is kept in
 * *error, and nothing is read or put after it. */
typedef struct
{
  const gchar   *path;          /* for errors                                 */
  FILE          *file;
  GError       **error;
} SiltSource;

typedef struct
{
  const gchar   *path;          /* for errors: what the file will be called   */
  FILE          *file;
  GCancellable  *cancellable;
  GError       **error;
} SiltSink;

/* Takes `size` bytes.  Errors: IO, FORMAT where there are fewer. */
gboolean silt_source_take      (SiltSource        *source,
                                gpointer           data,
                                gsize              size);

/* Allocates picture and alpha of an image of that size, where there is memory
 * for `spare` bytes a pixel beside.  Errors: UNSUPPORTED, MEMORY. */
gboolean silt_source_alloc     (SiltSource        *source,
                                SiltImage         *image,
                                gint64             width,
                                gint64             height,
                                gboolean           has_alpha,
                                gsize              spare);

/* FALSE, with MEMORY. */
gboolean silt_source_no_memory (SiltSource        *source);

/* Appends `size` bytes.  Errors: IO, G_IO_ERROR_CANCELLED. */
gboolean silt_sink_put         (SiltSink          *sink,
                                gconstpointer      data,
                                gsize              size);

/* Memory for one row of `size` bytes; NULL with MEMORY. */
gpointer silt_sink_row         (SiltSink          *sink,
                                gsize              size);

/* Read a file of that format into `image`, all zeros but for its depth, and
 * leave it to be cleared also when they fail. */
gboolean silt_png_get          (SiltSource        *source,
                                SiltImage         *image);
gboolean silt_pfm_get          (SiltSource        *source,
                                SiltImage         *image);

/* Write one.  `like`, NULL for none, is the image that the picture was made of,
 * of the same size: it says in what kind to write.  `comment` is left out
 * where the format has no place for it.  Errors: those of silt_sink_put,
 * MEMORY. */
gboolean silt_png_put          (SiltSink          *sink,
                                const SiltPicture *picture,
                                const SiltImage   *like,
                                const gchar       *comment);
gboolean silt_pfm_put          (SiltSink          *sink,
                                const SiltPicture *picture,
                                const SiltImage   *like,
                                const gchar       *comment);

G_END_DECLS
