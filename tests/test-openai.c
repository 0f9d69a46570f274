/* Silt: tests of OpenAI's checkpoints
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

#include <math.h>
#include <unistd.h>

#include "folder.h"
#include "openai-private.h"
#include "safetensors-bytes.h"
#include "safetensors-write.h"
#include "same-weights.h"
#include "scheduler.h"
#include "unet-config.h"

#define GUIDED "{'num_head_channels': 16, 'norm_num_groups': 8}"

static gchar *
golden_file (const gchar *golden,
             const gchar *name)
{
  return g_test_build_filename (G_TEST_DIST, "golden", golden, name, NULL);
}

/* A folder with the checkpoint `name`, which the build made from a golden
 * network, as model.pt, and with flags where there are any. */
static gchar *
make_folder (const gchar *name,
             const gchar *flags)
{
  gchar            *folder = scratch_new ();
  g_autofree gchar *built  = g_test_build_filename (G_TEST_BUILT, name, NULL);
  g_autofree gchar *path   = g_build_filename (folder, "model.pt", NULL);

  g_assert_cmpint (symlink (built, path), ==, 0);

  if (flags)
    {
      g_autofree gchar *text = quoted (flags);

      g_free (scratch_write (folder, "model.json", text, strlen (text)));
    }

  return folder;
}

/* The same network in every respect that Silt knows. */
static void
assert_same_network (SiltConfig  *json,
                     const gchar *golden)
{
  g_autofree gchar   *path     = golden_file (golden, "config.json");
  g_autoptr (GError)  error    = NULL;
  SiltConfig         *expected = silt_config_open (path, &error);
  SiltUNetConfig      first, second;

  g_assert_no_error (error);
  silt_unet_config_read (&second, expected, &error);
  g_assert_no_error (error);
  silt_unet_config_read (&first, json, &error);
  g_assert_no_error (error);

  /* Where the golden network leaves it to the code. */
  if (second.attn_norm_num_groups == 0)
    second.attn_norm_num_groups = second.norm_num_groups;

  g_assert_cmpmem (&first, sizeof first, &second, sizeof second);
  silt_config_free (expected);
}

static const struct
{
  const gchar *built;
  const gchar *golden;
  const gchar *flags;
}
sound[] =
{
  { "guided.pt",     "unet-guided",  GUIDED },
  { "guided-new.pt", "unet-guided",
    "{'num_head_channels': 16, 'norm_num_groups': 8,"
    " 'use_new_attention_order': true, 'learn_sigma': true}" },
  { "guided.pt",     "unet-guided",
    "{'num_heads': 2, 'num_head_channels': 16, 'num_heads_upsample': -1,"
    " 'norm_num_groups': 8, 'unknown': []}" },
  { "trainer.pt",    "unet-trainer", "{'num_heads': 4}" },
  { "trainer.pt",    "unet-trainer",
    "{'num_heads': 4, 'num_head_channels': -1, 'num_heads_upsample': 4}" }
};

static void
test_sound (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sound); i++)
    {
      g_autofree gchar   *folder  = make_folder (sound[i].built,
                                                 sound[i].flags);
      g_autofree gchar   *file    = g_build_filename (folder, "model.pt", NULL);
      g_autofree gchar   *path    =
        golden_file (sound[i].golden, "diffusion_pytorch_model.safetensors");
      g_autoptr (GError)  error   = NULL;
      SiltWeights        *expected;
      SiltFolder         *opened  = silt_folder_open (i % 2 ? folder : file,
                                                      &error);

      g_assert_no_error (error);
      g_assert_cmpstr (opened->name, ==, "model");
      expected = silt_weights_open (path, &error);
      g_assert_no_error (error);

      assert_same_weights (opened->weights, expected);
      assert_same_network (opened->network, sound[i].golden);

      silt_weights_free (expected);
      silt_folder_free (opened);
      scratch_remove (folder);
    }
}

/* The wrong order gives other weights: the test above can tell. */
static void
test_order_matters (void)
{
  g_autofree gchar   *folder = make_folder ("guided-new.pt", GUIDED);
  g_autofree gchar   *path   =
    golden_file ("unet-guided", "diffusion_pytorch_model.safetensors");
  SiltFolder         *opened = silt_folder_open (folder, NULL);
  SiltWeights        *golden = silt_weights_open (path, NULL);
  const gint64        dims[] = { 32, 32 };
  gfloat              first[32 * 32], second[32 * 32];
  const gchar        *name   = "mid_block.attentions.0.to_k.weight";

  g_assert_true (silt_weights_read (opened->weights, name, 2, dims, first,
                                    NULL));
  g_assert_true (silt_weights_read (golden, name, 2, dims, second, NULL));
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);

  silt_weights_free (golden);
  silt_folder_free (opened);
  scratch_remove (folder);
}


/* As many heads over 8 channels as over 16: heads of two sizes. */

static const SiltOpenai uneven =
{
  .in_channels    = 3,
  .out_channels   = 3,
  .n_levels       = 2,
  .n_resnets      = 1,
  .channels       = { 8, 16 },
  .down_attention = { TRUE, TRUE },
  .up_attention   = { TRUE, TRUE },
  .scale_shift    = TRUE
};

static void
configure_uneven (SiltOpenai     *model,
                  const gchar    *flags,
                  SiltUNetConfig *network)
{
  g_autofree gchar   *text   = quoted (flags);
  g_autoptr (GError)  error  = NULL;
  SiltConfig         *parsed = silt_config_parse (text, -1, "flags", &error);
  SiltConfig         *json, *scheduler;

  g_assert_no_error (error);
  *model = uneven;
  silt_openai_configure (model, parsed, "m.pt", &json, &scheduler, &error);
  g_assert_no_error (error);
  silt_unet_config_read (network, json, &error);
  g_assert_no_error (error);

  silt_config_free (json);
  silt_config_free (scheduler);
  silt_config_free (parsed);
}

static void
test_uneven_config (void)
{
  SiltOpenai     model;
  SiltUNetConfig network;

  configure_uneven (&model, "{'norm_num_groups': 8, 'num_heads': 2}", &network);
  g_assert_cmpint (silt_unet_config_heads (&network, 8), ==, 2);
  g_assert_cmpint (silt_unet_config_heads (&network, 16), ==, 2);

  /* What improved-diffusion's programs take for a missing number. */
  configure_uneven (&model, "{'norm_num_groups': 8}", &network);
  g_assert_cmpint (silt_unet_config_heads (&network, 8), ==, 4);
  g_assert_cmpint (silt_unet_config_heads (&network, 16), ==, 4);

  configure_uneven (&model, "{'norm_num_groups': 8, 'num_head_channels': 4}",
                    &network);
  g_assert_cmpint (silt_unet_config_heads (&network, 8), ==, 2);
  g_assert_cmpint (silt_unet_config_heads (&network, 16), ==, 4);
}

/* The bias of query (0), key or value, where the packed one counts from 0 on:
 * each head has its own three parts. */
static void
assert_part (SiltWeights *weights,
             const gchar *name,
             gint64       channels,
             gint         n_heads,
             gint         which)
{
  g_autofree gfloat  *values = g_new (gfloat, channels);
  g_autoptr (GError)  error  = NULL;
  gint                size   = channels / n_heads;
  gint                i;

  silt_weights_read (weights, name, 1, &channels, values, &error);
  g_assert_no_error (error);

  for (i = 0; i < channels; i++)
    g_assert_cmpfloat (values[i], ==,
                       (3 * (i / size) + which) * size + i % size);
}

static void
test_uneven_names (void)
{
  g_autofree gchar   *path    = golden_file ("unet-guided",
                                             "case.safetensors");
  g_autoptr (GError)  error   = NULL;
  SiltWeights        *weights = silt_weights_open (path, &error);
  GArray             *list    = silt_weights_list_new ();
  gfloat              bias[3 * 16];
  SiltWeight          small   = { .n_dims = 1, .dims = { 3 * 8 },
                                  .n_elements = 3 * 8,
                                  .data = (const guint8 *) bias };
  SiltWeight          large   = { .n_dims = 1, .dims = { 3 * 16 },
                                  .n_elements = 3 * 16,
                                  .data = (const guint8 *) bias };
  SiltOpenai          model;
  SiltUNetConfig      network;
  guint               i;

  for (i = 0; i < G_N_ELEMENTS (bias); i++)
    bias[i] = i;

  g_assert_no_error (error);
  small.name = g_strdup ("input_blocks.1.1.qkv.bias");
  large.name = g_strdup ("middle_block.1.qkv.bias");
  g_array_append_val (list, small);
  g_array_append_val (list, large);
  silt_weights_replace (weights, list);

  configure_uneven (&model, "{'norm_num_groups': 8, 'num_heads': 2}", &network);
  silt_openai_rename (&model, weights, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (silt_weights_count (weights), ==, 6);

  for (i = 0; i < 3; i++)
    {
      static const gchar parts[] = "qkv";

      g_autofree gchar *upper =
        g_strdup_printf ("down_blocks.0.attentions.0.to_%c.bias", parts[i]);
      g_autofree gchar *lower =
        g_strdup_printf ("mid_block.attentions.0.to_%c.bias", parts[i]);

      assert_part (weights, upper, 8, 2, i);
      assert_part (weights, lower, 16, 2, i);
    }

  silt_weights_free (weights);
}


/* Schedules */

static SiltScheduler *
open_scheduler (const gchar *flags)
{
  g_autofree gchar   *folder = make_folder ("guided.pt", flags);
  g_autoptr (GError)  error  = NULL;
  SiltFolder         *opened = silt_folder_open (folder, &error);
  SiltScheduler      *scheduler;

  g_assert_no_error (error);
  scheduler = silt_scheduler_read (opened->scheduler, &error);
  g_assert_no_error (error);

  silt_folder_free (opened);
  scratch_remove (folder);

  return scheduler;
}

#define HEADS "'num_head_channels': 16, 'norm_num_groups': 8"

static void
test_schedules (void)
{
  SiltScheduler *plain    = open_scheduler ("{" HEADS "}");
  SiltScheduler *cosine   = open_scheduler ("{" HEADS ", 'diffusion_steps': 4000,"
                                            " 'noise_schedule': 'cosine'}");
  SiltScheduler *rescaled = open_scheduler ("{" HEADS ", 'diffusion_steps': 4000,"
                                            " 'noise_schedule': 'cosine',"
                                            " 'rescale_timesteps': true}");
  SiltScheduler *linear   = open_scheduler ("{" HEADS ", 'diffusion_steps': 2000,"
                                            " 'rescale_timesteps': true,"
                                            " 'predict_xstart': true}");
  SiltScheduler *longer   = open_scheduler ("{" HEADS ", 'diffusion_steps': 2000}");
  gint           t;

  g_assert_cmpint (plain->schedule->n, ==, 1000);
  g_assert_cmpfloat_with_epsilon (plain->schedule->beta[0], 0.0001, 1e-9);
  g_assert_cmpfloat_with_epsilon (plain->schedule->beta[999], 0.02, 1e-8);
  g_assert_cmpint (plain->own.variance, ==, SILT_VARIANCE_LEARNED_RANGE);
  g_assert_cmpint (plain->own.prediction, ==, SILT_PREDICTION_EPSILON);
  g_assert_cmpint (linear->own.prediction, ==, SILT_PREDICTION_SAMPLE);

  g_assert_cmpint (cosine->schedule->n, ==, 4000);
  g_assert_cmpint (rescaled->schedule->n, ==, 1000);
  g_assert_cmpint (longer->schedule->n, ==, 2000);
  g_assert_cmpfloat_with_epsilon (longer->schedule->beta[1999], 0.01, 1e-8);

  for (t = 0; t < 1000; t++)
    {
      gdouble first  = cosine->schedule->alpha_bar[4 * t];
      gdouble second = longer->schedule->alpha_bar[2 * t];

      g_assert_cmpfloat_with_epsilon (rescaled->schedule->alpha_bar[t] / first,
                                      1.0, 1e-4);
      g_assert_cmpfloat_with_epsilon (linear->schedule->alpha_bar[t] / second,
                                      1.0, 1e-4);
    }

  silt_scheduler_free (plain);
  silt_scheduler_free (cosine);
  silt_scheduler_free (rescaled);
  silt_scheduler_free (linear);
  silt_scheduler_free (longer);
}


/* Refused */

static const struct
{
  const gchar   *flags;
  SiltErrorCode  code;
  const gchar   *says;
}
bad_flags[] =
{
  { "{", SILT_ERROR_FORMAT, "model.json: line 1" },
  { "{" HEADS ", 'noise_schedule': 'square'}", SILT_ERROR_FORMAT,
    "'noise_schedule': expected 'linear' or 'cosine'" },
  { "{" HEADS ", 'diffusion_steps': 0}", SILT_ERROR_FORMAT,
    "model.json: 'diffusion_steps'" },
  { "{" HEADS ", 'diffusion_steps': 1500, 'rescale_timesteps': true}",
    SILT_ERROR_FORMAT, "a multiple of 1000" },
  { "{" HEADS ", 'predict_xstart': 1}", SILT_ERROR_FORMAT,
    "'predict_xstart': expected true or false" },
  { "{" HEADS ", 'num_heads_upsample': 3}", SILT_ERROR_FORMAT,
    "'num_heads_upsample'" },
  { "{'norm_num_groups': 8, 'num_head_channels': 5}", SILT_ERROR_FORMAT,
    "qkv" },
  { "{'norm_num_groups': 8, 'num_heads': 5}", SILT_ERROR_FORMAT,
    "'num_heads': expected a divisor of the channels of all attentions, found "
    "5 beside 32" }
};

static void
test_bad_flags (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (bad_flags); i++)
    {
      g_autofree gchar   *folder  = make_folder ("guided.pt",
                                                 bad_flags[i].flags);
      g_autofree gchar   *says    = quoted (bad_flags[i].says);
      const gchar *const  words[] = { folder, says, NULL };
      GError             *error   = NULL;

      g_assert_null (silt_folder_open (folder, &error));
      assert_silt_error (error, bad_flags[i].code, words);
      scratch_remove (folder);
    }
}

/* The checkpoint without one tensor, or with one more. */
static const struct
{
  const gchar *without;
  const gchar *with;
  const gchar *says;
}
odd[] =
{
  { "out.2.weight",                   NULL, "no first or last convolution" },
  { "middle_block.1.qkv.weight",      NULL, "no attention in the middle"   },
  { "output_blocks.8.0.in_layers.0.weight", NULL, "make up levels"         },
  { "input_blocks.4.0.out_layers.3.weight", NULL, "a residual block"       },
  { NULL, "input_blocks.1.0.odd.weight",    "odd.weight"                   },
  { NULL, "blocks.weight",                  "'blocks.weight'"              },
  { NULL, "noend",                          "'noend'"                      },
  { NULL, "input_blocks.7.1.transformer_blocks.0.x", "text-guided"         }
};

static void
write_odd (const gchar *folder,
           guint        which)
{
  g_autofree gchar   *from    = g_test_build_filename (G_TEST_BUILT,
                                                       "guided.pt", NULL);
  g_autofree gchar   *path    = g_build_filename (folder, "odd.safetensors",
                                                  NULL);
  g_autoptr (GError)  error   = NULL;
  SiltWeights        *weights = silt_weights_open (from, &error);
  GArray             *list    = silt_weights_list_new ();
  guint               i;

  g_assert_no_error (error);

  for (i = 0; i < silt_weights_count (weights); i++)
    {
      SiltWeight weight = *silt_weights_nth (weights, i);

      if (g_strcmp0 (weight.name, odd[which].without) == 0)
        continue;

      weight.name = g_strdup (weight.name);
      g_array_append_val (list, weight);
    }

  if (odd[which].with)
    {
      SiltWeight weight = *silt_weights_nth (weights, 0);

      weight.name = g_strdup (odd[which].with);
      g_array_append_val (list, weight);
    }

  silt_weights_replace (weights, list);
  silt_safetensors_write (weights, path, FALSE, NULL, &error);
  g_assert_no_error (error);
  silt_weights_free (weights);
}

static void
test_odd (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree gchar   *folder  = scratch_new ();
      g_autofree gchar   *flags   = quoted (GUIDED);
      g_autofree gchar   *says    = quoted (odd[i].says);
      const gchar *const  words[] = { folder, says, NULL };
      GError             *error   = NULL;

      g_free (scratch_write (folder, "odd.json", flags, strlen (flags)));
      write_odd (folder, i);
      g_assert_null (silt_folder_open (folder, &error));
      assert_silt_error (error, error->code, words);
      scratch_remove (folder);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/openai/sound",         test_sound);
  g_test_add_func ("/openai/order-matters", test_order_matters);
  g_test_add_func ("/openai/uneven-config", test_uneven_config);
  g_test_add_func ("/openai/uneven-names",  test_uneven_names);
  g_test_add_func ("/openai/schedules",     test_schedules);
  g_test_add_func ("/openai/bad-flags",     test_bad_flags);
  g_test_add_func ("/openai/odd",           test_odd);

  return g_test_run ();
}
