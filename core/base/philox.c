/* Silt: counter-based random numbers
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

#include "philox.h"

#define PHILOX_ROUNDS 10

void
silt_philox4x32 (guint32        out[4],
                 const guint32  counter[4],
                 const guint32  key[2])
{
  guint32 c0 = counter[0], c1 = counter[1];
  guint32 c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];
  gint    round;

  for (round = 0; round < PHILOX_ROUNDS; round++)
    {
      guint64 product0 = (guint64) 0xd2511f53u * c0;
      guint64 product1 = (guint64) 0xcd9e8d57u * c2;

      c0 = (guint32) (product1 >> 32) ^ c1 ^ k0;
      c1 = (guint32) product1;
      c2 = (guint32) (product0 >> 32) ^ c3 ^ k1;
      c3 = (guint32) product0;

      /* Weyl sequences: the golden ratio and the square root of 3, less 1. */
      k0 += 0x9e3779b9u;
      k1 += 0xbb67ae85u;
    }

  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/* Box and Muller 1958.  In double, so that the float that comes of it is the
 * same on every processor and C library, but for one in many millions. */
static void
box_muller (gfloat  *out,
            guint32  word0,
            guint32  word1)
{
  gdouble u      = (word0 + 0.5) * 0x1p-32;   /* never 0 nor 1 */
  gdouble angle  = word1 * (2.0 * G_PI * 0x1p-32);
  gdouble radius = sqrt (-2.0 * log (u));

  out[0] = radius * cos (angle);
  out[1] = radius * sin (angle);
}

void
silt_philox_normal (gfloat   out[4],
                    guint64  seed,
                    guint32  x,
                    guint32  y,
                    guint32  draw,
                    guint32  quad)
{
  const guint32 counter[4] = { x, y, draw, quad };
  const guint32 key[2]     = { (guint32) seed, (guint32) (seed >> 32) };
  guint32       words[4];

  silt_philox4x32 (words, counter, key);

  box_muller (out,     words[0], words[1]);
  box_muller (out + 2, words[2], words[3]);
}
