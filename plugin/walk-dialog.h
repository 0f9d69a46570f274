/* Silt: the dialog of every walk
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

#include "walk-preview.h"

G_BEGIN_DECLS

typedef struct _SiltWalkDialog SiltWalkDialog;

SiltWalkDialog *
          silt_walk_dialog_new        (GimpProcedure        *procedure,
                                       GimpProcedureConfig  *config,
                                       const gchar          *title,
                                       const gchar          *ok_label,
                                       const SiltWalk       *walk);

/* Makes the widget of a choice that only this procedure has. */
void      silt_walk_dialog_add_choice (SiltWalkDialog       *self,
                                       const gchar          *argument);

/* Makes the widget of a number, whose scale goes from `lower` to `upper`; its
 * whole range can be typed. */
void      silt_walk_dialog_add_scale  (SiltWalkDialog       *self,
                                       const gchar          *argument,
                                       gdouble               lower,
                                       gdouble               upper);

/* Makes one row of "width" and "height". */
void      silt_walk_dialog_add_size   (SiltWalkDialog       *self);

/* Makes the widgets of the arguments of color-args.h; of "color-match" alone is
 * a row of that name, the others come and go below. */
void      silt_walk_dialog_add_colors (SiltWalkDialog       *self,
                                       GimpDrawable         *reference);

/* Puts these, ended by NULL, in a row below the preview. */
void      silt_walk_dialog_add_below  (SiltWalkDialog       *self,
                                       const gchar * const  *arguments);

/* Makes the widget of "start". */
void      silt_walk_dialog_add_start  (SiltWalkDialog       *self);

/* Makes the widgets of "resample" and "jump", among what is advanced. */
void      silt_walk_dialog_add_resample
                                      (SiltWalkDialog       *self);

/* Makes "facts", a row that says what the settings lead to, and "note", one for
 * what silt_walk_dialog_set_note says, NULL for nothing. */
void      silt_walk_dialog_add_facts  (SiltWalkDialog       *self);
void      silt_walk_dialog_set_note   (SiltWalkDialog       *self,
                                       const gchar          *note);

/* Fills the dialog: a frame with the model, its class and these rows, ended by
 * NULL, and what all walks have. */
void      silt_walk_dialog_fill       (SiltWalkDialog       *self,
                                       const gchar          *title,
                                       const gchar * const  *arguments);

/* Gives the model that was chosen, or NULL when the dialog was cancelled. */
SiltModel *
          silt_walk_dialog_run        (SiltWalkDialog       *self);

/* Does the work, that share of all that is to be done, while the dialog, still
 * open, shows how far it is; what the preview has done is not done again.  Stops with G_IO_ERROR_CANCELLED when
 * somebody cancels or closes the dialog. */
gboolean  silt_walk_dialog_work       (SiltWalkDialog       *self,
                                       const SiltWork       *work,
                                       SiltShare             share,
                                       GError              **error);

/* Closes it. */
void      silt_walk_dialog_free       (SiltWalkDialog       *self);

G_END_DECLS
