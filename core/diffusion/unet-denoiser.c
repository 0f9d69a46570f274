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

#include "arena.h"
#include "round-up.h"

/* Halo around a canvas whose period the network's grid does not divide, in
 * image pixels, for networks that see everything: enough that what lies behind
 * it hardly shows. */
#define FAR_HALO 64

/* One axis of the canvas, and how the network sees it. */
typedef struct
{
  gint     size;        /* of the canvas, image pixels                       */
  gint     halo;        /* image pixels before its first and behind its last */
  gint     cells;       /* of the network                                    */
  gboolean wrap;        /* by circular padding; else the halo does it        */
} Axis;

typedef struct
{
  SiltDenoiser    parent;

  const SiltUNet *unet;
  SiltUNetPlan   *plan;
  Axis            x, y;

  SiltArena      *arena;
  guint           in_buffer, out_buffer;

  /* The call at hand. */
  const gfloat   *x_in;
  gfloat         *in, *out;            /* in the network's layout            */
  gfloat         *raw, *variance;
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

static Axis
plan_axis (const SiltDenoiser *denoiser,
           gint                size,
           gboolean            seamless)
{
  Axis axis     = { size, 0, 0, seamless };
  gint multiple = denoiser->multiple;

  if (seamless && size % multiple)
    {
      axis.halo = silt_round_up (denoiser->reach < 0 ? FAR_HALO
                                                     : denoiser->reach,
                                 multiple);
      axis.wrap = FALSE;
    }

  axis.cells = silt_round_up (axis.halo + size + axis.halo, multiple) /
               denoiser->unshuffle;

  return axis;
}

/* The pixel of the canvas that a pixel of the network's input shows. */
static inline gint
canvas_position (const Axis *axis,
                 gint        position)
{
  position = (position - axis->halo) % axis->size;

  return position < 0 ? position + axis->size : position;
}

/* Canvas to network, one row of cells: channel c of the pixel (dx, dy) in a
 * cell becomes channel (c r + dy) r + dx of the cell, r = unshuffle. */
static void
unshuffle_row (gpointer data,
               guint    cell_y,
               guint    worker)
{
  UNetDenoiser *self     = data;
  gint          channels = self->parent.channels;
  gint          r        = self->parent.unshuffle;
  gint          depth    = channels * r * r;
  gfloat       *row      = self->in + (gsize) cell_y * self->x.cells * depth;
  gint          dy, x, c;

  for (dy = 0; dy < r; dy++)
    {
      gint          y      = canvas_position (&self->y, cell_y * r + dy);
      const gfloat *pixels = self->x_in + (gsize) y * self->x.size * channels;

      for (x = 0; x < self->x.cells * r; x++)
        {
          const gfloat *pixel = pixels + canvas_position (&self->x, x) * channels;
          gfloat       *cell  = row + (gsize) (x / r) * depth + dy * r + x % r;

          for (c = 0; c < channels; c++)
            cell[c * r * r] = pixel[c];
        }
    }
}

/* Network to canvas, one row of the canvas: the same the other way round. */
static void
shuffle_row (gpointer data,
             guint    y,
             guint    worker)
{
  UNetDenoiser *self     = data;
  gint          channels = self->parent.channels;
  gint          r        = self->parent.unshuffle;
  gint          half     = channels * r * r;
  gint          depth    = self->parent.has_variance ? 2 * half : half;
  gint          net_y    = y + self->y.halo;
  const gfloat *row      = self->out +
                           (gsize) (net_y / r) * self->x.cells * depth;
  gsize         out      = (gsize) y * self->x.size * channels;
  gint          x, c;

  for (x = 0; x < self->x.size; x++)
    {
      gint          net_x = x + self->x.halo;
      const gfloat *cell  = row + (gsize) (net_x / r) * depth +
                            net_y % r * r + net_x % r;

      for (c = 0; c < channels; c++, out++)
        {
          self->raw[out] = cell[c * r * r];
          if (self->variance)
            self->variance[out] = cell[half + c * r * r];
        }
    }
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

  self->x_in     = x_in;
  self->in       = silt_arena_get (self->arena, self->in_buffer);
  self->out      = silt_arena_get (self->arena, self->out_buffer);
  self->raw      = raw;
  self->variance = denoiser->has_variance ? variance : NULL;

  return silt_pool_run (pool, self->y.cells, unshuffle_row, self) &&
         silt_unet_plan_run (self->plan, pool, self->in, level->t, label,
                             self->out) &&
         silt_pool_run (pool, self->y.size, shuffle_row, self);
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
  return silt_unet_plan_flops (((UNetDenoiser *) denoiser)->plan);
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

SiltDenoiser *
silt_unet_denoiser_new (const SiltUNet *unet,
                        SiltPrediction  prediction,
                        gint            unshuffle,
                        gint            height,
                        gint            width,
                        SiltSeamless    seamless)
{
  const SiltUNetConfig *config   = silt_unet_get_config (unet);
  UNetDenoiser         *self     = g_new0 (UNetDenoiser, 1);
  SiltDenoiser         *denoiser = &self->parent;
  SiltWrap              wrap;
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

  self->unet = unet;
  self->x    = plan_axis (denoiser, width, seamless & SILT_SEAMLESS_X);
  self->y    = plan_axis (denoiser, height, seamless & SILT_SEAMLESS_Y);

  wrap.x     = self->x.wrap;
  wrap.y     = self->y.wrap;
  self->plan = silt_unet_plan_new (unet, self->y.cells, self->x.cells, wrap);

  n_cells          = (gsize) self->y.cells * self->x.cells;
  self->arena      = silt_arena_new ();
  self->in_buffer  = silt_arena_add (self->arena,
                                     n_cells * config->in_channels, 0, 0);
  self->out_buffer = silt_arena_add (self->arena,
                                     n_cells * config->out_channels, 0, 0);

  return denoiser;
}
