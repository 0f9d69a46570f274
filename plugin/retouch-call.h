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

#pragma once

#include <libgimp/gimp.h>

#include "destination.h"
#include "retouch.h"

G_BEGIN_DECLS

/* The values of the argument "output". */
enum
{
  SILT_OUTPUT_NEW_LAYER,
  SILT_OUTPUT_IN_PLACE
};

typedef struct
{
  const SiltRetouch   *retouch;
  GimpProcedureConfig *config;
  SiltDestination      destination;
  SiltPiece           *pieces;
  gint                 n_pieces;
  SiltWalkDialog      *dialog;      /* NULL when nobody is asked */
  SiltModel           *model;
} SiltRetouchCall;

/* Looks at what is selected; `retouch` and `config` are set.  Errors: something
 * is selected that cannot be worked on.  To be cleared in any case. */
gboolean     silt_retouch_call_init     (SiltRetouchCall        *call,
                                         GimpImage              *image,
                                         GimpDrawable          **drawables,
                                         GimpRunMode             run_mode,
                                         GError                **error);
void         silt_retouch_call_clear    (SiltRetouchCall        *call);

gboolean     silt_retouch_call_in_place (const SiltRetouchCall  *call);

/* Reads and checks the settings of each layer. */
gboolean     silt_retouch_call_read     (SiltRetouchCall        *call,
                                         SiltModel              *model,
                                         GError                **error);

/* Does the work, with call->model, and lays its results into the image.  Gives
 * a layer for each of those that were worked on, NULL-terminated; free with
 * g_free. */
GimpLayer ** silt_retouch_call_make     (SiltRetouchCall        *call,
                                         GError                **error);

G_END_DECLS
