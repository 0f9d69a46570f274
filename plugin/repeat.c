/* Silt: the procedure that repeats how a layer was made
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
#include "help.h"
#include "layer-check.h"
#include "layer-record.h"
#include "reimagine.h"
#include "remove-noise.h"
#include "repeat.h"
#include "retouch.h"
#include "texture.h"
#include "walk-args.h"

/* The procedure of a verb, and how it is run with the settings of a layer. */
typedef struct
{
  GimpProcedure  * (* procedure_new) (GimpPlugIn          *plug_in);
  GimpValueArray * (* repeat)        (GimpProcedure       *procedure,
                                      GimpRunMode          run_mode,
                                      GimpImage           *image,
                                      GimpLayer           *layer,
                                      GimpProcedureConfig *config,
                                      const SiltSettings  *settings);
} Verb;

static GimpValueArray * silt_repeat_run (GimpProcedure        *procedure,
                                         GimpRunMode           run_mode,
                                         GimpImage            *image,
                                         GimpDrawable        **drawables,
                                         GimpProcedureConfig  *config,
                                         gpointer              run_data);

static const Verb verbs[SILT_N_VERBS] =
{
  [SILT_VERB_GENERATE] =
  { silt_texture_procedure_new, silt_texture_repeat },
  [SILT_VERB_REIMAGINE] =
  { silt_reimagine_procedure_new, silt_retouch_repeat },
  [SILT_VERB_FILL] =
  { silt_fill_procedure_new, silt_retouch_repeat },
  [SILT_VERB_REMOVE_NOISE] =
  { silt_remove_noise_procedure_new, silt_retouch_repeat },
};


GimpProcedure *
silt_repeat_procedure_new (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure;

  procedure = gimp_image_procedure_new (plug_in, SILT_REPEAT_PROC,
                                        GIMP_PDB_PROC_TYPE_PLUGIN,
                                        silt_repeat_run, NULL, NULL);

  gimp_procedure_set_image_types (procedure, "RGB*, GRAY*");
  gimp_procedure_set_sensitivity_mask (procedure,
                                       GIMP_PROCEDURE_SENSITIVE_DRAWABLE);
  gimp_procedure_set_menu_label (procedure,
                                 _("Silt: Repeat with the _Settings of This "
                                   "Layer..."));
  gimp_procedure_add_menu_path (procedure, "<Image>/Filters/Render");
  gimp_procedure_add_menu_path (procedure, "<Layers>/Layers Menu");
  gimp_procedure_set_documentation
    (procedure,
     _("Make a layer once more, with other settings where you like"),
     _("Takes the settings that Silt kept in a layer which it made, and opens "
       "the dialog of that time with them; without a dialog, makes the same "
       "layer again. A layer that was made from another one is made from that "
       "one again; what is selected counts as ever."),
     silt_help_id (SILT_REPEAT_PROC));
  gimp_procedure_set_attribution (procedure,
                                  "The Silt authors",
                                  "The Silt authors",
                                  "2026");

  gimp_procedure_add_layer_return_value (procedure, "layer",
                                         _("Layer"),
                                         _("The new layer"),
                                         FALSE,
                                         G_PARAM_READWRITE);

  return procedure;
}

static GimpLayer *
the_layer (GimpDrawable **drawables,
           GError       **error)
{
  g_autofree GimpLayer **layers = silt_layer_check_selected (drawables, error);

  if (! layers)
    return NULL;

  if (! layers[1])
    return layers[0];

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("Select one layer, whose settings are to be repeated."));
  return NULL;
}

/* Reads the settings for the model that they name, and makes the arguments in
 * `config` those that lead to them. */
static gboolean
read_settings (GimpProcedureConfig  *config,
               const gchar          *text,
               const gchar          *model_name,
               SiltSettings         *settings,
               GError              **error)
{
  SiltModel *model   = NULL;
  gboolean   success = FALSE;

  if (silt_walk_args_write_model (config, model_name, error))
    model = silt_walk_args_open_model (config, error);

  if (model)
    {
      silt_settings_init (settings, model);
      success = silt_settings_from_json (settings, model, text, error) &&
                silt_walk_args_write (config, model, settings, error);
    }

  g_clear_pointer (&model, silt_model_unref);

  return success;
}

/* What the other procedure gives, as this one's. */
static GimpValueArray *
adopt_values (GimpProcedure  *procedure,
              GimpValueArray *values)
{
  GimpValueArray *own;

  if (GIMP_VALUES_GET_ENUM (values, 0) != GIMP_PDB_SUCCESS)
    return values;

  own = gimp_procedure_new_return_values (procedure, GIMP_PDB_SUCCESS, NULL);
  GIMP_VALUES_SET_LAYER (own, 1, GIMP_VALUES_GET_LAYER (values, 1));
  gimp_value_array_unref (values);

  return own;
}

static GimpValueArray *
silt_repeat_run (GimpProcedure        *procedure,
                 GimpRunMode           run_mode,
                 GimpImage            *image,
                 GimpDrawable        **drawables,
                 GimpProcedureConfig  *config,
                 gpointer              run_data)
{
  g_autoptr (GimpProcedure)        target        = NULL;
  g_autoptr (GimpProcedureConfig)  target_config = NULL;
  g_autofree gchar                *text          = NULL;
  g_autofree gchar                *model_name    = NULL;
  GimpLayer                       *layer         = NULL;
  SiltVerb                         verb;
  SiltSettings                     settings;
  GError                          *error         = NULL;

  gegl_init (NULL, NULL);

  if (silt_layer_check_image (image, &error)                  &&
      (layer = the_layer (drawables, &error))                 &&
      (text = silt_layer_settings_text (layer, &error))       &&
      silt_settings_subject (text, &verb, &model_name, &error))
    {
      target        = verbs[verb].procedure_new (gimp_get_plug_in ());
      target_config = gimp_procedure_create_config (target);

      if (read_settings (target_config, text, model_name, &settings, &error))
        return adopt_values (procedure,
                             verbs[verb].repeat (target, run_mode, image, layer,
                                                 target_config, &settings));
    }

  return gimp_procedure_new_return_values (procedure, GIMP_PDB_EXECUTION_ERROR,
                                           error);
}
