/* Silt: how much memory is to be had
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

#include "memory-size.h"

#include <string.h>

gsize
silt_memory_available (void)
{
  static const gchar key[] = "\nMemAvailable:";

  g_autofree gchar *text = NULL;
  const gchar      *line;

  if (! g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return G_MAXSIZE;

  line = strstr (text, key);
  if (! line)
    return G_MAXSIZE;

  return g_ascii_strtoull (line + strlen (key), NULL, 10) * 1024;
}
