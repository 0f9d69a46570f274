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

#include <cblas.h>

#include "conv-source.h"

/* A convolution is a matrix product: each output pixel is a row of the input
 * values under the kernel times the weights.  The rows of a block of pixels
 * are gathered in scratch memory and multiplied at once.  Large 3 x 3 maps go
 * another way, winograd.c. */

/* Floats in a block of gathered rows.  Large enough that sgemm's packing of
 * the weights, once a block, is small beside the product; small enough for
 * the caches. */
#define BLOCK_FLOATS (512 * 1024)

/* Where there are fewer blocks of pixels than this, threads share out the
 * output channels too.  A number of its own, not that of the threads, since
 * the shapes of the products must not depend on those. */
#define FEW_BLOCKS     8
#define CHANNEL_BLOCK  64

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
  gint                  n_pixel_blocks;
  gint                  block_channels;
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
  return CLAMP (BLOCK_FLOATS / row_floats (conv), 1, n_pixels);
}

gsize
silt_conv2d_scratch (const SiltConv *conv,
                     gint            out_height,
                     gint            out_width)
{
  if (conv->kernel == 1)
    return 0;

  return (gsize) row_floats (conv) *
         pixels_a_block (conv, out_height * out_width);
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

/* rows: [count, kernel, kernel, in_channels], for the output pixels from
 * number `first` on. */
static void
gather_rows (gfloat    *rows,
             const Job *job,
             gint       first,
             gint       count)
{
  const SiltConvPath *path   = job->path;
  const SiltTensor   *in     = job->in;
  gint                kernel = job->conv->kernel;
  gint                pixel, ky, kx;

  for (pixel = first; pixel < first + count; pixel++)
    {
      gint top  = pixel / job->out->width * path->stride - path->pad;
      gint left = pixel % job->out->width * path->stride - path->pad;

      for (ky = 0; ky < kernel; ky++)
        {
          gint y = silt_conv_source (top + ky, in->height,
                                     path->wrap.y, path->upsample);

          for (kx = 0; kx < kernel; kx++)
            {
              gint x = silt_conv_source (left + kx, in->width,
                                         path->wrap.x, path->upsample);

              rows = copy_pixel (rows, in, y, x);
              rows = copy_pixel (rows, job->in2, y, x);
            }
        }
    }
}

static void
multiply (gfloat       *out,
          gint          out_step,
          const gfloat *rows,
          gint          row_step,
          const gfloat *weight,
          gint          weight_step,
          gint          n_rows,
          gint          n_columns,
          gint          n_inner,
          gboolean      accumulate)
{
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans,
               n_rows, n_columns, n_inner,
               1.0f, rows, row_step, weight, weight_step,
               accumulate ? 1.0f : 0.0f, out, out_step);
}

/* While the block is still in the cache. */
static void
finish_block (const Job *job,
              gint       first,
              gint       count,
              gint       channel,
              gint       n_channels)
{
  const SiltConvFinish *finish = job->finish;
  gint                  pixel, c;

  for (pixel = first; pixel < first + count; pixel++)
    {
      gsize         offset = (gsize) pixel * job->out->channels + channel;
      gfloat       *out    = job->out->data + offset;
      const gfloat *bias   = job->conv->bias + channel;

      for (c = 0; c < n_channels; c++)
        out[c] += bias[c];

      if (finish->shift)
        for (c = 0; c < n_channels; c++)
          out[c] += finish->shift[channel + c];

      if (finish->residual)
        for (c = 0; c < n_channels; c++)
          out[c] += finish->residual->data[offset + c];

      if (finish->scale != 1.0f)
        for (c = 0; c < n_channels; c++)
          out[c] *= finish->scale;
    }
}

static void
do_block (gpointer data,
          guint    chunk,
          guint    worker)
{
  const Job      *job        = data;
  const SiltConv *conv       = job->conv;
  gint            step       = conv->out_channels;
  gint            first      = chunk % job->n_pixel_blocks * job->block_pixels;
  gint            count      = MIN (job->block_pixels, job->n_pixels - first);
  gint            channel    = chunk / job->n_pixel_blocks *
                               job->block_channels;
  gint            n_channels = MIN (job->block_channels, step - channel);
  gfloat         *out        = job->out->data + (gsize) first * step + channel;
  const gfloat   *weight     = conv->weight + channel;

  if (conv->kernel == 1)
    {
      gint c1 = job->in->channels;
      gint c2 = conv->in_channels - c1;

      multiply (out, step, job->in->data + (gsize) first * c1, c1,
                weight, step, count, n_channels, c1, FALSE);
      if (job->in2)
        multiply (out, step, job->in2->data + (gsize) first * c2, c2,
                  weight + (gsize) c1 * step, step, count, n_channels, c2,
                  TRUE);
    }
  else
    {
      gfloat *rows = job->scratch + job->scratch_step * worker;

      gather_rows (rows, job, first, count);
      multiply (out, step, rows, row_floats (conv), weight, step,
                count, n_channels, row_floats (conv), FALSE);
    }

  finish_block (job, first, count, channel, n_channels);
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
  guint n_channel_blocks;

  job.out            = out;
  job.in             = in;
  job.in2            = in2;
  job.conv           = conv;
  job.path           = path;
  job.finish         = finish;
  job.scratch        = scratch;
  job.scratch_step   = silt_conv2d_scratch (conv, out->height, out->width);
  job.n_pixels       = out->height * out->width;
  job.block_pixels   = pixels_a_block (conv, job.n_pixels);
  job.n_pixel_blocks = (job.n_pixels + job.block_pixels - 1) / job.block_pixels;
  job.block_channels = job.n_pixel_blocks < FEW_BLOCKS ? CHANNEL_BLOCK
                                                       : conv->out_channels;

  n_channel_blocks = (conv->out_channels + job.block_channels - 1) /
                     job.block_channels;

  return silt_pool_run (pool, job.n_pixel_blocks * n_channel_blocks,
                        do_block, &job);
}
