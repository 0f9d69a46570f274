/* Silt: a call of a procedure that works on layers' pixels
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
#include "layer-effects.h"
#include "layer-record.h"
#include "layer-size.h"
#include "retouch-call.h"
#include "walk-args.h"
#include "worker.h"


/* Reads the settings for a layer, of which as much is seen by the model as is
 * read, or will be. */
static gboolean
call_read_piece (const SiltRetouchCall  *call,
                 SiltModel              *model,
                 SiltPiece              *piece,
                 SiltSettings           *settings,
                 GError                **error)
{
  SiltRegion    *region = &piece->region;
  GeglRectangle  crop   = silt_region_crop (region, silt_region_margin (model));

  if (! silt_layer_check_there (region->layer, error) ||
      (silt_retouch_call_in_place (call) &&
       ! silt_layer_check_writable (region->layer, error)))
    return FALSE;

  silt_piece_set_as_seen (piece, ! silt_retouch_call_in_place (call) &&
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

/* The selection, and even the layers, may be others than when the dialog
 * opened. */
static gboolean
call_look_again (SiltRetouchCall  *call,
                 GError          **error)
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
call_prepare (SiltRetouchCall  *call,
              GError          **error)
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
call_pixels (const SiltRetouchCall *call,
             gint                   n_pieces)
{
  gdouble pixels = 0.0;
  gint    i;

  for (i = 0; i < n_pieces; i++)
    pixels += (gdouble) call->pieces[i].source.picture.width *
              call->pieces[i].source.picture.height;

  return pixels;
}

static gboolean
call_work_on (SiltRetouchCall  *call,
              gint              i,
              GError          **error)
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
call_work (SiltRetouchCall  *call,
           GError          **error)
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
call_init_result (SiltRetouchCall *call,
                  gint             i,
                  SiltResult      *result)
{
  const SiltPiece *piece = &call->pieces[i];

  silt_piece_init_result (piece, call->model, call->retouch->verb,
                          silt_retouch_call_in_place (call),
                          _(call->retouch->layer_prefix), result);
  result->source = silt_layer_source_text (piece->region.layer,
                                           call->retouch->joins (call->config));
}


/*  public functions  */

gboolean
silt_retouch_call_init (SiltRetouchCall  *call,
                        GimpImage        *image,
                        GimpDrawable    **drawables,
                        GimpRunMode       run_mode,
                        GError          **error)
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

void
silt_retouch_call_clear (SiltRetouchCall *call)
{
  gint i;

  for (i = 0; i < call->n_pieces; i++)
    silt_piece_clear (&call->pieces[i]);

  g_free (call->pieces);
  g_clear_pointer (&call->dialog, silt_walk_dialog_free);
  g_clear_pointer (&call->model, silt_model_unref);
  silt_destination_clear (&call->destination);
}

gboolean
silt_retouch_call_in_place (const SiltRetouchCall *call)
{
  return gimp_procedure_config_get_choice_id (call->config, "output") ==
         SILT_OUTPUT_IN_PLACE;
}

gboolean
silt_retouch_call_read (SiltRetouchCall  *call,
                        SiltModel        *model,
                        GError          **error)
{
  gint i;

  if (! silt_pieces_check_size (call->pieces, call->n_pieces, model, error))
    return FALSE;

  for (i = 0; i < call->n_pieces; i++)
    if (! call_read_piece (call, model, &call->pieces[i],
                           &call->pieces[i].settings, error))
      return FALSE;

  return TRUE;
}

/* Computes first and touches the image last, as the texture does. */
GimpLayer **
silt_retouch_call_make (SiltRetouchCall  *call,
                        GError          **error)
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
