/* Silt: the seam between the walk and a network
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

#include "pool.h"
#include "schedule.h"
#include "store.h"

G_BEGIN_DECLS

/* The noise level of an input: x = alpha x_0 + sigma noise. */
typedef struct
{
  gdouble t, alpha, sigma;
} SiltLevel;

/* Something that, shown a noisy picture and how noisy it is, answers what
 * `prediction` says.  It answers raw and never converts: the sampler's own
 * alpha and sigma do.  A denoiser belongs to one walk on one canvas; several
 * can share the weights behind them. */
typedef struct _SiltDenoiser SiltDenoiser;

struct _SiltDenoiser
{
  SiltPrediction prediction;
  gint           channels;      /* of a picture: 1 or 3                       */
  gint           multiple;      /* sides of a canvas that does not wrap are
                                 * multiples of this                          */
  gint           reach;         /* pixels it can see; -1: all                 */
  gint           unshuffle;     /* pixels of one cell of the network, a side  */
  gboolean       has_variance;
  SiltStore     *store;         /* where the maps it is shown are, or NULL    */

  /* What prepare will allocate. */
  gsize    (* bytes)   (SiltDenoiser     *denoiser,
                        guint             n_workers);
  /* Floating-point operations of one call. */
  gdouble  (* flops)   (SiltDenoiser     *denoiser);

  /* Allocates all memory of the calls to come, which are made with this pool;
   * FALSE when there is not enough. */
  gboolean (* prepare) (SiltDenoiser     *denoiser,
                        SiltPool         *pool);

  /* x_in, raw: [height, width, channels] of the canvas; variance likewise, or
   * NULL if it is not wanted or has_variance is FALSE.  label: -1 for a model
   * without classes.  FALSE when the pool was cancelled. */
  gboolean (* predict) (SiltDenoiser     *denoiser,
                        SiltPool         *pool,
                        const gfloat     *x_in,
                        const SiltLevel  *level,
                        gint              label,
                        gfloat           *raw,
                        gfloat           *variance);

  void     (* free)    (SiltDenoiser     *denoiser);
};

G_END_DECLS
