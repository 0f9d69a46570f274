/* Silt: how noisy a picture is
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
#include <stdlib.h>

#include "noise-level.h"

#define SIDE          8      /* of a block, pixels                           */
#define AREA          (SIDE * SIDE)
#define FIRST_HIGH    9      /* the least u + v of a high frequency (u, v)   */
#define N_HIGH        21     /* high frequencies in a block                  */
#define MAX_BLOCKS    32768
#define MIN_FLAT      20     /* blocks that are measured, if there are       */
#define FLAT_SHARE    0.05   /* of all blocks                                */
#define CLIPPED_SHARE 0.1    /* samples of a block, where there is a choice  */
#define MAX_SAMPLE    1e15f  /* its energy still is a float                  */
#define N_LEVELS      512
#define MAX_ROUNDS    16

typedef gfloat Basis[SIDE][SIDE];   /* [x][u]: cosine u at x */

typedef struct
{
  gboolean gray;                       /* the channels are equal everywhere  */
  gboolean clipped_low, clipped_high;  /* no sample is below 0, or above 1   */
} Kind;

typedef struct
{
  gfloat low;       /* energy of the low frequencies but the mean        */
  gfloat variance;  /* mean energy of the high frequencies               */
  gfloat mean[3];
  gint   n_clipped; /* of 3 AREA samples                                 */
} Block;

/* What clipping to 0 ... 1 makes of normal distributions of one sigma, with
 * means from below 0 to above 1. */
typedef struct
{
  gdouble mean[N_LEVELS];   /* after clipping, rising             */
  gdouble share[N_LEVELS];  /* of the variance that is left       */
} Clipping;

static inline const gfloat *
pixel_at (const SiltPicture *picture,
          gint               x,
          gint               y)
{
  return picture->data + y * picture->row_stride + x * picture->pixel_stride;
}

static inline gboolean
is_usable (const SiltMask *mask,
           const gfloat   *pixel,
           gint            x,
           gint            y)
{
  return fabsf (pixel[0]) < MAX_SAMPLE &&
         fabsf (pixel[1]) < MAX_SAMPLE &&
         fabsf (pixel[2]) < MAX_SAMPLE &&
         (! mask || mask->data[y * mask->row_stride + x] > 0.0f);
}

static Kind
find_kind (const SiltPicture *picture,
           const SiltMask    *mask)
{
  Kind kind = { TRUE, TRUE, TRUE };
  gint x, y, c;

  for (y = 0; y < picture->height; y++)
    for (x = 0; x < picture->width; x++)
      {
        const gfloat *pixel = pixel_at (picture, x, y);

        if (! is_usable (mask, pixel, x, y))
          continue;

        kind.gray &= pixel[0] == pixel[1] && pixel[1] == pixel[2];
        for (c = 0; c < 3; c++)
          {
            kind.clipped_low  &= pixel[c] >= 0.0f;
            kind.clipped_high &= pixel[c] <= 1.0f;
          }
      }

  return kind;
}

static void
make_basis (Basis basis)
{
  gint x, u;

  for (x = 0; x < SIDE; x++)
    for (u = 0; u < SIDE; u++)
      basis[x][u] = sqrt ((u == 0 ? 1.0 : 2.0) / SIDE) *
                    cos (G_PI * (2 * x + 1) * u / (2 * SIDE));
}

static void
transform (const Basis   basis,
           const gfloat *samples,        /* [y][x] */
           gfloat       *coefficients)   /* [v][u] */
{
  gfloat rows[AREA] = { 0 };   /* [y][u] */
  gint   x, y, u, v;

  for (y = 0; y < SIDE; y++)
    for (x = 0; x < SIDE; x++)
      for (u = 0; u < SIDE; u++)
        rows[y * SIDE + u] += samples[y * SIDE + x] * basis[x][u];

  for (v = 0; v < SIDE; v++)
    {
      for (u = 0; u < SIDE; u++)
        coefficients[v * SIDE + u] = 0.0f;
      for (y = 0; y < SIDE; y++)
        for (u = 0; u < SIDE; u++)
          coefficients[v * SIDE + u] += basis[y][v] * rows[y * SIDE + u];
    }
}

static void
add_energies (Block        *block,
              const Basis   basis,
              const gfloat *samples,
              gint          n_axes)
{
  gfloat coefficients[AREA];
  gint   u, v;

  transform (basis, samples, coefficients);

  coefficients[0] = 0.0f;
  for (v = 0; v < SIDE; v++)
    for (u = 0; u < SIDE; u++)
      {
        gfloat energy = coefficients[v * SIDE + u] *
                        coefficients[v * SIDE + u];

        if (u + v < FIRST_HIGH)
          block->low += energy;
        else
          block->variance += energy / (N_HIGH * n_axes);
      }
}

/* FALSE when a pixel of the block at (left, top) cannot be used. */
static gboolean
read_block (Block             *block,
            const SiltPicture *picture,
            const SiltMask    *mask,
            const Kind        *kind,
            const Basis        basis,
            gint               left,
            gint               top)
{
  const gfloat *corner = pixel_at (picture, left, top);
  gfloat        axes[2][AREA];
  gint          n_axes = kind->gray ? 1 : 2;
  gint          i, c;

  *block = (Block) { 0 };
  for (i = 0; i < AREA; i++)
    {
      gint          x     = left + i % SIDE;
      gint          y     = top + i / SIDE;
      const gfloat *pixel = pixel_at (picture, x, y);
      gfloat        d[3];

      if (! is_usable (mask, pixel, x, y))
        return FALSE;

      for (c = 0; c < 3; c++)
        {
          /* What is constant is then 0, without rounding. */
          d[c] = pixel[c] - corner[c];
          block->mean[c]   += pixel[c] / AREA;
          block->n_clipped += (kind->clipped_low  && pixel[c] <= 0.0f) ||
                              (kind->clipped_high && pixel[c] >= 1.0f);
        }

      axes[0][i] = kind->gray ? d[0] : (d[0] - d[2]) * (gfloat) M_SQRT1_2;
      axes[1][i] = (d[0] - 2.0f * d[1] + d[2]) / sqrtf (6.0f);
    }

  for (i = 0; i < n_axes; i++)
    add_energies (block, basis, axes[i], n_axes);

  return TRUE;
}

/* At most MAX_BLOCKS, evenly spread, none over another. */
static Block *
read_blocks (const SiltPicture *picture,
             const SiltMask    *mask,
             const Kind        *kind,
             gint              *n_blocks)
{
  gint64  across = picture->width / SIDE;
  gint64  down   = picture->height / SIDE;
  gint    step   = 1;
  Block  *blocks;
  Basis   basis;
  gint    i, j;

  while (((across + step - 1) / step) * ((down + step - 1) / step) > MAX_BLOCKS)
    step++;

  blocks    = g_new (Block, MIN (across * down, MAX_BLOCKS));
  *n_blocks = 0;
  make_basis (basis);
  for (j = 0; j < down; j += step)
    for (i = 0; i < across; i += step)
      if (read_block (blocks + *n_blocks, picture, mask, kind, basis,
                      i * SIDE, j * SIDE))
        (*n_blocks)++;

  return blocks;
}

/* Moves the blocks with few clipped samples to the front: how many.  Few is
 * twice as many for as long as there are not enough blocks. */
static gint
prefer_unclipped (Block *blocks,
                  gint   n_blocks)
{
  gdouble limit = 3 * AREA * CLIPPED_SHARE;
  gint    n     = 0;
  gint    i;

  for (;; limit *= 2)
    {
      for (i = n; i < n_blocks; i++)
        if (blocks[i].n_clipped <= limit)
          {
            Block block = blocks[i];

            blocks[i]   = blocks[n];
            blocks[n++] = block;
          }

      if (n >= MIN (MIN_FLAT, n_blocks))
        return n;
    }
}

static gint
compare_low (gconstpointer a,
             gconstpointer b)
{
  gfloat low_a = ((const Block *) a)->low;
  gfloat low_b = ((const Block *) b)->low;

  return (low_a > low_b) - (low_a < low_b);
}

static gint
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  gdouble value_a = *(const gdouble *) a;
  gdouble value_b = *(const gdouble *) b;

  return (value_a > value_b) - (value_a < value_b);
}

static gdouble
normal_density (gdouble z)
{
  return exp (-0.5 * z * z) / sqrt (2.0 * G_PI);
}

static gdouble
normal_share_below (gdouble z)
{
  return 0.5 * erfc (-z * M_SQRT1_2);
}

static void
tabulate_clipping (Clipping   *clipping,
                   const Kind *kind,
                   gdouble     sigma)
{
  gint i;

  for (i = 0; i < N_LEVELS; i++)
    {
      gdouble mu      = -4.0 * sigma + (1.0 + 8.0 * sigma) * i / (N_LEVELS - 1);
      gdouble low     = kind->clipped_low  ? -mu / sigma : -HUGE_VAL;
      gdouble high    = kind->clipped_high ? (1.0 - mu) / sigma : HUGE_VAL;
      gdouble d_low   = normal_density (low);
      gdouble d_high  = normal_density (high);
      gdouble white   = normal_share_below (-high);
      gdouble between = normal_share_below (high) - normal_share_below (low);
      gdouble mean    = mu * between - sigma * (d_high - d_low) + white;
      gdouble square  = (mu * mu + sigma * sigma) * between -
                        sigma * ((mu + 1.0) * d_high - mu * d_low) + white;

      clipping->mean[i]  = mean;
      clipping->share[i] = (square - mean * mean) / (sigma * sigma);
    }
}

static gdouble
share_left (const Clipping *clipping,
            gdouble         mean)
{
  gint    below = 0;
  gint    above = N_LEVELS - 1;
  gdouble width, way;

  while (above - below > 1)
    {
      gint middle = (below + above) / 2;

      if (clipping->mean[middle] <= mean)
        below = middle;
      else
        above = middle;
    }

  width = clipping->mean[above] - clipping->mean[below];
  way   = width > 0.0 ? (mean - clipping->mean[below]) / width : 0.0;
  way   = CLAMP (way, 0.0, 1.0);

  return (1.0 - way) * clipping->share[below] + way * clipping->share[above];
}

/* The median of the blocks' variances, each divided by the share of it that
 * clipping would have left at this sigma, or NULL for 1. */
static gdouble
median_variance (const Block    *blocks,
                 gint            n_blocks,
                 const Clipping *clipping)
{
  g_autofree gdouble *variances = g_new (gdouble, n_blocks);
  gint                i, c;

  for (i = 0; i < n_blocks; i++)
    {
      gdouble share = 1.0;

      /* Across (1, 1, 1), every channel has a third of the variance. */
      if (clipping)
        for (share = 0.0, c = 0; c < 3; c++)
          share += share_left (clipping, blocks[i].mean[c]) / 3.0;

      variances[i] = blocks[i].variance / MAX (share, 1e-3);
    }
  qsort (variances, n_blocks, sizeof (gdouble), compare_doubles);

  return variances[n_blocks / 2];
}

gdouble
silt_noise_level (const SiltPicture *picture,
                  const SiltMask    *mask)
{
  Kind              kind    = find_kind (picture, mask);
  gint              freedom = N_HIGH * (kind.gray ? 1 : 2);
  gint              n_blocks, n_flat, round;
  g_autofree Block *blocks  = read_blocks (picture, mask, &kind, &n_blocks);
  gdouble           median, variance;

  if (n_blocks == 0)
    return 0.0;

  n_blocks = prefer_unclipped (blocks, n_blocks);
  qsort (blocks, n_blocks, sizeof (Block), compare_low);
  n_flat = MAX ((gint) (FLAT_SHARE * n_blocks), MIN_FLAT);
  n_flat = MIN (n_flat, n_blocks);

  /* Of chi squared over its degrees of freedom (Wilson and Hilferty). */
  median   = pow (1.0 - 2.0 / (9.0 * freedom), 3.0);
  variance = median_variance (blocks, n_flat, NULL) / median;

  if (kind.clipped_low || kind.clipped_high)
    for (round = 0; round < MAX_ROUNDS && variance > 0.0; round++)
      {
        Clipping clipping;

        variance = MIN (variance, 1.0);
        tabulate_clipping (&clipping, &kind, sqrt (variance));
        variance = MIN (median_variance (blocks, n_flat, &clipping) / median,
                        1.0);
      }

  return sqrt (variance);
}
