/* Silt: the forward process
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

#include "silt.h"

G_BEGIN_DECLS

/* The forward process noises a picture x_0 in T small steps,
 *
 *   q(x_t | x_{t-1}) = N (sqrt (1 - beta_t) x_{t-1}, beta_t I),
 *
 * so that x_t is reached from x_0 in one, in closed form:
 *
 *   q(x_t | x_0) = N (sqrt (alpha_bar_t) x_0, (1 - alpha_bar_t) I),
 *   alpha_bar_t  = prod_{s <= t} (1 - beta_s),
 *
 * and the step back is known as long as x_0 is:
 *
 *   q(x_{t-1} | x_t, x_0) = N (posterior_x0 x_0 + posterior_xt x_t, beta~_t I)
 *   posterior_x0 = sqrt (alpha_bar_{t-1}) beta_t / (1 - alpha_bar_t)
 *   posterior_xt = sqrt (1 - beta_t) (1 - alpha_bar_{t-1}) / (1 - alpha_bar_t)
 *   beta~_t      = (1 - alpha_bar_{t-1}) / (1 - alpha_bar_t) beta_t
 *
 * (Ho, Jain and Abbeel 2020, "Denoising diffusion probabilistic models",
 * equations 2 to 7; t counts from 0 here, and alpha_bar_{-1} = 1.)
 *
 * alpha_bar stays above SILT_MIN_ALPHA_BAR, so that a picture can be divided
 * by its root in float32: betas that are large for long take no effect then.
 * The tables hold the numbers that the diffusers library has, which trained the
 * networks: alpha_bar is a float32 in a double. */
typedef struct
{
  gint     n;             /* T, the number of trained timesteps               */
  gboolean zero_snr;      /* rescaled to end at alpha_bar = 0                 */
  gboolean cosine;        /* made by SILT_BETA_COSINE                         */
  gdouble *beta;          /* each table: n values, t = 0 ... n - 1            */
  gdouble *alpha_bar;
  gdouble *posterior_x0;
  gdouble *posterior_xt;
  gdouble *posterior_variance;   /* beta~_t                                   */
} SiltSchedule;

typedef enum
{
  SILT_BETA_LINEAR,
  SILT_BETA_SCALED_LINEAR,  /* linear in sqrt (beta)                          */
  SILT_BETA_COSINE,         /* squaredcos_cap_v2: Nichol and Dhariwal 2021    */
  SILT_BETA_SIGMOID,
  SILT_BETA_LAPLACE,        /* Hang et al. 2024                              */
  SILT_N_BETAS
} SiltBeta;

#define SILT_MAX_TRAINED 100000
#define SILT_MIN_BETA      1e-12
#define SILT_MAX_BETA      0.9999
#define SILT_MIN_ALPHA_BAR 1e-30
#define SILT_MAX_ALPHA_BAR (1.0 - 0x1p-24)

/* n: 1 ... SILT_MAX_TRAINED.  The two ends, each SILT_MIN_BETA ...
 * SILT_MAX_BETA, are ignored by the cosine. */
SiltSchedule * silt_schedule_new        (SiltBeta            beta,
                                         gint                n,
                                         gdouble             beta_start,
                                         gdouble             beta_end);

/* From n given betas, each SILT_MIN_BETA ... SILT_MAX_BETA. */
SiltSchedule * silt_schedule_new_betas  (const gdouble      *betas,
                                         gint                n);

/* Changes the schedule so that nothing of a picture is left at its end.  n must
 * be at least 2. */
void           silt_schedule_rescale    (SiltSchedule       *schedule);
void           silt_schedule_free       (SiltSchedule       *schedule);

/* out = sqrt (alpha_bar_t) x_0 + sqrt (1 - alpha_bar_t) noise, n values. */
void           silt_schedule_add_noise  (const SiltSchedule *schedule,
                                         gint                t,
                                         gfloat             *out,
                                         const gfloat       *x_0,
                                         const gfloat       *noise,
                                         gsize               n);

/* q(x_s | x_t, x_0) for any s < t, from alpha_bar_t and alpha_bar_s: the step
 * above, with the product of all betas between as its one beta. */
typedef struct
{
  gdouble beta;            /* 1 - alpha_bar_t / alpha_bar_s                   */
  gdouble c_x0, c_xt;
  gdouble variance;
} SiltPosterior;

void           silt_posterior           (SiltPosterior      *posterior,
                                         gdouble             alpha_bar_t,
                                         gdouble             alpha_bar_s);


/* What the network was trained to predict from x_t. */
typedef enum
{
  SILT_PREDICTION_EPSILON,   /* the noise                                     */
  SILT_PREDICTION_SAMPLE,    /* x_0                                           */
  SILT_PREDICTION_V,         /* alpha noise - sigma x_0  (Salimans and Ho)    */
  SILT_N_PREDICTIONS
} SiltPrediction;

const gchar  * silt_prediction_name     (gint                value);

G_END_DECLS
