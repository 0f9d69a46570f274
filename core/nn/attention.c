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
#include <string.h>

#include "clones.h"
#include "exp.h"
#include "multiply.h"

/* Queries that a thread takes at a time, and keys that it weighs at a time: the
 * weights of a block of queries are made for one block of keys after the other,
 * each corrected for the greatest score seen since (Milakov and Gimelshein
 * 2018, "Online normalizer calculation for softmax"; Dao et al. 2022). */
#define BLOCK_QUERIES 48
#define BLOCK_KEYS    128

/* Sums and maxima run in as many lanes as a panel has columns. */
#define LANES SILT_PANEL

typedef struct
{
  const SiltTensor *out, *qkv;
  gint              n_pixels;
  gint              n_query_blocks, n_key_blocks;
  gint              head_dim;
  gfloat           *shared;
  gsize             block_step;     /* floats from keys to keys, in shared  */
  gfloat           *scratch;
  gsize             scratch_step;
} Job;

static gint
divide_up (gint a,
           gint b)
{
  return (a + b - 1) / b;
}

/* The head's width in whole panels. */
static gint
padded_dim (gint head_dim)
{
  return silt_count_panels (head_dim) * SILT_PANEL;
}

/* A block's keys and values, both in panels. */
static gsize
block_floats (gint head_dim)
{
  return (gsize) BLOCK_KEYS * (head_dim + padded_dim (head_dim));
}

gsize
silt_attention_shared (gint height,
                       gint width,
                       gint channels,
                       gint n_heads)
{
  return n_heads * divide_up (height * width, BLOCK_KEYS) *
         block_floats (channels / n_heads);
}

gsize
silt_attention_scratch (gint channels,
                        gint n_heads)
{
  return BLOCK_QUERIES * (BLOCK_KEYS + padded_dim (channels / n_heads));
}

static gfloat *
find_block (const Job *job,
            gint       head,
            gint       block)
{
  return job->shared + job->block_step * (head * job->n_key_blocks + block);
}

/* Keys become the columns of a matrix, values the rows of one. */
static void
pack_block (gpointer data,
            guint    chunk,
            guint    worker)
{
  const Job    *job      = data;
  gint          channels = job->out->channels;
  gint          dim      = job->head_dim;
  gint          head     = chunk / job->n_key_blocks;
  gint          block    = chunk % job->n_key_blocks;
  gint          first    = block * BLOCK_KEYS;
  gint          count    = MIN (BLOCK_KEYS, job->n_pixels - first);
  gfloat       *keys     = find_block (job, head, block);
  gfloat       *values   = keys + (gsize) BLOCK_KEYS * dim;
  gint          i, c;

  if (count % SILT_PANEL)
    memset (keys, 0, (gsize) BLOCK_KEYS * dim * sizeof (gfloat));
  if (dim % SILT_PANEL)
    memset (values, 0, (gsize) BLOCK_KEYS * padded_dim (dim) * sizeof (gfloat));

  for (i = 0; i < count; i++)
    {
      const gfloat *key   = job->qkv->data +
                            (gsize) (first + i) * job->qkv->channels +
                            channels + head * dim;
      const gfloat *value = key + channels;

      for (c = 0; c < dim; c++)
        keys[(i / SILT_PANEL * dim + c) * SILT_PANEL + i % SILT_PANEL] = key[c];

      for (c = 0; c < dim; c += SILT_PANEL)
        memcpy (values + ((gsize) c / SILT_PANEL * count + i) * SILT_PANEL,
                value + c, MIN (SILT_PANEL, dim - c) * sizeof (gfloat));
    }
}

/* Scores of one query, n of them and room for whole lanes, become weights:
 * e^(scale (score - top)), top the greatest score so far.  The sum of weights
 * follows suit; so must what was summed with weights before: by *factor. */
SILT_CLONES static void
weigh (gfloat *scores,
       gint    n,
       gfloat  scale,
       gfloat *top,
       gfloat *sum,
       gfloat *factor)
{
  gfloat tops[LANES], sums[LANES] = { 0.0f, };
  gfloat greatest = *top;
  gint   i, lane;

  for (lane = 0; lane < LANES; lane++)
    tops[lane] = greatest;

  /* What is no key weighs 1e-38. */
  for (i = n; i % LANES; i++)
    scores[i] = -G_MAXFLOAT;

  for (i = 0; i < n; i += LANES)
    for (lane = 0; lane < LANES; lane++)
      tops[lane] = scores[i + lane] > tops[lane] ? scores[i + lane]
                                                 : tops[lane];

  for (lane = 0; lane < LANES; lane++)
    greatest = MAX (greatest, tops[lane]);

  for (i = 0; i < n; i += LANES)
    for (lane = 0; lane < LANES; lane++)
      {
        scores[i + lane] = silt_exp (scale * (scores[i + lane] - greatest));
        sums[lane]      += scores[i + lane];
      }

  *factor = silt_exp (scale * (*top - greatest));
  *top    = greatest;
  *sum   *= *factor;
  for (lane = 0; lane < LANES; lane++)
    *sum += sums[lane];
}

SILT_CLONES static void
multiply_row (gfloat       *out,
              const gfloat *row,
              gint          n,
              gfloat        factor)
{
  gint i;

  for (i = 0; i < n; i++)
    out[i] = row[i] * factor;
}

static void
do_queries (gpointer data,
            guint    chunk,
            guint    worker)
{
  const Job    *job      = data;
  gint          channels = job->out->channels;
  gint          dim      = job->head_dim;
  gint          step     = padded_dim (dim);
  gint          head     = chunk / job->n_query_blocks;
  gint          first    = chunk % job->n_query_blocks * BLOCK_QUERIES;
  gint          count    = MIN (BLOCK_QUERIES, job->n_pixels - first);
  const gfloat *queries  = job->qkv->data +
                           (gsize) first * job->qkv->channels + head * dim;
  gfloat       *scores   = job->scratch + job->scratch_step * worker;
  gfloat       *answer   = scores + BLOCK_QUERIES * BLOCK_KEYS;
  gfloat        top[BLOCK_QUERIES], sum[BLOCK_QUERIES];
  gfloat        factor;
  gint          block, i;

  for (i = 0; i < count; i++)
    {
      top[i] = -G_MAXFLOAT;
      sum[i] = 0.0f;
    }

  for (block = 0; block < job->n_key_blocks; block++)
    {
      gint          n_keys = MIN (BLOCK_KEYS,
                                  job->n_pixels - block * BLOCK_KEYS);
      const gfloat *keys   = find_block (job, head, block);

      silt_multiply (scores, BLOCK_KEYS, queries, job->qkv->channels, count,
                     keys, (gsize) dim * SILT_PANEL, dim,
                     silt_count_panels (n_keys), FALSE);

      for (i = 0; i < count; i++)
        {
          weigh (scores + i * BLOCK_KEYS, n_keys, 1.0f / sqrtf (dim),
                 &top[i], &sum[i], &factor);
          if (block > 0 && factor != 1.0f)
            multiply_row (answer + i * step, answer + i * step, step, factor);
        }

      silt_multiply (answer, step, scores, BLOCK_KEYS, count,
                     keys + (gsize) BLOCK_KEYS * dim,
                     (gsize) n_keys * SILT_PANEL, n_keys,
                     silt_count_panels (dim), block > 0);
    }

  for (i = 0; i < count; i++)
    multiply_row (job->out->data + (gsize) (first + i) * channels + head * dim,
                  answer + i * step, dim, 1.0f / sum[i]);
}

gboolean
silt_attention (const SiltTensor *out,
                const SiltTensor *qkv,
                gint              n_heads,
                gfloat           *shared,
                gfloat           *scratch,
                SiltPool         *pool)
{
  Job job = { 0, };

  job.out            = out;
  job.qkv            = qkv;
  job.n_pixels       = out->height * out->width;
  job.n_query_blocks = divide_up (job.n_pixels, BLOCK_QUERIES);
  job.n_key_blocks   = divide_up (job.n_pixels, BLOCK_KEYS);
  job.head_dim       = out->channels / n_heads;
  job.shared         = shared;
  job.block_step     = block_floats (job.head_dim);
  job.scratch        = scratch;
  job.scratch_step   = silt_attention_scratch (out->channels, n_heads);

  return silt_pool_run (pool, job.n_key_blocks * n_heads, pack_block, &job) &&
         silt_pool_run (pool, job.n_query_blocks * n_heads, do_queries, &job);
}
