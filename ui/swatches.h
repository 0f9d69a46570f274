/* Silt: small pictures of the classes of a model
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

#include "run.h"

G_BEGIN_DECLS

/* The pixels of a swatch, each side. */
#define SILT_SWATCH_SIZE 128

/* Of a model with more classes than this, none are made. */
#define SILT_MAX_SWATCHES 64

/* A picture of each class, made once a model: kept in a folder whose name is
 * the model's fingerprint, a file a class, each there when it is whole.  What
 * is damaged there is made anew. */
typedef struct _SiltSwatches SiltSwatches;

/* Those in silt/swatches of the user's cache directory. */
SiltSwatches    * silt_swatches_new   (SiltModel             *model);
void              silt_swatches_free  (SiltSwatches          *swatches);

/* One for each class; 0: the model has none, or too many. */
gint              silt_swatches_count (SiltSwatches          *swatches);

/* NULL: not yet made. */
cairo_surface_t * silt_swatches_get   (SiltSwatches          *swatches,
                                       gint                   index);

/* What makes the next that is missing; FALSE where none is, or where the last
 * could not be made. */
gboolean          silt_swatches_next  (SiltSwatches          *swatches,
                                       SiltWork              *work,
                                       cairo_rectangle_int_t *view);

/* Takes what that has made, the run being done, and keeps it.  Gives its index;
 * -1: it could not be made. */
gint              silt_swatches_take  (SiltSwatches          *swatches,
                                       SiltRun               *run);

G_END_DECLS
