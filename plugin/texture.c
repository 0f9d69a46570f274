/* Silt: the procedure that makes a texture layer
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

#include "destination.h"
#include "layer-check.h"
#include "texture.h"
#include "walk-args.h"
#include "walk-dialog.h"
#include "worker.h"

static GimpValueArray * silt_texture_run (GimpProcedure        *procedure,
                                          GimpRunMode           run_mode,
                                          GimpImage            *image,
                                          GimpDrawable        **drawables,
                                          GimpProcedureConfig  *config,
                                          gpointer              run_data);

static const SiltChoiceText seamless_texts[SILT_N_SEAMLESS] =
{
  [SILT_SEAMLESS_NONE] =
  { N_("No"), N_("The layer is not meant to be repeated") },
  [SILT_SEAMLESS_X] =
  { N_("Horizontally"), N_("The left and the right edge meet") },
  [SILT_SEAMLESS_Y] =
  { N_("Vertically"), N_("The upper and the lower edge meet") },
  [SILT_SEAMLESS_XY] =
  { N_("In both directions"), N_("All edges meet") },
};


GimpProcedure *
silt_texture_procedure_new (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure;
  GimpChoice    *seamless = gimp_choice_new ();

  silt_choice_add_values (seamless, silt_seamless_name,
                          seamless_texts, SILT_N_SEAMLESS);

  procedure = gimp_image_procedure_new (plug_in, SILT_TEXTURE_PROC,
                                        GIMP_PDB_PROC_TYPE_PLUGIN,
                                        silt_texture_run, NULL, NULL);

  gimp_procedure_set_image_types (procedure, "RGB*, GRAY*");
  gimp_procedure_set_sensitivity_mask (procedure,
                                       GIMP_PROCEDURE_SENSITIVE_DRAWABLE  |
                                       GIMP_PROCEDURE_SENSITIVE_DRAWABLES |
                                       GIMP_PROCEDURE_SENSITIVE_NO_DRAWABLES);
  gimp_procedure_set_menu_label (procedure, _("_Texture (Diffusion)..."));
  gimp_procedure_add_menu_path (procedure, "<Image>/Filters/Render");
  gimp_procedure_set_documentation
    (procedure,
     _("Generate a texture into a new layer"),
     _("Generates a texture with a diffusion model, which turns noise into a "
       "picture step by step, on this computer's own processor. The new layer "
       "covers the bounds of the selection, or the whole image, and lies "
       "above the active layer. All settings are kept in the layer, in the "
       "parasite \"silt-settings\", as JSON."),
     NULL);
  gimp_procedure_set_attribution (procedure,
                                  "The Silt authors",
                                  "The Silt authors",
                                  "2026");

  silt_walk_args_add (procedure, "stone", 2.0);
  gimp_procedure_add_choice_argument (procedure, "seamless",
                                      _("Sea_mless"),
                                      _("Whether the texture can be repeated "
                                        "without a visible edge"),
                                      seamless,
                                      silt_seamless_name (SILT_SEAMLESS_NONE),
                                      G_PARAM_READWRITE);

  gimp_procedure_add_layer_return_value (procedure, "layer",
                                         _("Layer"),
                                         _("The new layer"),
                                         FALSE,
                                         G_PARAM_READWRITE);

  return procedure;
}

/* A layer's size. */
typedef struct
{
  gint width, height;
} Size;

static gboolean
silt_texture_read (GimpProcedureConfig  *config,
                   SiltModel            *model,
                   gpointer              data,
                   SiltSettings         *settings,
                   GError              **error)
{
  const Size *size = data;

  if (! silt_walk_args_read (config, model, size->width, size->height,
                             settings, error))
    return FALSE;

  settings->seamless = gimp_procedure_config_get_choice_id (config, "seamless");

  return silt_settings_validate (settings, model, error);
}

static gboolean
silt_texture_alloc (SiltPicture         *picture,
                    const SiltSettings  *settings,
                    GError             **error)
{
  if (silt_picture_alloc (picture, settings->width, settings->height))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("There is not enough memory for a layer of "
                 "%d × %d pixels."),
               settings->width, settings->height);
  return FALSE;
}

/* A part begins on the network's grid, as it would in the whole.  Where it is cut
 * out, it does not continue into itself. */
static gboolean
silt_texture_pixels (GimpProcedureConfig  *config,
                     SiltModel            *model,
                     gpointer              data,
                     GeglRectangle        *part,
                     SiltSettings         *settings,
                     SiltWalkPixels       *pixels,
                     GError              **error)
{
  gint multiple = silt_model_get_info (model)->multiple;

  part->x -= part->x % multiple;
  part->y -= part->y % multiple;

  if (part->width < settings->width)
    settings->seamless &= ~SILT_SEAMLESS_X;
  if (part->height < settings->height)
    settings->seamless &= ~SILT_SEAMLESS_Y;

  settings->width  = part->width;
  settings->height = part->height;

  if (! silt_texture_alloc (&pixels->picture, settings, error))
    return FALSE;

  pixels->data = pixels->picture.data;
  pixels->free = g_free;

  return TRUE;
}

static SiltWalkDialog *
silt_texture_dialog (GimpProcedure       *procedure,
                     GimpProcedureConfig *config,
                     Size                *size)
{
  const gchar    *rows[] = { "seed", "new-seed", "seamless", NULL };
  SiltWalk        walk   = { .verb   = SILT_VERB_GENERATE,
                             .read   = silt_texture_read,
                             .pixels = silt_texture_pixels,
                             .data   = size };
  SiltWalkDialog *dialog;

  dialog = silt_walk_dialog_new (procedure, config, _("Texture (Diffusion)"),
                                 _("_Generate"), &walk);
  silt_walk_dialog_add_choice (dialog, "seamless");
  silt_walk_dialog_fill (dialog, _("Texture"), rows);

  return dialog;
}

/* "Brick texture (seed 42)" */
static gchar *
silt_texture_layer_name (SiltModel          *model,
                         const SiltSettings *settings)
{
  g_autofree gchar *initial = NULL;
  g_autofree gchar *title   = NULL;
  const gchar      *name;
  const gchar      *rest;

  if (settings->class_index < 0)
    return g_strdup_printf (_("Texture (seed %d)"), (gint) settings->seed);

  name    = silt_model_class_name (model, settings->class_index);
  rest    = *name ? g_utf8_next_char (name) : name;
  initial = g_utf8_strup (name, rest - name);
  title   = g_strconcat (initial, rest, NULL);

  return g_strdup_printf (_("%s texture (seed %d)"),
                          title, (gint) settings->seed);
}

/* Computes first, in the dialog where there is one, and touches the image last,
 * so that a failure, or GIMP's own Cancel button, which kills the plug-in,
 * leaves the image as it was. */
static GimpLayer *
silt_texture_make (SiltWalkDialog      *dialog,
                   SiltModel           *model,
                   const SiltSettings  *settings,
                   SiltDestination     *destination,
                   GimpDrawable        *reference,
                   gint                 x,
                   gint                 y,
                   GError             **error)
{
  SiltShare    share   = { 0.0, 1.0 };
  SiltPicture  picture = { NULL, };
  SiltResult   result  = { .x = x, .y = y, .reference = reference };
  SiltWork     work    = { .verb     = SILT_VERB_GENERATE,
                           .model    = model,
                           .settings = settings,
                           .picture  = &picture };

  if (! silt_texture_alloc (&picture, settings, error))
    return NULL;

  result.picture  = picture;
  result.name     = silt_texture_layer_name (model, settings);
  result.settings = silt_settings_to_json (settings, work.verb, model);

  if (dialog ? silt_walk_dialog_work (dialog, &work, error)
             : silt_worker_run (&work,
                                destination->attended ? NULL
                                                      : destination->image,
                                _("Generating a texture"), share, error))
    silt_destination_commit (destination, &result, 1, error);

  silt_result_clear (&result);
  silt_picture_clear (&picture);

  return result.layer;
}

/* A layer of the place and the size of `bounds` on the image. */
static GimpValueArray *
silt_texture_run_at (GimpProcedure        *procedure,
                     GimpRunMode           run_mode,
                     GimpImage            *image,
                     GimpDrawable         *reference,
                     GimpProcedureConfig  *config,
                     const GeglRectangle  *bounds)
{
  GimpValueArray  *values;
  GimpLayer       *layer  = NULL;
  SiltModel       *model  = NULL;
  SiltWalkDialog  *dialog = NULL;
  Size             size   = { bounds->width, bounds->height };
  SiltDestination  destination;
  SiltSettings     settings;
  GError          *error  = NULL;

  if (run_mode == GIMP_RUN_INTERACTIVE)
    {
      dialog = silt_texture_dialog (procedure, config, &size);
      model  = silt_walk_dialog_run (dialog);
    }
  else
    {
      model = silt_walk_args_open_model (config, &error);
    }

  silt_destination_init (&destination, image, run_mode);
  if (model &&
      silt_texture_read (config, model, &size, &settings, &error))
    layer = silt_texture_make (dialog, model, &settings, &destination,
                               reference, bounds->x, bounds->y, &error);

  silt_destination_clear (&destination);
  g_clear_pointer (&dialog, silt_walk_dialog_free);
  g_clear_pointer (&model, silt_model_unref);

  if (! layer)
    return silt_worker_failed (procedure, error);

  values = gimp_procedure_new_return_values (procedure,
                                             silt_destination_status (image),
                                             NULL);
  if (gimp_value_array_length (values) > 1)
    GIMP_VALUES_SET_LAYER (values, 1, layer);

  return values;
}

static GimpValueArray *
silt_texture_run (GimpProcedure        *procedure,
                  GimpRunMode           run_mode,
                  GimpImage            *image,
                  GimpDrawable        **drawables,
                  GimpProcedureConfig  *config,
                  gpointer              run_data)
{
  GeglRectangle  bounds;
  gboolean       non_empty;
  gint           x1, y1, x2, y2;
  GError        *error = NULL;

  gegl_init (NULL, NULL);

  if (! silt_layer_check_image (image, &error))
    return gimp_procedure_new_return_values (procedure,
                                             GIMP_PDB_EXECUTION_ERROR, error);

  /* The whole image where nothing is selected. */
  gimp_selection_bounds (image, &non_empty, &x1, &y1, &x2, &y2);
  bounds = (GeglRectangle) { x1, y1, x2 - x1, y2 - y1 };

  /* Of several layers, the topmost comes first. */
  return silt_texture_run_at (procedure, run_mode, image,
                              drawables ? drawables[0] : NULL, config,
                              &bounds);
}

GimpValueArray *
silt_texture_repeat (GimpProcedure       *procedure,
                     GimpRunMode          run_mode,
                     GimpImage           *image,
                     GimpLayer           *layer,
                     GimpProcedureConfig *config,
                     const SiltSettings  *settings)
{
  GeglRectangle bounds = { 0, 0, settings->width, settings->height };

  g_object_set (config,
                "seamless", silt_seamless_name (settings->seamless),
                NULL);
  gimp_drawable_get_offsets (GIMP_DRAWABLE (layer), &bounds.x, &bounds.y);

  return silt_texture_run_at (procedure, run_mode, image,
                              GIMP_DRAWABLE (layer), config, &bounds);
}
