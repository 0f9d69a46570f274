/* Silt: opening a model
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

#include <math.h>
#include <string.h>

#include "fingerprint.h"
#include "folder.h"
#include "model-private.h"
#include "unet-denoiser.h"

#define MAX_UNSHUFFLE 16

/* A model is meant by its name where no file could be. */
gchar *
silt_model_resolve (const gchar  *path,
                    GError      **error)
{
  if (strchr (path, G_DIR_SEPARATOR) || g_file_test (path, G_FILE_TEST_EXISTS))
    return g_strdup (path);

  return silt_model_find (path, NULL, error);
}

/* The keys that a pixel-space model may have beside those of the diffusers
 * library, in its model_index.json. */
static gboolean
read_index (SiltModel   *model,
            SiltConfig  *index,
            gint         num_class_embeds,
            GError     **error)
{
  g_auto (GStrv) labels = NULL;
  gint           i;

  model->unshuffle  = 1;
  model->null_class = -1;

  if (index)
    {
      model->unshuffle = silt_config_int (index, "pixel_unshuffle", 1,
                                          1, MAX_UNSHUFFLE);
      model->license   = g_strdup (silt_config_string (index, "license", NULL));

      if (num_class_embeds)
        {
          model->null_class = silt_config_int (index, "null_class", -1,
                                               0, num_class_embeds - 1);
          labels = silt_config_labels (index, "id2label", num_class_embeds);
        }

      if (! silt_config_check (index, error))
        return FALSE;
    }

  if (labels)
    {
      model->class_names = g_steal_pointer (&labels);
      return TRUE;
    }

  model->class_names = g_new0 (gchar *, num_class_embeds + 1);
  for (i = 0; i < num_class_embeds; i++)
    model->class_names[i] = g_strdup_printf ("%d", i);

  return TRUE;
}

/* The channels of the network must be those of a picture's pixels: gray or
 * RGB, r x r of them a cell, once or with a variance for each. */
static gboolean
check_channels (SiltModel             *model,
                const SiltUNetConfig  *config,
                const gchar           *path,
                GError               **error)
{
  gint cell = model->unshuffle * model->unshuffle;
  gint in   = config->in_channels;
  gint out  = config->out_channels;

  if (in != cell && in != 3 * cell)
    g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                 "%s: \"in_channels\": expected %d (gray) or %d (RGB) for a "
                 "\"pixel_unshuffle\" of %d, found %d, which is not a picture",
                 path, cell, 3 * cell, model->unshuffle, in);
  else if (out != in && out != 2 * in)
    g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
                 "%s: \"out_channels\": expected %d, or %d with a predicted "
                 "variance, found %d", path, in, 2 * in, out);
  else
    return TRUE;

  return FALSE;
}

/* The larger side where there are two; what is there and no size counts as not
 * there, since diffusers itself never reads it. */
static gint
read_sample_size (SiltConfig *network)
{
  gint              size  = silt_config_int (network, "sample_size", 0,
                                             1, SILT_MAX_SIZE);
  g_autofree gint64 *sides = NULL;
  guint             n     = 0;

  if (! silt_config_check (network, NULL))
    {
      sides = silt_config_ints (network, "sample_size", 2, 1, SILT_MAX_SIZE,
                                &n);
      size  = silt_config_check (network, NULL) && n > 0
              ? MAX (sides[0], sides[n - 1]) : 0;
    }

  return size;
}

static void
fill_info (SiltModel            *model,
           const SiltUNetConfig *config)
{
  SiltModelInfo *info = &model->info;

  info->name                 = model->name;
  info->path                 = model->path;
  info->license              = model->license;
  info->network              = model->network;
  info->prediction           = silt_prediction_name (model->scheduler->own.prediction);
  info->n_classes            = g_strv_length (model->class_names);
  info->train_timesteps      = model->scheduler->schedule->n;
  info->multiple             = silt_unet_denoiser_multiple (config,
                                                            model->unshuffle);
  info->reach                = silt_unet_denoiser_reach (config,
                                                         model->unshuffle);
  info->has_guidance         = model->null_class >= 0;
  info->has_learned_variance = config->out_channels == 2 * config->in_channels;

  info->sampler              = model->scheduler->own.sampler;
  info->spacing              = model->scheduler->own.spacing;
  info->steps                = model->scheduler->own.steps;

  /* A folder may ask for a variance that its network does not predict; its
   * own scheduler would fail, the others need not. */
  info->variance             = model->scheduler->own.variance;
  if (! info->has_learned_variance &&
      (info->variance == SILT_VARIANCE_LEARNED ||
       info->variance == SILT_VARIANCE_LEARNED_RANGE))
    info->variance           = SILT_VARIANCE_FIXED_SMALL;
}

gboolean
silt_model_read_facts (SiltModel       *model,
                       SiltFolder      *folder,
                       SiltUNetConfig  *config,
                       GError         **error)
{
  if (! silt_unet_config_read (config, folder->network, error) ||
      ! read_index (model, folder->index, config->num_class_embeds, error) ||
      ! check_channels (model, config, silt_config_path (folder->network),
                        error))
    return FALSE;

  model->path    = g_strdup (folder->path);
  model->name    = g_strdup (folder->name);
  model->network = g_strdup (silt_config_string (folder->network, "_class_name",
                                                 "UNet2DModel"));

  model->scheduler = silt_scheduler_read (folder->scheduler, error);
  if (! model->scheduler)
    return FALSE;

  model->info.trained_size = read_sample_size (folder->network) *
                             model->unshuffle;
  fill_info (model, config);

  return TRUE;
}

/* All that its answers depend on: weights, and what says how to read them. */
static gchar *
folder_fingerprint (SiltFolder *folder)
{
  SiltConfig *configs[] = { folder->index, folder->network, folder->scheduler };
  guint64     settings  = 0;
  guint       i;

  for (i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      const gchar *text = configs[i] ? silt_config_text (configs[i]) : "";

      settings = silt_fingerprint (settings, text, strlen (text));
    }

  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
                          silt_weights_fingerprint (folder->weights), settings);
}

static gboolean
read_folder (SiltModel   *model,
             SiltFolder  *folder,
             GError     **error)
{
  SiltUNetConfig config;

  if (! silt_model_read_facts (model, folder, &config, error))
    return FALSE;

  model->fingerprint = folder_fingerprint (folder);
  model->unet        = silt_unet_new (&config, folder->weights, error);
  if (! model->unet)
    return FALSE;

  model->info.fingerprint  = model->fingerprint;
  model->info.n_parameters = silt_unet_n_parameters (model->unet);

  return TRUE;
}

SiltModel *
silt_model_new (void)
{
  SiltModel *model = g_new0 (SiltModel, 1);

  g_atomic_ref_count_init (&model->ref_count);
  g_mutex_init (&model->speed_mutex);

  return model;
}

SiltModel *
silt_model_open (const gchar  *path,
                 GError      **error)
{
  g_autofree gchar *resolved = silt_model_resolve (path, error);
  SiltFolder       *folder   = NULL;
  SiltModel        *model    = NULL;

  if (resolved)
    folder = silt_folder_open (resolved, error);

  if (folder)
    {
      model = silt_model_new ();

      if (! read_folder (model, folder, error))
        g_clear_pointer (&model, silt_model_unref);

      silt_folder_free (folder);
    }

  return model;
}

SiltModel *
silt_model_ref (SiltModel *model)
{
  g_atomic_ref_count_inc (&model->ref_count);

  return model;
}

void
silt_model_unref (SiltModel *model)
{
  if (! model || ! g_atomic_ref_count_dec (&model->ref_count))
    return;

  g_mutex_clear (&model->speed_mutex);
  silt_unet_free (model->unet);
  silt_scheduler_free (model->scheduler);
  g_strfreev (model->class_names);
  g_free (model->network);
  g_free (model->fingerprint);
  g_free (model->license);
  g_free (model->name);
  g_free (model->path);
  g_free (model);
}

const SiltModelInfo *
silt_model_get_info (SiltModel *model)
{
  return &model->info;
}

const gchar *
silt_model_class_name (SiltModel *model,
                       gint       index)
{
  g_return_val_if_fail (index >= 0 && index < model->info.n_classes, NULL);

  return model->class_names[index];
}

gint
silt_model_find_class (SiltModel    *model,
                       const gchar  *name,
                       GError      **error)
{
  g_autofree gchar *list = NULL;
  guint64           number;
  gint              i;

  if (! name || ! *name || g_str_equal (name, "any"))
    return -1;

  for (i = 0; i < model->info.n_classes; i++)
    if (g_str_equal (name, model->class_names[i]))
      return i;

  if (model->info.n_classes > 0 &&
      g_ascii_string_to_unsigned (name, 10, 0, model->info.n_classes - 1,
                                  &number, NULL))
    return number;

  list = model->info.n_classes ? g_strjoinv (", ", model->class_names) : NULL;
  g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
               "class: the model \"%s\" knows no \"%s\"; %s%s",
               model->name, name,
               list ? "its classes are: " : "it has no classes",
               list ? list : "");
  return -2;
}

SiltPlanCall
silt_level (SiltModel *model,
            gint       t)
{
  const SiltSchedule *schedule  = model->scheduler->schedule;
  gdouble             alpha_bar = schedule->alpha_bar[CLAMP (t, 0,
                                                             schedule->n - 1)];

  return (SiltPlanCall) { t, sqrt (alpha_bar), sqrt (1.0 - alpha_bar) };
}
