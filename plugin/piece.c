/* Silt: one layer's share of the work
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

#include "noise-level.h"
#include "piece.h"


void
silt_piece_set_as_seen (SiltPiece *piece,
                        gboolean   as_seen)
{
  if (piece->as_seen == as_seen)
    return;

  piece->as_seen  = as_seen;
  piece->measured = FALSE;
}

static gboolean
is_gray (const SiltSource *source)
{
  gsize n = (gsize) source->crop.width * source->crop.height;
  gsize i;

  for (i = 0; i < n; i++)
    {
      const gfloat *pixel = source->picture.data + 4 * i;

      if (silt_source_has (source, i) &&
          (pixel[0] != pixel[1] || pixel[1] != pixel[2]))
        return FALSE;
    }

  return TRUE;
}

/* The colours that transparent pixels are given have no noise in them: they are
 * left out, as what is not selected is.  The source is not needed any more, so
 * its alpha is taken for the mask. */
static gdouble
measure (SiltSource *source)
{
  gsize n = (gsize) source->crop.width * source->crop.height;
  gsize i;

  for (i = 0; i < n; i++)
    source->alpha.data[i] = silt_source_has (source, i) ? 1.0f : 0.0f;

  return 255.0 * silt_noise_level (&source->picture, &source->alpha);
}

gboolean
silt_piece_measure (SiltPiece  *piece,
                    GError    **error)
{
  SiltRegion region = piece->region;
  SiltSource source;

  if (piece->measured)
    return TRUE;

  if (silt_source_read (&source, &region, 0, piece->as_seen, error))
    {
      piece->gray     = is_gray (&source);
      piece->sigma    = measure (&source);
      piece->measured = TRUE;
    }

  silt_source_clear (&source);

  return piece->measured;
}

gboolean
silt_piece_is_clean (const SiltPiece *piece,
                     SiltModel       *model)
{
  return piece->settings.sigma > 0.0 &&
         silt_noise_timestep (model, &piece->settings, NULL) < 0.0;
}

void
silt_piece_tell_clean (const SiltPiece *piece)
{
  g_autofree gchar *name    = NULL;
  g_autofree gchar *message = NULL;

  name    = gimp_item_get_name (GIMP_ITEM (piece->region.layer));
  message = g_strdup_printf (_("There is noise of about %.2f of 255 in \"%s\", "
                               "less than the model has ever seen: the layer "
                               "stays as it is."),
                             piece->settings.sigma, name);

  gimp_message (message);
}

/* "Re-imagined LAYER (t = 437, seed 42)" */
static gchar *
new_layer_name (const SiltPiece *piece,
                const gchar     *prefix)
{
  const SiltSettings *settings = &piece->settings;
  gint                seed     = settings->seed;
  g_autofree gchar   *source   = NULL;

  source = gimp_item_get_name (GIMP_ITEM (piece->region.layer));

  if (settings->sigma > 0.0)
    return g_strdup_printf (_("%s %s (σ = %.1f, seed %d)"),
                            prefix, source, settings->sigma, seed);

  if (settings->start < 0)
    return g_strdup_printf (_("%s %s (seed %d)"), prefix, source, seed);

  return g_strdup_printf (_("%s %s (t = %d, seed %d)"),
                          prefix, source, settings->start, seed);
}

void
silt_piece_init_result (const SiltPiece *piece,
                        SiltModel       *model,
                        SiltVerb         verb,
                        gboolean         in_place,
                        const gchar     *prefix,
                        SiltResult      *result)
{
  const SiltRegion *region = &piece->region;

  *result = (SiltResult)
  {
    .picture   = silt_source_part (&piece->source, region),
    .mask      = silt_source_mask (&piece->source, region),
    .x         = region->extent.x + region->bounds.x,
    .y         = region->extent.y + region->bounds.y,
    .target    = in_place ? region->layer : NULL,
    .target_x  = region->bounds.x,
    .target_y  = region->bounds.y,
    .reference = GIMP_DRAWABLE (region->layer),
    .name      = new_layer_name (piece, prefix),
    .settings  = silt_settings_to_json (&piece->settings, verb, model)
  };
}

void
silt_piece_clear (SiltPiece *piece)
{
  silt_source_clear (&piece->source);
}
