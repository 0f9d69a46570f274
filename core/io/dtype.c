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

#include "dtype.h"

#include "silt.h"
#include "words.h"

static const gchar *const names[] =
{
  [SILT_DTYPE_F32]  = "F32",
  [SILT_DTYPE_F16]  = "F16",
  [SILT_DTYPE_BF16] = "BF16",
  [SILT_DTYPE_F64]  = "F64",
  [SILT_DTYPE_I64]  = "I64",
  [SILT_DTYPE_I32]  = "I32",
  [SILT_DTYPE_I16]  = "I16",
  [SILT_DTYPE_I8]   = "I8",
  [SILT_DTYPE_U8]   = "U8",
  [SILT_DTYPE_BOOL] = "BOOL",
  [SILT_N_DTYPES]   = NULL
};

static const gsize sizes[] =
{
  [SILT_DTYPE_F32]  = 4,
  [SILT_DTYPE_F16]  = 2,
  [SILT_DTYPE_BF16] = 2,
  [SILT_DTYPE_F64]  = 8,
  [SILT_DTYPE_I64]  = 8,
  [SILT_DTYPE_I32]  = 4,
  [SILT_DTYPE_I16]  = 2,
  [SILT_DTYPE_I8]   = 1,
  [SILT_DTYPE_U8]   = 1,
  [SILT_DTYPE_BOOL] = 1
};

const gchar *
silt_dtype_name (SiltDtype dtype)
{
  return names[dtype];
}

gsize
silt_dtype_size (SiltDtype dtype)
{
  return sizes[dtype];
}

gboolean
silt_dtype_is_float (SiltDtype dtype)
{
  return dtype <= SILT_DTYPE_F64;
}

gint
silt_dtype_from_name (const gchar  *name,
                      const gchar  *what,
                      GError      **error)
{
  GError *cause = NULL;
  gint    dtype = silt_words_find (names, what, name, &cause);

  if (dtype < 0)
    {
      cause->code = SILT_ERROR_UNSUPPORTED;
      g_propagate_error (error, cause);
    }

  return dtype;
}
