/* Silt: an exponential that vectorises
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

#pragma once

#include <math.h>
#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* e^x within 2 ulp for -87 <= x <= 88, clamped to that range beyond it; free
 * of branches, tables and calls, so that a loop over it becomes vector code,
 * which a loop over expf does not.  e^x = 2^n e^r, n the integer nearest to
 * x / ln 2, and a polynomial for |r| <= ln 2 / 2 (Cephes, expf). */
static inline gfloat
silt_exp (gfloat x)
{
  const gfloat round = 12582912.0f;     /* 1.5 * 2^23: adding it rounds */
  gfloat       n, r, p, power;
  gint32       bits;

  x = x < -87.0f ? -87.0f : x;
  x = x >  88.0f ?  88.0f : x;

  n = (x * 1.44269504f + round) - round;
  /* ln 2 in two parts, the first of so few bits that its product is exact. */
  r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;

  p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;

  bits = ((gint32) n + 127) << 23;
  memcpy (&power, &bits, sizeof (power));

  return p * power;
}

G_END_DECLS
