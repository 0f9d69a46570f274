/* Silt: the parts of a job
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

#include "job.h"

G_BEGIN_DECLS

/* Declares the maps and lays them out, in memory as far as they may be.  Fills
 * in `bytes`, `least` and `limit`. */
void     silt_job_plan_memory  (SiltJob            *job,
                                gboolean            has_preview);

/* Refuses what the limit does not allow, or what would drive the machine into
 * swapping.  Error: MEMORY. */
gboolean silt_job_check_memory (const SiltJob      *job,
                                GError            **error);

/* Whether the noise to be removed is the same in all channels. */
gboolean silt_job_is_gray      (const SiltJob      *job);

/* Remembers how long so many operations took, for estimates to come. */
void     silt_speed_learn      (SiltModel          *model,
                                gint                threads,
                                gdouble             flops,
                                gint64              microseconds);

/* -1 where no speed with so many threads is known. */
gdouble  silt_speed_seconds    (SiltModel          *model,
                                gint                threads,
                                gdouble             flops);

/* What follows works in the pool, and is FALSE when that was cancelled. */

/* Lays source and mask onto the canvas. */
gboolean silt_job_lay_source   (SiltJob            *job);

/* Makes noise that is the same in all channels white; x: room for what that
 * takes. */
gboolean silt_job_whiten       (SiltJob            *job,
                                gfloat             *x);

/* Puts x_0 into the preview. */
gboolean silt_job_preview      (SiltJob            *job,
                                const gfloat       *x0);

/* Puts the outcome into `picture`. */
gboolean silt_job_finish       (SiltJob            *job,
                                const SiltPicture  *picture,
                                gfloat             *x);

G_END_DECLS
