/* Silt: a file, mapped read-only
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

#include "map-file.h"

#include <errno.h>

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "silt.h"

GMappedFile *
silt_map_file (const gchar  *path,
               GError      **error)
{
  g_autofree gchar  *name  = g_filename_display_name (path);
  g_autoptr (GError) cause = NULL;
  GMappedFile       *file  = NULL;
  GStatBuf           info;

  if (g_stat (path, &info) != 0)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "%s: cannot be opened: %s", name, g_strerror (errno));
    }
  else if (! S_ISREG (info.st_mode))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "%s: expected a file, found %s", name,
                   S_ISDIR (info.st_mode) ? "a folder" : "a device or a pipe");
    }
  else if (! (file = g_mapped_file_new (path, FALSE, &cause)))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "%s: cannot be read: %s", name, cause->message);
    }

  return file;
}
