/* Silt: rows times weights
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

#include "clones.h"

/* A block of rows and columns of the product is summed in the vector registers
 * while its weights stream past: the fewer of either, the more loads a sum
 * takes; the more, the sooner they no longer fit.  Registers come in sizes, so
 * this is one loop in three shapes rather than one under SILT_CLONES. */

typedef struct
{
  gfloat       *out;
  gsize         out_step;
  const gfloat *rows;
  gsize         row_step;
  gint          n_rows;
  const gfloat *panels;
  gsize         panel_step;
  gint          depth;
  gint          n_panels;
  gboolean      add;
} Job;

/* Products that are summed by themselves before they join what came before:
 * their weights fit the nearest cache, and rounding errors grow with the
 * length of a sum. */
#define DEPTH_BLOCK 64

/* NAME_block: adds DEPTH_BLOCK products, from `first` on, to `rows` x
 * `n_panels` of the sums.  Both are constants where it is inlined, so that all loops but
 * that over the depth unroll and the sums become registers.
 *
 * NAME_rows: all rows, ROWS at a time, by n_panels.
 * NAME: everything, PANELS at a time: so weights are read from the first to
 * the last, as they come fastest from memory. */
#define DEFINE_MULTIPLY(NAME, TARGET, LANES, ROWS, PANELS)                    \
  typedef gfloat NAME##_Vector                                                \
    __attribute__ ((vector_size (LANES * 4), aligned (4), may_alias));        \
                                                                              \
  static inline __attribute__ ((always_inline)) void                          \
  NAME##_block (const Job *job,                                               \
                gint       row,                                               \
                gint       panel,                                             \
                gint       first,                                             \
                const gint rows,                                              \
                const gint n_panels)                                          \
  {                                                                           \
    const gint     vectors = SILT_PANEL / LANES;                              \
    const gsize    panel_step = job->panel_step;                              \
    const gfloat  *a = job->rows + row * job->row_step;                       \
    const gfloat  *w = job->panels + panel * panel_step;                      \
    gfloat        *out = job->out + row * job->out_step + panel * SILT_PANEL; \
    NAME##_Vector  sums[ROWS * PANELS * (SILT_PANEL / LANES)];                \
    gint           k, r, v;                                                   \
                                                                              \
    _Pragma ("GCC unroll 32")                                                 \
    for (r = 0; r < rows; r++)                                                \
      _Pragma ("GCC unroll 16")                                               \
      for (v = 0; v < n_panels * vectors; v++)                                \
        sums[r * n_panels * vectors + v] = (NAME##_Vector) { 0.0f };          \
                                                                              \
    for (k = first; k < MIN (first + DEPTH_BLOCK, job->depth); k++)           \
      {                                                                       \
        _Pragma ("GCC unroll 2")                                              \
        for (v = 0; v < n_panels; v++)                                        \
          __builtin_prefetch (w + v * panel_step + (k + 24) * SILT_PANEL);    \
        _Pragma ("GCC unroll 16")                                             \
        for (r = 0; r < rows; r++)                                            \
          _Pragma ("GCC unroll 16")                                           \
          for (v = 0; v < n_panels * vectors; v++)                            \
            sums[r * n_panels * vectors + v] +=                               \
              a[r * job->row_step + k] *                                      \
              *(const NAME##_Vector *) (w + v / vectors * panel_step +        \
                                        k * SILT_PANEL + v % vectors * LANES);\
      }                                                                       \
                                                                              \
    _Pragma ("GCC unroll 16")                                                 \
    for (r = 0; r < rows; r++)                                                \
      _Pragma ("GCC unroll 16")                                               \
      for (v = 0; v < n_panels * vectors; v++)                                \
        {                                                                     \
          NAME##_Vector *to = (NAME##_Vector *) (out + r * job->out_step +    \
                                                 v * LANES);                  \
                                                                              \
          if (first > 0 || job->add)                                          \
            sums[r * n_panels * vectors + v] += *to;                          \
          *to = sums[r * n_panels * vectors + v];                             \
        }                                                                     \
  }                                                                           \
                                                                              \
  static inline __attribute__ ((always_inline)) void                          \
  NAME##_rows (const Job *job,                                                \
               gint       panel,                                              \
               const gint n_panels)                                           \
  {                                                                           \
    gint first, row;                                                          \
                                                                              \
    for (first = 0; first < job->depth; first += DEPTH_BLOCK)                 \
      {                                                                       \
        row = 0;                                                              \
        for (; row + ROWS <= job->n_rows; row += ROWS)                        \
          NAME##_block (job, row, panel, first, ROWS, n_panels);              \
        for (; row + ROWS / 3 <= job->n_rows; row += ROWS / 3)                \
          NAME##_block (job, row, panel, first, ROWS / 3, n_panels);          \
        for (; row < job->n_rows; row++)                                      \
          NAME##_block (job, row, panel, first, 1, n_panels);                 \
      }                                                                       \
  }                                                                           \
                                                                              \
  TARGET static void                                                          \
  NAME (const Job *job)                                                       \
  {                                                                           \
    gint panel = 0;                                                           \
                                                                              \
    for (; panel + PANELS <= job->n_panels; panel += PANELS)                  \
      NAME##_rows (job, panel, PANELS);                                       \
    for (; panel < job->n_panels; panel++)                                    \
      NAME##_rows (job, panel, 1);                                            \
  }

DEFINE_MULTIPLY (multiply_4, , 4, 3, 1)

#ifdef SILT_HAS_CLONES
DEFINE_MULTIPLY (multiply_8,
                 __attribute__ ((target ("arch=x86-64-v3"))), 8, 6, 1)
DEFINE_MULTIPLY (multiply_16,
                 __attribute__ ((target ("arch=x86-64-v4"))), 16, 12, 2)
#endif

void
silt_multiply (gfloat       *out,
               gsize         out_step,
               const gfloat *rows,
               gsize         row_step,
               gint          n_rows,
               const gfloat *panels,
               gsize         panel_step,
               gint          depth,
               gint          n_panels,
               gboolean      add)
{
  Job job = { out, out_step, rows, row_step, n_rows, panels, panel_step, depth,
              n_panels, add };

#ifdef SILT_HAS_CLONES
  if (SILT_USES_AVX512)
    multiply_16 (&job);
  else if (__builtin_cpu_supports ("x86-64-v3"))
    multiply_8 (&job);
  else
#endif
    multiply_4 (&job);
}
