/* Silt: tests of how models lie on disks
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

#include "folder.h"
#include "safetensors-bytes.h"
#include "safetensors-write.h"
#include "same-weights.h"

#define WEIGHTS "diffusion_pytorch_model.safetensors"
#define INDEX   "diffusion_pytorch_model.safetensors.index.json"
#define UNET    "{'_class_name': 'UNet2DModel'}"

static gchar *
golden_path (const gchar *name)
{
  return g_test_build_filename (G_TEST_DIST, "golden", "unet-google", name,
                                NULL);
}

static SiltWeights *
open_golden (void)
{
  g_autofree gchar   *path    = golden_path (WEIGHTS);
  g_autoptr (GError)  error   = NULL;
  SiltWeights        *weights = silt_weights_open (path, &error);

  g_assert_no_error (error);

  return weights;
}

/* Copies a file of the golden folder. */
static void
copy_golden (const gchar *folder,
             const gchar *name)
{
  g_autofree gchar *from  = golden_path (name);
  g_autofree gchar *bytes = NULL;
  gsize             length;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_free (scratch_write (folder, name, bytes, length));
}

static void
write_text (const gchar *folder,
            const gchar *name,
            const gchar *text)
{
  g_autofree gchar *bytes = quoted (text);

  g_free (scratch_write (folder, name, bytes, strlen (bytes)));
}

static void
link_to (const gchar *folder,
         const gchar *name,
         const gchar *target)
{
  g_autofree gchar *path   = g_build_filename (folder, name, NULL);
  g_autofree gchar *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_cmpint (symlink (target, path), ==, 0);
}

/* The folder holds the golden model's weights, to the bit. */
static void
assert_golden (const SiltFolder *folder)
{
  SiltWeights *expected = open_golden ();

  assert_same_weights (folder->weights, expected);
  silt_weights_free (expected);
}

static void
assert_opens_golden (const gchar *path)
{
  g_autoptr (GError)  error  = NULL;
  SiltFolder         *folder = silt_folder_open (path, &error);

  g_assert_no_error (error);
  assert_golden (folder);
  silt_folder_free (folder);
}

static void
assert_refused (const gchar   *path,
                SiltErrorCode  code,
                const gchar   *names,
                const gchar   *says)
{
  g_autofree gchar   *first   = quoted (names);
  g_autofree gchar   *second  = quoted (says);
  const gchar *const  words[] = { first, second, NULL };
  GError             *error   = NULL;

  g_assert_null (silt_folder_open (path, &error));
  assert_silt_error (error, code, words);
}


/* Which file */

static void
test_weights_file (void)
{
  g_autofree gchar *folder = scratch_new ();
  g_autofree gchar *bin    = g_build_filename (folder,
                                               "diffusion_pytorch_model.bin",
                                               NULL);
  g_autofree gchar *own    = g_build_filename (folder, "epoch-9.pt", NULL);
  g_autofree gchar *safe   = g_build_filename (folder, WEIGHTS, NULL);

  copy_golden (folder, "config.json");
  copy_golden (folder, "diffusion_pytorch_model.bin");
  assert_opens_golden (folder);
  assert_opens_golden (bin);

  /* One file of another name, but not two. */
  g_assert_cmpint (g_rename (bin, own), ==, 0);
  assert_opens_golden (folder);
  write_text (folder, "epoch-8.pt", "");
  assert_refused (folder, SILT_ERROR_IO, WEIGHTS, "found several");
  assert_opens_golden (own);

  /* safetensors comes first, and the torch archive is not looked at. */
  copy_golden (folder, WEIGHTS);
  write_text (folder, "diffusion_pytorch_model.bin", "no archive");
  assert_opens_golden (folder);
  assert_refused (bin, SILT_ERROR_FORMAT, "diffusion_pytorch_model.bin",
                  "a torch archive");

  g_assert_cmpint (g_remove (safe), ==, 0);
  assert_refused (folder, SILT_ERROR_FORMAT, "diffusion_pytorch_model.bin",
                  "a torch archive");

  scratch_remove (folder);
}


/* Several files */

/* The golden weights in n files, and their index. */
static void
write_shards (const gchar *folder,
              guint        n)
{
  g_autoptr (GString)  index   = g_string_new ("{'metadata': {'total_size': 1},"
                                               " 'weight_map': {");
  SiltWeights         *weights = open_golden ();
  guint                shard, i;

  for (shard = 0; shard < n; shard++)
    {
      g_autofree gchar   *name  =
        g_strdup_printf ("diffusion_pytorch_model-%05u-of-%05u.safetensors",
                         shard + 1, n);
      g_autofree gchar   *path  = g_build_filename (folder, name, NULL);
      g_autoptr (GError)  error = NULL;
      SiltWeights        *part  = open_golden ();
      GArray             *list  = silt_weights_list_new ();

      for (i = shard; i < silt_weights_count (weights); i += n)
        {
          SiltWeight weight = *silt_weights_nth (part, i);

          g_string_append_printf (index, "%s'%s': '%s'",
                                  index->str[index->len - 1] == '{' ? "" : ", ",
                                  weight.name, name);
          weight.name = g_strdup (weight.name);
          g_array_append_val (list, weight);
        }

      silt_weights_replace (part, list);
      silt_safetensors_write (part, path, FALSE, NULL, &error);
      g_assert_no_error (error);
      silt_weights_free (part);
    }

  g_string_append (index, "}}");
  write_text (folder, INDEX, index->str);
  silt_weights_free (weights);
}

static void
test_shards (void)
{
  g_autofree gchar *folder = scratch_new ();
  g_autofree gchar *second =
    g_build_filename (folder,
                      "diffusion_pytorch_model-00002-of-00003.safetensors",
                      NULL);

  copy_golden (folder, "config.json");
  write_shards (folder, 3);
  assert_opens_golden (folder);

  g_assert_cmpint (g_remove (second), ==, 0);
  assert_refused (folder, SILT_ERROR_IO,
                  "diffusion_pytorch_model-00002-of-00003.safetensors",
                  "cannot be opened");

  scratch_remove (folder);
}

static const struct
{
  const gchar   *index;
  SiltErrorCode  code;
  const gchar   *says;
}
bad_indexes[] =
{
  { "{",                  SILT_ERROR_FORMAT, "line 1"                    },
  { "[]",                 SILT_ERROR_FORMAT, "'weight_map'"              },
  { "{}",                 SILT_ERROR_FORMAT, "found nothing"             },
  { "{'weight_map': {}}", SILT_ERROR_FORMAT, "an object of 0"            },
  { "{'weight_map': []}", SILT_ERROR_FORMAT, "an array of 0"             },
  { "{'weight_map': {'a': 5}}", SILT_ERROR_FORMAT, "'a': expected"       },
  { "{'weight_map': {'a': '../x.safetensors'}}", SILT_ERROR_FORMAT,
    "found '../x.safetensors'"                                           },
  { "{'weight_map': {'a': '/etc/x.safetensors'}}", SILT_ERROR_FORMAT,
    "found '/etc/x.safetensors'"                                         },
  { "{'weight_map': {'a': 'y\\\\x.bin'}}", SILT_ERROR_FORMAT,
    "in the same folder"                                                 },
  { "{'weight_map': {'a': '.safetensors'}}", SILT_ERROR_FORMAT,
    "in the same folder"                                                 },
  { "{'weight_map': {'a': 'passwd'}}", SILT_ERROR_FORMAT,
    "found 'passwd'"                                                     },
  { "{'weight_map': {'a': '" INDEX "'}}", SILT_ERROR_FORMAT,
    "in the same folder"                                                 },
  { "{'weight_map': {'a': 'gone.safetensors'}}", SILT_ERROR_IO,
    "gone.safetensors: cannot be opened"                                 },
  { "{'weight_map': {'b': 'ab.safetensors'}}", SILT_ERROR_FORMAT,
    "found 'a' missing"                                                  },
  { "{'weight_map': {'a': 'ab.safetensors', 'b': 'ab.safetensors',"
    " 'c': 'ab.safetensors'}}", SILT_ERROR_FORMAT,
    "expected 'c' in ab.safetensors"                                     },
  { "{'weight_map': {'a': 'ab.safetensors', 'b': 'b.safetensors'}}",
    SILT_ERROR_FORMAT, "found 'b' missing"                               }
};

static void
test_bad_indexes (void)
{
  static const gchar ab[] =
    "{'a': {'dtype': 'U8', 'shape': [1], 'data_offsets': [0, 1]},"
    " 'b': {'dtype': 'U8', 'shape': [1], 'data_offsets': [1, 2]}}";

  g_autofree gchar       *folder = scratch_new ();
  g_autoptr (GByteArray)  bytes  = safetensors_bytes (ab, 2);
  guint                   i;

  write_text (folder, "config.json", UNET);
  g_free (scratch_write (folder, "ab.safetensors", bytes->data, bytes->len));

  for (i = 0; i < G_N_ELEMENTS (bad_indexes); i++)
    {
      write_text (folder, INDEX, bad_indexes[i].index);
      assert_refused (folder, bad_indexes[i].code, folder,
                      bad_indexes[i].says);
    }

  scratch_remove (folder);
}


/* The hub's cache */

#define HUB      "models--google--ddpm-tiny"
#define SNAPSHOT HUB "/snapshots/0123abcd"

static gchar *
make_cache (void)
{
  gchar            *folder = scratch_new ();
  g_autofree gchar *config = golden_path ("config.json");
  g_autofree gchar *bin    = golden_path ("diffusion_pytorch_model.bin");

  link_to (folder, HUB "/blobs/1", config);
  link_to (folder, HUB "/blobs/2", bin);
  link_to (folder, SNAPSHOT "/config.json", "../../blobs/1");
  link_to (folder, SNAPSHOT "/diffusion_pytorch_model.bin", "../../blobs/2");

  return folder;
}

static void
test_hub_cache (void)
{
  static const gchar *const ways[] =
    { HUB, HUB "/", SNAPSHOT, SNAPSHOT "/config.json",
      SNAPSHOT "/diffusion_pytorch_model.bin" };

  g_autofree gchar   *folder = make_cache ();
  g_autofree gchar   *hub    = g_build_filename (folder, HUB, NULL);
  g_autoptr (GError)  error  = NULL;
  SiltFolder         *opened;
  guint               i;

  for (i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree gchar *path = g_build_filename (folder, ways[i], NULL);

      opened = silt_folder_open (path, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (opened->name, ==, "ddpm-tiny");
      g_assert_true (g_str_has_suffix (opened->path, SNAPSHOT));
      assert_golden (opened);
      silt_folder_free (opened);
    }

  /* Of two snapshots, the one that refs/main names. */
  write_text (folder, HUB "/snapshots/4567/readme", "");
  assert_refused (hub, SILT_ERROR_IO, HUB, "found 2");
  write_text (folder, HUB "/refs/main", "0123abcd\n");
  assert_opens_golden (hub);

  /* Nothing outside. */
  write_text (folder, HUB "/refs/main", "../snapshots/0123abcd");
  assert_refused (hub, SILT_ERROR_IO, HUB, "found 2");
  write_text (folder, HUB "/refs/main", "4567/../0123abcd");
  assert_refused (hub, SILT_ERROR_IO, HUB, "found 2");
  write_text (folder, HUB "/refs/main", "..");
  assert_refused (hub, SILT_ERROR_IO, HUB, "found 2");

  scratch_remove (folder);
}

/* A link into nothing: the weights were not loaded yet. */
static void
test_hub_cache_incomplete (void)
{
  g_autofree gchar *folder = make_cache ();
  g_autofree gchar *hub    = g_build_filename (folder, HUB, NULL);
  g_autofree gchar *blob   = g_build_filename (hub, "blobs", "2", NULL);

  g_assert_cmpint (g_remove (blob), ==, 0);
  assert_refused (hub, SILT_ERROR_IO, SNAPSHOT, "cannot be opened");

  scratch_remove (folder);
}


/* Names */

/* Old names of an attention's layers, as 1 x 1 convolutions with `n_ones`. */
static void
write_old_names (const gchar *folder,
                 const gchar *prefix,
                 guint        n_ones)
{
  static const gchar *const names[][2] =
  {
    { ".to_q.", ".query." }, { ".to_k.", ".key." }, { ".to_v.", ".value." },
    { ".to_out.0.", ".proj_attn." }
  };

  g_autofree gchar   *path    = g_build_filename (folder, WEIGHTS, NULL);
  g_autoptr (GError)  error   = NULL;
  SiltWeights        *weights = open_golden ();
  GArray             *list    = silt_weights_list_new ();
  guint               n_old   = 0;
  guint               i, j, one;

  for (i = 0; i < silt_weights_count (weights); i++)
    {
      SiltWeight          weight = *silt_weights_nth (weights, i);
      g_autoptr (GString) name   = g_string_new (prefix);

      g_string_append (name, weight.name);

      for (j = 0; j < G_N_ELEMENTS (names); j++)
        {
          if (g_string_replace (name, names[j][0], names[j][1], 0) == 0)
            continue;

          n_old++;

          if (weight.n_dims == 2)
            {
              for (one = 0; one < n_ones; one++)
                weight.dims[weight.n_dims++] = 1;
            }
        }

      weight.name = g_strdup (name->str);
      g_array_append_val (list, weight);
    }

  g_assert_cmpuint (n_old, >, 8);
  silt_weights_replace (weights, list);
  silt_safetensors_write (weights, path, FALSE, NULL, &error);
  g_assert_no_error (error);
  silt_weights_free (weights);
}

static void
test_old_names (void)
{
  static const struct
  {
    const gchar *prefix;
    guint        n_ones;
  }
  cases[] =
  {
    { "", 0 }, { "", 2 }, { "", 1 }, { "module.", 0 }, { "model.", 2 },
    { "module.unet.", 0 }, { "_orig_mod.", 0 }
  };

  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *folder = scratch_new ();

      copy_golden (folder, "config.json");
      write_old_names (folder, cases[i].prefix, cases[i].n_ones);
      assert_opens_golden (folder);
      scratch_remove (folder);
    }
}

/* Other tensors keep their names and shapes. */
static void
test_kept_names (void)
{
  static const gchar header[] =
    "{'conv_in.query.weight':"
    " {'dtype': 'U8', 'shape': [1, 1, 1, 1], 'data_offsets': [0, 1]},"
    " 'mid.attentions.0.norm.weight':"
    " {'dtype': 'U8', 'shape': [1, 1, 1, 1], 'data_offsets': [1, 2]},"
    " 'mid.attentions.0.query.weight':"
    " {'dtype': 'U8', 'shape': [1, 2, 1], 'data_offsets': [2, 4]},"
    " 'attentions.0.monkey.weight':"
    " {'dtype': 'U8', 'shape': [1], 'data_offsets': [4, 5]}}";

  static const struct
  {
    const gchar *name;
    guint        n_dims;
  }
  expected[] =
  {
    { "conv_in.query.weight",           4 },
    { "mid.attentions.0.norm.weight",   4 },
    { "mid.attentions.0.to_q.weight",   2 },
    { "attentions.0.monkey.weight",     1 }
  };

  g_autofree gchar       *folder = scratch_new ();
  g_autoptr (GByteArray)  bytes  = safetensors_bytes (header, 5);
  g_autoptr (GError)      error  = NULL;
  SiltFolder             *opened;
  guint                   i;

  write_text (folder, "config.json", UNET);
  g_free (scratch_write (folder, WEIGHTS, bytes->data, bytes->len));
  opened = silt_folder_open (folder, &error);
  g_assert_no_error (error);

  for (i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const SiltWeight *weight = silt_weights_find (opened->weights,
                                                    expected[i].name);

      g_assert_nonnull (weight);
      g_assert_cmpuint (weight->n_dims, ==, expected[i].n_dims);
    }

  silt_folder_free (opened);
  scratch_remove (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layouts/weights-file",         test_weights_file);
  g_test_add_func ("/layouts/shards",               test_shards);
  g_test_add_func ("/layouts/bad-indexes",          test_bad_indexes);
  g_test_add_func ("/layouts/hub-cache",            test_hub_cache);
  g_test_add_func ("/layouts/hub-cache/incomplete", test_hub_cache_incomplete);
  g_test_add_func ("/layouts/old-names",            test_old_names);
  g_test_add_func ("/layouts/kept-names",           test_kept_names);

  return g_test_run ();
}
