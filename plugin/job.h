/* Silt: generating while GIMP shows the progress
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

#include "silt.h"

G_BEGIN_DECLS

/* Runs silt_generate on a thread of its own, on plain memory, while this
 * thread, the only one that may talk to GIMP, shows the progress.  Stops with
 * an error when `image` is closed meanwhile. */
gboolean silt_job_run (SiltModel           *model,
                       const SiltSettings  *settings,
                       const SiltPicture   *picture,
                       GimpImage           *image,
                       GError             **error);

/* Ends the job that runs, if any: for a plug-in that is about to exit, since
 * a thread that works on would do so among the ruins of the libraries. */
void     silt_job_stop (GimpPlugIn          *plug_in);

G_END_DECLS
