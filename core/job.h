/* Silt: the work on one picture
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

#include "engine.h"
#include "rescale.h"
#include "tiles.h"

#include "silt.h"

G_BEGIN_DECLS

/* A picture in the making: the parts of a walk on its canvas, and what is told
 * of it.  All four verbs are one of these; what tells them apart is what the
 * walk begins with, and what it holds on to. */
typedef struct
{
  SiltModel          *model;
  const SiltSettings *settings;
  SiltTiling          tiling;
  gint                width, height;   /* of the canvas                       */
  gint                inset_x, inset_y;   /* where on it what is drawn begins */
  SiltWalk            walk;
  const SiltPicture  *source;          /* to begin with, or NULL              */
  const SiltMask     *mask;            /* where to change it; NULL: anywhere  */
  gfloat              margin;          /* of the source's range, for noise    */
  gboolean            has_source;
  gboolean            has_held;        /* the mask says what is held on to    */
  SiltRescaleShape    scaling;         /* of what is drawn to what is asked   */
  gboolean            is_scaled;
  SiltRescale        *rescale;         /* NULL where it is not                */

  SiltStore          *store;           /* of all maps of the canvas           */
  guint               x_map, source_map, held_map, noise_map, preview_map;
  gsize               bytes;           /* all that is allocated in memory     */
  gsize               least;           /* that it takes in any case           */
  gsize               limit;           /* that it may take                    */
  gsize               available;       /* on this machine, now                */

  SiltPool           *pool;
  SiltProgressFunc    progress;
  gpointer            user_data;
  SiltPicture         preview;         /* in the store                        */
  gint64              start;           /* microseconds                        */
} SiltJob;

/* The noise of settings->sigma as the network meets it, beside a picture of
 * -1 ... 1. */
gdouble    silt_job_sigma  (SiltModel           *model,
                            const SiltSettings  *settings);

/* The walk that the settings lead to.  Error: ARGUMENT. */
SiltPlan * silt_job_plan   (SiltModel           *model,
                            const SiltSettings  *settings,
                            GError             **error);

/* What is drawn for a side of so many pixels: as much smaller as its features
 * are to become larger.  They then become so exactly, or nearly, since a pixel
 * is either drawn or not; the seam is where it was. */
gint       silt_job_drawn  (gint                 side,
                            gdouble              feature_scale);

/* The canvas of a picture that begins so many pixels from its edges, and the
 * windows that it is seen through. */
void       silt_job_tiling (SiltTiling          *tiling,
                            SiltModel           *model,
                            const SiltSettings  *settings,
                            gint                 inset_x,
                            gint                 inset_y);

/* Checks the settings and plans the work; no memory to speak of is allocated.
 * To be cleared whether it succeeds or not.  Error: ARGUMENT. */
gboolean   silt_job_init   (SiltJob             *job,
                            SiltModel           *model,
                            const SiltSettings  *settings,
                            const SiltPicture   *source,
                            const SiltMask      *mask,
                            gboolean             has_preview,
                            GError             **error);
void       silt_job_clear  (SiltJob             *job);

/* From the settings to the picture, which may be the source.  source and mask:
 * NULL for none.  Errors: ARGUMENT, MEMORY, IO, G_IO_ERROR_CANCELLED. */
gboolean   silt_job_make   (SiltModel           *model,
                            const SiltSettings  *settings,
                            const SiltPicture   *source,
                            const SiltMask      *mask,
                            const SiltPicture   *picture,
                            SiltProgressFunc     progress,
                            gpointer             user_data,
                            GCancellable        *cancellable,
                            GError             **error);

G_END_DECLS
