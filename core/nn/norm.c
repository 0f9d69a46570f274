/* Silt: normalisation
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

#include "norm.h"

#include <math.h>
#include <string.h>

#include "clones.h"

/* Floats that a chunk of pixels holds: what a thread takes at a time. */
#define CHUNK_FLOATS (64 * 1024)

/* Sums run in this many lanes, so that they vectorise without leave to
 * reorder, and give the same on every vector width. */
#define LANES 16

/* Pixels whose statistics are worked out before any of them is normalised:
 * each is a chain of sums, division and root, and so several overlap. */
#define BATCH 16

typedef struct
{
  const SiltTensor *out, *in, *in2;
  const SiltNorm   *norm;
  const SiltNormed *normed;
  gsize             n_pixels;
  gsize             chunk_pixels;
  gfloat           *gain, *offset;   /* [channels] */
  gdouble          *sums;            /* group: [chunks, 2, channels] */
} Job;

static gsize
pixels_a_chunk (const SiltNorm *norm,
                gsize           n_pixels)
{
  return CLAMP ((gsize) CHUNK_FLOATS / norm->channels, 1, n_pixels);
}

static guint
count_chunks (const SiltNorm *norm,
              gsize           n_pixels)
{
  gsize chunk_pixels = pixels_a_chunk (norm, n_pixels);

  return (n_pixels + chunk_pixels - 1) / chunk_pixels;
}

gsize
silt_norm_scratch (const SiltNorm *norm,
                   gint            height,
                   gint            width)
{
  gsize n_doubles = 0;

  if (norm->type == SILT_NORM_GROUP)
    n_doubles = (gsize) 2 * norm->channels *
                count_chunks (norm, (gsize) height * width);

  return 2 * n_doubles + 2 * norm->channels;
}

/* Group: the sums of each channel over a chunk's pixels. */

SILT_CLONES static void
add_moments (gdouble      *sum,
             gdouble      *square,
             const gfloat *x,
             gsize         n_pixels,
             gint          channels)
{
  gsize pixel;
  gint  c;

  for (c = 0; c < channels; c++)
    sum[c] = square[c] = 0.0;

  for (pixel = 0; pixel < n_pixels; pixel++, x += channels)
    for (c = 0; c < channels; c++)
      {
        gdouble value = x[c];

        sum[c]    += value;
        square[c] += value * value;
      }
}

static void
sum_chunk (gpointer data,
           guint    chunk,
           guint    worker)
{
  const Job *job      = data;
  gint       channels = job->norm->channels;
  gint       c1       = job->in->channels;
  gsize      first    = chunk * job->chunk_pixels;
  gsize      count    = MIN (job->chunk_pixels, job->n_pixels - first);
  gdouble   *sum      = job->sums + (gsize) chunk * 2 * channels;
  gdouble   *square   = sum + channels;

  add_moments (sum, square, job->in->data + first * c1, count, c1);
  if (job->in2)
    add_moments (sum + c1, square + c1,
                 job->in2->data + first * (channels - c1),
                 count, channels - c1);
}

/* gain and offset of each channel from its group's mean and variance. */
static void
fold_groups (const Job *job,
             guint      n_chunks)
{
  const SiltNorm *norm  = job->norm;
  gint            width = norm->channels / norm->groups;
  gdouble         n     = (gdouble) width * job->n_pixels;
  gint            group, c;
  guint           chunk;

  for (group = 0; group < norm->groups; group++)
    {
      gdouble sum = 0.0, square = 0.0, mean, variance, inverse;

      for (chunk = 0; chunk < n_chunks; chunk++)
        {
          const gdouble *sums = job->sums + (gsize) chunk * 2 * norm->channels;

          for (c = group * width; c < (group + 1) * width; c++)
            {
              sum    += sums[c];
              square += sums[norm->channels + c];
            }
        }

      mean     = sum / n;
      variance = MAX (square / n - mean * mean, 0.0);
      inverse  = 1.0 / sqrt (variance + norm->eps);

      for (c = group * width; c < (group + 1) * width; c++)
        {
          job->offset[c] -= mean * inverse * job->gain[c];
          job->gain[c]   *= inverse;
        }
    }
}

/* Layer: each pixel by itself. */

/* LANES floats that a compiler keeps in registers, and takes apart in them. */
typedef gfloat Lanes
  __attribute__ ((vector_size (LANES * 4), aligned (4), may_alias));
typedef gint32 Order __attribute__ ((vector_size (LANES * 4)));

/* Adds n values to the lanes, or the squares of their distances to the mean:
 * LANES at a time, what is left over to the first of them. */
static inline __attribute__ ((always_inline)) void
add_values (Lanes        *sum,
            const gfloat *x,
            gint          n)
{
  gint i;

  for (i = 0; i + LANES <= n; i += LANES)
    *sum += *(const Lanes *) (x + i);

  for (; i < n; i++)
    (*sum)[0] += x[i];
}

static inline __attribute__ ((always_inline)) void
add_squares (Lanes        *sum,
             const gfloat *x,
             gfloat        mean,
             gint          n)
{
  gint i;

  for (i = 0; i + LANES <= n; i += LANES)
    {
      Lanes away = *(const Lanes *) (x + i) - mean;

      *sum += away * away;
    }

  for (; i < n; i++)
    (*sum)[0] += (x[i] - mean) * (x[i] - mean);
}

/* In halves, not one after the other: each waits for the one before it. */
static inline __attribute__ ((always_inline)) gfloat
sum_lanes (const Lanes *lanes)
{
  Lanes sum = *lanes;

  sum += __builtin_shuffle (sum, (Order) { 8, 9, 10, 11, 12, 13, 14, 15,
                                           0, 1, 2, 3, 4, 5, 6, 7 });
  sum += __builtin_shuffle (sum, (Order) { 4, 5, 6, 7, 0, 1, 2, 3,
                                           12, 13, 14, 15, 8, 9, 10, 11 });

  return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

/* The statistics of n <= BATCH pixels, with their channels in two maps. */
static inline __attribute__ ((always_inline)) void
measure_pixels (gfloat       *mean,
                gfloat       *inverse,
                const gfloat *x1,
                const gfloat *x2,
                gint          c1,
                gint          c2,
                gint          n,
                gfloat        eps)
{
  gfloat squares[BATCH] = { 0.0f, };
  gint   i;

  for (i = 0; i < n; i++)
    {
      Lanes sum = { 0.0f, };

      add_values (&sum, x1 + i * c1, c1);
      if (c2)
        add_values (&sum, x2 + i * c2, c2);
      mean[i] = sum_lanes (&sum) / (c1 + c2);
    }

  for (i = 0; i < n; i++)
    {
      Lanes sum = { 0.0f, };

      add_squares (&sum, x1 + i * c1, mean[i], c1);
      if (c2)
        add_squares (&sum, x2 + i * c2, mean[i], c2);
      squares[i] = sum_lanes (&sum);
    }

  for (i = 0; i < BATCH; i++)
    inverse[i] = 1.0f / sqrtf (squares[i] / (c1 + c2) + eps);
}

/* out = (x - mean) inverse gain + offset, n channels of one pixel; with SiLU,
 * which nearly every network has, in the same pass. */
static inline __attribute__ ((always_inline)) void
apply (gfloat *restrict       out,
       const gfloat *restrict x,
       gfloat                 mean,
       gfloat                 inverse,
       const gfloat *restrict gain,
       const gfloat *restrict offset,
       gint                   n,
       gboolean               silu)
{
  gint c;

  if (silu)
    for (c = 0; c < n; c++)
      out[c] = silt_silu ((x[c] - mean) * inverse * gain[c] + offset[c]);
  else
    for (c = 0; c < n; c++)
      out[c] = (x[c] - mean) * inverse * gain[c] + offset[c];
}

SILT_CLONES void
silt_norm_pixels (gfloat           *out,
                  gsize             out_step,
                  const gfloat     *x1,
                  const gfloat     *x2,
                  gint              c1,
                  gsize             n_pixels,
                  const SiltNormed *normed)
{
  gint     channels = normed->channels;
  gint     c2       = channels - c1;
  gboolean silu     = normed->activation == SILT_ACTIVATION_SILU;
  gfloat   mean[BATCH], inverse[BATCH];
  gint     i, n;

  for (i = 0; i < BATCH; i++)
    {
      mean[i]    = 0.0f;
      inverse[i] = 1.0f;
    }

  for (; n_pixels > 0; n_pixels -= n)
    {
      n = MIN (n_pixels, BATCH);

      if (normed->type == SILT_NORM_LAYER)
        measure_pixels (mean, inverse, x1, x2, c1, c2, n, normed->eps);

      for (i = 0; i < n; i++, out += out_step, x1 += c1)
        {
          apply (out, x1, mean[i], inverse[i], normed->gain, normed->offset,
                 c1, silu);

          if (c2)
            {
              apply (out + c1, x2, mean[i], inverse[i], normed->gain + c1,
                     normed->offset + c1, c2, silu);
              x2 += c2;
            }

          if (! silu)
            silt_activate (out, channels, normed->activation);
        }
    }
}

gboolean
silt_norm_begin (SiltNormed       *normed,
                 const SiltTensor *in,
                 const SiltTensor *in2,
                 const SiltNorm   *norm,
                 const gfloat     *scale,
                 const gfloat     *shift,
                 SiltActivation    activation,
                 gfloat           *scratch,
                 SiltPool         *pool)
{
  Job  job = { 0, };
  gint c;

  job.in           = in;
  job.in2          = in2;
  job.norm         = norm;
  job.n_pixels     = (gsize) in->height * in->width;
  job.chunk_pixels = pixels_a_chunk (norm, job.n_pixels);
  job.gain         = scratch;
  job.offset       = scratch + norm->channels;
  job.sums         = (gdouble *) (scratch + 2 * norm->channels);

  for (c = 0; c < norm->channels; c++)
    {
      gfloat factor = scale ? 1.0f + scale[c] : 1.0f;

      job.gain[c]   = norm->gamma[c] * factor;
      job.offset[c] = norm->beta[c] * factor + (shift ? shift[c] : 0.0f);
    }

  *normed = (SiltNormed) { norm->type, norm->channels, norm->eps, activation,
                           job.gain, job.offset };

  if (norm->type == SILT_NORM_GROUP)
    {
      guint n_chunks = count_chunks (norm, job.n_pixels);

      if (! silt_pool_run (pool, n_chunks, sum_chunk, &job))
        return FALSE;

      fold_groups (&job, n_chunks);
    }

  return TRUE;
}

static void
apply_chunk (gpointer data,
             guint    chunk,
             guint    worker)
{
  const Job *job      = data;
  gint       channels = job->norm->channels;
  gint       c1       = job->in->channels;
  gsize      first    = chunk * job->chunk_pixels;
  gsize      count    = MIN (job->chunk_pixels, job->n_pixels - first);

  silt_norm_pixels (job->out->data + first * channels, channels,
                    job->in->data + first * c1,
                    job->in2 ? job->in2->data + first * (channels - c1) : NULL,
                    c1, count, job->normed);
}

gboolean
silt_norm (const SiltTensor *out,
           const SiltTensor *in,
           const SiltTensor *in2,
           const SiltNorm   *norm,
           const gfloat     *scale,
           const gfloat     *shift,
           SiltActivation    activation,
           gfloat           *scratch,
           SiltPool         *pool)
{
  SiltNormed normed;
  Job        job = { out, in, in2, norm, &normed };

  job.n_pixels     = (gsize) in->height * in->width;
  job.chunk_pixels = pixels_a_chunk (norm, job.n_pixels);

  return silt_norm_begin (&normed, in, in2, norm, scale, shift, activation,
                          scratch, pool) &&
         silt_pool_run (pool, count_chunks (norm, job.n_pixels), apply_chunk,
                        &job);
}
