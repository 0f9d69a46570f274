/* Silt: tests of torch archives
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

#include <sys/resource.h>

#include "safetensors-bytes.h"
#include "same-weights.h"
#include "torch-archive.h"
#include "widen.h"

#ifdef SILT_SANITIZE
#define MAX_SECONDS   10.0
#define MAX_MEGABYTES 100000   /* the sanitizer keeps what is freed */
#else
#define MAX_SECONDS   1.0
#define MAX_MEGABYTES 64
#endif

/* The most memory that this process has had so far, in bytes. */
static gsize
peak_memory (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);

  return (gsize) usage.ru_maxrss * 1024;
}


/* Sound archives */

static void
test_sound (void)
{
  g_autofree gchar *folder = g_test_build_filename (G_TEST_DIST, "data",
                                                    "torch", "sound", NULL);
  g_autoptr (GDir)  dir    = g_dir_open (folder, 0, NULL);
  const gchar      *name;
  guint             n      = 0;

  g_assert_nonnull (dir);

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree gchar   *path     = g_build_filename (folder, name, NULL);
      g_autoptr (GString) other    = g_string_new (path);
      g_autoptr (GError)  error    = NULL;
      SiltWeights        *weights, *expected;

      if (! g_str_has_suffix (name, ".pt"))
        continue;

      g_test_message ("%s", name);
      g_string_truncate (other, other->len - strlen (".pt"));
      g_string_append (other, ".safetensors");

      weights  = silt_weights_open (path, &error);
      g_assert_no_error (error);
      expected = silt_weights_open (other->str, &error);
      g_assert_no_error (error);
      assert_same_weights (weights, expected);

      silt_weights_free (weights);
      silt_weights_free (expected);
      n++;
    }

  g_assert_cmpuint (n, >, 15);
}

/* What PyTorch itself wrote. */
static void
test_golden (void)
{
  g_autofree gchar   *folder = g_test_build_filename (G_TEST_DIST, "golden",
                                                      "unet-google", NULL);
  g_autofree gchar   *bin    = g_build_filename (folder,
                                                 "diffusion_pytorch_model.bin",
                                                 NULL);
  g_autofree gchar   *safe   =
    g_build_filename (folder, "diffusion_pytorch_model.safetensors", NULL);
  g_autoptr (GError)  error  = NULL;
  SiltWeights        *weights, *expected;

  weights  = silt_weights_open (bin, &error);
  g_assert_no_error (error);
  expected = silt_weights_open (safe, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (silt_weights_count (expected), >, 200);
  assert_same_weights (weights, expected);

  silt_weights_free (weights);
  silt_weights_free (expected);
}


/* Refused archives */

static const struct
{
  const gchar   *name;
  SiltErrorCode  code;
  const gchar   *says;
}
refused[] =
{
  /* Code, by name */
  { "system",           SILT_ERROR_UNSUPPORTED, "'posix.system'"            },
  { "eval",             SILT_ERROR_UNSUPPORTED, "'__builtin__.eval'"        },
  { "exec-legacy",      SILT_ERROR_UNSUPPORTED, "'__builtin__.exec'"        },
  { "getattr",          SILT_ERROR_UNSUPPORTED, "'__builtin__.getattr'"     },
  { "stack-global",     SILT_ERROR_UNSUPPORTED, "'posix.system'"            },
  { "torch-load",       SILT_ERROR_UNSUPPORTED,
    "'torch.storage._load_from_bytes'"                                      },
  { "inst",             SILT_ERROR_UNSUPPORTED, "the operation 0x53"        },
  { "newobj",           SILT_ERROR_UNSUPPORTED, "the operation 0x81"        },
  { "build",            SILT_ERROR_UNSUPPORTED, "attributes"                },
  { "extension",        SILT_ERROR_UNSUPPORTED, "the operation 0x82"        },
  { "module",           SILT_ERROR_UNSUPPORTED, "a module of Python"        },
  { "script",           SILT_ERROR_UNSUPPORTED, "TorchScript"               },
  { "latent",           SILT_ERROR_UNSUPPORTED, "latent diffusion"          },

  /* Stacks and memos */
  { "memo-far",         SILT_ERROR_FORMAT, "places in the memo"             },
  { "memo-letters",     SILT_ERROR_FORMAT, "places in the memo"             },
  { "memo-empty",       SILT_ERROR_FORMAT, "a place of the memo, found 7"   },
  { "stack-empty",      SILT_ERROR_FORMAT, "1 values on the stack, found 0" },
  { "no-mark",          SILT_ERROR_FORMAT, "a mark"                         },
  { "through-mark",     SILT_ERROR_FORMAT, "1 values on the stack, found 0" },
  { "stop-mark",        SILT_ERROR_FORMAT, "1 values on the stack, found 0" },
  { "odd-dict",         SILT_ERROR_FORMAT, "a dictionary"                   },
  { "append-dict",      SILT_ERROR_FORMAT, "a list"                         },
  { "call-nothing",     SILT_ERROR_FORMAT, "a function"                     },
  { "string-length",    SILT_ERROR_FORMAT, "4294967295 more bytes"          },
  { "string-length-8",  SILT_ERROR_FORMAT, "18446744073709551615 more"      },
  { "long-length",      SILT_ERROR_FORMAT, "2147483647 more bytes"          },
  { "no-stop",          SILT_ERROR_FORMAT, "1 more bytes, found the end"    },
  { "empty-pickle",     SILT_ERROR_FORMAT, "1 more bytes, found the end"    },
  { "no-newline",       SILT_ERROR_FORMAT, "a line"                         },
  { "dict-itself",      SILT_ERROR_FORMAT, "tensors by their names"         },
  { "no-dict",          SILT_ERROR_FORMAT, "tensors by their names"         },
  { "no-tensors",       SILT_ERROR_FORMAT, "tensors by their names"         },

  /* Sizes */
  { "count",            SILT_ERROR_FORMAT, "'w': expected the storage '0'"  },
  { "count-negative",   SILT_ERROR_FORMAT, "'w': expected a storage"        },
  { "shape",            SILT_ERROR_FORMAT, "[5] within its storage of 4"    },
  { "shape-huge",       SILT_ERROR_FORMAT, "'w': expected a shape that fits" },
  { "shape-negative",   SILT_ERROR_FORMAT, "'w': expected an offset"        },
  { "shape-many",       SILT_ERROR_FORMAT, "'w': expected an offset"        },
  { "stride-beyond",    SILT_ERROR_FORMAT, "[2, 2] within its storage of 4" },
  { "stride-huge",      SILT_ERROR_FORMAT, "[2] within its storage of 4"    },
  { "stride-negative",  SILT_ERROR_FORMAT, "'w': expected an offset"        },
  { "stride-missing",   SILT_ERROR_FORMAT, "'w': expected an offset"        },
  { "offset",           SILT_ERROR_FORMAT, "[4] within its storage of 4"    },
  { "offset-huge",      SILT_ERROR_FORMAT, "[4] within its storage of 4"    },
  { "expanded",         SILT_ERROR_FORMAT, "not much larger than the file"  },
  { "shared",           SILT_ERROR_FORMAT, "not much larger than the file"  },
  { "no-storage",       SILT_ERROR_FORMAT, "the storage '0'"                },
  { "name-nul",         SILT_ERROR_FORMAT, "a name for each tensor"         },
  { "name-number",      SILT_ERROR_FORMAT, "a name for each tensor"         },
  { "name-twice",       SILT_ERROR_FORMAT, "name once"                      },

  /* Before version 1.6 */
  { "legacy-big-endian", SILT_ERROR_FORMAT, "little-endian"                 },
  { "legacy-version",    SILT_ERROR_FORMAT, "version 1001"                  },
  { "legacy-cut",        SILT_ERROR_FORMAT, "3 elements of a storage"       },
  { "legacy-counts",     SILT_ERROR_FORMAT, "2305843009213693952 elements"  },
  { "legacy-fewer",      SILT_ERROR_FORMAT, "2 F32 numbers, found fewer"    },

  /* Zip archives */
  { "zip-compressed",    SILT_ERROR_UNSUPPORTED, "'a/data/0'"               },
  { "zip-encrypted",     SILT_ERROR_UNSUPPORTED, "found it encrypted"       },
  { "zip-two-sizes",     SILT_ERROR_FORMAT, "found 4 and 8"                 },
  { "zip-large",         SILT_ERROR_FORMAT, "bytes, found 9999"             },
  { "zip-no-zip64",      SILT_ERROR_FORMAT, "its zip64 numbers"             },
  { "zip-zip64-forged",  SILT_ERROR_FORMAT, "found 1152921504606846976"     },
  { "zip-overlap",       SILT_ERROR_FORMAT, "over the same bytes"           },
  { "zip-overlap-same",  SILT_ERROR_FORMAT, "each name once"                },
  { "zip-overlap-sizes", SILT_ERROR_FORMAT, "over the same bytes"           },
  { "zip-up",            SILT_ERROR_FORMAT, "names that stay inside"        },
  { "zip-inner-up",      SILT_ERROR_FORMAT, "names that stay inside"        },
  { "zip-root",          SILT_ERROR_FORMAT, "names that stay inside"        },
  { "zip-backslash",     SILT_ERROR_FORMAT, "names that stay inside"        },
  { "zip-other-name",    SILT_ERROR_FORMAT, "the same name before the data" },
  { "zip-offset",        SILT_ERROR_FORMAT, "the entry at 2147483648"       },
  { "zip-count",         SILT_ERROR_FORMAT, "2 entries, found 60000"        },
  { "zip-more",          SILT_ERROR_FORMAT, "2 entries, found 3"            },
  { "zip-directory",     SILT_ERROR_FORMAT, "at 2147483648"                 },
  { "zip64-directory",   SILT_ERROR_FORMAT, "at 9223372036854775808"        },
  { "zip64-locator",     SILT_ERROR_FORMAT, "a zip64 record"                },
  { "zip64-count",       SILT_ERROR_FORMAT, "found 1152921504606846976"     },
  { "zip-cut",           SILT_ERROR_FORMAT, "cut short"                     },
  { "zip-magic",         SILT_ERROR_FORMAT, "cut short"                     },
  { "zip-no-pickle",     SILT_ERROR_FORMAT, "a data.pkl"                    },
  { "zip-big-endian",    SILT_ERROR_FORMAT, "little-endian"                 },
  { "not-torch",         SILT_ERROR_FORMAT, "a torch archive"               },
  { "nothing",           SILT_ERROR_FORMAT, "a torch archive"               }
};

static void
assert_refused_soon (const gchar   *path,
                     SiltErrorCode  code,
                     const gchar   *says)
{
  g_autofree gchar   *words_says = quoted (says);
  g_autofree gchar   *base       = g_path_get_basename (path);
  const gchar *const  words[]    = { base, words_says, NULL };
  g_autoptr (GTimer)  timer      = g_timer_new ();
  gsize               before     = peak_memory ();
  GError             *error      = NULL;

  g_assert_null (silt_weights_open (path, &error));
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, MAX_SECONDS);
  g_assert_cmpuint (peak_memory () - before, <, (gsize) MAX_MEGABYTES << 20);
  assert_silt_error (error, code, words);
}

static void
test_refused (void)
{
  g_autofree gchar *folder = g_test_build_filename (G_TEST_DIST, "data",
                                                    "torch", "refused", NULL);
  g_autoptr (GDir)  dir    = g_dir_open (folder, 0, NULL);
  guint             n      = 0;
  guint             i;

  for (i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree gchar *name = g_strconcat (refused[i].name, ".pt", NULL);
      g_autofree gchar *path = g_build_filename (folder, name, NULL);

      assert_refused_soon (path, refused[i].code, refused[i].says);
    }

  /* The list above leaves none out. */
  while (g_dir_read_name (dir))
    n++;

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (refused));
}

/* A pickle of millions of operations in a file before version 1.6, which
 * begins with pickles as they are: `start`, then `piece` again and again. */
static const struct
{
  const gchar *start, *piece;
  const gchar *says;
}
bombs[] =
{
  { "",            "(",                "values on the stack"            },
  { "",            "]",                "values on the stack"            },
  { "(",           "K\001",            "values on the stack"            },
  { "",            "N0",               "at most 262144 values"          },
  { "]",           "]a",               "at most 262144 values"          },
  { "",            ")\2050",           "at most 262144 values"          },
  { "",            "U\004aaaa0",       "at most 262144 values"          },
  { "",            "}q\0050",          "at most 262144 values"          },
  { "]Nq\005a",    "h\005a",           "operations"                     },
  { "]q\005",      "h\005h\005a0",     "operations"                     },
  { "}q\005",      "h\005h\005s",      "operations"                     },
  { "N",           "\224",             "places in the memo"             }
};

#define BOMB_BYTES (8 * 1024 * 1024)

/* Python 2's OrderedDict ([[1, 1], ...]), the same long list many times. */
static void
append_copies (GString *bytes)
{
  guint i;

  g_string_append (bytes, "ccollections\nOrderedDict\nq\001](");
  for (i = 0; i < 60000; i++)
    g_string_append (bytes, "K\001K\001\206");
  g_string_append (bytes, "e\205q\002");

  while (bytes->len < BOMB_BYTES)
    g_string_append (bytes, "h\001h\002R0");
}

static void
assert_bomb_refused (GString     *bytes,
                     const gchar *says)
{
  const gchar *const   words[]   = { "bomb.pt", says, NULL };
  g_autoptr (GTimer)   timer     = g_timer_new ();
  g_autoptr (GArray)   tensors   = silt_weights_list_new ();
  gsize                before    = peak_memory ();
  GError              *error     = NULL;

  g_assert_false (silt_torch_read ((const guint8 *) bytes->str, bytes->len,
                                   "bomb.pt", tensors, &error));
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, MAX_SECONDS);
  g_assert_cmpuint (peak_memory () - before, <, (gsize) MAX_MEGABYTES << 20);
  g_test_message ("%.3f s, %" G_GSIZE_FORMAT " kB", g_timer_elapsed (timer, NULL),
                  (peak_memory () - before) / 1024);
  assert_silt_error (error, SILT_ERROR_FORMAT, words);
}

static void
test_bombs (void)
{
  static const gchar header[] =
    "\200\002\212\012\154\374\234\106\371\040\152\250\120\031."
    "\200\002M\351\003."
    "\200\002}(X\015\000\000\000little_endian\210u.\200\002";

  g_autoptr (GString) bytes = g_string_new_len (header, sizeof (header) - 1);
  gsize               start = bytes->len;
  guint               i;

  for (i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      g_string_truncate (bytes, start);
      g_string_append (bytes, bombs[i].start);

      while (bytes->len < BOMB_BYTES)
        g_string_append (bytes, bombs[i].piece);

      assert_bomb_refused (bytes, bombs[i].says);
    }

  g_string_truncate (bytes, start);
  append_copies (bytes);
  assert_bomb_refused (bytes, "a short list");
}


/* Damage */

/* Reads all of it, as the network would; FALSE where it is refused. */
static gboolean
read_all (const gchar *bytes,
          gsize        length)
{
  g_autofree guint8  *copy    = g_memdup2 (bytes, length);
  g_autoptr (GArray)  tensors = silt_weights_list_new ();
  g_autoptr (GError)  error   = NULL;
  gboolean            done    = silt_torch_read (copy, length, "damaged.pt",
                                                 tensors, &error);
  guint               i;

  g_assert_true (done == (error == NULL));

  for (i = 0; done && i < tensors->len; i++)
    {
      SiltWeight        *weight = &g_array_index (tensors, SiltWeight, i);
      g_autofree gfloat *out    = g_new (gfloat, weight->n_elements + 1);

      silt_weight_widen (weight, out);
    }

  return done;
}

static void
test_damage (void)
{
  static const gchar *const names[] = { "zip", "zip64", "legacy", "strided",
                                        "protocol-4", "legacy-view" };

  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint             n_open = 0;
  guint             i, round, k;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree gchar *name   = g_strconcat (names[i], ".pt", NULL);
      g_autofree gchar *path   = g_test_build_filename (G_TEST_DIST, "data",
                                                        "torch", "sound", name,
                                                        NULL);
      g_autofree gchar *bytes  = NULL;
      gsize             length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_assert_true (read_all (bytes, length));

      for (round = 0; round < 1000; round++)
        {
          g_autofree gchar *copy = g_memdup2 (bytes, length);

          for (k = g_rand_int_range (random, 1, 4); k > 0; k--)
            copy[g_rand_int_range (random, 0, length)] =
              g_rand_int_range (random, 0, 256);

          n_open += read_all (copy, length);
        }

      for (round = 0; round < length; round++)
        g_assert_false (read_all (bytes, round));
    }

  /* Neither all nor none of the damage is to be seen. */
  g_assert_cmpuint (n_open, >, 100);
  g_assert_cmpuint (n_open, <, 5000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* First, while little memory was ever used. */
  g_test_add_func ("/torch/refused", test_refused);
  g_test_add_func ("/torch/bombs",   test_bombs);
  g_test_add_func ("/torch/sound",   test_sound);
  g_test_add_func ("/torch/golden",  test_golden);
  g_test_add_func ("/torch/damage",  test_damage);

  return g_test_run ();
}
