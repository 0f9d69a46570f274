/* Silt: tests of the conversion
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

#define WEIGHTS "unet/diffusion_pytorch_model.safetensors"

/* The model `path`, converted into a folder of `scratch`. */
static gchar *
convert (const gchar *scratch,
         const gchar *name,
         const gchar *path,
         gboolean     half)
{
  g_autoptr (GError)  error = NULL;
  gchar              *out   = g_build_filename (scratch, name, NULL);

  silt_convert (path, out, half, NULL, &error);
  g_assert_no_error (error);

  return out;
}

/* A small picture; free with g_free. */
static gfloat *
generate (const gchar *path,
          gsize       *n)
{
  g_autoptr (GError)  error   = NULL;
  SiltModel          *model   = silt_model_open (path, &error);
  SiltPicture         picture = { NULL };
  SiltSettings        settings;

  g_assert_no_error (error);
  silt_settings_init (&settings, model);
  settings.width = settings.height = 32;
  settings.steps = 3;
  settings.seed  = 7;

  g_assert_true (silt_picture_alloc (&picture, 32, 32));
  silt_generate (model, &settings, &picture, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  silt_model_unref (model);

  *n = picture.height * picture.row_stride;

  return picture.data;
}

static void
assert_same_picture (const gchar *first,
                     const gchar *second)
{
  gsize              n, m;
  g_autofree gfloat *a = generate (first, &n);
  g_autofree gfloat *b = generate (second, &m);

  g_assert_cmpmem (a, n * sizeof (gfloat), b, m * sizeof (gfloat));
}

static gsize
file_size (const gchar *folder,
           const gchar *name)
{
  g_autofree gchar *path  = g_build_filename (folder, name, NULL);
  g_autofree gchar *bytes = NULL;
  gsize             length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  return length;
}

static const gchar *const models[] =
{
  "golden/unet-google", "golden/unet-trainer", "golden/unet-guided",
  "golden/unet-google/diffusion_pytorch_model.bin", "../weights/texture"
};

static void
test_same_picture (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autofree gchar *scratch = scratch_new ();
      g_autofree gchar *path    = g_test_build_filename (G_TEST_DIST,
                                                         models[i], NULL);
      g_autofree gchar *out     = convert (scratch, "out", path, FALSE);
      g_autofree gchar *again   = convert (scratch, "again", out, FALSE);

      assert_same_picture (path, out);
      g_assert_cmpuint (file_size (out, WEIGHTS), ==,
                        file_size (again, WEIGHTS));
      scratch_remove (scratch);
    }
}

/* A half is a half: half the bytes, and to convert it again changes nothing. */
static void
test_half (void)
{
  g_autofree gchar *scratch = scratch_new ();
  g_autofree gchar *path    = g_test_build_filename (G_TEST_DIST, models[0],
                                                     NULL);
  g_autofree gchar *full    = convert (scratch, "full", path, FALSE);
  g_autofree gchar *half    = convert (scratch, "half", path, TRUE);
  g_autofree gchar *again   = convert (scratch, "again", half, TRUE);
  g_autofree gchar *kept    = convert (scratch, "kept", half, FALSE);

  g_assert_cmpuint (file_size (half, WEIGHTS), <,
                    0.52 * file_size (full, WEIGHTS));
  g_assert_cmpuint (file_size (kept, WEIGHTS), ==, file_size (half, WEIGHTS));
  assert_same_picture (half, again);
  assert_same_picture (half, kept);
  scratch_remove (scratch);
}

/* A checkpoint of OpenAI's, by way of the folder, in the golden network's
 * answers: the program `golden` tells. */
static void
test_golden (void)
{
  static const gchar *const built[][2] =
  {
    { "guided.pt",     "{'num_head_channels': 16, 'norm_num_groups': 8}" },
    { "guided-new.pt", "{'num_head_channels': 16, 'norm_num_groups': 8,"
                       " 'use_new_attention_order': true}"               }
  };

  guint i;

  for (i = 0; i < G_N_ELEMENTS (built); i++)
    {
      g_autofree gchar   *scratch = scratch_new ();
      g_autofree gchar   *from    = g_test_build_filename (G_TEST_BUILT,
                                                           built[i][0], NULL);
      g_autofree gchar   *cases   =
        g_test_build_filename (G_TEST_DIST, "golden", "unet-guided",
                               "case.safetensors", NULL);
      g_autofree gchar   *pt      = g_build_filename (scratch, "m.pt", NULL);
      g_autofree gchar   *flags   = quoted (built[i][1]);
      g_autofree gchar   *out     = NULL;
      g_autofree gchar   *unet    = NULL;
      g_autofree gchar   *all     = g_build_filename (scratch, "all", NULL);
      g_autofree gchar   *moved   = g_build_filename (all, "unet-m", NULL);
      g_autofree gchar   *case_to = g_build_filename (moved, "case.safetensors",
                                                      NULL);
      const gchar        *argv[]  = { g_getenv ("SILT_GOLDEN"), all, NULL };
      g_autofree gchar   *said    = NULL;
      g_autoptr (GError)  error   = NULL;
      gint                status;

      g_assert_cmpint (symlink (from, pt), ==, 0);
      g_free (scratch_write (scratch, "m.json", flags, strlen (flags)));
      out  = convert (scratch, "out", pt, FALSE);
      unet = g_build_filename (out, "unet", NULL);

      g_assert_cmpint (g_mkdir (all, 0700), ==, 0);
      g_assert_cmpint (g_rename (unet, moved), ==, 0);
      g_assert_cmpint (symlink (cases, case_to), ==, 0);

      g_spawn_sync (NULL, (gchar **) argv, NULL, 0, NULL, NULL, &said, NULL,
                    &status, &error);
      g_assert_no_error (error);
      g_test_message ("%s", said);
      g_assert_true (g_spawn_check_wait_status (status, NULL));
      g_assert_nonnull (strstr (said, "unet-m"));
      scratch_remove (scratch);
    }
}

static void
link_golden (const gchar *folder,
             const gchar *name)
{
  g_autofree gchar *from = g_test_build_filename (G_TEST_DIST, "golden", name,
                                                  NULL);
  g_autofree gchar *base = g_path_get_basename (name);
  g_autofree gchar *to   = g_build_filename (folder, base, NULL);

  g_assert_cmpint (symlink (from, to), ==, 0);
}

/* A consistency model opens, and its folder says what it is. */
static void
test_consistency (void)
{
  g_autofree gchar *scratch = scratch_new ();
  g_autofree gchar *path    = g_build_filename (scratch, "cm", NULL);
  g_autofree gchar *out     = NULL;
  g_autofree gchar *index   = NULL;
  g_autofree gchar *text    = NULL;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  link_golden (path, "unet-google/config.json");
  link_golden (path, "unet-google/diffusion_pytorch_model.bin");
  link_golden (path, "scheduler-cm/scheduler_config.json");

  out   = convert (scratch, "out", path, FALSE);
  index = g_build_filename (out, "model_index.json", NULL);
  g_assert_true (g_file_get_contents (index, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"ConsistencyModelPipeline\""));
  assert_same_picture (path, out);

  scratch_remove (scratch);
}

/* Two heads over 32 channels are heads of 16: either key says the same. */
static void
test_number_of_heads (void)
{
  g_autofree gchar   *scratch = scratch_new ();
  g_autofree gchar   *golden  = g_test_build_filename (G_TEST_DIST, models[2],
                                                       NULL);
  g_autofree gchar   *config  = g_build_filename (golden, "config.json", NULL);
  g_autofree gchar   *text    = NULL;
  g_autoptr (GString) changed = NULL;
  g_autofree gchar   *out     = NULL;

  g_assert_true (g_file_get_contents (config, &text, NULL, NULL));
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, "\"UNet2DModel\"",
                                      "\"SiltUNet2DModel\"", 0), ==, 1);
  g_assert_cmpuint (g_string_replace (changed, "\"attention_head_dim\": 16",
                                      "\"num_attention_heads\": 2", 0), ==, 1);
  g_free (scratch_write (scratch, "config.json", changed->str, changed->len));
  link_golden (scratch, "unet-guided/diffusion_pytorch_model.safetensors");

  assert_same_picture (golden, scratch);
  out = convert (scratch, "out", scratch, FALSE);
  assert_same_picture (golden, out);

  scratch_remove (scratch);
}

static void
assert_refused (const gchar  *path,
                const gchar  *out,
                GCancellable *cancellable,
                GQuark        domain,
                const gchar  *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (silt_convert (path, out, FALSE, cancellable, &error));
  g_assert_cmpuint (error->domain, ==, domain);
  g_assert_nonnull (strstr (error->message, says));
}

/* Nothing is left, and nothing that is there is touched. */
static void
test_refused (void)
{
  g_autofree gchar       *scratch = scratch_new ();
  g_autofree gchar       *path    = g_test_build_filename (G_TEST_DIST,
                                                           models[0], NULL);
  g_autofree gchar       *out     = g_build_filename (scratch, "out", NULL);
  g_autofree gchar       *inside  = g_build_filename (scratch, "no", "out",
                                                      NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GDir)         dir         = NULL;

  assert_refused (scratch, out, NULL, SILT_ERROR, "unet/config.json");
  assert_refused (path, inside, NULL, SILT_ERROR,
                  "no/out: cannot be written");

  g_cancellable_cancel (cancellable);
  assert_refused (path, out, cancellable, G_IO_ERROR, "");

  dir = g_dir_open (scratch, 0, NULL);
  g_assert_null (g_dir_read_name (dir));

  assert_refused (path, scratch, NULL, SILT_ERROR, "found one that is there");
  g_assert_cmpint (symlink ("nowhere", out), ==, 0);
  assert_refused (path, out, NULL, SILT_ERROR, "found one that is there");

  scratch_remove (scratch);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/convert/same-picture",    test_same_picture);
  g_test_add_func ("/convert/half",            test_half);
  g_test_add_func ("/convert/golden",          test_golden);
  g_test_add_func ("/convert/consistency",     test_consistency);
  g_test_add_func ("/convert/number-of-heads", test_number_of_heads);
  g_test_add_func ("/convert/refused",         test_refused);

  return g_test_run ();
}
