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

#include "schedule.h"

#include "clones.h"

/* The point `t` of n points from start to end, both included. */
static gdouble
interpolate (gint    t,
             gint    n,
             gdouble start,
             gdouble end)
{
  return n > 1 ? start + (end - start) * t / (n - 1) : start;
}

static gdouble
beta_scaled_linear (gint    t,
                    gint    n,
                    gdouble start,
                    gdouble end)
{
  gdouble root = interpolate (t, n, sqrt (start), sqrt (end));

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

/* Capped where alpha_bar falls to 0, as there. */
static gdouble
beta_cosine (gint t,
             gint n)
{
  gdouble ratio = cosine_alpha_bar ((t + 1.0) / n) /
                  cosine_alpha_bar ((gdouble) t / n);

  return MIN (1.0 - ratio, 0.999);
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
  gint                t;

  for (t = 0; t < n; t++)
    switch (beta)
      {
      case SILT_BETA_SCALED_LINEAR:
        betas[t] = beta_scaled_linear (t, n, beta_start, beta_end);
        break;
      case SILT_BETA_COSINE:
        betas[t] = beta_cosine (t, n);
        break;
      case SILT_BETA_SIGMOID:
        betas[t] = beta_sigmoid (t, n, beta_start, beta_end);
        break;
      default:
        betas[t] = interpolate (t, n, beta_start, beta_end);
        break;
      }

  return silt_schedule_new_betas (betas, n);
}

SiltSchedule *
silt_schedule_new_betas (const gdouble *betas,
                         gint           n)
{
  SiltSchedule *schedule  = g_new (SiltSchedule, 1);
  gdouble      *tables    = g_new (gdouble, 5 * (gsize) n);
  gdouble       alpha_bar = 1.0;
  gint          t;

  schedule->n                  = n;
  schedule->beta               = tables;
  schedule->alpha_bar          = tables + n;
  schedule->posterior_x0       = tables + 2 * (gsize) n;
  schedule->posterior_xt       = tables + 3 * (gsize) n;
  schedule->posterior_variance = tables + 4 * (gsize) n;

  for (t = 0; t < n; t++)
    {
      gdouble       before = alpha_bar;
      SiltPosterior posterior;

      alpha_bar = MAX (before * (1.0 - betas[t]), SILT_MIN_ALPHA_BAR);
      silt_posterior (&posterior, alpha_bar, before);

      schedule->beta[t]               = betas[t];
      schedule->alpha_bar[t]          = alpha_bar;
      schedule->posterior_x0[t]       = posterior.c_x0;
      schedule->posterior_xt[t]       = posterior.c_xt;
      schedule->posterior_variance[t] = posterior.variance;
    }

  return schedule;
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

/* Ho et al. 2020, equation 7. */
void
silt_posterior (SiltPosterior *posterior,
                gdouble        alpha_bar_t,
                gdouble        alpha_bar_s)
{
  gdouble alpha  = alpha_bar_t / alpha_bar_s;
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
