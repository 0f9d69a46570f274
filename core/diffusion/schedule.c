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

#include <math.h>
#include <string.h>

#include "schedule.h"

#include "clones.h"

/* The point `t` of n points from start to end, both included; in float32, each
 * half counted from its own end and rounded once, as torch.linspace does it
 * where there are fused multiplications. */
static gdouble
interpolate (gint   t,
             gint   n,
             gfloat start,
             gfloat end)
{
  gfloat step = n > 1 ? (end - start) / (n - 1) : 0.0f;

  if (n > 1 && t >= n / 2)
    return fmaf (-step, n - 1 - t, end);

  return fmaf (step, t, start);
}

static gdouble
beta_scaled_linear (gint    t,
                    gint    n,
                    gdouble start,
                    gdouble end)
{
  gfloat root = interpolate (t, n, sqrt (start), sqrt (end));

  return root * root;
}

/* Nichol and Dhariwal 2021, "Improved denoising diffusion probabilistic
 * models", equation 17: alpha_bar, up to a factor, at `time` in 0 ... 1. */
static gdouble
cosine_alpha_bar (gdouble time)
{
  gdouble c = cos ((time + 0.008) / 1.008 * G_PI_2);

  return c * c;
}

/* Hang et al. 2024, "Improved noise schedule for diffusion training", table 1,
 * with mu = 0 and b = 0.5, by way of the diffusers library, which takes the
 * root of what ought to be alpha_bar. */
static gdouble
laplace_alpha_bar (gdouble time)
{
  gdouble side   = time <= 0.5 ? 1.0 : -1.0;
  gdouble lambda = -0.5 * side * log (1.0 - 2.0 * fabs (0.5 - time) + 1e-6);
  gdouble snr    = exp (lambda);

  return sqrt (snr / (1.0 + snr));
}

/* The beta that leads from one point of a given alpha_bar to the next, capped
 * where that falls to 0. */
static gdouble
beta_between (gint      t,
              gint      n,
              gdouble (* alpha_bar) (gdouble time))
{
  gdouble ratio = alpha_bar ((t + 1.0) / n) / alpha_bar ((gdouble) t / n);

  return CLAMP (1.0 - ratio, SILT_MIN_BETA, 0.999);
}

/* Xu et al. 2022, "GeoDiff", by way of the diffusers library. */
static gdouble
beta_sigmoid (gint    t,
              gint    n,
              gdouble start,
              gdouble end)
{
  return start + (end - start) / (1.0 + exp (- interpolate (t, n, -6.0, 6.0)));
}

SiltSchedule *
silt_schedule_new (SiltBeta beta,
                   gint     n,
                   gdouble  beta_start,
                   gdouble  beta_end)
{
  g_autofree gdouble *betas = g_new (gdouble, n);
  SiltSchedule       *schedule;
  gint                t;

  for (t = 0; t < n; t++)
    switch (beta)
      {
      case SILT_BETA_SCALED_LINEAR:
        betas[t] = beta_scaled_linear (t, n, beta_start, beta_end);
        break;
      case SILT_BETA_COSINE:
        betas[t] = beta_between (t, n, cosine_alpha_bar);
        break;
      case SILT_BETA_LAPLACE:
        betas[t] = beta_between (t, n, laplace_alpha_bar);
        break;
      case SILT_BETA_SIGMOID:
        betas[t] = beta_sigmoid (t, n, beta_start, beta_end);
        break;
      default:
        betas[t] = interpolate (t, n, beta_start, beta_end);
        break;
      }

  schedule         = silt_schedule_new_betas (betas, n);
  schedule->cosine = beta == SILT_BETA_COSINE;

  return schedule;
}

/* alpha_bar from beta, rounded where the diffusers library rounds: where noise
 * is little, 1 - alpha_bar is what is left of a number near 1, and without the
 * rounding it would be another by 1 in 2000. */
static void
accumulate (SiltSchedule *schedule)
{
  gdouble product = 1.0;
  gint    t;

  for (t = 0; t < schedule->n; t++)
    {
      gfloat alpha = 1.0f - (gfloat) schedule->beta[t];

      product                = product * alpha;
      schedule->alpha_bar[t] = CLAMP ((gfloat) product, SILT_MIN_ALPHA_BAR,
                                      SILT_MAX_ALPHA_BAR);
    }
}

static void
fill_posterior (SiltSchedule *schedule)
{
  gdouble before = 1.0;
  gint    t;

  for (t = 0; t < schedule->n; t++)
    {
      SiltPosterior posterior;

      silt_posterior (&posterior, schedule->alpha_bar[t], before);
      before = schedule->alpha_bar[t];

      schedule->posterior_x0[t]       = posterior.c_x0;
      schedule->posterior_xt[t]       = posterior.c_xt;
      schedule->posterior_variance[t] = posterior.variance;
    }
}

SiltSchedule *
silt_schedule_new_betas (const gdouble *betas,
                         gint           n)
{
  SiltSchedule *schedule = g_new0 (SiltSchedule, 1);
  gdouble      *tables   = g_new (gdouble, 5 * (gsize) n);

  schedule->n                  = n;
  schedule->beta               = tables;
  schedule->alpha_bar          = tables + n;
  schedule->posterior_x0       = tables + 2 * (gsize) n;
  schedule->posterior_xt       = tables + 3 * (gsize) n;
  schedule->posterior_variance = tables + 4 * (gsize) n;

  memcpy (schedule->beta, betas, n * sizeof (gdouble));
  accumulate (schedule);
  fill_posterior (schedule);

  return schedule;
}

/* Lin et al. 2024, "Common diffusion noise schedules and sample steps are
 * flawed", algorithm 1: the root of alpha_bar, shifted to end at 0 and scaled
 * to begin where it did. */
void
silt_schedule_rescale (SiltSchedule *schedule)
{
  gint   last   = schedule->n - 1;
  gfloat end    = sqrt (schedule->alpha_bar[last]);
  gfloat start  = sqrt (schedule->alpha_bar[0]);
  gfloat scale  = start / (start - end);
  gfloat before = 1.0f;
  gint   t;

  for (t = 0; t <= last; t++)
    {
      gfloat root      = ((gfloat) sqrt (schedule->alpha_bar[t]) - end) * scale;
      gfloat alpha_bar = root * root;

      schedule->beta[t] = 1.0f - alpha_bar / before;
      before            = alpha_bar;
    }

  schedule->zero_snr = TRUE;
  accumulate (schedule);
  fill_posterior (schedule);
}

void
silt_schedule_free (SiltSchedule *schedule)
{
  if (schedule)
    {
      g_free (schedule->beta);   /* with all other tables */
      g_free (schedule);
    }
}

/* Ho et al. 2020, equation 7; the ratio is float32 in the diffusers library. */
void
silt_posterior (SiltPosterior *posterior,
                gdouble        alpha_bar_t,
                gdouble        alpha_bar_s)
{
  gdouble alpha  = (gfloat) (alpha_bar_t / alpha_bar_s);
  gdouble beta   = 1.0 - alpha;
  gdouble rest_t = 1.0 - alpha_bar_t;
  gdouble rest_s = 1.0 - alpha_bar_s;

  posterior->beta     = beta;
  posterior->c_x0     = sqrt (alpha_bar_s) * beta / rest_t;
  posterior->c_xt     = sqrt (alpha) * rest_s / rest_t;
  posterior->variance = rest_s / rest_t * beta;
}

SILT_CLONES static void
mix (gfloat       *out,
     const gfloat *x_0,
     const gfloat *noise,
     gfloat        alpha,
     gfloat        sigma,
     gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    out[i] = alpha * x_0[i] + sigma * noise[i];
}

void
silt_schedule_add_noise (const SiltSchedule *schedule,
                         gint                t,
                         gfloat             *out,
                         const gfloat       *x_0,
                         const gfloat       *noise,
                         gsize               n)
{
  gdouble alpha_bar = schedule->alpha_bar[t];

  mix (out, x_0, noise, sqrt (alpha_bar), sqrt (1.0 - alpha_bar), n);
}
