/* Silt: a model as a folder of files
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

#include "json-config.h"
#include "weights.h"

G_BEGIN_DECLS

/* A folder in one of the layouts of the diffusers library:
 *
 *   flat         model_index.json, config.json, scheduler_config.json, weights
 *   pipeline     model_index.json, unet/config.json, unet/ weights,
 *                scheduler/scheduler_config.json
 *   one model    config.json, weights
 *
 * where the weights are diffusion_pytorch_model.safetensors, the index of
 * several such files, the same with .bin, or the one file of weights that
 * there is; or
 *
 *   a checkpoint   of OpenAI's, by itself (openai.h), and NAME.json beside it
 */
typedef struct
{
  gchar       *path;        /* the folder, absolute                          */
  gchar       *name;        /* of the model, for people                      */
  SiltConfig  *index;       /* model_index.json, or NULL                     */
  SiltConfig  *network;     /* config.json                                   */
  SiltConfig  *scheduler;   /* scheduler_config.json, or NULL                */
  SiltWeights *weights;
} SiltFolder;

/* Opens the folder `path`, which may also be one of the Hugging Face hub's cache
 * (hub-cache.h), or the one that the file `path` belongs to (a
 * model_index.json; a config.json or weights, also inside unet/); a file of
 * weights is then the one that is read, whatever its name.
 * What is not a pixel-space model of a kind that Silt knows is refused by
 * name: latent diffusion (UNet2DConditionModel, Stable Diffusion checkpoints
 * and pipelines, a vae/ folder), transformers, score-based NCSN++ blocks,
 * GGUF, LoRA.  Errors: IO, FORMAT, UNSUPPORTED. */
SiltFolder * silt_folder_open (const gchar  *path,
                               GError      **error);
void         silt_folder_free (SiltFolder   *folder);

G_END_DECLS
