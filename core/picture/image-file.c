/* Silt: pictures in files
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

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "image-file.h"
#include "image-format.h"

typedef gboolean (* PutFunc) (SiltSink          *sink,
                              const SiltPicture *picture,
                              const SiltImage   *like,
                              const gchar       *comment);

static const struct
{
  const gchar *ending;
  PutFunc      put;
} formats[] =
{
  { ".png", silt_png_put },
  { ".pfm", silt_pfm_put }
};

static gboolean
is_standard_output (const gchar *path)
{
  return strcmp (path, "-") == 0;
}

static PutFunc
find_format (const gchar  *path,
             GError      **error)
{
  g_autofree gchar *lower = g_ascii_strdown (path, -1);
  gsize             i;

  if (is_standard_output (path))
    return silt_png_put;

  for (i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].ending))
      return formats[i].put;

  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "\"%s\" cannot be written: its name must end in .png or .pfm",
               path);
  return NULL;
}

static gboolean
fail (const gchar  *path,
      GError      **error)
{
  g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
               "\"%s\" cannot be written: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
check_standard_output (GError **error)
{
  if (! isatty (STDOUT_FILENO))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
               "the standard output is a terminal: expected a pipe or a file "
               "that it leads to");
  return FALSE;
}

gboolean
silt_picture_check_path (const gchar  *path,
                         GError      **error)
{
  g_autofree gchar *directory = g_path_get_dirname (path);

  if (! find_format (path, error))
    return FALSE;

  if (is_standard_output (path))
    return check_standard_output (error);

  if (g_file_test (path, G_FILE_TEST_EXISTS) &&
      ! g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "\"%s\" cannot be written: it exists and is no regular file",
                   path);
      return FALSE;
    }

  if (! g_file_test (directory, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "\"%s\" cannot be written: there is no directory \"%s\"",
                   path, directory);
      return FALSE;
    }

  /* The file will be replaced, for which the directory's permission is
   * enough; but a file that somebody protected is not ours to replace. */
  if (g_access (directory, W_OK | X_OK) != 0 ||
      (g_access (path, F_OK) == 0 && g_access (path, W_OK) != 0))
    return fail (path, error);

  return TRUE;
}

gboolean
silt_sink_put (SiltSink      *sink,
               gconstpointer  data,
               gsize          size)
{
  if (g_cancellable_set_error_if_cancelled (sink->cancellable, sink->error))
    return FALSE;

  return (fwrite (data, 1, size, sink->file) == size ||
          fail (sink->path, sink->error));
}

gpointer
silt_sink_row (SiltSink *sink,
               gsize     size)
{
  gpointer row = g_try_malloc (size);

  if (! row)
    g_set_error (sink->error, SILT_ERROR, SILT_ERROR_MEMORY,
                 "there is no memory to write \"%s\"", sink->path);
  return row;
}

/* A full disk may show only when the last bytes leave for it. */
static gboolean
sink_sync (SiltSink *sink)
{
  return ((fflush (sink->file) == 0 && fsync (fileno (sink->file)) == 0) ||
          fail (sink->path, sink->error));
}

static gboolean
save_file (SiltSink          *sink,
           PutFunc            put,
           const SiltPicture *picture,
           const SiltImage   *like,
           const gchar       *comment)
{
  g_autofree gchar *directory = g_path_get_dirname (sink->path);
  g_autofree gchar *temporary = g_build_filename (directory, ".silt-XXXXXX",
                                                  NULL);
  gboolean          saved;
  gint              fd        = g_mkstemp_full (temporary, O_WRONLY, 0666);

  if (fd < 0)
    return fail (sink->path, sink->error);

  sink->file = fdopen (fd, "wb");
  if (! sink->file)
    {
      saved = fail (sink->path, sink->error);
      close (fd);
    }
  else
    {
      saved = put (sink, picture, like, comment) && sink_sync (sink);
      if (fclose (sink->file) != 0 && saved)
        saved = fail (sink->path, sink->error);
    }

  if (saved && g_rename (temporary, sink->path) != 0)
    saved = fail (sink->path, sink->error);
  if (! saved)
    g_unlink (temporary);

  return saved;
}

gboolean
silt_picture_save (const SiltPicture  *picture,
                   const SiltImage    *like,
                   const gchar        *path,
                   const gchar        *comment,
                   GCancellable       *cancellable,
                   GError            **error)
{
  SiltSink sink = { path, NULL, cancellable, error };
  PutFunc  put  = find_format (path, error);

  if (! put || ! silt_picture_check_path (path, error))
    return FALSE;

  if (! is_standard_output (path))
    return save_file (&sink, put, picture, like, comment);

  sink.path = "standard output";
  sink.file = stdout;

  return (put (&sink, picture, like, comment) &&
          (fflush (stdout) == 0 || fail (sink.path, error)));
}
