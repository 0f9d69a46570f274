/* Silt: one tensor of a file
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

#include "dtype.h"

G_BEGIN_DECLS

#define SILT_MAX_DIMS 8

/* One of the nested loops over elements that do not lie one after another:
 * n of them, `stride` elements apart. */
typedef struct
{
  gint64        n, stride;
} SiltAxis;

typedef struct
{
  const gchar  *name;
  SiltDtype     dtype;
  guint         n_dims;                  /* 0: a scalar                      */
  gint64        dims[SILT_MAX_DIMS];
  gsize         n_elements;
  const guint8 *data;                    /* little-endian, may be unaligned  */
  guint         n_axes;                  /* 0: one after another             */
  SiltAxis      axes[SILT_MAX_DIMS];     /* the outermost first              */
} SiltWeight;

/* An empty list of SiltWeight, which own their names. */
GArray * silt_weights_list_new (void);

/* "[64, 3, 3, 3]"; free with g_free. */
gchar  * silt_shape_to_string  (guint         n_dims,
                                const gint64 *dims);

G_END_DECLS
