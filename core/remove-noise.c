/* Silt: removing noise
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

#include "job.h"
#include "model-private.h"
#include "plan.h"

gdouble
silt_noise_timestep (SiltModel           *model,
                     const SiltSettings  *settings,
                     GError             **error)
{
  const SiltSchedule *schedule = model->scheduler->schedule;
  gdouble             sigma    = silt_job_sigma (model, settings);
  gdouble             least, most;

  silt_schedule_sigmas (schedule, &least, &most);

  if (sigma <= most)
    return sigma < least ? -1.0 : silt_timestep_of (schedule, sigma);

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "sigma: expected at most %.4g, as much noise as the model \"%s\" "
               "has ever seen, found %.4g",
               settings->sigma * most / sigma, model->info.name,
               settings->sigma);
  return -2.0;
}

static void
copy_picture (const SiltPicture *picture,
              const SiltPicture *source)
{
  gint x, y, c;

  for (y = 0; y < picture->height; y++)
    for (x = 0; x < picture->width; x++)
      for (c = 0; c < 3; c++)
        picture->data[y * picture->row_stride + x * picture->pixel_stride + c] =
          source->data[y * source->row_stride + x * source->pixel_stride + c];
}

gboolean
silt_remove_noise (SiltModel           *model,
                   const SiltSettings  *settings,
                   const SiltPicture   *source,
                   const SiltMask      *mask,
                   const SiltPicture   *picture,
                   SiltProgressFunc     progress,
                   gpointer             user_data,
                   GCancellable        *cancellable,
                   GError             **error)
{
  gdouble t;

  if (! silt_settings_validate (settings, model, error))
    return FALSE;

  if (settings->sigma == 0.0 || settings->start >= 0 || settings->resample > 1)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                   "sigma: expected that of the noise to be removed, above 0, "
                   "start -1, and resample 1, found %g, %d and %d",
                   settings->sigma, settings->start, settings->resample);
      return FALSE;
    }

  t = silt_noise_timestep (model, settings, error);
  if (t < -1.0)
    return FALSE;

  if (t >= 0.0)
    return silt_job_make (model, settings, source, mask, picture,
                          progress, user_data, cancellable, error);

  copy_picture (picture, source);

  return TRUE;
}
