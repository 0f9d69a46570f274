/* Silt: generating a picture
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

#include "silt.h"

#include "job-private.h"

const gchar *
silt_version (void)
{
  return SILT_VERSION;
}

SiltPlanCall *
silt_plan (SiltModel           *model,
           const SiltSettings  *settings,
           gint                *n_calls,
           GError             **error)
{
  SiltPlan     *plan;
  SiltPlanCall *calls;
  gint          i;

  if (! silt_settings_validate (settings, model, error))
    return NULL;

  plan = silt_job_plan (model, settings, error);
  if (! plan)
    return NULL;

  *n_calls = plan->n_calls;
  calls    = g_new (SiltPlanCall, plan->n_calls);
  for (i = 0; i < plan->n_calls; i++)
    {
      calls[i].t     = plan->calls[i].t;
      calls[i].alpha = plan->calls[i].alpha;
      calls[i].sigma = plan->calls[i].sigma;
    }

  silt_plan_free (plan);

  return calls;
}

gboolean
silt_estimate (SiltModel           *model,
               const SiltSettings  *settings,
               SiltEstimate        *estimate,
               GError             **error)
{
  SiltJob  job;
  gboolean done = silt_job_init (&job, model, settings, NULL, NULL, TRUE, error);

  if (done)
    {
      estimate->bytes       = job.bytes;
      estimate->file_bytes  = silt_store_file (job.store);
      estimate->approximate = silt_tiling_is_blended (&job.tiling);
      estimate->calls       = silt_walk_n_predictions (&job.walk);
      estimate->flops       = estimate->calls *
                              job.walk.denoiser->flops (job.walk.denoiser);
      estimate->seconds     = silt_speed_seconds (model, settings->threads,
                                                  estimate->flops);
    }

  silt_job_clear (&job);

  return done;
}

static gboolean
is_sized (const SiltPicture  *picture,
          const SiltSettings *settings)
{
  return (picture->width == settings->width &&
          picture->height == settings->height);
}

/* What tells the verbs apart. */
static gboolean
check_verb (const SiltSettings  *settings,
            gboolean             wants_start,
            gboolean             is_fill,
            GError             **error)
{
  if (settings->sigma > 0.0)
    g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                 "sigma: expected 0, since no noise is to be removed, found %g",
                 settings->sigma);
  else if (settings->resample > 1 && ! is_fill)
    g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                 "resample: expected 1, since nothing is to be filled, found "
                 "%d", settings->resample);
  else if ((settings->start >= 0) != wants_start)
    g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                 wants_start ? "start: expected the timestep that the picture "
                               "is noised to, 0 or above, found %d"
                             : "start: expected -1, since no picture is to be "
                               "noised, found %d",
                 settings->start);
  else
    return TRUE;

  return FALSE;
}

gboolean
silt_generate (SiltModel           *model,
               const SiltSettings  *settings,
               const SiltPicture   *picture,
               SiltProgressFunc     progress,
               gpointer             user_data,
               GCancellable        *cancellable,
               GError             **error)
{
  g_return_val_if_fail (is_sized (picture, settings), FALSE);

  return check_verb (settings, FALSE, FALSE, error) &&
         silt_job_make (model, settings, NULL, NULL, picture,
                        progress, user_data, cancellable, error);
}

gboolean
silt_reimagine (SiltModel           *model,
                const SiltSettings  *settings,
                const SiltPicture   *source,
                const SiltMask      *mask,
                const SiltPicture   *picture,
                SiltProgressFunc     progress,
                gpointer             user_data,
                GCancellable        *cancellable,
                GError             **error)
{
  g_return_val_if_fail (is_sized (source, settings), FALSE);
  g_return_val_if_fail (is_sized (picture, settings), FALSE);
  g_return_val_if_fail (! mask || (mask->width == settings->width &&
                                   mask->height == settings->height), FALSE);

  return check_verb (settings, TRUE, FALSE, error) &&
         silt_job_make (model, settings, source, mask, picture,
                        progress, user_data, cancellable, error);
}

gboolean
silt_fill (SiltModel           *model,
           const SiltSettings  *settings,
           const SiltPicture   *source,
           const SiltMask      *mask,
           const SiltPicture   *picture,
           SiltProgressFunc     progress,
           gpointer             user_data,
           GCancellable        *cancellable,
           GError             **error)
{
  g_return_val_if_fail (is_sized (source, settings), FALSE);
  g_return_val_if_fail (is_sized (picture, settings), FALSE);
  g_return_val_if_fail (mask->width == settings->width &&
                        mask->height == settings->height, FALSE);

  return check_verb (settings, settings->start >= 0, TRUE, error) &&
         silt_job_make (model, settings, source, mask, picture,
                        progress, user_data, cancellable, error);
}
