/* Silt: the reverse process: a plan, and a step
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

#include "schedule.h"

G_BEGIN_DECLS

/* One network call of a walk and the step that follows it.  The network sees
 * in_scale x; from its answer come x_0 and the noise eps, and then
 *
 *   x' = c_x x + c_x0 x_0 + c_eps eps + c_prev x_0 of the call before
 *        + c_noise z,        z ~ N (0, I)
 *
 * Every sampler is such a list of coefficients: all that tells DDPM, DDIM and
 * DPM-Solver++ apart is how they are worked out, in double, before the walk
 * begins. */
typedef struct
{
  gdouble  t;              /* for the network: 0 ... T-1                      */
  gdouble  alpha, sigma;   /* x = alpha x_0 + sigma eps                       */
  gdouble  in_scale;
  gdouble  c_x, c_x0, c_eps, c_prev, c_noise;

  /* Where the model predicts the variance, c_noise is 1 in a call that draws
   * noise, and z is multiplied by a standard deviation of its own at every
   * value.  SILT_VARIANCE_FIXED_SMALL otherwise. */
  SiltVariance variance;
  gdouble  log_small, log_large;   /* of beta~ and beta, for LEARNED_RANGE    */
} SiltCall;

/* How to walk.  silt_scheduler_own fills in what the folder says. */
typedef struct
{
  SiltSampler  sampler;
  gint         steps;              /* 1 ... T                                 */
  SiltSpacing  spacing;
  gint         steps_offset;
  gdouble      eta;                /* DDIM                                    */
  SiltVariance variance;           /* DDPM                                    */
  gboolean     set_alpha_to_one;   /* DDIM                                    */
  gboolean     final_sigma_zero;   /* DPM-Solver++                            */
  gboolean     lower_order_final;
  gboolean     euler_at_final;
  gint         solver_order;       /* 1 or 2                                  */

  /* Where the diffusers library departs from the papers, so do we: its DDIM
   * steps down by T / steps, rounded down, wherever the next call is, and its
   * DDPM leaves noise in the picture unless the last call is at t = 0. */
  gboolean     as_diffusers;
} SiltWalkSettings;

/* Ours, for any model: as DESIGN decision 12, alpha_bar ending at 1. */
void       silt_walk_settings_init (SiltWalkSettings       *settings);

/* The folder's own, obeyed literally. */
void       silt_walk_settings_own  (SiltWalkSettings       *settings,
                                    const SiltScheduler    *scheduler);

/* The timesteps of the diffusers library, falling.  DPM-Solver++ lays out one
 * more than the others and drops the last, while there is room for one more.
 * timesteps: room for steps values. */
void       silt_timesteps          (const SiltWalkSettings *settings,
                                    gint                    train_timesteps,
                                    gdouble                *timesteps);

/* All calls of a walk from pure noise; settings->steps of them.  Free with
 * g_free.  Error: ARGUMENT, where there are fewer trained timesteps than steps,
 * steps_offset leads beyond them, or eta is not in 0 ... 1. */
SiltCall * silt_plan_walk          (const SiltSchedule     *schedule,
                                    const SiltWalkSettings *settings,
                                    GError                **error);

/* The streams of a walk, n values each, and what one call makes of them.
 * All functions work on the values first ... first + count - 1, so that
 * threads can share them out; none allocates or draws random numbers. */
typedef struct
{
  gfloat       *x;          /* in: x_t; out: the next x                       */
  const gfloat *raw;        /* the network's answer                           */
  const gfloat *variance;   /* its second half, or NULL                       */
  gfloat       *x0;         /* out of silt_call_split                         */
  gfloat       *eps;
  const gfloat *x0_prev;    /* x0 of the call before; unused if c_prev is 0   */
  const gfloat *noise;      /* z; unused if c_noise is 0                      */
} SiltStreams;

/* x_0 and eps from the network's answer, x_0 clipped to +-clip_range unless
 * that is 0.  eps is that of the answer itself, not of the clipped x_0. */
void       silt_call_split         (const SiltCall         *call,
                                    const SiltStreams      *streams,
                                    SiltPrediction          prediction,
                                    gdouble                 clip_range,
                                    gsize                   first,
                                    gsize                   count);

void       silt_call_step          (const SiltCall         *call,
                                    const SiltStreams      *streams,
                                    gsize                   first,
                                    gsize                   count);

G_END_DECLS
