/* Silt: how long it will take
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

#include "job-private.h"

#include "model-private.h"
#include "round-up.h"
#include "unet-denoiser.h"

/* Operations that are enough to know the speed of more, and the smallest
 * picture they are counted on. */
#define ENOUGH_FLOPS 2e9
#define LEAST_SIDE   32

void
silt_speed_learn (SiltModel *model,
                  gint       threads,
                  gdouble    flops,
                  gint64     microseconds)
{
  if (flops < ENOUGH_FLOPS || microseconds <= 0)
    return;

  g_mutex_lock (&model->speed_mutex);
  model->speed         = flops / (microseconds / 1e6);
  model->speed_workers = silt_pool_workers (threads);
  g_mutex_unlock (&model->speed_mutex);
}

gdouble
silt_speed_seconds (SiltModel *model,
                    gint       threads,
                    gdouble    flops)
{
  gdouble seconds = -1.0;

  g_mutex_lock (&model->speed_mutex);
  if (model->speed_workers == silt_pool_workers (threads))
    seconds = flops / model->speed;
  g_mutex_unlock (&model->speed_mutex);

  return seconds;
}

/* On the smallest square that is work enough. */
static SiltDenoiser *
new_denoiser (SiltModel *model,
              gint      *side)
{
  SiltDenoiser *denoiser = NULL;

  for (*side = silt_round_up (LEAST_SIDE, model->info.multiple); ; *side *= 2)
    {
      denoiser = silt_unet_denoiser_new (model->unet,
                                         model->scheduler->own.prediction,
                                         model->unshuffle, *side, *side,
                                         SILT_SEAMLESS_NONE);
      if (denoiser->flops (denoiser) >= ENOUGH_FLOPS ||
          *side > SILT_MAX_SIZE / 8)
        return denoiser;

      denoiser->free (denoiser);
    }
}

/* The second of two calls: the first reads the weights from wherever they
 * are. */
static gboolean
time_call (SiltModel    *model,
           SiltDenoiser *denoiser,
           SiltPool     *pool,
           const gfloat *in,
           gfloat       *out,
           gint64       *microseconds)
{
  SiltLevel level = { model->info.train_timesteps / 2, 0.7, 0.7 };
  gint      label = model->info.n_classes > 0 ? 0 : -1;
  gint      call;

  for (call = 0; call < 2; call++)
    {
      *microseconds = -g_get_monotonic_time ();
      if (! denoiser->predict (denoiser, pool, in, &level, label, out, NULL))
        return FALSE;
      *microseconds += g_get_monotonic_time ();
    }

  return TRUE;
}

gboolean
silt_measure_speed (SiltModel     *model,
                    gint           threads,
                    GCancellable  *cancellable,
                    GError       **error)
{
  gint               side;
  SiltDenoiser      *denoiser = new_denoiser (model, &side);
  SiltPool          *pool     = silt_pool_new (MAX (threads, 0), cancellable);
  gsize              n        = (gsize) side * side * denoiser->channels;
  g_autofree gfloat *in       = g_new0 (gfloat, n);
  g_autofree gfloat *out      = g_new (gfloat, n);
  gint64             microseconds;
  gboolean           done     = FALSE;

  if (! denoiser->prepare (denoiser, pool))
    {
      g_set_error_literal (error, SILT_ERROR, SILT_ERROR_MEMORY,
                           "no memory for one call of the network");
    }
  else
    {
      done = time_call (model, denoiser, pool, in, out, &microseconds);
      if (done)
        silt_speed_learn (model, MAX (threads, 0), denoiser->flops (denoiser),
                          microseconds);
      else
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                             "the work was cancelled");
    }

  silt_pool_free (pool);
  denoiser->free (denoiser);

  return done;
}
