/* Silt: a JSON file, read key by key
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

#include <string.h>

#include "json-describe.h"
#include "json-read.h"
#include "map-file.h"
#include "silt.h"
#include "words.h"

#define MAX_BYTES (16 * 1024 * 1024)


/* Opening */

SiltConfig *
silt_config_parse (const gchar  *text,
                   gssize        length,
                   const gchar  *name,
                   GError      **error)
{
  g_autofree gchar     *shown = g_filename_display_name (name);
  g_autoptr (JsonNode)  root  = NULL;
  gsize                 size  = length < 0 ? strlen (text) : (gsize) length;
  SiltConfig           *config;

  if (size > MAX_BYTES)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected at most %d MB, found %" G_GSIZE_FORMAT
                   " bytes", shown, MAX_BYTES >> 20, size);
      return NULL;
    }

  root = silt_json_read (text, size, shown, error);

  if (! root)
    return NULL;

  if (! JSON_NODE_HOLDS_OBJECT (root))
    {
      g_autofree gchar *found = silt_json_describe (root);

      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "%s: expected a JSON object, found %s", shown, found);
      return NULL;
    }

  config       = g_new0 (SiltConfig, 1);
  config->path = g_strdup (name);
  config->text = g_strndup (text, size);
  config->root = g_steal_pointer (&root);

  return config;
}

SiltConfig *
silt_config_open (const gchar  *path,
                  GError      **error)
{
  g_autoptr (GMappedFile) file = silt_map_file (path, error);
  const gchar            *text;

  if (! file)
    return NULL;

  text = g_mapped_file_get_contents (file);

  return silt_config_parse (text ? text : "",
                            g_mapped_file_get_length (file), path, error);
}

void
silt_config_free (SiltConfig *config)
{
  if (! config)
    return;

  json_node_unref (config->root);
  g_free (config->path);
  g_free (config->text);
  g_free (config->fault);
  g_free (config);
}

const gchar *
silt_config_path (SiltConfig *config)
{
  return config->path;
}

const gchar *
silt_config_text (SiltConfig *config)
{
  return config->text;
}


/* Faults */

/* FILE: "key", or FILE: "key"[index] for an element, index >= 0 */
static gchar *
place (SiltConfig  *config,
       const gchar *key,
       gint         index)
{
  g_autofree gchar *name = g_filename_display_name (config->path);

  if (index < 0)
    return g_strdup_printf ("%s: \"%s\"", name, key);

  return g_strdup_printf ("%s: \"%s\"[%d]", name, key, index);
}

void
silt_config_keep_fault (SiltConfig  *config,
                        const gchar *key,
                        gint         index,
                        const gchar *format,
                        ...)
{
  g_autofree gchar *where = NULL;
  g_autofree gchar *what  = NULL;
  va_list           args;

  if (config->fault)
    return;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  where         = place (config, key, index);
  config->fault = g_strconcat (where, ": ", what, NULL);
}

void
silt_config_keep_mismatch (SiltConfig  *config,
                           const gchar *key,
                           gint         index,
                           const gchar *expected,
                           JsonNode    *node)
{
  g_autofree gchar *found = silt_json_describe (node);

  silt_config_keep_fault (config, key, index, "expected %s, found %s",
                          expected, found);
}

void
silt_config_fault (SiltConfig  *config,
                   const gchar *key,
                   const gchar *format,
                   ...)
{
  g_autofree gchar *what = NULL;
  va_list           args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  silt_config_keep_fault (config, key, -1, "%s", what);
}

gboolean
silt_config_check (SiltConfig  *config,
                   GError     **error)
{
  g_autofree gchar *fault = g_steal_pointer (&config->fault);

  if (! fault)
    return TRUE;

  g_set_error_literal (error, SILT_ERROR, SILT_ERROR_FORMAT, fault);

  return FALSE;
}


/* One value: its type and range */

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == type;
}

gboolean
silt_config_take_int (SiltConfig  *config,
                      const gchar *key,
                      gint         index,
                      JsonNode    *node,
                      gint64       min,
                      gint64       max,
                      gint64      *value)
{
  g_autofree gchar *expected = NULL;

  if (holds (node, G_TYPE_INT64))
    {
      *value = json_node_get_int (node);

      if (*value >= min && *value <= max)
        return TRUE;
    }

  if (max < G_MAXINT64)
    expected = g_strdup_printf ("an integer from %" G_GINT64_FORMAT
                                " to %" G_GINT64_FORMAT, min, max);
  else if (min > G_MININT64)
    expected = g_strdup_printf ("an integer of at least %" G_GINT64_FORMAT,
                                min);
  else
    expected = g_strdup ("an integer");

  silt_config_keep_mismatch (config, key, index, expected, node);

  return FALSE;
}

gboolean
silt_config_take_double (SiltConfig  *config,
                         const gchar *key,
                         gint         index,
                         JsonNode    *node,
                         gdouble      min,
                         gdouble      max,
                         gdouble     *value)
{
  g_autofree gchar *from     = NULL;
  g_autofree gchar *to       = NULL;
  g_autofree gchar *expected = NULL;

  if (holds (node, G_TYPE_DOUBLE) || holds (node, G_TYPE_INT64))
    {
      *value = json_node_get_double (node);

      /* False for NaN. */
      if (*value >= min && *value <= max)
        return TRUE;
    }

  from     = silt_json_describe_double (min);
  to       = silt_json_describe_double (max);
  expected = g_strdup_printf ("a number from %s to %s", from, to);

  silt_config_keep_mismatch (config, key, index, expected, node);

  return FALSE;
}

const gchar *
silt_config_take_string (SiltConfig  *config,
                         const gchar *key,
                         gint         index,
                         JsonNode    *node)
{
  if (holds (node, G_TYPE_STRING))
    return json_node_get_string (node);

  silt_config_keep_mismatch (config, key, index, "a string", node);

  return NULL;
}


/* Single values */

JsonNode *
silt_config_lookup (SiltConfig  *config,
                    const gchar *key)
{
  JsonObject *object = json_node_get_object (config->root);
  JsonNode   *node   = json_object_get_member (object, key);

  return node && ! JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

gboolean
silt_config_is_null (SiltConfig  *config,
                     const gchar *key)
{
  JsonObject *object = json_node_get_object (config->root);
  JsonNode   *node   = json_object_get_member (object, key);

  return node && JSON_NODE_HOLDS_NULL (node);
}

gboolean
silt_config_has (SiltConfig  *config,
                 const gchar *key)
{
  return silt_config_lookup (config, key) != NULL;
}

gint64
silt_config_int (SiltConfig  *config,
                 const gchar *key,
                 gint64       fallback,
                 gint64       min,
                 gint64       max)
{
  JsonNode *node = silt_config_lookup (config, key);
  gint64    value;

  if (node && silt_config_take_int (config, key, -1, node, min, max, &value))
    return value;

  return fallback;
}

gdouble
silt_config_double (SiltConfig  *config,
                    const gchar *key,
                    gdouble      fallback,
                    gdouble      min,
                    gdouble      max)
{
  JsonNode *node = silt_config_lookup (config, key);
  gdouble   value;

  if (node && silt_config_take_double (config, key, -1, node, min, max, &value))
    return value;

  return fallback;
}

gboolean
silt_config_boolean (SiltConfig  *config,
                     const gchar *key,
                     gboolean     fallback)
{
  JsonNode *node = silt_config_lookup (config, key);

  if (node && holds (node, G_TYPE_BOOLEAN))
    return json_node_get_boolean (node);

  if (node)
    silt_config_keep_mismatch (config, key, -1, "true or false", node);

  return fallback;
}

const gchar *
silt_config_string (SiltConfig  *config,
                    const gchar *key,
                    const gchar *fallback)
{
  JsonNode    *node  = silt_config_lookup (config, key);
  const gchar *value = NULL;

  if (node)
    value = silt_config_take_string (config, key, -1, node);

  return value ? value : fallback;
}

gint
silt_config_word (SiltConfig         *config,
                  const gchar        *key,
                  gint                fallback,
                  const gchar *const *words)
{
  g_autoptr (GError)  cause = NULL;
  g_autofree gchar   *where = place (config, key, -1);
  const gchar        *word  = silt_config_string (config, key, NULL);
  gint                position;

  if (! word)
    return fallback;

  position = silt_words_find (words, where, word, &cause);

  if (position >= 0)
    return position;

  if (! config->fault)
    config->fault = g_strdup (cause->message);

  return fallback;
}
