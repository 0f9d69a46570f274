/* Silt: running a fuzz target over files
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

#include <string.h>

#include "fuzz.h"

/* An exact copy, so that a read beyond the end is seen. */
static guint
run_file (const gchar *path)
{
  g_autofree gchar   *bytes = NULL;
  g_autofree guint8  *copy  = NULL;
  g_autoptr (GError)  error = NULL;
  gsize               length;

  if (! g_file_get_contents (path, &bytes, &length, &error))
    g_error ("%s", error->message);

  copy = g_memdup2 (bytes, length);
  LLVMFuzzerTestOneInput (copy, length);

  return 1;
}

static guint
run (const gchar *path,
     const gchar *suffix)
{
  g_autoptr (GDir)  dir = g_dir_open (path, 0, NULL);
  const gchar      *name;
  guint             n   = 0;

  if (! dir)
    return g_str_has_suffix (path, suffix) ? run_file (path) : 0;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree gchar *entry = g_build_filename (path, name, NULL);

      n += run (entry, suffix);
    }

  return n;
}

/* DRIVER SUFFIX FOLDER...: all files of that suffix, also further below. */
int
main (int    argc,
      char **argv)
{
  guint n = 0;
  gint  i;

  for (i = 2; i < argc; i++)
    n += run (argv[i], argv[1]);

  g_print ("%u seeds\n", n);

  return n > 0 ? 0 : 1;
}
