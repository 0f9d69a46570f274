/* Silt: the windows that a canvas is seen through
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

#include "tiles.h"

#include <math.h>

#include "round-up.h"

/* The largest window of a strictly local network.  Larger ones spend less on
 * halos, smaller ones less memory. */
#define LOCAL_SIDE 2304

/* The other networks see canvases of up to twice the sides they were trained
 * on as a whole, and what is so small that memory and time are no matter. */
#define TRAINED_SIDES 2
#define LEAST_SIDE    256

/* Their windows overlap by a share of the trained size, and by no less. */
#define TRAINED_SHARE 4
#define LEAST_OVERLAP 32

/* Halo around a canvas whose period the network's grid does not divide, for
 * these: enough that what lies behind it hardly shows. */
#define FAR_HALO 64

static gint
trained_size (const SiltSight *sight)
{
  return sight->trained_size > 0 ? sight->trained_size : LEAST_SIDE;
}

/* What two neighbours have in common. */
static gint
overlap_of (const SiltSight *sight)
{
  gint overlap = 2 * sight->reach;

  if (sight->reach < 0)
    overlap = MAX (trained_size (sight) / TRAINED_SHARE, LEAST_OVERLAP);

  return silt_round_up (MAX (overlap, 1), 2 * sight->multiple);
}

/* Windows are no smaller than about three overlaps, which bounds what they
 * cost, and keeps more than two from meeting at a pixel. */
gint64
silt_tiling_max_pixels (const SiltSight *sight)
{
  gint64 least = 5 * overlap_of (sight) + 8 * sight->multiple;
  gint64 side  = LOCAL_SIDE;

  if (sight->reach < 0)
    side = MIN (MAX (TRAINED_SIDES * (gint64) trained_size (sight), LEAST_SIDE),
                SILT_MAX_SIZE);

  side = MAX (side, least);

  return side * side;
}

static gboolean
is_allowed (const SiltSight *sight,
            gint             size,
            gint             n)
{
  return n == 1 || size / n >= 2 * (overlap_of (sight) + sight->multiple);
}

/* The first pixel that window i of a ring keeps. */
static gint
ring_start (const SiltTileAxis *axis,
            gint                i)
{
  if (i == axis->n)
    return axis->size;

  return (gint64) i * axis->size / axis->n / axis->multiple * axis->multiple;
}

static void
plan_ring (SiltTileAxis    *axis,
           const SiltSight *sight)
{
  gint kept = 0;
  gint i;

  if (sight->reach < 0 && axis->n == 1)
    axis->halo = silt_round_up (FAR_HALO, axis->multiple);
  else
    axis->halo = axis->overlap / 2;

  for (i = 0; i < axis->n; i++)
    kept = MAX (kept, ring_start (axis, i + 1) - ring_start (axis, i));

  axis->window = silt_round_up (axis->halo + kept + axis->halo, axis->multiple);
}

/* `size` in n windows. */
static SiltTileAxis
plan_axis (const SiltSight *sight,
           gint             size,
           gboolean         seamless,
           gint             n)
{
  SiltTileAxis axis = { .size = size, .multiple = sight->multiple, .n = n,
                        .overlap = overlap_of (sight) };

  axis.ramp     = sight->reach < 0 && n > 1 ? axis.overlap : 0;
  axis.circular = seamless && n == 1 && size % axis.multiple == 0;
  axis.ring     = seamless && ! axis.circular;

  if (axis.ring)
    plan_ring (&axis, sight);
  else
    axis.window = silt_round_up ((size + (n - 1) * axis.overlap + n - 1) / n,
                                 axis.multiple);

  return axis;
}

static gint64
pixels_of (const SiltTiling *tiling)
{
  return (gint64) tiling->x.window * tiling->y.window;
}

void
silt_tiling_plan (SiltTiling      *tiling,
                  const SiltSight *sight,
                  gint             height,
                  gint             width,
                  SiltSeamless     seamless,
                  gint64           max_pixels)
{
  gint64 least = G_MAXINT64;
  gint   nx, ny;

  for (nx = 1; is_allowed (sight, width, nx); nx++)
    for (ny = 1; is_allowed (sight, height, ny); ny++)
      {
        SiltTiling next = { plan_axis (sight, width,
                                       seamless & SILT_SEAMLESS_X, nx),
                            plan_axis (sight, height,
                                       seamless & SILT_SEAMLESS_Y, ny) };
        gboolean   fits = pixels_of (&next) <= max_pixels;
        gint64     work = fits ? nx * ny * pixels_of (&next)
                               : G_MAXINT64 / 2 + pixels_of (&next);

        if (work < least)
          {
            least   = work;
            *tiling = next;
          }

        if (fits)
          break;
      }
}

gint
silt_tiling_n_windows (const SiltTiling *tiling)
{
  return tiling->x.n * tiling->y.n;
}

gboolean
silt_tiling_is_blended (const SiltTiling *tiling)
{
  return tiling->x.ramp > 0 || tiling->y.ramp > 0;
}

/* Where window i begins on an axis that has two ends: spread evenly, the last
 * at its end. */
static gint
line_origin (const SiltTileAxis *axis,
             gint                i)
{
  gint64 way = axis->size - axis->window;

  return axis->n == 1 ? 0
                      : way * i / (axis->n - 1) / axis->multiple *
                        axis->multiple;
}

/* The first pixel that window i keeps. */
static gint
keep_from (const SiltTileAxis *axis,
           gint                i)
{
  if (axis->ring)
    return ring_start (axis, i);
  if (i == 0)
    return 0;

  return i == axis->n ? axis->size : line_origin (axis, i) + axis->overlap / 2;
}

/* Whether the canvas goes on before window i. */
static gboolean
goes_on (const SiltTileAxis *axis,
         gint                i)
{
  return axis->ring || (i > 0 && i < axis->n);
}

SiltTile
silt_tile_axis_nth (const SiltTileAxis *axis,
                    gint                i)
{
  SiltTile tile = { 0, keep_from (axis, i), keep_from (axis, i + 1) };

  tile.origin = axis->ring ? tile.from - axis->halo : line_origin (axis, i);

  if (goes_on (axis, i))
    tile.from -= axis->ramp / 2;
  if (goes_on (axis, i + 1))
    tile.to += axis->ramp / 2;

  return tile;
}

/* From 0 to 1 as x does, with no corners; smooth (x) + smooth (1 - x) = 1. */
static gdouble
smooth (gdouble x)
{
  x = CLAMP (x, 0.0, 1.0);

  return 0.5 - 0.5 * cos (G_PI * x);
}

gfloat
silt_tile_axis_weight (const SiltTileAxis *axis,
                       gint                i,
                       gint                p)
{
  gdouble middle = p + 0.5;
  gdouble weight = 1.0;

  if (axis->ramp == 0)
    return 1.0f;

  if (goes_on (axis, i))
    weight *= smooth ((middle - keep_from (axis, i)) / axis->ramp + 0.5);
  if (goes_on (axis, i + 1))
    weight *= smooth ((keep_from (axis, i + 1) - middle) / axis->ramp + 0.5);

  return weight;
}
