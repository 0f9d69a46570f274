/* Silt: the values that a pickle builds
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

#include "pickle-machine.h"

#include <string.h>

static void
value_free (gpointer data)
{
  SiltPickleValue *value = data;

  if (value->type == SILT_PICKLE_TUPLE || value->type == SILT_PICKLE_LIST ||
      value->type == SILT_PICKLE_DICT)
    {
      g_ptr_array_unref (value->items);
    }

  g_free (value);
}

SiltPickle *
silt_pickle_new (void)
{
  SiltPickle *pickle = g_new0 (SiltPickle, 1);

  pickle->values = g_ptr_array_new_with_free_func (value_free);

  return pickle;
}

void
silt_pickle_free (SiltPickle *pickle)
{
  if (! pickle)
    return;

  g_ptr_array_unref (pickle->values);
  g_free (pickle);
}

gboolean
silt_pickle_equals (const SiltPickleValue *value,
                    const gchar           *string)
{
  return value->type == SILT_PICKLE_STRING &&
         value->string.length == strlen (string) &&
         memcmp (value->string.bytes, string, value->string.length) == 0;
}

SiltPickleValue *
silt_pickle_lookup (const SiltPickleValue *dict,
                    const gchar           *key)
{
  guint i;

  for (i = dict->items->len; i > 0; i -= 2)
    {
      if (silt_pickle_equals (g_ptr_array_index (dict->items, i - 2), key))
        return g_ptr_array_index (dict->items, i - 1);
    }

  return NULL;
}
