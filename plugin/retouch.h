/* Silt: what re-imagining and filling a layer have in common
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

#include "walk-args.h"
#include "worker.h"

G_BEGIN_DECLS

/* A procedure that takes the pixels of a layer and gives others.  The texts
 * are marked for translation, and translated where they are shown. */
typedef struct
{
  const gchar          *name;
  SiltVerb              verb;
  const gchar          *menu_label;
  const gchar          *menu_path;
  const gchar          *title;        /* of the dialog                        */
  const gchar          *ok_label;
  const gchar          *progress;
  const gchar          *layer_prefix; /* of the new layer's name              */
  const gchar          *blurb;
  const gchar          *help;
  const gchar          *choice;       /* an argument of this procedure alone, */
  const gchar          *choice_nick;  /* with two values                      */
  const gchar          *choice_blurb;
  const gchar          *values[2];
  SiltChoiceText        texts[2];
} SiltRetouch;

/* `retouch` is to live as long as the plug-in does. */
GimpProcedure * silt_retouch_procedure_new (GimpPlugIn        *plug_in,
                                            const SiltRetouch *retouch);

G_END_DECLS
