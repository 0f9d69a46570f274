/* Silt: the transforms of Winograd's algorithm
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

#include "winograd-transform.h"

#include <string.h>

#include "clones.h"

#define TILE     SILT_WINOGRAD_TILE
#define PATCH    SILT_WINOGRAD_PATCH
#define N_POINTS SILT_WINOGRAD_POINTS
#define LANES    SILT_PANEL

typedef gfloat Lanes[LANES];

/* Each transform is one dimension of it done twice: first along the rows into
 * memory of its own, then along the columns.  Steps are in floats. */

static inline __attribute__ ((always_inline)) void
transform_weights (gfloat *restrict       out,
                   gsize                  out_step,
                   const gfloat *restrict g,
                   gsize                  step)
{
  gint lane;

#pragma GCC ivdep
  for (lane = 0; lane < LANES; lane++)
    {
      gfloat g0 = g[0 * step + lane];
      gfloat g1 = g[1 * step + lane];
      gfloat g2 = g[2 * step + lane];

      gfloat even = (g0 + g2) * (-1.0f / 6.0f);
      gfloat odd  = g1 * (1.0f / 6.0f);
      gfloat a    = g0 * (1.0f / 24.0f) + g2 * (1.0f / 6.0f);
      gfloat b    = g1 * (1.0f / 12.0f);

      out[0 * out_step + lane] = 0.25f * g0;
      out[1 * out_step + lane] = even - odd;
      out[2 * out_step + lane] = even + odd;
      out[3 * out_step + lane] = a + b;
      out[4 * out_step + lane] = a - b;
      out[5 * out_step + lane] = g2;
    }
}

static inline __attribute__ ((always_inline)) void
transform_input (gfloat *restrict       out,
                 gsize                  out_step,
                 const gfloat *restrict d,
                 gsize                  step)
{
  gint lane;

#pragma GCC ivdep
  for (lane = 0; lane < LANES; lane++)
    {
      gfloat d0 = d[0 * step + lane];
      gfloat d1 = d[1 * step + lane];
      gfloat d2 = d[2 * step + lane];
      gfloat d3 = d[3 * step + lane];
      gfloat d4 = d[4 * step + lane];
      gfloat d5 = d[5 * step + lane];

      gfloat a = d4 - 4.0f * d2;
      gfloat b = d3 - 4.0f * d1;
      gfloat c = d4 - d2;
      gfloat e = 2.0f * (d3 - d1);

      out[0 * out_step + lane] = 4.0f * d0 - 5.0f * d2 + d4;
      out[1 * out_step + lane] = a + b;
      out[2 * out_step + lane] = a - b;
      out[3 * out_step + lane] = c + e;
      out[4 * out_step + lane] = c - e;
      out[5 * out_step + lane] = 4.0f * d1 - 5.0f * d3 + d5;
    }
}

/* Six become four. */
static inline __attribute__ ((always_inline)) void
transform_output (gfloat *restrict       out,
                  gsize                  out_step,
                  const gfloat *restrict m,
                  gsize                  step)
{
  gint lane;

#pragma GCC ivdep
  for (lane = 0; lane < LANES; lane++)
    {
      gfloat m1 = m[1 * step + lane];
      gfloat m2 = m[2 * step + lane];
      gfloat m3 = m[3 * step + lane];
      gfloat m4 = m[4 * step + lane];

      gfloat sum12  = m1 + m2;
      gfloat diff12 = m1 - m2;
      gfloat sum34  = m3 + m4;
      gfloat diff34 = m3 - m4;

      out[0 * out_step + lane] = m[lane] + sum12 + sum34;
      out[1 * out_step + lane] = diff12 + 2.0f * diff34;
      out[2 * out_step + lane] = sum12 + 4.0f * sum34;
      out[3 * out_step + lane] = diff12 + 8.0f * diff34 + m[5 * step + lane];
    }
}

SILT_CLONES void
silt_winograd_transform_weights (gfloat       *out,
                                 gsize         point_step,
                                 const gfloat *taps,
                                 gsize         tap_step,
                                 gint          n)
{
  gint i;

  for (; n > 0; n--, out += LANES, taps += LANES)
    {
      Lanes rows[3 * PATCH];

      for (i = 0; i < 3; i++)
        transform_weights (rows[i * PATCH], LANES,
                           taps + 3 * i * tap_step, tap_step);
      for (i = 0; i < PATCH; i++)
        transform_weights (out + i * point_step, PATCH * point_step,
                           rows[i], PATCH * LANES);
    }
}

SILT_CLONES void
silt_winograd_transform_input (gfloat       *out,
                               gsize         point_step,
                               const gfloat *pixels,
                               gsize         row_step,
                               gsize         pixel_step,
                               gint          n)
{
  gint i;

  for (; n > 0; n -= LANES, out += LANES, pixels += LANES)
    {
      Lanes rows[N_POINTS];

      for (i = 0; i < PATCH; i++)
        transform_input (rows[i * PATCH], LANES,
                         pixels + i * row_step, pixel_step);
      for (i = 0; i < PATCH; i++)
        transform_input (out + i * point_step, PATCH * point_step,
                         rows[i], PATCH * LANES);
    }
}

/* out = scale (sum + add + residual), n lanes; residual may be NULL. */
static inline __attribute__ ((always_inline)) void
finish_pixel (gfloat *restrict       out,
              const gfloat *restrict sum,
              const gfloat *restrict add,
              const gfloat          *residual,
              gfloat                 scale,
              gint                   n)
{
  gint lane;

  if (residual)
    for (lane = 0; lane < n; lane++)
      out[lane] = (sum[lane] + add[lane] + residual[lane]) * scale;
  else
    for (lane = 0; lane < n; lane++)
      out[lane] = (sum[lane] + add[lane]) * scale;
}

SILT_CLONES void
silt_winograd_transform_output (gfloat       *out,
                                gsize         row_step,
                                gsize         pixel_step,
                                gint          rows,
                                gint          columns,
                                gint          n,
                                const gfloat *products,
                                gsize         point_step,
                                const gfloat *add,
                                const gfloat *residual,
                                gfloat        scale)
{
  gint c, i, y, x;

  for (c = 0; c < n; c += LANES)
    {
      Lanes half[PATCH * TILE], sums[TILE * TILE];

      for (i = 0; i < PATCH; i++)
        transform_output (half[i * TILE], LANES,
                          products + c + i * PATCH * point_step, point_step);
      for (i = 0; i < TILE; i++)
        transform_output (sums[i], TILE * LANES, half[i], TILE * LANES);

      for (y = 0; y < rows; y++)
        for (x = 0; x < columns; x++)
          {
            gsize         where = y * row_step + x * pixel_step + c;
            const gfloat *extra = residual ? residual + where : NULL;

            if (n - c >= LANES)
              finish_pixel (out + where, sums[y * TILE + x], add + c, extra,
                            scale, LANES);
            else
              finish_pixel (out + where, sums[y * TILE + x], add + c, extra,
                            scale, n - c);
          }
    }
}
