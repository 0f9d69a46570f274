/* Silt: dynamic thresholding
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

#include "threshold.h"

#include "clones.h"

/* A float that is not negative, seen as an integer, keeps its order: selection
 * is by its digits, the highest first. */
#define DIGIT_BITS 8
#define N_DIGITS   (1 << DIGIT_BITS)

static guint32
magnitude_bits (gfloat value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof (bits));

  return bits & 0x7fffffff;
}

static gfloat
bits_magnitude (guint32 bits)
{
  gfloat value;

  memcpy (&value, &bits, sizeof (value));

  return value;
}

/* The bits of the |value| that `rank` others are below in order. */
static guint32
select_bits (const gfloat *values,
             gsize         n,
             gsize         rank)
{
  guint32 found = 0;
  gint    shift;

  for (shift = 32 - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS)
    {
      guint32 known              = ~(guint32) 0 << shift << DIGIT_BITS;
      gsize   counts[N_DIGITS]   = { 0 };
      guint32 digit              = 0;
      gsize   i;

      if (shift + DIGIT_BITS == 32)
        known = 0;

      for (i = 0; i < n; i++)
        {
          guint32 bits = magnitude_bits (values[i]);

          if ((bits & known) == found)
            counts[(bits >> shift) % N_DIGITS]++;
        }

      while (rank >= counts[digit])
        rank -= counts[digit++];

      found |= digit << shift;
    }

  return found;
}

/* The next larger |value| in order after that of `rank`, `bits`. */
static guint32
next_bits (const gfloat *values,
           gsize         n,
           gsize         rank,
           guint32       bits)
{
  guint32 larger = G_MAXUINT32;
  gsize   n_upto = 0;
  gsize   i;

  for (i = 0; i < n; i++)
    {
      guint32 other = magnitude_bits (values[i]);

      if (other <= bits)
        n_upto++;
      else
        larger = MIN (larger, other);
    }

  return n_upto > rank + 1 ? bits : larger;
}

gfloat
silt_threshold_level (const gfloat *x0,
                      gsize         n,
                      gdouble       ratio,
                      gdouble       max)
{
  gfloat  place = (gfloat) ratio * (gfloat) (n - 1);
  gsize   rank  = MIN ((gsize) place, n - 1);
  guint32 bits  = select_bits (x0, n, rank);
  gfloat  level = bits_magnitude (bits);
  gfloat  part  = place - rank;

  if (part > 0.0f && rank + 1 < n)
    level += part * (bits_magnitude (next_bits (x0, n, rank, bits)) - level);

  return MIN (MAX (level, 1.0f), (gfloat) max);
}

SILT_CLONES void
silt_threshold_apply (gfloat *x0,
                      gsize   n,
                      gfloat  level)
{
  gsize i;

  for (i = 0; i < n; i++)
    {
      gfloat value = x0[i];

      value = value < -level ? -level : value;
      value = value >  level ?  level : value;
      x0[i] = value / level;
    }
}
