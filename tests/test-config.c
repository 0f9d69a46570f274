/* Silt: configurations, read key by key
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

#include <math.h>

#include "json-config.h"
#include "scratch.h"

#define NAME "model/config.json"

static SiltConfig *
parse (const gchar  *text,
       GError      **error)
{
  g_autofree gchar *json = quoted (text);

  return silt_config_parse (json, -1, NAME, error);
}

static SiltConfig *
parse_sound (const gchar *text)
{
  g_autoptr (GError)  error  = NULL;
  SiltConfig         *config = parse (text, &error);

  g_assert_no_error (error);

  return config;
}

static void
check_sound (SiltConfig *config)
{
  g_autoptr (GError) error = NULL;

  silt_config_check (config, &error);
  g_assert_no_error (error);
  silt_config_free (config);
}


/* Sound */

static void
test_values (void)
{
  static const gchar *const words[] = { "linear", "sigmoid", NULL };

  SiltConfig         *config = parse_sound (
    " {'int': -5, 'zero': 0, 'double': 0.25, 'small': 1e-06, 'yes': true,\n"
    "  'no': false, 'word': 'sigmoid', 'ints': [16, 32], 'numbers': [1, 0.5],\n"
    "  'strings': ['a', '\\u00e9\\ud83d\\ude00\\n'], 'other': {'x': [{}]},\n"
    "  'labels': {'2': 'two', '0': 'zero', '1': 'one'}, '': 7} \n");
  g_autofree gint64  *ints;
  g_autofree gdouble *numbers;
  g_auto (GStrv)      strings = silt_config_strings (config, "strings", 2);
  g_auto (GStrv)      labels  = silt_config_labels (config, "labels", 3);
  guint               n;

  g_assert_cmpstr (silt_config_path (config), ==, NAME);

  g_assert_cmpint (silt_config_int (config, "int", 1, -5, 5), ==, -5);
  g_assert_cmpint (silt_config_int (config, "zero", 1, G_MININT64, G_MAXINT64),
                   ==, 0);
  g_assert_cmpint (silt_config_int (config, "", 1, 7, 7), ==, 7);
  g_assert_cmpfloat (silt_config_double (config, "double", 1.0, 0.0, 1.0),
                     ==, 0.25);
  g_assert_cmpfloat (silt_config_double (config, "small", 1.0, 0.0, 1.0),
                     ==, 1e-6);
  g_assert_cmpfloat (silt_config_double (config, "int", 1.0, -9.0, 9.0),
                     ==, -5.0);
  g_assert_true (silt_config_boolean (config, "yes", FALSE));
  g_assert_false (silt_config_boolean (config, "no", TRUE));
  g_assert_cmpstr (silt_config_string (config, "word", "x"), ==, "sigmoid");
  g_assert_cmpint (silt_config_word (config, "word", 0, words), ==, 1);

  ints = silt_config_ints (config, "ints", 2, 16, 32, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (ints[0], ==, 16);
  g_assert_cmpint (ints[1], ==, 32);

  numbers = silt_config_doubles (config, "numbers", 9, 0.0, 1.0, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (numbers[0], ==, 1.0);
  g_assert_cmpfloat (numbers[1], ==, 0.5);

  g_assert_cmpuint (g_strv_length (strings), ==, 2);
  g_assert_cmpstr (strings[1], ==, "\303\251\360\237\230\200\n");

  g_assert_cmpuint (g_strv_length (labels), ==, 3);
  g_assert_cmpstr (labels[0], ==, "zero");
  g_assert_cmpstr (labels[1], ==, "one");
  g_assert_cmpstr (labels[2], ==, "two");

  check_sound (config);
}

/* A missing key and null both mean the fallback, even one out of range. */
static void
test_fallbacks (void)
{
  static const gchar *const words[] = { "linear", "sigmoid", NULL };
  static const gchar *const keys[]  = { "missing", "null" };

  SiltConfig *config = parse_sound ("{'null': null}");
  guint       i, n;

  for (i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const gchar *key = keys[i];

      g_assert_false (silt_config_has (config, key));
      g_assert_cmpint (silt_config_int (config, key, 9, 1, 2), ==, 9);
      g_assert_cmpfloat (silt_config_double (config, key, 9.5, 0.0, 1.0),
                         ==, 9.5);
      g_assert_true (silt_config_boolean (config, key, TRUE));
      g_assert_false (silt_config_boolean (config, key, FALSE));
      g_assert_cmpstr (silt_config_string (config, key, "fall"), ==, "fall");
      g_assert_null (silt_config_string (config, key, NULL));
      g_assert_cmpint (silt_config_word (config, key, -1, words), ==, -1);
      g_assert_null (silt_config_ints (config, key, 9, 0, 1, &n));
      g_assert_cmpuint (n, ==, 0);
      g_assert_null (silt_config_doubles (config, key, 9, 0.0, 1.0, &n));
      g_assert_cmpuint (n, ==, 0);
      g_assert_null (silt_config_strings (config, key, 9));
      g_assert_null (silt_config_labels (config, key, 9));
    }

  g_assert_false (silt_config_is_null (config, "missing"));
  g_assert_true (silt_config_is_null (config, "null"));

  check_sound (config);
}

/* The numbers of Python's json that are not JSON's. */
static void
test_infinity (void)
{
  SiltConfig         *config  = parse_sound (
    "{'low': -Infinity, 'high': Infinity, 'huge': 1e999, 'nan': NaN,\n"
    " 'all': [-Infinity, 0, Infinity], 'big': 12345678901234567890}");
  g_autofree gdouble *all     = NULL;
  guint               n;

  g_assert_cmpfloat (silt_config_double (config, "low", 0.0,
                                         -INFINITY, INFINITY), ==, -INFINITY);
  g_assert_cmpfloat (silt_config_double (config, "high", 0.0,
                                         -INFINITY, INFINITY), ==, INFINITY);
  g_assert_cmpfloat (silt_config_double (config, "huge", 0.0,
                                         -INFINITY, INFINITY), ==, INFINITY);
  g_assert_cmpfloat (silt_config_double (config, "big", 0.0,
                                         -INFINITY, INFINITY),
                     ==, 12345678901234567890.0);
  g_assert_true (silt_config_has (config, "nan"));

  all = silt_config_doubles (config, "all", 3, -INFINITY, INFINITY, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpfloat (all[0], ==, -INFINITY);
  g_assert_cmpfloat (all[2], ==, INFINITY);

  check_sound (config);
}

/* What the reference implementation wrote. */
static void
test_golden (void)
{
  const gchar        *path    = g_test_get_filename (G_TEST_DIST, "golden",
                                                     "scheduler-dpmpp-2m",
                                                     "scheduler_config.json",
                                                     NULL);
  g_autoptr (GError)  error   = NULL;
  SiltConfig         *config  = silt_config_open (path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (silt_config_path (config), ==, path);
  g_assert_cmpfloat (silt_config_double (config, "lambda_min_clipped", 0.0,
                                         -INFINITY, INFINITY), ==, -INFINITY);
  g_assert_cmpfloat (silt_config_double (config, "beta_end", 0.0, 0.0, 1.0),
                     ==, 0.02);
  g_assert_cmpint (silt_config_int (config, "num_train_timesteps", 1,
                                    1, 100000), ==, 1000);
  g_assert_true (silt_config_is_null (config, "trained_betas"));

  check_sound (config);
}


/* Wrong values */

static const gchar *const schedules[] = { "linear", "sigmoid", NULL };

static void
ask_int (SiltConfig *config)
{
  g_assert_cmpint (silt_config_int (config, "k", 2, 1, 64), ==, 2);
}

static void
ask_count (SiltConfig *config)
{
  g_assert_cmpint (silt_config_int (config, "k", 2, 0, G_MAXINT64), ==, 2);
}

static void
ask_double (SiltConfig *config)
{
  g_assert_cmpfloat (silt_config_double (config, "k", 0.5, 0.0, 1.0), ==, 0.5);
}

static void
ask_any_double (SiltConfig *config)
{
  g_assert_cmpfloat (silt_config_double (config, "k", 0.5,
                                         -INFINITY, INFINITY), ==, 0.5);
}

static void
ask_boolean (SiltConfig *config)
{
  g_assert_true (silt_config_boolean (config, "k", TRUE));
}

static void
ask_string (SiltConfig *config)
{
  g_assert_cmpstr (silt_config_string (config, "k", "fall"), ==, "fall");
}

static void
ask_word (SiltConfig *config)
{
  g_assert_cmpint (silt_config_word (config, "k", 1, schedules), ==, 1);
}

static void
ask_ints (SiltConfig *config)
{
  guint n;

  g_assert_null (silt_config_ints (config, "k", 3, 1, 64, &n));
  g_assert_cmpuint (n, ==, 0);
}

static void
ask_doubles (SiltConfig *config)
{
  guint n;

  g_assert_null (silt_config_doubles (config, "k", 3, 0.0, 1.0, &n));
  g_assert_cmpuint (n, ==, 0);
}

static void
ask_strings (SiltConfig *config)
{
  g_assert_null (silt_config_strings (config, "k", 2));
}

static void
ask_labels (SiltConfig *config)
{
  g_assert_null (silt_config_labels (config, "k", 3));
}

typedef void (* AskFunc) (SiltConfig *config);

/* Who asks for "k", what is there, and the message after the file's name. */
static const struct
{
  AskFunc      ask;
  const gchar *value;
  const gchar *says;
}
faults[] =
{
  { ask_int, "'two'",  "'k': expected an integer from 1 to 64, found 'two'" },
  { ask_int, "0",      "'k': expected an integer from 1 to 64, found 0" },
  { ask_int, "65",     "'k': expected an integer from 1 to 64, found 65" },
  { ask_int, "2.5",    "'k': expected an integer from 1 to 64, found 2.5" },
  { ask_int, "2.0",    "'k': expected an integer from 1 to 64, found 2.0" },
  { ask_int, "true",   "'k': expected an integer from 1 to 64, found true" },
  { ask_int, "[2]",    "'k': expected an integer from 1 to 64, "
                       "found an array of 1" },
  { ask_int, "{}",     "'k': expected an integer from 1 to 64, "
                       "found an object of 0" },
  { ask_int, "18446744073709551618",
                       "'k': expected an integer from 1 to 64, "
                       "found 1.84467e+19" },
  { ask_int, "Infinity",
                       "'k': expected an integer from 1 to 64, "
                       "found Infinity" },
  { ask_count, "-1",   "'k': expected an integer of at least 0, found -1" },

  { ask_double, "1.5", "'k': expected a number from 0.0 to 1.0, found 1.5" },
  { ask_double, "-1",  "'k': expected a number from 0.0 to 1.0, found -1" },
  { ask_double, "NaN", "'k': expected a number from 0.0 to 1.0, found NaN" },
  { ask_double, "-Infinity",
                       "'k': expected a number from 0.0 to 1.0, "
                       "found -Infinity" },
  { ask_double, "'0.5'",
                       "'k': expected a number from 0.0 to 1.0, found '0.5'" },
  { ask_double, "false",
                       "'k': expected a number from 0.0 to 1.0, found false" },
  { ask_any_double, "NaN",
                       "'k': expected a number from -Infinity to Infinity, "
                       "found NaN" },

  { ask_boolean, "1",  "'k': expected true or false, found 1" },
  { ask_boolean, "'true'",
                       "'k': expected true or false, found 'true'" },

  { ask_string, "5",   "'k': expected a string, found 5" },
  { ask_string, "['a']",
                       "'k': expected a string, found an array of 1" },

  { ask_word, "'cosine'",
                       "'k': expected 'linear' or 'sigmoid', found 'cosine'" },
  { ask_word, "''",    "'k': expected 'linear' or 'sigmoid', found ''" },
  { ask_word, "1",     "'k': expected a string, found 1" },

  { ask_ints, "5",     "'k': expected an array of 1 to 3, found 5" },
  { ask_ints, "[]",    "'k': expected an array of 1 to 3, "
                       "found an array of 0" },
  { ask_ints, "[1,2,3,4]",
                       "'k': expected an array of 1 to 3, "
                       "found an array of 4" },
  { ask_ints, "[1,99]", "'k'[1]: expected an integer from 1 to 64, found 99" },
  { ask_ints, "[1,null]",
                       "'k'[1]: expected an integer from 1 to 64, found null" },
  { ask_doubles, "[0,1,2]",
                       "'k'[2]: expected a number from 0.0 to 1.0, found 2" },
  { ask_doubles, "[NaN]",
                       "'k'[0]: expected a number from 0.0 to 1.0, found NaN" },
  { ask_strings, "['a',1]",
                       "'k'[1]: expected a string, found 1" },
  { ask_strings, "'a'", "'k': expected an array of 1 to 2, found 'a'" },

  { ask_labels, "['a']", "'k': expected an object of 1 to 3 strings, "
                       "found an array of 1" },
  { ask_labels, "{}",  "'k': expected an object of 1 to 3 strings, "
                       "found an object of 0" },
  { ask_labels, "{'0':'a','1':'b','2':'c','3':'d'}",
                       "'k': expected an object of 1 to 3 strings, "
                       "found an object of 4" },
  { ask_labels, "{'0':'a','2':'c'}",
                       "'k': expected 2 keys from '0' to '1', found no '1'" },
  { ask_labels, "{'0':'a','00':'b'}",
                       "'k': expected 2 keys from '0' to '1', found no '1'" },
  { ask_labels, "{'brick':'0'}",
                       "'k': expected 1 keys from '0' to '0', found no '0'" },
  { ask_labels, "{'0':'a','1':7}",
                       "'k'[1]: expected a string, found 7" }
};

static void
test_faults (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree gchar   *says   = quoted (faults[i].says);
      g_autofree gchar   *whole  = g_strconcat (NAME ": ", says, NULL);
      g_autofree gchar   *text   = g_strdup_printf ("{'k': %s}",
                                                    faults[i].value);
      g_autoptr (GError)  error  = NULL;
      SiltConfig         *config = parse_sound (text);

      faults[i].ask (config);

      g_assert_false (silt_config_check (config, &error));
      g_assert_error (error, SILT_ERROR, SILT_ERROR_FORMAT);
      g_assert_cmpstr (error->message, ==, whole);

      check_sound (config);
    }
}

/* The first fault is the one that is told, once. */
static void
test_first_fault (void)
{
  SiltConfig *config = parse_sound ("{'k': 0, 'l': 'x'}");
  GError     *error  = NULL;

  g_assert_cmpint (silt_config_int (config, "k", 2, 1, 64), ==, 2);
  g_assert_true (silt_config_boolean (config, "l", TRUE));
  silt_config_fault (config, "l", "expected %d, found %s", 5, "six");

  g_assert_false (silt_config_check (config, &error));
  g_assert_cmpstr (error->message, ==,
                   NAME ": \"k\": expected an integer from 1 to 64, found 0");
  g_clear_error (&error);

  silt_config_fault (config, "l", "expected %d, found %s", 5, "six");
  g_assert_false (silt_config_check (config, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, NAME ": \"l\": expected 5, found six");
  g_clear_error (&error);

  check_sound (config);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/config/values",      test_values);
  g_test_add_func ("/config/fallbacks",   test_fallbacks);
  g_test_add_func ("/config/infinity",    test_infinity);
  g_test_add_func ("/config/golden",      test_golden);
  g_test_add_func ("/config/faults",      test_faults);
  g_test_add_func ("/config/first-fault", test_first_fault);

  return g_test_run ();
}
