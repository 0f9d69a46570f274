/* Silt: the memory of a job
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

#include "color-match.h"
#include "memory-size.h"
#include "model-private.h"

/* What a walk takes of the memory that is free, unless told: the rest is for
 * what comes meanwhile. */
static gsize
share_of (gsize available)
{
  return available / 4 * 3;
}

static gsize
canvas_bytes (const SiltJob *job)
{
  return job->walk.n_values * sizeof (gfloat);
}

/* Those that are most in use come first, and are the last to be in a file. */
static void
declare_maps (SiltJob  *job,
              gboolean  has_preview)
{
  const SiltSettings *settings = job->settings;
  const SiltDenoiser *denoiser = job->walk.denoiser;
  gsize               noise    = silt_noise_source_bytes (settings->noise,
                                                          job->height,
                                                          job->width,
                                                          denoiser->channels,
                                                          denoiser->multiple);

  job->x_map = silt_store_add (job->store, canvas_bytes (job));
  silt_walk_plan (&job->walk, job->store);

  if (job->has_source)
    job->source_map = silt_store_add (job->store, canvas_bytes (job));
  if (job->has_held)
    job->held_map = silt_store_add (job->store,
                                    (gsize) job->height * job->width);
  if (noise > 0)
    job->noise_map = silt_store_add (job->store, noise);
  if (has_preview)
    job->preview_map = silt_store_add (job->store,
                                       (gsize) settings->width *
                                       settings->height * 3 *
                                       sizeof (gfloat));
}

void
silt_job_plan_memory (SiltJob  *job,
                      gboolean  has_preview)
{
  SiltDenoiser *denoiser = job->walk.denoiser;
  guint         workers  = silt_pool_workers (job->settings->threads);
  gsize         fixed;

  job->store      = silt_store_new ();
  denoiser->store = job->store;
  declare_maps (job, has_preview);

  fixed = denoiser->bytes (denoiser, workers);
  if (job->settings->colors.match != SILT_COLOR_MATCH_NONE)
    fixed += silt_color_match_bytes ();
  if (job->is_scaled &&
      ! g_size_checked_add (&fixed, fixed,
                            silt_rescale_bytes (&job->scaling, workers)))
    fixed = G_MAXSIZE;

  if (! g_size_checked_add (&job->least, fixed,
                            silt_store_least (job->store, workers)))
    job->least = G_MAXSIZE;

  job->available = silt_memory_available ();
  if (job->settings->memory_budget > 0)
    job->limit = job->settings->memory_budget;
  else
    job->limit = MAX (share_of (job->available),
                      MIN (job->least, job->available));

  silt_store_layout (job->store,
                     job->limit > fixed ? job->limit - fixed : 0, workers);

  if (! g_size_checked_add (&job->bytes, fixed,
                            silt_store_memory (job->store)))
    job->bytes = G_MAXSIZE;
}

gboolean
silt_job_check_memory (const SiltJob  *job,
                       GError        **error)
{
  const SiltSettings *settings = job->settings;
  gboolean            is_told  = settings->memory_budget > 0;
  g_autofree gchar   *need     = NULL;
  g_autofree gchar   *have     = NULL;

  if (job->least <= job->limit)
    return TRUE;

  need = g_format_size (job->least);
  have = g_format_size (is_told ? job->limit : job->available);
  g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
               "a picture of %d x %d pixels needs at least %s of memory with "
               "the model \"%s\", %s %s%s",
               settings->width, settings->height, need, job->model->name,
               is_told ? "and may take" : "of which", have,
               is_told ? "" : " are free");
  return FALSE;
}
