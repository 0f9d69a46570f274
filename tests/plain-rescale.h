/* Silt: Lanczos' resampling in plain double, for tests
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

#include <math.h>

#include "silt.h"

/* The sum over all pixels, near or far, of an axis that goes on for ever. */

static inline gdouble
plain_lanczos (gdouble x)
{
  if (fabs (x) >= 3.0)
    return 0.0;
  if (fabs (x) < 1e-12)
    return 1.0;

  return 3.0 * sin (G_PI * x) * sin (G_PI * x / 3.0) / (G_PI * G_PI * x * x);
}

static inline gint
plain_seen (gint     i,
            gint     n,
            gboolean seamless)
{
  while (i < 0 || i >= n)
    {
      if (seamless)
        i += i < 0 ? n : -n;
      else
        i = i < 0 ? -1 - i : 2 * n - 1 - i;
    }

  return i;
}

/* How much of pixel j of n_in is in pixel i of n_out. */
static inline void
plain_weights (gdouble  *weights,
               gint      i,
               gint      n_in,
               gint      n_out,
               gboolean  seamless)
{
  gdouble wide   = MAX (1.0, (gdouble) n_in / n_out);
  gdouble centre = (i + 0.5) * n_in / n_out - 0.5;
  gdouble sum    = 0.0;
  gint    reach  = 4 * wide + 2;
  gint    j;

  for (j = 0; j < n_in; j++)
    weights[j] = 0.0;

  for (j = (gint) centre - reach; j <= (gint) centre + reach; j++)
    {
      gdouble weight = plain_lanczos ((j - centre) / wide);

      weights[plain_seen (j, n_in, seamless)] += weight;
      sum += weight;
    }

  for (j = 0; j < n_in; j++)
    weights[j] /= sum;
}

/* in [n_in_y, n_in_x, channels], out [n_y, n_x, channels]. */
static inline void
plain_rescale (gdouble      *out,
               gint          n_x,
               gint          n_y,
               const gfloat *in,
               gint          n_in_x,
               gint          n_in_y,
               gint          channels,
               SiltSeamless  seamless)
{
  g_autofree gdouble *across = g_new (gdouble, n_in_x);
  g_autofree gdouble *down   = g_new (gdouble, n_in_y);
  gint                x, y, i, j, c;

  for (y = 0; y < n_y; y++)
    for (x = 0; x < n_x; x++)
      for (c = 0; c < channels; c++)
        {
          gdouble sum = 0.0;

          plain_weights (across, x, n_in_x, n_x, seamless & SILT_SEAMLESS_X);
          plain_weights (down,   y, n_in_y, n_y, seamless & SILT_SEAMLESS_Y);

          for (j = 0; j < n_in_y; j++)
            for (i = 0; i < n_in_x; i++)
              sum += down[j] * across[i] * in[(j * n_in_x + i) * channels + c];

          out[(y * n_x + x) * channels + c] = sum;
        }
}
