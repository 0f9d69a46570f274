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

#include "silt.h"
#include "words.h"

static const gchar *const three[] = { "leading", "trailing", "linspace", NULL };
static const gchar *const one[]   = { "only", NULL };

static void
test_found (void)
{
  g_autoptr (GError) error = NULL;
  gint               i;

  for (i = 0; three[i]; i++)
    {
      g_assert_cmpint (silt_words_find (three, "spacing", three[i], &error),
                       ==, i);
      g_assert_no_error (error);
    }
}

static void
check_missing (const gchar *const *words,
               const gchar        *word,
               const gchar        *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (silt_words_find (words, "spacing", word, &error), ==, -1);
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_missing (void)
{
  const gchar *all = "spacing: expected \"leading\", \"trailing\" or "
                     "\"linspace\", found ";

  const gchar *const wrong[] = { "Leading", "trail", "linspace ", "" };
  guint              i;

  for (i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree gchar *message = g_strdup_printf ("%s\"%s\"", all, wrong[i]);

      check_missing (three, wrong[i], message);
    }

  check_missing (one, "x", "spacing: expected \"only\", found \"x\"");
  check_missing (one, NULL, "spacing: expected \"only\", found \"\"");
}

static void
check_quote (const gchar *character,
             guint        n,
             guint        n_shown,
             const gchar *end)
{
  GString          *text   = g_string_new (NULL);
  GString          *want   = g_string_new ("\"");
  g_autofree gchar *quoted = NULL;
  guint             i;

  for (i = 0; i < n; i++)
    g_string_append (text, character);
  for (i = 0; i < n_shown; i++)
    g_string_append (want, character);
  g_string_append (want, end);

  quoted = silt_words_quote (text->str);
  g_assert_cmpstr (quoted, ==, want->str);

  g_string_free (text, TRUE);
  g_string_free (want, TRUE);
}

/* Counted in characters, and never cut in the middle of one; what is no UTF-8,
 * such as half a character at the end, becomes U+FFFD. */
static void
test_quote (void)
{
  g_autofree gchar *invalid = silt_words_quote ("caf\351\360");

  g_assert_cmpstr (invalid, ==, "\"caf\357\277\275\357\277\275\"");

  check_quote ("x", 0,                0,   "\"");
  check_quote ("x", 100,              100, "\"");
  check_quote ("x", 101,              100, "...\"");
  check_quote ("\303\251", 100,       100, "\"");
  check_quote ("\342\202\254", 1000,  100, "...\"");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/found",   test_found);
  g_test_add_func ("/words/missing", test_missing);
  g_test_add_func ("/words/quote",   test_quote);

  return g_test_run ();
}
