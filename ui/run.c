/* Silt: a walk on a thread of its own
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

#include "run.h"

#include <string.h>

struct _SiltRun
{
  SiltWork               work;         /* points to what is below             */
  SiltSettings           settings;
  SiltPicture            source;
  SiltMask               mask;
  SiltPicture            picture;

  cairo_rectangle_int_t  view;
  SiltRunFunc            changed;
  gpointer               user_data;

  GThread               *thread;       /* NULL after it was joined            */
  GCancellable          *cancellable;
  GError                *error;        /* the thread's, until it has ended    */
  gboolean               ended;        /* as far as the main loop was told    */

  GMutex                 mutex;        /* guards what is below                */
  guint                  idle;         /* of `changed`, 0: none is on its way */
  gboolean               done;
  gint                   call, total;
  gint64                 start_time;   /* on the monotonic clock              */
  gint64                 call_time;    /* the last call's end                 */
  gint64                 end_time;     /* as expected                         */
  cairo_surface_t       *estimate;
};


static guint32
sample (gfloat value)
{
  return CLAMP (value, 0.0f, 1.0f) * 255.0f + 0.5f;
}

/* Pixels of `picture` laid over those of `source` as `mask` says; the latter
 * two may be NULL. */
static cairo_surface_t *
surface_new (const SiltPicture           *picture,
             const SiltPicture           *source,
             const SiltMask              *mask,
             const cairo_rectangle_int_t *part)
{
  cairo_surface_t *surface;
  guchar          *data;
  gint             stride;
  gint             x, y, c;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                        part->width, part->height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface;

  data   = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);

  for (y = 0; y < part->height; y++)
    {
      guint32      *out  = (guint32 *) (data + (gsize) y * stride);
      gsize         row  = part->y + y;
      const gfloat *from = picture->data + row * picture->row_stride +
                           part->x * picture->pixel_stride;

      for (x = 0; x < part->width; x++, from += picture->pixel_stride)
        {
          gfloat rgb[3] = { from[0], from[1], from[2] };

          if (mask)
            {
              gfloat        share = mask->data[row * mask->row_stride +
                                               part->x + x];
              const gfloat *under = source->data + row * source->row_stride +
                                    (part->x + x) * source->pixel_stride;

              for (c = 0; c < 3; c++)
                rgb[c] = under[c] + share * (rgb[c] - under[c]);
            }

          out[x] = sample (rgb[0]) << 16 | sample (rgb[1]) << 8 |
                   sample (rgb[2]);
        }
    }
  cairo_surface_mark_dirty (surface);

  return surface;
}

static gboolean
run_changed (gpointer data)
{
  SiltRun *run = data;

  /* Only here does a run become done for its owner, so that this is told once,
   * even where it ends just now. */
  g_mutex_lock (&run->mutex);
  run->idle  = 0;
  run->ended = run->done;
  g_mutex_unlock (&run->mutex);

  if (run->changed)
    run->changed (run, run->user_data);

  return G_SOURCE_REMOVE;
}

/* With the mutex locked. */
static void
run_notify (SiltRun *run)
{
  if (! run->idle)
    run->idle = g_idle_add (run_changed, run);
}

/* In the other thread. */
static void
run_show (SiltRun           *run,
          const SiltPicture *picture)
{
  const SiltWork  *work = &run->work;
  cairo_surface_t *estimate;

  if (! run->view.width)
    return;

  estimate = surface_new (picture, work->source, work->mask, &run->view);

  g_mutex_lock (&run->mutex);
  g_clear_pointer (&run->estimate, cairo_surface_destroy);
  run->estimate = estimate;
  g_mutex_unlock (&run->mutex);
}

/* In the other thread. */
static void
run_progress (const SiltProgress *progress,
              gpointer            data)
{
  SiltRun *run = data;

  run_show (run, progress->picture);

  g_mutex_lock (&run->mutex);

  run->call      = progress->call;
  run->total     = progress->total;
  run->call_time = g_get_monotonic_time ();
  run->end_time  = run->call_time + progress->seconds_left * G_USEC_PER_SEC;
  run_notify (run);

  g_mutex_unlock (&run->mutex);
}

static gboolean
run_walk (SiltRun *run)
{
  const SiltWork    *work = &run->work;
  gboolean        (* walk) (SiltModel           *model,
                            const SiltSettings  *settings,
                            const SiltPicture   *source,
                            const SiltMask      *mask,
                            const SiltPicture   *picture,
                            SiltProgressFunc     progress,
                            gpointer             user_data,
                            GCancellable        *cancellable,
                            GError             **error);

  switch (work->verb)
    {
    case SILT_VERB_REIMAGINE:    walk = silt_reimagine;    break;
    case SILT_VERB_FILL:         walk = silt_fill;         break;
    case SILT_VERB_REMOVE_NOISE: walk = silt_remove_noise; break;
    default:
      return silt_generate (work->model, work->settings, work->picture,
                            run_progress, run, run->cancellable, &run->error);
    }

  return walk (work->model, work->settings, work->source, work->mask,
               work->picture,
               run_progress, run, run->cancellable, &run->error);
}

static gpointer
run_thread (gpointer data)
{
  SiltRun *run = data;

  if (run_walk (run))
    run_show (run, run->work.picture);

  g_mutex_lock (&run->mutex);
  run->done = TRUE;
  run_notify (run);
  g_mutex_unlock (&run->mutex);

  return NULL;
}

static void
run_copy_arguments (SiltRun *run)
{
  SiltWork *work = &run->work;

  run->settings  = *work->settings;
  work->settings = &run->settings;
  run->picture   = *work->picture;
  work->picture  = &run->picture;

  if (work->source)
    {
      run->source  = *work->source;
      work->source = &run->source;
    }
  if (work->mask)
    {
      run->mask  = *work->mask;
      work->mask = &run->mask;
    }
}

static gboolean
same_pixels (const SiltPicture *a,
             const SiltPicture *b)
{
  gint x, y;

  if (! a || ! b)
    return ! a && ! b;

  if (a->width != b->width || a->height != b->height)
    return FALSE;

  for (y = 0; y < a->height; y++)
    for (x = 0; x < a->width; x++)
      if (memcmp (a->data + y * a->row_stride + x * a->pixel_stride,
                  b->data + y * b->row_stride + x * b->pixel_stride,
                  3 * sizeof (gfloat)) != 0)
        return FALSE;

  return TRUE;
}

static gboolean
same_mask (const SiltMask *a,
           const SiltMask *b)
{
  gint y;

  if (! a || ! b)
    return ! a && ! b;

  if (a->width != b->width || a->height != b->height)
    return FALSE;

  for (y = 0; y < a->height; y++)
    if (memcmp (a->data + y * a->row_stride, b->data + y * b->row_stride,
                a->width * sizeof (gfloat)) != 0)
      return FALSE;

  return TRUE;
}


/*  public functions  */

gboolean
silt_work_equal (const SiltWork *a,
                 const SiltWork *b)
{
  g_autofree gchar *a_json = NULL;
  g_autofree gchar *b_json = NULL;

  if (a->verb != b->verb || a->model != b->model)
    return FALSE;

  a_json = silt_settings_to_json (a->settings, a->verb, a->model);
  b_json = silt_settings_to_json (b->settings, b->verb, b->model);

  return g_str_equal (a_json, b_json)        &&
         same_pixels (a->source, b->source)  &&
         same_mask (a->mask, b->mask);
}

cairo_surface_t *
silt_picture_surface (const SiltPicture           *picture,
                      const cairo_rectangle_int_t *part)
{
  return surface_new (picture, NULL, NULL, part);
}

SiltRun *
silt_run_new (const SiltWork              *work,
              const cairo_rectangle_int_t *view,
              SiltRunFunc                  changed,
              gpointer                     user_data)
{
  SiltRun *run = g_new0 (SiltRun, 1);

  run->work        = *work;
  run->work.model  = silt_model_ref (work->model);
  run_copy_arguments (run);
  run->changed     = changed;
  run->user_data   = user_data;
  run->cancellable = g_cancellable_new ();
  run->start_time  = g_get_monotonic_time ();
  if (view)
    run->view = *view;

  g_mutex_init (&run->mutex);
  run->thread = g_thread_new ("silt-run", run_thread, run);

  return run;
}

void
silt_run_cancel (SiltRun *run)
{
  g_cancellable_cancel (run->cancellable);
}

void
silt_run_stop (SiltRun *run)
{
  silt_run_cancel (run);
  g_clear_pointer (&run->thread, g_thread_join);
  run->ended = TRUE;
}

void
silt_run_free (SiltRun *run)
{
  silt_run_stop (run);

  if (run->idle)
    g_source_remove (run->idle);
  if (run->work.free_pixels)
    run->work.free_pixels (run->work.pixels);

  g_clear_pointer (&run->estimate, cairo_surface_destroy);
  g_clear_error (&run->error);
  g_object_unref (run->cancellable);
  silt_model_unref (run->work.model);
  g_mutex_clear (&run->mutex);
  g_free (run);
}

gboolean
silt_run_is_done (SiltRun *run)
{
  return run->ended;
}

const GError *
silt_run_get_error (SiltRun *run)
{
  g_return_val_if_fail (silt_run_is_done (run), NULL);

  return run->error;
}

const SiltWork *
silt_run_get_work (SiltRun *run)
{
  return &run->work;
}

SiltRunState
silt_run_get_state (SiltRun *run)
{
  SiltRunState state = { 0, };
  gint64       left;

  g_mutex_lock (&run->mutex);

  if (run->call > 0)
    {
      left = MAX (run->end_time - g_get_monotonic_time (), 0);

      state.call           = run->call;
      state.total          = run->total;
      state.seconds_left   = (gdouble) left / G_USEC_PER_SEC;
      state.seconds_a_call = (gdouble) (run->call_time - run->start_time) /
                             run->call / G_USEC_PER_SEC;
    }

  g_mutex_unlock (&run->mutex);

  return state;
}

cairo_surface_t *
silt_run_get_estimate (SiltRun *run)
{
  cairo_surface_t *estimate;

  g_mutex_lock (&run->mutex);
  estimate = run->estimate ? cairo_surface_reference (run->estimate) : NULL;
  g_mutex_unlock (&run->mutex);

  return estimate;
}
