/* Silt: the arguments that every walk takes
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

/* What a choice shows to people, beside its word in the PDB. */
typedef struct
{
  const gchar *label;
  const gchar *help;
} SiltChoiceText;

typedef const gchar * (* SiltNameFunc) (gint value);

/* Adds the values 0 ... n_values - 1, whose words `name` gives. */
void        silt_choice_add_values    (GimpChoice            *choice,
                                       SiltNameFunc           name,
                                       const SiltChoiceText  *texts,
                                       gint                   n_values);

/* Adds "model", a folder, and an argument for each field of SiltSettings but
 * the size, the start and seamless, with this default for "class". */
void        silt_walk_args_add        (GimpProcedure         *procedure,
                                       const gchar           *class_name);

/* Adds "start". */
void        silt_walk_args_add_start  (GimpProcedure         *procedure);

/* Adds a choice among `values`, ended by NULL, the first of which is the
 * default. */
void        silt_walk_args_add_choice (GimpProcedure         *procedure,
                                       const gchar           *argument,
                                       const gchar           *nick,
                                       const gchar           *blurb,
                                       const gchar *const    *values,
                                       const SiltChoiceText  *texts);

/* The folder of the user's own models, in GIMP's directory.  Free with g_free. */
gchar     * silt_walk_args_models_folder
                                      (void);

/* The model in the folder that `config` names; where it names none, the one
 * that comes with Silt. */
SiltModel * silt_walk_args_open_model (GimpProcedureConfig   *config,
                                       GError               **error);

/* Fills in the settings for a picture of width x height pixels, which have yet
 * to be checked against the model. */
gboolean    silt_walk_args_read       (GimpProcedureConfig   *config,
                                       SiltModel             *model,
                                       gint                   width,
                                       gint                   height,
                                       SiltSettings          *settings,
                                       GError               **error);

/* The other way round: makes the arguments those that lead to a model of this
 * name, and to these settings. */
gboolean    silt_walk_args_write_model
                                      (GimpProcedureConfig   *config,
                                       const gchar           *name,
                                       GError               **error);
gboolean    silt_walk_args_write      (GimpProcedureConfig   *config,
                                       SiltModel             *model,
                                       const SiltSettings    *settings,
                                       GError               **error);

G_END_DECLS
