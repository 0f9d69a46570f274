/* Silt: the procedure that makes a texture layer
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

#include "color-args.h"

G_BEGIN_DECLS

#define SILT_TEXTURE_PROC "plug-in-silt-texture"

GimpProcedure  * silt_texture_procedure_new (GimpPlugIn          *plug_in);

/* One call of a procedure that makes textures. */
typedef struct
{
  GimpProcedure       *procedure;
  GimpProcedureConfig *config;
  GimpRunMode          run_mode;
  GimpImage           *image;      /* NULL: a new one, as large as the arguments
                                    * "width" and "height" say                */
  GimpDrawable        *reference;  /* above which the layers come, or NULL    */
  GeglRectangle        bounds;     /* of the layers, on an image that is there */
  SiltColors           kept;       /* colours to be repeated, or zeros        */
} SiltTextureCall;

/* Adds the arguments that all these procedures have. */
void             silt_texture_add_args      (GimpProcedure       *procedure);

/* Asks for the arguments, unless nobody is to be asked, and makes the layer, or
 * the group of layers.  NULL: there was an error, or, without one, it was
 * cancelled. */
GimpLayer      * silt_texture_make          (SiltTextureCall     *call,
                                             GError             **error);

/* Runs the procedure as one that made `layer` with these settings: a layer of
 * their size, where that one is. */
GimpValueArray * silt_texture_repeat        (GimpProcedure       *procedure,
                                             GimpRunMode          run_mode,
                                             GimpImage           *image,
                                             GimpLayer           *layer,
                                             GimpProcedureConfig *config,
                                             const SiltSettings  *settings);

G_END_DECLS
