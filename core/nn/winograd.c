/* Silt: 3 x 3 convolution by Winograd's algorithm
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

#include "winograd.h"

#include <math.h>
#include <string.h>

#include "conv-source.h"
#include "expect.h"
#include "winograd-transform.h"

#define TILE     SILT_WINOGRAD_TILE
#define PATCH    SILT_WINOGRAD_PATCH
#define N_POINTS SILT_WINOGRAD_POINTS

/* Large maps go by blocks of tiles, each of which is transformed, multiplied
 * and transformed back by one worker, all of it in its cache: about so many
 * floats, but no fewer tiles than repay streaming the weights past them, and no
 * more than repay a share of the work to all workers. */
#define BLOCK_FLOATS (256 * 1024)
#define LEAST_TILES  24
#define MOST_TILES   96
#define FEW_BLOCKS   8

/* Small maps, of no more tiles than this, are transformed first, and then go by
 * groups of panels.  Their weights, which are most of the work, are transformed
 * in a worker's cache, so many rows of them at a time, by whom they are used. */
#define SMALL_TILES  64
#define GROUP_PANELS 2
#define DEPTH_BLOCK  64

/* Below this, to transform the weights costs more than it saves. */
#define FEW_TILES    12

/* Between the points of a block: powers of two would all share a few lines of
 * the nearest cache. */
#define POINT_GAP    SILT_PANEL

/* How the work is cut up.  Blocks at the right and at the bottom may be
 * smaller. */
typedef struct
{
  gint  tiles_y, tiles_x;
  gint  block_y, block_x;        /* tiles of a block                          */
  gint  blocks_y, blocks_x;
  gint  panels;                  /* of all columns                            */
  gint  group_panels;            /* that a worker takes at a time             */
  gint  depth;                   /* input channels, in whole panels           */
  gsize weight_step;             /* floats from point to point                */
} Shape;

typedef struct
{
  Shape                 shape;
  const SiltTensor     *out, *in, *in2;
  const SiltNormed     *normed;
  const SiltConv       *conv;
  const SiltConvPath   *path;
  const SiltConvFinish *finish;
  gfloat               *shared;          /* weights; of small maps, inputs */
  gfloat               *scratch;
  gsize                 scratch_step;    /* floats from worker to worker */
} Job;

/* The part of a map that a block makes, in tiles. */
typedef struct
{
  gint top, left, height, width;
} Block;

static gint
divide_up (gint a,
           gint b)
{
  return (a + b - 1) / b;
}

static gboolean
is_small (const Shape *shape)
{
  return shape->tiles_y * shape->tiles_x <= SMALL_TILES;
}

static Shape
make_shape (const SiltConv *conv,
            gint            out_height,
            gint            out_width)
{
  Shape shape    = { 0, };
  gint  per_tile = N_POINTS * (conv->in_channels + conv->out_channels);
  gint  tiles;

  shape.tiles_y = divide_up (out_height, TILE);
  shape.tiles_x = divide_up (out_width, TILE);
  shape.panels  = silt_count_panels (conv->out_channels);
  shape.depth   = silt_count_panels (conv->in_channels) * SILT_PANEL;

  if (is_small (&shape))
    {
      shape.block_y      = 1;
      shape.block_x      = shape.tiles_x;
      shape.group_panels = MIN (GROUP_PANELS, shape.panels);
      shape.weight_step  = (gsize) shape.group_panels * SILT_PANEL *
                           MIN (DEPTH_BLOCK, conv->in_channels) + POINT_GAP;
    }
  else
    {
      tiles = CLAMP (MIN (BLOCK_FLOATS / per_tile,
                          shape.tiles_y * shape.tiles_x / FEW_BLOCKS),
                     LEAST_TILES, MOST_TILES);

      /* About square, so that few pixels are read by two blocks, and all of
       * about one size. */
      shape.block_x      = divide_up (shape.tiles_x,
                                      divide_up (shape.tiles_x, sqrt (tiles)));
      shape.block_y      = divide_up (shape.tiles_y,
                                      divide_up (shape.tiles_y,
                                                 MAX (tiles / shape.block_x,
                                                      1)));
      shape.group_panels = shape.panels;
      shape.weight_step  = (gsize) shape.panels * conv->in_channels *
                           SILT_PANEL + POINT_GAP;
    }

  shape.blocks_x = divide_up (shape.tiles_x, shape.block_x);
  shape.blocks_y = divide_up (shape.tiles_y, shape.block_y);

  return shape;
}

gboolean
silt_winograd_suits (const SiltConv     *conv,
                     const SiltConvPath *path,
                     gint                out_height,
                     gint                out_width)
{
  return conv->kernel == 3 && path->stride == 1 && path->pad == 1 &&
         divide_up (out_height, TILE) * divide_up (out_width, TILE) >=
         FEW_TILES;
}

gboolean
silt_winograd_norms (const SiltConv     *conv,
                     const SiltConvPath *path,
                     gint                out_height,
                     gint                out_width)
{
  Shape shape = make_shape (conv, out_height, out_width);

  return silt_winograd_suits (conv, path, out_height, out_width) &&
         ! path->upsample && ! is_small (&shape);
}

static gsize
patch_row (const Shape *shape,
           gint         block_width)
{
  return (gsize) (block_width * TILE + PATCH - TILE) * shape->depth;
}

static gsize
patch_floats (const Shape *shape)
{
  return (shape->block_y * TILE + PATCH - TILE) *
         patch_row (shape, shape->block_x);
}

/* Tiles that are multiplied at a time. */
static gint
count_tiles (const Shape *shape)
{
  return is_small (shape) ? shape->tiles_y * shape->tiles_x
                          : shape->block_y * shape->block_x;
}

static gsize
input_step (const Shape *shape)
{
  return (gsize) count_tiles (shape) * shape->depth + POINT_GAP;
}

static gsize
product_step (const Shape *shape)
{
  return (gsize) count_tiles (shape) * shape->group_panels * SILT_PANEL +
         POINT_GAP;
}

gsize
silt_winograd_shared (const SiltConv *conv,
                      gint            out_height,
                      gint            out_width)
{
  Shape shape = make_shape (conv, out_height, out_width);

  return N_POINTS * (is_small (&shape) ? input_step (&shape)
                                       : shape.weight_step);
}

/* Scratch memory of a block holds the pixels under it, their transforms, and
 * the products.  A small map's pixels are done with when its weights and
 * products take their place. */
gsize
silt_winograd_scratch (const SiltConv *conv,
                       gint            out_height,
                       gint            out_width)
{
  Shape shape    = make_shape (conv, out_height, out_width);
  gsize products = N_POINTS * product_step (&shape) +
                   shape.group_panels * SILT_PANEL;

  if (is_small (&shape))
    return MAX (patch_floats (&shape),
                N_POINTS * shape.weight_step + products);

  return patch_floats (&shape) + N_POINTS * input_step (&shape) + products;
}

static void
transform_panel (gpointer data,
                 guint    panel,
                 guint    worker)
{
  const Job *job  = data;
  gsize      step = (gsize) job->conv->in_channels * SILT_PANEL;

  silt_winograd_transform_weights (job->shared + panel * step,
                                   job->shape.weight_step,
                                   job->conv->weight + 9 * panel * step, step,
                                   job->conv->in_channels);
}

/* `count` pixels of the patch, from (y, x) of the input on. */
static void
read_pixels (gfloat    *to,
             const Job *job,
             gint       y,
             gint       x,
             gint       count)
{
  gint          depth = job->shape.depth;
  gint          n     = job->conv->in_channels;
  gint          c1    = job->in->channels;
  gsize         pixel = (gsize) y * job->in->width + x;
  const gfloat *from1 = job->in->data + pixel * c1;
  const gfloat *from2 = job->in2 ? job->in2->data + pixel * (n - c1) : NULL;
  gint          i;

  if (job->normed)
    silt_norm_pixels (to, depth, from1, from2, c1, count, job->normed);
  else
    for (i = 0; i < count; i++)
      {
        memcpy (to + i * depth, from1 + i * c1, c1 * sizeof (gfloat));
        if (from2)
          memcpy (to + i * depth + c1, from2 + i * (n - c1),
                  (n - c1) * sizeof (gfloat));
      }

  if (n < depth)
    for (i = 0; i < count; i++)
      memset (to + i * depth + n, 0, (depth - n) * sizeof (gfloat));
}

/* One row of the patch, as many pixels as lie side by side at a time. */
static void
read_row (gfloat    *to,
          const Job *job,
          gint       y,
          gint       left,
          gint       count)
{
  const SiltConvPath *path  = job->path;
  gint                depth = job->shape.depth;
  gint                x, run;

  for (x = 0; x < count; x += run, to += (gsize) run * depth)
    {
      gint from = silt_conv_source (left + x, job->in->width,
                                    path->wrap.x, path->upsample);

      run = 1;
      if (y < 0 || from < 0)
        {
          memset (to, 0, depth * sizeof (gfloat));
          continue;
        }

      while (x + run < count &&
             silt_conv_source (left + x + run, job->in->width,
                               path->wrap.x, path->upsample) == from + run)
        run++;

      read_pixels (to, job, y, from, run);
    }
}

/* The pixels [left, left + count) of row y of an input, as far as there are. */
static void
expect_row (const SiltTensor *in,
            gint              y,
            gint              left,
            gint              count)
{
  gint from = MAX (left, 0);
  gint to   = MIN (left + count, in->width);

  silt_expect (in->data + ((gsize) y * in->width + from) * in->channels,
               (gsize) MAX (to - from, 0) * in->channels);
}

static gint
patch_source (const Job   *job,
              const Block *block,
              gint         row)
{
  return silt_conv_source (block->top * TILE - 1 + row, job->in->height,
                           job->path->wrap.y, job->path->upsample);
}

/* Each row is asked for while the one before it is read. */
static void
read_patch (gfloat      *patch,
            const Job   *job,
            const Block *block)
{
  gint rows    = block->height * TILE + PATCH - TILE;
  gint columns = block->width * TILE + PATCH - TILE;
  gint left    = block->left * TILE - 1;
  gint zoom    = job->path->upsample ? 2 : 1;
  gint row;
  gint y       = patch_source (job, block, 0);

  for (row = 0; row < rows; row++)
    {
      gint next = row + 1 < rows ? patch_source (job, block, row + 1) : -1;

      if (next >= 0 && next != y)
        {
          expect_row (job->in, next, left / zoom, columns / zoom);
          if (job->in2)
            expect_row (job->in2, next, left / zoom, columns / zoom);
        }

      read_row (patch + row * patch_row (&job->shape, block->width), job,
                y, left, columns);
      y = next;
    }
}

static void
transform_block (gfloat       *inputs,
                 const gfloat *patch,
                 const Job    *job,
                 const Block  *block)
{
  const Shape *shape = &job->shape;
  gsize        row   = patch_row (shape, block->width);
  gint         y, x;

  for (y = 0; y < block->height; y++)
    for (x = 0; x < block->width; x++, inputs += shape->depth)
      silt_winograd_transform_input (inputs, input_step (shape),
                                     patch + y * TILE * row +
                                     (gsize) x * TILE * shape->depth,
                                     row, shape->depth, shape->depth);
}

/* columns: of the group's panels, one tile after the other.  add: room for as
 * many. */
static void
finish_block (const Job    *job,
              const Block  *block,
              gint          panel,
              gint          n_panels,
              const gfloat *products,
              gfloat       *add)
{
  const SiltConvFinish *finish  = job->finish;
  gint                  channel = panel * SILT_PANEL;
  gint                  step    = job->conv->out_channels;
  gint                  n       = MIN (n_panels * SILT_PANEL, step - channel);
  gint                  y, x, c;

  for (c = 0; c < n; c++)
    add[c] = job->conv->bias[channel + c] +
             (finish->shift ? finish->shift[channel + c] : 0.0f);

  for (y = block->top; y < block->top + block->height; y++)
    for (x = block->left; x < block->left + block->width; x++)
      {
        gsize pixel = (gsize) y * TILE * job->out->width + x * TILE;
        gsize where = pixel * step + channel;


        silt_winograd_transform_output (
          job->out->data + where, (gsize) job->out->width * step, step,
          MIN (TILE, job->out->height - y * TILE),
          MIN (TILE, job->out->width - x * TILE), n,
          products, product_step (&job->shape), add,
          finish->residual ? finish->residual->data + where : NULL,
          finish->scale);

        products += n_panels * SILT_PANEL;
      }
}

static Block
find_block (const Shape *shape,
            guint        number)
{
  Block block;

  block.top    = number / shape->blocks_x * shape->block_y;
  block.left   = number % shape->blocks_x * shape->block_x;
  block.height = MIN (shape->block_y, shape->tiles_y - block.top);
  block.width  = MIN (shape->block_x, shape->tiles_x - block.left);

  return block;
}

static void
do_block (gpointer data,
          guint    chunk,
          guint    worker)
{
  const Job   *job      = data;
  const Shape *shape    = &job->shape;
  Block        block    = find_block (shape, chunk);
  gint         n_in     = job->conv->in_channels;
  gfloat      *patch    = job->scratch + worker * job->scratch_step;
  gfloat      *inputs   = patch + patch_floats (shape);
  gfloat      *products = inputs + N_POINTS * input_step (shape);
  gfloat      *add      = products + N_POINTS * product_step (shape);
  gint         point;

  read_patch (patch, job, &block);
  transform_block (inputs, patch, job, &block);

  for (point = 0; point < N_POINTS; point++)
    silt_multiply (products + point * product_step (shape),
                   shape->panels * SILT_PANEL,
                   inputs + point * input_step (shape), shape->depth,
                   block.height * block.width,
                   job->shared + point * shape->weight_step,
                   (gsize) n_in * SILT_PANEL, n_in, shape->panels, FALSE);

  finish_block (job, &block, 0, shape->panels, products, add);
}

/* A row of tiles of a small map. */
static void
do_small_input (gpointer data,
                guint    chunk,
                guint    worker)
{
  const Job *job   = data;
  Block      block = find_block (&job->shape, chunk);
  gfloat    *patch = job->scratch + worker * job->scratch_step;
  gsize      first = (gsize) block.top * block.width * job->shape.depth;

  read_patch (patch, job, &block);
  transform_block (job->shared + first, patch, job, &block);
}

/* All of a small map, for a group of panels. */
static void
do_small_group (gpointer data,
                guint    chunk,
                guint    worker)
{
  const Job   *job      = data;
  const Shape *shape    = &job->shape;
  Block        all      = { 0, 0, shape->tiles_y, shape->tiles_x };
  gint         n_tiles  = count_tiles (shape);
  gint         panel    = chunk * shape->group_panels;
  gint         n_panels = MIN (shape->group_panels, shape->panels - panel);
  gint         n_in     = job->conv->in_channels;
  gsize        step     = (gsize) n_in * SILT_PANEL;
  gfloat      *weights  = job->scratch + worker * job->scratch_step;
  gfloat      *products = weights + N_POINTS * shape->weight_step;
  gfloat      *add      = products + N_POINTS * product_step (shape);
  gint         first, depth, i, point;

  for (first = 0; first < n_in; first += depth)
    {
      depth = MIN (DEPTH_BLOCK, n_in - first);

      for (i = 0; i < n_panels; i++)
        silt_winograd_transform_weights (
          weights + (gsize) i * depth * SILT_PANEL, shape->weight_step,
          job->conv->weight + 9 * (panel + i) * step +
          (gsize) first * SILT_PANEL, step, depth);

      for (point = 0; point < N_POINTS; point++)
        {
          const gfloat *inputs = job->shared + first +
                                 point * input_step (shape);

          if (point + 1 < N_POINTS)
            for (i = 0; i < n_tiles; i++)
              silt_expect (inputs + input_step (shape) + i * shape->depth,
                           depth);

          silt_multiply (products + point * product_step (shape),
                         n_panels * SILT_PANEL, inputs, shape->depth, n_tiles,
                         weights + point * shape->weight_step,
                         (gsize) depth * SILT_PANEL, depth, n_panels,
                         first > 0);
        }
    }

  finish_block (job, &all, panel, n_panels, products, add);
}

gboolean
silt_winograd_conv2d (const SiltTensor     *out,
                      const SiltTensor     *in,
                      const SiltTensor     *in2,
                      const SiltNormed     *normed,
                      const SiltConv       *conv,
                      const SiltConvPath   *path,
                      const SiltConvFinish *finish,
                      gfloat               *shared,
                      gfloat               *scratch,
                      SiltPool             *pool)
{
  Job          job   = { make_shape (conv, out->height, out->width), };
  const Shape *shape = &job.shape;
  gint         n     = shape->blocks_y * shape->blocks_x;

  job.out          = out;
  job.in           = in;
  job.in2          = in2;
  job.normed       = normed;
  job.conv         = conv;
  job.path         = path;
  job.finish       = finish;
  job.shared       = shared;
  job.scratch      = scratch;
  job.scratch_step = silt_winograd_scratch (conv, out->height, out->width);

  if (is_small (shape))
    return silt_pool_run (pool, n, do_small_input, &job) &&
           silt_pool_run (pool, divide_up (shape->panels, shape->group_panels),
                          do_small_group, &job);

  return silt_pool_run (pool, shape->panels, transform_panel, &job) &&
         silt_pool_run (pool, n, do_block, &job);
}
