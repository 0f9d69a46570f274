/* Silt: room on a disk, as memory
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

#include "temporary-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <linux/magic.h>

#include "silt.h"

/* Memory that calls itself a disk would take what the file is to spare. */
static gboolean
is_on_disk (const gchar *directory)
{
  struct statfs info;

  return (statfs (directory, &info) == 0 &&
          info.f_type != TMPFS_MAGIC && info.f_type != RAMFS_MAGIC);
}

/* -1 with errno. */
static gint
open_nameless (const gchar *directory)
{
  gint              fd   = open (directory, O_TMPFILE | O_RDWR | O_CLOEXEC,
                                 0600);
  g_autofree gchar *name = NULL;

  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
    return fd;

  name = g_build_filename (directory, "silt-XXXXXX", NULL);
  fd   = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink (name);

  return fd;
}

/* NULL with errno. */
static gpointer
map_in (const gchar *directory,
        gsize        n_bytes)
{
  gpointer map = MAP_FAILED;
  gint     fd;
  gint     fault;

  if (n_bytes > G_MAXINT64)
    {
      errno = EFBIG;
      return NULL;
    }

  fd = open_nameless (directory);
  if (fd < 0)
    return NULL;

  do
    fault = posix_fallocate (fd, 0, n_bytes);
  while (fault == EINTR);

  if (fault == 0)
    {
      map   = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
      fault = errno;
    }

  close (fd);
  errno = fault;

  return map == MAP_FAILED ? NULL : map;
}

gpointer
silt_temporary_file_map (gsize    n_bytes,
                         GError **error)
{
  const gchar *const  directories[] = { g_getenv ("TMPDIR"),
                                        g_get_user_cache_dir (), "/var/tmp",
                                        g_get_tmp_dir () };
  g_autoptr (GString) tried         = g_string_new (NULL);
  g_autofree gchar   *size          = g_format_size (n_bytes);
  gpointer            map           = NULL;
  gsize               i;

  for (i = 0; i < G_N_ELEMENTS (directories) && ! map; i++)
    if (directories[i] && is_on_disk (directories[i]))
      {
        map = map_in (directories[i], n_bytes);
        if (! map)
          g_string_append_printf (tried, "%s%s (%s)", tried->len ? ", " : "",
                                  directories[i], g_strerror (errno));
      }

  if (! map)
    g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                 "no room for the %s that the work keeps in a temporary file: "
                 "%s", size,
                 tried->len ? tried->str : "no directory for it is on a disk");

  return map;
}
