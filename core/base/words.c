/* Silt: choosing among words
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

#include "words.h"

#include "silt.h"

#define MAX_QUOTED 100  /* characters */

/* "ddpm", "ddim" or "dpmpp-2m" */
static gchar *
words_join (const gchar *const *words)
{
  GString *list = g_string_new (NULL);
  guint    i;

  for (i = 0; words[i]; i++)
    {
      if (i > 0)
        g_string_append (list, words[i + 1] ? ", " : " or ");

      g_string_append_printf (list, "\"%s\"", words[i]);
    }

  return g_string_free (list, FALSE);
}

gchar *
silt_words_quote (const gchar *text)
{
  g_autofree gchar *valid = g_utf8_make_valid (text, -1);
  const gchar      *end   = valid;
  gint              i;

  for (i = 0; i < MAX_QUOTED && *end; i++)
    end = g_utf8_next_char (end);

  return g_strdup_printf ("\"%.*s%s\"", (gint) (end - valid), valid,
                          *end ? "..." : "");
}

gint
silt_words_find (const gchar *const *words,
                 const gchar        *what,
                 const gchar        *word,
                 GError            **error)
{
  g_autofree gchar *list  = NULL;
  g_autofree gchar *found = NULL;
  gint              i;

  for (i = 0; words[i]; i++)
    {
      if (g_strcmp0 (words[i], word) == 0)
        return i;
    }

  list  = words_join (words);
  found = silt_words_quote (word ? word : "");
  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "%s: expected %s, found %s", what, list, found);

  return -1;
}
