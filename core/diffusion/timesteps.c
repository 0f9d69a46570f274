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

/* `points` points from 0 to T - 1, both included. */
static void
linspace (gdouble *timesteps,
          gint     steps,
          gint     points,
          gint     train_timesteps)
{
  gdouble stride = points > 1 ? (train_timesteps - 1.0) / (points - 1.0) : 0.0;
  gint    i;

  for (i = 0; i < steps; i++)
    timesteps[i] = rint ((points - 1 - i) * stride);
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

void
silt_timesteps (const SiltWalkSettings *settings,
                gint                    train_timesteps,
                gdouble                *timesteps)
{
  gint steps  = settings->steps;
  gint points = steps;

  if (settings->sampler == SILT_SAMPLER_DPMPP_2M)
    points = MIN (steps + 1, train_timesteps);

  switch (settings->spacing)
    {
    case SILT_SPACING_LEADING:
      leading (timesteps, steps, points, train_timesteps,
               settings->steps_offset);
      break;
    case SILT_SPACING_LINSPACE:
      linspace (timesteps, steps, points, train_timesteps);
      break;
    default:
      trailing (timesteps, steps, train_timesteps);
      break;
    }
}
