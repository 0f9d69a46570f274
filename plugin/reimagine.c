/* Silt: re-imagining a layer
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

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "reimagine.h"
#include "retouch.h"
#include "walk-args.h"

enum
{
  EDGES_JOIN,
  EDGES_FREE
};

static const gchar *const edges_values[] = { "join", "free", NULL };

static const SiltChoiceText edges_texts[] =
{
  [EDGES_JOIN] =
  { N_("Joins the surroundings"), N_("What is selected comes to fit to what "
                                     "is around it") },
  [EDGES_FREE] =
  { N_("Free"), N_("What is selected is imagined as if all were") },
};


static void
reimagine_add_args (GimpProcedure *procedure)
{
  silt_walk_args_add_start (procedure);
  silt_walk_args_add_choice (procedure, "edges",
                             _("_Border"),
                             _("What becomes of the border of a selection"),
                             edges_values, edges_texts);
}

static void
reimagine_add_widgets (SiltWalkDialog *dialog)
{
  silt_walk_dialog_add_start (dialog);
  silt_walk_dialog_add_choice (dialog, "edges");
}

static gboolean
reimagine_read (GimpProcedureConfig  *config,
                SiltPiece            *piece,
                SiltSettings         *settings,
                GError              **error)
{
  g_object_get (config, "start", &settings->start, NULL);

  return TRUE;
}

static void
reimagine_write (GimpProcedureConfig *config,
                 const SiltSettings  *settings,
                 gboolean             joins)
{
  g_object_set (config,
                "start", settings->start,
                "edges", edges_values[joins ? EDGES_JOIN : EDGES_FREE],
                NULL);
}

static gboolean
reimagine_joins (GimpProcedureConfig *config)
{
  return gimp_procedure_config_get_choice_id (config, "edges") == EDGES_JOIN;
}

static const gchar *const rows[] =
{
  "seed", "new-seed", "edges", "start", "facts", "output", "note", NULL
};

static const SiltRetouch reimagine =
{
  .name         = SILT_REIMAGINE_PROC,
  .verb         = SILT_VERB_REIMAGINE,
  .menu_label   = N_("_Re-imagine (Diffusion)..."),
  .menu_path    = "<Image>/Filters/Artistic",
  .title        = N_("Re-imagine (Diffusion)"),
  .ok_label     = N_("Re-ima_gine"),
  .progress     = N_("Re-imagining"),
  .layer_prefix = N_("Re-imagined"),
  .blurb        = N_("Imagine a layer anew, more or less freely"),
  .help         = N_("Adds noise to a layer, or to what is selected of it, and "
                     "takes it back with a diffusion model, step by step, on "
                     "this computer's own processor. The result is a new "
                     "layer above, with all settings as JSON in the parasite "
                     "\"silt-settings\", or takes the layer's place. Of several "
                     "layers, each has a result of its own."),
  .rows         = rows,
  .add_args     = reimagine_add_args,
  .add_widgets  = reimagine_add_widgets,
  .read         = reimagine_read,
  .write        = reimagine_write,
  .joins        = reimagine_joins,
};

GimpProcedure *
silt_reimagine_procedure_new (GimpPlugIn *plug_in)
{
  return silt_retouch_procedure_new (plug_in, &reimagine);
}
