/* Silt: the options of the commands that make pictures
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

#include "silt.h"

G_BEGIN_DECLS

#define SILT_N_OPTIONS 27

/* The command line as it was typed: NULL for what was not given.  Starts as
 * zeros but for its verb. */
typedef struct
{
  SiltVerb  verb;
  gchar    *values[SILT_N_OPTIONS];
  gchar    *input;
} SiltOptions;

/* Reads the command line, and checks all of it that needs no model.  What the
 * verb needs is there then: an output, an input, a mask.  Errors:
 * G_OPTION_ERROR for what makes no sense, ARGUMENT. */
gboolean      silt_options_parse      (SiltOptions        *options,
                                       gint                argc,
                                       gchar             **argv,
                                       GError            **error);
void          silt_options_clear      (SiltOptions        *options);

const gchar * silt_options_get_model  (const SiltOptions  *options);
const gchar * silt_options_get_mask   (const SiltOptions  *options);
const gchar * silt_options_get_output (const SiltOptions  *options);

/* The picture whose colours are to be taken on, or NULL. */
const gchar * silt_options_get_colors (const SiltOptions  *options);

/* The defaults for `model`, with what the command line says in their place,
 * and a random seed where it names none.  The size is that of `picture`, NULL
 * for the default or the command line's.  A sigma of 0 is to be estimated, and
 * the colours of a picture are yet to be measured.
 * Error: ARGUMENT. */
gboolean      silt_options_read       (const SiltOptions  *options,
                                       SiltModel          *model,
                                       const SiltPicture  *picture,
                                       SiltSettings       *settings,
                                       GError            **error);

G_END_DECLS
