/* Silt: damaged configurations, each with a clear error
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

#include "json-config.h"
#include "scratch.h"

#define NAME "model/config.json"

static SiltConfig *
parse (const gchar  *text,
       GError      **error)
{
  g_autofree gchar *json   = quoted (text);
  gsize             length = strlen (json);
  g_autofree gchar *bytes  = g_memdup2 (json, MAX (length, 1));

  /* Without the final NUL, so that a sanitizer sees a step too far. */
  return silt_config_parse (bytes, length, NAME, error);
}

static const struct
{
  const gchar *text;
  const gchar *says;
}
damages[] =
{
  { "",                  "line 1, column 1: expected a value, found the end" },
  { "\n\n ",             "line 3, column 2: expected a value, found the end" },
  { "[1]",               "expected a JSON object, found an array of 1" },
  { "'x'",               "expected a JSON object, found 'x'" },
  { "5",                 "expected a JSON object, found 5" },
  { "null",              "expected a JSON object, found null" },
  { "nul",               "line 1, column 1: expected a value, found `n`" },
  { "{",                 "line 1, column 2: expected a key in quotes" },
  { "{'a'",              "line 1, column 5: expected a colon" },
  { "{'a':",             "line 1, column 6: expected a value" },
  { "{'a': 1",           "line 1, column 8: expected a comma or a closing" },
  { "{'a': 1,\n}",       "line 2, column 1: expected a key in quotes" },
  { "{\n 'a': 1\n 'b': 2}", "line 3, column 2: expected a comma" },
  { "{'a': [1 2]}",      "line 1, column 10: expected a comma" },
  { "{'a': [1,]}",       "line 1, column 10: expected a value, found `]`" },
  { "{'a': [1}",         "line 1, column 9: expected a comma" },
  { "{'a': 1}}",         "line 1, column 9: expected the end of the text" },
  { "{'a': 1} // x",     "line 1, column 10: expected the end of the text" },
  { "{'a': True}",       "line 1, column 7: expected a value, found `T`" },
  { "{'a': tru}",        "line 1, column 7: expected a value, found `t`" },
  { "{'a': truest}",     "line 1, column 11: expected a comma" },
  { "{'a': nan}",        "line 1, column 7: expected a value, found `n`" },
  { "{'a': +1}",         "line 1, column 7: expected a value, found `+`" },
  { "{'a': .5}",         "line 1, column 7: expected a value, found `.`" },
  { "{'a': 5.}",         "line 1, column 9: expected a digit after the dec" },
  { "{'a': 1e}",         "line 1, column 9: expected a digit in the exponent" },
  { "{'a': 1e+}",        "line 1, column 10: expected a digit in the exp" },
  { "{'a': -}",          "line 1, column 8: expected a digit, found `}`" },
  { "{'a': --1}",        "line 1, column 8: expected a digit, found `-`" },
  { "{'a': 012}",        "line 1, column 8: expected a comma" },
  { "{'a': 0x1F}",       "line 1, column 8: expected a comma" },
  { "{'a': 1_000}",      "line 1, column 8: expected a comma" },
  { "{'a': 'x}",         "expected the closing quote of a string, found the" },
  { "{'a': 'x\ty'}",     "line 1, column 9: expected the closing quote" },
  { "{'a': '\\",         "line 1, column 9: expected one of" },
  { "{'a': '\\v'}",      "found `v`" },
  { "{'a': '\\u00",      "expected the four digits of a character" },
  { "{'a': '\\u00'}",    "expected the four digits of a character" },
  { "{'a': '\\u000g'}",  "expected the four digits of a character" },
  { "{'a': '\\ud83d'}",  "expected the four digits of a character" },
  { "{'a': '\\ud83d\\ud83d'}", "expected the four digits of a character" },
  { "{'a': 'caf\xe9'}",  "line 1, column 11: expected UTF-8, found the byte "
                         "0xE9" },
  { "{'a': '\xc0\xaf'}", "expected UTF-8, found the byte 0xC0" },
  { "\xef\xbb\xbf{}",    "line 1, column 1: expected a value, found the "
                         "character U+FEFF" },
  { "{'a': 1, 'b': {'c': 2, 'c': 3}}",
                         "line 1, column 24: expected each key once, found "
                         "'c' twice" },
  { "{'a': 1, '\\u0061': 2}", "found 'a' twice" },
  { "{'\xc3\xa9': 1, x}", "line 1, column 10: expected a key in quotes" }
};

static void
test_damages (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree gchar   *says    = quoted (damages[i].says);
      const gchar *const  words[] = { NAME ": ", says, NULL };
      GError             *error   = NULL;

      g_assert_null (parse (damages[i].text, &error));
      assert_silt_error (error, SILT_ERROR_FORMAT, words);
    }
}

/* NUL bytes, which no C string holds. */
static void
test_nul (void)
{
  static const gchar  text[]  = "{\"a\":\"b\0c\"}";
  const gchar *const  words[] = { NAME, "expected UTF-8, found the byte 0x00",
                                  NULL };
  GError             *error   = NULL;

  g_assert_null (silt_config_parse (text, sizeof text - 1, NAME, &error));
  assert_silt_error (error, SILT_ERROR_FORMAT, words);
}

static void
check_depth (guint    depth,
             gboolean sound)
{
  const gchar *const  words[] = { NAME, "at most 64 levels", NULL };
  g_autofree gchar   *open    = g_strnfill (depth - 1, '[');
  g_autofree gchar   *close   = g_strnfill (depth - 1, ']');
  g_autofree gchar   *text    = g_strdup_printf ("{'a':%s%s}", open, close);
  GError             *error   = NULL;
  SiltConfig         *config  = parse (text, &error);

  g_assert_true ((config != NULL) == sound);

  if (error)
    assert_silt_error (error, SILT_ERROR_FORMAT, words);

  silt_config_free (config);
}

static void
test_depth (void)
{
  check_depth (64, TRUE);
  check_depth (65, FALSE);
  check_depth (5000000, FALSE);
}

/* Keys that all have the same hash, in such numbers that telling each from all
 * others would take minutes. */
static void
test_keys (void)
{
  const gchar *const  words[] = { NAME, "at most 8192 keys", NULL };
  GString            *text    = g_string_new ("{");
  GError             *error   = NULL;
  guint               i, bit;

  for (i = 0; i < 100000; i++)
    {
      g_string_append_c (text, '\'');

      for (bit = 0; bit < 17; bit++)
        g_string_append (text, i & (1u << bit) ? "aB" : "b!");

      g_string_append (text, "':0,");
    }

  g_assert_cmpuint (g_str_hash ("aB"), ==, g_str_hash ("b!"));
  g_assert_null (parse (text->str, &error));
  assert_silt_error (error, SILT_ERROR_FORMAT, words);

  g_string_free (text, TRUE);
}

/* A file of exactly 16 MB is read, one byte more is not. */
static void
test_size (void)
{
  const gsize         size    = 16 * 1024 * 1024;
  const gchar *const  words[] = { "big.json", "16 MB", "16777217", NULL };
  g_autofree gchar   *folder  = scratch_new ();
  g_autofree gchar   *text    = g_strnfill (size + 1, ' ');
  g_autofree gchar   *path    = NULL;
  GError             *error   = NULL;
  SiltConfig         *config;

  memcpy (text + 100, "{\"a\":5}", 7);

  path = scratch_write (folder, "big.json", text, size + 1);
  g_assert_null (silt_config_open (path, &error));
  assert_silt_error (error, SILT_ERROR_FORMAT, words);
  g_free (path);

  error  = NULL;
  path   = scratch_write (folder, "big.json", text, size);
  config = silt_config_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (silt_config_int (config, "a", 1, 1, 9), ==, 5);
  silt_config_free (config);

  scratch_remove (folder);
}

static void
check_no_file (const gchar   *path,
               SiltErrorCode  code,
               const gchar   *says)
{
  g_autofree gchar   *name    = g_path_get_basename (path);
  const gchar *const  words[] = { name, says, NULL };
  GError             *error   = NULL;

  g_assert_null (silt_config_open (path, &error));
  assert_silt_error (error, code, words);
}

static void
test_no_file (void)
{
  g_autofree gchar *folder  = scratch_new ();
  g_autofree gchar *missing = g_build_filename (folder, "missing.json", NULL);
  g_autofree gchar *empty   = scratch_write (folder, "empty.json", "", 0);

  check_no_file (missing,     SILT_ERROR_IO,     "cannot be opened");
  check_no_file (folder,      SILT_ERROR_IO,     "a folder");
  check_no_file ("/dev/zero", SILT_ERROR_IO,     "a device");
  check_no_file (empty,       SILT_ERROR_FORMAT, "found the end of the text");

  scratch_remove (folder);
}

/* Changed at random, a text is refused or read, and its values can be asked
 * for. */
static void
test_fuzz (void)
{
  static const gchar        marks[]     = "{}[]:,\"\\ 0123456789-.eENIutfn\n";
  static const gchar *const schedules[] = { "linear", "sigmoid", NULL };
  static const gchar *const keys[]      = { "beta_start", "beta_schedule",
                                            "lambda_min_clipped",
                                            "_class_name", "solver_order" };

  const gchar      *path  = g_test_get_filename (G_TEST_DIST, "golden",
                                                 "scheduler-dpmpp-2m",
                                                 "scheduler_config.json", NULL);
  g_autofree gchar *text  = NULL;
  GRand            *rand  = g_rand_new_with_seed (3);
  guint             sound = 0;
  gsize             length;
  guint             i, k, n;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));

  for (i = 0; i < 5000; i++)
    {
      g_autofree gchar   *copy   = g_memdup2 (text, length);
      gsize               size   = length;
      g_autoptr (GError)  error  = NULL;
      SiltConfig         *config;

      if (i % 10 == 0)
        size = g_rand_int_range (rand, 0, length);

      for (n = g_rand_int_range (rand, 1, 4); n > 0 && size > 0; n--)
        {
          gint byte = g_rand_int_range (rand, 0, 256);

          /* Half of them characters that mean something to JSON. */
          if (g_rand_boolean (rand))
            byte = marks[byte % (sizeof marks - 1)];

          copy[g_rand_int_range (rand, 0, size)] = byte;
        }

      config = silt_config_parse (copy, size, NAME, &error);
      g_assert_true ((config == NULL) == (error != NULL));

      if (! config)
        continue;

      for (k = 0; k < G_N_ELEMENTS (keys); k++)
        {
          silt_config_double (config, keys[k], 0.0, 0.0, 1.0);
          silt_config_word (config, keys[k], 0, schedules);
          g_strfreev (silt_config_strings (config, keys[k], 3));
          g_strfreev (silt_config_labels (config, keys[k], 3));
        }

      g_assert_false (silt_config_check (config, NULL));
      silt_config_free (config);
      sound++;
    }

  g_test_message ("%u of 5000 changed texts are still JSON", sound);
  g_assert_cmpuint (sound, >, 100);
  g_assert_cmpuint (sound, <, 4900);

  g_rand_free (rand);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/config/damages", test_damages);
  g_test_add_func ("/config/nul",     test_nul);
  g_test_add_func ("/config/depth",   test_depth);
  g_test_add_func ("/config/keys",    test_keys);
  g_test_add_func ("/config/size",    test_size);
  g_test_add_func ("/config/no-file", test_no_file);
  g_test_add_func ("/config/fuzz",    test_fuzz);

  return g_test_run ();
}
