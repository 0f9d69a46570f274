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

#include <math.h>
#include <string.h>

#include "noise.h"

#include "philox.h"
#include "round-up.h"
#include "torch-random.h"

/* Values drawn at once, between two looks at whether to stop: a multiple of
 * the generator's blocks of 16, so that a draw in pieces is the whole draw. */
#define TORCH_PIECE (1 << 20)

/* Pixels, each side, of the cells whose means even noise lacks. */
#define CELL 32

/* The side of the square of which a canvas' colour is the mean, as it were: a
 * smaller one gives gaudier colours. */
#define COLOR 52

/* No canvas has a pixel there. */
#define NOWHERE G_MAXINT32

/* Of a picture. */
#define MAX_CHANNELS 4

struct _SiltNoiseSource
{
  SiltNoise        kind;
  gint             height, width, channels;
  gint             x, y;        /* of the canvas, on the one that is drawn    */
  guint64          seed;
  guint32          n_draws;     /* so far                                     */
  SiltStore       *store;       /* of what is drawn and the map, or NULL      */
  gfloat          *own;         /* the map, if that is to be freed            */

  /* even */
  gint             cell_rows, cell_columns;
  gfloat          *means;       /* [cell_rows, cell_columns, channels]        */
  gboolean         has_color;

  /* torch */
  SiltTorchRandom  random;
  gint             unshuffle;
  gint             rows, columns;   /* of the padded canvas, in pixels        */
  gfloat          *network;     /* [channels * unshuffle^2, rows / unshuffle,
                                 *  columns / unshuffle]                      */
};

typedef struct
{
  SiltNoiseSource *source;
  gfloat          *out;
  gsize            n;           /* of a piece                                 */
} Draw;

/* A pixel lies between the middles of two cells; so many are needed for any
 * window of `side` pixels. */
static gint
n_cells (gint side)
{
  return (side + CELL - 2) / CELL + 2;
}

/* The first of the two, for a window's first pixel; -1 is beyond the canvas. */
static gint
first_cell (gint x)
{
  return (gint) floor ((x + 0.5) / CELL - 0.5);
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
                          gfloat    *map)
{
  SiltNoiseSource *source = g_new0 (SiltNoiseSource, 1);

  source->kind         = kind;
  source->height       = height;
  source->width        = width;
  source->channels     = channels;
  source->seed         = seed;
  source->store        = store;
  source->cell_rows    = n_cells (height);
  source->cell_columns = n_cells (width);
  source->means        = map;
  source->unshuffle    = unshuffle;
  source->rows         = silt_round_up (height, multiple);
  source->columns      = silt_round_up (width, multiple);
  source->network      = map;

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
  gsize            bytes = silt_noise_source_bytes (kind, height, width,
                                                    channels, multiple);
  gfloat          *map   = NULL;

  if (bytes > 0)
    {
      map = g_try_malloc (bytes);
      if (! map)
        return NULL;
    }

  source = silt_noise_source_new_in (kind, seed, height, width, channels,
                                     unshuffle, multiple, NULL, map);
  source->own = map;

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
  g_return_if_fail (source->kind != SILT_NOISE_TORCH || (x == 0 && y == 0));

  source->x = x;
  source->y = y;
}

void
silt_noise_source_add_color (SiltNoiseSource *source)
{
  source->has_color = TRUE;
}

gsize
silt_noise_source_bytes (SiltNoise kind,
                         gint      height,
                         gint      width,
                         gint      channels,
                         gint      multiple)
{
  gsize values = 0;

  if (kind == SILT_NOISE_TORCH)
    values = (gsize) silt_round_up (height, multiple) *
             silt_round_up (width, multiple) * channels;
  else if (kind == SILT_NOISE_EVEN)
    values = (gsize) n_cells (height) * n_cells (width) * channels;

  return values * sizeof (gfloat);
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

/* All channels of a pixel of the canvas. */
static void
draw_pixel (const SiltNoiseSource *source,
            guint32                x,
            guint32                y,
            gfloat                *pixel)
{
  gint c;

  for (c = 0; c < source->channels; c += 4)
    {
      gint   n = MIN (source->channels - c, 4);
      gfloat normal[4];

      silt_philox_normal (normal, source->seed, x, y, source->n_draws, c / 4);
      memcpy (pixel + c, normal, n * sizeof (gfloat));
    }
}

static gfloat *
draw_philox_pixels (const Draw *draw,
                    guint       y)
{
  const SiltNoiseSource *source = draw->source;
  gfloat                *row    = draw->out + (gsize) y * source->width *
                                              source->channels;
  gint                   x;

  for (x = 0; x < source->width; x++)
    draw_pixel (source, source->x + x, source->y + y,
                row + (gsize) x * source->channels);

  return row;
}

static void
draw_philox_row (gpointer data,
                 guint    y,
                 guint    worker)
{
  draw_philox_pixels (data, y);
  release_row (data, y);
}


/*  even noise  */

/* Also of pixels that the canvas does not have. */
static void
draw_mean (const SiltNoiseSource *source,
           gint                   x,
           gint                   y,
           gfloat                *mean)
{
  gdouble sums[MAX_CHANNELS] = { 0, };
  gfloat  pixel[MAX_CHANNELS];
  gint    i, c;

  for (i = 0; i < CELL * CELL; i++)
    {
      draw_pixel (source, x + i % CELL, y + i / CELL, pixel);
      for (c = 0; c < source->channels; c++)
        sums[c] += pixel[c];
    }

  for (c = 0; c < source->channels; c++)
    mean[c] = sums[c] / (CELL * CELL);
}

/* One mean of all the canvas takes the place of the cells' own: none, or the
 * colour. */
static void
draw_means_row (gpointer data,
                guint    row,
                guint    worker)
{
  const Draw            *draw   = data;
  const SiltNoiseSource *source = draw->source;
  gfloat                *mean   = source->means + (gsize) row *
                                  source->cell_columns * source->channels;
  gfloat                 color[MAX_CHANNELS] = { 0, };
  gint                   i, c;

  if (source->has_color && source->n_draws == 0)
    draw_pixel (source, NOWHERE, NOWHERE, color);

  for (i = 0; i < source->cell_columns; i++, mean += source->channels)
    {
      draw_mean (source, (first_cell (source->x) + i) * CELL,
                 (first_cell (source->y) + (gint) row) * CELL, mean);
      for (c = 0; c < source->channels; c++)
        mean[c] -= color[c] / COLOR;
    }
}

/* Takes away what lies between the means, which are those in the middle of
 * their cells: a step from one cell to the next would be seen. */
static void
draw_even_row (gpointer data,
               guint    y,
               guint    worker)
{
  const Draw            *draw   = data;
  const SiltNoiseSource *source = draw->source;
  gint                   n      = source->channels;
  gfloat                *pixel  = draw_philox_pixels (draw, y);
  gfloat                 at_y   = (source->y + (gint) y + 0.5f) / CELL - 0.5f -
                                  first_cell (source->y);
  gint                   row    = at_y;
  const gfloat          *above  = source->means + (gsize) row *
                                  source->cell_columns * n;
  const gfloat          *below  = above + (gsize) source->cell_columns * n;
  gfloat                 down   = at_y - row;
  gint                   x, c;

  for (x = 0; x < source->width; x++, pixel += n)
    {
      gfloat at_x   = (source->x + x + 0.5f) / CELL - 0.5f -
                      first_cell (source->x);
      gint   column = at_x;
      gfloat right  = at_x - column;

      for (c = 0; c < n; c++)
        {
          gint   i      = column * n + c;
          gfloat top    = above[i] + right * (above[i + n] - above[i]);
          gfloat bottom = below[i] + right * (below[i + n] - below[i]);

          pixel[c] -= top + down * (bottom - top);
        }
    }

  release_row (draw, y);
}


/*  torch's noise  */

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
  else if (source->kind == SILT_NOISE_EVEN)
    done = silt_pool_run (pool, source->cell_rows, draw_means_row, &draw) &&
           silt_pool_run (pool, source->height, draw_even_row, &draw);
  else
    done = silt_pool_run (pool, source->height, draw_philox_row, &draw);

  source->n_draws++;

  return done;
}
