/* Silt: named tensors, read from safetensors files
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
#include <sys/stat.h>
#include <unistd.h>

#include "safetensors-bytes.h"
#include "weights.h"


/* Files that others wrote */

static void
check_golden (const gchar *path)
{
  g_autoptr (GError)  error   = NULL;
  SiltWeights        *weights = silt_weights_open (path, &error);
  guint               i;
  gsize               k;

  g_assert_no_error (error);
  g_assert_cmpstr (silt_weights_path (weights), ==, path);
  g_assert_cmpuint (silt_weights_count (weights), >, 0);

  for (i = 0; i < silt_weights_count (weights); i++)
    {
      const SiltWeight   *weight = silt_weights_nth (weights, i);
      g_autofree gfloat  *values = g_new (gfloat, weight->n_elements);

      g_assert_true (silt_weights_find (weights, weight->name) == weight);

      if (weight->dtype != SILT_DTYPE_F32)
        continue;

      g_assert_true (silt_weights_read (weights, weight->name, weight->n_dims,
                                        weight->dims, values, &error));
      g_assert_no_error (error);

      for (k = 0; k < weight->n_elements; k++)
        g_assert_true (isfinite (values[k]));
    }

  silt_weights_free (weights);
}

static guint
check_golden_folder (const gchar *path)
{
  g_autoptr (GDir)  dir = g_dir_open (path, 0, NULL);
  const gchar      *name;
  guint             n   = 0;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree gchar *entry = g_build_filename (path, name, NULL);

      if (g_file_test (entry, G_FILE_TEST_IS_DIR))
        {
          n += check_golden_folder (entry);
        }
      else if (g_str_has_suffix (name, ".safetensors"))
        {
          check_golden (entry);
          n++;
        }
    }

  return n;
}

static void
test_golden (void)
{
  const gchar *path = g_test_get_filename (G_TEST_DIST, "golden", NULL);
  guint        n    = check_golden_folder (path);

  g_test_message ("%u golden files", n);
  g_assert_cmpuint (n, >=, 40);
}

/* Values that are known from elsewhere. */
static void
test_golden_values (void)
{
  static const gfloat noise[] = { -1.1258f, -1.1524f, -0.2506f, -0.4339f };

  g_autoptr (GError)  error   = NULL;
  const gchar        *facts   = g_test_get_filename (G_TEST_DIST, "golden",
                                                     "misc",
                                                     "facts.safetensors", NULL);
  const gchar        *walk    = g_test_get_filename (G_TEST_DIST, "golden",
                                                     "scheduler-ddim-eta1",
                                                     "steps-10.safetensors",
                                                     NULL);
  const gint64        dims[1] = { 16 };
  SiltWeights        *weights = silt_weights_open (facts, &error);
  gfloat              values[16];
  guint               i;

  g_assert_no_error (error);
  g_assert_true (silt_weights_read (weights, "randn.0.16", 1, dims, values,
                                    &error));
  g_assert_no_error (error);

  for (i = 0; i < G_N_ELEMENTS (noise); i++)
    g_assert_cmpfloat_with_epsilon (values[i], noise[i], 1e-4);

  silt_weights_free (weights);

  weights = silt_weights_open (walk, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (silt_weights_metadata (weights, "steps"), ==, "10");
  g_assert_null (silt_weights_metadata (weights, "stride"));
  silt_weights_free (weights);
}


/* Files of our own */

/* The header in another order than the data; scalars; empty tensors at the
 * begin, in between and at the end; keys that are not the format's. */
static void
test_layout (void)
{
  const gchar *header =
    "{'__metadata__': {'format': 'pt', 'empty': ''},"
    " 'last':    {'dtype': 'U8',   'shape': [3],     'data_offsets': [12, 15]},"
    " 'empty.0': {'dtype': 'F32',  'shape': [0],     'data_offsets': [0, 0]},"
    " 'scalar':  {'shape': [], 'data_offsets': [0, 4], 'dtype': 'F32'},"
    " 'empty.1': {'dtype': 'I64',  'shape': [4,0,2], 'data_offsets': [4, 4]},"
    " '\\u006diddle':"
    "            {'dtype': 'BF16', 'shape': [2, 2],  'data_offsets': [4, 12],"
    "             'comment': [null, {'deep': true}]},"
    " 'empty.2': {'dtype': 'BOOL', 'shape': [0],     'data_offsets': [15, 15]}"
    "}    ";

  static const struct
  {
    const gchar *name;
    SiltDtype    dtype;
    guint        n_dims;
    gsize        n_elements;
    gsize        begin;
  }
  want[] =
  {
    { "last",    SILT_DTYPE_U8,   1, 3, 12 },
    { "empty.0", SILT_DTYPE_F32,  1, 0, 0  },
    { "scalar",  SILT_DTYPE_F32,  0, 1, 0  },
    { "empty.1", SILT_DTYPE_I64,  3, 0, 4  },
    { "middle",  SILT_DTYPE_BF16, 2, 4, 4  },
    { "empty.2", SILT_DTYPE_BOOL, 1, 0, 15 }
  };

  g_autoptr (GError)  error   = NULL;
  SiltWeights        *weights = open_header ("sound.safetensors", header, 15,
                                             &error);
  const gint64        none[1] = { 0 };
  gfloat              value   = 0.0f;
  guint32             bits;
  guint               i;

  g_assert_no_error (error);
  g_assert_cmpuint (silt_weights_count (weights), ==, G_N_ELEMENTS (want));

  for (i = 0; i < G_N_ELEMENTS (want); i++)
    {
      const SiltWeight *weight = silt_weights_nth (weights, i);

      g_assert_cmpstr  (weight->name,       ==, want[i].name);
      g_assert_cmpint  (weight->dtype,      ==, want[i].dtype);
      g_assert_cmpuint (weight->n_dims,     ==, want[i].n_dims);
      g_assert_cmpuint (weight->n_elements, ==, want[i].n_elements);

      if (want[i].n_elements > 0)
        g_assert_cmpuint (weight->data[0],  ==, want[i].begin);

      g_assert_true (silt_weights_find (weights, want[i].name) == weight);
    }

  g_assert_null (silt_weights_find (weights, "first"));
  g_assert_null (silt_weights_find (weights, "__metadata__"));
  g_assert_cmpstr (silt_weights_metadata (weights, "format"), ==, "pt");
  g_assert_cmpstr (silt_weights_metadata (weights, "empty"), ==, "");
  g_assert_null (silt_weights_metadata (weights, "last"));

  g_assert_true (silt_weights_read (weights, "scalar", 0, NULL, &value,
                                    &error));
  memcpy (&bits, &value, sizeof bits);
  g_assert_cmphex (bits, ==, 0x03020100);

  g_assert_true (silt_weights_read (weights, "empty.0", 1, none, NULL,
                                    &error));
  g_assert_no_error (error);

  silt_weights_free (weights);
}

static void
test_nothing (void)
{
  g_autoptr (GError)  error   = NULL;
  SiltWeights        *weights = open_header ("sound.safetensors", "{}", 0,
                                             &error);

  g_assert_no_error (error);
  g_assert_cmpuint (silt_weights_count (weights), ==, 0);
  g_assert_null (silt_weights_find (weights, ""));
  g_assert_null (silt_weights_metadata (weights, "format"));

  silt_weights_free (weights);
}

/* The same numbers in the three types of float, more of them than a block of
 * the reader holds, at odd addresses. */
static void
test_floats (void)
{
  const guint  n = 2500;
  const gint64 dims[2] = { 50, 50 };

  g_autofree gchar       *header = NULL;
  g_autoptr (GByteArray)  bytes  = NULL;
  g_autoptr (GError)      error  = NULL;
  g_autofree gfloat      *out    = g_new (gfloat, n);
  SiltWeights            *weights;
  guint8                 *data;
  guint                   i;

  header = g_strdup_printf (
    "{'odd':   {'dtype': 'U8',   'shape': [1],      'data_offsets': [0, 1]},"
    " 'half':  {'dtype': 'F16',  'shape': [50, 50], 'data_offsets': [1, %u]},"
    " 'brain': {'dtype': 'BF16', 'shape': [50, 50], 'data_offsets': [%u, %u]},"
    " 'full':  {'dtype': 'F32',  'shape': [50, 50], 'data_offsets': [%u, %u]}}",
    1 + 2 * n, 1 + 2 * n, 1 + 4 * n, 1 + 4 * n, 1 + 8 * n);
  bytes = safetensors_bytes (header, 1 + 8 * n);
  data  = bytes->data + 8 + strlen (header) + 1;

  /* Element i is a power of two and its sign. */
  for (i = 0; i < n; i++)
    {
      guint   sign  = i & 1;
      guint   power = i % 20;   /* 2^-10 ... 2^9 */
      guint16 half  = GUINT16_TO_LE (sign << 15 | (power + 5)   << 10);
      guint16 brain = GUINT16_TO_LE (sign << 15 | (power + 117) << 7);
      guint32 full  = GUINT32_TO_LE (sign << 31 | (power + 117) << 23);

      memcpy (data + 2 * i,         &half,  sizeof half);
      memcpy (data + 2 * n + 2 * i, &brain, sizeof brain);
      memcpy (data + 4 * n + 4 * i, &full,  sizeof full);
    }

  weights = open_bytes ("floats.safetensors", bytes->data, bytes->len, &error);
  g_assert_no_error (error);

  for (i = 1; i <= 3; i++)
    {
      const gchar *name = silt_weights_nth (weights, i)->name;
      guint        k;

      memset (out, 0, n * sizeof *out);
      g_assert_true (silt_weights_read (weights, name, 2, dims, out, &error));
      g_assert_no_error (error);

      for (k = 0; k < n; k++)
        {
          g_assert_cmpfloat (out[k], ==,
                             (k & 1 ? -1.0 : 1.0) * ldexp (1.0, k % 20 - 10));
        }
    }

  silt_weights_free (weights);
}

static void
test_read_errors (void)
{
  static const struct
  {
    const gchar   *name;
    guint          n_dims;
    gint64         dims[3];
    SiltErrorCode  code;
    const gchar   *expected;
    const gchar   *found;
  }
  cases[] =
  {
    { "a", 2, { 3, 2 },    SILT_ERROR_FORMAT,      "[3, 2]",    "[2, 3]" },
    { "a", 1, { 6 },       SILT_ERROR_FORMAT,      "[6]",       "[2, 3]" },
    { "a", 3, { 2, 3, 1 }, SILT_ERROR_FORMAT,      "[2, 3, 1]", "[2, 3]" },
    { "a", 0, { 0 },       SILT_ERROR_FORMAT,      "[]",        "[2, 3]" },
    { "i", 1, { 2 },       SILT_ERROR_UNSUPPORTED, "BF16 or F64",      "I32" },
    { "A", 2, { 2, 3 },    SILT_ERROR_FORMAT,      "[2, 3]",    "no such" }
  };

  SiltWeights *weights = open_header (
    "sound.safetensors",
    "{'a': {'dtype': 'F32', 'shape': [2, 3], 'data_offsets': [0, 24]},"
    " 'i': {'dtype': 'I32', 'shape': [2],    'data_offsets': [24, 32]}}",
    32, NULL);
  guint        i;

  g_assert_nonnull (weights);

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar   *name    = g_strdup_printf ("\"%s\"", cases[i].name);
      const gchar *const  words[] = { "sound.safetensors", name,
                                      cases[i].expected, cases[i].found, NULL };
      GError             *error   = NULL;
      gfloat              out[6];

      g_assert_false (silt_weights_read (weights, cases[i].name,
                                         cases[i].n_dims, cases[i].dims,
                                         out, &error));
      assert_silt_error (error, cases[i].code, words);
    }

  silt_weights_free (weights);
}


/* Files that are none */

/* Files of another kind, by their name or by how they begin. */
static void
test_foreign_kinds (void)
{
  static const struct
  {
    const gchar *name;
    const gchar *begin;
    const gchar *kind;
  }
  cases[] =
  {
    { "model.gguf",        "GGUF",                   "GGUF" },
    { "named.safetensors", "GGUF\003",               "GGUF" },
    { "lfs.safetensors",   "version https://git-lfs.github.com/spec/v1\n",
                                                     "Git LFS pointer" }
  };

  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gchar *const words[] = { cases[i].name, "safetensors",
                                     cases[i].kind, NULL };
      GError *error = NULL;

      g_assert_null (open_bytes (cases[i].name, cases[i].begin,
                                 strlen (cases[i].begin), &error));
      assert_silt_error (error, SILT_ERROR_UNSUPPORTED, words);
    }
}

static void
check_no_file (const gchar *path,
               const gchar *found)
{
  g_autofree gchar   *name    = g_path_get_basename (path);
  const gchar *const  words[] = { name, found, NULL };
  GError             *error   = NULL;

  g_assert_null (silt_weights_open (path, &error));
  assert_silt_error (error, SILT_ERROR_IO, words);
}

/* What cannot be opened, and must not be waited for. */
static void
test_no_file (void)
{
  g_autofree gchar *folder  = scratch_new ();
  g_autofree gchar *missing = g_build_filename (folder, "missing", NULL);
  g_autofree gchar *loop    = g_build_filename (folder, "loop", NULL);
  g_autofree gchar *pipe    = g_build_filename (folder, "pipe", NULL);
  g_autofree gchar *secret  = scratch_write (folder, "secret", "{}", 2);
  g_autofree gchar *below   = g_build_filename (secret, "below", NULL);

  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (g_chmod (secret, 0), ==, 0);

  check_no_file (missing, "cannot be opened");
  check_no_file (loop,    "cannot be opened");
  check_no_file (below,   "cannot be opened");
  check_no_file (folder,  "a folder");
  check_no_file (pipe,    "a pipe");

  /* Root reads it all the same. */
  if (g_access (secret, R_OK) != 0)
    check_no_file (secret, "cannot be read");

  scratch_remove (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/safetensors/golden",        test_golden);
  g_test_add_func ("/safetensors/golden-values", test_golden_values);
  g_test_add_func ("/safetensors/layout",        test_layout);
  g_test_add_func ("/safetensors/nothing",       test_nothing);
  g_test_add_func ("/safetensors/floats",        test_floats);
  g_test_add_func ("/safetensors/read-errors",   test_read_errors);
  g_test_add_func ("/safetensors/foreign-kinds", test_foreign_kinds);
  g_test_add_func ("/safetensors/no-file",       test_no_file);

  return g_test_run ();
}
