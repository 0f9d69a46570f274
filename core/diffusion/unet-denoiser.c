/* Silt: a U-Net as a denoiser
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

#include "unet-denoiser.h"

#include <string.h>

#include "arena.h"

typedef struct
{
  SiltDenoiser    parent;

  const SiltUNet *unet;
  SiltUNetPlan   *plan;                /* of one window                      */
  SiltTiling      tiling;
  gint            columns;             /* cells of a window                  */

  SiltArena      *arena;
  guint           in_buffer, out_buffer;
  guint           weight_buffer;       /* of each column of a window         */

  /* The call at hand. */
  const gfloat   *x_in;
  gfloat         *in, *out;            /* in the network's layout            */
  gfloat         *raw, *variance;

  /* The window at hand. */
  SiltTile        x, y;
  gint            row;                 /* of the windows                     */
  gfloat         *weights;
} UNetDenoiser;

gint
silt_unet_denoiser_multiple (const SiltUNetConfig *config,
                             gint                  unshuffle)
{
  return silt_unet_config_multiple (config) * unshuffle;
}

gint
silt_unet_denoiser_reach (const SiltUNetConfig *config,
                          gint                  unshuffle)
{
  gint reach = silt_unet_config_reach (config);

  /* A cell that is touched counts whole, on both ends. */
  return reach < 0 ? -1 : (reach + 1) * unshuffle - 1;
}

/* Where a pixel lies that may lie before the canvas or behind it. */
static inline gint
wrap (gint position,
      gint size)
{
  position %= size;

  return position < 0 ? position + size : position;
}

/* A row of a map of the canvas was used. */
static void
release_row (const UNetDenoiser *self,
             const gfloat       *map,
             gsize               y)
{
  gsize n = (gsize) self->tiling.x.size * self->parent.channels;

  silt_store_release (self->parent.store, map + y * n, n * sizeof (gfloat));
}

/* Canvas to network, one row of cells: channel c of the pixel (dx, dy) in a
 * cell becomes channel (c r + dy) r + dx of the cell, r = unshuffle. */
static void
unshuffle_row (gpointer data,
               guint    cell_y,
               guint    worker)
{
  UNetDenoiser *self     = data;
  gint          width    = self->tiling.x.size;
  gint          channels = self->parent.channels;
  gint          r        = self->parent.unshuffle;
  gint          depth    = channels * r * r;
  gfloat       *row      = self->in + (gsize) cell_y * self->columns * depth;
  gint          dy, x, c;

  for (dy = 0; dy < r; dy++)
    {
      gint          y      = wrap (self->y.origin + (gint) cell_y * r + dy,
                                   self->tiling.y.size);
      const gfloat *pixels = self->x_in + (gsize) y * width * channels;
      gint          from   = wrap (self->x.origin, width);

      for (x = 0; x < self->columns * r; x++)
        {
          const gfloat *pixel = pixels + (gsize) from * channels;
          gfloat       *cell  = row + (gsize) (x / r) * depth + dy * r + x % r;

          for (c = 0; c < channels; c++)
            cell[c * r * r] = pixel[c];

          if (++from == width)
            from = 0;
        }

      release_row (self, self->x_in, y);
    }
}

/* Network to canvas, one row of what counts of the window: the same the other
 * way round. */
static void
shuffle_row (gpointer data,
             guint    chunk,
             guint    worker)
{
  UNetDenoiser *self     = data;
  gint          width    = self->tiling.x.size;
  gint          channels = self->parent.channels;
  gint          r        = self->parent.unshuffle;
  gint          half     = channels * r * r;
  gint          depth    = self->parent.has_variance ? 2 * half : half;
  gint          y        = self->y.from + (gint) chunk;
  gint          net_y    = y - self->y.origin;
  const gfloat *row      = self->out + (gsize) (net_y / r) * self->columns *
                                       depth + net_y % r * r;
  gint          canvas_y = wrap (y, self->tiling.y.size);
  gint          to       = wrap (self->x.from, width);
  gfloat        share    = silt_tile_axis_weight (&self->tiling.y, self->row,
                                                  y);
  gint          x, c;

  for (x = self->x.from; x < self->x.to; x++)
    {
      gint          net_x  = x - self->x.origin;
      const gfloat *cell   = row + (gsize) (net_x / r) * depth + net_x % r;
      gfloat        weight = share * self->weights[net_x];
      gsize         out    = ((gsize) canvas_y * width + to) * channels;

      for (c = 0; c < channels; c++, out++)
        {
          self->raw[out] += weight * cell[c * r * r];
          if (self->variance)
            self->variance[out] += weight * cell[half + c * r * r];
        }

      if (++to == width)
        to = 0;
    }

  release_row (self, self->raw, canvas_y);
  if (self->variance)
    release_row (self, self->variance, canvas_y);
}

/* What is to be summed begins as nothing. */
static void
clear_row (gpointer data,
           guint    y,
           guint    worker)
{
  UNetDenoiser *self  = data;
  gsize         n     = (gsize) self->tiling.x.size * self->parent.channels;

  memset (self->raw + y * n, 0, n * sizeof (gfloat));
  release_row (self, self->raw, y);

  if (self->variance)
    {
      memset (self->variance + y * n, 0, n * sizeof (gfloat));
      release_row (self, self->variance, y);
    }
}

static gboolean
predict_window (UNetDenoiser    *self,
                SiltPool        *pool,
                const SiltLevel *level,
                gint             label,
                gint             row,
                gint             column)
{
  const SiltTiling *tiling = &self->tiling;
  gint              x;

  self->row = row;
  self->y   = silt_tile_axis_nth (&tiling->y, row);
  self->x   = silt_tile_axis_nth (&tiling->x, column);

  for (x = self->x.from; x < self->x.to; x++)
    self->weights[x - self->x.origin] = silt_tile_axis_weight (&tiling->x,
                                                               column, x);

  return silt_pool_run (pool, tiling->y.window / self->parent.unshuffle,
                        unshuffle_row, self) &&
         silt_unet_plan_run (self->plan, pool, self->in, level->t, label,
                             self->out) &&
         silt_pool_run (pool, self->y.to - self->y.from, shuffle_row, self);
}

static gboolean
unet_denoiser_predict (SiltDenoiser    *denoiser,
                       SiltPool        *pool,
                       const gfloat    *x_in,
                       const SiltLevel *level,
                       gint             label,
                       gfloat          *raw,
                       gfloat          *variance)
{
  UNetDenoiser *self = (UNetDenoiser *) denoiser;
  gint          row, column;

  self->x_in     = x_in;
  self->in       = silt_arena_get (self->arena, self->in_buffer);
  self->out      = silt_arena_get (self->arena, self->out_buffer);
  self->weights  = silt_arena_get (self->arena, self->weight_buffer);
  self->raw      = raw;
  self->variance = denoiser->has_variance ? variance : NULL;

  if (! silt_pool_run (pool, self->tiling.y.size, clear_row, self))
    return FALSE;

  for (row = 0; row < self->tiling.y.n; row++)
    for (column = 0; column < self->tiling.x.n; column++)
      if (! predict_window (self, pool, level, label, row, column))
        return FALSE;

  return TRUE;
}

static gsize
unet_denoiser_bytes (SiltDenoiser *denoiser,
                     guint         n_workers)
{
  UNetDenoiser *self = (UNetDenoiser *) denoiser;
  gsize         bytes;

  if (! g_size_checked_add (&bytes, silt_arena_layout (self->arena),
                            silt_unet_plan_bytes (self->plan, n_workers)))
    return G_MAXSIZE;

  return bytes;
}

static gdouble
unet_denoiser_flops (SiltDenoiser *denoiser)
{
  UNetDenoiser *self = (UNetDenoiser *) denoiser;

  return silt_tiling_n_windows (&self->tiling) *
         silt_unet_plan_flops (self->plan);
}

static gboolean
unet_denoiser_prepare (SiltDenoiser *denoiser,
                       SiltPool     *pool)
{
  UNetDenoiser *self = (UNetDenoiser *) denoiser;

  silt_arena_layout (self->arena);

  return silt_arena_commit (self->arena, pool) &&
         silt_unet_plan_commit (self->plan, pool);
}

static void
unet_denoiser_free (SiltDenoiser *denoiser)
{
  UNetDenoiser *self = (UNetDenoiser *) denoiser;

  silt_unet_plan_free (self->plan);
  silt_arena_free (self->arena);
  g_free (self);
}

void
silt_unet_denoiser_sight (SiltSight            *sight,
                          const SiltUNetConfig *config,
                          gint                  unshuffle)
{
  sight->multiple     = silt_unet_denoiser_multiple (config, unshuffle);
  sight->reach        = silt_unet_denoiser_reach (config, unshuffle);
  sight->trained_size = 0;
}

SiltDenoiser *
silt_unet_denoiser_new_tiled (const SiltUNet   *unet,
                              SiltPrediction    prediction,
                              gint              unshuffle,
                              const SiltTiling *tiling)
{
  const SiltUNetConfig *config   = silt_unet_get_config (unet);
  UNetDenoiser         *self     = g_new0 (UNetDenoiser, 1);
  SiltDenoiser         *denoiser = &self->parent;
  SiltWrap              circular = { .x = tiling->x.circular,
                                     .y = tiling->y.circular };
  gint                  rows     = tiling->y.window / unshuffle;
  gsize                 n_cells;

  denoiser->prediction   = prediction;
  denoiser->channels     = config->in_channels / (unshuffle * unshuffle);
  denoiser->multiple     = silt_unet_denoiser_multiple (config, unshuffle);
  denoiser->reach        = silt_unet_denoiser_reach (config, unshuffle);
  denoiser->unshuffle    = unshuffle;
  denoiser->has_variance = config->out_channels == 2 * config->in_channels;
  denoiser->bytes        = unet_denoiser_bytes;
  denoiser->flops        = unet_denoiser_flops;
  denoiser->prepare      = unet_denoiser_prepare;
  denoiser->predict      = unet_denoiser_predict;
  denoiser->free         = unet_denoiser_free;

  self->unet    = unet;
  self->tiling  = *tiling;
  self->columns = tiling->x.window / unshuffle;
  self->plan    = silt_unet_plan_new (unet, rows, self->columns, circular);

  n_cells             = (gsize) rows * self->columns;
  self->arena         = silt_arena_new ();
  self->in_buffer     = silt_arena_add (self->arena,
                                        n_cells * config->in_channels, 0, 0);
  self->out_buffer    = silt_arena_add (self->arena,
                                        n_cells * config->out_channels, 0, 0);
  self->weight_buffer = silt_arena_add (self->arena, tiling->x.window, 0, 0);

  return denoiser;
}

SiltDenoiser *
silt_unet_denoiser_new (const SiltUNet *unet,
                        SiltPrediction  prediction,
                        gint            unshuffle,
                        gint            height,
                        gint            width,
                        SiltSeamless    seamless)
{
  SiltSight  sight;
  SiltTiling tiling;

  silt_unet_denoiser_sight (&sight, silt_unet_get_config (unet), unshuffle);
  silt_tiling_plan (&tiling, &sight, height, width, seamless, G_MAXINT64);

  return silt_unet_denoiser_new_tiled (unet, prediction, unshuffle, &tiling);
}
