/* Silt: where results go, whatever became of it
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

#include "image-kind.h"
#include "result.h"

G_BEGIN_DECLS

typedef struct
{
  GimpImage     *image;     /* NULL: a new one                   */
  SiltImageKind  kind;      /* of the image, when the work began */
  gboolean       attended;  /* somebody sees what comes of it    */
  gchar         *group;     /* the name of a group for new layers;
                             * NULL for none                     */
} SiltDestination;

void     silt_destination_init   (SiltDestination  *destination,
                                  GimpImage        *image,
                                  GimpRunMode       run_mode);

/* A new image of that size, with a display where somebody sees it. */
void     silt_destination_init_new
                                 (SiltDestination  *destination,
                                  gint              width,
                                  gint              height,
                                  GimpRunMode       run_mode);
void     silt_destination_clear  (SiltDestination  *destination);

/* Lays the results into the image, see silt_layer_commit.  Where the image, or
 * a layer in it, cannot take them any more, it is an error in a script; but
 * nobody who waited for a picture loses it: it is told why it is a new layer or
 * a new image instead. */
gboolean silt_destination_commit (SiltDestination  *destination,
                                  SiltResult       *results,
                                  gint              n_results,
                                  GError          **error);

/* What to tell GIMP when all went well with an image that may be gone. */
GimpPDBStatusType
         silt_destination_status (GimpImage        *image);

G_END_DECLS
