/* Silt: what is behind a SiltModel
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

#include "folder.h"
#include "scheduler.h"
#include "unet.h"

#include "silt.h"

G_BEGIN_DECLS

struct _SiltModel
{
  gatomicrefcount  ref_count;

  SiltModelInfo    info;
  gchar           *path;
  gchar           *name;
  gchar           *license;
  gchar           *network;
  gchar           *fingerprint;
  gchar          **class_names;

  SiltUNet        *unet;
  SiltScheduler   *scheduler;
  gint             unshuffle;    /* image pixels of one cell, a side          */
  gint             null_class;   /* -1: none                                  */

  GMutex           speed_mutex;  /* guards what follows                       */
  gdouble          speed;        /* operations a second                       */
  guint            speed_workers;  /* that took part; 0: not known yet        */
};

/* One with nothing in it yet. */
SiltModel * silt_model_new        (void);

/* Fills in all that the folder says without its weights: what is in `info` but
 * the parameters and the fingerprint.  Errors: FORMAT, UNSUPPORTED. */
gboolean    silt_model_read_facts (SiltModel       *model,
                                   SiltFolder      *folder,
                                   SiltUNetConfig  *config,
                                   GError         **error);

/* The file or folder that `path` means: itself, or a model on the search path
 * by its name.  Free with g_free. */
gchar     * silt_model_resolve    (const gchar     *path,
                                   GError         **error);

G_END_DECLS
