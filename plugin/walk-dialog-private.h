/* Silt: the dialog of every walk, for its own files
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
#include <libgimp/gimpui.h>

#include "class-chooser.h"
#include "quality-chooser.h"
#include "schedule-plot.h"
#include "walk-dialog.h"

G_BEGIN_DECLS

struct _SiltWalkDialog
{
  GimpProcedureDialog *dialog;
  GimpProcedureConfig *config;
  gchar               *name;         /* of the procedure                     */
  SiltWalk             walk;

  SiltModel           *model;
  GError              *model_error;  /* why there is no model                */

  SiltWalkPreview     *preview;
  GtkSizeGroup        *labels;
  GtkWidget           *columns;      /* all that is not to be touched while  */
  GtkWidget           *advanced;     /* somebody waits for the outcome       */
  SiltClassChooser    *class_chooser;
  SiltQualityChooser  *quality;
  GtkLabel            *model_facts;
  GtkLabel            *cost;
  GtkWidget           *color_row;    /* NULL where there is no such argument */
  SiltSchedulePlot    *plot;
  GtkWidget           *size;         /* NULL where there is no such row      */
  GtkWidget           *below;        /* what is below the preview, or NULL   */
  GtkWidget           *start;        /* NULL where there is no such argument */
  gboolean             resamples;    /* there are "resample" and "jump"      */
  GtkLabel            *facts;        /* NULL where these rows are not there  */
  GtkLabel            *note;
  GtkWidget           *problem;
  GtkLabel            *problem_text;

  GMainLoop           *waiting;      /* for the outcome                      */
  gboolean             cancelled;
};

/* Takes a seed at random. */
void silt_walk_dialog_new_seed (SiltWalkDialog *self);

G_END_DECLS
