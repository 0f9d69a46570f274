/* Silt: the model in weights/, opened part by part
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

#pragma once

#include "folder.h"
#include "scheduler.h"
#include "unet.h"

/* What a test of the inner rooms needs of weights/texture. */
typedef struct
{
  SiltUNet      *unet;
  SiltScheduler *scheduler;
} ShippedModel;

#define SHIPPED_UNSHUFFLE   2
#define SHIPPED_CHANNELS    3
#define SHIPPED_NULL_CLASS 19

static inline gchar *
shipped_model_path (void)
{
  return g_test_build_filename (G_TEST_DIST, "..", "weights", "texture", NULL);
}

static inline void
shipped_model_open (ShippedModel *model)
{
  g_autofree gchar   *path   = shipped_model_path ();
  g_autoptr (GError)  error  = NULL;
  SiltFolder         *folder = silt_folder_open (path, &error);
  SiltUNetConfig      config;

  g_assert_no_error (error);
  silt_unet_config_read (&config, folder->network, &error);
  g_assert_no_error (error);
  model->unet = silt_unet_new (&config, folder->weights, &error);
  g_assert_no_error (error);
  model->scheduler = silt_scheduler_read (folder->scheduler, &error);
  g_assert_no_error (error);

  silt_folder_free (folder);
}

static inline void
shipped_model_clear (ShippedModel *model)
{
  silt_unet_free (model->unet);
  silt_scheduler_free (model->scheduler);
}
