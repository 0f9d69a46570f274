/* Silt: pictures on the canvas of a job
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

#include <math.h>
#include <string.h>

#include "gray.h"
#include "model-private.h"
#include "range.h"
#include "round-up.h"

/* Rows, in the pool: what is laid onto the canvas, or cut out of it. */
typedef struct
{
  SiltJob           *job;
  const SiltPicture *picture;
  gfloat            *canvas;
} Rows;

/* A canvas that does not continue into itself is as large as the network's
 * grid wants it, and cut at the end; to a network that sees everything, at
 * least as large as what it has learned to see. */
static gint
canvas_side (gint             side,
             const SiltSight *sight,
             gboolean         seamless,
             gint             inset)
{
  if (seamless)
    return side;

  side += 2 * inset;

  if (sight->reach < 0)
    side = MAX (side, MIN (sight->trained_size, SILT_MAX_SIZE));

  return silt_round_up (side, sight->multiple);
}

gint
silt_job_drawn (gint    side,
                gdouble feature_scale)
{
  return (gint) round (side / feature_scale);
}

void
silt_job_tiling (SiltTiling         *tiling,
                 SiltModel          *model,
                 const SiltSettings *settings,
                 gint                inset_x,
                 gint                inset_y)
{
  SiltSight sight  = { model->info.multiple, model->info.reach,
                       model->info.trained_size };
  gint      height = silt_job_drawn (settings->height, settings->feature_scale);
  gint      width  = silt_job_drawn (settings->width, settings->feature_scale);

  silt_tiling_plan (tiling, &sight,
                    canvas_side (height, &sight,
                                 settings->seamless & SILT_SEAMLESS_Y, inset_y),
                    canvas_side (width, &sight,
                                 settings->seamless & SILT_SEAMLESS_X, inset_x),
                    settings->seamless, silt_tiling_max_pixels (&sight));
}

gboolean
silt_job_is_gray (const SiltJob *job)
{
  return (job->walk.begin == SILT_BEGIN_NOISY && job->settings->gray &&
          job->walk.denoiser->channels == 3);
}

static gsize
row_values (const Rows *rows)
{
  return (gsize) rows->job->width * rows->job->walk.denoiser->channels;
}

static void
release_row (const Rows *rows,
             guint       y)
{
  silt_store_release (rows->job->store, rows->canvas + y * row_values (rows),
                      row_values (rows) * sizeof (gfloat));
}

/* The row that is seen at y of the canvas, be it in the mirror: before the
 * source begins, and after it ends. */
static gint
mirror (gint y,
        gint inset,
        gint height)
{
  y = y < inset ? inset - 1 - y : y - inset;
  y %= 2 * height;

  return y < height ? y : 2 * height - 1 - y;
}

static SiltPicture
picture_row (const SiltPicture *picture,
             gint               y)
{
  SiltPicture row = *picture;

  row.data   += y * row.row_stride;
  row.height  = 1;

  return row;
}

static SiltMask
mask_row (const SiltMask *mask,
          gint            y)
{
  SiltMask row = *mask;

  row.data   += y * row.row_stride;
  row.height  = 1;

  return row;
}

static void
lay_source_row (gpointer data,
                guint    y,
                guint    worker)
{
  const Rows    *rows     = data;
  const SiltJob *job      = rows->job;
  gint           channels = job->walk.denoiser->channels;
  gint           inset    = job->inset_x;
  gfloat        *row      = rows->canvas + y * row_values (rows);
  SiltPicture    source   = picture_row (job->source,
                                         mirror (y, job->inset_y,
                                                 job->source->height));
  gint           x;

  silt_range_from_picture (row + inset * channels, job->width - inset, 1,
                           channels, &source, job->margin);
  for (x = 0; x < inset; x++)
    memcpy (row + x * channels, row + (2 * inset - 1 - x) * channels,
            channels * sizeof (gfloat));

  release_row (rows, y);
}

static void
lay_mask_row (gpointer data,
              guint    y,
              guint    worker)
{
  const Rows    *rows  = data;
  const SiltJob *job   = rows->job;
  gint           inset = job->inset_x;
  guint8        *held  = (guint8 *) job->walk.held + (gsize) y * job->width;
  SiltMask       mask  = mask_row (job->mask, mirror (y, job->inset_y,
                                                      job->mask->height));
  gint           x;

  silt_range_from_mask (held + inset, job->width - inset, 1, &mask);
  for (x = 0; x < inset; x++)
    held[x] = held[2 * inset - 1 - x];

  silt_store_release (job->store, held, job->width);
}

static gboolean
run_rows (SiltJob           *job,
          const SiltPicture *picture,
          gfloat            *canvas,
          gint               n_rows,
          SiltPoolFunc       func)
{
  Rows rows = { job, picture, canvas };

  return silt_pool_run (job->pool, n_rows, func, &rows);
}

gboolean
silt_job_lay_source (SiltJob *job)
{
  gfloat *canvas = silt_store_get (job->store, job->source_map);

  job->walk.source = canvas;
  if (job->has_held)
    job->walk.held = silt_store_get (job->store, job->held_map);

  return run_rows (job, NULL, canvas, job->height, lay_source_row) &&
         (! job->has_held ||
          run_rows (job, NULL, canvas, job->height, lay_mask_row));
}

static void
whiten_row (gpointer data,
            guint    y,
            guint    worker)
{
  const Rows *rows   = data;
  SiltJob    *job    = rows->job;
  gfloat     *source = silt_store_get (job->store, job->source_map);
  gsize       first  = y * row_values (rows);

  silt_gray_whiten (source + first, rows->canvas + first, job->width,
                    silt_job_sigma (job->model, job->settings));
  silt_store_release (job->store, source + first,
                      row_values (rows) * sizeof (gfloat));
  release_row (rows, y);
}

gboolean
silt_job_whiten (SiltJob *job,
                 gfloat  *x)
{
  return silt_noise_source_draw (job->walk.noise, job->pool, x) &&
         run_rows (job, NULL, x, job->height, whiten_row);
}

/* Row y of what is drawn, -1 ... 1, as large as the picture or larger: in the
 * canvas, or, where features are scaled, the worker's own. */
static const gfloat *
drawn_row (const Rows *rows,
           guint       y,
           guint       worker)
{
  const SiltJob *job   = rows->job;
  const gfloat  *first = rows->canvas + job->inset_y * row_values (rows) +
                         job->inset_x * job->walk.denoiser->channels;

  if (job->rescale)
    return silt_rescale_row (job->rescale, first, row_values (rows), y,
                             worker, job->store);

  return first + y * row_values (rows);
}

static void
preview_row (gpointer data,
             guint    y,
             guint    worker)
{
  const Rows    *rows    = data;
  const SiltJob *job     = rows->job;
  SiltPicture    picture = picture_row (rows->picture, y);

  silt_range_to_picture (&picture, drawn_row (rows, y, worker), job->width,
                         job->walk.denoiser->channels);
  silt_store_release (job->store, picture.data,
                      picture.row_stride * sizeof (gfloat));
  if (! job->rescale)
    release_row (rows, y + job->inset_y);
}

gboolean
silt_job_preview (SiltJob      *job,
                  const gfloat *x0)
{
  return run_rows (job, &job->preview, (gfloat *) x0, job->preview.height,
                   preview_row);
}

static void
finish_row (gpointer data,
            guint    y,
            guint    worker)
{
  const Rows    *rows     = data;
  const SiltJob *job      = rows->job;
  gint           channels = job->walk.denoiser->channels;
  const gfloat  *x        = drawn_row (rows, y, worker);
  SiltPicture    picture  = picture_row (rows->picture, y);

  if (silt_job_is_gray (job))
    silt_gray_mean (rows->canvas + (y + job->inset_y) * row_values (rows),
                    job->width);

  if (job->source)
    {
      SiltPicture source = picture_row (job->source, y);
      SiltMask    mask   = job->mask ? mask_row (job->mask, y)
                                     : (SiltMask) { NULL };

      silt_range_over_source (&picture, x, job->width, channels, &source,
                              job->mask ? &mask : NULL, job->margin);
    }
  else
    {
      silt_range_to_picture (&picture, x, job->width, channels);
    }

  if (! job->rescale)
    release_row (rows, y + job->inset_y);
}

gboolean
silt_job_finish (SiltJob           *job,
                 const SiltPicture *picture,
                 gfloat            *x)
{
  return run_rows (job, picture, x, picture->height, finish_row);
}
