/* Silt: what came of the work, on its way into GIMP
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

/* A picture that was made, and where it goes. */
typedef struct
{
  SiltPicture   picture;    /* with its alpha where its pixel stride is 4     */
  SiltMask      mask;       /* how much of it is selected, of its size; data:
                             * NULL for all                                   */
  gint          x, y;       /* of its upper left corner, on the image         */

  GimpLayer    *target;     /* the layer whose pixels it takes the place of,
                             * as far as they are selected; NULL for a new one */
  gint          target_x;   /* of its upper left corner, on the target        */
  gint          target_y;
  GimpDrawable *reference;  /* above which a new layer comes, or NULL         */
  gchar        *name;       /* of a new layer                                 */
  gchar        *settings;   /* for its parasites, see layer-record.h;         */
  gchar        *source;     /* NULL where it was made from no other layer     */

  GimpLayer    *layer;      /* the layer that has it in the end               */
} SiltResult;

void silt_result_clear (SiltResult *result);

G_END_DECLS
