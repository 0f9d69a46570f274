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

#pragma once

#include <libgimp/gimp.h>

#include "result.h"
#include "source.h"

G_BEGIN_DECLS

/* Of several layers that are worked on, one. */
typedef struct
{
  SiltRegion    region;
  gboolean      as_seen;    /* with the layer's effects, else its own pixels  */
  gboolean      measured;
  gdouble       sigma;      /* of the noise that was found, of 255            */
  gboolean      gray;       /* all channels are alike                         */
  SiltSource    source;     /* zeros until it is read                         */
  SiltSettings  settings;
} SiltPiece;

/* Whether it is the layer as it is seen that is worked on. */
void     silt_piece_set_as_seen (SiltPiece        *piece,
                                 gboolean          as_seen);

/* Finds `sigma` and `gray` once, by what is selected and not transparent.
 * Errors: those of silt_source_read. */
gboolean silt_piece_measure     (SiltPiece        *piece,
                                 GError          **error);

/* Whether there is less noise to be removed than the model has ever seen: then
 * the layer stays as it is, which silt_piece_tell_clean says. */
gboolean silt_piece_is_clean    (const SiltPiece  *piece,
                                 SiltModel        *model);
void     silt_piece_tell_clean  (const SiltPiece  *piece);

/* Where the source's picture goes when it is what the walk made of it: into the
 * layer, or into a new one whose name begins with `prefix`.  The pixels remain
 * the piece's.  Clear with silt_result_clear. */
void     silt_piece_init_result (const SiltPiece  *piece,
                                 SiltModel        *model,
                                 SiltVerb          verb,
                                 gboolean          in_place,
                                 const gchar      *prefix,
                                 SiltResult       *result);

void     silt_piece_clear       (SiltPiece        *piece);

G_END_DECLS
