/* Silt: the cache of the Hugging Face hub
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

#include "hub-cache.h"

#include <string.h>

#include "silt.h"

#define PREFIX       "models--"
#define MAX_REVISION 100         /* characters */

/* The revision in refs/main where it names one; or NULL. */
static gchar *
read_main (const gchar *folder)
{
  g_autofree gchar *path = g_build_filename (folder, "refs", "main", NULL);
  g_autofree gchar *text = NULL;

  if (! g_file_test (path, G_FILE_TEST_IS_REGULAR) ||
      ! g_file_get_contents (path, &text, NULL, NULL))
    {
      return NULL;
    }

  g_strstrip (text);

  if (*text == '\0' || *text == '.' || strpbrk (text, "/\\") ||
      strlen (text) > MAX_REVISION)
    {
      return NULL;
    }

  return g_steal_pointer (&text);
}

/* The only entry; NULL where there is none or several, *n of them. */
static gchar *
find_only (const gchar *folder,
           guint       *n)
{
  g_autoptr (GDir)  dir   = g_dir_open (folder, 0, NULL);
  g_autofree gchar *found = NULL;
  const gchar      *name;

  *n = 0;

  while (dir && (name = g_dir_read_name (dir)))
    {
      if (*name == '.')
        continue;

      *n += 1;
      g_free (found);
      found = g_strdup (name);
    }

  return *n == 1 ? g_steal_pointer (&found) : NULL;
}

gchar *
silt_hub_cache_resolve (const gchar  *folder,
                        GError      **error)
{
  g_autofree gchar *absolute  = g_canonicalize_filename (folder, NULL);
  g_autofree gchar *name      = g_path_get_basename (absolute);
  g_autofree gchar *snapshots = g_build_filename (folder, "snapshots", NULL);
  g_autofree gchar *revision  = NULL;
  g_autofree gchar *snapshot  = NULL;
  g_autofree gchar *shown     = NULL;
  guint             n         = 0;

  if (! g_str_has_prefix (name, PREFIX) ||
      ! g_file_test (snapshots, G_FILE_TEST_IS_DIR))
    {
      return g_strdup (folder);
    }

  revision = read_main (folder);

  if (revision)
    {
      snapshot = g_build_filename (snapshots, revision, NULL);

      if (g_file_test (snapshot, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&snapshot);

      g_clear_pointer (&revision, g_free);
    }

  revision = find_only (snapshots, &n);

  if (revision)
    return g_build_filename (snapshots, revision, NULL);

  shown = g_filename_display_name (folder);
  g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
               "%s: expected the snapshot that refs/main names, or one alone, "
               "found %u", shown, n);

  return NULL;
}

gchar *
silt_hub_cache_name (const gchar *folder)
{
  g_autofree gchar *snapshots = g_path_get_dirname (folder);
  g_autofree gchar *model     = g_path_get_dirname (snapshots);
  g_autofree gchar *parent    = g_path_get_basename (snapshots);
  g_autofree gchar *name      = g_path_get_basename (model);
  const gchar      *last      = NULL;

  if (strcmp (parent, "snapshots") == 0 && g_str_has_prefix (name, PREFIX))
    last = g_strrstr (name, "--");

  return last && last[2] != '\0' ? g_strdup (last + 2)
                                 : g_path_get_basename (folder);
}
