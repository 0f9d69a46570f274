/* Silt: the formats that pictures are written in
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

/* A file while it is being written.  The first fault is kept in *error, and
 * nothing is put after it. */
typedef struct
{
  const gchar   *path;          /* for errors: what the file will be called   */
  FILE          *file;
  GCancellable  *cancellable;
  GError       **error;
} SiltSink;

/* Appends `size` bytes.  Errors: IO, G_IO_ERROR_CANCELLED. */
gboolean silt_sink_put (SiltSink          *sink,
                        gconstpointer      data,
                        gsize              size);

/* A format.  `comment` is left out where the format has no place for it.
 * Errors: those of silt_sink_put, MEMORY. */
gboolean silt_png_put  (SiltSink          *sink,
                        const SiltPicture *picture,
                        const gchar       *comment);
gboolean silt_pfm_put  (SiltSink          *sink,
                        const SiltPicture *picture,
                        const gchar       *comment);

/* Memory for one row of `size` bytes; NULL with MEMORY. */
gpointer silt_sink_row (SiltSink          *sink,
                        gsize              size);

G_END_DECLS
