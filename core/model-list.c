/* Silt: the models there are
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

#include <stdlib.h>
#include <string.h>

#include "hub-cache.h"
#include "model-private.h"

/* What a folder holds that means to be a model. */
static const gchar *const model_files[] =
{
  "model_index.json", "config.json", "scheduler_config.json", "unet",
  "scheduler"
};

/* What it holds if it is one of the diffusers library's. */
static const gchar *const diffusers_files[] =
{
  "model_index.json", "unet", "diffusion_pytorch_model.safetensors",
  "diffusion_pytorch_model.bin"
};

static const gchar *const weights_suffixes[] =
{
  ".safetensors", ".ckpt", ".pt", ".pth", ".bin", ".gguf"
};


static void
entry_free (gpointer data)
{
  SiltModelEntry *entry = data;

  g_clear_error (&entry->error);
  g_free (entry->license);
  g_free (entry->name);
  g_free (entry->path);
  g_free (entry);
}

static gboolean
is_weights (const gchar *name)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (weights_suffixes); i++)
    if (g_str_has_suffix (name, weights_suffixes[i]))
      return TRUE;

  return FALSE;
}

static gboolean
holds_any (const gchar        *folder,
           const gchar *const *names,
           guint               n_names)
{
  guint i;

  for (i = 0; i < n_names; i++)
    {
      g_autofree gchar *path = g_build_filename (folder, names[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }

  return FALSE;
}

static gboolean
holds_weights (const gchar *folder)
{
  g_autoptr (GDir)  dir = g_dir_open (folder, 0, NULL);
  const gchar      *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (is_weights (name))
      return TRUE;

  return FALSE;
}

static gboolean
is_candidate (const gchar *path,
              SiltOrigin   origin)
{
  if (! g_file_test (path, G_FILE_TEST_IS_DIR))
    return origin == SILT_ORIGIN_OWN && is_weights (path);

  if (origin == SILT_ORIGIN_HUB)
    return holds_any (path, diffusers_files, G_N_ELEMENTS (diffusers_files));

  return holds_any (path, model_files, G_N_ELEMENTS (model_files)) ||
         holds_weights (path);
}

/* `path` is to be opened, `folder_path` where the model really is. */
static SiltModelEntry *
entry_new (const gchar *path,
           const gchar *folder_path,
           SiltOrigin   origin)
{
  SiltModelEntry *entry  = g_new0 (SiltModelEntry, 1);
  SiltModel      *model  = silt_model_new ();
  SiltFolder     *folder = silt_folder_open (path, &entry->error);
  SiltUNetConfig  config;

  entry->origin = origin;
  entry->path   = g_strdup (path);

  if (folder && silt_model_read_facts (model, folder, &config, &entry->error))
    {
      entry->name         = g_strdup (model->info.name);
      entry->license      = g_strdup (model->info.license);
      entry->trained_size = model->info.trained_size;
      entry->n_classes    = model->info.n_classes;
      entry->file_bytes   = silt_weights_file_bytes (folder->weights);
    }
  else
    {
      entry->name = silt_hub_cache_name (folder_path);
    }

  silt_folder_free (folder);
  silt_model_unref (model);

  return entry;
}

static gint
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const gchar **) a, *(const gchar **) b);
}

/* The entries of a directory, sorted; none where there is no directory. */
static GPtrArray *
directory_names (const gchar *directory)
{
  GPtrArray        *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir)  dir   = g_dir_open (directory, 0, NULL);
  const gchar      *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (*name != '.')
      g_ptr_array_add (names, g_strdup (name));

  g_ptr_array_sort (names, compare_names);

  return names;
}

/* `seen` holds the folders that were listed, as they are without links. */
static void
add_directory (GPtrArray   *models,
               GHashTable  *seen,
               const gchar *directory,
               SiltOrigin   origin)
{
  g_autoptr (GPtrArray) names = directory_names (directory);
  guint                 i;

  for (i = 0; i < names->len; i++)
    {
      const gchar      *name     = g_ptr_array_index (names, i);
      g_autofree gchar *path     = g_build_filename (directory, name, NULL);
      g_autofree gchar *resolved = silt_hub_cache_resolve (path, NULL);
      gchar            *real;

      if (! resolved || ! is_candidate (resolved, origin))
        continue;

      real = realpath (resolved, NULL);
      if (real && g_hash_table_add (seen, g_strdup (real)))
        g_ptr_array_add (models, entry_new (path, resolved, origin));
      free (real);
    }
}

/* As the hub's programs find it; free with g_free. */
static gchar *
hub_directory (void)
{
  const gchar *cache = g_getenv ("HF_HUB_CACHE");
  const gchar *home  = g_getenv ("HF_HOME");

  if (cache && *cache)
    return g_strdup (cache);

  if (home && *home)
    return g_build_filename (home, "hub", NULL);

  return g_build_filename (g_get_user_cache_dir (), "huggingface", "hub", NULL);
}


/*  public functions  */

GPtrArray *
silt_model_list (const gchar *const *extra)
{
  GPtrArray              *models = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GHashTable)  seen   = NULL;
  g_auto (GStrv)          path   = silt_model_search_path (extra);
  g_autofree gchar       *hub    = hub_directory ();
  gint                    i;

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (i = 0; path[i]; i++)
    add_directory (models, seen, path[i],
                   extra && g_strv_contains (extra, path[i])
                   ? SILT_ORIGIN_OWN : SILT_ORIGIN_INSTALLED);
  add_directory (models, seen, hub, SILT_ORIGIN_HUB);

  return models;
}
