/* Silt: a model folder
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

#include "folder.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "hub-cache.h"
#include "kind.h"
#include "names.h"
#include "openai.h"
#include "silt.h"

/* The weights of a network, best first. */
static const gchar *const weights_names[] =
{
  "diffusion_pytorch_model.safetensors",
  "diffusion_pytorch_model.safetensors.index.json",
  "diffusion_pytorch_model.fp16.safetensors",
  "diffusion_pytorch_model.bin",
  "diffusion_pytorch_model.bin.index.json",
  "diffusion_pytorch_model.fp16.bin"
};

/* Files that hold weights, by whatever name. */
static const gchar *const checkpoint_suffixes[] =
{
  ".safetensors", ".ckpt", ".pt", ".pth", ".bin", ".gguf"
};


/* Paths */

/* folder/a/b, or NULL where there is no such file; b may be NULL. */
static gchar *
find_file (const gchar *folder,
           const gchar *a,
           const gchar *b)
{
  gchar *path = g_build_filename (folder, a, b, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;

  g_free (path);

  return NULL;
}

/* The folder of the pipeline where `folder` is its unet/ or scheduler/, else
 * `folder` itself. */
static gchar *
find_pipeline (const gchar *folder)
{
  g_autofree gchar *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree gchar *name     = g_path_get_basename (absolute);
  g_autofree gchar *parent   = g_path_get_dirname (absolute);
  g_autofree gchar *index    = find_file (parent, "model_index.json", NULL);

  if (index &&
      (strcmp (name, "unet") == 0 || strcmp (name, "scheduler") == 0))
    {
      return g_steal_pointer (&parent);
    }

  return g_strdup (folder);
}

/* The first file in `folder`, by name, that may hold weights; or NULL.
 * *n: how many there are. */
static gchar *
find_checkpoint (const gchar *folder,
                 guint       *n)
{
  g_autoptr (GDir)  dir   = g_dir_open (folder, 0, NULL);
  g_autofree gchar *first = NULL;
  const gchar      *name;
  guint             i;

  *n = 0;

  while (dir && (name = g_dir_read_name (dir)))
    {
      for (i = 0; i < G_N_ELEMENTS (checkpoint_suffixes); i++)
        {
          if (! g_str_has_suffix (name, checkpoint_suffixes[i]))
            continue;

          *n += 1;

          if (! first || strcmp (name, first) < 0)
            {
              g_free (first);
              first = g_strdup (name);
            }
        }
    }

  return first ? g_build_filename (folder, first, NULL) : NULL;
}


/* Parts */

static gboolean
open_index (SiltFolder   *folder,
            const gchar  *base,
            GError      **error)
{
  g_autofree gchar *path = find_file (base, "model_index.json", NULL);

  if (path)
    {
      folder->index = silt_config_open (path, error);

      if (! folder->index || ! silt_kind_check_index (folder->index, error))
        return FALSE;
    }

  return silt_kind_check_folder (base, error);
}

static gboolean
open_scheduler (SiltFolder   *folder,
                const gchar  *base,
                GError      **error)
{
  g_autofree gchar *path = find_file (base, "scheduler",
                                      "scheduler_config.json");

  if (! path)
    path = find_file (base, "scheduler_config.json", NULL);

  if (! path)
    return TRUE;

  folder->scheduler = silt_config_open (path, error);

  return folder->scheduler != NULL;
}

/* A path without what follows the last dot of its name; free with g_free. */
static gchar *
path_stem (const gchar *path)
{
  const gchar *name = strrchr (path, G_DIR_SEPARATOR);
  const gchar *dot  = strrchr (name ? name : path, '.');

  return dot ? g_strndup (path, dot - path) : g_strdup (path);
}

/* Weights that are a model without a config.json: it is made, with the help of
 * NAME.json beside them, if there is one. */
static gboolean
open_openai (SiltFolder   *folder,
             const gchar  *path,
             GError      **error)
{
  g_autofree gchar *stem  = path_stem (path);
  g_autofree gchar *json  = g_strconcat (stem, ".json", NULL);
  SiltConfig       *flags = NULL;
  gboolean          done  = TRUE;

  if (g_file_test (json, G_FILE_TEST_EXISTS))
    {
      flags = silt_config_open (json, error);
      done  = flags != NULL;
    }

  g_clear_pointer (&folder->network, silt_config_free);
  g_clear_pointer (&folder->scheduler, silt_config_free);
  g_free (folder->name);
  folder->name = g_path_get_basename (stem);

  done = done && silt_openai_convert (folder->weights, flags, &folder->network,
                                      &folder->scheduler, error);
  silt_config_free (flags);

  return done;
}

static gboolean
open_weights (SiltFolder   *folder,
              const gchar  *path,
              GError      **error)
{
  folder->weights = silt_weights_open (path, error);

  if (! folder->weights)
    return FALSE;

  silt_names_modernise (folder->weights);

  if (silt_openai_is (folder->weights))
    return open_openai (folder, path, error);

  return silt_kind_check_weights (folder->weights, error);
}

/* The weights beside the network's config.json. */
static gboolean
open_usual_weights (SiltFolder   *folder,
                    GError      **error)
{
  g_autofree gchar *base = NULL;
  g_autofree gchar *name = NULL;
  g_autofree gchar *only = NULL;
  guint             n    = 0;
  guint             i;

  base = g_path_get_dirname (silt_config_path (folder->network));

  for (i = 0; i < G_N_ELEMENTS (weights_names); i++)
    {
      g_autofree gchar *path = find_file (base, weights_names[i], NULL);

      if (path)
        return open_weights (folder, path, error);
    }

  only = find_checkpoint (base, &n);

  if (n == 1)
    return open_weights (folder, only, error);

  name = g_filename_display_name (base);
  g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
               "%s: expected the weights %s or one file of another name, "
               "found %s", name, weights_names[0],
               n == 0 ? "no such file" : "several");

  return FALSE;
}

/* Where there is no config.json, the weights may tell what this is. */
static gboolean
open_lone_weights (SiltFolder   *folder,
                   const gchar  *base,
                   const gchar  *checkpoint,
                   GError      **error)
{
  g_autofree gchar *name  = g_filename_display_name (base);
  guint             n     = 0;
  g_autofree gchar *found = checkpoint ? g_strdup (checkpoint)
                                       : find_checkpoint (base, &n);

  if (found && ! open_weights (folder, found, error))
    return FALSE;

  if (folder->network)
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
               "%s: expected a model folder with unet/config.json or "
               "config.json, found neither", name);

  return FALSE;
}

/* `checkpoint`, a file of weights, may be NULL. */
static gboolean
open_parts (SiltFolder   *folder,
            const gchar  *base,
            const gchar  *checkpoint,
            GError      **error)
{
  g_autofree gchar *path = NULL;

  if (! open_index (folder, base, error))
    return FALSE;

  path = find_file (base, "unet", "config.json");

  if (! path)
    path = find_file (base, "config.json", NULL);

  if (! path)
    return open_lone_weights (folder, base, checkpoint, error);

  folder->network = silt_config_open (path, error);

  if (! folder->network ||
      ! silt_kind_check_network (folder->network, error) ||
      ! open_scheduler (folder, base, error))
    {
      return FALSE;
    }

  return checkpoint ? open_weights (folder, checkpoint, error)
                    : open_usual_weights (folder, error);
}

SiltFolder *
silt_folder_open (const gchar  *path,
                  GError      **error)
{
  static const gchar *const configs[] =
    { "model_index.json", "config.json", "scheduler_config.json", NULL };

  g_autofree gchar *own        = NULL;  /* the folder `path` is, or is in */
  g_autofree gchar *base       = NULL;  /* that of the whole model        */
  g_autofree gchar *name       = g_path_get_basename (path);
  const gchar      *checkpoint = NULL;
  SiltFolder       *folder;
  GStatBuf          info;

  if (g_stat (path, &info) != 0)
    {
      g_autofree gchar *shown = g_filename_display_name (path);

      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "%s: cannot be opened: %s", shown, g_strerror (errno));
      return NULL;
    }

  if (S_ISDIR (info.st_mode))
    {
      own = silt_hub_cache_resolve (path, error);

      if (! own)
        return NULL;
    }
  else
    {
      own = g_path_get_dirname (path);

      if (! g_strv_contains (configs, name))
        checkpoint = path;
    }

  base         = find_pipeline (own);
  folder       = g_new0 (SiltFolder, 1);
  folder->path = g_canonicalize_filename (base, NULL);
  folder->name = silt_hub_cache_name (folder->path);

  if (! open_parts (folder, base, checkpoint, error))
    {
      silt_folder_free (folder);
      return NULL;
    }

  return folder;
}

void
silt_folder_free (SiltFolder *folder)
{
  if (! folder)
    return;

  silt_config_free (folder->index);
  silt_config_free (folder->network);
  silt_config_free (folder->scheduler);
  silt_weights_free (folder->weights);
  g_free (folder->path);
  g_free (folder->name);
  g_free (folder);
}
