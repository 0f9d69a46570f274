/* Silt: the walk from noise to picture
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

#include "denoiser.h"
#include "noise.h"
#include "sampler.h"
#include "store.h"

G_BEGIN_DECLS

/* After each call; x0: [height, width, channels] of the canvas, in -1 ... 1
 * or near it. */
typedef void (* SiltWalkFunc) (gpointer         user_data,
                               guint            call,       /* 1 ... total */
                               const SiltCall  *done,
                               const gfloat    *x0);

/* What a walk begins with. */
typedef enum
{
  SILT_BEGIN_NOISE,    /* pure noise                                          */
  SILT_BEGIN_SOURCE,   /* the source, noised to the level of the first call   */
  SILT_BEGIN_NOISY,    /* the source, which is that noisy already             */
  SILT_BEGIN_X         /* what x holds already                                */
} SiltBegin;

/* All that a walk needs.  Nothing in it is owned by it. */
typedef struct
{
  SiltStore       *store;         /* where its maps are, x and the source too */
  guint            first_map;     /* of those that silt_walk_plan declared    */
  SiltDenoiser    *denoiser;
  SiltNoiseSource *noise;
  const SiltPlan  *plan;
  gsize            n_values;      /* height * width * channels of the canvas  */

  SiltBegin        begin;
  const gfloat    *source;        /* [height, width, channels], or NULL       */
  const guint8    *held;          /* [height, width]: 1 where x_0 is always
                                   * the source's; or NULL                    */
  gint             label;         /* -1: the model has no classes             */
  gint             null_label;    /* of the guidance                          */
  gdouble          guidance;      /* 1: none                                  */
  SiltWalkFunc     progress;      /* or NULL                                  */
  gpointer         user_data;
} SiltWalk;

/* Declares the maps that the walk needs beside x, the source and what is held,
 * in a store that is to be committed before the walk. */
void     silt_walk_plan          (SiltWalk        *walk,
                                  SiltStore       *store);

/* How often it asks the denoiser: twice a call with guidance. */
gint     silt_walk_n_predictions (const SiltWalk  *walk);

/* Lays what the walk begins with into x; walks; leaves x_0 in x.  Per call, on
 * the whole canvas and in this order: predict, guidance on the mean, x_0, clip
 * or threshold, hold the source, step.  The walk must be planned, the store
 * committed and the denoiser prepared.  Errors: FORMAT, if the network does not
 * answer with numbers, and G_IO_ERROR_CANCELLED. */
gboolean silt_walk_run           (const SiltWalk  *walk,
                                  SiltPool        *pool,
                                  gfloat          *x,
                                  GError         **error);

G_END_DECLS
