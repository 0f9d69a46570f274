/* Silt: the work on one picture
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
#include "model-private.h"
#include "round-up.h"
#include "unet-denoiser.h"

/* Noise beyond so many standard deviations is light, not noise. */
#define NOISE_MARGIN 4.0

/* Pixels, at least, that are drawn around a picture and cut off. */
#define BORDER 16

/* The class to draw: where any will do, the null class if the model has one,
 * since that stands for all; else one that the seed picks. */
static gint
choose_label (SiltModel          *model,
              const SiltSettings *settings)
{
  if (model->info.n_classes == 0)
    return -1;

  if (settings->class_index >= 0)
    return settings->class_index;

  if (model->null_class >= 0)
    return model->null_class;

  return settings->seed % model->info.n_classes;
}

static SiltBegin
job_begin (const SiltSettings *settings)
{
  if (settings->sigma > 0.0)
    return SILT_BEGIN_NOISY;

  return settings->start >= 0 ? SILT_BEGIN_SOURCE : SILT_BEGIN_NOISE;
}

/* Where features are scaled, what is drawn is resampled at the end. */
static void
job_plan_scaling (SiltJob *job)
{
  const SiltSettings *settings = job->settings;

  job->is_scaled = settings->feature_scale != 1.0;
  job->scaling   = (SiltRescaleShape)
    {
      .in_width  = silt_job_drawn (settings->width, settings->feature_scale),
      .in_height = silt_job_drawn (settings->height, settings->feature_scale),
      .width     = settings->width,
      .height    = settings->height,
      .channels  = job->walk.denoiser->channels,
      .seamless  = settings->seamless
    };
}

/* A local network's answers at the end of its canvas are the least sure, and
 * those of the shipped `texture` were never asked for there.  A picture
 * therefore has a border, in which the noise goes on as it does beyond every
 * canvas, and a source as in a mirror; it is cut off in the end.  Torch's noise
 * is that of the picture and no more, and what removes noise knows where a
 * picture ends. */
static gint
inset_of (const SiltJob *job,
          SiltSeamless   axis)
{
  const SiltModelInfo *info = &job->model->info;

  if (job->settings->sigma > 0.0 || job->settings->seamless & axis ||
      info->reach < 0 || job->settings->noise == SILT_NOISE_TORCH)
    return 0;

  return silt_round_up (BORDER, info->multiple);
}

/* What only a picture that is drawn anew can have. */
static gboolean
check_source (const SiltSettings  *settings,
              GError             **error)
{
  if (settings->feature_scale == 1.0 &&
      settings->colors.match == SILT_COLOR_MATCH_NONE)
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "feature_scale, color_match: expected 1 and none, since a "
               "picture that is there keeps its features and colours, found "
               "%g and %s", settings->feature_scale,
               silt_color_match_name (settings->colors.match));
  return FALSE;
}

gboolean
silt_job_init (SiltJob             *job,
               SiltModel           *model,
               const SiltSettings  *settings,
               const SiltPicture   *source,
               const SiltMask      *mask,
               gboolean             has_preview,
               GError             **error)
{
  SiltDenoiser *denoiser;

  *job = (SiltJob) { .model = model, .settings = settings,
                     .source = source, .mask = mask };

  if (! silt_settings_validate (settings, model, error) ||
      (source && ! check_source (settings, error)))
    return FALSE;

  job->walk.plan = silt_job_plan (model, settings, error);
  if (! job->walk.plan)
    return FALSE;

  job->inset_x = inset_of (job, SILT_SEAMLESS_X);
  job->inset_y = inset_of (job, SILT_SEAMLESS_Y);
  silt_job_tiling (&job->tiling, model, settings, job->inset_x, job->inset_y);
  job->width  = job->tiling.x.size;
  job->height = job->tiling.y.size;

  denoiser = silt_unet_denoiser_new_tiled (model->unet,
                                           model->scheduler->own.prediction,
                                           model->unshuffle, &job->tiling);

  job->walk.denoiser   = denoiser;
  job->walk.n_values   = (gsize) job->height * job->width * denoiser->channels;
  job->walk.label      = choose_label (model, settings);
  job->walk.null_label = model->null_class;
  job->walk.guidance   = settings->guidance;
  job->walk.begin      = job_begin (settings);

  job->has_source = source || job->walk.begin != SILT_BEGIN_NOISE;
  job->has_held   = mask && job->walk.begin != SILT_BEGIN_NOISY;
  job->margin     = NOISE_MARGIN * settings->sigma / 255.0;
  job_plan_scaling (job);
  silt_job_plan_memory (job, has_preview);

  return TRUE;
}

void
silt_job_clear (SiltJob *job)
{
  if (job->walk.denoiser)
    job->walk.denoiser->free (job->walk.denoiser);

  silt_rescale_free (job->rescale);
  silt_noise_source_free (job->walk.noise);
  silt_store_free (job->store);
  silt_plan_free ((SiltPlan *) job->walk.plan);
}

static void
tell_progress (gpointer         user_data,
               guint            call,
               const SiltCall  *done,
               const gfloat    *x0)
{
  SiltJob      *job      = user_data;
  gdouble       elapsed  = (g_get_monotonic_time () - job->start) / 1e6;
  gint          total    = job->walk.plan->n_calls;
  SiltProgress  progress = { call, total, done->t, 0.0, &job->preview };

  progress.seconds_left = elapsed / call * (total - call);

  if (! silt_job_preview (job, x0))
    return;

  job->progress (&progress, job->user_data);
  silt_store_release (job->store, job->preview.data,
                      job->preview.height * job->preview.row_stride *
                      sizeof (gfloat));
}

/* A dense picture on a map of the store. */
static void
job_take_preview (SiltJob *job)
{
  job->preview.data         = silt_store_get (job->store, job->preview_map);
  job->preview.width        = job->settings->width;
  job->preview.height       = job->settings->height;
  job->preview.pixel_stride = 3;
  job->preview.row_stride   = 3 * (gsize) job->preview.width;
}

/* Where the picture lies on the larger canvas that it is a part of, both as
 * they are drawn. */
static void
job_move_noise (SiltJob *job)
{
  const SiltSettings *settings = job->settings;

  silt_noise_source_move (job->walk.noise,
                          silt_job_drawn (settings->noise_x,
                                          settings->feature_scale) -
                          job->inset_x,
                          silt_job_drawn (settings->noise_y,
                                          settings->feature_scale) -
                          job->inset_y);
}

static gboolean
job_prepare_scaling (SiltJob *job)
{
  if (job->is_scaled)
    job->rescale = silt_rescale_new (&job->scaling,
                                     silt_pool_n_workers (job->pool));

  return ! job->is_scaled || job->rescale;
}

/* Allocates what the walk needs; silt_walk_run does the rest. */
static gboolean
job_prepare (SiltJob  *job,
             GError  **error)
{
  const SiltSettings *settings = job->settings;
  SiltDenoiser       *denoiser = job->walk.denoiser;
  gboolean            has_map  = settings->noise != SILT_NOISE_PHILOX;

  if (! silt_job_check_memory (job, error) ||
      ! silt_store_commit (job->store, job->pool, error))
    return FALSE;

  if (job->progress)
    job_take_preview (job);

  job->walk.noise = silt_noise_source_new_in (
    settings->noise, settings->seed, job->height, job->width,
    denoiser->channels, denoiser->unshuffle, denoiser->multiple, job->store,
    has_map ? silt_store_get (job->store, job->noise_map) : NULL);

  /* A source has colours of its own. */
  if (! job->has_source)
    silt_noise_source_add_color (job->walk.noise);

  job_move_noise (job);

  if (denoiser->prepare (denoiser, job->pool) && job_prepare_scaling (job))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
               "no memory for a picture of %d x %d pixels",
               settings->width, settings->height);
  return FALSE;
}

static gboolean
or_cancelled (gboolean   done,
              GError   **error)
{
  if (! done)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         "the work was cancelled");
  return done;
}

/* Walks, and remembers how fast that was. */
static gboolean
job_walk (SiltJob  *job,
          gfloat   *x,
          GError  **error)
{
  SiltDenoiser *denoiser = job->walk.denoiser;
  gint64        start    = g_get_monotonic_time ();

  if (! silt_walk_run (&job->walk, job->pool, x, error))
    return FALSE;

  silt_speed_learn (job->model, job->settings->threads,
                    silt_walk_n_predictions (&job->walk) *
                    denoiser->flops (denoiser),
                    g_get_monotonic_time () - start);
  return TRUE;
}

static gboolean
job_work (SiltJob            *job,
          const SiltPicture  *picture,
          GError            **error)
{
  gfloat *x = silt_store_get (job->store, job->x_map);

  return or_cancelled ((! job->source || silt_job_lay_source (job)) &&
                       (! silt_job_is_gray (job) || silt_job_whiten (job, x)),
                       error) &&
         job_walk (job, x, error) &&
         or_cancelled (silt_job_finish (job, picture, x) &&
                       silt_color_match_apply (picture, &job->settings->colors,
                                               job->pool), error);
}

static gboolean
job_run (SiltJob             *job,
         const SiltPicture   *picture,
         SiltProgressFunc     progress,
         gpointer             user_data,
         GCancellable        *cancellable,
         GError             **error)
{
  gboolean done;

  job->progress  = progress;
  job->user_data = user_data;
  job->start     = g_get_monotonic_time ();

  if (progress)
    {
      job->walk.progress  = tell_progress;
      job->walk.user_data = job;
    }

  job->pool = silt_pool_new (job->settings->threads, cancellable);
  done = job_prepare (job, error) && job_work (job, picture, error);
  g_clear_pointer (&job->pool, silt_pool_free);

  return done;
}

gboolean
silt_job_make (SiltModel           *model,
               const SiltSettings  *settings,
               const SiltPicture   *source,
               const SiltMask      *mask,
               const SiltPicture   *picture,
               SiltProgressFunc     progress,
               gpointer             user_data,
               GCancellable        *cancellable,
               GError             **error)
{
  SiltJob  job;
  gboolean done;

  done = silt_job_init (&job, model, settings, source, mask, progress != NULL,
                        error) &&
         job_run (&job, picture, progress, user_data, cancellable, error);

  silt_job_clear (&job);

  return done;
}
