/* Silt: where a walk over sigma stops
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

#include "plan.h"

/* rho of the Karras spacing, and both shapes of the beta spacing */
#define KARRAS_RHO 7.0
#define BETA_SHAPE 0.6

/* What the diffusers library puts in the place of alpha_bar = 0. */
#define MIN_ALPHA_BAR 0x1p-24f

gdouble
silt_sigma (const SiltSchedule *schedule,
            gint                t)
{
  gfloat alpha_bar = schedule->alpha_bar[t];

  if (schedule->zero_snr && t == schedule->n - 1)
    alpha_bar = MIN_ALPHA_BAR;

  return sqrtf ((1.0f - alpha_bar) / alpha_bar);
}

/* Between timesteps, where t is no whole number. */
static gdouble
sigma_between (const SiltSchedule *schedule,
               gdouble             t)
{
  gint    low   = t;
  gint    high  = MIN (low + 1, schedule->n - 1);
  gdouble sigma = silt_sigma (schedule, low);

  return sigma + (t - low) * (silt_sigma (schedule, high) - sigma);
}

static gfloat
log_sigma (const SiltSchedule *schedule,
           gint                t)
{
  return logf (silt_sigma (schedule, t));
}

gdouble
silt_timestep_of (const SiltSchedule *schedule,
                  gdouble             sigma)
{
  gdouble wanted = log (MAX (sigma, 1e-10));
  gint    low    = 0;
  gint    high   = schedule->n - 1;
  gfloat  log_low, log_high;

  while (high - low > 1)
    {
      gint middle = (low + high) / 2;

      if (log_sigma (schedule, middle) <= wanted)
        low = middle;
      else
        high = middle;
    }

  log_low  = log_sigma (schedule, low);
  log_high = log_sigma (schedule, high);

  if (log_low == log_high)
    return low;

  return low + (high - low) *
         CLAMP ((log_low - wanted) / (log_low - log_high), 0.0, 1.0);
}

/* Point i of n between the two ends of the walk. */
static gdouble
spaced_sigma (SiltSpacing spacing,
              gint        i,
              gint        n,
              gdouble     max,
              gdouble     min)
{
  gdouble ramp = n > 1 ? i / (n - 1.0) : 0.0;

  switch (spacing)
    {
    /* Karras et al. 2022, "Elucidating the design space of diffusion-based
     * generative models", equation 5 */
    case SILT_SPACING_KARRAS:
      {
        gdouble first = pow (max, 1.0 / KARRAS_RHO);
        gdouble last  = pow (min, 1.0 / KARRAS_RHO);

        return pow (first + ramp * (last - first), KARRAS_RHO);
      }

    /* Lee et al. 2024, "Beta sampling is all you need" */
    case SILT_SPACING_BETA:
      return min + silt_beta_quantile (BETA_SHAPE, 1.0 - ramp) * (max - min);

    /* Evenly in log sigma; Lu et al. 2022, "DPM-Solver", section 3.4, which is
     * the same, as lambda = - log sigma. */
    default:
      return exp (log (max) + ramp * (log (min) - log (max)));
    }
}

/* Whole timesteps, as the diffusers library makes them for networks that were
 * shown no others. */
static gdouble
whole_timestep (gdouble     t,
                SiltSpacing spacing,
                gboolean    truncates)
{
  if (spacing == SILT_SPACING_EXPONENTIAL || spacing == SILT_SPACING_BETA ||
      truncates)
    return floor (t);

  return rint (t);
}

static gboolean
takes_fractions (SiltSampler sampler)
{
  return sampler == SILT_SAMPLER_EULER ||
         sampler == SILT_SAMPLER_EULER_ANCESTRAL ||
         sampler == SILT_SAMPLER_HEUN;
}

static gboolean
is_dpmpp (SiltSampler sampler)
{
  return sampler == SILT_SAMPLER_DPMPP_2M ||
         sampler == SILT_SAMPLER_DPMPP_3M ||
         sampler == SILT_SAMPLER_DPMPP_2M_SDE;
}

static void
respace (SiltPoint              *points,
         const SiltSchedule     *schedule,
         const SiltWalkSettings *settings)
{
  gint    n   = settings->steps;
  gdouble max = silt_sigma (schedule, schedule->n - 1);
  gdouble min = silt_sigma (schedule, 0);
  gint    i;

  if (settings->full_range)
    {
      /* by way of their logarithms, as the diffusers library rounds them */
      max = expf (log_sigma (schedule, schedule->n - 1));
      min = expf (log_sigma (schedule, 0));
    }
  else if (takes_fractions (settings->sampler))
    {
      max = points[0].sigma;
      min = points[n - 1].sigma;
    }
  if (settings->sigma_max > 0.0)
    max = settings->sigma_max;
  if (settings->sigma_min > 0.0)
    min = settings->sigma_min;

  for (i = 0; i < n; i++)
    {
      points[i].sigma = spaced_sigma (settings->spacing, i, n, max, min);
      points[i].t     = silt_timestep_of (schedule, points[i].sigma);

      if (! takes_fractions (settings->sampler))
        points[i].t = whole_timestep (points[i].t, settings->spacing,
                                      schedule->cosine &&
                                      is_dpmpp (settings->sampler));
    }
}

/* Evenly in log sigma, whatever the timesteps are. */
static void
space_log_linear (SiltPoint          *points,
                  const SiltSchedule *schedule,
                  gint                n)
{
  gdouble first = log_sigma (schedule, schedule->n - 1);
  gdouble last  = log_sigma (schedule, 0);
  gint    i;

  for (i = 0; i < n; i++)
    points[i].sigma = exp (first + (last - first) * i / n);
}

SiltPoint *
silt_points_new (const SiltSchedule     *schedule,
                 const SiltWalkSettings *settings)
{
  gint                n         = settings->steps;
  g_autofree gdouble *timesteps = g_new (gdouble, n);
  SiltPoint          *points    = g_new0 (SiltPoint, n + 1);
  gint                i;

  silt_timesteps (settings, schedule->n, timesteps);

  for (i = 0; i < n; i++)
    {
      points[i].t     = timesteps[i];
      points[i].sigma = sigma_between (schedule, timesteps[i]);
    }

  if (settings->log_linear)
    space_log_linear (points, schedule, n);
  if (settings->n_listed == 0 && settings->spacing > SILT_SPACING_LINSPACE)
    respace (points, schedule, settings);

  if (! settings->final_sigma_zero)
    points[n].sigma = settings->ends_at_last ? points[n - 1].sigma
                                             : silt_sigma (schedule, 0);

  /* float32, as in the diffusers library */
  for (i = 0; i <= n; i++)
    points[i].sigma = (gfloat) points[i].sigma;

  return points;
}

gint
silt_points_order (const SiltPoint *points,
                   gint             i,
                   gint             order)
{
  gint k;

  for (k = 1; k < order; k++)
    if (points[i - k].sigma == points[i - k + 1].sigma)
      return k;

  return order;
}
