/* Silt: half floats widened
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

#include "half.h"

#include <string.h>

/* sign 1, exponent 5 (bias 15), fraction 10  ->  1, 8 (bias 127), 23 */
static guint32
widen_half (guint16 half)
{
  guint32 sign      = (guint32) (half & 0x8000) << 16;
  guint32 magnitude = (guint32) (half & 0x7fff) << 13;
  guint32 bits;

  if (magnitude < 0x0400u << 13)
    {
      /* Zero or subnormal: the fraction counts units of 2^-24.  Made from an
       * integer, so that a processor set to flush subnormals does no harm. */
      gfloat value = (gfloat) (half & 0x03ff) * 0x1p-24f;

      memcpy (&bits, &value, sizeof bits);
    }
  else if (magnitude < 0x7c00u << 13)
    {
      bits = magnitude + ((127u - 15u) << 23);
    }
  else
    {
      bits = magnitude | 0x7f800000u;
    }

  return sign | bits;
}

void
silt_half_to_float (gfloat        *out,
                    const guint16 *in,
                    gsize          n)
{
  gsize i;

  for (i = 0; i < n; i++)
    {
      guint32 bits = widen_half (GUINT16_FROM_LE (in[i]));

      memcpy (&out[i], &bits, sizeof bits);
    }
}

void
silt_bfloat16_to_float (gfloat        *out,
                        const guint16 *in,
                        gsize          n)
{
  gsize i;

  /* The upper half of a float32. */
  for (i = 0; i < n; i++)
    {
      guint32 bits = (guint32) GUINT16_FROM_LE (in[i]) << 16;

      memcpy (&out[i], &bits, sizeof bits);
    }
}

static guint16
narrow_float (gfloat value)
{
  guint32 bits;
  guint32 magnitude, sign;

  memcpy (&bits, &value, sizeof bits);
  sign      = bits >> 16 & 0x8000;
  magnitude = bits & 0x7fffffff;

  if (magnitude > 0x7f800000u)
    return sign | 0x7e00;

  if (magnitude >= 0x477ff000u)      /* SILT_HALF_OVERFLOW */
    return sign | 0x7c00;

  if (magnitude < 0x38800000u)       /* 2^-14: zero or subnormal */
    {
      /* The fraction that counts units of 2^-24, where the sum with 1.5 x 2^23
       * rounds it to an integer, ties to even. */
      gfloat  scaled;
      guint32 rounded;

      memcpy (&scaled, &magnitude, sizeof scaled);
      scaled = scaled * 0x1p24f + 0x1.8p23f;
      memcpy (&rounded, &scaled, sizeof rounded);

      return sign | (rounded & 0x07ff);
    }

  /* Half a unit of the last place, less one where that place is even; a carry
   * goes into the exponent. */
  magnitude += 0x0fff + (magnitude >> 13 & 1);

  return sign | ((magnitude - ((127u - 15u) << 23)) >> 13);
}

void
silt_half_from_float (guint16      *out,
                      const gfloat *in,
                      gsize         n)
{
  gsize i;

  for (i = 0; i < n; i++)
    out[i] = GUINT16_TO_LE (narrow_float (in[i]));
}
