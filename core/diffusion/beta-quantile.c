/* Silt: the beta distribution
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

#define MAX_TERMS 200

/* The integral of t^(a-1) (1-t)^(a-1) from 0 to x <= 1/2, by its power series
 * (Abramowitz and Stegun, 26.5.4 with 15.1.1): every term is less than half of
 * the one before. */
static gdouble
incomplete_beta (gdouble a,
                 gdouble x)
{
  gdouble power = pow (x, a);
  gdouble sum   = power / a;
  gint    k;

  for (k = 1; k < MAX_TERMS; k++)
    {
      gdouble term;

      power *= x * (k - a) / k;
      term   = power / (a + k);
      sum   += term;

      if (fabs (term) < 1e-18 * sum)
        break;
    }

  return sum;
}

gdouble
silt_beta_quantile (gdouble a,
                    gdouble probability)
{
  gdouble wanted, low, high;

  /* The distribution is symmetric. */
  if (probability > 0.5)
    return 1.0 - silt_beta_quantile (a, 1.0 - probability);

  wanted = 2.0 * probability * incomplete_beta (a, 0.5);
  low    = 0.0;
  high   = 0.5;

  /* By halves, until there is no number between. */
  for (;;)
    {
      gdouble middle = (low + high) / 2.0;

      if (middle <= low || middle >= high)
        return middle;

      if (incomplete_beta (a, middle) < wanted)
        low = middle;
      else
        high = middle;
    }
}
