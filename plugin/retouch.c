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

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "help.h"
#include "layer-effects.h"
#include "layer-record.h"
#include "piece-preview.h"
#include "retouch-call.h"
#include "walk-args.h"
#include "worker.h"

/* Of a procedure: its SiltRetouch. */
#define RETOUCH_KEY "silt-retouch"

static const gchar *const output_values[] = { "new-layer", "in-place", NULL };

static const SiltChoiceText output_texts[] =
{
  [SILT_OUTPUT_NEW_LAYER] =
  { N_("New layer"), N_("Above the layer, which stays") },
  [SILT_OUTPUT_IN_PLACE] =
  { N_("In place"), N_("Instead of the layer's own pixels") },
};

static GimpValueArray * silt_retouch_run (GimpProcedure        *procedure,
                                          GimpRunMode           run_mode,
                                          GimpImage            *image,
                                          GimpDrawable        **drawables,
                                          GimpProcedureConfig  *config,
                                          gpointer              run_data);


/*  the procedure  */

static void
retouch_add_args (GimpProcedure     *procedure,
                  const SiltRetouch *retouch)
{
  silt_walk_args_add (procedure, "");
  retouch->add_args (procedure);
  silt_walk_args_add_choice (procedure, "output",
                             _("_Keep As"),
                             _("Where the result goes"),
                             output_values, output_texts);

  gimp_procedure_add_layer_return_value (procedure, "layer",
                                         _("Layer"),
                                         _("The new layer, or the one that was "
                                           "changed; of several, the topmost"),
                                         FALSE,
                                         G_PARAM_READWRITE);
  gimp_procedure_add_core_object_array_return_value
    (procedure, "layers",
     _("Layers"),
     _("The new layers, or those that were changed, topmost first"),
     GIMP_TYPE_LAYER,
     G_PARAM_READWRITE);
}

GimpProcedure *
silt_retouch_procedure_new (GimpPlugIn        *plug_in,
                            const SiltRetouch *retouch)
{
  GimpProcedure *procedure;

  procedure = gimp_image_procedure_new (plug_in, retouch->name,
                                        GIMP_PDB_PROC_TYPE_PLUGIN,
                                        silt_retouch_run,
                                        (gpointer) retouch, NULL);
  g_object_set_data (G_OBJECT (procedure), RETOUCH_KEY, (gpointer) retouch);

  gimp_procedure_set_image_types (procedure, "RGB*, GRAY*");
  gimp_procedure_set_sensitivity_mask (procedure,
                                       GIMP_PROCEDURE_SENSITIVE_DRAWABLE |
                                       GIMP_PROCEDURE_SENSITIVE_DRAWABLES);
  gimp_procedure_set_menu_label (procedure, _(retouch->menu_label));
  gimp_procedure_add_menu_path (procedure, retouch->menu_path);
  gimp_procedure_set_documentation (procedure,
                                    _(retouch->blurb), _(retouch->help),
                                  silt_help_id (retouch->name));
  gimp_procedure_set_attribution (procedure,
                                  "The Silt authors",
                                  "The Silt authors",
                                  "2026");

  retouch_add_args (procedure, retouch);

  return procedure;
}


/*  what is asked for  */

/* What the arguments do not say: that a layer's effects stay out of it, and
 * that there are several layers. */
static gchar *
call_note (const SiltRetouchCall *call)
{
  gboolean apart = FALSE;
  gint     i;

  for (i = 0; i < call->n_pieces; i++)
    apart |= silt_retouch_call_in_place (call) &&
             silt_layer_has_effects (call->pieces[i].region.layer);

  if (apart)
    return g_strdup (_("In place, it is the layer's own pixels that are worked "
                       "on; its effects stay, on top of them."));

  if (call->n_pieces > 1)
    return g_strdup_printf (_("%d layers, each by itself, in one step of undo; "
                              "the numbers above are the first one's."),
                            call->n_pieces);

  return NULL;
}

/* For all layers; the settings are those for the first. */
static gboolean
retouch_read (GimpProcedureConfig  *config,
              SiltModel            *model,
              gpointer              data,
              SiltSettings         *settings,
              GError              **error)
{
  SiltRetouchCall  *call = data;
  g_autofree gchar *note = NULL;

  if (! silt_retouch_call_read (call, model, error))
    return FALSE;

  *settings = call->pieces[0].settings;

  note = call_note (call);
  if (call->dialog)
    silt_walk_dialog_set_note (call->dialog, note);

  return TRUE;
}


/*  the dialog, whose preview is the first layer's  */

static gboolean
retouch_pixels (GimpProcedureConfig  *config,
                SiltModel            *model,
                gpointer              data,
                GeglRectangle        *part,
                SiltSettings         *settings,
                SiltWalkPixels       *pixels,
                GError              **error)
{
  const SiltRetouchCall *call = data;

  return silt_piece_preview (&call->pieces[0], model,
                             call->retouch->joins (config),
                             part, settings, pixels, error);
}

static gint
retouch_source (GimpProcedureConfig *config,
                gpointer             data)
{
  const SiltRetouchCall *call = data;

  return (call->pieces[0].as_seen ? 1 : 0) |
         (call->retouch->joins (config) ? 2 : 0);
}

static SiltModel *
retouch_ask (GimpProcedure   *procedure,
             SiltRetouchCall *call)
{
  const SiltRetouch *retouch = call->retouch;
  SiltWalk           walk    = { .verb   = retouch->verb,
                                 .read   = retouch_read,
                                 .pixels = retouch_pixels,
                                 .source = retouch_source,
                                 .data   = call };

  call->dialog = silt_walk_dialog_new (procedure, call->config,
                                       _(retouch->title), _(retouch->ok_label),
                                       &walk);

  silt_walk_dialog_add_facts (call->dialog);
  silt_walk_dialog_add_choice (call->dialog, "output");
  retouch->add_widgets (call->dialog);
  silt_walk_dialog_fill (call->dialog, _("Picture"), retouch->rows);

  return silt_walk_dialog_run (call->dialog);
}


/*  a call  */

static GimpValueArray *
return_layers (GimpProcedure  *procedure,
               GimpImage      *image,
               GimpLayer     **layers)
{
  GimpPDBStatusType  status = silt_destination_status (image);
  GimpValueArray    *values;

  values = gimp_procedure_new_return_values (procedure, status, NULL);
  if (status != GIMP_PDB_SUCCESS)
    return values;

  GIMP_VALUES_SET_LAYER (values, 1, layers[0]);
  GIMP_VALUES_SET_CORE_OBJECT_ARRAY (values, 2, (GObject **) layers);

  return values;
}

static GimpValueArray *
silt_retouch_run (GimpProcedure        *procedure,
                  GimpRunMode           run_mode,
                  GimpImage            *image,
                  GimpDrawable        **drawables,
                  GimpProcedureConfig  *config,
                  gpointer              run_data)
{
  SiltRetouchCall        call   = { .retouch = run_data, .config = config };
  g_autofree GimpLayer **layers = NULL;
  GError                *error  = NULL;

  gegl_init (NULL, NULL);

  if (silt_retouch_call_init (&call, image, drawables, run_mode, &error))
    {
      if (run_mode == GIMP_RUN_INTERACTIVE)
        call.model = retouch_ask (procedure, &call);
      else
        call.model = silt_walk_args_open_model (config, &error);

      if (call.model)
        layers = silt_retouch_call_make (&call, &error);
    }

  silt_retouch_call_clear (&call);

  if (layers)
    return return_layers (procedure, image, layers);

  return silt_worker_failed (procedure, error);
}

GimpValueArray *
silt_retouch_repeat (GimpProcedure       *procedure,
                     GimpRunMode          run_mode,
                     GimpImage           *image,
                     GimpLayer           *layer,
                     GimpProcedureConfig *config,
                     const SiltSettings  *settings)
{
  SiltRetouch  *retouch     = g_object_get_data (G_OBJECT (procedure),
                                                RETOUCH_KEY);
  GimpDrawable *drawables[] = { NULL, NULL };
  GimpLayer    *source;
  gboolean      joins;
  GError       *error       = NULL;

  if (! silt_layer_find_source (image, layer, &source, &joins, &error))
    return gimp_procedure_new_return_values (procedure,
                                             GIMP_PDB_EXECUTION_ERROR, error);

  retouch->write (config, settings, joins);
  drawables[0] = GIMP_DRAWABLE (source);

  return silt_retouch_run (procedure, run_mode, image, drawables, config,
                           retouch);
}
