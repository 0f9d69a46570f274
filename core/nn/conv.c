/* Silt: convolution
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

#include "conv.h"

#include <string.h>

#include "clones.h"
#include "conv-source.h"
#include "expect.h"

/* A convolution is a matrix product: each output pixel is a row of the input
 * values under the kernel times the weights.  The rows of a block of pixels
 * are gathered in scratch memory and multiplied at once.  Most 3 x 3 maps go
 * another way, winograd.c. */

/* A block of gathered rows: about so many floats, but no fewer pixels than
 * repay streaming the weights past them. */
#define BLOCK_FLOATS (128 * 1024)
#define LEAST_PIXELS 48
#define MOST_PIXELS  384

/* Where there are fewer blocks of pixels than this, threads share out the
 * output channels too.  Numbers of their own, not those of the threads, since
 * the shapes of the products must not depend on those. */
#define FEW_BLOCKS   8
#define FEW_PANELS   4

typedef struct
{
  const SiltTensor     *out, *in, *in2;
  const SiltConv       *conv;
  const SiltConvPath   *path;
  const SiltConvFinish *finish;
  gfloat               *scratch;
  gsize                 scratch_step;   /* floats from worker to worker */
  gint                  n_pixels;
  gint                  block_pixels;
  gint                  n_blocks;
  gint                  panels;         /* of all output channels       */
  gint                  group_panels;   /* that a worker takes at once  */
} Job;

static gint
row_floats (const SiltConv *conv)
{
  return conv->kernel * conv->kernel * conv->in_channels;
}

static gint
pixels_a_block (const SiltConv *conv,
                gint            n_pixels)
{
  gint most = CLAMP (BLOCK_FLOATS / row_floats (conv),
                     LEAST_PIXELS, MOST_PIXELS);
  gint n    = (n_pixels + most - 1) / most;

  return (n_pixels + n - 1) / n;
}

gsize
silt_conv2d_scratch (const SiltConv *conv,
                     gint            out_height,
                     gint            out_width)
{
  return (gsize) pixels_a_block (conv, out_height * out_width) *
         (row_floats (conv) +
          silt_count_panels (conv->out_channels) * SILT_PANEL);
}

static inline gfloat *
copy_pixel (gfloat           *to,
            const SiltTensor *from,
            gint              y,
            gint              x)
{
  if (! from)
    return to;

  if (y < 0 || x < 0)
    memset (to, 0, from->channels * sizeof (gfloat));
  else
    memcpy (to,
            from->data + ((gsize) y * from->width + x) * from->channels,
            from->channels * sizeof (gfloat));

  return to + from->channels;
}

/* The `kernel` pixels of a row from (y, left) on. */
static gfloat *
copy_taps (gfloat    *to,
           const Job *job,
           gint       y,
           gint       left)
{
  const SiltConvPath *path   = job->path;
  const SiltTensor   *in     = job->in;
  gint                kernel = job->conv->kernel;
  gint                x;

  if (! job->in2 && ! path->upsample &&
      y >= 0 && left >= 0 && left + kernel <= in->width)
    {
      gsize n = (gsize) kernel * in->channels;

      memcpy (to, in->data + ((gsize) y * in->width + left) * in->channels,
              n * sizeof (gfloat));
      return to + n;
    }

  for (x = left; x < left + kernel; x++)
    {
      gint from = silt_conv_source (x, in->width, path->wrap.x,
                                    path->upsample);

      to = copy_pixel (to, in, y, from);
      to = copy_pixel (to, job->in2, y, from);
    }

  return to;
}

/* rows: [count, kernel, kernel, in_channels], for the output pixels from
 * number `first` on. */
static void
gather_rows (gfloat    *rows,
             const Job *job,
             gint       first,
             gint       count)
{
  const SiltConvPath *path   = job->path;
  gint                kernel = job->conv->kernel;
  gint                pixel, ky;

  for (pixel = first; pixel < first + count; pixel++)
    {
      gint top  = pixel / job->out->width * path->stride - path->pad;
      gint left = pixel % job->out->width * path->stride - path->pad;

      for (ky = 0; ky < kernel; ky++)
        rows = copy_taps (rows, job,
                          silt_conv_source (top + ky, job->in->height,
                                            path->wrap.y, path->upsample),
                          left);
    }
}

/* Whether the inputs' pixels are the rows, as they are. */
static gboolean
reads_in_place (const Job *job)
{
  return job->conv->kernel == 1 && job->path->stride == 1 &&
         ! job->path->upsample;
}

static inline const gfloat *
find_pixels (const SiltTensor *map,
             gint              first)
{
  return map->data + (gsize) first * map->channels;
}

/* products: of `count` pixels, from `first` on, with the panels of a group.
 * Some pixels at a time, while the next are on their way. */
static void
multiply_in_place (gfloat       *products,
                   const Job    *job,
                   gint          first,
                   gint          count,
                   const gfloat *weights,
                   gint          n_panels)
{
  const SiltTensor *in    = job->in;
  const SiltTensor *in2   = job->in2;
  gsize             step  = (gsize) job->conv->in_channels * SILT_PANEL;
  gsize             width = (gsize) n_panels * SILT_PANEL;
  gint              end   = first + count;
  gint              n, next;

  for (; first < end; first += n, products += n * width)
    {
      n    = MIN (LEAST_PIXELS, end - first);
      next = MIN (LEAST_PIXELS, end - first - n);

      silt_expect (find_pixels (in, first + n), (gsize) next * in->channels);
      silt_multiply (products, width,
                     find_pixels (in, first), in->channels, n,
                     weights, step, in->channels, n_panels, FALSE);

      if (! in2)
        continue;

      silt_expect (find_pixels (in2, first + n), (gsize) next * in2->channels);
      silt_multiply (products, width,
                     find_pixels (in2, first), in2->channels, n,
                     weights + (gsize) in->channels * SILT_PANEL, step,
                     in2->channels, n_panels, TRUE);
    }
}

/* out = (product + bias + shift + residual) scale, of `count` pixels with n
 * channels; shift and residual may be NULL. */
SILT_CLONES static void
finish_pixels (gfloat       *out,
               gsize         step,
               const gfloat *products,
               gsize         product_step,
               const gfloat *bias,
               const gfloat *shift,
               const gfloat *residual,
               gfloat        scale,
               gint          n,
               gint          count)
{
  gint i, c;

  for (i = 0; i < count; i++, out += step, products += product_step)
    {
      for (c = 0; c < n; c++)
        out[c] = (products[c] + bias[c] + (shift ? shift[c] : 0.0f) +
                  (residual ? residual[c] : 0.0f)) * scale;

      if (residual)
        residual += step;
    }
}

static void
do_block (gpointer data,
          guint    chunk,
          guint    worker)
{
  const Job            *job      = data;
  const SiltConv       *conv     = job->conv;
  const SiltConvFinish *finish   = job->finish;
  gint                  depth    = row_floats (conv);
  gint                  first    = chunk % job->n_blocks * job->block_pixels;
  gint                  count    = MIN (job->block_pixels,
                                        job->n_pixels - first);
  gint                  panel    = chunk / job->n_blocks * job->group_panels;
  gint                  n_panels = MIN (job->group_panels,
                                        job->panels - panel);
  gint                  channel  = panel * SILT_PANEL;
  gint                  n        = MIN (n_panels * SILT_PANEL,
                                        conv->out_channels - channel);
  const gfloat         *weights  = conv->weight +
                                   (gsize) panel * depth * SILT_PANEL;
  gfloat               *rows     = job->scratch + job->scratch_step * worker;
  gfloat               *products = rows + (gsize) job->block_pixels * depth;
  gsize                 where    = (gsize) first * conv->out_channels + channel;

  if (reads_in_place (job))
    multiply_in_place (products, job, first, count, weights, n_panels);
  else
    {
      gather_rows (rows, job, first, count);
      silt_multiply (products, n_panels * SILT_PANEL, rows, depth, count,
                     weights, (gsize) depth * SILT_PANEL, depth, n_panels,
                     FALSE);
    }

  finish_pixels (job->out->data + where, conv->out_channels,
                 products, n_panels * SILT_PANEL, conv->bias + channel,
                 finish->shift ? finish->shift + channel : NULL,
                 finish->residual ? finish->residual->data + where : NULL,
                 finish->scale, n, count);
}

gboolean
silt_conv2d (const SiltTensor     *out,
             const SiltTensor     *in,
             const SiltTensor     *in2,
             const SiltConv       *conv,
             const SiltConvPath   *path,
             const SiltConvFinish *finish,
             gfloat               *scratch,
             SiltPool             *pool)
{
  Job   job = { 0, };
  guint n_groups;

  job.out          = out;
  job.in           = in;
  job.in2          = in2;
  job.conv         = conv;
  job.path         = path;
  job.finish       = finish;
  job.scratch      = scratch;
  job.scratch_step = silt_conv2d_scratch (conv, out->height, out->width);
  job.n_pixels     = out->height * out->width;
  job.block_pixels = pixels_a_block (conv, job.n_pixels);
  job.n_blocks     = (job.n_pixels + job.block_pixels - 1) / job.block_pixels;
  job.panels       = silt_count_panels (conv->out_channels);
  job.group_panels = job.panels;
  if (job.n_blocks < FEW_BLOCKS)
    job.group_panels = MAX (job.panels * job.n_blocks / FEW_BLOCKS, FEW_PANELS);

  n_groups = (job.panels + job.group_panels - 1) / job.group_panels;

  return silt_pool_run (pool, job.n_blocks * n_groups, do_block, &job);
}
