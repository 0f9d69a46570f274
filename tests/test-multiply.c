/* Silt: tests of the matrix product
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

#include "multiply.h"

#include <string.h>

#include "numbers.h"

/* out [panels, depth, SILT_PANEL] of weights [depth, n_columns]. */
static void
pack_panels (gfloat       *out,
             const gfloat *weights,
             gint          depth,
             gint          n_columns)
{
  gint first, k;

  for (first = 0; first < n_columns; first += SILT_PANEL)
    for (k = 0; k < depth; k++, out += SILT_PANEL)
      {
        gint count = MIN (SILT_PANEL, n_columns - first);

        memset (out, 0, SILT_PANEL * sizeof (gfloat));
        memcpy (out, weights + (gsize) k * n_columns + first,
                count * sizeof (gfloat));
      }
}

static void
check_product (gint n_rows,
               gint depth,
               gint n_columns)
{
  g_autoptr (GRand)   rand     = g_rand_new_with_seed (3);
  gint                n_panels = silt_count_panels (n_columns);
  gint                out_step = n_panels * SILT_PANEL + 3;
  gint                row_step = depth + 5;
  gsize               n        = (gsize) n_rows * n_columns;
  g_autofree gfloat  *rows     = g_new (gfloat, (gsize) n_rows * row_step);
  g_autofree gfloat  *weights  = g_new (gfloat, (gsize) depth * n_columns);
  g_autofree gfloat  *panels   = g_new (gfloat, (gsize) depth * n_panels *
                                                SILT_PANEL);
  g_autofree gfloat  *out      = g_new (gfloat, (gsize) n_rows * out_step);
  g_autofree gfloat  *got      = g_new (gfloat, n);
  g_autofree gdouble *want     = g_new0 (gdouble, n);
  gint                r, c, k;

  fill_random (rows, (gsize) n_rows * row_step, rand);
  fill_random (weights, (gsize) depth * n_columns, rand);
  fill_random (out, (gsize) n_rows * out_step, rand);

  pack_panels (panels, weights, depth, n_columns);
  silt_multiply (out, out_step, rows, row_step, n_rows, panels,
                 (gsize) depth * SILT_PANEL, depth, n_panels, FALSE);

  for (r = 0; r < n_rows; r++)
    for (c = 0; c < n_columns; c++)
      {
        for (k = 0; k < depth; k++)
          want[r * n_columns + c] += (gdouble) rows[r * row_step + k] *
                                     weights[k * n_columns + c];

        got[r * n_columns + c] = out[r * out_step + c];
      }

  g_assert_cmpfloat (relative_l2 (got, want, n), <, 2e-6);
}

/* Every rest that rows, panels and blocks of the depth can leave. */
static void
test_shapes (void)
{
  static const gint depths[] = { 1, 7, 256, 257, 700 };
  gint              rows, columns;
  gsize             i;

  for (rows = 1; rows <= 30; rows += rows < 14 ? 1 : 7)
    for (columns = 1; columns <= 70; columns += 15)
      for (i = 0; i < G_N_ELEMENTS (depths); i++)
        check_product (rows, depths[i], columns);
}

/* A row's sums do not hang on how many rows there are. */
static void
test_alone (void)
{
  enum { ROWS = 29, DEPTH = 300, PANELS = 3, STEP = PANELS * SILT_PANEL };

  g_autoptr (GRand)  rand   = g_rand_new_with_seed (3);
  g_autofree gfloat *rows   = g_new (gfloat, ROWS * DEPTH);
  g_autofree gfloat *panels = g_new (gfloat, DEPTH * STEP);
  g_autofree gfloat *all    = g_new (gfloat, ROWS * STEP);
  gfloat             one[STEP];
  gint               r;

  fill_random (rows, ROWS * DEPTH, rand);
  fill_random (panels, DEPTH * STEP, rand);
  silt_multiply (all, STEP, rows, DEPTH, ROWS, panels,
                 DEPTH * SILT_PANEL, DEPTH, PANELS, FALSE);

  for (r = 0; r < ROWS; r++)
    {
      silt_multiply (one, STEP, rows + r * DEPTH, DEPTH, 1, panels,
                     DEPTH * SILT_PANEL, DEPTH, PANELS, FALSE);
      g_assert_cmpmem (one, sizeof (one), all + r * STEP, sizeof (one));
    }
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/multiply/shapes", test_shapes);
  g_test_add_func ("/multiply/alone", test_alone);

  return g_test_run ();
}
