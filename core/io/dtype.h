/* Silt: the types of a tensor's elements
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

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SILT_DTYPE_F32,
  SILT_DTYPE_F16,
  SILT_DTYPE_BF16,
  SILT_DTYPE_F64,
  SILT_DTYPE_I64,
  SILT_DTYPE_I32,
  SILT_DTYPE_I16,
  SILT_DTYPE_I8,
  SILT_DTYPE_U8,
  SILT_DTYPE_BOOL,
  SILT_N_DTYPES
} SiltDtype;

const gchar * silt_dtype_name      (SiltDtype     dtype);
gsize         silt_dtype_size      (SiltDtype     dtype);

/* Whether elements of it can be brought into float32: F32, F16, BF16, F64. */
gboolean      silt_dtype_is_float  (SiltDtype     dtype);

/* -1 with UNSUPPORTED for an unknown name; `what` begins the message. */
gint          silt_dtype_from_name (const gchar  *name,
                                    const gchar  *what,
                                    GError      **error);

G_END_DECLS
