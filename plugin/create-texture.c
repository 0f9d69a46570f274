/* Silt: the procedure that makes a texture in a new image
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

#include "create-texture.h"
#include "help.h"
#include "texture.h"
#include "worker.h"

/* Pixels. */
#define DEFAULT_SIZE 512

static GimpValueArray * silt_create_texture_run (GimpProcedure       *procedure,
                                                 GimpProcedureConfig *config,
                                                 gpointer             run_data);


GimpProcedure *
silt_create_texture_procedure_new (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure;

  procedure = gimp_procedure_new (plug_in, SILT_CREATE_TEXTURE_PROC,
                                  GIMP_PDB_PROC_TYPE_PLUGIN,
                                  silt_create_texture_run, NULL, NULL);

  gimp_procedure_set_menu_label (procedure, _("_Texture (Diffusion)..."));
  gimp_procedure_add_menu_path (procedure, "<Image>/File/Create");
  gimp_procedure_set_documentation
    (procedure,
     _("Generate a texture as a new image"),
     _("Generates a texture with a diffusion model, which turns noise into a "
       "picture step by step, on this computer's own processor, into the one "
       "layer of a new image. All settings are kept in the layer, in the "
       "parasite \"silt-settings\", as JSON."),
     silt_help_id (SILT_CREATE_TEXTURE_PROC));
  gimp_procedure_set_attribution (procedure,
                                  "The Silt authors",
                                  "The Silt authors",
                                  "2026");

  gimp_procedure_add_enum_argument (procedure, "run-mode",
                                    "Run mode", "The run mode",
                                    GIMP_TYPE_RUN_MODE,
                                    GIMP_RUN_INTERACTIVE,
                                    G_PARAM_READWRITE);
  gimp_procedure_add_int_argument (procedure, "width",
                                   _("Width"),
                                   _("Of the new image, pixels"),
                                   1, SILT_MAX_SIZE, DEFAULT_SIZE,
                                   G_PARAM_READWRITE);
  gimp_procedure_add_int_argument (procedure, "height",
                                   _("Height"),
                                   _("Of the new image, pixels"),
                                   1, SILT_MAX_SIZE, DEFAULT_SIZE,
                                   G_PARAM_READWRITE);
  silt_texture_add_args (procedure);

  gimp_procedure_add_image_return_value (procedure, "image",
                                         _("Image"),
                                         _("The new image"),
                                         FALSE,
                                         G_PARAM_READWRITE);

  return procedure;
}

static GimpValueArray *
silt_create_texture_run (GimpProcedure       *procedure,
                         GimpProcedureConfig *config,
                         gpointer             run_data)
{
  SiltTextureCall  call = { procedure, config };
  GimpLayer       *layer;
  GimpValueArray  *values;
  GError          *error = NULL;

  gegl_init (NULL, NULL);

  g_object_get (config, "run-mode", &call.run_mode, NULL);

  layer = silt_texture_make (&call, &error);
  if (! layer)
    return silt_worker_failed (procedure, error);

  values = gimp_procedure_new_return_values (procedure, GIMP_PDB_SUCCESS, NULL);
  GIMP_VALUES_SET_IMAGE (values, 1, gimp_item_get_image (GIMP_ITEM (layer)));

  return values;
}
