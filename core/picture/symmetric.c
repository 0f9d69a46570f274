/* Silt: symmetric matrices of three rows
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

#include "symmetric.h"

#include <math.h>
#include <string.h>

/* Each sweep squares what is left beside the diagonal, if it is small; five
 * leave nothing of it in double. */
#define SWEEPS 12

/* Turns the plane of the axes p and q so that m[p][q] becomes 0; v gathers the
 * turns (Jacobi 1846; Golub and Van Loan: Matrix Computations, 8.5). */
static void
turn (gdouble m[3][3],
      gdouble v[3][3],
      gint    p,
      gint    q)
{
  gdouble theta, t, c, s;
  gint    i;

  if (m[p][q] == 0.0)
    return;

  theta = (m[q][q] - m[p][p]) / (2.0 * m[p][q]);
  t     = (theta < 0.0 ? -1.0 : 1.0) / (fabs (theta) + hypot (theta, 1.0));
  c     = 1.0 / hypot (t, 1.0);
  s     = t * c;

  for (i = 0; i < 3; i++)
    {
      gdouble row_p = m[i][p];
      gdouble row_q = m[i][q];

      m[i][p] = c * row_p - s * row_q;
      m[i][q] = s * row_p + c * row_q;
    }

  for (i = 0; i < 3; i++)
    {
      gdouble column_p = m[p][i];
      gdouble column_q = m[q][i];
      gdouble v_p      = v[i][p];
      gdouble v_q      = v[i][q];

      m[p][i] = c * column_p - s * column_q;
      m[q][i] = s * column_p + c * column_q;
      v[i][p] = c * v_p - s * v_q;
      v[i][q] = s * v_p + c * v_q;
    }
}

void
silt_symmetric_power (gdouble out[3][3],
                      gdouble in[3][3],
                      gdouble power)
{
  gdouble m[3][3];
  gdouble v[3][3] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
  gdouble raised[3];
  gint    i, j;

  memcpy (m, in, sizeof (m));

  for (i = 0; i < SWEEPS; i++)
    {
      turn (m, v, 0, 1);
      turn (m, v, 0, 2);
      turn (m, v, 1, 2);
    }

  for (i = 0; i < 3; i++)
    raised[i] = pow (MAX (m[i][i], 0.0), power);

  for (i = 0; i < 3; i++)
    for (j = 0; j < 3; j++)
      out[i][j] = v[i][0] * raised[0] * v[j][0] +
                  v[i][1] * raised[1] * v[j][1] +
                  v[i][2] * raised[2] * v[j][2];
}

static void
multiply (gdouble out[3][3],
          gdouble a[3][3],
          gdouble b[3][3])
{
  gint i, j;

  for (i = 0; i < 3; i++)
    for (j = 0; j < 3; j++)
      out[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j];
}

void
silt_symmetric_sandwich (gdouble out[3][3],
                         gdouble a[3][3],
                         gdouble b[3][3])
{
  gdouble half[3][3];

  multiply (half, a, b);
  multiply (out, half, a);
}
