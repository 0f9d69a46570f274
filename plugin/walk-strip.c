/* Silt: the variations below the preview of a walk
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

#include "surface-colors.h"
#include "variations.h"
#include "walk-strip.h"

struct _SiltWalkStrip
{
  SiltVerb             verb;
  GimpProcedureConfig *config;
  SiltVariations      *variations;

  gchar               *key;       /* what the pictures there are of           */
  SiltSettings         settings;
  gint                 current;   /* that is computed now                     */
  cairo_surface_t     *drawn[SILT_N_VARIATIONS];   /* before their colours    */
};

static void
chosen (SiltWalkStrip *self,
        gint64         seed)
{
  g_object_set (self->config, "seed", (gint) seed, NULL);
}

static void
forget_drawn (SiltWalkStrip *self)
{
  gint i;

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    g_clear_pointer (&self->drawn[i], cairo_surface_destroy);
}

/* The mean of all pictures that may be under noise is one, whatever the seed. */
static gboolean
has_variations (SiltWalkStrip      *self,
                const SiltSettings *settings)
{
  return settings &&
         (self->verb != SILT_VERB_REMOVE_NOISE || settings->keep_texture);
}

static void
show_drawn (SiltWalkStrip *self,
            gint           i)
{
  cairo_surface_t *matched;

  if (! self->drawn[i])
    return;

  matched = silt_surface_match_colors (self->drawn[i], &self->settings.colors);
  silt_variations_set_picture (self->variations, i, matched);
  cairo_surface_destroy (matched);
}

/* A small square in the middle of what is seen. */
static GeglRectangle
small_part (SiltWalkStrip               *self,
            const cairo_rectangle_int_t *view)
{
  gint width  = MIN (SILT_VARIATION_SIZE, self->settings.width);
  gint height = MIN (SILT_VARIATION_SIZE, self->settings.height);

  return (GeglRectangle)
    {
      CLAMP (view->x + (view->width - width) / 2,
             0, self->settings.width - width),
      CLAMP (view->y + (view->height - height) / 2,
             0, self->settings.height - height),
      width, height
    };
}


/*  public functions  */

SiltWalkStrip *
silt_walk_strip_new (SiltVerb             verb,
                     GimpProcedureConfig *config)
{
  SiltWalkStrip *self = g_new0 (SiltWalkStrip, 1);

  self->verb       = verb;
  self->config     = config;
  self->variations = SILT_VARIATIONS (silt_variations_new ());

  g_signal_connect_swapped (self->variations, "chosen",
                            G_CALLBACK (chosen), self);

  return self;
}

void
silt_walk_strip_free (SiltWalkStrip *self)
{
  g_signal_handlers_disconnect_by_data (self->variations, self);
  forget_drawn (self);
  g_free (self->key);
  g_free (self);
}

GtkWidget *
silt_walk_strip_widget (SiltWalkStrip *self)
{
  return GTK_WIDGET (self->variations);
}

void
silt_walk_strip_update (SiltWalkStrip      *self,
                        const gchar        *key,
                        const SiltSettings *settings)
{
  gtk_widget_set_visible (GTK_WIDGET (self->variations),
                          has_variations (self, settings));
  if (! has_variations (self, settings))
    return;

  if (g_strcmp0 (key, self->key) != 0)
    {
      silt_variations_clear (self->variations);
      forget_drawn (self);
      g_free (self->key);
      self->key = g_strdup (key);
    }

  self->settings = *settings;
  silt_variations_set_seed (self->variations, settings->seed);
}

void
silt_walk_strip_show (SiltWalkStrip *self)
{
  gint i;

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    show_drawn (self, i);
}

gboolean
silt_walk_strip_next (SiltWalkStrip               *self,
                      const cairo_rectangle_int_t *view,
                      GeglRectangle               *part,
                      SiltSettings                *settings)
{
  if (! gtk_widget_get_visible (GTK_WIDGET (self->variations)))
    return FALSE;

  self->current = silt_variations_next (self->variations);
  if (self->current < 0)
    return FALSE;

  *part          = small_part (self, view);
  *settings      = self->settings;
  settings->seed = silt_variations_get_seed (self->variations, self->current);

  return TRUE;
}

void
silt_walk_strip_take (SiltWalkStrip *self,
                      SiltRun       *run)
{
  if (! silt_run_is_done (run))
    return;

  if (silt_run_get_error (run))
    {
      gtk_widget_hide (GTK_WIDGET (self->variations));
      return;
    }

  g_clear_pointer (&self->drawn[self->current], cairo_surface_destroy);
  self->drawn[self->current] = silt_run_get_estimate (run);
  show_drawn (self, self->current);
}
