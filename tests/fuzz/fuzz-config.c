/* Silt: fuzzing configurations
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

#include "fuzz.h"
#include "json-config.h"
#include "kind.h"
#include "openai-private.h"
#include "scheduler.h"
#include "unet-config.h"

/* As the options beside a checkpoint of OpenAI's, whose attentions are over 64
 * and 192 channels. */
static void
read_flags (const guint8 *data,
            gsize         size)
{
  SiltOpenai  model = { .in_channels = 3, .out_channels = 6,
                        .n_levels = 3, .n_resnets = 3,
                        .channels = { 64, 128, 192 },
                        .down_attention = { TRUE, FALSE, TRUE },
                        .up_attention = { TRUE, FALSE, TRUE },
                        .scale_shift = TRUE };
  SiltConfig *flags = silt_config_parse ((const gchar *) data, size, "fuzz",
                                         NULL);
  SiltConfig *network   = NULL;
  SiltConfig *scheduler = NULL;

  if (silt_openai_configure (&model, flags, "fuzz", &network, &scheduler, NULL))
    {
      SiltUNetConfig config;

      silt_unet_config_read (&config, network, NULL);
      silt_scheduler_free (silt_scheduler_read (scheduler, NULL));
    }

  silt_config_free (network);
  silt_config_free (scheduler);
  silt_config_free (flags);
}

/* One file as each of those that a model may have. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  SiltConfig     *config = silt_config_parse ((const gchar *) data, size,
                                              "fuzz", NULL);
  SiltUNetConfig  network;
  gchar         **labels;

  if (! config)
    return 0;

  silt_kind_check_index (config, NULL);
  silt_kind_check_network (config, NULL);

  if (silt_unet_config_read (&network, config, NULL))
    silt_unet_config_reach (&network);

  silt_scheduler_free (silt_scheduler_read (config, NULL));

  labels = silt_config_labels (config, "id2label", 1000);
  g_strfreev (labels);
  silt_config_free (config);

  read_flags (data, size);

  return 0;
}
