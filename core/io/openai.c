/* Silt: checkpoints of OpenAI's guided- and improved-diffusion
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

#include <string.h>

#include "silt.h"

static const SiltWeight * G_GNUC_PRINTF (2, 3)
find (SiltWeights *weights,
      const gchar *format,
      ...)
{
  g_autofree gchar *name = NULL;
  va_list           args;

  va_start (args, format);
  name = g_strdup_vprintf (format, args);
  va_end (args);

  return silt_weights_find (weights, name);
}

/* The size of a dimension of a tensor, 0 where there is none such. */
static gint
dimension (const SiltWeight *weight,
           guint             number)
{
  if (! weight || number >= weight->n_dims ||
      weight->dims[number] > G_MAXINT16)
    {
      return 0;
    }

  return weight->dims[number];
}

gboolean
silt_openai_is (SiltWeights *weights)
{
  guint i;

  /* Stable Diffusion's network has the same names and, in its attentions,
   * transformers. */
  for (i = 0; i < silt_weights_count (weights); i++)
    {
      if (strstr (silt_weights_nth (weights, i)->name, "transformer_blocks"))
        return FALSE;
    }

  return find (weights, "input_blocks.0.0.weight") &&
         find (weights, "time_embed.0.weight");
}

static gboolean
refuse (SiltWeights  *weights,
        const gchar  *what,
        GError      **error)
{
  g_autofree gchar *name = g_filename_display_name (silt_weights_path (weights));

  g_set_error (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED,
               "%s: expected a network of OpenAI's guided- or "
               "improved-diffusion as a UNet2DModel can be, found %s",
               name, what);

  return FALSE;
}

/* Output block k: whether it goes on to the next level. */
static gboolean
has_upsampler (SiltWeights *weights,
               gint         k,
               gboolean    *resnet)
{
  *resnet = find (weights, "output_blocks.%d.1.in_layers.0.weight", k) ||
            find (weights, "output_blocks.%d.2.in_layers.0.weight", k);

  return *resnet || find (weights, "output_blocks.%d.1.conv.weight", k) ||
         find (weights, "output_blocks.%d.2.conv.weight", k);
}

/* A level has n_resnets + 1 output blocks, the last of which has the
 * upsampler: the first one found tells the size of all levels. */
static gboolean
count_levels (SiltOpenai   *model,
              SiltWeights  *weights,
              GError      **error)
{
  gint n_blocks = 0;
  gint first    = -1;

  while (n_blocks < SILT_OPENAI_MAX_LEVELS * SILT_OPENAI_MAX_RESNETS &&
         find (weights, "output_blocks.%d.0.in_layers.0.weight", n_blocks))
    {
      if (first < 0 &&
          has_upsampler (weights, n_blocks, &model->resnet_sampling))
        {
          first = n_blocks;
        }

      n_blocks++;
    }

  model->n_resnets = first < 0 ? n_blocks - 1 : first;

  if (model->n_resnets < 1 || model->n_resnets > SILT_OPENAI_MAX_RESNETS ||
      n_blocks % (model->n_resnets + 1) != 0)
    {
      return refuse (weights, "output blocks that do not make up levels",
                     error);
    }

  model->n_levels = n_blocks / (model->n_resnets + 1);

  return model->n_levels <= SILT_OPENAI_MAX_LEVELS ||
         refuse (weights, "too many levels", error);
}

static gboolean
read_levels (SiltOpenai   *model,
             SiltWeights  *weights,
             GError      **error)
{
  gint size = model->n_resnets + 1;
  gint i;

  for (i = 0; i < model->n_levels; i++)
    {
      gint first = 1 + i * size;

      model->channels[i] =
        dimension (find (weights, "input_blocks.%d.0.out_layers.3.weight",
                         first), 0);
      model->down_attention[i] =
        find (weights, "input_blocks.%d.1.qkv.weight", first) != NULL;
      model->up_attention[i] =
        find (weights, "output_blocks.%d.1.qkv.weight", i * size) != NULL;

      if (model->channels[i] == 0)
        return refuse (weights, "a level without a residual block", error);
    }

  return TRUE;
}

static gboolean
read_rest (SiltOpenai   *model,
           SiltWeights  *weights,
           GError      **error)
{
  const SiltWeight *in   = find (weights, "input_blocks.0.0.weight");
  const SiltWeight *out  = find (weights, "out.2.weight");
  const SiltWeight *time = find (weights, "time_embed.0.weight");
  const SiltWeight *emb  =
    find (weights, "input_blocks.1.0.emb_layers.1.weight");

  model->in_channels  = dimension (in, 1);
  model->out_channels = dimension (out, 0);
  model->n_classes    = dimension (find (weights, "label_emb.weight"), 0);
  model->scale_shift  = dimension (emb, 0) == 2 * model->channels[0];

  if (model->in_channels == 0 || model->out_channels == 0)
    return refuse (weights, "no first or last convolution", error);

  if (! find (weights, "middle_block.1.qkv.weight"))
    return refuse (weights, "no attention in the middle", error);

  /* As with the 512 x 512 network, whose first level is half as wide. */
  if (dimension (in, 0) != model->channels[0] ||
      dimension (time, 0) != 4 * model->channels[0])
    {
      return refuse (weights, "a first level of another width than the first "
                     "convolution", error);
    }

  return TRUE;
}

gboolean
silt_openai_convert (SiltWeights  *weights,
                     SiltConfig   *flags,
                     SiltConfig  **network,
                     SiltConfig  **scheduler,
                     GError      **error)
{
  SiltOpenai model = { 0 };

  *network   = NULL;
  *scheduler = NULL;

  return count_levels (&model, weights, error) &&
         read_levels (&model, weights, error) &&
         read_rest (&model, weights, error) &&
         silt_openai_configure (&model, flags, silt_weights_path (weights),
                                network, scheduler, error) &&
         silt_openai_rename (&model, weights, error);
}
