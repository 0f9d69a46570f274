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

#include <string.h>

#include <cblas.h>

#include "clones.h"
#include "conv-source.h"

#define TILE      4              /* output pixels of a tile, a side          */
#define PATCH     6              /* input pixels under it                    */
#define N_POINTS  36             /* products of a tile, PATCH * PATCH        */

/* Channels that are transformed together: whole vectors of any width. */
#define LANES     16

/* Floats of a worker's block, transformed inputs and products together: they
 * stay in its cache between the transforms and the multiplication. */
#define BLOCK_FLOATS (512 * 1024)

/* Fewer tiles do not fill blocks worth the transformed weights' memory. */
#define FEW_TILES    64
#define FEW_CHANNELS 16

typedef gfloat Lanes[LANES];

typedef struct
{
  const SiltTensor     *out, *in, *in2;
  const SiltConv       *conv;
  const gfloat         *weights;
  const SiltConvPath   *path;
  const SiltConvFinish *finish;
  gfloat               *scratch;
  gsize                 scratch_step;    /* floats from worker to worker */
  gint                  tiles_x, n_tiles;
  gint                  block_tiles;
} Job;

static gint
tiles_across (gint size)
{
  return (size + TILE - 1) / TILE;
}

static gint
tiles_a_block (const SiltConv *conv,
               gint            n_tiles)
{
  gint per_tile = N_POINTS * (conv->in_channels + conv->out_channels);

  return CLAMP (BLOCK_FLOATS / per_tile, 1, n_tiles);
}

gboolean
silt_winograd_suits (const SiltConv     *conv,
                     const SiltConvPath *path,
                     gint                out_height,
                     gint                out_width)
{
  return conv->kernel == 3 && path->stride == 1 && path->pad == 1 &&
         MIN (conv->in_channels, conv->out_channels) >= FEW_CHANNELS &&
         tiles_across (out_height) * tiles_across (out_width) >= FEW_TILES;
}

gsize
silt_winograd_scratch (const SiltConv *conv,
                       gint            out_height,
                       gint            out_width)
{
  gint n_tiles = tiles_across (out_height) * tiles_across (out_width);

  return (gsize) N_POINTS * (conv->in_channels + conv->out_channels) *
         tiles_a_block (conv, n_tiles);
}

/* The weights: U = G g G^T */

gsize
silt_winograd_weights (const SiltConv *conv)
{
  return (gsize) N_POINTS * conv->in_channels * conv->out_channels;
}

typedef struct
{
  gfloat         *out;
  const SiltConv *conv;
} TransformJob;

/* All kernels of one input channel. */
static void
transform_channel (gpointer data,
                   guint    in,
                   guint    worker)
{
  static const gdouble g[PATCH][3] =
  {
    {  1.0 / 4.0,   0.0,         0.0       },
    { -1.0 / 6.0,  -1.0 / 6.0,  -1.0 / 6.0 },
    { -1.0 / 6.0,   1.0 / 6.0,  -1.0 / 6.0 },
    {  1.0 / 24.0,  1.0 / 12.0,  1.0 / 6.0 },
    {  1.0 / 24.0, -1.0 / 12.0,  1.0 / 6.0 },
    {  0.0,         0.0,         1.0       }
  };

  const TransformJob *job  = data;
  gsize               n    = job->conv->out_channels;
  gsize               step = job->conv->in_channels * n;
  gsize               o;
  gint                i, j, ky, kx;

  for (o = 0; o < n; o++)
    for (i = 0; i < PATCH; i++)
      for (j = 0; j < PATCH; j++)
        {
          gdouble sum = 0.0;

          for (ky = 0; ky < 3; ky++)
            for (kx = 0; kx < 3; kx++)
              sum += g[i][ky] * g[j][kx] *
                     job->conv->weight[(ky * 3 + kx) * step + in * n + o];

          job->out[(i * PATCH + j) * step + in * n + o] = sum;
        }
}

gboolean
silt_winograd_transform (gfloat         *out,
                         const SiltConv *conv,
                         SiltPool       *pool)
{
  TransformJob job = { out, conv };

  return silt_pool_run (pool, conv->in_channels, transform_channel, &job);
}

/* The input: V = B^T d B.  One dimension of it, in place. */
static inline __attribute__ ((always_inline)) void
transform_input (Lanes *d,
                 gint   step)
{
  gint lane;

  for (lane = 0; lane < LANES; lane++)
    {
      gfloat d0 = d[0 * step][lane];
      gfloat d1 = d[1 * step][lane];
      gfloat d2 = d[2 * step][lane];
      gfloat d3 = d[3 * step][lane];
      gfloat d4 = d[4 * step][lane];
      gfloat d5 = d[5 * step][lane];

      gfloat a = d4 - 4.0f * d2;
      gfloat b = d3 - 4.0f * d1;
      gfloat c = d4 - d2;
      gfloat e = 2.0f * (d3 - d1);

      d[0 * step][lane] = 4.0f * d0 - 5.0f * d2 + d4;
      d[1 * step][lane] = a + b;
      d[2 * step][lane] = a - b;
      d[3 * step][lane] = c + e;
      d[4 * step][lane] = c - e;
      d[5 * step][lane] = 4.0f * d1 - 5.0f * d3 + d5;
    }
}

/* The products: Y = A^T M A.  One dimension, in place: six become four. */
static inline __attribute__ ((always_inline)) void
transform_output (Lanes *m,
                  gint   step)
{
  gint lane;

  for (lane = 0; lane < LANES; lane++)
    {
      gfloat sum12  = m[1 * step][lane] + m[2 * step][lane];
      gfloat diff12 = m[1 * step][lane] - m[2 * step][lane];
      gfloat sum34  = m[3 * step][lane] + m[4 * step][lane];
      gfloat diff34 = m[3 * step][lane] - m[4 * step][lane];

      m[0 * step][lane] += sum12 + sum34;
      m[1 * step][lane]  = diff12 + 2.0f * diff34;
      m[2 * step][lane]  = sum12 + 4.0f * sum34;
      m[3 * step][lane]  = diff12 + 8.0f * diff34 + m[5 * step][lane];
    }
}

/* Loads n <= LANES floats and makes up the rest with zeros. */
static inline __attribute__ ((always_inline)) void
load_lanes (Lanes         to,
            const gfloat *from,
            gint          n)
{
  if (n == LANES)
    {
      memcpy (to, from, sizeof (Lanes));
    }
  else
    {
      memset (to, 0, sizeof (Lanes));
      memcpy (to, from, n * sizeof (gfloat));
    }
}

/* One tile, `n` channels of one input.  pixels: the 36 of the patch, NULL for a
 * zero.  out: the first point's; point_step floats from one to another. */
SILT_CLONES static void
transform_patch (gfloat              *out,
                 gsize                point_step,
                 const gfloat *const *pixels,
                 gint                 n)
{
  gint c, i;

  for (c = 0; c < n; c += LANES)
    {
      Lanes d[N_POINTS];
      gint  count = MIN (LANES, n - c);

      for (i = 0; i < N_POINTS; i++)
        {
          if (pixels[i])
            load_lanes (d[i], pixels[i] + c, count);
          else
            memset (d[i], 0, sizeof (Lanes));
        }

      for (i = 0; i < PATCH; i++)
        transform_input (d + i * PATCH, 1);
      for (i = 0; i < PATCH; i++)
        transform_input (d + i, PATCH);

      for (i = 0; i < N_POINTS; i++)
        memcpy (out + i * point_step + c, d[i], count * sizeof (gfloat));
    }
}

/* One tile's sums: to the pixels out (0 ... rows - 1, 0 ... columns - 1), which
 * are row_step and n floats apart. */
SILT_CLONES static void
finish_tile (gfloat       *out,
             const gfloat *products,
             gsize         point_step,
             const gfloat *bias,
             const gfloat *shift,
             const gfloat *residual,
             gfloat        scale,
             gint          rows,
             gint          columns,
             gsize         row_step,
             gint          n)
{
  gint c, i, y, x, lane;

  for (c = 0; c < n; c += LANES)
    {
      Lanes m[N_POINTS], add;
      gint  count = MIN (LANES, n - c);

      for (i = 0; i < N_POINTS; i++)
        load_lanes (m[i], products + i * point_step + c, count);

      for (i = 0; i < PATCH; i++)
        transform_output (m + i * PATCH, 1);
      for (i = 0; i < TILE; i++)
        transform_output (m + i, PATCH);

      load_lanes (add, bias + c, count);
      if (shift)
        for (lane = 0; lane < count; lane++)
          add[lane] += shift[c + lane];

      for (y = 0; y < rows; y++)
        for (x = 0; x < columns; x++)
          {
            gsize   where = y * row_step + (gsize) x * n + c;
            gfloat *sum   = m[y * PATCH + x];

            for (lane = 0; lane < LANES; lane++)
              sum[lane] += add[lane];

            if (residual)
              for (lane = 0; lane < count; lane++)
                sum[lane] += residual[where + lane];

            for (lane = 0; lane < LANES; lane++)
              sum[lane] *= scale;

            memcpy (out + where, sum, count * sizeof (gfloat));
          }
    }
}

/* The pixels under a tile, of one input. */
static void
find_patch (const gfloat       **pixels,
            const SiltTensor    *in,
            const SiltConvPath  *path,
            gint                 top,
            gint                 left)
{
  gint i, j;

  for (i = 0; i < PATCH; i++)
    {
      gint y = silt_conv_source (top - path->pad + i, in->height,
                                 path->wrap.y, path->upsample);

      for (j = 0; j < PATCH; j++)
        {
          gint x = silt_conv_source (left - path->pad + j, in->width,
                                     path->wrap.x, path->upsample);

          pixels[i * PATCH + j] = y < 0 || x < 0 ? NULL :
            in->data + ((gsize) y * in->width + x) * in->channels;
        }
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
  gint                  n_in     = conv->in_channels;
  gint                  n_out    = conv->out_channels;
  gint                  first    = chunk * job->block_tiles;
  gint                  count    = MIN (job->block_tiles, job->n_tiles - first);
  gfloat               *inputs   = job->scratch + worker * job->scratch_step;
  gfloat               *products = inputs + (gsize) N_POINTS * count * n_in;
  const gfloat         *pixels[N_POINTS];
  gint                  tile, point;

  for (tile = 0; tile < count; tile++)
    {
      gint    top  = (first + tile) / job->tiles_x * TILE;
      gint    left = (first + tile) % job->tiles_x * TILE;
      gfloat *to   = inputs + (gsize) tile * n_in;

      find_patch (pixels, job->in, job->path, top, left);
      transform_patch (to, (gsize) count * n_in, pixels, job->in->channels);

      if (job->in2)
        {
          find_patch (pixels, job->in2, job->path, top, left);
          transform_patch (to + job->in->channels, (gsize) count * n_in, pixels,
                           job->in2->channels);
        }
    }

  for (point = 0; point < N_POINTS; point++)
    cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans,
                 count, n_out, n_in,
                 1.0f, inputs + (gsize) point * count * n_in, n_in,
                 job->weights + (gsize) point * n_in * n_out, n_out,
                 0.0f, products + (gsize) point * count * n_out, n_out);

  for (tile = 0; tile < count; tile++)
    {
      gint  top   = (first + tile) / job->tiles_x * TILE;
      gint  left  = (first + tile) % job->tiles_x * TILE;
      gsize where = ((gsize) top * job->out->width + left) * n_out;

      finish_tile (job->out->data + where,
                   products + (gsize) tile * n_out, (gsize) count * n_out,
                   conv->bias, finish->shift,
                   finish->residual ? finish->residual->data + where : NULL,
                   finish->scale,
                   MIN (TILE, job->out->height - top),
                   MIN (TILE, job->out->width - left),
                   (gsize) job->out->width * n_out, n_out);
    }
}

gboolean
silt_winograd_conv2d (const SiltTensor     *out,
                      const SiltTensor     *in,
                      const SiltTensor     *in2,
                      const SiltConv       *conv,
                      const gfloat         *weights,
                      const SiltConvPath   *path,
                      const SiltConvFinish *finish,
                      gfloat               *scratch,
                      SiltPool             *pool)
{
  Job job = { 0, };

  job.out          = out;
  job.in           = in;
  job.in2          = in2;
  job.conv         = conv;
  job.weights      = weights;
  job.path         = path;
  job.finish       = finish;
  job.scratch      = scratch;
  job.scratch_step = silt_winograd_scratch (conv, out->height, out->width);
  job.tiles_x      = tiles_across (out->width);
  job.n_tiles      = tiles_across (out->height) * job.tiles_x;
  job.block_tiles  = tiles_a_block (conv, job.n_tiles);

  return silt_pool_run (pool,
                        (job.n_tiles + job.block_tiles - 1) / job.block_tiles,
                        do_block, &job);
}
