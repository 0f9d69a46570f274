/* Silt: walks that go back to more noise, to fill holes
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

/* How often the walk is yet to go back from state k, which is the level of the
 * call that is k before the last. */
static gint *
plan_jumps (gint  n_calls,
            gint  jump,
            gint  resample,
            gint *n_all)
{
  gint *jumps = g_new0 (gint, n_calls);
  gint  k;

  *n_all = n_calls;
  for (k = 0; k < n_calls - jump; k += jump)
    {
      jumps[k]  = resample - 1;
      *n_all   += jumps[k] * jump;
    }

  return jumps;
}

/* x_u = c x_s + d z, that is q(x_u | x_s), at the end of the step to x_s: the
 * noise of both is one draw, since a sum of normal numbers is normal. */
static void
noise_again (SiltCall       *call,
             const SiltCall *s,
             const SiltCall *u)
{
  gdouble  c    = u->alpha / s->alpha;
  gdouble  d    = sqrt (MAX (u->sigma * u->sigma -
                             c * c * s->sigma * s->sigma, 0.0));
  SiltMix *next = &call->next;

  next->x   *= c;
  next->raw *= c;
  next->x0  *= c;

  if (call->variance != SILT_VARIANCE_FIXED_SMALL)
    {
      call->again_c = c;
      call->again_d = d;
    }
  else
    {
      next->noise = hypot (c * next->noise, d);
    }
}

/* Lugmayr et al. 2022, "RePaint", algorithm 1 and appendix: at every `jump`th
 * state, `resample` - 1 times over, the walk is taken back by `jump` steps, and
 * walks them again.  Their forward steps, one by one, are one here. */
SiltPlan *
silt_plan_repaint (const SiltPlan         *plan,
                   const SiltWalkSettings *settings)
{
  gint             last  = plan->n_calls - 1;
  gint             n;
  g_autofree gint *jumps = plan_jumps (plan->n_calls, settings->jump,
                                       settings->resample, &n);
  SiltPlan        *again = silt_plan_new (settings, n);
  gint             k     = last;
  gint             i;

  for (i = 0; i < n; i++)
    {
      again->calls[i] = plan->calls[last - k--];

      if (k >= 0 && jumps[k] > 0)
        {
          jumps[k]--;
          noise_again (&again->calls[i], &plan->calls[last - k],
                       &plan->calls[last - k - settings->jump]);
          k += settings->jump;
        }
    }

  return again;
}
