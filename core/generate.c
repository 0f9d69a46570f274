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

#include "engine.h"
#include "memory-size.h"
#include "model-private.h"
#include "range.h"
#include "round-up.h"
#include "unet-denoiser.h"

/* A picture in the making: the parts of the walk, and what is told of it. */
typedef struct
{
  SiltModel          *model;
  const SiltSettings *settings;
  gint                width, height;   /* of the canvas                       */
  SiltWalk            walk;

  SiltProgressFunc    progress;
  gpointer            user_data;
  SiltPicture         preview;
  gint64              start;           /* microseconds                        */
} Job;

const gchar *
silt_version (void)
{
  return SILT_VERSION;
}

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

static SiltPlan *
plan_walk (SiltModel           *model,
           const SiltSettings  *settings,
           GError             **error)
{
  SiltWalkSettings walk = model->scheduler->own;

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
  walk.listed   = settings->timesteps;
  walk.n_listed = settings->n_timesteps;

  return silt_plan_walk (model->scheduler->schedule, &walk, error);
}

/* A canvas that does not continue into itself is as large as the network's
 * grid wants it, and cut at the end. */
static gint
canvas_side (gint     side,
             gint     multiple,
             gboolean seamless)
{
  return seamless ? side : silt_round_up (side, multiple);
}

static gboolean
job_init (Job                 *job,
          SiltModel           *model,
          const SiltSettings  *settings,
          GError             **error)
{
  const SiltModelInfo *info = &model->info;
  SiltDenoiser        *denoiser;

  *job = (Job) { .model = model, .settings = settings };

  if (! silt_settings_validate (settings, model, error))
    return FALSE;

  job->walk.plan = plan_walk (model, settings, error);
  if (! job->walk.plan)
    return FALSE;

  job->width  = canvas_side (settings->width, info->multiple,
                             settings->seamless & SILT_SEAMLESS_X);
  job->height = canvas_side (settings->height, info->multiple,
                             settings->seamless & SILT_SEAMLESS_Y);

  denoiser = silt_unet_denoiser_new (model->unet,
                                     model->scheduler->own.prediction,
                                     model->unshuffle, job->height, job->width,
                                     settings->seamless);

  job->walk.denoiser   = denoiser;
  job->walk.n_values   = (gsize) job->height * job->width * denoiser->channels;
  job->walk.label      = choose_label (model, settings);
  job->walk.null_label = model->null_class;
  job->walk.guidance   = settings->guidance;

  return TRUE;
}

static void
job_clear (Job *job)
{
  if (job->walk.denoiser)
    job->walk.denoiser->free (job->walk.denoiser);

  silt_noise_source_free (job->walk.noise);
  silt_picture_clear (&job->preview);
  silt_plan_free ((SiltPlan *) job->walk.plan);
}

static gsize
canvas_bytes (const Job *job)
{
  return job->walk.n_values * sizeof (gfloat);
}

static gsize
preview_bytes (const Job *job)
{
  return (gsize) job->settings->width * job->settings->height * 3 *
         sizeof (gfloat);
}

/* All parts saturate at G_MAXSIZE, and so does their sum. */
static gsize
job_bytes (const Job *job)
{
  const SiltDenoiser *denoiser = job->walk.denoiser;
  guint               workers  = job->settings->threads;
  gsize               parts[5];
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

  for (i = 0; i < G_N_ELEMENTS (parts); i++)
    if (! g_size_checked_add (&sum, sum, parts[i]))
      return G_MAXSIZE;

  return sum;
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

  plan = plan_walk (model, settings, error);
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
  Job      job;
  gboolean done = job_init (&job, model, settings, error);

  if (done)
    {
      estimate->bytes = job_bytes (&job);
      estimate->calls = silt_walk_n_predictions (&job.walk);
      estimate->flops = estimate->calls *
                        job.walk.denoiser->flops (job.walk.denoiser);
    }

  job_clear (&job);

  return done;
}

/* Refuses what would drive the machine into swapping, or worse. */
static gboolean
check_memory (const Job  *job,
              GError    **error)
{
  gsize             need      = job_bytes (job);
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
  Job          *job      = user_data;
  gdouble       elapsed  = (g_get_monotonic_time () - job->start) / 1e6;
  gint          total    = job->walk.plan->n_calls;
  SiltProgress  progress = { call, total, done->t, 0.0, &job->preview };

  progress.seconds_left = elapsed / call * (total - call);
  silt_range_to_picture (&job->preview, x0, job->width,
                         job->walk.denoiser->channels);

  job->progress (&progress, job->user_data);
}

/* Allocates what the walk needs; silt_walk_run does the rest. */
static gboolean
job_prepare (Job       *job,
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

  if (*x && job->walk.noise && denoiser->prepare (denoiser, pool) &&
      (! job->progress ||
       silt_picture_alloc (&job->preview, settings->width, settings->height)))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
               "no memory for a picture of %d x %d pixels",
               settings->width, settings->height);
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
  g_autofree gfloat *x = NULL;
  SiltPool          *pool;
  Job                job;
  gboolean           done;

  g_return_val_if_fail (picture->width == settings->width &&
                        picture->height == settings->height, FALSE);

  done = job_init (&job, model, settings, error);
  if (! done)
    {
      job_clear (&job);
      return FALSE;
    }

  job.progress  = progress;
  job.user_data = user_data;
  job.start     = g_get_monotonic_time ();

  if (progress)
    {
      job.walk.progress  = tell_progress;
      job.walk.user_data = &job;
    }

  pool = silt_pool_new (settings->threads, cancellable);
  done = job_prepare (&job, pool, &x, error) &&
         silt_walk_run (&job.walk, pool, x, FALSE, error);

  if (done)
    silt_range_to_picture (picture, x, job.width,
                           job.walk.denoiser->channels);

  silt_pool_free (pool);
  job_clear (&job);

  return done;
}
