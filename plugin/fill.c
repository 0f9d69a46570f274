/* Silt: the fill procedure
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

static const SiltRetouch fill =
{
  .name         = SILT_FILL_PROC,
  .verb         = SILT_VERB_FILL,
  .menu_label   = N_("_Fill (Diffusion)..."),
  .menu_path    = "<Image>/Filters/Enhance",
  .title        = N_("Fill (Diffusion)"),
  .ok_label     = N_("_Fill"),
  .progress     = N_("Filling"),
  .layer_prefix = N_("Filled"),
  .blurb        = N_("Fill what is selected so that it fits to the rest"),
  .help         = N_("Fills what is selected of a layer with a diffusion "
                     "model, which turns noise into something that fits to "
                     "the rest, step by step, on this computer's own "
                     "processor. The result is a new layer above, with all "
                     "settings as JSON in the parasite \"silt-settings\", or "
                     "takes the place of what was selected."),
  .choice       = "begin",
  .choice_nick  = N_("Be_gin With"),
  .choice_blurb = N_("What the selection is filled from"),
  .values       = { "noise", "picture" },
  .texts        =
  {
    { N_("Pure noise"), N_("Nothing of what is there now remains") },
    { N_("What is there now"), N_("As much of it remains as the freedom "
                                  "allows") },
  },
};


GimpProcedure *
silt_fill_procedure_new (GimpPlugIn *plug_in)
{
  return silt_retouch_procedure_new (plug_in, &fill);
}
