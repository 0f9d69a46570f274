/* Silt: tests of the exponential
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

#include "exp.h"

static void
test_exp (void)
{
  gfloat worst = 0.0f;
  gint   i;

  for (i = -8700000; i <= 8800000; i += 3)
    {
      gfloat  x    = i * 1e-5f;
      gdouble want = exp ((gdouble) x);
      gdouble ulp  = nextafterf (want, INFINITY) - (gfloat) want;

      worst = MAX (worst, fabs (silt_exp (x) - want) / ulp);
    }

  g_test_message ("%.3f ulp at worst", worst);
  g_assert_cmpfloat (worst, <, 2.0);
}

static void
test_ends (void)
{
  g_assert_cmpfloat (silt_exp (0.0f), ==, 1.0f);
  g_assert_cmpfloat (silt_exp (-1000.0f), ==, silt_exp (-87.0f));
  g_assert_cmpfloat (silt_exp (-INFINITY), ==, silt_exp (-87.0f));
  g_assert_cmpfloat (silt_exp (1000.0f), ==, silt_exp (88.0f));
  g_assert_true (isfinite (silt_exp (INFINITY)));
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exp/accuracy", test_exp);
  g_test_add_func ("/exp/ends", test_ends);

  return g_test_run ();
}
