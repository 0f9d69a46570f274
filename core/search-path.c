/* Silt: where models are looked for
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

#include "silt.h"

/* Adds `directory`/`tail`, unless it is on the path already. */
static void
add (GPtrArray   *path,
     const gchar *directory,
     const gchar *tail)
{
  gchar *full = g_build_filename (directory, tail, NULL);

  if (g_ptr_array_find_with_equal_func (path, full, g_str_equal, NULL))
    g_free (full);
  else
    g_ptr_array_add (path, full);
}

/* models/ beside the executable: a plug-in brings its own models so.  Nothing
 * where the system does not tell which file is running. */
static void
add_beside_executable (GPtrArray *path)
{
  g_autofree gchar *executable = g_file_read_link ("/proc/self/exe", NULL);

  if (executable)
    {
      g_autofree gchar *directory = g_path_get_dirname (executable);

      add (path, directory, "models");
    }
}

gchar **
silt_model_search_path (const gchar *const *extra)
{
  GPtrArray          *path     = g_ptr_array_new ();
  const gchar        *variable = g_getenv ("SILT_MODEL_PATH");
  const gchar *const *system   = g_get_system_data_dirs ();
  gint                i;

  if (variable)
    {
      g_auto (GStrv) own = g_strsplit (variable, G_SEARCHPATH_SEPARATOR_S, -1);

      for (i = 0; own[i]; i++)
        if (*own[i])
          add (path, own[i], NULL);
    }

  for (i = 0; extra && extra[i]; i++)
    add (path, extra[i], NULL);

  add (path, g_get_user_data_dir (), "silt/models");
  for (i = 0; system[i]; i++)
    add (path, system[i], "silt/models");

  add (path, SILT_MODELS_DIR, NULL);
  add_beside_executable (path);

  g_ptr_array_add (path, NULL);
  return (gchar **) g_ptr_array_free (path, FALSE);
}

/* "." and ".." are directories everywhere and models nowhere. */
static gboolean
is_bare_name (const gchar *name)
{
  return (*name && ! strchr (name, G_DIR_SEPARATOR) &&
          strcmp (name, ".") != 0 && strcmp (name, "..") != 0);
}

gchar *
silt_model_find (const gchar        *name,
                 const gchar *const *extra,
                 GError            **error)
{
  g_auto (GStrv)    path = silt_model_search_path (extra);
  g_autofree gchar *list = NULL;
  gint              i;

  for (i = 0; is_bare_name (name) && path[i]; i++)
    {
      g_autofree gchar *folder = g_build_filename (path[i], name, NULL);

      if (g_file_test (folder, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&folder);
    }

  list = g_strjoinv (", ", path);
  g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
               "there is no model \"%s\" in any of: %s", name, list);
  return NULL;
}
