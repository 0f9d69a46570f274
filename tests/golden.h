/* Silt: what the parts of the golden program share
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

#include "weights.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_passed, n_failed, n_skipped;
} Tally;

/* Each prints one line about the case and counts it. */

/* Passed, if the error is at most the tolerance; NaN is not. */
void        golden_measured   (Tally             *tally,
                               const gchar       *name,
                               gdouble            error,
                               gdouble            tolerance);

void        golden_failed     (Tally             *tally,
                               const gchar       *name,
                               const gchar       *format,
                               ...) G_GNUC_PRINTF (3, 4);

/* What Silt does not know yet, SILT_ERROR_UNSUPPORTED, is skipped; any other
 * error is a failure. */
void        golden_refused    (Tally             *tally,
                               const gchar       *name,
                               const GError      *error);

/* |values - expected| / |expected| */
gdouble     golden_difference (const gfloat      *values,
                               const gfloat      *expected,
                               gsize              n);

/* The values of a tensor of n, 0: any number of, elements; free with g_free. */
gfloat *    golden_read       (SiltWeights       *weights,
                               const gchar       *name,
                               gsize              n,
                               GError           **error);

/* The names of what is in a folder, sorted; free with g_ptr_array_unref. */
GPtrArray * golden_list       (const gchar       *folder,
                               GError           **error);

/* The cases of one folder. */
void        golden_scheduler  (Tally             *tally,
                               const gchar       *folder,
                               const gchar       *name);
void        golden_unet       (Tally             *tally,
                               const gchar       *folder,
                               const gchar       *name);

G_END_DECLS
