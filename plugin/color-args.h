/* Silt: the arguments about a texture's colours
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

#include <libgimp/gimp.h>

#include "silt.h"

G_BEGIN_DECLS

/* What "color-match" says. */
typedef enum
{
  SILT_COLORS_OWN,       /* as the model draws them        */
  SILT_COLORS_CONTEXT,   /* of foreground and background   */
  SILT_COLORS_LAYER,     /* of the layer "color-layer"     */
  SILT_COLORS_KEPT       /* those that were taken before   */
} SiltColorsFrom;

/* Adds "color-match", "color-layer" and "color-amount"; and, for ourselves,
 * "color-measured". */
void     silt_color_args_add     (GimpProcedure        *procedure);

/* Puts the colours of a layer, NULL for none, into "color-measured", and takes
 * "color-layer" away: GIMP keeps no layers among the last values, and a layer
 * may be gone by then.  It holds nothing where the layer has no colours. */
void     silt_color_args_measure (GimpProcedureConfig  *config,
                                  GimpLayer            *layer);

/* Fills in the colours that the arguments lead to; kept: those of
 * SILT_COLORS_KEPT.  Errors: no layer is named or was measured, or nothing of it
 * can be seen. */
gboolean silt_color_args_read    (GimpProcedureConfig  *config,
                                  const SiltColors     *kept,
                                  SiltColors           *colors,
                                  GError              **error);

/* The colours as the model draws them. */
void     silt_color_args_reset   (GimpProcedureConfig  *config);

/* Makes the arguments those that lead to these colours, which the caller keeps,
 * and which the procedure offers from now on. */
void     silt_color_args_write   (GimpProcedureConfig  *config,
                                  const SiltColors     *colors);

G_END_DECLS
