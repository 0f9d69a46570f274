/* Silt: the lists of a configuration
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

#include "json-config-private.h"

#include "json-describe.h"

/* NULL where the key is missing, null or no such array. */
static JsonArray *
lookup_array (SiltConfig  *config,
              const gchar *key,
              guint        max_n)
{
  g_autofree gchar *expected = NULL;
  JsonNode         *node     = silt_config_lookup (config, key);

  if (! node)
    return NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      guint      n     = json_array_get_length (array);

      if (n >= 1 && n <= max_n)
        return array;
    }

  expected = g_strdup_printf ("an array of 1 to %u", max_n);
  silt_config_keep_mismatch (config, key, -1, expected, node);

  return NULL;
}

gboolean
silt_config_is_empty (SiltConfig  *config,
                      const gchar *key)
{
  JsonNode *node = silt_config_lookup (config, key);

  return node && JSON_NODE_HOLDS_ARRAY (node) &&
         json_array_get_length (json_node_get_array (node)) == 0;
}

gint64 *
silt_config_ints (SiltConfig  *config,
                  const gchar *key,
                  guint        max_n,
                  gint64       min,
                  gint64       max,
                  guint       *n)
{
  g_autofree gint64 *values = NULL;
  JsonArray         *array  = lookup_array (config, key, max_n);
  guint              length = array ? json_array_get_length (array) : 0;
  guint              i;

  *n     = 0;
  values = g_new (gint64, length);

  for (i = 0; i < length; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (! silt_config_take_int (config, key, i, element, min, max,
                                  &values[i]))
        {
          return NULL;
        }
    }

  *n = length;

  return g_steal_pointer (&values);
}

gdouble *
silt_config_doubles (SiltConfig  *config,
                     const gchar *key,
                     guint        max_n,
                     gdouble      min,
                     gdouble      max,
                     guint       *n)
{
  g_autofree gdouble *values = NULL;
  JsonArray          *array  = lookup_array (config, key, max_n);
  guint               length = array ? json_array_get_length (array) : 0;
  guint               i;

  *n     = 0;
  values = g_new (gdouble, length);

  for (i = 0; i < length; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (! silt_config_take_double (config, key, i, element, min, max,
                                     &values[i]))
        {
          return NULL;
        }
    }

  *n = length;

  return g_steal_pointer (&values);
}

gchar **
silt_config_strings (SiltConfig  *config,
                     const gchar *key,
                     guint        max_n)
{
  g_auto (GStrv)  values = NULL;
  JsonArray      *array  = lookup_array (config, key, max_n);
  guint           length = array ? json_array_get_length (array) : 0;
  guint           i;

  if (! array)
    return NULL;

  values = g_new0 (gchar *, length + 1);

  for (i = 0; i < length; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      values[i] = g_strdup (silt_config_take_string (config, key, i, element));

      if (! values[i])
        return NULL;
    }

  return g_steal_pointer (&values);
}

gchar **
silt_config_labels (SiltConfig  *config,
                    const gchar *key,
                    guint        max_n)
{
  g_auto (GStrv)  labels = NULL;
  JsonNode       *node   = silt_config_lookup (config, key);
  JsonObject     *object = NULL;
  guint           n      = 0;
  guint           i;

  if (! node)
    return NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      object = json_node_get_object (node);
      n      = json_object_get_size (object);
    }

  if (n < 1 || n > max_n)
    {
      g_autofree gchar *found = silt_json_describe (node);

      silt_config_keep_fault (config, key, -1,
                              "expected an object of 1 to %u strings, found %s",
                              max_n, found);
      return NULL;
    }

  labels = g_new0 (gchar *, n + 1);

  for (i = 0; i < n; i++)
    {
      g_autofree gchar *number = g_strdup_printf ("%u", i);
      JsonNode         *label  = json_object_get_member (object, number);

      if (! label)
        {
          silt_config_keep_fault (config, key, -1,
                                  "expected %u keys from \"0\" to \"%u\", "
                                  "found no \"%u\"", n, n - 1, i);
          return NULL;
        }

      labels[i] = g_strdup (silt_config_take_string (config, key, i, label));

      if (! labels[i])
        return NULL;
    }

  return g_steal_pointer (&labels);
}
