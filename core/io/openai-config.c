/* Silt: the configs of OpenAI's checkpoints
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

#include "openai-private.h"

#include <math.h>

#include "silt.h"

/* Their time embedding of a rescaled timestep runs from 0 to this. */
#define RESCALED_STEPS   1000
#define MAX_STEPS        100000
#define GUIDED_HEAD_DIM  64
#define IMPROVED_HEADS   4
#define COSINE_MAX_BETA  0.999

typedef struct
{
  gboolean cosine;
  gint     steps;
  gboolean rescaled;
} Diffusion;


/* Flags */

static gboolean
has_attention (const SiltOpenai *model,
               gint              level)
{
  gint deepest = model->n_levels - 1;

  return level == deepest || model->down_attention[level] ||
         model->up_attention[deepest - level];
}

/* As many heads everywhere: a UNet2DModel has heads of one size instead, which
 * comes to the same where all attentions are over as many channels. */
static void
set_heads (SiltOpenai *model,
           gint        n_heads,
           SiltConfig *flags)
{
  gint deepest = model->channels[model->n_levels - 1];
  gint i;

  model->n_heads  = 0;
  model->head_dim = deepest / n_heads;

  for (i = 0; i < model->n_levels; i++)
    {
      if (! has_attention (model, i))
        continue;

      if (model->channels[i] % n_heads != 0)
        {
          silt_config_fault (flags, "num_heads",
                             "expected a divisor of the channels of all "
                             "attentions, found %d beside %d channels",
                             n_heads, model->channels[i]);
          return;
        }

      if (model->channels[i] != deepest)
        model->n_heads = n_heads;
    }
}

static gboolean
read_heads (SiltOpenai   *model,
            SiltConfig   *flags,
            GError      **error)
{
  gboolean has_heads = silt_config_has (flags, "num_heads");
  gint     n_heads   = silt_config_int (flags, "num_heads",
                                        model->scale_shift ? IMPROVED_HEADS : 1,
                                        1, 1024);
  gint     upsample  = silt_config_int (flags, "num_heads_upsample", -1,
                                        -1, 1024);

  if (upsample != -1 && upsample != n_heads)
    silt_config_fault (flags, "num_heads_upsample",
                       "expected as many heads as \"num_heads\", found %d",
                       upsample);

  /* Theirs is -1 where num_heads counts. */
  model->head_dim = silt_config_int (flags, "num_head_channels", -1,
                                     -1, G_MAXINT16);

  if (model->head_dim < 1 && model->resnet_sampling && ! has_heads)
    model->head_dim = GUIDED_HEAD_DIM;

  if (model->head_dim < 1)
    set_heads (model, n_heads, flags);

  return silt_config_check (flags, error);
}

/* Where there are no flags, those of the checkpoints that OpenAI published. */
static void
read_diffusion (Diffusion        *diffusion,
                const SiltOpenai *model,
                SiltConfig       *flags)
{
  static const gchar *const schedules[] = { "linear", "cosine", NULL };

  gboolean learned  = model->out_channels == 2 * model->in_channels;
  gboolean improved = ! model->resnet_sampling && model->scale_shift && learned;
  gboolean small    = model->new_order;

  diffusion->cosine   = silt_config_word (flags, "noise_schedule",
                                          improved || small, schedules);
  diffusion->steps    = silt_config_int (flags, "diffusion_steps",
                                         improved ? 4000 : 1000, 1, MAX_STEPS);
  diffusion->rescaled = silt_config_boolean (flags, "rescale_timesteps",
                                             improved) &&
                        diffusion->steps != RESCALED_STEPS;

  if (diffusion->rescaled && diffusion->steps % RESCALED_STEPS != 0)
    silt_config_fault (flags, "diffusion_steps",
                       "expected a multiple of %d with \"rescale_timesteps\", "
                       "found %d", RESCALED_STEPS, diffusion->steps);
}


/* The network's config.json */

static void
append_blocks (GString         *text,
               const gchar     *key,
               const SiltOpenai *model,
               const gboolean  *attention,
               const gchar     *direction,
               const gchar     *sample)
{
  gint i;

  g_string_append_printf (text, "  \"%s\": [", key);

  for (i = 0; i < model->n_levels; i++)
    {
      g_string_append (text, i ? ", " : "");

      if (attention[i])
        g_string_append_printf (text, "\"Attn%sBlock2D\"", direction);
      else if (model->resnet_sampling)
        g_string_append_printf (text, "\"Resnet%sBlock2D\"", sample);
      else
        g_string_append_printf (text, "\"%sBlock2D\"", direction);
    }

  g_string_append (text, "],\n");
}

static SiltConfig *
make_network (const SiltOpenai  *model,
              gint               image_size,
              const gchar       *path,
              GError           **error)
{
  g_autoptr (GString)  text     = g_string_new ("{\n");
  const gchar         *sampling = model->resnet_sampling ? "resnet" : "conv";
  gint                 i;

  if (model->n_heads)
    g_string_append_printf (text, "  \"_class_name\": \"SiltUNet2DModel\",\n"
                                  "  \"num_attention_heads\": %d,\n",
                            model->n_heads);
  else
    g_string_append_printf (text, "  \"_class_name\": \"UNet2DModel\",\n"
                                  "  \"attention_head_dim\": %d,\n",
                            model->head_dim);

  g_string_append_printf (text, "  \"act_fn\": \"silu\",\n"
                                "  \"attn_norm_num_groups\": %d,\n",
                          model->norm_num_groups);

  g_string_append (text, "  \"block_out_channels\": [");
  for (i = 0; i < model->n_levels; i++)
    g_string_append_printf (text, "%s%d", i ? ", " : "", model->channels[i]);
  g_string_append (text, "],\n");

  append_blocks (text, "down_block_types", model, model->down_attention,
                 "Down", "Downsample");
  append_blocks (text, "up_block_types", model, model->up_attention,
                 "Up", "Upsample");

  g_string_append_printf (text, "  \"downsample_padding\": 1,\n"
                                "  \"downsample_type\": \"%s\",\n"
                                "  \"upsample_type\": \"%s\",\n"
                                "  \"flip_sin_to_cos\": true,\n"
                                "  \"freq_shift\": 0,\n",
                          sampling, sampling);
  g_string_append_printf (text, "  \"in_channels\": %d,\n"
                                "  \"out_channels\": %d,\n"
                                "  \"layers_per_block\": %d,\n"
                                "  \"norm_eps\": 1e-05,\n"
                                "  \"norm_num_groups\": %d,\n",
                          model->in_channels, model->out_channels,
                          model->n_resnets, model->norm_num_groups);
  if (model->n_classes)
    g_string_append_printf (text, "  \"num_class_embeds\": %d,\n",
                            model->n_classes);
  if (image_size)
    g_string_append_printf (text, "  \"sample_size\": %d,\n", image_size);
  g_string_append_printf (text, "  \"resnet_time_scale_shift\": \"%s\"\n}\n",
                          model->scale_shift ? "scale_shift" : "default");

  return silt_config_parse (text->str, text->len, path, error);
}


/* The scheduler_config.json */

static void
append_number (GString     *text,
               const gchar *before,
               gdouble      number)
{
  gchar digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (digits, sizeof digits, number);
  g_string_append_printf (text, "%s%s", before, digits);
}

/* beta_t of their schedules, which are made for any number of steps. */
static gdouble
beta (const Diffusion *diffusion,
      gint             t)
{
  gdouble n     = diffusion->steps;
  gdouble scale = 1000.0 / n;

  if (diffusion->cosine)
    {
      gdouble before = cos ((t / n + 0.008) / 1.008 * G_PI_2);
      gdouble after  = cos (((t + 1) / n + 0.008) / 1.008 * G_PI_2);

      return MIN (1.0 - after * after / (before * before), COSINE_MAX_BETA);
    }

  return scale * (0.0001 + (n > 1 ? t * (0.02 - 0.0001) / (n - 1) : 0.0));
}

/* A network with rescaled timesteps is shown t 1000 / T.  It is the same as one
 * of 1000 steps whose step k is their step k T / 1000: what their own
 * "respacing" does. */
static void
append_respaced (GString         *text,
                 const Diffusion *diffusion)
{
  gint    stride = diffusion->steps / RESCALED_STEPS;
  gdouble kept   = 1.0;             /* alpha_bar_t / alpha_bar_{t - stride} */
  gint    t;

  g_string_append_printf (text, "  \"num_train_timesteps\": %d,\n"
                                "  \"trained_betas\": [", RESCALED_STEPS);

  for (t = 0; t < diffusion->steps; t++)
    {
      kept *= 1.0 - beta (diffusion, t);

      if (t % stride == 0)
        {
          append_number (text, t ? ", " : "", 1.0 - kept);
          kept = 1.0;
        }
    }

  g_string_append (text, "],\n");
}

static SiltConfig *
make_scheduler (const SiltOpenai  *model,
                const Diffusion   *diffusion,
                SiltConfig        *flags,
                const gchar       *path,
                GError           **error)
{
  g_autoptr (GString) text     = g_string_new ("{\n");
  gboolean            learned  = model->out_channels == 2 * model->in_channels;
  gboolean            small    = silt_config_boolean (flags, "sigma_small",
                                                      FALSE);
  gboolean            x_start  = silt_config_boolean (flags, "predict_xstart",
                                                      FALSE);

  g_string_append (text, "  \"_class_name\": \"DDPMScheduler\",\n");

  if (diffusion->rescaled)
    {
      append_respaced (text, diffusion);
    }
  else
    {
      g_string_append_printf (text, "  \"num_train_timesteps\": %d,\n"
                                    "  \"beta_schedule\": \"%s\",\n",
                              diffusion->steps,
                              diffusion->cosine ? "squaredcos_cap_v2"
                                                : "linear");
      if (! diffusion->cosine)
        {
          append_number (text, "  \"beta_start\": ", beta (diffusion, 0));
          append_number (text, ",\n  \"beta_end\": ",
                         beta (diffusion, diffusion->steps - 1));
          g_string_append (text, ",\n");
        }
    }

  g_string_append_printf (text, "  \"variance_type\": \"%s\",\n"
                                "  \"prediction_type\": \"%s\",\n"
                                "  \"clip_sample\": true\n}\n",
                          learned ? "learned_range"
                                  : small ? "fixed_small" : "fixed_large",
                          x_start ? "sample" : "epsilon");

  return silt_config_parse (text->str, text->len, path, error);
}

gboolean
silt_openai_configure (SiltOpenai    *model,
                       SiltConfig    *flags,
                       const gchar   *path,
                       SiltConfig   **network,
                       SiltConfig   **scheduler,
                       GError       **error)
{
  SiltConfig *none = NULL;
  Diffusion   diffusion;
  gint        image_size;
  gboolean    done;

  if (! flags)
    flags = none = silt_config_parse ("{}", -1, path, NULL);

  /* The published 64 x 64 network is the one with the new order. */
  model->new_order = silt_config_boolean (flags, "use_new_attention_order",
                                          model->resnet_sampling &&
                                          model->n_resnets == 3 &&
                                          model->channels[0] == 192);
  model->norm_num_groups = silt_config_int (flags, "norm_num_groups", 32,
                                            1, G_MAXINT16);
  image_size = silt_config_int (flags, "image_size", 0, 1, G_MAXINT16);
  read_diffusion (&diffusion, model, flags);

  done = read_heads (model, flags, error) &&
         (*network = make_network (model, image_size, path, error)) &&
         (*scheduler = make_scheduler (model, &diffusion, flags, path, error));

  if (done)
    done = silt_config_check (flags, error);

  silt_config_free (none);

  return done;
}
