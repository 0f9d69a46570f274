/* Silt: a model of little work that knows classes, in a test
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

#include "scratch.h"

#define N_CLASSES 6

/* In `folder`, the network of a golden case, strictly local, with names for its
 * classes. */
static inline SiltModel *
class_model_open (const gchar *folder)
{
  const gchar        *index  = "{ 'pixel_unshuffle': 2, 'id2label': {"
                               " '0': 'ash', '1': 'bone', '2': 'clay',"
                               " '3': 'dust', '4': 'earth', '5': 'felt' } }";
  g_autofree gchar   *text   = quoted (index);
  g_autofree gchar   *golden = g_test_build_filename (G_TEST_DIST, "golden",
                                                      "unet-local", NULL);
  g_autofree gchar   *unet   = g_canonicalize_filename (golden, NULL);
  g_autofree gchar   *link   = g_build_filename (folder, "unet", NULL);
  g_autoptr (GFile)   file   = g_file_new_for_path (link);
  g_autoptr (GError)  error  = NULL;
  SiltModel          *model;

  g_free (scratch_write (folder, "model_index.json", text, strlen (text)));
  g_file_make_symbolic_link (file, unet, NULL, &error);
  g_assert_no_error (error);

  model = silt_model_open (folder, &error);
  g_assert_no_error (error);

  return model;
}
