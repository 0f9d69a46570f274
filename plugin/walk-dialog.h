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

#include "silt.h"

G_BEGIN_DECLS

typedef struct _SiltWalkDialog SiltWalkDialog;

/* Reads the settings that the arguments lead to with this model, and checks
 * them. */
typedef gboolean (* SiltWalkReadFunc) (GimpProcedureConfig  *config,
                                       SiltModel            *model,
                                       gpointer              data,
                                       SiltSettings         *settings,
                                       GError              **error);

SiltWalkDialog *
         silt_walk_dialog_new           (GimpProcedure       *procedure,
                                         GimpProcedureConfig *config,
                                         const gchar         *title,
                                         const gchar         *ok_label,
                                         SiltWalkReadFunc     read,
                                         gpointer             read_data);

/* Makes the widget of a choice that only this procedure has. */
void     silt_walk_dialog_add_choice    (SiltWalkDialog      *self,
                                         const gchar         *argument);

/* Makes the widget of "start". */
void     silt_walk_dialog_add_start     (SiltWalkDialog      *self);

/* Makes the widget of a number, whose scale goes from `lower` to `upper`; its
 * whole range can be typed. */
void     silt_walk_dialog_add_scale     (SiltWalkDialog      *self,
                                         const gchar         *argument,
                                         gdouble              lower,
                                         gdouble              upper);

/* Makes "facts", a row that says what the settings lead to, and "note", one for
 * what silt_walk_dialog_set_note says, NULL for nothing. */
void     silt_walk_dialog_add_facts     (SiltWalkDialog      *self);
void     silt_walk_dialog_set_note      (SiltWalkDialog      *self,
                                         const gchar         *note);

/* Makes an argument sensitive for one value of a choice only, or for all but
 * that. */
void     silt_walk_dialog_sensitive_for (SiltWalkDialog      *self,
                                         const gchar         *argument,
                                         const gchar         *choice,
                                         const gchar         *value,
                                         gboolean             only);

/* Fills the dialog: a frame with the model, its class and these rows, ended by
 * NULL, then the frames that every walk has. */
void     silt_walk_dialog_fill          (SiltWalkDialog      *self,
                                         const gchar         *title,
                                         const gchar * const *arguments);

/* Gives the model that was chosen, or NULL when the dialog was cancelled.  The
 * dialog is gone afterwards. */
SiltModel *
         silt_walk_dialog_run           (SiltWalkDialog      *self);

G_END_DECLS
