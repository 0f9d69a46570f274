/* Silt: damaged safetensors files, each with a clear error
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

#include <unistd.h>

#include "safetensors-bytes.h"
#include "safetensors.h"


/* One fault a file */

/* The name of the test, the header, the number of bytes after it, and two
 * things that the message must say beside the name of the file. */
typedef struct
{
  const gchar *name;
  const gchar *header;
  gsize        n_data;
  const gchar *says, *says_too;
} Damage;

#define T(dtype, shape, offsets) \
  "{'dtype':'" dtype "','shape':" shape ",'data_offsets':" offsets "}"
#define A(dtype, shape, offsets) \
  "{'a':" T (dtype, shape, offsets) "}"

static const Damage damages[] =
{
  /* The header as JSON */
  { "header-empty", "", 0,
    "header: line 1", "the end of the text" },
  { "header-spaces", "   ", 0,
    "column 4", "the end of the text" },
  { "header-array", "[]", 0,
    "a JSON object", "an array" },
  { "header-string", "'a'", 0,
    "a JSON object", "found 'a'" },
  { "header-not-closed", "{'a':{", 0,
    "column 7", "the end of the text" },
  { "header-no-value", "{'a':}", 0,
    "a value", "found `}`" },
  { "header-no-colon", "{'a' {}}", 0,
    "a colon", "found `{`" },
  { "header-no-comma", "{'a':{} 'b':{}}", 0,
    "a comma", "column 9" },
  { "header-trailing-comma", "{'a':" T ("F32", "[1]", "[0,4]") ",}", 4,
    "a key", "found `}`" },
  { "header-two-values", "{} {}", 0,
    "the end of the text", "found `{`" },
  { "header-comment", "{/* */}", 0,
    "a key", "found `/`" },
  { "header-single-quotes", "{`a`:{}}", 0,
    "a key", "found ```" },
  { "header-bare-key", "{a:{}}", 0,
    "a key", "found `a`" },
  { "header-bad-utf8", "{'\xff':{}}", 0,
    "UTF-8", "0xFF" },
  { "header-cut-utf8", "{'\xe2\x82':{}}", 0,
    "UTF-8", "0xE2" },
  { "header-line-break", "{'a\nb':{}}", 0,
    "the closing quote", "U+000A" },
  { "header-bad-escape", "{'\\x':{}}", 0,
    "backslash", "found `x`" },
  { "header-nul", "{'\\u0000':{}}", 0,
    "NUL", "column 5" },
  { "header-short-escape", "{'\\u12':{}}", 0,
    "digits", "column 5" },
  { "header-lone-surrogate", "{'\\udc00':{}}", 0,
    "digits", "column 5" },
  { "header-half-a-pair", "{'\\ud800\\u0041':{}}", 0,
    "digits", "column 5" },
  { "duplicate-tensor",
    "{'a':" T ("U8", "[1]", "[0,1]")
    ",'\\u0061':" T ("U8", "[1]", "[1,2]") "}", 2,
    "'a'", "twice" },
  { "duplicate-metadata", "{'__metadata__':{},'__metadata__':{}}", 0,
    "'__metadata__'", "twice" },
  { "duplicate-key", "{'a':{'dtype':'U8','dtype':'I8'}}", 0,
    "'dtype'", "twice" },

  /* The metadata */
  { "metadata-array", "{'__metadata__':[]}", 0,
    "'__metadata__'", "an array" },
  { "metadata-number", "{'__metadata__':{'step':5}}", 0,
    "'__metadata__': 'step'", "found 5" },
  { "metadata-null", "{'__metadata__':{'step':null}}", 0,
    "'__metadata__': 'step'", "null" },

  /* One tensor */
  { "entry-null", "{'a':null}", 0,
    "'a'", "null" },
  { "entry-number", "{'a':7}", 0,
    "'a'", "found 7" },
  { "entry-empty", "{'a':{}}", 0,
    "'a': dtype", "nothing" },
  { "dtype-number", "{'a':{'dtype':32}}", 0,
    "'a': dtype", "found 32" },
  { "shape-missing", "{'a':{'dtype':'F32','data_offsets':[0,4]}}", 4,
    "'a': shape", "nothing" },
  { "shape-object", A ("F32", "{}", "[0,4]"), 4,
    "'a': shape", "an object" },
  { "shape-number", A ("F32", "1", "[0,4]"), 4,
    "'a': shape", "found 1" },
  { "shape-string", A ("F32", "['1']", "[0,4]"), 4,
    "'a': shape", "found '1'" },
  { "shape-negative", A ("F32", "[-1]", "[0,4]"), 4,
    "'a': shape", "found -1" },
  { "shape-float", A ("F32", "[1.0]", "[0,4]"), 4,
    "'a': shape", "found 1.0" },
  { "shape-nan", A ("F32", "[NaN]", "[0,4]"), 4,
    "'a': shape", "NaN" },
  { "shape-leading-zero", A ("F32", "[01]", "[0,4]"), 4,
    "a comma", "found `1`" },
  { "shape-beyond-64-bits", A ("F32", "[18446744073709551617]", "[0,4]"), 4,
    "'a': shape", "1.84467e+19" },
  { "shape-overflow", A ("U8", "[4294967296,4294967296]", "[0,0]"), 0,
    "'a': shape", "[4294967296, 4294967296]" },
  { "shape-overflow-by-size", A ("F64", "[2305843009213693952]", "[0,0]"), 0,
    "'a': shape", "[2305843009213693952]" },
  { "shape-overflow-then-zero",
    A ("U8", "[4294967296,4294967296,0]", "[0,0]"), 0,
    "'a': shape", "4294967296, 0]" },
  { "shape-nine-dimensions", A ("U8", "[1,1,1,1,1,1,1,1,1]", "[0,1]"), 1,
    "'a': shape", "at most 8" },
  { "shape-nested", A ("U8", "[[1]]", "[0,1]"), 1,
    "'a': shape", "an array" },
  { "offsets-missing", "{'a':{'dtype':'F32','shape':[1]}}", 4,
    "'a': data_offsets", "nothing" },
  { "offsets-one", A ("F32", "[1]", "[0]"), 4,
    "'a': data_offsets", "an array of 1" },
  { "offsets-three", A ("F32", "[1]", "[0,4,4]"), 4,
    "'a': data_offsets", "an array of 3" },
  { "offsets-negative", A ("F32", "[1]", "[-4,0]"), 4,
    "'a': data_offsets", "found -4" },
  { "offsets-float", A ("F32", "[1]", "[0,4.0]"), 4,
    "'a': data_offsets", "found 4.0" },
  { "offsets-reversed", A ("F32", "[1]", "[4,0]"), 4,
    "'a': data_offsets", "found 4 to 0" },
  { "offsets-beyond", A ("F32", "[2]", "[0,8]"), 4,
    "'a': data_offsets", "found 0 to 8" },
  { "offsets-far-beyond",
    A ("F32", "[1]", "[9223372036854775803,9223372036854775807]"), 4,
    "'a': data_offsets", "9223372036854775807" },
  { "bytes-too-few", A ("F32", "[2]", "[0,4]"), 4,
    "'a': data_offsets", "8 bytes for F32 [2]" },
  { "bytes-too-many", A ("F16", "[1]", "[0,4]"), 4,
    "'a': data_offsets", "2 bytes for F16 [1]" },
  { "bytes-of-a-scalar", A ("F32", "[]", "[0,0]"), 0,
    "'a': data_offsets", "4 bytes for F32 []" },
  { "bytes-of-nothing", A ("F32", "[0]", "[0,4]"), 4,
    "'a': data_offsets", "0 bytes for F32 [0]" },

  /* All tensors together */
  { "overlap",
    "{'a':" T ("F32", "[2]", "[0,8]")
    ",'b':" T ("F32", "[2]", "[4,12]") "}", 12,
    "'b': data_offsets", "begin at 8" },
  { "same-bytes",
    "{'a':" T ("F32", "[1]", "[0,4]") ",'b':" T ("F32", "[1]", "[0,4]") "}", 4,
    "data_offsets", "begin at 4" },
  { "empty-inside-another",
    "{'a':" T ("U8", "[9]", "[0,9]") ",'b':" T ("U8", "[0]", "[4,4]") "}", 9,
    "'b': data_offsets", "begin at 9" },
  { "hole",
    "{'b':" T ("F32", "[1]", "[8,12]")
    ",'a':" T ("F32", "[1]", "[0,4]") "}", 12,
    "'b': data_offsets", "begin at 4" },
  { "hole-at-the-begin", A ("F32", "[1]", "[4,8]"), 8,
    "'a': data_offsets", "begin at 0" },
  { "data-too-long", A ("F32", "[1]", "[0,4]"), 9,
    "last tensor at 4", "found 9 bytes" },
  { "data-of-no-tensor", "{}", 1,
    "last tensor at 0", "found 1 bytes" }
};

static void
test_damage (gconstpointer data)
{
  const Damage       *damage   = data;
  g_autofree gchar   *says     = quoted (damage->says);
  g_autofree gchar   *says_too = quoted (damage->says_too);
  const gchar *const  words[]  = { "damaged.safetensors", says, says_too,
                                   NULL };
  GError             *error    = NULL;

  g_assert_null (open_header ("damaged.safetensors", damage->header,
                              damage->n_data, &error));
  assert_silt_error (error, SILT_ERROR_FORMAT, words);
}

/* Types that the format or its later versions have, and Silt has not. */
static void
test_foreign_dtypes (void)
{
  static const gchar *const dtypes[] = { "F8_E4M3", "U64", "C64", "f32", "" };
  guint                     i;

  for (i = 0; i < G_N_ELEMENTS (dtypes); i++)
    {
      g_autofree gchar   *header = g_strdup_printf (A ("%s", "[1]", "[0,8]"),
                                                    dtypes[i]);
      g_autofree gchar   *found   = g_strdup_printf ("found \"%s\"", dtypes[i]);
      const gchar *const  words[] = { "damaged.safetensors", "\"a\": dtype",
                                      "\"BF16\"", found, NULL };
      GError             *error   = NULL;

      g_assert_null (open_header ("damaged.safetensors", header, 8, &error));
      assert_silt_error (error, SILT_ERROR_UNSUPPORTED, words);
    }
}

/* The length that comes first. */
static void
test_header_length (void)
{
  static const struct
  {
    gsize        n_bytes;   /* of the file: the length, then "{}      " ... */
    guint64      length;
    const gchar *found;
  }
  cases[] =
  {
    {   0, 0,           "found 0 bytes"        },
    {   1, 0,           "found 1 bytes"        },
    {   7, 2,           "found 7 bytes"        },
    {   8, 0,           "the end of the text"  },
    {   8, 1,           "at most 0 bytes"      },
    {  10, 1,           "the end of the text"  },
    {  10, 3,           "at most 2 bytes"      },
    {  40, 33,          "at most 32 bytes"     },
    {  40, 100000001,   "found one of 100000001" },
    {  40, G_MAXINT64,  "9223372036854775807"  },
    {  40, G_MAXUINT64, "18446744073709551615" },
    {  40, G_MAXUINT64 - 7, "18446744073709551608" }
  };

  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gchar *const words[] = { "damaged.safetensors", cases[i].found,
                                     NULL };
      guint64  length    = GUINT64_TO_LE (cases[i].length);
      GError  *error     = NULL;
      guint8   bytes[40];

      memset (bytes, ' ', sizeof bytes);
      memcpy (bytes, &length, sizeof length);
      memcpy (bytes + 8, "{}", 2);

      g_assert_null (open_bytes ("damaged.safetensors", bytes,
                                 cases[i].n_bytes, &error));
      assert_silt_error (error, SILT_ERROR_FORMAT, words);
    }
}

/* A header beyond 100 MB in a file that has it: all holes, so that it takes
 * no room. */
static void
test_header_too_long (void)
{
  const gchar *const words[] = { "long.safetensors", "100000001", NULL };

  g_autofree gchar *folder = scratch_new ();
  guint64           length = GUINT64_TO_LE (100000001);
  g_autofree gchar *path   = scratch_write (folder, "long.safetensors",
                                            &length, sizeof length);
  GError           *error  = NULL;

  g_assert_cmpint (truncate (path, 100000100), ==, 0);
  g_assert_null (silt_weights_open (path, &error));
  assert_silt_error (error, SILT_ERROR_FORMAT, words);

  scratch_remove (folder);
}

/* [[[...]]] inside an entry, which is two levels itself; `says` is NULL where
 * that is sound. */
static void
check_nesting (guint        depth,
               gboolean     closed,
               const gchar *says)
{
  const gchar *const  words[] = { "nested.safetensors", says, NULL };
  g_autofree gchar   *open    = g_strnfill (depth, '[');
  g_autofree gchar   *close   = g_strnfill (closed ? depth : 0, ']');
  g_autofree gchar   *header  = NULL;
  GError             *error   = NULL;
  SiltWeights        *weights;

  header  = g_strdup_printf ("{'a': {'dtype': 'U8', 'shape': [1],"
                             " 'data_offsets': [0, 1], 'x': %s%s}}",
                             open, close);
  weights = open_header ("nested.safetensors", header, 1, &error);

  g_assert_true ((weights == NULL) == (says != NULL));

  if (says)
    assert_silt_error (error, SILT_ERROR_FORMAT, words);

  silt_weights_free (weights);
}

static void
test_nesting (void)
{
  check_nesting (62, TRUE, NULL);
  check_nesting (63, TRUE, "64 levels");
  check_nesting (1000000, FALSE, "64 levels");
}

/* A name of a million characters is no message. */
static void
test_long_name (void)
{
  const gchar *const  words[] = { "long.safetensors", "xxx...\"", NULL };
  g_autofree gchar   *name    = g_strnfill (1000000, 'x');
  g_autofree gchar   *header  = g_strdup_printf ("{'%s': {'dtype': '%s'}}",
                                                 name, name);
  GError             *error   = NULL;

  g_assert_null (open_header ("long.safetensors", header, 0, &error));
  g_assert_cmpuint (strlen (error->message), <, 1000);
  assert_silt_error (error, SILT_ERROR_UNSUPPORTED, words);
}

/* More values than any model has, which would fill the memory as nodes. */
static void
test_values (void)
{
  const gchar *const  words[] = { "many.safetensors", "262144 values", NULL };
  GString            *header  = g_string_new ("{'a': [0");
  GError             *error   = NULL;
  guint               i;

  for (i = 0; i < 300000; i++)
    g_string_append (header, ",0");

  g_string_append (header, "]}");

  g_assert_null (open_header ("many.safetensors", header->str, 0, &error));
  assert_silt_error (error, SILT_ERROR_FORMAT, words);

  g_string_free (header, TRUE);
}


/* Damage at random: anything but a crash, and what is accepted is readable */

/* Every byte of the tensor, so that a sanitizer sees a wrong address. */
static guint
sum_bytes (const SiltWeight *weight)
{
  gsize n   = weight->n_elements * silt_dtype_size (weight->dtype);
  guint sum = 0;
  gsize i;

  for (i = 0; i < n; i++)
    sum += weight->data[i];

  return sum;
}

static gboolean
try_bytes (const guint8 *bytes,
           gsize         length)
{
  /* Allocated to the byte, for the sanitizer. */
  g_autofree guint8      *copy     = g_memdup2 (bytes, length);
  g_autoptr (GArray)      tensors  = NULL;
  g_autoptr (GHashTable)  metadata = NULL;
  g_autoptr (GError)      error    = NULL;
  gboolean                sound;
  guint                   i;

  tensors  = g_array_new (FALSE, FALSE, sizeof (SiltWeight));
  metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sound    = silt_safetensors_read (copy, length, "fuzz", tensors, metadata,
                                    &error);

  g_assert_true (sound == (error == NULL));

  if (error)
    g_assert_true (g_str_has_prefix (error->message, "fuzz: "));

  for (i = 0; i < tensors->len; i++)
    {
      SiltWeight *weight = &g_array_index (tensors, SiltWeight, i);

      sum_bytes (weight);
      g_free ((gchar *) weight->name);
    }

  return sound;
}

static void
test_fuzz (void)
{
  static const gchar marks[] = "{}[]:,\"\\ 0123456789-.eENIutfn";

  const gchar       *path   = g_test_get_filename (G_TEST_DIST, "golden",
                                                   "scheduler-lcm",
                                                   "steps-4.safetensors", NULL);
  g_autofree guint8 *bytes  = NULL;
  GRand             *rand   = g_rand_new_with_seed (2);
  guint              sound  = 0;
  gsize              length, header_length, i;
  guint64            value;

  g_assert_true (g_file_get_contents (path, (gchar **) &bytes, &length, NULL));
  memcpy (&value, bytes, sizeof value);
  header_length = GUINT64_FROM_LE (value);

  g_assert_true (try_bytes (bytes, length));

  /* Cut at every byte of the header and the length before it... */
  for (i = 0; i < 8 + header_length; i++)
    g_assert_false (try_bytes (bytes, i));

  /* ...and anywhere in the data. */
  for (i = 0; i < 200; i++)
    {
      gsize cut = g_rand_double (rand) * length;

      g_assert_false (try_bytes (bytes, cut));
    }

  /* One to three bytes of the header are others. */
  for (i = 0; i < 5000; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, length);
      gint               n    = g_rand_int_range (rand, 1, 4);

      while (n-- > 0)
        {
          gint byte = g_rand_int_range (rand, 0, 256);

          /* Half of them characters that mean something to JSON. */
          if (g_rand_boolean (rand))
            byte = marks[byte % (sizeof marks - 1)];

          copy[g_rand_int_range (rand, 0, 8 + header_length)] = byte;
        }

      sound += try_bytes (copy, length);
    }

  g_test_message ("%u of 5000 changed headers are still sound", sound);
  g_assert_cmpuint (sound, <, 2500);

  g_rand_free (rand);
}

int
main (int    argc,
      char **argv)
{
  guint i;

  g_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree gchar *path = g_strconcat ("/safetensors/damage/",
                                            damages[i].name, NULL);

      g_test_add_data_func (path, &damages[i], test_damage);
    }

  g_test_add_func ("/safetensors/foreign-dtypes",  test_foreign_dtypes);
  g_test_add_func ("/safetensors/header-length",   test_header_length);
  g_test_add_func ("/safetensors/header-too-long", test_header_too_long);
  g_test_add_func ("/safetensors/nesting",         test_nesting);
  g_test_add_func ("/safetensors/long-name",       test_long_name);
  g_test_add_func ("/safetensors/values",          test_values);
  g_test_add_func ("/safetensors/fuzz",            test_fuzz);

  return g_test_run ();
}
