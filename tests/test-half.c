/* Silt: half floats, against the formula of the standard
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

#include "half.h"

#define N_VALUES 65536

static guint32
bits_of (gfloat value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);

  return bits;
}

static guint16 *
every_value (void)
{
  guint16 *values = g_new (guint16, N_VALUES);
  guint    i;

  for (i = 0; i < N_VALUES; i++)
    values[i] = GUINT16_TO_LE (i);

  return values;
}

/* What the standard says of a sign, an exponent and a fraction of so many
 * bits, in double, where every value of either format is exact. */
static void
check (gfloat  got,
       guint   value,
       guint   exponent_bits,
       guint   fraction_bits)
{
  guint   exponent_max = (1u << exponent_bits) - 1;
  gint    bias         = (1 << (exponent_bits - 1)) - 1;
  guint   exponent     = (value >> fraction_bits) & exponent_max;
  guint   fraction     = value & ((1u << fraction_bits) - 1);
  gdouble one          = (gdouble) (1u << fraction_bits);
  gdouble want;

  g_assert_cmpuint (bits_of (got) >> 31, ==, value >> 15);

  if (exponent == exponent_max && fraction != 0)
    {
      /* Not a number, and with its payload. */
      g_assert_true (isnan (got));
      g_assert_cmphex (bits_of (got) & 0x7fffff, ==,
                       fraction << (23 - fraction_bits));
      return;
    }

  if (exponent == exponent_max)
    want = INFINITY;
  else if (exponent == 0)
    want = ldexp (fraction / one, 1 - bias);
  else
    want = ldexp (1.0 + fraction / one, (gint) exponent - bias);

  g_assert_true (fabs ((gdouble) got) == want);
}

static void
test_half (void)
{
  g_autofree guint16 *in  = every_value ();
  g_autofree gfloat  *out = g_new (gfloat, N_VALUES);
  guint               i;

  silt_half_to_float (out, in, N_VALUES);

  for (i = 0; i < N_VALUES; i++)
    check (out[i], i, 5, 10);
}

static void
test_bfloat16 (void)
{
  g_autofree guint16 *in  = every_value ();
  g_autofree gfloat  *out = g_new (gfloat, N_VALUES);
  guint               i;

  silt_bfloat16_to_float (out, in, N_VALUES);

  for (i = 0; i < N_VALUES; i++)
    check (out[i], i, 8, 7);
}

static void
test_known (void)
{
  static const guint16 halves[] = { 0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff };
  static const gfloat  values[] = { 1.0f, -2.0f, 0x1.554p-2f, 0x1p-24f,
                                    65504.0f };
  guint                i;

  for (i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      guint16 half = GUINT16_TO_LE (halves[i]);
      gfloat  out[2] = { 0.0f, 7.0f };

      silt_half_to_float (out, &half, 1);

      g_assert_cmpfloat (out[0], ==, values[i]);
      g_assert_cmpfloat (out[1], ==, 7.0f);
    }
}

/* The one half for each half, and the nearer of two for what is between. */
static void
test_rounding (void)
{
  g_autofree guint16 *in  = every_value ();
  g_autofree gfloat  *out = g_new (gfloat, N_VALUES);
  guint               i;

  silt_half_to_float (out, in, N_VALUES);

  for (i = 0; i < N_VALUES; i++)
    {
      guint   magnitude = i & 0x7fff;
      guint   even      = magnitude & 1 ? i + 1 : i;
      gfloat  beyond, middle;
      gfloat  near[4];
      guint16 got[4];

      if (magnitude > 0x7c00)
        {
          silt_half_from_float (got, &out[i], 1);
          g_assert_cmphex (GUINT16_FROM_LE (got[0]) & 0x7c00, ==, 0x7c00);
          g_assert_cmphex (GUINT16_FROM_LE (got[0]) & 0x03ff, !=, 0);
          continue;
        }

      beyond  = magnitude < 0x7bff ? out[i + 1] : copysignf (65536.0f, out[i]);
      middle  = magnitude < 0x7c00 ? 0.5f * (out[i] + beyond) : out[i];
      near[0] = out[i];
      near[1] = nextafterf (middle, out[i]);
      near[2] = middle;
      near[3] = magnitude < 0x7c00 ? nextafterf (middle, beyond) : out[i];
      silt_half_from_float (got, near, G_N_ELEMENTS (near));

      g_assert_cmphex (GUINT16_FROM_LE (got[0]), ==, i);
      g_assert_cmphex (GUINT16_FROM_LE (got[1]), ==, i);
      g_assert_cmphex (GUINT16_FROM_LE (got[2]), ==, even);
      g_assert_cmphex (GUINT16_FROM_LE (got[3]), ==,
                       magnitude < 0x7c00 ? i + 1 : i);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/half/every-value",     test_half);
  g_test_add_func ("/half/known-values",    test_known);
  g_test_add_func ("/half/rounding",        test_rounding);
  g_test_add_func ("/bfloat16/every-value", test_bfloat16);

  return g_test_run ();
}
