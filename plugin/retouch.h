/* Silt: procedures that work on layers' pixels
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

#include "piece.h"
#include "walk-dialog.h"

G_BEGIN_DECLS

/* A procedure that takes the pixels of layers and gives others.  The texts are
 * marked for translation, and translated where they are shown. */
typedef struct
{
  const gchar        *name;
  SiltVerb            verb;
  const gchar        *menu_label;
  const gchar        *menu_path;
  const gchar        *title;            /* of the dialog                      */
  const gchar        *ok_label;
  const gchar        *progress;
  const gchar        *layer_prefix;     /* of the new layer's name            */
  const gchar        *blurb;
  const gchar        *help;
  const gchar *const *rows;             /* of the dialog, ended by NULL       */
  gboolean            needs_selection;

  /* Adds the arguments that this procedure alone has, and makes widgets for
   * them. */
  void     (* add_args)    (GimpProcedure        *procedure);
  void     (* add_widgets) (SiltWalkDialog       *dialog);

  /* Reads those arguments for one of the layers. */
  gboolean (* read)        (GimpProcedureConfig  *config,
                            SiltPiece            *piece,
                            SiltSettings         *settings,
                            GError              **error);

  /* The other way round: makes the arguments those that lead to the settings,
   * and to what `joins` says. */
  void     (* write)       (GimpProcedureConfig  *config,
                            const SiltSettings   *settings,
                            gboolean              joins);

  /* Whether what surrounds the selection is held on to. */
  gboolean (* joins)       (GimpProcedureConfig  *config);
} SiltRetouch;

/* `retouch` is to live as long as the plug-in does. */
GimpProcedure  * silt_retouch_procedure_new (GimpPlugIn          *plug_in,
                                             const SiltRetouch   *retouch);

/* Runs one of these procedures as it was run when it made `layer` with these
 * settings: on the layer that it made it from. */
GimpValueArray * silt_retouch_repeat        (GimpProcedure       *procedure,
                                             GimpRunMode          run_mode,
                                             GimpImage           *image,
                                             GimpLayer           *layer,
                                             GimpProcedureConfig *config,
                                             const SiltSettings  *settings);

G_END_DECLS
