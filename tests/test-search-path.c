/* Silt: tests of where models are looked for
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

#include <glib/gstdio.h>

#include "silt.h"

/* The directories: one of the environment's, one extra, the user's, and what
 * the system has, in this order; each but once. */
static void
test_order (void)
{
  const gchar       *extra[] = { "/extra", "/own", NULL };
  g_autofree gchar  *user    = g_build_filename (g_get_user_data_dir (),
                                                 "silt", "models", NULL);
  g_autofree gchar  *system  = g_build_filename (g_get_system_data_dirs ()[0],
                                                 "silt", "models", NULL);
  g_auto (GStrv)     path    = NULL;
  gint               i, n;

  g_setenv ("SILT_MODEL_PATH", "/own" G_SEARCHPATH_SEPARATOR_S
            G_SEARCHPATH_SEPARATOR_S "/other/", TRUE);
  path = silt_model_search_path (extra);

  g_assert_cmpstr (path[0], ==, "/own");
  g_assert_cmpstr (path[1], ==, "/other/");
  g_assert_cmpstr (path[2], ==, "/extra");
  g_assert_cmpstr (path[3], ==, user);
  g_assert_cmpstr (path[4], ==, system);

  n = g_strv_length (path);
  g_assert_true (g_str_has_suffix (path[n - 1], "/tests/models"));
  for (i = 0; i < n; i++)
    g_assert_false (g_strv_contains ((const gchar *const *) path + i + 1,
                                     path[i]));
}

static void
test_unset (void)
{
  g_auto (GStrv)    path = NULL;
  g_autofree gchar *user = g_build_filename (g_get_user_data_dir (),
                                             "silt", "models", NULL);

  g_unsetenv ("SILT_MODEL_PATH");
  path = silt_model_search_path (NULL);
  g_assert_cmpstr (path[0], ==, user);
}

static void
test_find (void)
{
  g_autofree gchar *first    = g_dir_make_tmp ("silt-XXXXXX", NULL);
  g_autofree gchar *second   = g_dir_make_tmp ("silt-XXXXXX", NULL);
  g_autofree gchar *model    = g_build_filename (second, "clay", NULL);
  g_autofree gchar *file     = g_build_filename (first, "clay", NULL);
  const gchar      *extra[]  = { first, second, NULL };
  g_autofree gchar *found    = NULL;
  GError           *error    = NULL;

  g_unsetenv ("SILT_MODEL_PATH");
  g_assert_cmpint (g_mkdir (model, 0777), ==, 0);
  g_assert_true (g_file_set_contents (file, "no folder", -1, NULL));

  found = silt_model_find ("clay", extra, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, model);

  g_unlink (file);
  g_rmdir (model);
  g_rmdir (first);
  g_rmdir (second);
}

static void
test_not_found (gconstpointer name)
{
  const gchar       *extra[] = { "/no-such-directory", NULL };
  g_autoptr (GError) error   = NULL;

  g_setenv ("SILT_MODEL_PATH", g_get_tmp_dir (), TRUE);
  g_assert_null (silt_model_find (name, extra, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_IO);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_nonnull (strstr (error->message, g_get_tmp_dir ()));
  g_assert_nonnull (strstr (error->message, "/no-such-directory"));
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search-path/order", test_order);
  g_test_add_func ("/search-path/unset", test_unset);
  g_test_add_func ("/search-path/find", test_find);
  g_test_add_data_func ("/search-path/not-found/missing",
                        "no-such-model", test_not_found);
  g_test_add_data_func ("/search-path/not-found/empty", "", test_not_found);
  g_test_add_data_func ("/search-path/not-found/here", ".", test_not_found);
  g_test_add_data_func ("/search-path/not-found/above", "..", test_not_found);
  g_test_add_data_func ("/search-path/not-found/slash", "/", test_not_found);

  return g_test_run ();
}
