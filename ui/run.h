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

#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "silt.h"

G_BEGIN_DECLS

/* The arguments of the verb's function.  A run copies them all, but not the
 * pixels, which must be there as long as it is. */
typedef struct
{
  SiltVerb            verb;
  SiltModel          *model;
  const SiltSettings *settings;
  const SiltPicture  *source;      /* NULL where a picture is generated       */
  const SiltMask     *mask;        /* NULL for none                           */
  const SiltPicture  *picture;
  gpointer            pixels;      /* what holds them, freed with this when   */
  GDestroyNotify      free_pixels; /* the run is; NULL: they are the caller's */
} SiltWork;

/* Work that goes on in another thread while this one, with its main loop, does
 * other things.  All functions are for the thread that made the run. */
typedef struct _SiltRun SiltRun;

/* Called in the main loop when there is a new estimate, and when the work has
 * ended, in whichever way. */
typedef void (* SiltRunFunc) (SiltRun  *run,
                              gpointer  user_data);

/* How far the work is. */
typedef struct
{
  gint    call, total;        /* finished calls; 0 of 0 before the first      */
  gdouble seconds_left;       /* from now                                     */
  gdouble seconds_a_call;     /* as measured so far; 0 before the first       */
} SiltRunState;

/* Starts the work; the model is referenced.  `view` (NULL: none) is the part
 * of the picture whose estimates are wanted. */
SiltRun         * silt_run_new          (const SiltWork              *work,
                                         const cairo_rectangle_int_t *view,
                                         SiltRunFunc                  changed,
                                         gpointer                     data);

/* Asks the work to end, which it does, with G_IO_ERROR_CANCELLED, within some
 * ten milliseconds; `changed` is called then. */
void              silt_run_cancel       (SiltRun                     *run);

/* Cancels, and waits for the end. */
void              silt_run_stop         (SiltRun                     *run);

/* Stops what is not done, and calls nobody any more. */
void              silt_run_free         (SiltRun                     *run);

gboolean          silt_run_is_done      (SiltRun                     *run);

/* After it is done: NULL where it went well. */
const GError    * silt_run_get_error    (SiltRun                     *run);

const SiltWork  * silt_run_get_work     (SiltRun                     *run);

/* Whether two works, done, make the same picture: the same settings, and the
 * same pixels to start from. */
gboolean          silt_work_equal       (const SiltWork              *a,
                                         const SiltWork              *b);

SiltRunState      silt_run_get_state    (SiltRun                     *run);

/* The latest estimate of the picture within `view`, laid over the source as the
 * mask says; at the end, the outcome.  NULL before the first.  The caller's
 * reference, of something that does not change any more. */
cairo_surface_t * silt_run_get_estimate (SiltRun                     *run);

/* R'G'B', clipped to 0 ... 1, as something to be drawn. */
cairo_surface_t * silt_picture_surface  (const SiltPicture           *picture,
                                         const cairo_rectangle_int_t *part);

G_END_DECLS
