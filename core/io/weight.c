/* Silt: one tensor of a file
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

#include "weight.h"

static void
clear_weight (gpointer data)
{
  SiltWeight *weight = data;

  g_free ((gchar *) weight->name);
}

GArray *
silt_weights_list_new (void)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (SiltWeight));

  g_array_set_clear_func (list, clear_weight);

  return list;
}

gchar *
silt_shape_to_string (guint         n_dims,
                      const gint64 *dims)
{
  GString *text = g_string_new ("[");
  guint    i;

  for (i = 0; i < n_dims; i++)
    {
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT,
                              i > 0 ? ", " : "", dims[i]);
    }

  g_string_append_c (text, ']');

  return g_string_free (text, FALSE);
}
