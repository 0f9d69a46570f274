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

/* What a step is made of: a sum of all that is there at its time, each weighted
 * by a number of its own. */
#define SILT_N_SLOTS  5
#define SILT_MAX_KEPT 3

typedef struct
{
  gdouble x;                       /* the sample that the network was shown   */
  gdouble raw;                     /* the network's answer                    */
  gdouble x0;                      /* what it means, clipped                  */
  gdouble noise;                   /* z ~ N (0, I), drawn anew                */
  gdouble slot[SILT_N_SLOTS];      /* kept by calls before                    */
} SiltMix;

/* One network call of a walk and the step that follows it.  The network sees
 * in_scale x; from its answer comes
 *
 *   x_0 = x0_x x + x0_raw raw,  clipped;
 *
 * and then, all from the values before any of them changes, the next x and what
 * later calls need.  Every sampler is such a list of numbers: all that tells
 * one from another is how they are worked out, in double, before the walk. */
typedef struct
{
  gdouble  t;              /* for the network                                 */
  gdouble  alpha, sigma;   /* x = alpha x_0 + sigma eps                       */
  gdouble  in_scale;

  gdouble  x0_x,  x0_raw;
  gdouble  eps_x, eps_raw; /* eps likewise: what mixes of eps are made of     */
  gdouble  clip;           /* x_0 is clipped to +-this; 0: not                */

  SiltMix  next;
  gint     n_kept;
  struct
  {
    gint    slot;
    SiltMix mix;
  }        kept[SILT_MAX_KEPT];

  /* Where the model predicts the variance, next.noise is 1 in a call that draws
   * noise, and z is multiplied by a standard deviation of its own at every
   * value.  SILT_VARIANCE_FIXED_SMALL otherwise. */
  SiltVariance variance;
  gdouble  log_small, log_large;   /* of beta~ and beta, for LEARNED_RANGE    */
  gdouble  again_c, again_d;       /* where the walk then goes back to more
                                    * noise, that deviation s becomes the root
                                    * of (c s)^2 + d^2; d = 0: it does not    */
} SiltCall;

/* A whole walk.  It begins with x = start z. */
typedef struct
{
  SiltCall *calls;
  gint      n_calls;
  gint      n_slots;           /* 0 ... SILT_N_SLOTS that its calls use       */
  gdouble   start;

  /* Dynamic thresholding of x_0, silt_threshold_level; ratio 0: none. */
  gdouble   threshold_ratio, threshold_max;
} SiltPlan;

/* How to walk. */
typedef struct
{
  /* Of the model, whatever the sampler. */
  SiltPrediction prediction;
  gdouble      clip_range;         /* 0: x_0 is not clipped                   */
  gdouble      threshold_ratio;    /* 0: nor thresholded                      */
  gdouble      threshold_max;

  SiltSampler  sampler;            /* any but SILT_SAMPLER_MODEL              */
  gint         steps;              /* 1 ... T                                 */
  SiltSpacing  spacing;
  SiltSpacing  ends;               /* between which Karras, ... Lu lay points */
  gint         steps_offset;       /* leading only                            */

  gdouble      eta;                /* DDIM                                    */
  SiltVariance variance;           /* DDPM                                    */
  gboolean     set_alpha_to_one;   /* DDIM, PNDM: alpha_bar after the end     */

  gboolean     final_sigma_zero;   /* of the samplers over sigma; else that
                                    * of t = 0                                */
  gint         solver_order;       /* of multistep samplers; 0: their own     */
  gboolean     lower_order_final;
  gboolean     euler_at_final;     /* DPM-Solver++                            */
  gboolean     solver_heun;        /* DPM-Solver++: not by the midpoint       */

  gboolean     ends_at_last;       /* ... or that of the last call (DEIS)     */
  gdouble      sigma_min;          /* 0: the schedule's                       */
  gdouble      sigma_max;
  gboolean     full_range;         /* ... between the ends of the schedule    */
  gboolean     log_linear;         /* Euler: interpolation_type               */

  gboolean     skip_prk_steps;     /* PNDM: no Runge-Kutta start              */

  gboolean     solver_bh1;         /* UniPC: B (h) = h, not exp (h) - 1       */
  gboolean     predict_eps;        /* UniPC: over eps, not x_0                */
  guint64      uncorrected;        /* UniPC: a bit for each step, if among    */
#define SILT_MAX_UNCORRECTED 64    /* ... the first of them                   */

  gint         original_steps;     /* LCM: those that the student knows       */
  gdouble      timestep_scaling;

  gdouble      sigma_data;         /* consistency models                      */
  gdouble      s_noise;
  gdouble      rho;

  /* Timesteps, falling, in the place of all spacing: steps of them. */
  const gint  *listed;
  gint         n_listed;           /* 0 or steps                              */

  /* Filling, with ddpm and ddim of eta 1: every `jump` steps are walked
   * `resample` times, going back to more noise in between; 1: once.  */
  gint         resample, jump;

  /* Where the diffusers library departs from the papers, so do we: its DDIM
   * steps down by T / steps, rounded down, wherever the next call is, and its
   * DDPM leaves noise in the picture unless the last call is at t = 0. */
  gboolean     as_diffusers;
} SiltWalkSettings;

/* Ours, for a model of which nothing is known: the design's decision 12. */
void       silt_walk_settings_init (SiltWalkSettings       *settings);

/* The timesteps of the diffusers library, falling; of the spacings that lie in
 * sigma, those of `ends`.  Multistep samplers lay out one more than the others
 * and drop the last, while there is room for one more.
 * timesteps: room for steps values. */
void       silt_timesteps          (const SiltWalkSettings *settings,
                                    gint                    train_timesteps,
                                    gdouble                *timesteps);

/* All calls of a walk from pure noise; there may be more of them than steps.
 * Error: ARGUMENT, for settings out of range or at odds with one another. */
SiltPlan * silt_plan_walk          (const SiltSchedule     *schedule,
                                    const SiltWalkSettings *settings,
                                    GError                **error);
void       silt_plan_free          (SiltPlan               *plan);

/* The noise that a picture of full strength has beside it, x = x_0 + sigma eps,
 * at the first and the last timestep: what the network has seen of it. */
void       silt_schedule_sigmas    (const SiltSchedule     *schedule,
                                    gdouble                *least,
                                    gdouble                *most);

/* A walk of a single call at a sigma between those two, which ends in the x_0
 * that the network expects there: the mean of all pictures that may be under
 * the noise. */
SiltPlan * silt_plan_mean          (const SiltSchedule     *schedule,
                                    const SiltWalkSettings *settings,
                                    gdouble                 sigma);

/* The whole timestep that is nearest to a sigma. */
gint       silt_schedule_timestep  (const SiltSchedule     *schedule,
                                    gdouble                 sigma);

/* The timesteps of a walk from the middle, for `listed`: start, which lies
 * within those trained, and the plan's own that are below it, rounded; but not
 * the first of those where it is less than half a step below, which would be a
 * call for next to nothing.  Where that leaves fewer than `least`, so many
 * trailing ones, if there are as many at all.  Free with g_free. */
gint     * silt_plan_timesteps_from (const SiltPlan        *plan,
                                     gint                   start,
                                     gint                   least,
                                     gint                  *n_timesteps);

/* The streams of a walk, n values each, and what one call makes of them.
 * All functions work on the values first ... first + count - 1, so that
 * threads can share them out; none allocates or draws random numbers. */
typedef struct
{
  gfloat       *x;          /* in: x_t; out: the next x                       */
  const gfloat *raw;        /* the network's answer                           */
  const gfloat *variance;   /* its second half, or NULL                       */
  gfloat       *x0;         /* out of silt_call_split                         */
  const gfloat *noise;      /* z; unused if next.noise is 0                   */
  gfloat       *slots[SILT_N_SLOTS];   /* those that the plan uses            */
} SiltStreams;

void       silt_call_split         (const SiltCall         *call,
                                    const SiltStreams      *streams,
                                    gsize                   first,
                                    gsize                   count);

void       silt_call_step          (const SiltCall         *call,
                                    const SiltStreams      *streams,
                                    gsize                   first,
                                    gsize                   count);

G_END_DECLS
