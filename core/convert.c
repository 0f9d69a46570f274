/* Silt: writing a model as a folder
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

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "folder.h"
#include "model-private.h"
#include "safetensors-write.h"

#define DIRECTORY_MODE 0777        /* what the umask leaves of it */

/* The files of the new folder, and the folders that they are in, in the order
 * of their making. */
static const gchar *const folders[] = { "unet", "scheduler" };
static const gchar *const files[]   =
{
  "model_index.json",
  "unet/config.json",
  "unet/diffusion_pytorch_model.safetensors",
  "scheduler/scheduler_config.json"
};

enum { INDEX, NETWORK, WEIGHTS, SCHEDULER };

static gboolean
fault (const gchar  *path,
       GError      **error)
{
  gint              code = errno;
  g_autofree gchar *name = g_filename_display_name (path);

  g_set_error (error, SILT_ERROR, SILT_ERROR_IO, "%s: cannot be written: %s",
               name, g_strerror (code));

  return FALSE;
}

static gboolean
make_folder (const gchar  *path,
             GError      **error)
{
  return g_mkdir (path, DIRECTORY_MODE) == 0 || fault (path, error);
}

static gboolean
write_text (const gchar  *folder,
            const gchar  *file,
            const gchar  *text,
            GError      **error)
{
  g_autofree gchar *path = g_build_filename (folder, file, NULL);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE,
                                   0666, NULL) || fault (path, error);
}

/* Of a folder without a model_index.json; free with g_free. */
static gchar *
make_index (const SiltFolder *folder)
{
  const gchar *network   = silt_config_string (folder->network, "_class_name",
                                               "UNet2DModel");
  const gchar *scheduler = folder->scheduler
                             ? silt_config_string (folder->scheduler,
                                                   "_class_name", NULL)
                             : NULL;

  const gchar *pipeline  = g_strcmp0 (scheduler,
                                      "CMStochasticIterativeScheduler") == 0
                             ? "ConsistencyModelPipeline" : "DDPMPipeline";

  return g_strdup_printf ("{\n"
                          "  \"_class_name\": \"%s\",\n"
                          "  \"scheduler\": [\"diffusers\", \"%s\"],\n"
                          "  \"unet\": [\"%s\", \"%s\"]\n"
                          "}\n",
                          pipeline, scheduler ? scheduler : "DDPMScheduler",
                          g_str_has_prefix (network, "Silt") ? "silt"
                                                             : "diffusers",
                          network);
}

static gboolean
write_parts (const SiltFolder  *folder,
             const gchar       *out,
             gboolean           half,
             GCancellable      *cancellable,
             GError           **error)
{
  g_autofree gchar *index   = folder->index ? NULL : make_index (folder);
  g_autofree gchar *weights = g_build_filename (out, files[WEIGHTS], NULL);
  gsize             i;

  for (i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree gchar *path = g_build_filename (out, folders[i], NULL);

      if (! make_folder (path, error))
        return FALSE;
    }

  return write_text (out, files[INDEX],
                     index ? index : silt_config_text (folder->index),
                     error) &&
         write_text (out, files[NETWORK],
                     silt_config_text (folder->network), error) &&
         write_text (out, files[SCHEDULER],
                     folder->scheduler
                       ? silt_config_text (folder->scheduler)
                       : "{\n  \"_class_name\": \"DDPMScheduler\"\n}\n",
                     error) &&
         silt_safetensors_write (folder->weights, weights, half, cancellable,
                                 error);
}

/* What write_parts made, as far as it came. */
static void
remove_parts (const gchar *out)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree gchar *path = g_build_filename (out, files[i], NULL);

      g_remove (path);
    }

  for (i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree gchar *path = g_build_filename (out, folders[i], NULL);

      g_remove (path);
    }

  g_remove (out);
}

/* The draft is gone when somebody reads the message: it is about `out`. */
static void
rename_in_message (GError      *error,
                   const gchar *draft,
                   const gchar *out)
{
  g_autofree gchar *draft_name = g_filename_display_name (draft);
  g_autofree gchar *out_name   = g_filename_display_name (out);
  GString          *message    = g_string_new (error->message);

  g_string_replace (message, draft_name, out_name, 0);
  g_free (error->message);
  error->message = g_string_free (message, FALSE);
}

static gboolean
write_folder (const SiltFolder  *folder,
              const gchar       *out,
              gboolean           half,
              GCancellable      *cancellable,
              GError           **error)
{
  g_autofree gchar *draft   = g_strdup_printf ("%s.%08x", out, g_random_int ());
  GError           *failure = NULL;

  if (make_folder (draft, &failure))
    {
      if (write_parts (folder, draft, half, cancellable, &failure) &&
          (g_rename (draft, out) == 0 || fault (out, &failure)))
        return TRUE;

      remove_parts (draft);
    }

  rename_in_message (failure, draft, out);
  g_propagate_error (error, failure);

  return FALSE;
}

/* Everything is checked before anything is written. */
static gboolean
check_model (const gchar  *path,
             GError      **error)
{
  SiltModel *model = silt_model_open (path, error);

  if (! model)
    return FALSE;

  silt_model_unref (model);

  return TRUE;
}

gboolean
silt_convert (const gchar   *path,
              const gchar   *out,
              gboolean       half,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autofree gchar *absolute = g_canonicalize_filename (out, NULL);
  g_autofree gchar *resolved = NULL;
  SiltFolder       *folder;
  gboolean          done;

  if (g_file_test (absolute, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    {
      g_autofree gchar *name = g_filename_display_name (out);

      g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
                   "%s: expected the name of a new folder, found one that is "
                   "there", name);
      return FALSE;
    }

  if (! check_model (path, error) ||
      ! (resolved = silt_model_resolve (path, error)) ||
      ! (folder = silt_folder_open (resolved, error)))
    {
      return FALSE;
    }

  done = write_folder (folder, absolute, half, cancellable, error);
  silt_folder_free (folder);

  return done;
}
