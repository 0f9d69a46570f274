/* Silt: removing noise from a layer
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

#include "remove-noise.h"
#include "retouch.h"

/* What is too little to be found still has to be named.  Of 255. */
#define LEAST_SIGMA 0.01


static void
remove_noise_add_args (GimpProcedure *procedure)
{
  gimp_procedure_add_double_argument (procedure, "sigma",
                                      _("Stren_gth (0: as Found)"),
                                      _("The standard deviation of the noise, "
                                        "black to white being 255; 0: as much "
                                        "as is found in the layer"),
                                      0.0, 255.0, 0.0,
                                      G_PARAM_READWRITE);
  gimp_procedure_add_boolean_argument (procedure, "keep-texture",
                                       _("Keep Te_xture"),
                                       _("Imagine the texture that the noise "
                                         "hides, in many steps, instead of "
                                         "leaving out what is not certain, in "
                                         "one"),
                                       FALSE,
                                       G_PARAM_READWRITE);
}

static void
remove_noise_add_widgets (SiltWalkDialog *dialog)
{
  silt_walk_dialog_add_scale (dialog, "sigma", 0, 100);
}

static gboolean
remove_noise_read (GimpProcedureConfig  *config,
                   SiltPiece            *piece,
                   SiltSettings         *settings,
                   GError              **error)
{
  g_object_get (config,
                "sigma",        &settings->sigma,
                "keep-texture", &settings->keep_texture,
                NULL);

  if (! silt_piece_measure (piece, error))
    return FALSE;

  settings->gray = piece->gray;
  if (settings->sigma == 0.0)
    settings->sigma = MAX (piece->sigma, LEAST_SIGMA);

  return TRUE;
}

static void
remove_noise_write (GimpProcedureConfig *config,
                    const SiltSettings  *settings,
                    gboolean             joins)
{
  g_object_set (config,
                "sigma",        settings->sigma,
                "keep-texture", settings->keep_texture,
                NULL);
}

/* All of it is noisy, not only what is selected. */
static gboolean
remove_noise_joins (GimpProcedureConfig *config)
{
  return FALSE;
}

static const gchar *const rows[] =
{
  "sigma", "facts", "keep-texture", "seed", "new-seed", "output", "note",
  NULL
};

static const SiltRetouch remove_noise =
{
  .name         = SILT_REMOVE_NOISE_PROC,
  .verb         = SILT_VERB_REMOVE_NOISE,
  .menu_label   = N_("Remove _Noise (Diffusion)..."),
  .menu_path    = "<Image>/Filters/Enhance",
  .title        = N_("Remove Noise (Diffusion)"),
  .ok_label     = N_("Re_move Noise"),
  .progress     = N_("Removing noise"),
  .layer_prefix = N_("Cleaned"),
  .blurb        = N_("Remove white noise, as much as is found"),
  .help         = N_("Takes a layer, or what is selected of it, for a picture "
                     "with as much white noise as is found in it or named, and "
                     "asks a diffusion model what is under it, on this "
                     "computer's own processor. The result is a new layer "
                     "above, with all settings as JSON in the parasite "
                     "\"silt-settings\", or takes the layer's place. Where "
                     "there is less noise than the model has ever seen, the "
                     "layer stays as it is. Of several layers, each has a "
                     "result of its own."),
  .rows         = rows,
  .add_args     = remove_noise_add_args,
  .add_widgets  = remove_noise_add_widgets,
  .read         = remove_noise_read,
  .write        = remove_noise_write,
  .joins        = remove_noise_joins,
};

GimpProcedure *
silt_remove_noise_procedure_new (GimpPlugIn *plug_in)
{
  return silt_retouch_procedure_new (plug_in, &remove_noise);
}
