/* Silt: the live preview in the dialog of a walk
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
#include "worker.h"

G_BEGIN_DECLS

/* Reads the settings that the arguments lead to with this model, and checks
 * them all. */
typedef gboolean (* SiltWalkReadFunc)   (GimpProcedureConfig  *config,
                                         SiltModel            *model,
                                         gpointer              data,
                                         SiltSettings         *settings,
                                         GError              **error);

/* The pixels of a walk: those that it starts from, if any, and room for the
 * outcome. */
typedef struct
{
  SiltPicture     source;   /* data: NULL where a picture is generated */
  SiltMask        mask;     /* data: NULL for none                     */
  SiltPicture     picture;
  gpointer        data;     /* what holds them, to be freed with this  */
  GDestroyNotify  free;
} SiltWalkPixels;

/* Makes the pixels for a preview.  `part` is all of the canvas, or a part of it
 * to which the walk may confine itself: then it sets the size in `settings`,
 * and `part` to where its picture lies on the canvas; the noise is that of the
 * canvas there. */
typedef gboolean (* SiltWalkPixelsFunc) (GimpProcedureConfig  *config,
                                         SiltModel            *model,
                                         gpointer              data,
                                         GeglRectangle        *part,
                                         SiltSettings         *settings,
                                         SiltWalkPixels       *pixels,
                                         GError              **error);

/* A number for each way to read the source that the settings do not tell. */
typedef gint (* SiltWalkSourceFunc)     (GimpProcedureConfig  *config,
                                         gpointer              data);

/* How many pictures are made. */
typedef gint (* SiltWalkCountFunc)      (GimpProcedureConfig  *config,
                                         gpointer              data);

/* What a procedure tells its dialog. */
typedef struct
{
  SiltVerb            verb;
  SiltWalkReadFunc    read;
  SiltWalkPixelsFunc  pixels;
  SiltWalkSourceFunc  source;   /* NULL where a picture is generated          */
  SiltWalkCountFunc   count;    /* NULL: one                                  */
  gpointer            data;     /* of all four                                */
} SiltWalk;

typedef struct _SiltWalkPreview SiltWalkPreview;

/* Called when anything that the functions below tell may be new. */
typedef void (* SiltWalkPreviewFunc) (gpointer user_data);

SiltWalkPreview * silt_walk_preview_new     (const SiltWalk      *walk,
                                             GimpProcedureConfig *config,
                                             SiltWalkPreviewFunc  changed,
                                             gpointer             user_data);
void              silt_walk_preview_free    (SiltWalkPreview     *self);

GtkWidget       * silt_walk_preview_widget  (SiltWalkPreview     *self);

/* What is to be done when the picture and its variations are, in turn. */
void              silt_walk_preview_set_rest (SiltWalkPreview     *self,
                                              SiltLiveNextFunc     next,
                                              SiltRunFunc          changed,
                                              gpointer             user_data);

/* Shows what these settings lead to, soon; NULL: nothing.  It starts anew only
 * where something else would come out. */
void              silt_walk_preview_update  (SiltWalkPreview     *self,
                                             SiltModel           *model,
                                             const SiltSettings  *settings);

/* The run, done or not, of which the outcome is that of `work`.  NULL: there
 * is none, and the preview is at rest. */
SiltRun         * silt_walk_preview_find    (SiltWalkPreview     *self,
                                             const SiltWork      *work);

/* Of how much of all that is waited for the runs to be shown are; all of it
 * unless this is called. */
void              silt_walk_preview_set_share
                                            (SiltWalkPreview     *self,
                                             SiltShare            share);

/* Shows how far another run is. */
void              silt_walk_preview_show    (SiltWalkPreview     *self,
                                             SiltRun             *run);

G_END_DECLS
