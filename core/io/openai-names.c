/* Silt: the names of OpenAI's tensors
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
#include "widen.h"
#include "words.h"

/* The layers within a block. */
static const struct
{
  const gchar *theirs;
  const gchar *ours;
}
layers[] =
{
  { "in_layers.0",     "norm1"         },
  { "in_layers.2",     "conv1"         },
  { "emb_layers.1",    "time_emb_proj" },
  { "out_layers.0",    "norm2"         },
  { "out_layers.3",    "conv2"         },
  { "skip_connection", "conv_shortcut" },
  { "norm",            "group_norm"    },
  { "proj_out",        "to_out.0"      },
  { "qkv",             "to_q"          },   /* split into three */
  { "op",              "conv"          },
  { "conv",            "conv"          }
};

static const gchar *const projections[] = { "to_q", "to_k", "to_v" };

/* What is no block. */
static const gchar *const ends[][2] =
{
  { "time_embed.0",     "time_embedding.linear_1" },
  { "time_embed.2",     "time_embedding.linear_2" },
  { "label_emb",        "class_embedding"         },
  { "input_blocks.0.0", "conv_in"                 },
  { "middle_block.0",   "mid_block.resnets.0"     },
  { "middle_block.1",   "mid_block.attentions.0"  },
  { "middle_block.2",   "mid_block.resnets.1"     },
  { "out.0",            "conv_norm_out"           },
  { "out.2",            "conv_out"                }
};


/* Blocks */

static void G_GNUC_PRINTF (3, 4)
add_block (GHashTable  *blocks,
           gchar       *theirs,
           const gchar *format,
           ...)
{
  va_list args;

  va_start (args, format);
  g_hash_table_insert (blocks, theirs, g_strdup_vprintf (format, args));
  va_end (args);
}

/* From the names of their blocks to those of ours. */
static GHashTable *
list_blocks (const SiltOpenai *model)
{
  GHashTable *blocks = g_hash_table_new_full (g_str_hash, g_str_equal,
                                              g_free, g_free);
  gint        size   = model->n_resnets + 1;
  gint        level, i;
  gsize       j;

  for (j = 0; j < G_N_ELEMENTS (ends); j++)
    add_block (blocks, g_strdup (ends[j][0]), "%s", ends[j][1]);

  for (level = 0; level < model->n_levels; level++)
    {
      gboolean last = level == model->n_levels - 1;
      gint     up   = model->up_attention[level] ? 2 : 1;

      for (i = 0; i < size; i++)
        {
          gint in  = 1 + level * size + i;
          gint out = level * size + i;

          if (i < model->n_resnets)
            {
              add_block (blocks, g_strdup_printf ("input_blocks.%d.0", in),
                         "down_blocks.%d.resnets.%d", level, i);
              add_block (blocks, g_strdup_printf ("input_blocks.%d.1", in),
                         "down_blocks.%d.attentions.%d", level, i);
            }

          add_block (blocks, g_strdup_printf ("output_blocks.%d.0", out),
                     "up_blocks.%d.resnets.%d", level, i);
          if (model->up_attention[level])
            add_block (blocks, g_strdup_printf ("output_blocks.%d.1", out),
                       "up_blocks.%d.attentions.%d", level, i);
        }

      if (! last)
        {
          add_block (blocks,
                     g_strdup_printf ("input_blocks.%d.0", (level + 1) * size),
                     "down_blocks.%d.downsamplers.0", level);
          add_block (blocks,
                     g_strdup_printf ("output_blocks.%d.%d",
                                      (level + 1) * size - 1, up),
                     "up_blocks.%d.upsamplers.0", level);
        }
    }

  return blocks;
}


/* Tensors */

static gboolean
fault (SiltWeights       *weights,
       const SiltWeight  *weight,
       const gchar       *expected,
       GError           **error)
{
  g_autofree gchar *name  = g_filename_display_name (silt_weights_path (weights));
  g_autofree gchar *shown = silt_words_quote (weight->name);
  g_autofree gchar *shape = silt_shape_to_string (weight->n_dims, weight->dims);

  g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
               "%s: %s: expected %s, found the shape %s",
               name, shown, expected, shape);

  return FALSE;
}

/* The name of ours, up to the ".weight" or ".bias"; NULL where there is none.
 * *layer: the name of their layer, "" for a block that is one itself. */
static gchar *
our_name (GHashTable   *blocks,
          const gchar  *name,
          const gchar **layer)
{
  const gchar *end = strrchr (name, '.');
  const gchar *cut = end;
  gsize        i;

  while (cut)
    {
      g_autofree gchar *block = g_strndup (name, cut - name);
      const gchar      *ours  = g_hash_table_lookup (blocks, block);

      *layer = "";

      if (ours && cut == end)
        return g_strdup (ours);

      for (i = 0; ours && i < G_N_ELEMENTS (layers); i++)
        {
          const gchar *theirs = layers[i].theirs;

          if (strlen (theirs) == (gsize) (end - cut - 1) &&
              strncmp (theirs, cut + 1, strlen (theirs)) == 0)
            {
              *layer = theirs;
              return g_strconcat (ours, ".", layers[i].ours, NULL);
            }
        }

      cut = g_strrstr_len (name, cut - name, ".");
    }

  return NULL;
}

/* Drops the last dimensions of a 1 x 1 convolution. */
static void
flatten (SiltWeight *weight,
         guint       n_dims)
{
  while (weight->n_dims > n_dims && weight->dims[weight->n_dims - 1] == 1)
    weight->n_dims--;
}

static gint64
head_size (const SiltOpenai *model,
           gint64            channels)
{
  return model->n_heads ? channels / model->n_heads : model->head_dim;
}

/* One of the three parts of the weight [3 C, C] or bias [3 C].  They lie one
 * after the other for all channels, or for those of one head at a time. */
static SiltWeight
take_projection (const SiltOpenai *model,
                 const SiltWeight *packed,
                 guint             which)
{
  SiltWeight part     = *packed;
  gint64     channels = packed->dims[0] / 3;
  gint64     columns  = packed->n_dims == 2 ? packed->dims[1] : 1;
  gint64     head_dim = model->new_order ? channels
                                         : head_size (model, channels);

  part.dims[0]    = channels;
  part.n_elements = channels * columns;
  part.data      += which * head_dim * columns *
                    silt_dtype_size (packed->dtype);

  part.n_axes         = 2;
  part.axes[0].n      = channels / head_dim;
  part.axes[0].stride = 3 * head_dim * columns;
  part.axes[1].n      = head_dim * columns;
  part.axes[1].stride = 1;

  return part;
}

/* rows: of query, key and value together. */
static gboolean
has_whole_heads (const SiltOpenai *model,
                 gint64            rows)
{
  gint64 whole = 3 * (model->n_heads ? model->n_heads : model->head_dim);

  return rows > 0 && rows % whole == 0;
}

static gboolean
add_projections (const SiltOpenai  *model,
                 SiltWeights       *weights,
                 SiltWeight        *packed,
                 const gchar       *block,
                 const gchar       *end,
                 GArray            *tensors,
                 GError           **error)
{
  gsize length = strlen (block) - strlen (projections[0]);
  guint i;

  flatten (packed, strcmp (end, ".weight") == 0 ? 2 : 1);

  if (packed->n_dims == 0 || packed->n_dims > 2 || packed->n_axes > 0 ||
      ! has_whole_heads (model, packed->dims[0]) ||
      (packed->n_dims == 2 && packed->dims[1] != packed->dims[0] / 3))
    {
      return fault (weights, packed, "query, key and value of whole heads, as "
                    "the flags of the model have them", error);
    }

  for (i = 0; i < G_N_ELEMENTS (projections); i++)
    {
      SiltWeight part = take_projection (model, packed, i);

      part.name = g_strdup_printf ("%.*s%s%s", (gint) length, block,
                                   projections[i], end);
      g_array_append_val (tensors, part);
    }

  return TRUE;
}

static gboolean
rename_one (const SiltOpenai  *model,
            SiltWeights       *weights,
            GHashTable        *blocks,
            SiltWeight         weight,
            GArray            *tensors,
            GError           **error)
{
  const gchar      *layer;
  g_autofree gchar *name = our_name (blocks, weight.name, &layer);
  const gchar      *end;

  if (! name)
    return fault (weights, &weight, "a tensor of a network of OpenAI's",
                  error);

  end = strrchr (weight.name, '.');

  if (strcmp (layer, "qkv") == 0)
    return add_projections (model, weights, &weight, name, end, tensors,
                            error);

  if (strcmp (layer, "proj_out") == 0)
    flatten (&weight, 2);

  weight.name = g_strconcat (name, end, NULL);
  g_array_append_val (tensors, weight);

  return TRUE;
}

gboolean
silt_openai_rename (SiltOpenai   *model,
                    SiltWeights  *weights,
                    GError      **error)
{
  g_autoptr (GHashTable) blocks  = list_blocks (model);
  g_autoptr (GArray)     tensors = silt_weights_list_new ();
  guint                  i;

  for (i = 0; i < silt_weights_count (weights); i++)
    {
      if (! rename_one (model, weights, blocks, *silt_weights_nth (weights, i),
                        tensors, error))
        {
          return FALSE;
        }
    }

  silt_weights_replace (weights, g_steal_pointer (&tensors));

  return TRUE;
}
