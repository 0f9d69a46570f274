/* Silt: Draft, Good, Best
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

#include "silt.h"

G_BEGIN_DECLS

typedef enum
{
  SILT_QUALITY_CUSTOM = -1,  /* none of these */
  SILT_QUALITY_DRAFT,
  SILT_QUALITY_GOOD,
  SILT_QUALITY_BEST,
  SILT_N_QUALITIES
} SiltQuality;

/* Sets the steps, the sampler and the spacing that make this quality with
 * `model`. */
void        silt_quality_apply       (SiltQuality         quality,
                                      SiltModel          *model,
                                      SiltSettings       *settings);

/* That which these settings make. */
SiltQuality silt_quality_of          (SiltModel          *model,
                                      const SiltSettings *settings);


/* A row of buttons of which one is pressed, or, where the quality is no other's
 * but the user's own, none. */
#define SILT_TYPE_QUALITY_CHOOSER (silt_quality_chooser_get_type ())
G_DECLARE_FINAL_TYPE (SiltQualityChooser, silt_quality_chooser,
                      SILT, QUALITY_CHOOSER, GtkBox)

GtkWidget * silt_quality_chooser_new (void);

/* The signal "chosen" (SiltQuality) is for what the user does, not for this. */
void        silt_quality_chooser_set (SiltQualityChooser *chooser,
                                      SiltQuality         quality);

G_END_DECLS
