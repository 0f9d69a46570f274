/* Silt: what re-imagining and filling a layer have in common
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

#include "layer-check.h"
#include "layer-commit.h"
#include "layer-write.h"
#include "retouch.h"
#include "source.h"
#include "walk-args.h"
#include "walk-dialog.h"

/* The timesteps of the longest schedule that is known, and more. */
#define MAX_START 9999

typedef enum
{
  OUTPUT_NEW_LAYER,
  OUTPUT_IN_PLACE
} Output;

/* The first and the second value of the one choice that differs. */
enum
{
  EDGES_JOIN,
  EDGES_FREE
};

enum
{
  BEGIN_NOISE,
  BEGIN_PICTURE
};

/* One call of the procedure. */
typedef struct
{
  const SiltRetouch   *retouch;
  GimpProcedureConfig *config;
  SiltRegion           region;
  SiltModel           *model;
  SiltSettings         settings;
} Call;

static GimpValueArray * silt_retouch_run (GimpProcedure        *procedure,
                                          GimpRunMode           run_mode,
                                          GimpImage            *image,
                                          GimpDrawable        **drawables,
                                          GimpProcedureConfig  *config,
                                          gpointer              run_data);


static void
retouch_add_args (GimpProcedure     *procedure,
                  const SiltRetouch *retouch)
{
  GimpChoice *output = gimp_choice_new ();
  GimpChoice *choice = gimp_choice_new ();
  gint        i;

  gimp_choice_add (output, "new-layer", OUTPUT_NEW_LAYER,
                   _("New layer"), _("Above the layer, which stays"));
  gimp_choice_add (output, "in-place", OUTPUT_IN_PLACE,
                   _("In place"), _("Instead of the layer's own pixels"));

  for (i = 0; i < 2; i++)
    gimp_choice_add (choice, retouch->values[i], i,
                     _(retouch->texts[i].label), _(retouch->texts[i].help));

  silt_walk_args_add (procedure, "", 1.0);

  gimp_procedure_add_int_argument (procedure, "start",
                                   _("Freedo_m (Timestep)"),
                                   _("From which step of the noise the picture "
                                     "is taken back: higher is freer"),
                                   0, MAX_START, 500,
                                   G_PARAM_READWRITE);
  gimp_procedure_add_choice_argument (procedure, retouch->choice,
                                      _(retouch->choice_nick),
                                      _(retouch->choice_blurb),
                                      choice, retouch->values[0],
                                      G_PARAM_READWRITE);
  gimp_procedure_add_choice_argument (procedure, "output",
                                      _("_Keep As"),
                                      _("Where the result goes"),
                                      output, "new-layer",
                                      G_PARAM_READWRITE);

  gimp_procedure_add_layer_return_value (procedure, "layer",
                                         _("Layer"),
                                         _("The new layer, or the one that was "
                                           "changed"),
                                         FALSE,
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

  gimp_procedure_set_image_types (procedure, "RGB*, GRAY*");
  gimp_procedure_set_sensitivity_mask (procedure,
                                       GIMP_PROCEDURE_SENSITIVE_DRAWABLE);
  gimp_procedure_set_menu_label (procedure, _(retouch->menu_label));
  gimp_procedure_add_menu_path (procedure, retouch->menu_path);
  gimp_procedure_set_documentation (procedure,
                                    _(retouch->blurb), _(retouch->help), NULL);
  gimp_procedure_set_attribution (procedure,
                                  "The Silt authors",
                                  "The Silt authors",
                                  "2026");

  retouch_add_args (procedure, retouch);

  return procedure;
}

static Output
call_output (const Call *call)
{
  return gimp_procedure_config_get_choice_id (call->config, "output");
}

/* The first or the second value of the procedure's own choice. */
static gint
call_choice (const Call *call)
{
  return gimp_procedure_config_get_choice_id (call->config,
                                              call->retouch->choice);
}

static gboolean
retouch_read (GimpProcedureConfig  *config,
              SiltModel            *model,
              gpointer              data,
              SiltSettings         *settings,
              GError              **error)
{
  const Call    *call = data;
  GeglRectangle  crop = silt_region_crop (&call->region, model);

  if (! silt_walk_args_read (config, model, crop.width, crop.height,
                             settings, error))
    return FALSE;

  g_object_get (config, "start", &settings->start, NULL);

  if (call->retouch->verb == SILT_VERB_FILL &&
      call_choice (call) == BEGIN_NOISE)
    settings->start = -1;

  if (call_output (call) == OUTPUT_IN_PLACE &&
      ! silt_layer_check_writable (call->region.layer, error))
    return FALSE;

  return silt_settings_validate (settings, model, error);
}

static SiltModel *
retouch_ask (GimpProcedure *procedure,
             Call          *call)
{
  const SiltRetouch *retouch = call->retouch;
  const gchar       *rows[]  = { "seed", retouch->choice,
                                 "start", "start-facts", "output", NULL };
  SiltWalkDialog    *dialog;

  dialog = silt_walk_dialog_new (procedure, call->config, _(retouch->title),
                                 _(retouch->ok_label), retouch_read, call);

  silt_walk_dialog_add_choice (dialog, retouch->choice);
  silt_walk_dialog_add_choice (dialog, "output");
  silt_walk_dialog_add_start (dialog);
  if (retouch->verb == SILT_VERB_FILL)
    silt_walk_dialog_sensitive_for (dialog, "start", retouch->choice,
                                    retouch->values[BEGIN_PICTURE], TRUE);

  silt_walk_dialog_fill (dialog, _("Picture"), rows);

  return silt_walk_dialog_run (dialog);
}

/* "Re-imagined LAYER (t = 437, seed 42)" */
static gchar *
retouch_layer_name (const Call  *call,
                    const gchar *source)
{
  const SiltSettings *settings = &call->settings;

  if (settings->start < 0)
    return g_strdup_printf (_("%s %s (seed %d)"),
                            _(call->retouch->layer_prefix), source,
                            (gint) settings->seed);

  return g_strdup_printf (_("%s %s (t = %d, seed %d)"),
                          _(call->retouch->layer_prefix), source,
                          settings->start, (gint) settings->seed);
}

static GimpLayer *
retouch_commit (const Call   *call,
                SiltSource   *source,
                const gchar  *name,
                GError      **error)
{
  const SiltRegion  *region = &call->region;
  SiltPicture        part   = silt_source_part (source, region);
  g_autofree gchar  *json   = NULL;

  if (call_output (call) == OUTPUT_IN_PLACE)
    return silt_layer_write (region->image, region->layer, &part,
                             region->bounds.x, region->bounds.y, error) ?
           region->layer : NULL;

  silt_source_cut (source);
  json = silt_settings_to_json (&call->settings, call->retouch->verb,
                                call->model);

  return silt_layer_commit (region->image, GIMP_DRAWABLE (region->layer), &part,
                            region->offset_x + region->bounds.x,
                            region->offset_y + region->bounds.y,
                            name, json, error);
}

/* Computes first and touches the image last, as the texture does. */
static GimpLayer *
retouch_make (const Call  *call,
              GError     **error)
{
  g_autofree gchar *source_name = NULL;
  g_autofree gchar *name        = NULL;
  GimpLayer        *layer       = NULL;
  SiltSource        source;
  SiltWork          work        = { .verb     = call->retouch->verb,
                                    .model    = call->model,
                                    .settings = &call->settings,
                                    .source   = &source.picture,
                                    .picture  = &source.picture };

  source_name = gimp_item_get_name (GIMP_ITEM (call->region.layer));
  name        = retouch_layer_name (call, source_name);

  if (silt_source_read (&source, &call->region, call->model, error))
    {
      if (source.mask.data &&
          (work.verb == SILT_VERB_FILL || call_choice (call) == EDGES_JOIN))
        work.mask = &source.mask;

      if (silt_worker_run (&work, call->region.image,
                           _(call->retouch->progress), error))
        layer = retouch_commit (call, &source, name, error);
    }

  silt_source_clear (&source);

  return layer;
}

static gboolean
retouch_check (Call          *call,
               GimpImage     *image,
               GimpDrawable **drawables,
               GError       **error)
{
  GimpLayer *layer;

  if (! silt_layer_check_image (image, error) ||
      ! (layer = silt_layer_check_single (drawables, error)))
    return FALSE;

  if (call->retouch->verb == SILT_VERB_FILL && gimp_selection_is_empty (image))
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("Nothing is selected. Select what is to be filled."));
      return FALSE;
    }

  return silt_region_init (&call->region, image, layer, error);
}

static GimpValueArray *
silt_retouch_run (GimpProcedure        *procedure,
                  GimpRunMode           run_mode,
                  GimpImage            *image,
                  GimpDrawable        **drawables,
                  GimpProcedureConfig  *config,
                  gpointer              run_data)
{
  Call            call   = { .retouch = run_data, .config = config };
  GimpLayer      *layer  = NULL;
  GimpValueArray *values;
  GError         *error  = NULL;

  gegl_init (NULL, NULL);

  if (! retouch_check (&call, image, drawables, &error))
    return gimp_procedure_new_return_values (procedure,
                                             GIMP_PDB_EXECUTION_ERROR, error);

  if (run_mode == GIMP_RUN_INTERACTIVE)
    {
      call.model = retouch_ask (procedure, &call);

      if (! call.model)
        return gimp_procedure_new_return_values (procedure,
                                                 GIMP_PDB_CANCEL, NULL);
    }
  else
    {
      call.model = silt_walk_args_open_model (config, &error);
    }

  if (call.model &&
      retouch_read (config, call.model, &call, &call.settings, &error))
    layer = retouch_make (&call, &error);

  g_clear_pointer (&call.model, silt_model_unref);

  if (! layer)
    return gimp_procedure_new_return_values (procedure,
                                             GIMP_PDB_EXECUTION_ERROR, error);

  values = gimp_procedure_new_return_values (procedure, GIMP_PDB_SUCCESS, NULL);
  GIMP_VALUES_SET_LAYER (values, 1, layer);

  return values;
}
