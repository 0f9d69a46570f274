/* Silt: filling a selection
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

#include "fill.h"
#include "retouch.h"
#include "walk-args.h"

enum
{
  BEGIN_NOISE,
  BEGIN_PICTURE
};

/* The timesteps of the longest schedule that is known, and more. */
#define MAX_JUMP 9999

static const gchar *const begin_values[] = { "noise", "picture", NULL };

static const SiltChoiceText begin_texts[] =
{
  [BEGIN_NOISE] =
  { N_("Pure noise"), N_("Nothing of what is there now remains") },
  [BEGIN_PICTURE] =
  { N_("What is there now"), N_("As much of it remains as the freedom "
                                "allows") },
};


static void
fill_add_args (GimpProcedure *procedure)
{
  silt_walk_args_add_start (procedure);
  silt_walk_args_add_choice (procedure, "begin",
                             _("Be_gin With"),
                             _("What the selection is filled from"),
                             begin_values, begin_texts);
  gimp_procedure_add_int_argument (procedure, "resample",
                                   _("_Back and Forth"),
                                   _("How often each stretch of the way from "
                                     "noise to picture is walked: the more "
                                     "often, the better what is filled in "
                                     "joins what is around it, and the longer "
                                     "it takes. With DDPM, or DDIM and an eta "
                                     "of 1"),
                                   1, SILT_MAX_RESAMPLE, 1,
                                   G_PARAM_READWRITE);
  gimp_procedure_add_int_argument (procedure, "jump",
                                   _("_Jump (Steps)"),
                                   _("How many steps such a stretch has, fewer "
                                     "than there are in all"),
                                   1, MAX_JUMP, 5,
                                   G_PARAM_READWRITE);
}

static void
fill_add_widgets (SiltWalkDialog *dialog)
{
  silt_walk_dialog_add_start (dialog);
  silt_walk_dialog_add_choice (dialog, "begin");
  silt_walk_dialog_add_resample (dialog);
}

/* A stretch is one only where it is walked more than once. */
static gboolean
fill_read (GimpProcedureConfig  *config,
           SiltPiece            *piece,
           SiltSettings         *settings,
           GError              **error)
{
  if (gimp_procedure_config_get_choice_id (config, "begin") == BEGIN_PICTURE)
    g_object_get (config, "start", &settings->start, NULL);

  g_object_get (config, "resample", &settings->resample, NULL);
  if (settings->resample > 1)
    g_object_get (config, "jump", &settings->jump, NULL);

  return TRUE;
}

static void
fill_write (GimpProcedureConfig *config,
            const SiltSettings  *settings,
            gboolean             joins)
{
  gboolean begins_with_picture = settings->start >= 0;

  g_object_set (config,
                "begin", begin_values[begins_with_picture ? BEGIN_PICTURE
                                                          : BEGIN_NOISE],
                NULL);
  if (begins_with_picture)
    g_object_set (config, "start", settings->start, NULL);

  g_object_set (config, "resample", settings->resample, NULL);
  if (settings->resample > 1)
    g_object_set (config, "jump", settings->jump, NULL);
}

static gboolean
fill_joins (GimpProcedureConfig *config)
{
  return TRUE;
}

static const gchar *const rows[] =
{
  "seed", "new-seed", "begin", "start", "facts", "output", "note", NULL
};

static const SiltRetouch fill =
{
  .name            = SILT_FILL_PROC,
  .verb            = SILT_VERB_FILL,
  .menu_label      = N_("_Fill (Diffusion)..."),
  .menu_path       = "<Image>/Filters/Enhance",
  .title           = N_("Fill (Diffusion)"),
  .ok_label        = N_("_Fill"),
  .progress        = N_("Filling"),
  .layer_prefix    = N_("Filled"),
  .blurb           = N_("Fill what is selected so that it fits to the rest"),
  .help            = N_("Fills what is selected of a layer with a diffusion "
                        "model, which turns noise into something that fits to "
                        "the rest, step by step, on this computer's own "
                        "processor. The result is a new layer above, with all "
                        "settings as JSON in the parasite \"silt-settings\", "
                        "or takes the place of what was selected. Of several "
                        "layers, each has a result of its own."),
  .rows            = rows,
  .needs_selection = TRUE,
  .add_args        = fill_add_args,
  .add_widgets     = fill_add_widgets,
  .read            = fill_read,
  .write           = fill_write,
  .joins           = fill_joins,
};

GimpProcedure *
silt_fill_procedure_new (GimpPlugIn *plug_in)
{
  return silt_retouch_procedure_new (plug_in, &fill);
}
