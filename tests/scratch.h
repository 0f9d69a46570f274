/* Silt: a folder for the files that a test writes
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

#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "silt.h"

static inline gchar *
scratch_new (void)
{
  g_autoptr (GError)  error = NULL;
  gchar              *path  = g_dir_make_tmp ("silt-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

/* Removes the folder and all that is in it. */
static inline void
scratch_remove (const gchar *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) &&
      ! g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir)  dir = g_dir_open (path, 0, NULL);
      const gchar      *name;

      while ((name = g_dir_read_name (dir)))
        {
          g_autofree gchar *entry = g_build_filename (path, name, NULL);

          scratch_remove (entry);
        }
    }

  g_assert_cmpint (g_remove (path), ==, 0);
}

static inline void
scratch_free (gchar *path)
{
  scratch_remove (path);
  g_free (path);
}

/* Writes folder/name, where name may hold slashes, and returns its path. */
static inline gchar *
scratch_write (const gchar *folder,
               const gchar *name,
               const void  *bytes,
               gsize        length)
{
  g_autoptr (GError)  error  = NULL;
  gchar              *path   = g_build_filename (folder, name, NULL);
  g_autofree gchar   *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);

  return path;
}

/* C source with JSON in it is easier to read where ' stands for " and ` for '.
 * Free with g_free. */
static inline gchar *
quoted (const gchar *text)
{
  gchar *copy = g_strdup (text);

  g_strdelimit (copy, "'", '"');
  g_strdelimit (copy, "`", '\'');

  return copy;
}

/* The error is of Silt's domain and of this code, and its message holds each
 * of the words; frees it. */
static inline void
assert_silt_error (GError             *error,
                   SiltErrorCode       code,
                   const gchar *const *words)
{
  guint i;

  g_assert_error (error, SILT_ERROR, (gint) code);
  g_test_message ("%s", error->message);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_false (g_str_has_suffix (error->message, "\n"));

  for (i = 0; words[i]; i++)
    {
      if (! strstr (error->message, words[i]))
        g_error ("\"%s\" does not name \"%s\"", error->message, words[i]);
    }

  g_error_free (error);
}
