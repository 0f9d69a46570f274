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

#include "job.h"

#include <math.h>

#include "gray.h"
#include "memory-size.h"
#include "model-private.h"
#include "range.h"
#include "round-up.h"
#include "unet-denoiser.h"

/* A walk from the middle takes no fewer calls than this, if there are as many
 * timesteps. */
#define LEAST_CALLS 4

/* Noise beyond so many standard deviations is light, not noise. */
#define NOISE_MARGIN 4.0

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

/* From the middle, the steps are of no one length. */
static SiltPlan *
plan_from (const SiltSchedule *schedule,
           SiltWalkSettings   *walk,
           gint                start,
           GError            **error)
{
  SiltPlan         *whole     = silt_plan_walk (schedule, walk, error);
  g_autofree gint  *timesteps = NULL;

  if (! whole)
    return NULL;

  timesteps = silt_plan_timesteps_from (whole, start, LEAST_CALLS,
                                        &walk->steps);
  silt_plan_free (whole);

  walk->listed       = timesteps;
  walk->n_listed     = walk->steps;
  walk->as_diffusers = FALSE;

  return silt_plan_walk (schedule, walk, error);
}

/* One picture of those under the noise, or the mean of them all. */
static SiltPlan *
plan_from_noise (SiltModel           *model,
                 const SiltSettings  *settings,
                 SiltWalkSettings    *walk,
                 GError             **error)
{
  const SiltSchedule *schedule = model->scheduler->schedule;
  gdouble             sigma    = silt_job_sigma (model, settings);

  if (settings->keep_texture)
    return plan_from (schedule, walk, silt_schedule_timestep (schedule, sigma),
                      error);

  return silt_plan_mean (schedule, walk, sigma);
}

/* White noise of s in three channels is s / sqrt (3) in their mean, and what is
 * the same in all is sqrt (3) times as much along (1, 1, 1). */
gdouble
silt_job_sigma (SiltModel          *model,
                const SiltSettings *settings)
{
  const SiltUNetConfig *config  = silt_unet_get_config (model->unet);
  gboolean              is_mono = config->in_channels <
                                  3 * model->unshuffle * model->unshuffle;
  gdouble               sigma   = 2.0 * settings->sigma / 255.0;

  if (is_mono)
    return settings->gray ? sigma : sigma / sqrt (3.0);

  return settings->gray ? sigma * sqrt (3.0) : sigma;
}

SiltPlan *
silt_job_plan (SiltModel           *model,
               const SiltSettings  *settings,
               GError             **error)
{
  const SiltSchedule *schedule = model->scheduler->schedule;
  SiltWalkSettings    walk     = model->scheduler->own;

  if (settings->sampler != SILT_SAMPLER_MODEL)
    {
      silt_walk_settings_for (&walk, model->scheduler);
      walk.sampler = settings->sampler;
      walk.spacing = settings->spacing;
    }

  /* The folder's own, if its network can. */
  walk.variance = settings->sampler == SILT_SAMPLER_MODEL ? model->info.variance
                                                          : settings->variance;
  walk.steps    = settings->steps;
  walk.eta      = settings->eta;
  walk.resample = settings->resample;
  walk.jump     = settings->jump;
  walk.listed   = settings->timesteps;
  walk.n_listed = settings->n_timesteps;

  if (settings->sigma > 0.0)
    return plan_from_noise (model, settings, &walk, error);

  if (settings->start >= 0)
    return plan_from (schedule, &walk, settings->start, error);

  return silt_plan_walk (schedule, &walk, error);
}

/* A canvas that does not continue into itself is as large as the network's
 * grid wants it, and cut at the end; to a network that sees everything, at
 * least as large as what it has learned to see. */
static gint
canvas_side (gint             side,
             const SiltSight *sight,
             gboolean         seamless)
{
  if (seamless)
    return side;

  if (sight->reach < 0)
    side = MAX (side, MIN (sight->trained_size, SILT_MAX_SIZE));

  return silt_round_up (side, sight->multiple);
}

void
silt_job_tiling (SiltTiling         *tiling,
                 SiltModel          *model,
                 const SiltSettings *settings)
{
  SiltSight sight = { model->info.multiple, model->info.reach,
                      model->info.trained_size };

  silt_tiling_plan (tiling, &sight,
                    canvas_side (settings->height, &sight,
                                 settings->seamless & SILT_SEAMLESS_Y),
                    canvas_side (settings->width, &sight,
                                 settings->seamless & SILT_SEAMLESS_X),
                    settings->seamless, silt_tiling_max_pixels (&sight));
}

gboolean
silt_job_init (SiltJob             *job,
               SiltModel           *model,
               const SiltSettings  *settings,
               const SiltPicture   *source,
               const SiltMask      *mask,
               GError             **error)
{
  SiltTiling    tiling;
  SiltDenoiser *denoiser;

  *job = (SiltJob) { .model = model, .settings = settings,
                     .source = source, .mask = mask };

  if (! silt_settings_validate (settings, model, error))
    return FALSE;

  job->walk.plan = silt_job_plan (model, settings, error);
  if (! job->walk.plan)
    return FALSE;

  silt_job_tiling (&tiling, model, settings);
  job->width  = tiling.x.size;
  job->height = tiling.y.size;

  denoiser = silt_unet_denoiser_new_tiled (model->unet,
                                           model->scheduler->own.prediction,
                                           model->unshuffle, &tiling);

  job->walk.denoiser   = denoiser;
  job->walk.n_values   = (gsize) job->height * job->width * denoiser->channels;
  job->walk.label      = choose_label (model, settings);
  job->walk.null_label = model->null_class;
  job->walk.guidance   = settings->guidance;

  return TRUE;
}

void
silt_job_clear (SiltJob *job)
{
  if (job->walk.denoiser)
    job->walk.denoiser->free (job->walk.denoiser);

  silt_noise_source_free (job->walk.noise);
  silt_picture_clear (&job->preview);
  g_free (job->source_canvas);
  g_free (job->held);
  silt_plan_free ((SiltPlan *) job->walk.plan);
}

static gsize
canvas_bytes (const SiltJob *job)
{
  return job->walk.n_values * sizeof (gfloat);
}

static gsize
held_bytes (const SiltJob *job)
{
  return (gsize) job->height * job->width;
}

static gsize
preview_bytes (const SiltJob *job)
{
  return (gsize) job->settings->width * job->settings->height * 3 *
         sizeof (gfloat);
}

/* All parts saturate at G_MAXSIZE, and so does their sum. */
gsize
silt_job_bytes (const SiltJob *job)
{
  const SiltDenoiser *denoiser = job->walk.denoiser;
  guint               workers  = job->settings->threads;
  gsize               parts[7];
  gsize               sum      = 0;
  gsize               i;

  if (workers == 0)
    workers = g_get_num_processors ();

  parts[0] = canvas_bytes (job);
  parts[1] = preview_bytes (job);
  parts[2] = silt_walk_bytes (&job->walk);
  parts[3] = denoiser->bytes (job->walk.denoiser, workers);
  parts[4] = silt_noise_source_bytes (job->settings->noise, job->height,
                                      job->width, denoiser->channels,
                                      denoiser->multiple);
  parts[5] = job->source ? canvas_bytes (job) : 0;
  parts[6] = job->mask ? held_bytes (job) : 0;

  for (i = 0; i < G_N_ELEMENTS (parts); i++)
    if (! g_size_checked_add (&sum, sum, parts[i]))
      return G_MAXSIZE;

  return sum;
}

/* Refuses what would drive the machine into swapping, or worse. */
static gboolean
check_memory (const SiltJob  *job,
              GError        **error)
{
  gsize             need      = silt_job_bytes (job);
  gsize             have      = silt_memory_available ();
  g_autofree gchar *need_text = NULL;
  g_autofree gchar *have_text = NULL;

  if (need <= have)
    return TRUE;

  need_text = g_format_size (need);
  have_text = g_format_size (have);
  g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
               "a picture of %d x %d pixels needs %s of memory with the model "
               "\"%s\", of which %s are free",
               job->settings->width, job->settings->height, need_text,
               job->model->name, have_text);
  return FALSE;
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
  silt_range_to_picture (&job->preview, x0, job->width,
                         job->walk.denoiser->channels);

  job->progress (&progress, job->user_data);
}

static SiltBegin
job_begin (const SiltSettings *settings)
{
  if (settings->sigma > 0.0)
    return SILT_BEGIN_NOISY;

  return settings->start >= 0 ? SILT_BEGIN_SOURCE : SILT_BEGIN_NOISE;
}

/* Lays source and mask onto the canvas. */
static gboolean
take_source (SiltJob *job)
{
  gint channels = job->walk.denoiser->channels;

  job->source_canvas = g_try_malloc (canvas_bytes (job));
  if (! job->source_canvas)
    return FALSE;

  job->margin = NOISE_MARGIN * job->settings->sigma / 255.0;
  silt_range_from_picture (job->source_canvas, job->width, job->height,
                           channels, job->source, job->margin);
  job->walk.source = job->source_canvas;
  job->walk.begin  = job_begin (job->settings);

  if (! job->mask || job->walk.begin == SILT_BEGIN_NOISY)
    return TRUE;

  job->held = g_try_malloc (held_bytes (job));
  if (! job->held)
    return FALSE;

  silt_range_from_mask (job->held, job->width, job->height, job->mask);
  job->walk.held = job->held;

  return TRUE;
}

static gboolean
is_gray (const SiltJob *job)
{
  return (job->walk.begin == SILT_BEGIN_NOISY && job->settings->gray &&
          job->walk.denoiser->channels == 3);
}

/* x: room for the noise that this takes. */
static gboolean
job_whiten (SiltJob   *job,
            SiltPool  *pool,
            gfloat    *x,
            GError   **error)
{
  if (! silt_noise_source_draw (job->walk.noise, pool, x))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                           "the walk was cancelled");
      return FALSE;
    }

  silt_gray_whiten (job->source_canvas, x, job->walk.n_values / 3,
                    silt_job_sigma (job->model, job->settings));
  return TRUE;
}

/* Puts the outcome into `picture`. */
static void
job_finish (const SiltJob     *job,
            const SiltPicture *picture,
            gfloat            *x)
{
  gint channels = job->walk.denoiser->channels;

  if (is_gray (job))
    silt_gray_mean (x, job->walk.n_values / 3);

  if (job->source)
    silt_range_over_source (picture, x, job->width, channels,
                            job->source, job->mask, job->margin);
  else
    silt_range_to_picture (picture, x, job->width, channels);
}

/* Allocates what the walk needs; silt_walk_run does the rest. */
static gboolean
job_prepare (SiltJob   *job,
             SiltPool  *pool,
             gfloat   **x,
             GError   **error)
{
  const SiltSettings *settings = job->settings;
  SiltDenoiser       *denoiser = job->walk.denoiser;

  if (! check_memory (job, error))
    return FALSE;

  job->walk.noise = silt_noise_source_new (settings->noise, settings->seed,
                                           job->height, job->width,
                                           denoiser->channels,
                                           denoiser->unshuffle,
                                           denoiser->multiple);
  *x = g_try_malloc (canvas_bytes (job));

  if (*x && job->walk.noise && (! job->source || take_source (job)) &&
      denoiser->prepare (denoiser, pool) &&
      (! job->progress ||
       silt_picture_alloc (&job->preview, settings->width, settings->height)))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
               "no memory for a picture of %d x %d pixels",
               settings->width, settings->height);
  return FALSE;
}

gboolean
silt_job_run (SiltJob             *job,
              const SiltPicture   *picture,
              SiltProgressFunc     progress,
              gpointer             user_data,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autofree gfloat *x = NULL;
  SiltPool          *pool;
  gboolean           done;

  job->progress  = progress;
  job->user_data = user_data;
  job->start     = g_get_monotonic_time ();

  if (progress)
    {
      job->walk.progress  = tell_progress;
      job->walk.user_data = job;
    }

  pool = silt_pool_new (job->settings->threads, cancellable);
  done = job_prepare (job, pool, &x, error) &&
         (! is_gray (job) || job_whiten (job, pool, x, error)) &&
         silt_walk_run (&job->walk, pool, x, error);

  if (done)
    job_finish (job, picture, x);

  silt_pool_free (pool);

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

  done = silt_job_init (&job, model, settings, source, mask, error) &&
         silt_job_run (&job, picture, progress, user_data, cancellable, error);

  silt_job_clear (&job);

  return done;
}
