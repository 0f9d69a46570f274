/* Silt: tests of the U-Net: its config and its loading
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

#include "unet.h"

#include <string.h>

#include "silt.h"

static gboolean
read_config (SiltUNetConfig  *config,
             const gchar     *text,
             GError         **error)
{
  SiltConfig *json = silt_config_parse (text, -1, "config.json", error);
  gboolean    done;

  g_assert_nonnull (json);
  done = silt_unet_config_read (config, json, error);
  silt_config_free (json);

  return done;
}

/* The defaults of the code, which differ from those of the best-known models. */
static void
test_defaults (void)
{
  SiltUNetConfig c;

  g_assert_true (read_config (&c, "{}", NULL));

  g_assert_cmpint (c.n_levels, ==, 4);
  g_assert_cmpint (c.block_out_channels[0], ==, 224);
  g_assert_cmpint (c.block_out_channels[3], ==, 896);
  g_assert_false (c.down[0].attention);
  g_assert_true (c.down[1].attention && c.down[2].attention &&
                 c.down[3].attention);
  g_assert_true (c.up[0].attention && c.up[1].attention && c.up[2].attention);
  g_assert_false (c.up[3].attention);
  g_assert_cmpint (c.act_fn, ==, SILT_ACTIVATION_SILU);
  g_assert_false (c.center_input_sample);
  g_assert_cmpfloat (c.mid_block_scale_factor, ==, 1.0);
  g_assert_cmpint (c.layers_per_block, ==, 2);
  g_assert_cmpint (c.attention_head_dim, ==, 8);
  g_assert_cmpint (c.norm_num_groups, ==, 32);
  g_assert_cmpint (c.attn_norm_num_groups, ==, 0);
  g_assert_cmpfloat (c.norm_eps, ==, 1e-5);
  g_assert_cmpfloat (c.freq_shift, ==, 0.0);
  g_assert_true (c.flip_sin_to_cos);
  g_assert_true (c.add_attention);
  g_assert_false (c.scale_shift);
  g_assert_false (c.downsample_asymmetric);
  g_assert_cmpint (c.norm_type, ==, SILT_NORM_GROUP);
  g_assert_cmpint (c.num_class_embeds, ==, 0);
  g_assert_cmpint (c.time_embedding_dim, ==, 4 * 224);
  g_assert_cmpint (silt_unet_config_multiple (&c), ==, 8);
}

/* null is one head over all channels, and not the default of 8. */
static void
test_null_head_dim (void)
{
  SiltUNetConfig c;

  g_assert_true (read_config (&c, "{ \"attention_head_dim\": null }", NULL));
  g_assert_cmpint (c.attention_head_dim, ==, 0);
}

typedef struct
{
  const gchar *key;        /* that the message must name */
  const gchar *config;
  gint         code;
} Refusal;

static const Refusal refusals[] =
{
  { "_class_name", "{ '_class_name': 'UNet2DConditionModel' }",
    SILT_ERROR_UNSUPPORTED },
  { "down_block_types",
    "{ 'down_block_types': ['DownBlock2D', 'SkipDownBlock2D'] }",
    SILT_ERROR_UNSUPPORTED },
  { "up_block_types", "{ 'up_block_types': ['CrossAttnUpBlock2D'] }",
    SILT_ERROR_UNSUPPORTED },
  { "mid_block_type", "{ 'mid_block_type': 'UNetMidBlock2DCrossAttn' }",
    SILT_ERROR_UNSUPPORTED },
  { "act_fn", "{ 'act_fn': 'tanh' }", SILT_ERROR_UNSUPPORTED },
  { "class_embed_type", "{ 'class_embed_type': 'timestep' }",
    SILT_ERROR_UNSUPPORTED },
  { "time_embedding_type", "{ 'time_embedding_type': 'fourier' }",
    SILT_ERROR_UNSUPPORTED },
  { "downsample_type", "{ 'downsample_type': 'fir' }",
    SILT_ERROR_UNSUPPORTED },
  { "upsample_type", "{ 'upsample_type': 'fir' }", SILT_ERROR_UNSUPPORTED },
  { "mid_block_scale_factor", "{ 'mid_block_scale_factor': 0 }",
    SILT_ERROR_FORMAT },
  { "resnet_time_scale_shift", "{ 'resnet_time_scale_shift': 'spatial' }",
    SILT_ERROR_UNSUPPORTED },
  { "norm_type", "{ '_class_name': 'SiltUNet2DModel', 'norm_type': 'batch' }",
    SILT_ERROR_FORMAT },
  { "num_attention_heads", "{ '_class_name': 'SiltUNet2DModel',"
    " 'num_attention_heads': 100 }", SILT_ERROR_FORMAT },
  { "num_attention_heads", "{ '_class_name': 'SiltUNet2DModel',"
    " 'num_attention_heads': 0 }", SILT_ERROR_FORMAT },
  { "norm_num_groups", "{ 'norm_num_groups': 33 }", SILT_ERROR_FORMAT },
  { "attn_norm_num_groups", "{ 'attn_norm_num_groups': 33 }",
    SILT_ERROR_FORMAT },
  { "attention_head_dim", "{ 'attention_head_dim': 100 }", SILT_ERROR_FORMAT },
  { "block_out_channels",
    "{ 'block_out_channels': [33, 32, 32, 32], 'norm_num_groups': 1 }",
    SILT_ERROR_FORMAT },
  { "freq_shift", "{ 'block_out_channels': [2, 32, 32, 32], 'freq_shift': 1,"
    " 'norm_num_groups': 1, 'attention_head_dim': null }",
    SILT_ERROR_FORMAT },
  { "up_block_types", "{ 'block_out_channels': [32, 32],"
    " 'down_block_types': ['DownBlock2D', 'DownBlock2D'] }",
    SILT_ERROR_FORMAT },
  { "down_block_types", "{ 'block_out_channels': [32, 32] }",
    SILT_ERROR_FORMAT },
  { "layers_per_block", "{ 'layers_per_block': 0 }", SILT_ERROR_FORMAT },
  { "layers_per_block", "{ 'layers_per_block': 2.5 }", SILT_ERROR_FORMAT },
  { "in_channels", "{ 'in_channels': 'three' }", SILT_ERROR_FORMAT },
  { "norm_eps", "{ 'norm_eps': NaN }", SILT_ERROR_FORMAT },
  { "downsample_padding", "{ 'downsample_padding': 2 }", SILT_ERROR_FORMAT },
};

static void
test_refusals (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree gchar  *text  = g_strdup (refusals[i].config);
      SiltUNetConfig     config;

      g_strdelimit (text, "'", '"');
      g_test_message ("%s", text);

      g_assert_false (read_config (&config, text, &error));
      g_assert_error (error, SILT_ERROR, refusals[i].code);
      g_assert_nonnull (strstr (error->message, "config.json"));
      g_assert_nonnull (strstr (error->message, refusals[i].key));
    }
}

static void
test_reach (void)
{
  static const gchar format[] =
    "{ \"_class_name\": \"SiltUNet2DModel\", \"norm_type\": \"layer\","
    "  \"add_attention\": false, \"layers_per_block\": 1, %s }";

  g_autofree gchar *flat  = g_strdup_printf (format,
    "\"block_out_channels\": [8], \"down_block_types\": [\"DownBlock2D\"],"
    "\"up_block_types\": [\"UpBlock2D\"]");
  g_autofree gchar *attentive = g_strdup_printf (format,
    "\"block_out_channels\": [8], \"down_block_types\": [\"DownBlock2D\"],"
    "\"up_block_types\": [\"AttnUpBlock2D\"]");
  SiltUNetConfig c;

  /* conv_in, 1 + 2 + 2 resnets of two convolutions, conv_out */
  g_assert_true (read_config (&c, flat, NULL));
  g_assert_cmpint (silt_unet_config_reach (&c), ==, 1 + 10 + 1);

  g_assert_true (read_config (&c, attentive, NULL));
  g_assert_cmpint (silt_unet_config_reach (&c), ==, -1);

  c.up[0].attention = FALSE;
  c.norm_type         = SILT_NORM_GROUP;
  g_assert_cmpint (silt_unet_config_reach (&c), ==, -1);
}

/* A config and weights that are not of one model. */

typedef struct
{
  const gchar *change;     /* of unet-local's config.json: from ...           */
  const gchar *to;
  const gchar *complaint;
} Mismatch;

static const Mismatch mismatches[] =
{
  { "\"layers_per_block\": 1", "\"layers_per_block\": 2",
    "down_blocks.0.resnets.1.norm1.weight" },
  { "\"in_channels\": 12", "\"in_channels\": 3", "conv_in.weight" },
  { "\"out_channels\": 12", "\"out_channels\": 24", "conv_out.weight" },
  { "\"num_class_embeds\": 6", "\"num_class_embeds\": 7",
    "class_embedding.weight" },
  { "\"num_class_embeds\": 6", "\"num_class_embeds\": null",
    "not of one model" },
  { "\"resnet_time_scale_shift\": \"scale_shift\"",
    "\"resnet_time_scale_shift\": \"default\"",
    "down_blocks.0.resnets.0.time_emb_proj.weight" },
  { "\"add_attention\": false", "\"add_attention\": true",
    "mid_block.attentions.0" },
};

static void
test_mismatches (void)
{
  g_autofree gchar *folder = g_test_build_filename (G_TEST_DIST, "golden",
                                                    "unet-local", NULL);
  g_autofree gchar *json   = g_build_filename (folder, "config.json", NULL);
  g_autofree gchar *tensors = g_build_filename (folder,
                                "diffusion_pytorch_model.safetensors", NULL);
  g_autofree gchar *text   = NULL;
  gsize             i;

  g_assert_true (g_file_get_contents (json, &text, NULL, NULL));

  for (i = 0; i < G_N_ELEMENTS (mismatches); i++)
    {
      g_autoptr (GError)  error   = NULL;
      g_auto (GStrv)      halves  = g_strsplit (text, mismatches[i].change, 2);
      g_autofree gchar   *changed = g_strjoinv (mismatches[i].to, halves);
      SiltWeights        *weights = silt_weights_open (tensors, &error);
      SiltUNetConfig      config;

      g_assert_no_error (error);
      g_assert_cmpuint (g_strv_length (halves), ==, 2);
      g_test_message ("%s", mismatches[i].to);

      g_assert_true (read_config (&config, changed, &error));
      g_assert_null (silt_unet_new (&config, weights, &error));
      g_assert_error (error, SILT_ERROR, SILT_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, mismatches[i].complaint));
      g_assert_nonnull (strstr (error->message, tensors));

      silt_weights_free (weights);
    }
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/unet/defaults", test_defaults);
  g_test_add_func ("/unet/null-head-dim", test_null_head_dim);
  g_test_add_func ("/unet/refusals", test_refusals);
  g_test_add_func ("/unet/reach", test_reach);
  g_test_add_func ("/unet/mismatches", test_mismatches);

  return g_test_run ();
}
