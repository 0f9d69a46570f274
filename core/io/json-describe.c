/* Silt: a JSON value in words
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

#include "json-describe.h"

#include <math.h>
#include <string.h>

#include "words.h"

gchar *
silt_json_describe_double (gdouble value)
{
  gchar buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return g_strdup ("NaN");

  if (isinf (value))
    return g_strdup (value < 0.0 ? "-Infinity" : "Infinity");

  g_ascii_formatd (buffer, sizeof buffer, "%.6g", value);

  return g_strconcat (buffer, strpbrk (buffer, ".e") ? "" : ".0", NULL);
}

static gchar *
describe_value (JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

    case G_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? "true" : "false");

    case G_TYPE_STRING:
      return silt_words_quote (json_node_get_string (node));

    default:
      return silt_json_describe_double (json_node_get_double (node));
    }
}

gchar *
silt_json_describe (JsonNode *node)
{
  guint n;

  if (! node)
    return g_strdup ("nothing");

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      n = json_object_get_size (json_node_get_object (node));
      return g_strdup_printf ("an object of %u", n);

    case JSON_NODE_ARRAY:
      n = json_array_get_length (json_node_get_array (node));
      return g_strdup_printf ("an array of %u", n);

    case JSON_NODE_VALUE:
      return describe_value (node);

    default:
      return g_strdup ("null");
    }
}
