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

#include <math.h>

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "color-args.h"
#include "destination.h"
#include "help.h"
#include "layer-check.h"
#include "layer-size.h"
#include "pattern.h"
#include "texture.h"
#include "variations.h"
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


void
silt_texture_add_args (GimpProcedure *procedure)
{
  GimpChoice *seamless = gimp_choice_new ();

  silt_choice_add_values (seamless, silt_seamless_name,
                          seamless_texts, SILT_N_SEAMLESS);

  silt_walk_args_add (procedure, "stone");
  gimp_procedure_add_double_argument (procedure, "feature-scale",
                                      _("Feature Si_ze"),
                                      _("How many times as large things are; "
                                        "smaller ones take longer, for more "
                                        "is drawn"),
                                      0.25, 4.0, 1.0,
                                      G_PARAM_READWRITE);
  silt_color_args_add (procedure);
  gimp_procedure_add_choice_argument (procedure, "seamless",
                                      _("Sea_mless"),
                                      _("Whether the texture can be repeated "
                                        "without a visible edge"),
                                      seamless,
                                      silt_seamless_name (SILT_SEAMLESS_NONE),
                                      G_PARAM_READWRITE);
  gimp_procedure_add_int_argument (procedure, "variations",
                                   _("Num_ber of Layers"),
                                   _("How many variations, each with a seed of "
                                     "its own, one after the other; several "
                                     "come as a group of layers"),
                                   1, SILT_N_VARIATIONS, 1,
                                   G_PARAM_READWRITE);
  gimp_procedure_add_boolean_argument (procedure, "pattern",
                                       _("Also _Keep as a Pattern"),
                                       _("Put it among GIMP's patterns, to "
                                         "fill and paint with; it repeats "
                                         "without an edge where it is "
                                         "seamless"),
                                       FALSE,
                                       G_PARAM_READWRITE);
}

GimpProcedure *
silt_texture_procedure_new (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure;

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
     silt_help_id (SILT_TEXTURE_PROC));
  gimp_procedure_set_attribution (procedure,
                                  "The Silt authors",
                                  "The Silt authors",
                                  "2026");

  silt_texture_add_args (procedure);

  gimp_procedure_add_layer_return_value (procedure, "layer",
                                         _("Layer"),
                                         _("The new layer; of several, the "
                                           "group that they are in"),
                                         FALSE,
                                         G_PARAM_READWRITE);

  return procedure;
}

static gboolean
silt_texture_read (GimpProcedureConfig  *config,
                   SiltModel            *model,
                   gpointer              data,
                   SiltSettings         *settings,
                   GError              **error)
{
  const SiltTextureCall *call   = data;
  gint                   width  = call->bounds.width;
  gint                   height = call->bounds.height;

  if (! call->image)
    g_object_get (config, "width", &width, "height", &height, NULL);

  if (! silt_layer_check_size (width, height, error) ||
      ! silt_walk_args_read (config, model, width, height, settings, error))
    return FALSE;

  g_object_get (config, "feature-scale", &settings->feature_scale, NULL);
  settings->seamless = gimp_procedure_config_get_choice_id (config, "seamless");

  return silt_color_args_read (config, &call->kept, &settings->colors,
                               error) &&
         silt_settings_validate (settings, model, error);
}

static gint
silt_texture_count (GimpProcedureConfig *config,
                    gpointer             data)
{
  gint count;

  g_object_get (config, "variations", &count, NULL);

  return count;
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

/* The last pixel, up to there, that begins the network's grid in what is drawn. */
static gint
silt_texture_grid (gint    position,
                   gint    multiple,
                   gdouble feature_scale)
{
  gdouble step = multiple * feature_scale;

  return (gint) (floor (position / step) * step);
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

  part->x = silt_texture_grid (part->x, multiple, settings->feature_scale);
  part->y = silt_texture_grid (part->y, multiple, settings->feature_scale);

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
silt_texture_dialog (SiltTextureCall *call)
{
  const gchar    *rows[]  = { "seed", "new-seed", "seamless", "feature-scale",
                              "color-match", NULL };
  const gchar    *below[] = { "variations", "pattern", NULL };
  SiltWalk        walk    = { .verb   = SILT_VERB_GENERATE,
                              .read   = silt_texture_read,
                              .pixels = silt_texture_pixels,
                              .count  = silt_texture_count,
                              .data   = call };
  SiltWalkDialog *dialog;

  dialog = silt_walk_dialog_new (call->procedure, call->config,
                                 _("Texture (Diffusion)"), _("_Generate"),
                                 &walk);
  if (! call->image)
    silt_walk_dialog_add_size (dialog);
  silt_walk_dialog_add_choice (dialog, "seamless");
  silt_walk_dialog_add_scale (dialog, "feature-scale", 0.25, 4.0);
  silt_walk_dialog_add_colors (dialog, call->reference);
  silt_walk_dialog_add_scale (dialog, "variations", 1, SILT_N_VARIATIONS);
  silt_walk_dialog_add_below (dialog, below);
  silt_walk_dialog_fill (dialog, _("Texture"), rows);

  return dialog;
}


/*  the work  */

/* What is being made. */
typedef struct
{
  const SiltTextureCall *call;
  SiltWalkDialog        *dialog;       /* NULL when nobody is asked */
  SiltModel             *model;
  SiltSettings           settings;     /* of the first              */
  SiltDestination        destination;
  SiltResult            *results;
  gint                   n_results;
} Making;

/* "Brick texture" */
static gchar *
silt_texture_name (SiltModel          *model,
                   const SiltSettings *settings)
{
  g_autofree gchar *initial = NULL;
  g_autofree gchar *title   = NULL;
  const gchar      *name;
  const gchar      *rest;

  if (settings->class_index < 0)
    return g_strdup (_("Texture"));

  name    = silt_model_class_name (model, settings->class_index);
  rest    = *name ? g_utf8_next_char (name) : name;
  initial = g_utf8_strup (name, rest - name);
  title   = g_strconcat (initial, rest, NULL);

  return g_strdup_printf (_("%s texture"), title);
}

/* The preview's walk knows nothing of colours, which are matched after it. */
static gboolean
making_work_in_dialog (Making    *making,
                       SiltWork  *work,
                       SiltShare  share,
                       GError   **error)
{
  const SiltColors colors   = work->settings->colors;
  SiltSettings     settings = *work->settings;

  settings.colors.match = SILT_COLOR_MATCH_NONE;
  work->settings        = &settings;

  if (! silt_walk_dialog_work (making->dialog, work, share, error))
    return FALSE;

  silt_picture_match_colors (work->picture, &colors, settings.threads);

  return TRUE;
}

/* Seeds follow one another as in the strip of variations. */
static gboolean
making_work (Making  *making,
             gint     i,
             GError **error)
{
  const SiltTextureCall *call     = making->call;
  SiltResult            *result   = &making->results[i];
  SiltSettings           settings = making->settings;
  SiltShare              share    = { (gdouble) i / making->n_results,
                                      (gdouble) (i + 1) / making->n_results };
  g_autofree gchar      *name     = NULL;
  SiltWork               work     = { .verb     = SILT_VERB_GENERATE,
                                      .model    = making->model,
                                      .settings = &settings,
                                      .picture  = &result->picture };

  settings.seed = (settings.seed + i) & G_MAXINT;
  name          = silt_texture_name (making->model, &settings);

  result->x         = call->bounds.x;
  result->y         = call->bounds.y;
  result->reference = call->reference;
  result->name      = g_strdup_printf (_("%s (seed %d)"),
                                       name, (gint) settings.seed);
  result->settings  = silt_settings_to_json (&settings, work.verb,
                                             making->model);

  if (! silt_texture_alloc (&result->picture, &settings, error))
    return FALSE;

  if (making->dialog)
    return making_work_in_dialog (making, &work, share, error);

  return silt_worker_run (&work,
                          making->destination.attended ? NULL : call->image,
                          _("Generating a texture"), share, error);
}

/* Nobody who waited for a picture loses it for a pattern's sake. */
static gboolean
making_save_patterns (Making  *making,
                      GError **error)
{
  g_autoptr (GError) fault = NULL;
  gboolean           wanted;
  gint               i;

  g_object_get (making->call->config, "pattern", &wanted, NULL);

  for (i = 0; wanted && ! fault && i < making->n_results; i++)
    silt_pattern_save (&making->results[i].picture,
                       making->destination.kind.base_type,
                       making->results[i].name, &fault);

  if (! fault)
    return TRUE;

  if (making->destination.attended)
    {
      gimp_message (fault->message);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}

/* Computes first, in the dialog where there is one, and touches the image last,
 * so that a failure, or GIMP's own Cancel button, which kills the plug-in,
 * leaves the image as it was. */
static GimpLayer *
making_run (Making  *making,
            GError **error)
{
  GimpLayer *layer   = NULL;
  gboolean   success = TRUE;
  gint       i;

  making->n_results = silt_texture_count (making->call->config, NULL);
  making->results   = g_new0 (SiltResult, making->n_results);

  if (making->n_results > 1)
    making->destination.group = silt_texture_name (making->model,
                                                   &making->settings);

  for (i = 0; success && i < making->n_results; i++)
    success = making_work (making, i, error);

  if (success &&
      making_save_patterns (making, error) &&
      silt_destination_commit (&making->destination, making->results,
                               making->n_results, error))
    layer = making->results[0].layer;

  if (layer && making->n_results > 1)
    layer = GIMP_LAYER (gimp_item_get_parent (GIMP_ITEM (layer)));

  for (i = 0; i < making->n_results; i++)
    {
      silt_picture_clear (&making->results[i].picture);
      silt_result_clear (&making->results[i]);
    }
  g_free (making->results);

  return layer;
}


/*  public functions  */

GimpLayer *
silt_texture_make (SiltTextureCall  *call,
                   GError          **error)
{
  Making     making = { .call = call };
  GimpLayer *layer  = NULL;

  if (call->run_mode == GIMP_RUN_INTERACTIVE)
    {
      making.dialog = silt_texture_dialog (call);
      making.model  = silt_walk_dialog_run (making.dialog);
    }
  else
    {
      making.model = silt_walk_args_open_model (call->config, error);
    }

  if (making.model &&
      silt_texture_read (call->config, making.model, call, &making.settings,
                         error))
    {
      if (call->image)
        silt_destination_init (&making.destination, call->image,
                               call->run_mode);
      else
        silt_destination_init_new (&making.destination, making.settings.width,
                                   making.settings.height, call->run_mode);

      layer = making_run (&making, error);
      silt_destination_clear (&making.destination);
    }

  g_clear_pointer (&making.dialog, silt_walk_dialog_free);
  g_clear_pointer (&making.model, silt_model_unref);

  return layer;
}

static GimpValueArray *
silt_texture_return (SiltTextureCall *call)
{
  GError         *error = NULL;
  GimpLayer      *layer = silt_texture_make (call, &error);
  GimpValueArray *values;

  if (! layer)
    return silt_worker_failed (call->procedure, error);

  values = gimp_procedure_new_return_values
             (call->procedure, silt_destination_status (call->image), NULL);
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
  SiltTextureCall  call = { procedure, config, run_mode, image };
  gboolean         non_empty;
  gint             x1, y1, x2, y2;
  GError          *error = NULL;

  gegl_init (NULL, NULL);

  if (! silt_layer_check_image (image, &error))
    return gimp_procedure_new_return_values (procedure,
                                             GIMP_PDB_EXECUTION_ERROR, error);

  /* The whole image where nothing is selected. */
  gimp_selection_bounds (image, &non_empty, &x1, &y1, &x2, &y2);
  call.bounds = (GeglRectangle) { x1, y1, x2 - x1, y2 - y1 };

  /* Of several layers, the topmost comes first. */
  call.reference = drawables ? drawables[0] : NULL;

  return silt_texture_return (&call);
}

GimpValueArray *
silt_texture_repeat (GimpProcedure       *procedure,
                     GimpRunMode          run_mode,
                     GimpImage           *image,
                     GimpLayer           *layer,
                     GimpProcedureConfig *config,
                     const SiltSettings  *settings)
{
  SiltTextureCall call = { procedure, config, run_mode, image,
                           GIMP_DRAWABLE (layer),
                           { 0, 0, settings->width, settings->height } };

  g_object_set (config,
                "feature-scale", settings->feature_scale,
                "seamless",      silt_seamless_name (settings->seamless),
                NULL);
  call.kept = settings->colors;
  silt_color_args_write (config, &settings->colors);
  gimp_drawable_get_offsets (GIMP_DRAWABLE (layer),
                             &call.bounds.x, &call.bounds.y);

  return silt_texture_return (&call);
}
