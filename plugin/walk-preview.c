/* Silt: the live preview in the dialog of a walk
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

#include <string.h>

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "live.h"
#include "preview.h"
#include "surface-colors.h"
#include "walk-preview.h"
#include "walk-strip.h"
#include "worker.h"

/* Milliseconds without a change, after which a walk starts. */
#define PAUSE   250

/* Pixels: of a canvas larger than this only what can be seen is computed. */
#define FITTING (512 * 512)

#define SPACING 6

struct _SiltWalkPreview
{
  SiltWalk               walk;
  GimpProcedureConfig   *config;
  SiltWalkPreviewFunc    changed;
  gpointer               user_data;

  SiltModel             *model;      /* NULL: there is nothing to be shown    */
  SiltSettings           settings;
  gchar                 *key;        /* what tells one picture from another   */

  SiltLive              *live;
  gchar                 *run_key;    /* of the last run that was started      */
  SiltSettings           run_settings;
  SiltWalkPixels         run_pixels;
  GeglRectangle          run_part;   /* of the canvas                         */
  SiltRun               *result;     /* of run_key, when it is done           */
  cairo_surface_t       *drawn;      /* of it, before its colours are matched */

  SiltLiveNextFunc       rest;       /* what to do when nothing else is       */
  SiltRunFunc            rest_changed;
  gpointer               rest_data;

  SiltShare              share;      /* of all, that the run is               */
  enum { PICTURE, VARIATION, REST } doing;

  GtkWidget             *box;
  SiltPreview           *preview;
  GtkProgressBar        *bar;
  SiltWalkStrip         *strip;
};


/*  what is wanted and what there is  */

/* Colours are matched after the walk, which knows nothing of them. */
static SiltSettings
walk_settings (const SiltSettings *settings)
{
  SiltSettings walk = *settings;

  walk.colors.match = SILT_COLOR_MATCH_NONE;

  return walk;
}

static gchar *
picture_key (SiltWalkPreview    *self,
             const SiltSettings *settings)
{
  SiltSettings      walk   = walk_settings (settings);
  g_autofree gchar *json   = NULL;
  gint              source = 0;

  json = silt_settings_to_json (&walk, self->walk.verb, self->model);
  if (self->walk.source)
    source = self->walk.source (self->config, self->walk.data);

  return g_strdup_printf ("%p %d %s", self->model, source, json);
}

static gboolean
fits (SiltWalkPreview *self)
{
  return (gint64) self->settings.width * self->settings.height <= FITTING;
}

/* Whether the last run, done or not, is for what is wanted now. */
static gboolean
is_wanted (SiltWalkPreview *self)
{
  return g_strcmp0 (self->key, self->run_key) == 0;
}

static void
forget_run (SiltWalkPreview *self)
{
  g_clear_pointer (&self->run_key, g_free);
  g_clear_pointer (&self->result, silt_run_free);
}

static void
restart (SiltWalkPreview *self,
         guint            pause)
{
  forget_run (self);
  silt_live_restart (self->live, pause);
}


/*  the colours  */

static void
show_drawn (SiltWalkPreview *self)
{
  cairo_surface_t *matched;

  if (! self->drawn)
    return;

  matched = silt_surface_match_colors (self->drawn, &self->settings.colors);
  silt_preview_set_after (self->preview, matched,
                          self->run_part.x, self->run_part.y);
  cairo_surface_destroy (matched);
}


/*  what is to be done  */

static void
update_strip (SiltWalkPreview *self)
{
  SiltSettings      any = self->settings;
  g_autofree gchar *key = NULL;

  any.seed = 0;
  if (self->model)
    key = picture_key (self, &any);

  silt_walk_strip_update (self->strip, key,
                          self->model ? &self->settings : NULL);
}

/* What a walk with these settings on a part of the canvas takes. */
static gboolean
fill_work (SiltWalkPreview  *self,
           GeglRectangle    *part,
           SiltSettings     *settings,
           SiltWalkPixels   *pixels,
           SiltWork         *work,
           GError          **error)
{
  *pixels = (SiltWalkPixels) { { NULL, }, };

  if (! self->walk.pixels (self->config, self->model, self->walk.data,
                           part, settings, pixels, error))
    return FALSE;

  /* The layer's own noise at that place; torch's is that of a whole. */
  if (settings->noise != SILT_NOISE_TORCH)
    {
      settings->noise_x = part->x;
      settings->noise_y = part->y;
    }

  *work = (SiltWork) { .verb        = self->walk.verb,
                       .model       = self->model,
                       .settings    = settings,
                       .picture     = &pixels->picture,
                       .pixels      = pixels->data,
                       .free_pixels = pixels->free };
  if (pixels->source.data)
    work->source = &pixels->source;
  if (pixels->mask.data)
    work->mask = &pixels->mask;

  return TRUE;
}

/* Variations come when the picture is there. */
static gboolean
next_variation (SiltWalkPreview       *self,
                SiltWork              *work,
                cairo_rectangle_int_t *view)
{
  GeglRectangle part;
  SiltSettings  settings;

  if (! self->result || silt_run_get_error (self->result))
    return FALSE;

  silt_preview_get_view (self->preview, view);
  if (! silt_walk_strip_next (self->strip, view, &part, &settings))
    return FALSE;

  self->run_settings = walk_settings (&settings);
  if (! fill_work (self, &part, &self->run_settings, &self->run_pixels, work,
                   NULL))
    return FALSE;

  *view = (cairo_rectangle_int_t) { 0, 0, self->run_settings.width,
                                    self->run_settings.height };

  return TRUE;
}

/* What is done while nothing else is to be. */
static gboolean
next_small (SiltWalkPreview       *self,
            SiltWork              *work,
            cairo_rectangle_int_t *view)
{
  self->doing = VARIATION;
  if (next_variation (self, work, view))
    return TRUE;

  self->doing = REST;

  return self->rest && self->rest (work, view, self->rest_data);
}


/*  the picture  */

/* What the user looks at of a canvas that is too large. */
static GeglRectangle
seen_part (SiltWalkPreview *self)
{
  cairo_rectangle_int_t view;

  silt_preview_set_canvas (self->preview, self->settings.width,
                           self->settings.height, SILT_SEAMLESS_NONE);
  silt_preview_get_view (self->preview, &view);

  return (GeglRectangle) { view.x, view.y, view.width, view.height };
}

static void
show_before (SiltWalkPreview             *self,
             const cairo_rectangle_int_t *view)
{
  cairo_surface_t *before = NULL;

  if (self->run_pixels.source.data)
    before = silt_picture_surface (&self->run_pixels.source, view);

  silt_preview_set_before (self->preview, before,
                           self->run_part.x, self->run_part.y);
  g_clear_pointer (&before, cairo_surface_destroy);
}

static gboolean
preview_next (SiltWork              *work,
              cairo_rectangle_int_t *view,
              gpointer               data)
{
  SiltWalkPreview    *self  = data;
  g_autoptr (GError)  error = NULL;

  if (! self->model)
    return FALSE;
  if (is_wanted (self))
    return next_small (self, work, view);

  forget_run (self);
  self->doing        = PICTURE;
  self->run_key      = g_strdup (self->key);
  self->run_settings = walk_settings (&self->settings);
  g_clear_pointer (&self->drawn, cairo_surface_destroy);

  if (fits (self))
    self->run_part = (GeglRectangle) { 0, 0, self->settings.width,
                                       self->settings.height };
  else
    self->run_part = seen_part (self);

  if (! fill_work (self, &self->run_part, &self->run_settings,
                   &self->run_pixels, work, &error))
    {
      gtk_progress_bar_set_text (self->bar, error->message);
      return FALSE;
    }

  *view = (cairo_rectangle_int_t) { 0, 0, self->run_settings.width,
                                    self->run_settings.height };

  silt_preview_set_canvas (self->preview, self->settings.width,
                           self->settings.height,
                           fits (self) ? self->settings.seamless
                                       : SILT_SEAMLESS_NONE);
  silt_preview_set_note (self->preview,
                         fits (self) ? NULL : _("Approximate"));
  show_before (self, view);

  return TRUE;
}

void
silt_walk_preview_show (SiltWalkPreview *self,
                        SiltRun         *run)
{
  SiltRunState      state = silt_run_get_state (run);
  gdouble           begin = self->share.begin;
  gdouble           size  = self->share.end - begin;
  g_autofree gchar *text  = silt_worker_text (run, self->share);

  if (silt_run_is_done (run))
    {
      const GError *error = silt_run_get_error (run);

      gtk_progress_bar_set_fraction (self->bar,
                                     error ? 0.0 : self->share.end);
      gtk_progress_bar_set_text (self->bar, error ? error->message : _("Done"));
    }
  else if (text)
    {
      gtk_progress_bar_set_fraction (self->bar,
                                     begin + size * state.call / state.total);
      gtk_progress_bar_set_text (self->bar, text);
    }
}

static void
preview_changed (SiltRun  *run,
                 gpointer  data)
{
  SiltWalkPreview *self     = data;
  cairo_surface_t *estimate = NULL;
  gboolean         done     = silt_run_is_done (run);

  if (self->doing == VARIATION)
    silt_walk_strip_take (self->strip, run);
  else if (self->doing == REST)
    self->rest_changed (run, self->rest_data);

  if (self->doing != PICTURE)
    return;

  estimate = silt_run_get_estimate (run);
  if (estimate)
    {
      g_clear_pointer (&self->drawn, cairo_surface_destroy);
      self->drawn = estimate;
      show_drawn (self);
    }

  silt_walk_preview_show (self, run);

  if (done)
    {
      self->result = run;
      silt_live_take (self->live);
    }

  self->changed (self->user_data);
}

/* Somebody wants to see another part. */
static void
preview_moved (SiltWalkPreview *self)
{
  if (self->model && ! fits (self))
    restart (self, 0);
}


/*  public functions  */

SiltWalkPreview *
silt_walk_preview_new (const SiltWalk      *walk,
                       GimpProcedureConfig *config,
                       SiltWalkPreviewFunc  changed,
                       gpointer             user_data)
{
  SiltWalkPreview *self = g_new0 (SiltWalkPreview, 1);
  GtkWidget       *frame;

  self->walk      = *walk;
  self->config    = config;
  self->changed   = changed;
  self->share     = (SiltShare) { 0.0, 1.0 };
  self->user_data = user_data;
  self->live      = silt_live_new (preview_next, preview_changed, self);
  self->box       = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  self->preview   = SILT_PREVIEW (silt_preview_new ());
  self->bar       = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->strip     = silt_walk_strip_new (walk->verb, config);

  silt_worker_watch (self->live);

  g_signal_connect_swapped (self->preview, "moved",
                            G_CALLBACK (preview_moved), self);
  gtk_progress_bar_set_show_text (self->bar, TRUE);
  gtk_progress_bar_set_text (self->bar, "");
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->bar)),
                       _("Progress"));

  frame = gtk_frame_new (NULL);
  gtk_container_add (GTK_CONTAINER (frame), GTK_WIDGET (self->preview));
  gtk_box_pack_start (GTK_BOX (self->box), frame, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (self->box), GTK_WIDGET (self->bar),
                      FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->box), silt_walk_strip_widget (self->strip),
                      FALSE, FALSE, 0);
  gtk_widget_show_all (self->box);

  return self;
}

void
silt_walk_preview_free (SiltWalkPreview *self)
{
  silt_worker_watch (NULL);
  silt_live_free (self->live);
  forget_run (self);

  g_signal_handlers_disconnect_by_data (self->preview, self);
  silt_walk_strip_free (self->strip);
  g_clear_pointer (&self->model, silt_model_unref);
  g_free (self->key);
  g_clear_pointer (&self->drawn, cairo_surface_destroy);
  g_free (self);
}

void
silt_walk_preview_set_rest (SiltWalkPreview  *self,
                            SiltLiveNextFunc  next,
                            SiltRunFunc       changed,
                            gpointer          user_data)
{
  self->rest         = next;
  self->rest_changed = changed;
  self->rest_data    = user_data;
}

GtkWidget *
silt_walk_preview_widget (SiltWalkPreview *self)
{
  return self->box;
}

void
silt_walk_preview_update (SiltWalkPreview    *self,
                          SiltModel          *model,
                          const SiltSettings *settings)
{
  gboolean recolor = FALSE;

  if (model)
    silt_model_ref (model);
  g_clear_pointer (&self->model, silt_model_unref);
  g_clear_pointer (&self->key, g_free);

  if (settings)
    {
      recolor = memcmp (&self->settings.colors, &settings->colors,
                        sizeof (SiltColors)) != 0;

      self->model    = model;
      self->settings = *settings;
      self->key      = picture_key (self, settings);
    }
  else
    {
      g_clear_pointer (&model, silt_model_unref);
      gtk_progress_bar_set_fraction (self->bar, self->share.begin);
      gtk_progress_bar_set_text (self->bar, "");
    }

  update_strip (self);
  if (recolor)
    {
      show_drawn (self);
      silt_walk_strip_show (self->strip);
    }

  if (! is_wanted (self))
    restart (self, PAUSE);
}

void
silt_walk_preview_set_share (SiltWalkPreview *self,
                             SiltShare        share)
{
  self->share = share;
}

SiltRun *
silt_walk_preview_find (SiltWalkPreview *self,
                        const SiltWork  *work)
{
  SiltRun *run = self->result ? self->result : silt_live_get_run (self->live);

  if (run && silt_work_equal (silt_run_get_work (run), work))
    return run;

  silt_walk_preview_update (self, NULL, NULL);
  silt_live_stop (self->live);

  return NULL;
}
