/* Silt: model folders, and those of other kinds
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
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "safetensors-bytes.h"

#define UNET    "{'_class_name': 'UNet2DModel', 'layers_per_block': 2}"
#define INDEX   "{'_class_name': 'DDPMPipeline', 'pixel_unshuffle': 2}"
#define DDPM    "{'_class_name': 'DDPMScheduler', 'clip_sample': null}"
#define TENSORS "{'conv_in.weight': {'dtype': 'U8', 'shape': [1]," \
                " 'data_offsets': [0, 1]}}"
#define WEIGHTS "diffusion_pytorch_model.safetensors"

/* A file with ' for " in it; a header for the name of a safetensors file; ""
 * for a name that ends in a slash, which makes a folder. */
typedef struct
{
  const gchar *name;
  const gchar *text;
} File;

#define MAX_FILES 5

static void
write_files (const gchar *folder,
             const File  *files)
{
  guint i;

  for (i = 0; i < MAX_FILES && files[i].name; i++)
    {
      g_autofree gchar       *path  = NULL;
      g_autofree gchar       *text  = quoted (files[i].text);
      g_autoptr (GByteArray)  bytes = NULL;

      if (g_str_has_suffix (files[i].name, "/"))
        {
          path = g_build_filename (folder, files[i].name, NULL);
          g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
        }
      else if (g_str_has_suffix (files[i].name, ".safetensors"))
        {
          bytes = safetensors_bytes (files[i].text, 1);
          path  = scratch_write (folder, files[i].name,
                                 bytes->data, bytes->len);
        }
      else
        {
          path = scratch_write (folder, files[i].name, text, strlen (text));
        }
    }
}


/* Sound folders */

static const File flat[MAX_FILES] =
{
  { "model_index.json",      INDEX   },
  { "config.json",           UNET    },
  { "scheduler_config.json", DDPM    },
  { WEIGHTS,                 TENSORS }
};

static const File pipeline[MAX_FILES] =
{
  { "model_index.json",                INDEX   },
  { "unet/config.json",                UNET    },
  { "unet/" WEIGHTS,                   TENSORS },
  { "scheduler/scheduler_config.json", DDPM    }
};

static const File pipeline_without_index[MAX_FILES] =
{
  { "unet/config.json", UNET    },
  { "unet/" WEIGHTS,    TENSORS }
};

static const File single[MAX_FILES] =
{
  { "config.json", UNET    },
  { WEIGHTS,       TENSORS }
};

static const File half_single[MAX_FILES] =
{
  { "config.json",                              UNET    },
  { "diffusion_pytorch_model.fp16.safetensors", TENSORS }
};

static const File own_name[MAX_FILES] =
{
  { "config.json",        UNET    },
  { WEIGHTS,              TENSORS },
  { "epoch9.safetensors", TENSORS }
};

/* The files, what of them is opened, and what is found. */
static const struct
{
  const File  *files;
  const gchar *path;
  gboolean     has_index;
  gboolean     has_scheduler;
  const gchar *weights;
}
sound[] =
{
  { flat,     "",                        TRUE,  TRUE,  WEIGHTS           },
  { flat,     "model_index.json",        TRUE,  TRUE,  WEIGHTS           },
  { flat,     "config.json",             TRUE,  TRUE,  WEIGHTS           },
  { flat,     "scheduler_config.json",   TRUE,  TRUE,  WEIGHTS           },
  { flat,     WEIGHTS,                   TRUE,  TRUE,  WEIGHTS           },
  { pipeline, "",                        TRUE,  TRUE,  "unet/" WEIGHTS   },
  { pipeline, "model_index.json",        TRUE,  TRUE,  "unet/" WEIGHTS   },
  { pipeline, "unet",                    TRUE,  TRUE,  "unet/" WEIGHTS   },
  { pipeline, "unet/",                   TRUE,  TRUE,  "unet/" WEIGHTS   },
  { pipeline, "unet/../unet/.",          TRUE,  TRUE,  "unet/" WEIGHTS   },
  { pipeline, "unet/config.json",        TRUE,  TRUE,  "unet/" WEIGHTS   },
  { pipeline, "unet/" WEIGHTS,           TRUE,  TRUE,  "unet/" WEIGHTS   },
  { pipeline, "scheduler",               TRUE,  TRUE,  "unet/" WEIGHTS   },
  { pipeline, "scheduler/scheduler_config.json",
                                         TRUE,  TRUE,  "unet/" WEIGHTS   },
  { pipeline_without_index, "",          FALSE, FALSE, "unet/" WEIGHTS   },
  { single,   "",                        FALSE, FALSE, WEIGHTS           },
  { single,   "config.json",             FALSE, FALSE, WEIGHTS           },
  { half_single, "",                     FALSE, FALSE,
    "diffusion_pytorch_model.fp16.safetensors"                           },
  { own_name, "",                        FALSE, FALSE, WEIGHTS           },
  { own_name, "epoch9.safetensors",      FALSE, FALSE, "epoch9.safetensors" }
};

static void
check_opened (const SiltFolder *folder,
              guint             i)
{
  g_assert_cmpint (folder->index != NULL,     ==, sound[i].has_index);
  g_assert_cmpint (folder->scheduler != NULL, ==, sound[i].has_scheduler);
  g_assert_nonnull (folder->network);
  g_assert_nonnull (silt_weights_find (folder->weights, "conv_in.weight"));
  g_assert_true (g_str_has_suffix (silt_weights_path (folder->weights),
                                   sound[i].weights));

  /* Each file is the one it should be, and no fault is left in it. */
  g_assert_cmpint (silt_config_int (folder->network, "layers_per_block", 1,
                                    1, 9), ==, 2);
  g_assert_true (silt_config_check (folder->network, NULL));

  if (folder->index)
    {
      g_assert_cmpint (silt_config_int (folder->index, "pixel_unshuffle", 1,
                                        1, 9), ==, 2);
      g_assert_true (silt_config_check (folder->index, NULL));
    }

  if (folder->scheduler)
    g_assert_true (silt_config_is_null (folder->scheduler, "clip_sample"));
}

static void
test_sound (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sound); i++)
    {
      g_autofree gchar   *scratch = scratch_new ();
      g_autofree gchar   *path    = g_build_filename (scratch, sound[i].path,
                                                      NULL);
      g_autoptr (GError)  error   = NULL;
      SiltFolder         *folder;

      write_files (scratch, sound[i].files);
      folder = silt_folder_open (path, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (folder->path, ==, scratch);
      check_opened (folder, i);

      silt_folder_free (folder);
      scratch_remove (scratch);
    }
}

/* From inside the folder, where paths have no folder in them. */
static void
test_relative (void)
{
  static const gchar *const paths[] = { ".", "config.json", "./config.json",
                                        "../unet", WEIGHTS };

  g_autofree gchar *scratch = scratch_new ();
  g_autofree gchar *unet    = g_build_filename (scratch, "unet", NULL);
  g_autofree gchar *before  = g_get_current_dir ();
  guint             i;

  write_files (scratch, pipeline);
  g_assert_cmpint (g_chdir (unet), ==, 0);

  for (i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError)  error  = NULL;
      SiltFolder         *folder = silt_folder_open (paths[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (folder->path, ==, scratch);
      g_assert_nonnull (folder->index);
      silt_folder_free (folder);
    }

  g_assert_cmpint (g_chdir (before), ==, 0);
  scratch_remove (scratch);
}

/* Models that others wrote, and our own. */
static void
test_golden (void)
{
  static const gchar *const names[] = { "golden/unet-google",
                                        "golden/unet-guided",
                                        "golden/unet-local",
                                        "golden/unet-swish-nogroup",
                                        "golden/unet-texture",
                                        "golden/unet-trainer",
                                        "../weights/texture" };
  guint                     i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const gchar        *path   = g_test_get_filename (G_TEST_DIST, names[i],
                                                        NULL);
      g_autoptr (GError)  error  = NULL;
      SiltFolder         *folder = silt_folder_open (path, &error);

      g_assert_no_error (error);
      g_assert_nonnull (silt_weights_find (folder->weights, "conv_in.weight"));
      silt_folder_free (folder);
    }
}


/* Folders that are refused */

#define TENSOR(name) \
  "{'" name "': {'dtype': 'U8', 'shape': [1], 'data_offsets': [0, 1]}}"

static const struct
{
  File           files[MAX_FILES];
  const gchar   *path;
  SiltErrorCode  code;
  const gchar   *names;   /* the file and the key     */
  const gchar   *says;    /* what is wrong with them  */
}
refused[] =
{
  /* Other kinds of model, by model_index.json */
  { { { "model_index.json", "{'_class_name': 'StableDiffusionPipeline'}" } },
    "", SILT_ERROR_UNSUPPORTED,
    "model_index.json: '_class_name'", "latent diffusion" },
  { { { "model_index.json", "{'_class_name': 'StableDiffusionXLPipeline'}" } },
    "model_index.json", SILT_ERROR_UNSUPPORTED,
    "'StableDiffusionXLPipeline'", "latent diffusion" },
  { { { "model_index.json", "{'_class_name': 'LDMTextToImagePipeline'}" } },
    "", SILT_ERROR_UNSUPPORTED,
    "model_index.json: '_class_name'", "latent diffusion" },
  { { { "model_index.json", "{'_class_name': 'LatentDiffusionPipeline'}" } },
    "", SILT_ERROR_UNSUPPORTED,
    "model_index.json: '_class_name'", "latent diffusion" },
  { { { "model_index.json", "{'vqvae': ['diffusers', 'VQModel']}" } },
    "", SILT_ERROR_UNSUPPORTED, "'vqvae'", "latent diffusion" },
  { { { "model_index.json", "{'_class_name': 'DiTPipeline'}" } },
    "", SILT_ERROR_UNSUPPORTED,
    "model_index.json: '_class_name'", "transformer" },
  { { { "model_index.json", "{'_class_name': 'FluxPipeline'}" } },
    "", SILT_ERROR_UNSUPPORTED,
    "model_index.json: '_class_name'", "transformer" },
  { { { "model_index.json", "{'_class_name': 'StableDiffusion3Pipeline',"
                            " 'transformer': ['diffusers', 'SD3']}" } },
    "", SILT_ERROR_UNSUPPORTED,
    "model_index.json: '_class_name'", "latent diffusion" },
  { { { "model_index.json", "{'_class_name': 'MyPipeline',"
                            " 'vae': ['diffusers', 'AutoencoderKL']}" },
      { "unet/config.json", UNET }, { "unet/" WEIGHTS, TENSORS } },
    "", SILT_ERROR_UNSUPPORTED, "'vae'", "latent diffusion" },
  { { { "model_index.json", "{'transformer': ['diffusers', 'X']}" } },
    "", SILT_ERROR_UNSUPPORTED, "'transformer'", "a diffusion transformer" },
  { { { "vae/", "" },
      { "unet/config.json", UNET }, { "unet/" WEIGHTS, TENSORS } },
    "", SILT_ERROR_UNSUPPORTED, "'vae'", "latent diffusion" },
  { { { "transformer/", "" } },
    "", SILT_ERROR_UNSUPPORTED, "'transformer'", "a diffusion transformer" },

  /* By config.json */
  { { { "config.json", "{'_class_name': 'UNet2DConditionModel'}" } },
    "", SILT_ERROR_UNSUPPORTED,
    "config.json: '_class_name'", "Stable Diffusion" },
  { { { "unet/config.json", "{'_class_name': 'UNet2DConditionModel'}" } },
    "unet/config.json", SILT_ERROR_UNSUPPORTED,
    "unet/config.json: '_class_name'", "UNet2DModel" },
  { { { "config.json", "{'_class_name': 'AutoencoderKL'}" } },
    "", SILT_ERROR_UNSUPPORTED, "'AutoencoderKL'", "latent diffusion" },
  { { { "config.json", "{'_class_name': 'VQModel'}" } },
    "", SILT_ERROR_UNSUPPORTED, "'VQModel'", "latent diffusion" },
  { { { "config.json", "{'_class_name': 'SD3Transformer2DModel'}" } },
    "", SILT_ERROR_UNSUPPORTED, "'SD3Transformer2DModel'", "transformer" },
  { { { "config.json", "{'_class_name': 'ControlNetModel'}" } },
    "", SILT_ERROR_UNSUPPORTED, "'ControlNetModel'", "text-guided" },
  { { { "config.json", "{'_class_name': 'UNet1DModel'}" } },
    "", SILT_ERROR_UNSUPPORTED,
    "config.json: '_class_name'", "found 'UNet1DModel'" },
  { { { "config.json", "{'down_block_types': ['SkipDownBlock2D']}" } },
    "", SILT_ERROR_UNSUPPORTED, "'down_block_types'[0]", "NCSN++" },
  { { { "config.json", "{'_class_name': 'UNet2DModel', 'up_block_types':"
                       " ['UpBlock2D', 'AttnSkipUpBlock2D']}" } },
    "", SILT_ERROR_UNSUPPORTED, "'up_block_types'[1]", "'AttnSkipUpBlock2D'" },
  { { { "config.json", "{'down_block_types': ['CrossAttnDownBlock2D']}" } },
    "", SILT_ERROR_UNSUPPORTED, "'down_block_types'[0]", "text-guided" },

  /* By the weights */
  { { { "config.json", UNET }, { "diffusion_pytorch_model.bin", "PK" } },
    "", SILT_ERROR_FORMAT,
    "diffusion_pytorch_model.bin", "a torch archive" },
  { { { "config.json", UNET },
      { "diffusion_pytorch_model.safetensors.index.json", "{}" } },
    "", SILT_ERROR_FORMAT,
    "diffusion_pytorch_model.safetensors.index.json", "'weight_map'" },
  { { { "sd-v1-5.ckpt", "PK" } },
    "", SILT_ERROR_FORMAT, "sd-v1-5.ckpt", "a torch archive" },
  { { { "config.json", UNET }, { "model.pth", "PK" } },
    "model.pth", SILT_ERROR_FORMAT, "model.pth", "a torch archive" },
  { { { "flux.gguf", "GGUF" } },
    "", SILT_ERROR_UNSUPPORTED, "flux.gguf", "a GGUF file" },
  { { { "flux.gguf", "GGUF" } },
    "flux.gguf", SILT_ERROR_UNSUPPORTED, "flux.gguf", "a GGUF file" },
  { { { "pytorch_lora_weights.safetensors",
        TENSOR ("unet.down_blocks.0.to_k.lora_A.weight") } },
    "", SILT_ERROR_UNSUPPORTED,
    "pytorch_lora_weights.safetensors: tensors", "a LoRA" },
  { { { "config.json", UNET }, { WEIGHTS, TENSORS },
      { "style.safetensors", TENSOR ("lora_unet_mid_block.alpha") } },
    "style.safetensors", SILT_ERROR_UNSUPPORTED,
    "'lora_unet_mid_block.alpha'", "a LoRA" },
  { { { "style.safetensors", TENSOR ("down_blocks.0.to_q.lora.up.weight") } },
    "", SILT_ERROR_UNSUPPORTED, "style.safetensors: tensors", "a LoRA" },
  { { { "sd.safetensors",
        TENSOR ("model.diffusion_model.input_blocks.0.0.bias") } },
    "sd.safetensors", SILT_ERROR_UNSUPPORTED,
    "sd.safetensors: tensors", "latent diffusion" },
  { { { "sd.safetensors", TENSOR ("first_stage_model.decoder.conv_in.bias") } },
    "", SILT_ERROR_UNSUPPORTED,
    "sd.safetensors: tensors", "latent diffusion" },
  { { { "vae.safetensors", TENSOR ("decoder.up_blocks.0.resnets.0.x") } },
    "", SILT_ERROR_UNSUPPORTED, "vae.safetensors", "latent diffusion" },
  { { { "dit.safetensors", TENSOR ("transformer_blocks.0.attn1.to_q.bias") } },
    "", SILT_ERROR_UNSUPPORTED, "dit.safetensors", "transformer" },
  { { { "flux.safetensors", TENSOR ("double_blocks.0.img_attn.qkv.bias") } },
    "", SILT_ERROR_UNSUPPORTED, "flux.safetensors", "transformer" },
  { { { "sd3.safetensors",
        TENSOR ("model.diffusion_model.joint_blocks.0.x.bias") } },
    "", SILT_ERROR_UNSUPPORTED, "sd3.safetensors", "transformer" },
  { { { "config.json", "{}" },
      { WEIGHTS,
        TENSOR ("down_blocks.0.attentions.0.transformer_blocks.0.x") } },
    "", SILT_ERROR_UNSUPPORTED, WEIGHTS ": tensors", "text-guided" },
  { { { "guided.safetensors", TENSOR ("input_blocks.0.0.weight") } },
    "", SILT_ERROR_UNSUPPORTED, "guided.safetensors", "guided-diffusion" },

  /* What is not there */
  { { { "readme.txt", "" } },
    "", SILT_ERROR_IO, "unet/config.json", "neither" },
  { { { "model_index.json", INDEX } },
    "", SILT_ERROR_IO, "unet/config.json", "neither" },
  { { { WEIGHTS, TENSORS } },
    "", SILT_ERROR_IO, "unet/config.json", "neither" },
  { { { WEIGHTS, TENSORS } },
    WEIGHTS, SILT_ERROR_IO, "unet/config.json", "neither" },
  { { { "config.json", UNET } },
    "", SILT_ERROR_IO, WEIGHTS, "no such file" },
  { { { "model_index.json", INDEX }, { "unet/config.json", UNET },
      { WEIGHTS, TENSORS } },
    "", SILT_ERROR_IO, WEIGHTS, "no such file" },
  { { { "config.json", UNET } },
    "missing", SILT_ERROR_IO, "missing", "cannot be opened" },
  { { { "config.json", UNET } },
    "config.json/x", SILT_ERROR_IO, "config.json/x", "cannot be opened" },
  { { { "config.json/", "" }, { WEIGHTS, TENSORS } },
    "", SILT_ERROR_IO, "config.json", "a folder" },
  { { { "config.json", UNET }, { WEIGHTS "/", "" } },
    "", SILT_ERROR_IO, WEIGHTS, "a folder" },

  /* What is damaged */
  { { { "model_index.json", "{" } },
    "", SILT_ERROR_FORMAT, "model_index.json: line 1", "the end" },
  { { { "model_index.json", "{'_class_name': 5}" } },
    "", SILT_ERROR_FORMAT, "model_index.json: '_class_name'", "found 5" },
  { { { "config.json", "" } },
    "", SILT_ERROR_FORMAT, "config.json: line 1", "the end" },
  { { { "config.json", "{'_class_name': ['UNet2DModel']}" } },
    "", SILT_ERROR_FORMAT, "config.json: '_class_name'", "an array of 1" },
  { { { "config.json", "{'down_block_types': ['DownBlock2D', 2]}" } },
    "", SILT_ERROR_FORMAT, "config.json: 'down_block_types'[1]", "found 2" },
  { { { "config.json", UNET }, { "scheduler_config.json", "[]" },
      { WEIGHTS, TENSORS } },
    "", SILT_ERROR_FORMAT, "scheduler_config.json", "found an array of 0" },
  { { { "config.json", UNET }, { WEIGHTS, "{" } },
    "", SILT_ERROR_FORMAT, WEIGHTS ": header: line 1", "the end" },
  { { { "config.json", UNET }, { "notes.txt", "just some words" } },
    "notes.txt", SILT_ERROR_FORMAT, "notes.txt", "safetensors" }
};

static void
test_refused (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree gchar   *scratch = scratch_new ();
      g_autofree gchar   *path    = g_build_filename (scratch, refused[i].path,
                                                      NULL);
      g_autofree gchar   *names   = quoted (refused[i].names);
      g_autofree gchar   *says    = quoted (refused[i].says);
      const gchar *const  words[] = { scratch, names, says, NULL };
      GError             *error   = NULL;

      write_files (scratch, refused[i].files);

      g_assert_null (silt_folder_open (path, &error));
      assert_silt_error (error, refused[i].code, words);

      scratch_remove (scratch);
    }
}

/* A pipe in the place of a file must not be waited for. */
static void
test_pipe (void)
{
  static const gchar *const names[] = { "model_index.json", "config.json",
                                        "scheduler_config.json", WEIGHTS };
  guint                     i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const gchar *const  words[] = { names[i], "a pipe", NULL };
      g_autofree gchar   *scratch = scratch_new ();
      g_autofree gchar   *path    = g_build_filename (scratch, names[i], NULL);
      GError             *error   = NULL;

      write_files (scratch, flat);
      g_assert_cmpint (g_remove (path), ==, 0);
      g_assert_cmpint (mkfifo (path, 0600), ==, 0);

      g_assert_null (silt_folder_open (scratch, &error));
      assert_silt_error (error, SILT_ERROR_IO, words);

      scratch_remove (scratch);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/folder/sound",    test_sound);
  g_test_add_func ("/folder/relative", test_relative);
  g_test_add_func ("/folder/golden",   test_golden);
  g_test_add_func ("/folder/refused",  test_refused);
  g_test_add_func ("/folder/pipe",     test_pipe);

  return g_test_run ();
}
