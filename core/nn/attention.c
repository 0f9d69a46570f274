/* Silt: self-attention
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

#include "attention.h"

#include <math.h>

#include <cblas.h>

#include "clones.h"
#include "exp.h"

/* Queries that a thread takes at a time. */
#define BLOCK_QUERIES 64

typedef struct
{
  const SiltTensor *out, *qkv;
  gint              n_pixels;
  gint              n_blocks;
  gint              head_dim;
  gfloat           *scratch;
} Job;

gsize
silt_attention_scratch (gint height,
                        gint width)
{
  return (gsize) BLOCK_QUERIES * height * width;
}

/* In place, over one row of scores.  The row's maximum is taken off first: the
 * result is the same, and no exponential overflows. */
SILT_CLONES static void
softmax (gfloat *row,
         gint    n)
{
  gfloat  top = row[0];
  gdouble sum = 0.0;
  gfloat  inverse;
  gint    i;

  for (i = 1; i < n; i++)
    top = MAX (top, row[i]);

  for (i = 0; i < n; i++)
    row[i] = silt_exp (row[i] - top);

  for (i = 0; i < n; i++)
    sum += row[i];

  inverse = 1.0 / sum;
  for (i = 0; i < n; i++)
    row[i] *= inverse;
}

static void
do_block (gpointer data,
          guint    chunk,
          guint    worker)
{
  const Job    *job      = data;
  gint          channels = job->out->channels;
  gint          step     = job->qkv->channels;
  gint          channel  = chunk / job->n_blocks * job->head_dim;
  gint          first    = chunk % job->n_blocks * BLOCK_QUERIES;
  gint          count    = MIN (BLOCK_QUERIES, job->n_pixels - first);
  const gfloat *query    = job->qkv->data + (gsize) first * step + channel;
  const gfloat *key      = job->qkv->data + channels + channel;
  const gfloat *value    = job->qkv->data + 2 * channels + channel;
  gfloat       *scores   = job->scratch +
                           silt_attention_scratch (1, job->n_pixels) * worker;
  gint          i;

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans,
               count, job->n_pixels, job->head_dim,
               1.0f / sqrtf (job->head_dim), query, step, key, step,
               0.0f, scores, job->n_pixels);

  for (i = 0; i < count; i++)
    softmax (scores + (gsize) i * job->n_pixels, job->n_pixels);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans,
               count, job->head_dim, job->n_pixels,
               1.0f, scores, job->n_pixels, value, step,
               0.0f, job->out->data + (gsize) first * channels + channel,
               channels);
}

gboolean
silt_attention (const SiltTensor *out,
                const SiltTensor *qkv,
                gint              n_heads,
                gfloat           *scratch,
                SiltPool         *pool)
{
  Job job = { 0, };

  job.out      = out;
  job.qkv      = qkv;
  job.n_pixels = out->height * out->width;
  job.n_blocks = (job.n_pixels + BLOCK_QUERIES - 1) / BLOCK_QUERIES;
  job.head_dim = out->channels / n_heads;
  job.scratch  = scratch;

  return silt_pool_run (pool, job.n_blocks * n_heads, do_block, &job);
}
