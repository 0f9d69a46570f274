/* Silt: the shape of a U-Net
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

#include "unet-config.h"

#include <math.h>
#include <string.h>

#include "silt.h"

#define MAX_CHANNELS  65536
#define MAX_LAYERS    64
#define MAX_CLASSES   1000000

static const gchar *const norm_types[] = { "group", "layer", NULL };

/* In the order of their enum, and other spellings behind. */
static const gchar *const activations[] =
{
  "none", "silu", "mish", "gelu", "relu", "swish", NULL
};

typedef struct
{
  const gchar   *down, *up;
  SiltUNetLevel  level;
} BlockType;

/* Blocks with attention sample as "downsample_type" and "upsample_type" say,
 * the others as their names do. */
static const BlockType block_types[] =
{
  { "DownBlock2D",             "UpBlock2D",             { FALSE, FALSE } },
  { "AttnDownBlock2D",         "AttnUpBlock2D",         { TRUE,  FALSE } },
  { "ResnetDownsampleBlock2D", "ResnetUpsampleBlock2D", { FALSE, TRUE  } },
};

/* Checks that a string is one of those that Silt's network has.  What is
 * refused here is a sound model of another kind, hence UNSUPPORTED. */
static gboolean
require_word (SiltConfig          *json,
              const gchar         *key,
              const gchar         *fallback,
              const gchar *const  *words,
              GError             **error)
{
  const gchar      *word = silt_config_string (json, key, fallback);
  g_autofree gchar *list = NULL;

  if (word && g_strv_contains (words, word))
    return TRUE;

  list = g_strjoinv ("\" or \"", (gchar **) words);
  g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
               "%s: \"%s\": expected \"%s\", found \"%s\", which Silt's "
               "network does not have",
               silt_config_path (json), key, list, word ? word : "null");
  return FALSE;
}

static gboolean
refuse_block (SiltConfig   *json,
              const gchar  *key,
              gboolean      up,
              const gchar  *found,
              GError      **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  gsize               i;

  for (i = 0; i < G_N_ELEMENTS (block_types); i++)
    g_string_append_printf (list, "%s\"%s\"", i ? ", " : "",
                            up ? block_types[i].up : block_types[i].down);

  g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
               "%s: \"%s\": expected any of %s, found \"%s\", which Silt's "
               "network does not have",
               silt_config_path (json), key, list->str, found);
  return FALSE;
}

/* Fills levels[] from the list of block names under `key`. */
static gboolean
read_blocks (SiltConfig     *json,
             const gchar    *key,
             gboolean        up,
             SiltUNetLevel  *levels,
             gint           *n_levels,
             GError        **error)
{
  static const gchar *const samplings[]     = { "conv", "resnet", NULL };
  static const gchar *const down_fallback[] =
  {
    "DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D", NULL
  };
  static const gchar *const up_fallback[] =
  {
    "AttnUpBlock2D", "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D", NULL
  };

  const gchar    *type_key = up ? "upsample_type" : "downsample_type";
  g_auto (GStrv)  names    = silt_config_strings (json, key,
                                                  SILT_UNET_MAX_LEVELS);
  gboolean        resnet;
  gint            i;
  gsize           j;

  if (! require_word (json, type_key, "conv", samplings, error))
    return FALSE;

  resnet = silt_config_word (json, type_key, 0, samplings);

  if (! names)
    names = g_strdupv ((gchar **) (up ? up_fallback : down_fallback));

  for (i = 0; names[i]; i++)
    {
      const gchar *name = names[i];

      /* As blocks were called before 2022's end. */
      if (g_str_has_prefix (name, "UNetRes"))
        name += strlen ("UNetRes");

      for (j = 0; j < G_N_ELEMENTS (block_types); j++)
        if (g_str_equal (name, up ? block_types[j].up : block_types[j].down))
          break;

      if (j == G_N_ELEMENTS (block_types))
        return refuse_block (json, key, up, names[i], error);

      levels[i] = block_types[j].level;
      if (levels[i].attention)
        levels[i].resnet_sampling = resnet;
    }

  *n_levels = i;

  return TRUE;
}

static gboolean
read_levels (SiltUNetConfig  *config,
             SiltConfig      *json,
             GError         **error)
{
  static const gint64 fallback[] = { 224, 448, 672, 896 };

  g_autofree gint64 *channels = NULL;
  guint              n;
  gint               n_down, n_up, i;

  if (! read_blocks (json, "down_block_types", FALSE,
                     config->down, &n_down, error) ||
      ! read_blocks (json, "up_block_types", TRUE,
                     config->up, &n_up, error))
    return FALSE;

  channels = silt_config_ints (json, "block_out_channels",
                               SILT_UNET_MAX_LEVELS, 1, MAX_CHANNELS, &n);
  if (! channels)
    {
      n        = G_N_ELEMENTS (fallback);
      channels = g_memdup2 (fallback, sizeof (fallback));
    }

  if ((gint) n != n_down)
    silt_config_fault (json, "down_block_types",
                       "expected %u blocks, one for each of "
                       "\"block_out_channels\", found %d", n, n_down);
  if ((gint) n != n_up)
    silt_config_fault (json, "up_block_types",
                       "expected %u blocks, one for each of "
                       "\"block_out_channels\", found %d", n, n_up);

  config->n_levels = n;
  for (i = 0; i < config->n_levels; i++)
    config->block_out_channels[i] = channels[i];

  return TRUE;
}

/* Group norms and heads divide channels without remainder. */
static void
check_divisions (const SiltUNetConfig *config,
                 SiltConfig           *json)
{
  gint i;

  for (i = 0; i < config->n_levels; i++)
    {
      gint     channels  = config->block_out_channels[i];
      gint     up        = config->n_levels - 1 - i;
      gboolean attention = config->down[i].attention ||
                           config->up[up].attention ||
                           (i == config->n_levels - 1 && config->add_attention);

      if (config->norm_type == SILT_NORM_GROUP &&
          channels % config->norm_num_groups)
        silt_config_fault (json, "norm_num_groups",
                           "expected a divisor of all \"block_out_channels\", "
                           "found %d beside %d channels",
                           config->norm_num_groups, channels);

      if (attention && config->num_attention_heads &&
          channels % config->num_attention_heads)
        silt_config_fault (json, "num_attention_heads",
                           "expected a divisor of the channels of all blocks "
                           "with attention, found %d beside %d channels",
                           config->num_attention_heads, channels);
      else if (attention && ! config->num_attention_heads &&
               config->attention_head_dim &&
               channels % config->attention_head_dim)
        silt_config_fault (json, "attention_head_dim",
                           "expected a divisor of the channels of all blocks "
                           "with attention, found %d beside %d channels",
                           config->attention_head_dim, channels);
    }

  if (config->block_out_channels[0] / 2 - config->freq_shift <= 0.0)
    silt_config_fault (json, "freq_shift",
                       "expected less than half the first number of "
                       "\"block_out_channels\", for the frequencies of the time "
                       "embedding, found %g beside %d channels",
                       config->freq_shift, config->block_out_channels[0]);

  if (config->block_out_channels[0] % 2)
    silt_config_fault (json, "block_out_channels",
                       "expected an even first number, for the sines and "
                       "cosines of the time embedding, found %d",
                       config->block_out_channels[0]);

  if (config->attn_norm_num_groups &&
      config->block_out_channels[config->n_levels - 1] %
      config->attn_norm_num_groups)
    silt_config_fault (json, "attn_norm_num_groups",
                       "expected a divisor of the last of "
                       "\"block_out_channels\", found %d",
                       config->attn_norm_num_groups);
}

gboolean
silt_unet_config_read (SiltUNetConfig  *config,
                       SiltConfig      *json,
                       GError         **error)
{
  static const gchar *const classes[]     = { "UNet2DModel", "SiltUNet2DModel",
                                              NULL };
  static const gchar *const mid_types[]   = { "UNetMidBlock2D", NULL };
  static const gchar *const null[]        = { "null", NULL };
  static const gchar *const positional[]  = { "positional", NULL };
  static const gchar *const time_shifts[] = { "default", "scale_shift", NULL };

  gint padding;

  memset (config, 0, sizeof (*config));

  if (! require_word (json, "_class_name", "UNet2DModel", classes, error) ||
      ! require_word (json, "mid_block_type", "UNetMidBlock2D", mid_types,
                      error) ||
      ! require_word (json, "act_fn", "silu", activations + 1, error) ||
      ! require_word (json, "time_embedding_type", "positional", positional,
                      error) ||
      ! require_word (json, "resnet_time_scale_shift", "default", time_shifts,
                      error) ||
      ! require_word (json, "class_embed_type", "null", null, error) ||
      ! read_levels (config, json, error))
    return FALSE;

  config->in_channels      = silt_config_int (json, "in_channels", 3,
                                              1, MAX_CHANNELS);
  config->out_channels     = silt_config_int (json, "out_channels", 3,
                                              1, MAX_CHANNELS);
  config->center_input_sample    = silt_config_boolean (json,
                                                        "center_input_sample",
                                                        FALSE);
  config->mid_block_scale_factor = silt_config_double (json,
                                                       "mid_block_scale_factor",
                                                       1.0, 1e-6, 1e6);
  config->act_fn = silt_config_word (json, "act_fn", SILT_ACTIVATION_SILU,
                                     activations);
  if (config->act_fn > SILT_ACTIVATION_RELU)
    config->act_fn = SILT_ACTIVATION_SILU;

  config->layers_per_block = silt_config_int (json, "layers_per_block", 2,
                                              1, MAX_LAYERS);
  config->add_attention    = silt_config_boolean (json, "add_attention", TRUE);

  /* Here null is not the default: it asks for one head over all channels. */
  if (! silt_config_is_null (json, "attention_head_dim"))
    config->attention_head_dim = silt_config_int (json, "attention_head_dim", 8,
                                                  1, MAX_CHANNELS);

  if (g_strcmp0 (silt_config_string (json, "_class_name", NULL),
                 "SiltUNet2DModel") == 0)
    {
      config->norm_type = silt_config_word (json, "norm_type", SILT_NORM_GROUP,
                                            norm_types);
      config->num_attention_heads = silt_config_int (json,
                                                     "num_attention_heads", 0,
                                                     1, MAX_CHANNELS);
    }

  config->norm_num_groups      = silt_config_int (json, "norm_num_groups", 32,
                                                  1, MAX_CHANNELS);
  config->attn_norm_num_groups = silt_config_int (json, "attn_norm_num_groups",
                                                  0, 1, MAX_CHANNELS);
  config->norm_eps             = silt_config_double (json, "norm_eps", 1e-5,
                                                     1e-12, 1.0);
  config->scale_shift          = silt_config_word (json,
                                                   "resnet_time_scale_shift",
                                                   FALSE, time_shifts) == 1;
  config->flip_sin_to_cos      = silt_config_boolean (json, "flip_sin_to_cos",
                                                      TRUE);
  config->freq_shift           = silt_config_double (json, "freq_shift", 0.0,
                                                     0.0, 1.0);

  config->time_embedding_dim = silt_config_int (json, "time_embedding_dim",
                                                4 * config->block_out_channels[0],
                                                1, 4 * MAX_CHANNELS);
  config->num_class_embeds     = silt_config_int (json, "num_class_embeds", 0,
                                                  1, MAX_CLASSES);

  padding = silt_config_int (json, "downsample_padding", 1, 0, 1);
  config->downsample_asymmetric = padding == 0;

  check_divisions (config, json);

  return silt_config_check (json, error);
}

gint
silt_unet_config_heads (const SiltUNetConfig *config,
                        gint                  channels)
{
  if (config->num_attention_heads)
    return config->num_attention_heads;

  return config->attention_head_dim ? channels / config->attention_head_dim : 1;
}

gint
silt_unet_config_multiple (const SiltUNetConfig *config)
{
  return 1 << (config->n_levels - 1);
}

/* Rounds down, also below zero. */
static gint
half (gint x)
{
  return x >= 0 ? x / 2 : - ((1 - x) / 2);
}

gint
silt_unet_config_reach (const SiltUNetConfig *config)
{
  gint resnet = 2;      /* 3 x 3 convolutions in a row: a pixel each */
  gint reach  = 0;
  gint level, phase;

  if (config->norm_type == SILT_NORM_GROUP || config->add_attention)
    return -1;

  for (level = 0; level < config->n_levels; level++)
    if (config->down[level].attention || config->up[level].attention)
      return -1;

  /* The interval of pixels that the output pixel `phase` hangs on, followed
   * from the output back to the input along the deepest path, in pixels of the
   * level at hand.  Sampling makes it depend on the phase. */
  for (phase = 0; phase < silt_unet_config_multiple (config); phase++)
    {
      gint low  = phase - 1;                           /* conv_out */
      gint high = phase + 1;

      for (level = 0; level < config->n_levels; level++)
        {
          low  -= resnet * (config->layers_per_block + 1);
          high += resnet * (config->layers_per_block + 1);

          if (level < config->n_levels - 1)
            {
              gint up = config->up[config->n_levels - 2 - level].resnet_sampling
                        ? resnet : 1;

              low  = half (low - up);
              high = half (high + up);
            }
        }

      low  -= 2 * resnet;                              /* mid block */
      high += 2 * resnet;

      for (level = config->n_levels - 1; level >= 0; level--)
        {
          if (level < config->n_levels - 1 &&
              config->down[level].resnet_sampling)
            {
              low  = 2 * (low - resnet);
              high = 2 * (high + resnet) + 1;
            }
          else if (level < config->n_levels - 1)
            {
              low  = 2 * low - (config->downsample_asymmetric ? 0 : 1);
              high = 2 * high + (config->downsample_asymmetric ? 2 : 1);
            }

          low  -= resnet * config->layers_per_block;
          high += resnet * config->layers_per_block;
        }

      low  -= 1;                                       /* conv_in */
      high += 1;

      reach = MAX (reach, MAX (phase - low, high - phase));
    }

  return reach;
}
