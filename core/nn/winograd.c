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
#include "winograd-transform.h"

#define TILE     SILT_WINOGRAD_TILE
#define PATCH    SILT_WINOGRAD_PATCH
#define N_POINTS SILT_WINOGRAD_POINTS

/* A block of tiles is transformed, multiplied and transformed back by one
 * worker, all of it in its cache: about so many floats, but no fewer tiles than
 * repay streaming the weights past them, and no more than repay a share of the
 * work to all workers. */
#define BLOCK_FLOATS (256 * 1024)
#define LEAST_TILES  24
#define MOST_TILES   96

/* Where there are fewer blocks than this, workers share out the columns of the
 * product too, in so many panels or more.  Numbers of their own, not those of
 * the workers, since results must not depend on these. */
#define FEW_BLOCKS   8
#define FEW_PANELS   4

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
  gint  n_groups;
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
  gfloat               *weights;
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

static Shape
make_shape (const SiltConv *conv,
            gint            out_height,
            gint            out_width)
{
  Shape shape    = { 0, };
  gint  per_tile = N_POINTS * (conv->in_channels + conv->out_channels);
  gint  tiles    = CLAMP (BLOCK_FLOATS / per_tile, LEAST_TILES, MOST_TILES);
  gint  n_blocks;

  shape.tiles_y  = divide_up (out_height, TILE);
  shape.tiles_x  = divide_up (out_width, TILE);

  /* About square, so that few pixels are read by two blocks, and all of about
   * one size. */
  shape.blocks_x = divide_up (shape.tiles_x, sqrt (tiles));
  shape.block_x  = divide_up (shape.tiles_x, shape.blocks_x);
  shape.blocks_y = divide_up (shape.tiles_y, MAX (tiles / shape.block_x, 1));
  shape.block_y  = divide_up (shape.tiles_y, shape.blocks_y);
  shape.blocks_x = divide_up (shape.tiles_x, shape.block_x);
  shape.blocks_y = divide_up (shape.tiles_y, shape.block_y);

  n_blocks           = shape.blocks_y * shape.blocks_x;
  shape.panels       = silt_count_panels (conv->out_channels);
  shape.group_panels = shape.panels;
  if (n_blocks < FEW_BLOCKS)
    shape.group_panels = MAX (divide_up (shape.panels * n_blocks, FEW_BLOCKS),
                              FEW_PANELS);
  shape.n_groups     = divide_up (shape.panels, shape.group_panels);

  shape.depth       = silt_count_panels (conv->in_channels) * SILT_PANEL;
  shape.weight_step = (gsize) shape.panels * conv->in_channels * SILT_PANEL +
                      POINT_GAP;

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
  return silt_winograd_suits (conv, path, out_height, out_width) &&
         ! path->upsample &&
         make_shape (conv, out_height, out_width).n_groups == 1;
}

gsize
silt_winograd_weights (const SiltConv *conv)
{
  return N_POINTS * make_shape (conv, 1, 1).weight_step;
}

/* Scratch memory holds the pixels under a block, their transforms, and the
 * products. */

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

static gsize
input_step (const Shape *shape)
{
  return (gsize) shape->block_y * shape->block_x * shape->depth + POINT_GAP;
}

static gsize
product_step (const Shape *shape)
{
  return (gsize) shape->block_y * shape->block_x *
         shape->group_panels * SILT_PANEL + POINT_GAP;
}

gsize
silt_winograd_scratch (const SiltConv *conv,
                       gint            out_height,
                       gint            out_width)
{
  Shape shape = make_shape (conv, out_height, out_width);

  return patch_floats (&shape) +
         N_POINTS * (input_step (&shape) + product_step (&shape)) +
         shape.group_panels * SILT_PANEL;
}

static void
transform_panel (gpointer data,
                 guint    panel,
                 guint    worker)
{
  const Job *job  = data;
  gsize      step = (gsize) job->conv->in_channels * SILT_PANEL;

  silt_winograd_transform_weights (job->weights + panel * step,
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

static void
read_patch (gfloat      *patch,
            const Job   *job,
            const Block *block)
{
  gint rows    = block->height * TILE + PATCH - TILE;
  gint columns = block->width * TILE + PATCH - TILE;
  gint row;

  for (row = 0; row < rows; row++)
    read_row (patch + row * patch_row (&job->shape, block->width), job,
              silt_conv_source (block->top * TILE - 1 + row, job->in->height,
                                job->path->wrap.y, job->path->upsample),
              block->left * TILE - 1, columns);
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
  Block        block    = find_block (shape, chunk / shape->n_groups);
  gint         panel    = chunk % shape->n_groups * shape->group_panels;
  gint         n_panels = MIN (shape->group_panels, shape->panels - panel);
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
                   n_panels * SILT_PANEL,
                   inputs + point * input_step (shape), shape->depth,
                   block.height * block.width,
                   job->weights + point * shape->weight_step +
                   (gsize) panel * n_in * SILT_PANEL,
                   n_in, n_panels, FALSE);

  finish_block (job, &block, panel, n_panels, products, add);
}

gboolean
silt_winograd_conv2d (const SiltTensor     *out,
                      const SiltTensor     *in,
                      const SiltTensor     *in2,
                      const SiltNormed     *normed,
                      const SiltConv       *conv,
                      const SiltConvPath   *path,
                      const SiltConvFinish *finish,
                      gfloat               *weights,
                      gfloat               *scratch,
                      SiltPool             *pool)
{
  Job          job   = { make_shape (conv, out->height, out->width), };
  const Shape *shape = &job.shape;

  job.out          = out;
  job.in           = in;
  job.in2          = in2;
  job.normed       = normed;
  job.conv         = conv;
  job.path         = path;
  job.finish       = finish;
  job.weights      = weights;
  job.scratch      = scratch;
  job.scratch_step = silt_winograd_scratch (conv, out->height, out->width);

  return silt_pool_run (pool, shape->panels, transform_panel, &job) &&
         silt_pool_run (pool, shape->blocks_y * shape->blocks_x *
                              shape->n_groups, do_block, &job);
}
