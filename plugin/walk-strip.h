/* Silt: the variations below the preview of a walk
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
#include <gtk/gtk.h>

#include "live.h"

G_BEGIN_DECLS

/* Small pictures of what the same walk comes to with other seeds, each of them
 * computed when nothing else is to be; one that is clicked sets the seed. */
typedef struct _SiltWalkStrip SiltWalkStrip;

SiltWalkStrip * silt_walk_strip_new    (SiltVerb                     verb,
                                        GimpProcedureConfig         *config);
void            silt_walk_strip_free   (SiltWalkStrip               *self);

GtkWidget     * silt_walk_strip_widget (SiltWalkStrip               *self);

/* What the pictures are to be of; settings: NULL for none.  Those there are
 * stay as long as `key`, which is to tell all but seed and colours, does. */
void            silt_walk_strip_update (SiltWalkStrip               *self,
                                        const gchar                 *key,
                                        const SiltSettings          *settings);

/* Shows those there are in the colours of the last settings. */
void            silt_walk_strip_show   (SiltWalkStrip               *self);

/* The next picture that is missing: which part of the canvas, of which the
 * user sees `view`, and the settings of its walk.  FALSE: there is none. */
gboolean        silt_walk_strip_next   (SiltWalkStrip               *self,
                                        const cairo_rectangle_int_t *view,
                                        GeglRectangle               *part,
                                        SiltSettings                *settings);

/* Takes the run of the last one as it changes.  One that fails is the last. */
void            silt_walk_strip_take   (SiltWalkStrip               *self,
                                        SiltRun                     *run);

G_END_DECLS
