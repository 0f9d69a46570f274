/* Silt: tests of the list of models, and of what tells them apart
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

#include "scratch.h"

#define WEIGHTS "diffusion_pytorch_model.safetensors"
#define HUB     "hub/models--artist--clay"

/* A folder for models, at the head of an otherwise empty search path. */
typedef struct
{
  gchar *scratch;
  gchar *config;     /* of a small network, and its weights */
  gchar *weights;
  gsize  n_config;
  gsize  n_weights;
} Fixture;

static gchar *
golden_contents (const gchar *name,
                 gsize       *n)
{
  g_autofree gchar   *path  = g_test_build_filename (G_TEST_DIST, "golden",
                                                     "unet-google", name, NULL);
  g_autoptr (GError)  error = NULL;
  gchar              *contents;

  g_file_get_contents (path, &contents, n, &error);
  g_assert_no_error (error);

  return contents;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree gchar *installed = NULL;
  g_autofree gchar *hub       = NULL;

  fixture->scratch = scratch_new ();
  fixture->config  = golden_contents ("config.json", &fixture->n_config);
  fixture->weights = golden_contents (WEIGHTS, &fixture->n_weights);

  installed = g_build_filename (fixture->scratch, "installed", NULL);
  hub       = g_build_filename (fixture->scratch, "hub", NULL);
  g_setenv ("SILT_MODEL_PATH", installed, TRUE);
  g_setenv ("HF_HUB_CACHE", hub, TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unsetenv ("SILT_MODEL_PATH");
  g_unsetenv ("HF_HUB_CACHE");
  g_free (fixture->config);
  g_free (fixture->weights);
  scratch_free (fixture->scratch);
}

static void
write_text (Fixture     *fixture,
            const gchar *folder,
            const gchar *name,
            const gchar *text)
{
  g_autofree gchar *file = g_build_filename (folder, name, NULL);

  g_free (scratch_write (fixture->scratch, file, text, strlen (text)));
}

/* A sound model with the first n_weights bytes of its weights. */
static void
write_model (Fixture     *fixture,
             const gchar *folder,
             gsize        n_weights)
{
  g_autofree gchar *weights = g_build_filename (folder, WEIGHTS, NULL);

  write_text (fixture, folder, "config.json", fixture->config);
  g_free (scratch_write (fixture->scratch, weights, fixture->weights,
                         n_weights));
}

/* Those in the fixture's folder. */
static GPtrArray *
list (Fixture *fixture)
{
  g_autofree gchar *own     = g_build_filename (fixture->scratch, "own", NULL);
  const gchar      *extra[] = { own, NULL };
  GPtrArray        *models  = silt_model_list (extra);
  guint             i;

  for (i = models->len; i-- > 0; )
    {
      SiltModelEntry *entry = g_ptr_array_index (models, i);

      if (! g_str_has_prefix (entry->path, fixture->scratch))
        g_ptr_array_remove_index (models, i);
    }

  return models;
}

static SiltModelEntry *
find (GPtrArray   *models,
      const gchar *name)
{
  guint i;

  for (i = 0; i < models->len; i++)
    {
      SiltModelEntry *entry = g_ptr_array_index (models, i);

      if (g_str_equal (entry->name, name))
        return entry;
    }

  return NULL;
}

static void
test_facts (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GPtrArray)  models = NULL;
  SiltModelEntry        *entry;
  SiltModel             *model;

  write_model (fixture, "own/clay", fixture->n_weights);
  write_text (fixture, "own/clay", "model_index.json",
              "{ \"license\": \"CC0-1.0\" }");
  models = list (fixture);
  g_assert_cmpint (models->len, ==, 1);
  entry = models->pdata[0];

  g_assert_no_error (entry->error);
  g_assert_cmpstr (entry->name, ==, "clay");
  g_assert_cmpstr (entry->license, ==, "CC0-1.0");
  g_assert_cmpint (entry->origin, ==, SILT_ORIGIN_OWN);
  g_assert_cmpint (entry->file_bytes, ==, fixture->n_weights);
  g_assert_cmpint (entry->n_classes, ==, 0);

  model = silt_model_open (entry->path, NULL);
  g_assert_nonnull (model);
  g_assert_cmpint (entry->trained_size, >, 0);
  g_assert_cmpint (entry->trained_size, ==,
                   silt_model_get_info (model)->trained_size);
  silt_model_unref (model);
}

static void
test_shipped (void)
{
  g_autofree gchar      *path   = g_test_build_filename (G_TEST_DIST, "..",
                                                         "weights", NULL);
  g_autoptr (GPtrArray)  models = NULL;
  SiltModelEntry        *entry;

  g_setenv ("SILT_MODEL_PATH", path, TRUE);
  models = silt_model_list (NULL);
  g_unsetenv ("SILT_MODEL_PATH");

  entry = find (models, "texture");
  g_assert_nonnull (entry);
  g_assert_no_error (entry->error);
  g_assert_cmpint (entry->origin, ==, SILT_ORIGIN_INSTALLED);
  g_assert_cmpint (entry->n_classes, ==, 19);
  g_assert_cmpstr (entry->license, ==, "GPL-3.0-only");
  g_assert_nonnull (find (models, "photo"));

  /* The programs that trained them are no model. */
  g_assert_null (find (models, "train"));
}

/* What is broken is there, and says why. */
static void
test_broken (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) models = NULL;

  write_model (fixture, "own/cut", fixture->n_weights / 2);
  write_model (fixture, "own/sound", fixture->n_weights);
  write_text (fixture, "own/garbage", "config.json", "{ \"_class_name\"");
  write_text (fixture, "own/latent", "config.json",
              "{ \"_class_name\": \"UNet2DConditionModel\" }");
  write_text (fixture, "own/empty", "README.md", "Nothing");
  write_text (fixture, "own", "stray.ckpt", "no checkpoint");
  write_text (fixture, "own", "notes.txt", "no model");
  models = list (fixture);

  g_assert_cmpint (models->len, ==, 5);
  g_assert_null (find (models, "sound")->error);
  g_assert_error (find (models, "garbage")->error,
                  SILT_ERROR, SILT_ERROR_FORMAT);
  g_assert_error (find (models, "latent")->error,
                  SILT_ERROR, SILT_ERROR_UNSUPPORTED);
  g_assert_nonnull (find (models, "cut")->error);
  g_assert_nonnull (find (models, "stray.ckpt")->error);
}

/* By name in each directory, the search path's first; each folder once, and no
 * loose files but in one's own. */
static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  const gchar           *names[] = { "c", "a", "b" };
  g_autoptr (GPtrArray)  models  = NULL;
  g_autofree gchar      *target  = NULL;
  g_autofree gchar      *link    = NULL;
  g_autoptr (GFile)      file    = NULL;
  guint                  i;

  write_model (fixture, "own/b", fixture->n_weights);
  write_model (fixture, "own/a", fixture->n_weights);
  write_model (fixture, "installed/c", fixture->n_weights);
  write_text (fixture, "installed", "stray.ckpt", "no checkpoint");

  target = g_build_filename (fixture->scratch, "installed", "c", NULL);
  link   = g_build_filename (fixture->scratch, "own", "again", NULL);
  file   = g_file_new_for_path (link);
  g_assert_true (g_file_make_symbolic_link (file, target, NULL, NULL));

  models = list (fixture);
  g_assert_cmpint (models->len, ==, G_N_ELEMENTS (names));
  for (i = 0; i < models->len; i++)
    {
      const SiltModelEntry *entry = models->pdata[i];

      g_assert_cmpstr (entry->name, ==, names[i]);
      g_assert_cmpint (entry->origin, ==, i == 0 ? SILT_ORIGIN_INSTALLED
                                                 : SILT_ORIGIN_OWN);
    }
}

/* Of the hub's cache, what is of the diffusers library. */
static void
test_hub (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr (GPtrArray)  models = NULL;
  SiltModelEntry        *entry;

  write_model (fixture, HUB "/snapshots/0123", fixture->n_weights);
  write_text (fixture, HUB "/refs", "main", "0123");
  write_text (fixture, "hub/models--who--chat/snapshots/4567", "config.json",
              "{ \"architectures\": [\"LlamaForCausalLM\"] }");
  write_text (fixture, "hub/models--who--gone/refs", "main", "89ab");
  write_text (fixture, "hub", "version.txt", "1");
  models = list (fixture);

  g_assert_cmpint (models->len, ==, 1);
  entry = models->pdata[0];
  g_assert_no_error (entry->error);
  g_assert_cmpint (entry->origin, ==, SILT_ORIGIN_HUB);
  g_assert_cmpstr (entry->name, ==, "clay");
  g_assert_true (g_str_has_suffix (entry->path, HUB));
}

static gchar *
fingerprint (Fixture     *fixture,
             const gchar *folder)
{
  g_autofree gchar   *path  = g_build_filename (fixture->scratch, folder, NULL);
  g_autoptr (GError)  error = NULL;
  SiltModel          *model = silt_model_open (path, &error);
  gchar              *text;

  g_assert_no_error (error);
  text = g_strdup (silt_model_get_info (model)->fingerprint);
  silt_model_unref (model);

  return text;
}

/* The same wherever it is; another where a weight or a setting is. */
static void
test_fingerprint (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree gchar *first  = NULL;
  g_autofree gchar *second = NULL;
  g_autofree gchar *third  = NULL;
  g_autofree gchar *fourth = NULL;

  write_model (fixture, "a", fixture->n_weights);
  write_model (fixture, "b", fixture->n_weights);
  first  = fingerprint (fixture, "a");
  second = fingerprint (fixture, "b");
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpint (strlen (first), ==, 32);

  fixture->weights[fixture->n_weights - 4] ^= 1;
  write_model (fixture, "b", fixture->n_weights);
  third = fingerprint (fixture, "b");
  g_assert_cmpstr (first, !=, third);

  write_text (fixture, "a", "scheduler_config.json",
              "{ \"_class_name\": \"DDPMScheduler\", \"clip_sample\": false }");
  fourth = fingerprint (fixture, "a");
  g_assert_cmpstr (first, !=, fourth);
  g_assert_cmpint (strncmp (first, fourth, 16), ==, 0);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/model-list/facts", test_facts);
  ADD ("/model-list/broken", test_broken);
  ADD ("/model-list/order", test_order);
  ADD ("/model-list/hub", test_hub);
  ADD ("/model-list/fingerprint", test_fingerprint);
  g_test_add_func ("/model-list/shipped", test_shipped);

  return g_test_run ();
}
