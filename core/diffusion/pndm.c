/* Silt: pseudo numerical methods
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

/* Calls of the Runge-Kutta start: three steps of four. */
#define N_RUNGE_KUTTA 12

/* Slots: three answers of calls before; where a Runge-Kutta step began, and the
 * sum of its answers so far. */
#define N_OLDER    3
#define SLOT_BEGIN 3
#define SLOT_SUM   4

/* A plan in the making. */
typedef struct
{
  SiltPlan               *plan;
  const SiltSchedule     *schedule;
  const SiltWalkSettings *settings;
  gint                    stride;     /* T / steps                            */
  gint                    n_calls;
  gint                    n_kept;     /* answers, in turns                    */
} Maker;

static gdouble
get_alpha_bar (const Maker *maker,
               gint         t)
{
  const SiltSchedule *schedule = maker->schedule;

  if (t >= 0)
    return schedule->alpha_bar[MIN (t, schedule->n - 1)];

  return maker->settings->set_alpha_to_one ? 1.0 : schedule->alpha_bar[0];
}

static SiltCall *
add_call (Maker *maker,
          gint   t)
{
  gdouble alpha_bar = get_alpha_bar (maker, t);

  return silt_plan_set_call (maker->plan, maker->n_calls++, maker->settings, t,
                             sqrt (alpha_bar), sqrt (1.0 - alpha_bar), 1.0);
}

/* The diffusers library sums up answers as they are and takes them for eps, or
 * converts them from v, only then. */
static gboolean
sums_raw (const Maker *maker)
{
  return maker->settings->as_diffusers &&
         maker->settings->prediction == SILT_PREDICTION_V;
}

static void
add_answer (const Maker    *maker,
            SiltMix        *mix,
            const SiltCall *call,
            gdouble         c)
{
  if (sums_raw (maker))
    mix->raw += c;
  else
    silt_mix_add_eps_of_x0 (mix, call, maker->settings, c);
}

static gdouble *
older (const Maker *maker,
       SiltMix     *mix,
       gint         back)
{
  return &mix->slot[(maker->n_kept - back) % N_OLDER];
}

/* Liu et al. 2022, "Pseudo numerical methods for diffusion models on
 * manifolds", equation 11: the step from s to t along given noise,
 *
 *   x_t = sqrt (ab_t / ab_s) x_s - (ab_t - ab_s) / (sqrt (ab_s)
 *         (sqrt ((1 - ab_t) ab_s) + sqrt ((1 - ab_s) ab_t))) eps
 *
 * Puts the weight of x_s into *of_x and returns that of the answers' sum. */
static gdouble
transfer (const Maker *maker,
          gint         s,
          gint         t,
          gdouble     *of_x)
{
  gdouble from  = get_alpha_bar (maker, s);
  gdouble to    = get_alpha_bar (maker, t);
  gdouble of_eps;

  of_eps = - (to - from) / (from * sqrt (1.0 - to) +
                            sqrt (from * (1.0 - from) * to));
  *of_x  = sqrt (to / from);

  if (sums_raw (maker))
    {
      *of_x  += of_eps * sqrt (1.0 - from);
      of_eps *= sqrt (from);
    }

  return of_eps;
}

static void
keep_answer (Maker    *maker,
             SiltCall *call)
{
  SiltMix *mix = silt_plan_keep (maker->plan, call, maker->n_kept % N_OLDER);

  add_answer (maker, mix, call, 1.0);
  maker->n_kept++;
}

/* The classical Runge-Kutta step of four calls (equation 13), from timestep s
 * by way of `middle` to `end`. */
static void
add_runge_kutta (Maker *maker,
                 gint   s,
                 gint   middle,
                 gint   end)
{
  const gint     half    = maker->stride / 2;
  const gint     at[]    = { s, middle, middle, end };
  const gint     to[]    = { s - half, middle, middle - half, end };
  const gdouble  share[] = { 1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0 };
  gint           i;

  for (i = 0; i < 4; i++)
    {
      SiltCall *call = add_call (maker, at[i]);
      gdouble   of_x;
      gdouble   of_sum = transfer (maker, s, to[i], &of_x);
      SiltMix  *sum;

      if (i == 0)
        call->next.x = of_x;
      else
        call->next.slot[SLOT_BEGIN] = of_x;

      /* The last one uses the weighted mean, the others what is new. */
      if (i == 3)
        {
          call->next.slot[SLOT_SUM] = of_sum;
          add_answer (maker, &call->next, call, of_sum * share[i]);
          break;
        }

      add_answer (maker, &call->next, call, of_sum);

      if (i == 0)
        silt_plan_keep (maker->plan, call, SLOT_BEGIN)->x = 1.0;

      sum = silt_plan_keep (maker->plan, call, SLOT_SUM);
      add_answer (maker, sum, call, share[i]);
      if (i > 0)
        sum->slot[SLOT_SUM] = 1.0;

      if (i == 0)
        keep_answer (maker, call);
    }
}

/* Adams-Bashforth, as far as there are answers before (equation 12). */
static void
add_multistep (Maker *maker,
               gint   s,
               gint   t)
{
  static const gdouble weights[][4] =
  {
    { 1.0 },
    { 3.0 / 2.0, -1.0 / 2.0 },
    { 23.0 / 12.0, -16.0 / 12.0, 5.0 / 12.0 },
    { 55.0 / 24.0, -59.0 / 24.0, 37.0 / 24.0, -9.0 / 24.0 }
  };
  gint      n      = MIN (maker->n_kept, N_OLDER);
  SiltCall *call   = add_call (maker, s);
  gdouble   of_sum = transfer (maker, s, t, &call->next.x);
  gint      i;

  add_answer (maker, &call->next, call, of_sum * weights[n][0]);
  for (i = 1; i <= n; i++)
    *older (maker, &call->next, i) += of_sum * weights[n][i];

  keep_answer (maker, call);
}

/* Without a Runge-Kutta start, the first step is taken twice, the second time
 * with the mean of the answers at both its ends. */
static void
add_twice (Maker *maker,
           gint   s,
           gint   t)
{
  gboolean  literal = maker->settings->as_diffusers;
  SiltCall *call;
  gdouble   of_sum;

  add_multistep (maker, s, literal ? s - maker->stride : t);
  silt_plan_keep (maker->plan, &maker->plan->calls[0], 1)->x = 1.0;

  call   = add_call (maker, t);
  of_sum = transfer (maker, literal ? t + maker->stride : s, t,
                     &call->next.slot[1]);

  add_answer (maker, &call->next, call, of_sum / 2.0);
  call->next.slot[0] = of_sum / 2.0;
}

SiltPlan *
silt_plan_pndm (const SiltSchedule     *schedule,
                const SiltWalkSettings *settings)
{
  gint                n       = settings->steps;
  g_autofree gdouble *t       = g_new (gdouble, n);
  gboolean            starts  = ! settings->skip_prk_steps;
  gint                n_calls = n + (starts ? N_RUNGE_KUTTA - 3 : n > 1);
  Maker               maker   = { silt_plan_new (settings, n_calls), schedule,
                                  settings, schedule->n / n, 0, 0 };
  gint                i       = 0;

  silt_timesteps (settings, schedule->n, t);

  if (starts)
    for (; i < 3; i++)
      add_runge_kutta (&maker, t[i], t[i + 1] + maker.stride / 2, t[i + 1]);
  else if (n > 1)
    add_twice (&maker, t[0], t[++i]);

  for (; i < n; i++)
    {
      gint next = i + 1 < n ? t[i + 1] : -1;

      if (settings->as_diffusers)
        next = t[i] - maker.stride;

      add_multistep (&maker, t[i], next);
    }

  return maker.plan;
}
