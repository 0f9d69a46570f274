/* Silt: loading a U-Net
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

#include <stdlib.h>
#include <string.h>

#include "silt.h"

#include "pages.h"
#include "repack.h"
#include "unet-private.h"

/* Looks up one tensor after the other by the names that the diffusers library
 * gives them, and says where each goes.  The first failure is kept, and whatever is asked for after it
 * comes back empty, so that the walk over the network reads as a list. */
typedef struct
{
  SiltUNet    *unet;
  SiltWeights *weights;
  SiltRepack  *repack;            /* what is to be read                       */
  guint        n_tensors;         /* looked up so far                         */
  GError      *error;
} Loader;

/* The tensor PREFIX.NAME of n_dims dimensions. */
static const SiltWeight *
find_tensor (Loader       *loader,
             const gchar  *prefix,
             const gchar  *name,
             guint         n_dims,
             const gint64 *dims)
{
  g_autofree gchar *full = g_strconcat (prefix, ".", name, NULL);

  if (loader->error)
    return NULL;

  loader->n_tensors++;

  return silt_weights_expect (loader->weights, full, n_dims, dims,
                              &loader->error);
}

/* Room in the storage.  It was sized by the tensors of the file, and no tensor
 * is read twice, so what is read always fits. */
static gfloat *
store (Loader *loader,
       gsize   n)
{
  gfloat *room = loader->unet->storage + loader->unet->n_stored;

  loader->unet->n_stored += n;

  return room;
}

/* With zeros where they make up the last panel. */
static gfloat *
store_panels (Loader         *loader,
              const SiltConv *conv)
{
  gsize   n      = silt_conv_n_weights (conv);
  gfloat *panels = store (loader, n);

  if (conv->out_channels % SILT_PANEL)
    memset (panels, 0, n * sizeof (gfloat));

  return panels;
}

/* Reads [dims...] as it is. */
static const gfloat *
load_array (Loader      *loader,
            const gchar *prefix,
            const gchar *name,
            gint64       rows,
            gint64       columns)
{
  const gint64      dims[] = { rows, columns };
  const SiltWeight *weight = find_tensor (loader, prefix, name,
                                          columns ? 2 : 1, dims);
  gfloat           *array;

  if (! weight)
    return NULL;

  array = store (loader, rows * MAX (columns, 1));
  silt_repack_array (loader->repack, weight, array);

  return array;
}

static SiltDense
load_dense (Loader      *loader,
            const gchar *prefix,
            gint         in_features,
            gint         out_features)
{
  SiltDense dense = { in_features, out_features, NULL, NULL };

  dense.weight = load_array (loader, prefix, "weight", out_features,
                             in_features);
  dense.bias   = load_array (loader, prefix, "bias", out_features, 0);

  return dense;
}

static SiltNorm
load_norm (Loader      *loader,
           const gchar *prefix,
           gint         channels,
           gint         groups)
{
  const SiltUNetConfig *config = &loader->unet->config;
  SiltNorm              norm   = { config->norm_type, channels, groups,
                                   config->norm_eps, NULL, NULL };

  norm.gamma = load_array (loader, prefix, "weight", channels, 0);
  norm.beta  = load_array (loader, prefix, "bias", channels, 0);

  return norm;
}

/* [out, in, ky, kx] -> panels of [ky, kx, in] */
static SiltConv
load_conv (Loader      *loader,
           const gchar *prefix,
           gint         kernel,
           gint         in_channels,
           gint         out_channels)
{
  const gint64      dims[] = { out_channels, in_channels, kernel, kernel };
  SiltConv          conv   = { kernel, in_channels, out_channels, NULL, NULL };
  const SiltWeight *weight = find_tensor (loader, prefix, "weight", 4, dims);
  gfloat           *panels;

  if (! weight)
    return conv;

  panels = store_panels (loader, &conv);
  silt_repack_panels (loader->repack, weight, panels, &conv, 0);

  conv.weight = panels;
  conv.bias   = load_array (loader, prefix, "bias", out_channels, 0);

  return conv;
}

/* Linear layers over the channels of a map, side by side as one 1 x 1
 * convolution: n of [C, C] -> [C, n C]. */
static SiltConv
load_projections (Loader             *loader,
                  const gchar        *prefix,
                  gint                channels,
                  const gchar *const *names)
{
  const gint64 dims[] = { channels, channels };
  gint         n      = g_strv_length ((gchar **) names);
  SiltConv     conv   = { 1, channels, n * channels, NULL, NULL };
  gfloat      *panels = NULL;
  gfloat      *biases = NULL;
  gint         which;

  for (which = 0; which < n; which++)
    {
      g_autofree gchar *name = g_strconcat (prefix, ".", names[which], NULL);
      const SiltWeight *weight, *bias;

      weight = find_tensor (loader, name, "weight", 2, dims);
      bias   = find_tensor (loader, name, "bias", 1, dims);
      if (! weight || ! bias)
        return conv;

      /* The first one's shape has shown that the file holds such tensors. */
      if (! panels)
        {
          panels = store_panels (loader, &conv);
          biases = store (loader, (gsize) n * channels);
        }

      silt_repack_panels (loader->repack, weight, panels, &conv,
                          which * channels);
      silt_repack_array (loader->repack, bias, biases + which * channels);
    }

  conv.weight = panels;
  conv.bias   = biases;

  return conv;
}

/* list: "resnets", "downsamplers" or "upsamplers". */
static void
load_resnet (Loader      *loader,
             SiltResnet  *resnet,
             const gchar *block,
             const gchar *list,
             gint         number,
             gint         in_channels,
             gint         out_channels)
{
  SiltUNet             *unet   = loader->unet;
  const SiltUNetConfig *config = &unet->config;
  gint                  groups = config->norm_num_groups;
  gint                  n_time = out_channels * (config->scale_shift ? 2 : 1);
  g_autofree gchar     *prefix = g_strdup_printf ("%s.%s.%d",
                                                  block, list, number);
  g_autofree gchar     *norm1  = g_strconcat (prefix, ".norm1", NULL);
  g_autofree gchar     *conv1  = g_strconcat (prefix, ".conv1", NULL);
  g_autofree gchar     *time   = g_strconcat (prefix, ".time_emb_proj", NULL);
  g_autofree gchar     *norm2  = g_strconcat (prefix, ".norm2", NULL);
  g_autofree gchar     *conv2  = g_strconcat (prefix, ".conv2", NULL);
  g_autofree gchar     *cut    = g_strconcat (prefix, ".conv_shortcut", NULL);

  resnet->norm1 = load_norm (loader, norm1, in_channels, groups);
  resnet->conv1 = load_conv (loader, conv1, 3, in_channels, out_channels);
  resnet->time  = load_dense (loader, time, config->time_embedding_dim, n_time);
  resnet->norm2 = load_norm (loader, norm2, out_channels, groups);
  resnet->conv2 = load_conv (loader, conv2, 3, out_channels, out_channels);
  if (in_channels != out_channels)
    resnet->shortcut = load_conv (loader, cut, 1, in_channels, out_channels);

  resnet->scale       = 1.0f;
  resnet->modulation  = unet->n_modulation;
  unet->n_modulation += n_time;
  g_ptr_array_add (unet->resnets, resnet);
}

/* groups: 0 for an attention without a norm. */
static void
load_attention (Loader            *loader,
                SiltSelfAttention *attention,
                const gchar       *block,
                gint               number,
                gint               channels,
                gint               groups)
{
  static const gchar *const qkv[] = { "to_q", "to_k", "to_v", NULL };
  static const gchar *const out[] = { "to_out.0", NULL };

  g_autofree gchar *prefix = g_strdup_printf ("%s.attentions.%d",
                                              block, number);
  g_autofree gchar *norm   = g_strconcat (prefix, ".group_norm", NULL);

  if (groups)
    attention->norm = load_norm (loader, norm, channels, groups);

  attention->qkv     = load_projections (loader, prefix, channels, qkv);
  attention->out     = load_projections (loader, prefix, channels, out);
  attention->n_heads = silt_unet_config_heads (&loader->unet->config,
                                               channels);
  attention->scale   = 1.0f;
}

static void
block_init (SiltBlock *block,
            gint       n_resnets,
            gint       n_attentions)
{
  block->n_resnets  = n_resnets;
  block->resnets    = g_new0 (SiltResnet, n_resnets);
  block->attentions = n_attentions ? g_new0 (SiltSelfAttention, n_attentions)
                                   : NULL;
}

static void
load_sampler (Loader      *loader,
              SiltBlock   *block,
              const gchar *prefix,
              const gchar *list,
              gboolean     resnet,
              gint         channels)
{
  if (resnet)
    {
      block->resampler = g_new0 (SiltResnet, 1);
      load_resnet (loader, block->resampler, prefix, list, 0,
                   channels, channels);
    }
  else
    {
      g_autofree gchar *conv = g_strconcat (prefix, ".", list, ".0.conv", NULL);

      block->sampler = load_conv (loader, conv, 3, channels, channels);
    }
}

static void
load_down (Loader *loader,
           gint    level)
{
  const SiltUNetConfig *config = &loader->unet->config;
  SiltBlock            *block  = &loader->unet->down[level];
  gint                  out    = config->block_out_channels[level];
  gint                  in     = config->block_out_channels[MAX (level - 1, 0)];
  g_autofree gchar     *prefix = g_strdup_printf ("down_blocks.%d", level);
  gint                  i;

  block_init (block, config->layers_per_block,
              config->down[level].attention ? config->layers_per_block : 0);

  for (i = 0; i < block->n_resnets; i++)
    {
      load_resnet (loader, &block->resnets[i], prefix, "resnets", i,
                   i ? out : in, out);
      if (block->attentions)
        load_attention (loader, &block->attentions[i], prefix, i, out,
                        config->norm_num_groups);
    }

  if (level < config->n_levels - 1)
    load_sampler (loader, block, prefix, "downsamplers",
                  config->down[level].resnet_sampling, out);
}

static void
load_mid (Loader *loader)
{
  const SiltUNetConfig *config   = &loader->unet->config;
  SiltBlock            *block    = &loader->unet->mid;
  gint                  deepest  = config->n_levels - 1;
  gint                  channels = config->block_out_channels[deepest];
  gint                  groups   = config->attn_norm_num_groups;
  gfloat                scale    = 1.0 / config->mid_block_scale_factor;

  /* As UNetMidBlock2D has it: unless it is given groups of its own, the
   * attention shares those of the resnets, or with scale and shift has none. */
  if (! groups && ! config->scale_shift)
    groups = config->norm_num_groups;

  block_init (block, 2, config->add_attention ? 1 : 0);

  load_resnet (loader, &block->resnets[0], "mid_block", "resnets", 0,
               channels, channels);
  if (block->attentions)
    load_attention (loader, &block->attentions[0], "mid_block", 0, channels,
                    groups);
  load_resnet (loader, &block->resnets[1], "mid_block", "resnets", 1,
               channels, channels);

  block->resnets[0].scale = scale;
  block->resnets[1].scale = scale;
  if (block->attentions)
    block->attentions[0].scale = scale;
}

/* `number` counts up blocks from the deepest, as the names do. */
static void
load_up (Loader *loader,
         gint    number)
{
  const SiltUNetConfig *config = &loader->unet->config;
  SiltBlock            *block  = &loader->unet->up[number];
  gint                  level  = config->n_levels - 1 - number;
  gint                  out    = config->block_out_channels[level];
  gint                  below  = config->block_out_channels
                                   [MIN (level + 1, config->n_levels - 1)];
  gint                  above  = config->block_out_channels[MAX (level - 1, 0)];
  g_autofree gchar     *prefix = g_strdup_printf ("up_blocks.%d", number);
  gint                  n      = config->layers_per_block + 1;
  gint                  i;

  block_init (block, n, config->up[number].attention ? n : 0);

  for (i = 0; i < n; i++)
    {
      gint skip = i == n - 1 ? above : out;

      load_resnet (loader, &block->resnets[i], prefix, "resnets", i,
                   (i ? out : below) + skip, out);
      if (block->attentions)
        load_attention (loader, &block->attentions[i], prefix, i, out,
                        config->norm_num_groups);
    }

  if (level > 0)
    load_sampler (loader, block, prefix, "upsamplers",
                  config->up[number].resnet_sampling, out);
}

static void
load_network (Loader *loader)
{
  SiltUNet             *unet   = loader->unet;
  const SiltUNetConfig *config = &unet->config;
  gint                  first  = config->block_out_channels[0];
  gint                  time   = config->time_embedding_dim;
  gint                  i;

  unet->conv_in = load_conv (loader, "conv_in", 3, config->in_channels, first);
  unet->time_1  = load_dense (loader, "time_embedding.linear_1", first, time);
  unet->time_2  = load_dense (loader, "time_embedding.linear_2", time, time);
  if (config->num_class_embeds)
    unet->class_embedding = load_array (loader, "class_embedding", "weight",
                                        config->num_class_embeds, time);

  for (i = 0; i < config->n_levels; i++)
    load_down (loader, i);

  load_mid (loader);

  for (i = 0; i < config->n_levels; i++)
    load_up (loader, i);

  unet->norm_out = load_norm (loader, "conv_norm_out", first,
                              config->norm_num_groups);
  unet->conv_out = load_conv (loader, "conv_out", 3, first,
                              config->out_channels);
}

/* Room for all tensors of the file, the output channels of matrices made up to
 * whole panels. */
static gboolean
allocate (Loader *loader)
{
  gsize total = 0;
  guint i;

  for (i = 0; i < silt_weights_count (loader->weights); i++)
    {
      const SiltWeight *weight = silt_weights_nth (loader->weights, i);
      gsize             n      = weight->n_elements;

      total += n;            /* no overflow: they share one file's bytes */
      loader->unet->n_parameters += n;

      if (weight->n_dims > 1 && weight->dims[0] % SILT_PANEL)
        total += n / weight->dims[0] * (SILT_PANEL -
                                        weight->dims[0] % SILT_PANEL);
    }

  loader->unet->storage = silt_pages_new (total * sizeof (gfloat));

  return loader->unet->storage != NULL;
}

SiltUNet *
silt_unet_new (const SiltUNetConfig  *config,
               SiltWeights           *weights,
               GError               **error)
{
  SiltUNet *unet   = g_new0 (SiltUNet, 1);
  Loader    loader = { unet, weights, silt_repack_new (weights), 0, NULL };
  gboolean  room;

  unet->config  = *config;
  unet->resnets = g_ptr_array_new ();

  room = allocate (&loader);
  if (room)
    load_network (&loader);

  if (room && ! loader.error && loader.n_tensors != silt_weights_count (weights))
    g_set_error (&loader.error, SILT_ERROR, SILT_ERROR_FORMAT,
                 "%s: expected the %u tensors that the config asks for, found "
                 "%u: config and weights are not of one model",
                 silt_weights_path (weights), loader.n_tensors,
                 silt_weights_count (weights));

  if (! loader.error && ! (room && silt_repack_run (loader.repack)))
    g_set_error (&loader.error, SILT_ERROR, SILT_ERROR_MEMORY,
                 "%s: no memory for its %" G_GSIZE_FORMAT " parameters",
                 silt_weights_path (weights), unet->n_parameters);

  silt_repack_free (loader.repack);

  if (loader.error)
    {
      g_propagate_error (error, loader.error);
      silt_unet_free (unet);
      return NULL;
    }

  return unet;
}

static void
block_clear (SiltBlock *block)
{
  g_free (block->resnets);
  g_free (block->attentions);
  g_free (block->resampler);
}

void
silt_unet_free (SiltUNet *unet)
{
  gint i;

  if (! unet)
    return;

  for (i = 0; i < SILT_UNET_MAX_LEVELS; i++)
    {
      block_clear (&unet->down[i]);
      block_clear (&unet->up[i]);
    }

  block_clear (&unet->mid);
  g_ptr_array_unref (unet->resnets);
  free (unet->storage);
  g_free (unet);
}

const SiltUNetConfig *
silt_unet_get_config (const SiltUNet *unet)
{
  return &unet->config;
}

gsize
silt_unet_n_parameters (const SiltUNet *unet)
{
  return unet->n_parameters;
}
