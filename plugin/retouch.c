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

#include "destination.h"
#include "help.h"
#include "layer-check.h"
#include "layer-effects.h"
#include "layer-record.h"
#include "layer-size.h"
#include "piece-preview.h"
#include "retouch.h"
#include "walk-args.h"
#include "worker.h"

/* Of a procedure: its SiltRetouch. */
#define RETOUCH_KEY "silt-retouch"

enum
{
  OUTPUT_NEW_LAYER,
  OUTPUT_IN_PLACE
};

static const gchar *const output_values[] = { "new-layer", "in-place", NULL };

static const SiltChoiceText output_texts[] =
{
  [OUTPUT_NEW_LAYER] = { N_("New layer"), N_("Above the layer, which stays") },
  [OUTPUT_IN_PLACE]  = { N_("In place"), N_("Instead of the layer's own "
                                            "pixels") },
};

/* One call of the procedure. */
typedef struct
{
  const SiltRetouch   *retouch;
  GimpProcedureConfig *config;
  SiltDestination      destination;
  SiltPiece           *pieces;
  gint                 n_pieces;
  SiltWalkDialog      *dialog;      /* NULL when nobody is asked */
  SiltModel           *model;
} Call;

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
  silt_walk_args_add (procedure, "", 1.0);
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

static gboolean
call_in_place (const Call *call)
{
  return gimp_procedure_config_get_choice_id (call->config, "output") ==
         OUTPUT_IN_PLACE;
}

/* Reads the settings for a layer, of which as much is seen by the model as is
 * read, or will be. */
static gboolean
call_read_piece (const Call    *call,
                 SiltModel     *model,
                 SiltPiece     *piece,
                 SiltSettings  *settings,
                 GError       **error)
{
  SiltRegion    *region = &piece->region;
  GeglRectangle  crop   = silt_region_crop (region, silt_region_margin (model));

  if (! silt_layer_check_there (region->layer, error) ||
      (call_in_place (call) &&
       ! silt_layer_check_writable (region->layer, error)))
    return FALSE;

  silt_piece_set_as_seen (piece, ! call_in_place (call) &&
                                 silt_layer_has_effects (region->layer));

  if (! silt_walk_args_read (call->config, model, crop.width, crop.height,
                             settings, error) ||
      ! call->retouch->read (call->config, piece, settings, error))
    return FALSE;

  /* The dialog shows what is not heeded; to a script it is an error. */
  if (call->destination.attended && ! silt_settings_can_resample (settings))
    settings->resample = settings->jump = 1;

  return silt_settings_validate (settings, model, error) &&
         (settings->sigma == 0.0 ||
          silt_noise_timestep (model, settings, error) >= -1.0);
}

/* What the arguments do not say: that a layer's effects stay out of it, and
 * that there are several layers. */
static gchar *
call_note (const Call *call)
{
  gboolean apart = FALSE;
  gint     i;

  for (i = 0; i < call->n_pieces; i++)
    apart |= call_in_place (call) &&
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
  Call             *call = data;
  g_autofree gchar *note = NULL;
  gint              i;

  if (! silt_pieces_check_size (call->pieces, call->n_pieces, model, error))
    return FALSE;

  for (i = 0; i < call->n_pieces; i++)
    if (! call_read_piece (call, model, &call->pieces[i],
                           &call->pieces[i].settings, error))
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
  const Call *call = data;

  return silt_piece_preview (&call->pieces[0], model,
                             call->retouch->joins (config),
                             part, settings, pixels, error);
}

static gint
retouch_source (GimpProcedureConfig *config,
                gpointer             data)
{
  const Call *call = data;

  return (call->pieces[0].as_seen ? 1 : 0) |
         (call->retouch->joins (config) ? 2 : 0);
}

static SiltModel *
retouch_ask (GimpProcedure *procedure,
             Call          *call)
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


/*  the work  */

/* The selection, and even the layers, may be others than when the dialog
 * opened. */
static gboolean
call_look_again (Call    *call,
                 GError **error)
{
  gint i;

  if (! silt_layer_check_image (call->destination.image, error))
    return FALSE;

  for (i = 0; i < call->n_pieces; i++)
    {
      SiltRegion *region = &call->pieces[i].region;

      if (! silt_layer_check_there (region->layer, error) ||
          ! silt_region_init (region, region->image, region->layer, error))
        return FALSE;

      call->pieces[i].measured = FALSE;
    }

  return silt_pieces_check_size (call->pieces, call->n_pieces, call->model,
                                 error);
}

static gboolean
call_prepare (Call    *call,
              GError **error)
{
  gint margin = silt_region_margin (call->model);
  gint i;

  if (! call_look_again (call, error))
    return FALSE;

  for (i = 0; i < call->n_pieces; i++)
    {
      SiltPiece  *piece  = &call->pieces[i];
      SiltRegion *region = &piece->region;

      if (! call_read_piece (call, call->model, piece, &piece->settings,
                             error)                                           ||
          (! silt_piece_is_clean (piece, call->model) &&
           ! silt_source_read (&piece->source, region, margin, piece->as_seen,
                               error)))
        return FALSE;

      if (piece->source.picture.data)
        {
          piece->settings.width  = piece->source.crop.width;
          piece->settings.height = piece->source.crop.height;
        }
    }

  return TRUE;
}

static gdouble
call_pixels (const Call *call,
             gint        n_pieces)
{
  gdouble pixels = 0.0;
  gint    i;

  for (i = 0; i < n_pieces; i++)
    pixels += (gdouble) call->pieces[i].source.picture.width *
              call->pieces[i].source.picture.height;

  return pixels;
}

static gboolean
call_work_on (Call    *call,
              gint     i,
              GError **error)
{
  SiltPiece *piece = &call->pieces[i];
  gdouble    all   = call_pixels (call, call->n_pieces);
  SiltShare  share = { call_pixels (call, i) / all,
                       call_pixels (call, i + 1) / all };
  SiltWork   work  = { .verb     = call->retouch->verb,
                       .model    = call->model,
                       .settings = &piece->settings,
                       .source   = &piece->source.picture,
                       .picture  = &piece->source.picture };

  if (piece->source.mask.data && call->retouch->joins (call->config))
    work.mask = &piece->source.mask;

  if (call->dialog)
    return silt_walk_dialog_work (call->dialog, &work, share, error);

  return silt_worker_run (&work,
                          call->destination.attended ? NULL
                                                     : piece->region.image,
                          _(call->retouch->progress), share, error);
}

static gboolean
call_work (Call    *call,
           GError **error)
{
  gint i;

  for (i = 0; i < call->n_pieces; i++)
    if (! silt_piece_is_clean (&call->pieces[i], call->model) &&
        ! call_work_on (call, i, error))
      return FALSE;

  return TRUE;
}

/* The layer that a piece has in the end; `next` is the next of the results. */
static GimpLayer *
piece_layer (const SiltPiece   *piece,
             SiltModel         *model,
             const SiltResult **next)
{
  if (! silt_piece_is_clean (piece, model))
    return (*next)++->layer;

  silt_piece_tell_clean (piece);

  return piece->region.layer;
}

static void
call_init_result (Call       *call,
                  gint        i,
                  SiltResult *result)
{
  const SiltPiece *piece = &call->pieces[i];

  silt_piece_init_result (piece, call->model, call->retouch->verb,
                          call_in_place (call),
                          _(call->retouch->layer_prefix), result);
  result->source = silt_layer_source_text (piece->region.layer,
                                           call->retouch->joins (call->config));
}

/* Computes first and touches the image last, as the texture does.  Gives a layer
 * for each of those that were worked on, NULL-terminated. */
static GimpLayer **
retouch_make (Call    *call,
              GError **error)
{
  g_autofree SiltResult *results = g_new0 (SiltResult, call->n_pieces);
  const SiltResult      *next    = results;
  GimpLayer            **layers  = NULL;
  gint                   n       = 0;
  gint                   i;

  if (! call_prepare (call, error))
    return NULL;

  /* Before the work, after which the layers' names may be gone. */
  for (i = 0; i < call->n_pieces; i++)
    if (! silt_piece_is_clean (&call->pieces[i], call->model))
      call_init_result (call, i, &results[n++]);

  if (call_work (call, error) &&
      (n == 0 ||
       silt_destination_commit (&call->destination, results, n, error)))
    {
      layers = g_new0 (GimpLayer *, call->n_pieces + 1);
      for (i = 0; i < call->n_pieces; i++)
        layers[i] = piece_layer (&call->pieces[i], call->model, &next);
    }

  while (n > 0)
    silt_result_clear (&results[--n]);

  return layers;
}


/*  a call  */

static gboolean
call_init (Call          *call,
           GimpImage     *image,
           GimpDrawable **drawables,
           GimpRunMode    run_mode,
           GError       **error)
{
  g_autofree GimpLayer **layers = NULL;

  if (! silt_layer_check_image (image, error) ||
      ! (layers = silt_layer_check_selected (drawables, error)))
    return FALSE;

  if (call->retouch->needs_selection && gimp_selection_is_empty (image))
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("Nothing is selected. Select what is to be filled."));
      return FALSE;
    }

  silt_destination_init (&call->destination, image, run_mode);
  call->pieces = g_new0 (SiltPiece,
                         gimp_core_object_array_get_length
                           ((GObject **) layers));

  for (; layers[call->n_pieces]; call->n_pieces++)
    if (! silt_region_init (&call->pieces[call->n_pieces].region, image,
                            layers[call->n_pieces], error))
      return FALSE;

  return TRUE;
}

static void
call_clear (Call *call)
{
  gint i;

  for (i = 0; i < call->n_pieces; i++)
    silt_piece_clear (&call->pieces[i]);

  g_free (call->pieces);
  g_clear_pointer (&call->dialog, silt_walk_dialog_free);
  g_clear_pointer (&call->model, silt_model_unref);
  silt_destination_clear (&call->destination);
}

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
  Call                   call   = { .retouch = run_data, .config = config };
  g_autofree GimpLayer **layers = NULL;
  GError                *error  = NULL;

  gegl_init (NULL, NULL);

  if (call_init (&call, image, drawables, run_mode, &error))
    {
      if (run_mode == GIMP_RUN_INTERACTIVE)
        call.model = retouch_ask (procedure, &call);
      else
        call.model = silt_walk_args_open_model (config, &error);

      if (call.model)
        layers = retouch_make (&call, &error);
    }

  call_clear (&call);

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
