/* Silt: the noise of a seed, on the canvas
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

#include "noise.h"

#include "philox.h"
#include "round-up.h"
#include "torch-random.h"

/* Values drawn at once, between two looks at whether to stop: a multiple of
 * the generator's blocks of 16, so that a draw in pieces is the whole draw. */
#define TORCH_PIECE (1 << 20)

struct _SiltNoiseSource
{
  SiltNoise        kind;
  gint             height, width, channels;
  gint             x, y;        /* of the canvas, on the one that is drawn    */
  guint64          seed;
  guint32          n_draws;     /* so far                                     */
  SiltStore       *store;       /* of network and what is drawn, or NULL      */

  /* torch */
  SiltTorchRandom  random;
  gint             unshuffle;
  gint             rows, columns;   /* of the padded canvas, in pixels        */
  gfloat          *network;     /* [channels * unshuffle^2, rows / unshuffle,
                                 *  columns / unshuffle]                      */
  gfloat          *own;         /* network, if that is to be freed            */
};

typedef struct
{
  SiltNoiseSource *source;
  gfloat          *out;
  gsize            n;           /* of a piece                                 */
} Draw;

static gsize
network_values (gint height,
                gint width,
                gint channels,
                gint multiple)
{
  return (gsize) silt_round_up (height, multiple) *
         silt_round_up (width, multiple) * channels;
}

SiltNoiseSource *
silt_noise_source_new_in (SiltNoise  kind,
                          guint64    seed,
                          gint       height,
                          gint       width,
                          gint       channels,
                          gint       unshuffle,
                          gint       multiple,
                          SiltStore *store,
                          gfloat    *network)
{
  SiltNoiseSource *source = g_new0 (SiltNoiseSource, 1);

  source->kind      = kind;
  source->height    = height;
  source->width     = width;
  source->channels  = channels;
  source->seed      = seed;
  source->unshuffle = unshuffle;
  source->rows      = silt_round_up (height, multiple);
  source->columns   = silt_round_up (width, multiple);
  source->store     = store;
  source->network   = network;

  if (kind == SILT_NOISE_TORCH)
    silt_torch_random_init (&source->random, seed);

  return source;
}

SiltNoiseSource *
silt_noise_source_new (SiltNoise kind,
                       guint64   seed,
                       gint      height,
                       gint      width,
                       gint      channels,
                       gint      unshuffle,
                       gint      multiple)
{
  SiltNoiseSource *source;
  gfloat          *network = NULL;

  if (kind == SILT_NOISE_TORCH)
    {
      network = g_try_new (gfloat, network_values (height, width, channels,
                                                   multiple));
      if (! network)
        return NULL;
    }

  source = silt_noise_source_new_in (kind, seed, height, width, channels,
                                     unshuffle, multiple, NULL, network);
  source->own = network;

  return source;
}

void
silt_noise_source_free (SiltNoiseSource *source)
{
  if (source)
    {
      g_free (source->own);
      g_free (source);
    }
}

void
silt_noise_source_move (SiltNoiseSource *source,
                        gint             x,
                        gint             y)
{
  g_return_if_fail (source->kind == SILT_NOISE_PHILOX || (x == 0 && y == 0));

  source->x = x;
  source->y = y;
}

gsize
silt_noise_source_bytes (SiltNoise kind,
                         gint      height,
                         gint      width,
                         gint      channels,
                         gint      multiple)
{
  if (kind != SILT_NOISE_TORCH)
    return 0;

  return network_values (height, width, channels, multiple) * sizeof (gfloat);
}

/* A row was drawn. */
static void
release_row (const Draw *draw,
             guint       y)
{
  gsize n = (gsize) draw->source->width * draw->source->channels;

  silt_store_release (draw->source->store, draw->out + y * n,
                      n * sizeof (gfloat));
}

static void
draw_philox_row (gpointer data,
                 guint    y,
                 guint    worker)
{
  const Draw            *draw   = data;
  const SiltNoiseSource *source = draw->source;
  gfloat                *pixel  = draw->out + (gsize) y * source->width *
                                              source->channels;
  gint                   x, c, i;

  for (x = 0; x < source->width; x++)
    for (c = 0; c < source->channels; c += 4)
      {
        gint   n = MIN (source->channels - c, 4);
        gfloat normal[4];

        silt_philox_normal (normal, source->seed, source->x + x, source->y + y,
                            source->n_draws, c / 4);

        for (i = 0; i < n; i++)
          *pixel++ = normal[i];
      }

  release_row (draw, y);
}

static void
draw_torch_piece (gpointer data,
                  guint    chunk,
                  guint    worker)
{
  const Draw *draw = data;

  silt_torch_random_normal (&draw->source->random, draw->out, draw->n);
  silt_store_release (draw->source->store, draw->out,
                      draw->n * sizeof (gfloat));
}

static gboolean
draw_torch_network (SiltNoiseSource *source,
                    SiltPool        *pool)
{
  gsize left = (gsize) source->rows * source->columns * source->channels;
  Draw  draw = { source, source->network, 0 };

  for (; left > 0; left -= draw.n, draw.out += draw.n)
    {
      /* The last piece takes what would be too little for one of its own. */
      draw.n = left < 2 * TORCH_PIECE ? left : TORCH_PIECE;

      if (! silt_pool_run (pool, 1, draw_torch_piece, &draw))
        return FALSE;
    }

  return TRUE;
}

/* Row `y` of pixel_shuffle (network): channel (c * r + dy) * r + dx of a cell
 * is channel c of its pixel (dx, dy). */
static void
shuffle_row (gpointer data,
             guint    y,
             guint    worker)
{
  const Draw            *draw   = data;
  const SiltNoiseSource *source = draw->source;
  gint                   r      = source->unshuffle;
  gint                   dy     = y % r;
  gsize                  width  = source->columns / r;
  gsize                  plane  = source->rows / r * width;
  const gfloat          *row    = source->network + y / r * width;
  gfloat                *pixel  = draw->out + (gsize) y * source->width *
                                              source->channels;
  gint                   x, c;

  for (x = 0; x < source->width; x++)
    for (c = 0; c < source->channels; c++)
      {
        gsize channel = (c * r + dy) * r + x % r;

        *pixel++ = row[channel * plane + x / r];
      }

  for (c = 0; c < source->channels * r * r; c++)
    silt_store_release (source->store, row + c * plane,
                        width * sizeof (gfloat));
  release_row (draw, y);
}

gboolean
silt_noise_source_draw (SiltNoiseSource *source,
                        SiltPool        *pool,
                        gfloat          *out)
{
  Draw     draw = { source, out, 0 };
  gboolean done;

  if (source->kind == SILT_NOISE_TORCH)
    done = draw_torch_network (source, pool) &&
           silt_pool_run (pool, source->height, shuffle_row, &draw);
  else
    done = silt_pool_run (pool, source->height, draw_philox_row, &draw);

  source->n_draws++;

  return done;
}
