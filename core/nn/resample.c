/* Silt: maps of half and of double size
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

#include "resample.h"

#include <string.h>

#include "clones.h"

/* All work goes by rows of the output. */
typedef struct
{
  const SiltTensor *out, *in;
} Job;

static gfloat *
row_of (const SiltTensor *tensor,
        guint             y)
{
  return tensor->data + (gsize) y * tensor->width * tensor->channels;
}

SILT_CLONES static void
mean_of_four (gfloat       *out,
              const gfloat *top,
              const gfloat *bottom,
              gint          channels)
{
  gint c;

  for (c = 0; c < channels; c++)
    out[c] = 0.25f * (top[c] + top[channels + c] +
                      bottom[c] + bottom[channels + c]);
}

static void
halve_row (gpointer data,
           guint    y,
           guint    worker)
{
  const Job    *job      = data;
  gint          channels = job->out->channels;
  gfloat       *out      = row_of (job->out, y);
  const gfloat *top      = row_of (job->in, 2 * y);
  const gfloat *bottom   = row_of (job->in, 2 * y + 1);
  gint          x;

  for (x = 0; x < job->out->width; x++)
    mean_of_four (out + x * channels, top + 2 * x * channels,
                  bottom + 2 * x * channels, channels);
}

static void
double_row (gpointer data,
            guint    y,
            guint    worker)
{
  const Job    *job      = data;
  gint          channels = job->out->channels;
  gfloat       *out      = row_of (job->out, y);
  const gfloat *in       = row_of (job->in, y / 2);
  gint          x;

  for (x = 0; x < job->out->width; x++)
    memcpy (out + x * channels, in + x / 2 * channels,
            channels * sizeof (gfloat));
}

static void
center_row (gpointer data,
            guint    y,
            guint    worker)
{
  const Job    *job = data;
  gfloat       *out = row_of (job->out, y);
  const gfloat *in  = row_of (job->in, y);
  gint          i;

  for (i = 0; i < job->out->width * job->out->channels; i++)
    out[i] = 2.0f * in[i] - 1.0f;
}

gboolean
silt_halve (const SiltTensor *out,
            const SiltTensor *in,
            SiltPool         *pool)
{
  Job job = { out, in };

  return silt_pool_run (pool, out->height, halve_row, &job);
}

gboolean
silt_double (const SiltTensor *out,
             const SiltTensor *in,
             SiltPool         *pool)
{
  Job job = { out, in };

  return silt_pool_run (pool, out->height, double_row, &job);
}

gboolean
silt_center (const SiltTensor *out,
             const SiltTensor *in,
             SiltPool         *pool)
{
  Job job = { out, in };

  return silt_pool_run (pool, out->height, center_row, &job);
}
