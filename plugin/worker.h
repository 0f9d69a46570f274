/* Silt: a walk, while GIMP shows the progress
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

#include <libgimp/gimp.h>

#include "live.h"

G_BEGIN_DECLS

/* The part of the progress that a work is, from 0 to 1. */
typedef struct
{
  gdouble begin, end;
} SiltShare;

/* Does the work on a thread of its own, on plain memory, while this thread,
 * the only one that may talk to GIMP, shows the progress under `title`.  Of works
 * that follow each other, the first one's share begins at 0.  Stops with an
 * error when `image`, NULL for none, is closed meanwhile. */
gboolean  silt_worker_run   (const SiltWork  *work,
                             GimpImage       *image,
                             const gchar     *title,
                             SiltShare        share,
                             GError         **error);

/* "Step 7 of 20, 0:03 left", the time being that to the end of all of which the
 * run is this share; NULL before the first step is done.  Free with g_free. */
gchar   * silt_worker_text  (SiltRun         *run,
                             SiltShare        share);

/* What a procedure returns that made nothing: the error, which it takes over,
 * or, where there is none, or only that of a cancellation, that it was
 * cancelled. */
GimpValueArray *
          silt_worker_failed
                            (GimpProcedure   *procedure,
                             GError          *error);

/* Work of a dialog that silt_worker_stop is to end; NULL: none any more. */
void      silt_worker_watch (SiltLive        *live);

/* Ends the work that goes on, if any: for a plug-in that is about to exit,
 * since a thread that works on would do so among the ruins of the libraries. */
void      silt_worker_stop  (GimpPlugIn      *plug_in);

G_END_DECLS
