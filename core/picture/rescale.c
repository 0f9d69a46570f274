/* Silt: a picture in another size
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

#include "rescale.h"

#include <math.h>
#include <string.h>

#include "clones.h"

#define LOBES 3

/* Where the pixels of an axis come from: pixel i is the sum of those at
 * index[i n_taps + k], by weight. */
typedef struct
{
  gint    n_taps;
  gint   *index;
  gfloat *weight;
} Axis;

struct _SiltRescale
{
  SiltRescaleShape  shape;
  Axis              x, y;
  gfloat           *rows;   /* of each worker: one before x, one after */
};

/* How wide the kernel is to either side, in pixels of what there was. */
static gdouble
axis_support (gint in_size,
              gint size)
{
  return LOBES * MAX ((gdouble) in_size / size, 1.0);
}

static gint
axis_taps (gint in_size,
           gint size)
{
  return (gint) ceil (2.0 * axis_support (in_size, size)) + 1;
}

static gsize
axis_bytes (gint in_size,
            gint size)
{
  return (gsize) size * axis_taps (in_size, size) *
         (sizeof (gint) + sizeof (gfloat));
}

static gsize
row_values (const SiltRescaleShape *shape)
{
  return (gsize) (shape->in_width + shape->width) * shape->channels;
}

static gdouble
sinc (gdouble x)
{
  return x == 0.0 ? 1.0 : sin (G_PI * x) / (G_PI * x);
}

static gdouble
lanczos (gdouble x)
{
  return fabs (x) < LOBES ? sinc (x) * sinc (x / LOBES) : 0.0;
}

/* The pixel that is seen at a position beyond an edge, too. */
static gint
seen_at (gint     position,
         gint     size,
         gboolean seamless)
{
  gint period = seamless ? size : 2 * size;

  position = (position % period + period) % period;

  return position < size ? position : period - 1 - position;
}

static void
axis_weigh (Axis    *axis,
            gint     i,
            gint     in_size,
            gint     size,
            gboolean seamless)
{
  gint    *index   = axis->index + (gsize) i * axis->n_taps;
  gfloat  *weight  = axis->weight + (gsize) i * axis->n_taps;
  gdouble  support = axis_support (in_size, size);
  gdouble  centre  = (i + 0.5) * in_size / size - 0.5;
  gint     first   = (gint) ceil (centre - support);
  gdouble  sum     = 0.0;
  gint     k;

  for (k = 0; k < axis->n_taps; k++)
    sum += lanczos ((first + k - centre) * LOBES / support);

  for (k = 0; k < axis->n_taps; k++)
    {
      index[k]  = seen_at (first + k, in_size, seamless);
      weight[k] = lanczos ((first + k - centre) * LOBES / support) / sum;
    }
}

static gboolean
axis_init (Axis     *axis,
           gint      in_size,
           gint      size,
           gboolean  seamless)
{
  gsize n;
  gint  i;

  axis->n_taps = axis_taps (in_size, size);

  n = (gsize) size * axis->n_taps;
  axis->index  = g_try_new (gint, n);
  axis->weight = g_try_new (gfloat, n);

  if (! axis->index || ! axis->weight)
    return FALSE;

  for (i = 0; i < size; i++)
    axis_weigh (axis, i, in_size, size, seamless);

  return TRUE;
}

static void
axis_clear (Axis *axis)
{
  g_free (axis->index);
  g_free (axis->weight);
}

SILT_CLONES static void
add_row (gfloat       *restrict out,
         const gfloat *restrict in,
         gfloat                 weight,
         gsize                  n)
{
  gsize i;

  for (i = 0; i < n; i++)
    out[i] += weight * in[i];
}

static void
gather_row (gfloat       *out,
            const gfloat *in,
            const Axis   *axis,
            gint          width,
            gint          channels)
{
  const gint   *index  = axis->index;
  const gfloat *weight = axis->weight;
  gint          x, k, c;

  for (x = 0; x < width; x++, out += channels)
    {
      for (c = 0; c < channels; c++)
        out[c] = 0.0f;

      for (k = 0; k < axis->n_taps; k++, index++, weight++)
        for (c = 0; c < channels; c++)
          out[c] += *weight * in[(gsize) *index * channels + c];
    }
}

gsize
silt_rescale_bytes (const SiltRescaleShape *shape,
                    guint                   n_workers)
{
  return axis_bytes (shape->in_width, shape->width)   +
         axis_bytes (shape->in_height, shape->height) +
         n_workers * row_values (shape) * sizeof (gfloat);
}

SiltRescale *
silt_rescale_new (const SiltRescaleShape *shape,
                  guint                   n_workers)
{
  SiltRescale *rescale = g_new0 (SiltRescale, 1);

  rescale->shape = *shape;
  rescale->rows  = g_try_new (gfloat, n_workers * row_values (shape));

  if (rescale->rows                                            &&
      axis_init (&rescale->x, shape->in_width, shape->width,
                 shape->seamless & SILT_SEAMLESS_X)            &&
      axis_init (&rescale->y, shape->in_height, shape->height,
                 shape->seamless & SILT_SEAMLESS_Y))
    return rescale;

  silt_rescale_free (rescale);

  return NULL;
}

void
silt_rescale_free (SiltRescale *rescale)
{
  if (! rescale)
    return;

  axis_clear (&rescale->x);
  axis_clear (&rescale->y);
  g_free (rescale->rows);
  g_free (rescale);
}

const gfloat *
silt_rescale_row (SiltRescale  *rescale,
                  const gfloat *in,
                  gsize         row_stride,
                  gint          y,
                  guint         worker,
                  SiltStore    *store)
{
  const SiltRescaleShape *shape    = &rescale->shape;
  const Axis             *axis     = &rescale->y;
  gsize                   n        = (gsize) shape->in_width * shape->channels;
  gfloat                 *gathered = rescale->rows + worker * row_values (shape);
  gfloat                 *row      = gathered + n;
  gint                    k;

  memset (gathered, 0, n * sizeof (gfloat));

  for (k = 0; k < axis->n_taps; k++)
    {
      gsize         tap  = (gsize) y * axis->n_taps + k;
      const gfloat *from = in + axis->index[tap] * row_stride;

      add_row (gathered, from, axis->weight[tap], n);
      silt_store_release (store, from, n * sizeof (gfloat));
    }

  gather_row (row, gathered, &rescale->x, shape->width, shape->channels);

  return row;
}
