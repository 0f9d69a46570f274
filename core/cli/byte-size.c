/* Silt: sizes in bytes, as people write them
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

#include "byte-size.h"

/* The powers of a unit: K, M, G and T. */
static const gchar prefixes[] = "kmgt";

/* What the letters of a unit stand for; 0 for none that is known. */
static gdouble
unit_value (const gchar *unit)
{
  gdouble value = 1.0;
  gint    power = 0;
  gint    i;

  for (i = 0; prefixes[i]; i++)
    if (g_ascii_tolower (*unit) == prefixes[i])
      power = i + 1;

  if (power > 0)
    {
      gboolean is_binary = g_ascii_tolower (*++unit) == 'i';

      unit += is_binary;
      while (power--)
        value *= is_binary ? 1024.0 : 1000.0;
    }

  return g_ascii_strcasecmp (unit, "b") == 0 || ! *unit ? value : 0.0;
}

gboolean
silt_byte_size_parse (const gchar *text,
                      gint64      *n_bytes)
{
  gchar   *unit;
  gdouble  bytes = g_ascii_strtod (text, &unit);

  if (unit == text)
    return FALSE;

  while (*unit == ' ')
    unit++;

  bytes *= unit_value (unit);
  if (! (bytes >= 1.0 && bytes < (gdouble) G_MAXINT64))
    return FALSE;

  *n_bytes = bytes;
  return TRUE;
}
