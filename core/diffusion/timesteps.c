/* Silt: which of the trained timesteps a walk visits
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

#include "sampler.h"

/* Lin et al. 2024, "Common diffusion noise schedules and sample steps are
 * flawed", table 2; rounded as NumPy does, half to even, so that ties fall
 * where they fall in the diffusers library. */

/* `points` points from 0 to T - 1, both included, the last of them exact. */
static void
linspace (gdouble  *timesteps,
          gint      steps,
          gint      points,
          gint      train_timesteps,
          gboolean  whole)
{
  gdouble last   = train_timesteps - 1.0;
  gdouble stride = points > 1 ? last / (points - 1.0) : 0.0;
  gint    i;

  for (i = 0; i < steps; i++)
    {
      gdouble t = i == 0 && points > 1 ? last : (points - 1 - i) * stride;

      timesteps[i] = whole ? rint (t) : (gfloat) t;
    }
}

/* `points` whole strides from 0 on. */
static void
leading (gdouble *timesteps,
         gint     steps,
         gint     points,
         gint     train_timesteps,
         gint     offset)
{
  gint stride = train_timesteps / points;
  gint i;

  for (i = 0; i < steps; i++)
    timesteps[i] = (points - 1 - i) * stride + offset;
}

/* From T - 1 down. */
static void
trailing (gdouble *timesteps,
          gint     steps,
          gint     train_timesteps)
{
  /* The stride as numpy.arange finds it, from its first two values. */
  gdouble first  = train_timesteps;
  gdouble second = first - first / steps;
  gdouble stride = second - first;
  gint    i;

  for (i = 0; i < steps; i++)
    timesteps[i] = rint (first + i * stride) - 1.0;
}

/* Luo et al. 2023, "Latent consistency models", section 4.3: the student knows
 * `original` timesteps, evenly spaced, and visits some of them. */
static void
distilled (gdouble *timesteps,
           gint     steps,
           gint     original,
           gint     train_timesteps)
{
  gint    stride = train_timesteps / original;
  gdouble skip   = (gdouble) original / steps;
  gint    i;

  for (i = 0; i < steps; i++)
    timesteps[i] = (original - (gint) (i * skip)) * stride - 1;
}

/* Multistep samplers need a point where the last step ends. */
static gboolean
adds_point (SiltSampler sampler)
{
  return sampler == SILT_SAMPLER_DPMPP_2M ||
         sampler == SILT_SAMPLER_DPMPP_3M ||
         sampler == SILT_SAMPLER_DPMPP_2M_SDE ||
         sampler == SILT_SAMPLER_UNIPC ||
         sampler == SILT_SAMPLER_DEIS;
}

static gboolean
takes_fractions (SiltSampler sampler)
{
  return sampler == SILT_SAMPLER_EULER ||
         sampler == SILT_SAMPLER_EULER_ANCESTRAL ||
         sampler == SILT_SAMPLER_HEUN;
}

void
silt_timesteps (const SiltWalkSettings *settings,
                gint                    train_timesteps,
                gdouble                *timesteps)
{
  SiltSpacing spacing = settings->spacing;
  gint        steps   = settings->steps;
  gint        points  = steps;
  gint        i;

  if (spacing > SILT_SPACING_LINSPACE)
    spacing = settings->ends;

  if (adds_point (settings->sampler))
    points = MIN (steps + 1, train_timesteps);

  if (settings->n_listed > 0)
    for (i = 0; i < steps; i++)
      timesteps[i] = settings->listed[i];
  else if (settings->sampler == SILT_SAMPLER_LCM)
    distilled (timesteps, steps, settings->original_steps, train_timesteps);
  else if (spacing == SILT_SPACING_LEADING)
    leading (timesteps, steps, points, train_timesteps,
             settings->steps_offset);
  else if (spacing == SILT_SPACING_LINSPACE)
    linspace (timesteps, steps, points, train_timesteps,
              ! takes_fractions (settings->sampler));
  else
    trailing (timesteps, steps, train_timesteps);
}
