/* Silt: pictures of other seeds
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

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SILT_N_VARIATIONS 6

/* The pixels, each side, of what is shown small. */
#define SILT_VARIATION_SIZE 96

/* A strip of buttons with a small picture each, one a seed.  The signal
 * "chosen" (gint64 seed) is for what the user does. */
#define SILT_TYPE_VARIATIONS (silt_variations_get_type ())
G_DECLARE_FINAL_TYPE (SiltVariations, silt_variations,
                      SILT, VARIATIONS, GtkBox)

GtkWidget * silt_variations_new         (void);

/* Marks the seed that is taken now.  Where it is none of the strip's own, those
 * are this one and the ones that follow, and no picture is there. */
void        silt_variations_set_seed    (SiltVariations  *variations,
                                         gint64           seed);

gint64      silt_variations_get_seed    (SiltVariations  *variations,
                                         gint             index);

/* An image surface, larger ones shrunk; NULL: not yet computed. */
void        silt_variations_set_picture (SiltVariations  *variations,
                                         gint             index,
                                         cairo_surface_t *picture);

/* The first without a picture; -1: all have one. */
gint        silt_variations_next        (SiltVariations  *variations);

void        silt_variations_clear       (SiltVariations  *variations);

G_END_DECLS
