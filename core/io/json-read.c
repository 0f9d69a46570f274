/* Silt: JSON text, read strictly
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

#include "json-read.h"

#include <math.h>
#include <string.h>

#include "silt.h"
#include "words.h"

typedef struct
{
  const gchar *name;
  const gchar *start, *end;   /* the whole text */
  const gchar *p;             /* what comes next */
  guint        depth;
  guint        n_values;
  GError     **error;
} Reader;

static JsonNode * read_value (Reader *reader);


/* Faults */

/* The position of `p` as an editor shows it: both from 1. */
static void
locate (Reader      *reader,
        const gchar *p,
        guint       *line,
        guint       *column)
{
  const gchar *line_start = reader->start;
  const gchar *q;

  *line = 1;

  for (q = reader->start; q < p; q++)
    {
      if (*q == '\n')
        {
          line_start = q + 1;
          *line     += 1;
        }
    }

  *column = g_utf8_strlen (line_start, p - line_start) + 1;
}

static void G_GNUC_PRINTF (3, 4)
fault (Reader      *reader,
       const gchar *p,
       const gchar *format,
       ...)
{
  g_autofree gchar *message = NULL;
  va_list           args;
  guint             line, column;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  locate (reader, p, &line, &column);
  g_set_error (reader->error, SILT_ERROR, SILT_ERROR_FORMAT,
               "%s: line %u, column %u: %s",
               reader->name, line, column, message);
}

static void
fault_expected (Reader      *reader,
                const gchar *expected)
{
  gunichar c;

  if (reader->p == reader->end)
    {
      fault (reader, reader->p, "expected %s, found the end of the text",
             expected);
      return;
    }

  c = g_utf8_get_char (reader->p);

  if (g_unichar_isgraph (c))
    {
      fault (reader, reader->p, "expected %s, found '%.*s'", expected,
             (gint) (g_utf8_next_char (reader->p) - reader->p), reader->p);
    }
  else
    {
      fault (reader, reader->p, "expected %s, found the character U+%04X",
             expected, c);
    }
}


/* Tokens */

static void
skip_space (Reader *reader)
{
  while (reader->p < reader->end &&
         (*reader->p == ' '  || *reader->p == '\t' ||
          *reader->p == '\n' || *reader->p == '\r'))
    {
      reader->p++;
    }
}

static gboolean
skip_char (Reader *reader,
           gchar   c)
{
  if (reader->p == reader->end || *reader->p != c)
    return FALSE;

  reader->p++;

  return TRUE;
}

static gboolean
skip_word (Reader      *reader,
           const gchar *word)
{
  gsize length = strlen (word);

  if ((gsize) (reader->end - reader->p) < length ||
      memcmp (reader->p, word, length) != 0)
    {
      return FALSE;
    }

  reader->p += length;

  return TRUE;
}

static gboolean
skip_digits (Reader *reader)
{
  const gchar *first = reader->p;

  while (reader->p < reader->end && g_ascii_isdigit (*reader->p))
    reader->p++;

  return reader->p > first;
}

/* The four digits after "\u"; -1 without an error when they are none. */
static gint
read_hex4 (Reader *reader)
{
  gint unit = 0;
  gint i;

  if (reader->end - reader->p < 4)
    return -1;

  for (i = 0; i < 4; i++)
    {
      gint digit = g_ascii_xdigit_value (reader->p[i]);

      if (digit < 0)
        return -1;

      unit = unit * 16 + digit;
    }

  reader->p += 4;

  return unit;
}

/* What follows "\u": one UTF-16 unit, or two that make a pair. */
static gboolean
read_unicode_escape (Reader  *reader,
                     GString *out)
{
  const gchar *first = reader->p;
  gint         unit  = read_hex4 (reader);

  if (unit >= 0xd800 && unit < 0xdc00 && skip_word (reader, "\\u"))
    {
      gint low = read_hex4 (reader);

      if (low >= 0xdc00 && low < 0xe000)
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }

  if (unit <= 0 || (unit >= 0xd800 && unit < 0xe000))
    {
      fault (reader, first,
             "expected the four digits of a character other than NUL after "
             "\\u");
      return FALSE;
    }

  g_string_append_unichar (out, unit);

  return TRUE;
}

static gboolean
read_escape (Reader  *reader,
             GString *out)
{
  static const gchar names[]  = "\"\\/bfnrt";
  static const gchar values[] = "\"\\/\b\f\n\r\t";
  const gchar       *name;

  if (skip_char (reader, 'u'))
    return read_unicode_escape (reader, out);

  name = reader->p < reader->end && *reader->p ? strchr (names, *reader->p)
                                               : NULL;
  if (! name)
    {
      fault_expected (reader, "one of \"\\/bfnrtu after the backslash");
      return FALSE;
    }

  g_string_append_c (out, values[name - names]);
  reader->p++;

  return TRUE;
}

static gchar *
read_string (Reader      *reader,
             const gchar *expected)
{
  g_autoptr (GString) out = NULL;

  if (! skip_char (reader, '"'))
    {
      fault_expected (reader, expected);
      return NULL;
    }

  out = g_string_new (NULL);

  while (! skip_char (reader, '"'))
    {
      const gchar *first = reader->p;

      while (reader->p < reader->end &&
             (guchar) *reader->p >= 0x20 &&
             *reader->p != '"' && *reader->p != '\\')
        {
          reader->p++;
        }

      g_string_append_len (out, first, reader->p - first);

      if (skip_char (reader, '\\'))
        {
          if (! read_escape (reader, out))
            return NULL;
        }
      else if (reader->p == reader->end || *reader->p != '"')
        {
          fault_expected (reader, "the closing quote of a string");
          return NULL;
        }
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}


/* Values */

static JsonNode *
read_number (Reader *reader)
{
  const gchar      *first      = reader->p;
  g_autofree gchar *token      = NULL;
  gboolean          is_integer = TRUE;
  gint64            integer;

  skip_char (reader, '-');

  if (! skip_char (reader, '0') && ! skip_digits (reader))
    {
      fault_expected (reader, "a digit");
      return NULL;
    }

  if (skip_char (reader, '.'))
    {
      is_integer = FALSE;

      if (! skip_digits (reader))
        {
          fault_expected (reader, "a digit after the decimal point");
          return NULL;
        }
    }

  if (skip_char (reader, 'e') || skip_char (reader, 'E'))
    {
      is_integer = FALSE;

      if (! skip_char (reader, '+'))
        skip_char (reader, '-');

      if (! skip_digits (reader))
        {
          fault_expected (reader, "a digit in the exponent");
          return NULL;
        }
    }

  token = g_strndup (first, reader->p - first);

  if (is_integer && g_ascii_string_to_signed (token, 10,
                                              G_MININT64, G_MAXINT64,
                                              &integer, NULL))
    {
      return json_node_init_int (json_node_alloc (), integer);
    }

  return json_node_init_double (json_node_alloc (),
                                g_ascii_strtod (token, NULL));
}

static JsonNode *
read_array (Reader *reader)
{
  g_autoptr (JsonArray) array = json_array_new ();

  skip_char (reader, '[');
  skip_space (reader);

  if (! skip_char (reader, ']'))
    {
      do
        {
          JsonNode *element = read_value (reader);

          if (! element)
            return NULL;

          json_array_add_element (array, element);
        }
      while (skip_char (reader, ','));

      if (! skip_char (reader, ']'))
        {
          fault_expected (reader, "a comma or a closing bracket");
          return NULL;
        }
    }

  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
read_member (Reader     *reader,
             JsonObject *object)
{
  g_autofree gchar *key = NULL;
  const gchar      *first;
  JsonNode         *value;

  skip_space (reader);
  first = reader->p;
  key   = read_string (reader, "a key in quotes");

  if (! key)
    return FALSE;

  if (json_object_has_member (object, key))
    {
      g_autofree gchar *shown = silt_words_quote (key);

      fault (reader, first, "expected each key once, found %s twice", shown);
      return FALSE;
    }

  if (json_object_get_size (object) == SILT_JSON_MAX_KEYS)
    {
      fault (reader, first, "expected at most %d keys in an object",
             SILT_JSON_MAX_KEYS);
      return FALSE;
    }

  skip_space (reader);

  if (! skip_char (reader, ':'))
    {
      fault_expected (reader, "a colon after the key");
      return FALSE;
    }

  value = read_value (reader);

  if (! value)
    return FALSE;

  json_object_set_member (object, key, value);

  return TRUE;
}

static JsonNode *
read_object (Reader *reader)
{
  g_autoptr (JsonObject) object = json_object_new ();

  skip_char (reader, '{');
  skip_space (reader);

  if (! skip_char (reader, '}'))
    {
      do
        {
          if (! read_member (reader, object))
            return NULL;
        }
      while (skip_char (reader, ','));

      if (! skip_char (reader, '}'))
        {
          fault_expected (reader, "a comma or a closing brace");
          return NULL;
        }
    }

  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
read_nested (Reader *reader)
{
  JsonNode *node;

  if (reader->depth == SILT_JSON_MAX_DEPTH)
    {
      fault (reader, reader->p, "expected at most %d levels of nesting",
             SILT_JSON_MAX_DEPTH);
      return NULL;
    }

  reader->depth++;
  node = *reader->p == '{' ? read_object (reader) : read_array (reader);
  reader->depth--;

  return node;
}

static JsonNode *
read_scalar (Reader *reader)
{
  gchar c = reader->p < reader->end ? *reader->p : '\0';

  if (c == '"')
    {
      g_autofree gchar *string = read_string (reader, "a string");

      return string ? json_node_init_string (json_node_alloc (), string) : NULL;
    }

  if (skip_word (reader, "null"))
    return json_node_init_null (json_node_alloc ());

  if (skip_word (reader, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);

  if (skip_word (reader, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);

  if (skip_word (reader, "NaN"))
    return json_node_init_double (json_node_alloc (), NAN);

  if (skip_word (reader, "Infinity"))
    return json_node_init_double (json_node_alloc (), INFINITY);

  if (skip_word (reader, "-Infinity"))
    return json_node_init_double (json_node_alloc (), -INFINITY);

  if (c == '-' || g_ascii_isdigit (c))
    return read_number (reader);

  fault_expected (reader, "a value");

  return NULL;
}

/* A value with the space around it. */
static JsonNode *
read_value (Reader *reader)
{
  JsonNode *node;

  skip_space (reader);

  if (++reader->n_values > SILT_JSON_MAX_VALUES)
    {
      fault (reader, reader->p, "expected at most %d values",
             SILT_JSON_MAX_VALUES);
      return NULL;
    }

  if (reader->p < reader->end && (*reader->p == '{' || *reader->p == '['))
    node = read_nested (reader);
  else
    node = read_scalar (reader);

  skip_space (reader);

  return node;
}

JsonNode *
silt_json_read (const gchar  *text,
                gsize         length,
                const gchar  *name,
                GError      **error)
{
  g_autoptr (JsonNode)  root   = NULL;
  const gchar          *valid_end;
  Reader                reader =
    { name, text, text + length, text, 0, 0, error };

  if (! g_utf8_validate_len (text, length, &valid_end))
    {
      fault (&reader, valid_end, "expected UTF-8, found the byte 0x%02X",
             (guchar) *valid_end);
      return NULL;
    }

  root = read_value (&reader);

  if (! root)
    return NULL;

  if (reader.p < reader.end)
    {
      fault_expected (&reader, "the end of the text");
      return NULL;
    }

  return g_steal_pointer (&root);
}
