/* Silt: the kinds of model that Silt does not open
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

#include "kind.h"

#include <string.h>

#include "silt.h"
#include "words.h"

#define LATENT      "latent diffusion (Stable Diffusion and its kin)"
#define TEXT_GUIDED "text-guided, mostly latent diffusion (Stable Diffusion " \
                    "and its kin, IF)"
#define TRANSFORMER "a diffusion transformer, mostly of latents (DiT, Flux, SD3)"
#define NCSNPP      "a score-based model (NCSN++, VE)"
#define LORA        "a LoRA, an addition to another model"
#define OPENAI      "a network like that of OpenAI's guided-diffusion"

/* What a name, matched by a pattern with * and ?, gives away. */
typedef struct
{
  const gchar *pattern;
  const gchar *kind;
} Clue;

static const Clue classes[] =
{
  { "StableDiffusion*",        LATENT      },
  { "LatentDiffusion*",        LATENT      },
  { "LDM*",                    LATENT      },
  { "Autoencoder*",            LATENT      },
  { "VQModel",                 LATENT      },
  { "ScoreSde*",               NCSNPP      },
  { "KarrasVe*",               NCSNPP      },
  { "UNet2DConditionModel",    TEXT_GUIDED },
  { "ControlNet*",             TEXT_GUIDED },
  { "*Transformer*",           TRANSFORMER },
  { "DiT*",                    TRANSFORMER },
  { "Flux*",                   TRANSFORMER }
};

/* The parts of a pipeline: keys of model_index.json, and folders. */
static const Clue parts[] =
{
  { "vae",                     LATENT      },
  { "vqvae",                   LATENT      },
  { "transformer",             TRANSFORMER }
};

static const Clue blocks[] =
{
  { "Skip*",                   NCSNPP      },
  { "AttnSkip*",               NCSNPP      },
  { "CrossAttn*",              TEXT_GUIDED }
};

/* The surest first: a LoRA's names hold those of the model that it adds to. */
static const Clue tensors[] =
{
  { "*lora_*",                 LORA        },
  { "*.lora.*",                LORA        },
  { "*double_blocks.*",        TRANSFORMER },
  { "*joint_blocks.*",         TRANSFORMER },
  { "transformer_blocks.*",    TRANSFORMER },
  { "*.transformer_blocks.*",  TEXT_GUIDED },
  { "model.diffusion_model.*", LATENT      },
  { "diffusion_model.*",       LATENT      },
  { "first_stage_model.*",     LATENT      },
  { "decoder.up_blocks.*",     LATENT      },
  { "input_blocks.*",          OPENAI      }
};

#define find_kind(clues, name) \
  find_kind_in (clues, G_N_ELEMENTS (clues), name)

static const gchar *
find_kind_in (const Clue  *clues,
              guint        n_clues,
              const gchar *name)
{
  guint i;

  for (i = 0; i < n_clues; i++)
    {
      if (g_pattern_match_simple (clues[i].pattern, name))
        return clues[i].kind;
    }

  return NULL;
}

/* `kind` may be NULL: unknown. */
static gboolean
refuse (const gchar  *path,
        const gchar  *where,
        const gchar  *found,
        const gchar  *kind,
        GError      **error)
{
  g_autofree gchar *name  = g_filename_display_name (path);
  g_autofree gchar *shown = silt_words_quote (found);

  g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
               "%s: %s: expected a pixel-space model (UNet2DModel), "
               "found %s%s%s", name, where, shown,
               kind ? ", which belongs to " : "", kind ? kind : "");

  return FALSE;
}

gboolean
silt_kind_check_index (SiltConfig  *index,
                       GError     **error)
{
  const gchar *path       = silt_config_path (index);
  const gchar *class_name = silt_config_string (index, "_class_name", "");
  const gchar *kind       = find_kind (classes, class_name);
  guint        i;

  if (kind)
    return refuse (path, "\"_class_name\"", class_name, kind, error);

  for (i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (silt_config_has (index, parts[i].pattern))
        {
          return refuse (path, "the pipeline's parts",
                         parts[i].pattern, parts[i].kind, error);
        }
    }

  return silt_config_check (index, error);
}

static gboolean
check_blocks (SiltConfig   *network,
              const gchar  *key,
              GError      **error)
{
  g_auto (GStrv) names = silt_config_strings (network, key, 64);
  guint          i;

  for (i = 0; names && names[i]; i++)
    {
      const gchar *kind = find_kind (blocks, names[i]);

      if (kind)
        {
          g_autofree gchar *where = g_strdup_printf ("\"%s\"[%u]", key, i);

          return refuse (silt_config_path (network), where, names[i], kind,
                         error);
        }
    }

  return TRUE;
}

gboolean
silt_kind_check_network (SiltConfig  *network,
                         GError     **error)
{
  const gchar *class_name = silt_config_string (network, "_class_name",
                                                "UNet2DModel");

  if (strcmp (class_name, "UNet2DModel") != 0 &&
      strcmp (class_name, "SiltUNet2DModel") != 0)
    {
      return refuse (silt_config_path (network), "\"_class_name\"",
                     class_name, find_kind (classes, class_name), error);
    }

  return check_blocks (network, "down_block_types", error) &&
         check_blocks (network, "up_block_types", error) &&
         silt_config_check (network, error);
}

gboolean
silt_kind_check_weights (SiltWeights  *weights,
                         GError      **error)
{
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (tensors); i++)
    {
      for (j = 0; j < silt_weights_count (weights); j++)
        {
          const gchar *name = silt_weights_nth (weights, j)->name;

          if (g_pattern_match_simple (tensors[i].pattern, name))
            return refuse (silt_weights_path (weights), "tensors", name,
                           tensors[i].kind, error);
        }
    }

  return TRUE;
}

gboolean
silt_kind_check_folder (const gchar  *path,
                        GError      **error)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree gchar *part = g_build_filename (path, parts[i].pattern, NULL);

      if (g_file_test (part, G_FILE_TEST_IS_DIR))
        {
          return refuse (path, "the folders in it",
                         parts[i].pattern, parts[i].kind, error);
        }
    }

  return TRUE;
}
