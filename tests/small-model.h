/* Silt: a model of little work, in a test
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

#include "command.h"

/* The folder "model": a golden network, with the scheduler of the shipped
 * model. */
static inline void
make_model (Fixture     *fixture,
            const gchar *network,
            gint         unshuffle)
{
  g_autofree gchar *golden    = g_test_build_filename (G_TEST_DIST, "golden",
                                                       network, NULL);
  g_autofree gchar *texture   = g_test_build_filename (G_TEST_DIST, "..",
                                                       "weights", "texture",
                                                       "scheduler", NULL);
  g_autofree gchar *unet      = g_canonicalize_filename (golden, NULL);
  g_autofree gchar *scheduler = g_canonicalize_filename (texture, NULL);
  g_autofree gchar *model     = path_in (fixture, "model");
  g_autofree gchar *to_unet   = path_in (fixture, "model/unet");
  g_autofree gchar *to_other  = path_in (fixture, "model/scheduler");
  g_autofree gchar *index     = g_strdup_printf ("{ \"pixel_unshuffle\": %d }",
                                                 unshuffle);
  GFile            *file;

  g_assert_cmpint (g_mkdir (model, 0700), ==, 0);

  file = g_file_new_for_path (to_unet);
  g_assert_true (g_file_make_symbolic_link (file, unet, NULL, NULL));
  g_object_unref (file);

  file = g_file_new_for_path (to_other);
  g_assert_true (g_file_make_symbolic_link (file, scheduler, NULL, NULL));
  g_object_unref (file);

  write_file (fixture, "model/model_index.json", index, -1);
}

static inline void
delete_model (Fixture *fixture)
{
  delete (fixture, "model/model_index.json");
  delete (fixture, "model/scheduler");
  delete (fixture, "model/unet");
  delete (fixture, "model");
}
