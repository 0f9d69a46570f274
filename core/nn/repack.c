/* Silt: bringing weights into the order of the kernels
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

#include "repack.h"

#include "widen.h"

/* Each may hold a tensor in memory. */
#define MOST_WORKERS 8

/* To give back fewer bytes takes longer than they are worth. */
#define LEAST_FORGOTTEN (1 << 20)

typedef struct
{
  const SiltWeight *weight;
  gfloat           *out;
  SiltConv          conv;         /* kernel 0: no panels, as it is         */
  gint              first;
} Piece;

struct _SiltRepack
{
  SiltWeights *weights;
  GArray      *pieces;            /* of Piece                              */
  gsize        largest;           /* elements that must be widened first   */
  gfloat      *raw;               /* as many for each worker               */
};

SiltRepack *
silt_repack_new (SiltWeights *weights)
{
  SiltRepack *repack = g_new0 (SiltRepack, 1);

  repack->weights = weights;
  repack->pieces  = g_array_new (FALSE, FALSE, sizeof (Piece));

  return repack;
}

void
silt_repack_free (SiltRepack *repack)
{
  g_free (repack->raw);
  g_array_unref (repack->pieces);
  g_free (repack);
}

void
silt_repack_array (SiltRepack       *repack,
                   const SiltWeight *weight,
                   gfloat           *out)
{
  Piece piece = { weight, out, };

  g_array_append_val (repack->pieces, piece);
}

/* The bytes of the file where they are floats as they stand, or NULL. */
static const gfloat *
as_floats (const SiltWeight *weight)
{
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN && weight->dtype == SILT_DTYPE_F32 &&
      weight->n_axes == 0 && (gsize) weight->data % sizeof (gfloat) == 0)
    return (const gfloat *) weight->data;

  return NULL;
}

void
silt_repack_panels (SiltRepack       *repack,
                    const SiltWeight *weight,
                    gfloat           *panels,
                    const SiltConv   *conv,
                    gint              first)
{
  Piece piece = { weight, panels, *conv, first };

  g_array_append_val (repack->pieces, piece);

  if (! as_floats (weight))
    repack->largest = MAX (repack->largest, weight->n_elements);
}

/* `count` columns of a panel from as many rows, the first of which goes to
 * to. */
static inline __attribute__ ((always_inline)) void
write_columns (gfloat       *to,
               const gfloat *from,
               gint          in_channels,
               const gint    taps,
               const gint    count)
{
  gsize row = (gsize) in_channels * taps;
  gint  i, tap, lane;

  for (i = 0; i < in_channels; i++, from += taps)
    for (tap = 0; tap < taps; tap++)
      for (lane = 0; lane < count; lane++)
        to[((gsize) tap * in_channels + i) * SILT_PANEL + lane] =
          from[lane * row + tap];
}

/* Panel by panel, so that whole cache lines are written at a time. */
static void
write_panels (const Piece  *piece,
              const gfloat *from)
{
  const SiltConv *conv  = &piece->conv;
  gint            taps  = conv->kernel * conv->kernel;
  gsize           row   = (gsize) conv->in_channels * taps;
  gint            n     = piece->weight->n_elements / row;
  gint            o, count;

  for (o = 0; o < n; o += count, from += count * row)
    {
      gint    column = piece->first + o;
      gfloat *to     = piece->out + silt_conv_weight (conv, 0, 0, column);

      count = MIN (SILT_PANEL - column % SILT_PANEL, n - o);

      if (count == SILT_PANEL && taps == 9)
        write_columns (to, from, conv->in_channels, 9, SILT_PANEL);
      else
        write_columns (to, from, conv->in_channels, taps, count);
    }
}

static void
do_piece (gpointer data,
          guint    chunk,
          guint    worker)
{
  const SiltRepack *repack = data;
  const Piece      *piece  = &g_array_index (repack->pieces, Piece, chunk);

  if (! piece->conv.kernel)
    {
      silt_weight_widen (piece->weight, piece->out);
    }
  else
    {
      const gfloat *floats = as_floats (piece->weight);
      gfloat       *raw    = repack->raw + worker * repack->largest;

      if (! floats)
        silt_weight_widen (piece->weight, raw);
      write_panels (piece, floats ? floats : raw);
    }

  if (silt_weight_bytes (piece->weight) >= LEAST_FORGOTTEN)
    silt_weights_forget (repack->weights, piece->weight);
}

gboolean
silt_repack_run (SiltRepack *repack)
{
  guint     n_workers = MIN (g_get_num_processors (), MOST_WORKERS);
  SiltPool *pool;

  if (repack->largest)
    {
      repack->raw = g_try_new (gfloat, repack->largest * n_workers);
      if (! repack->raw)
        return FALSE;
    }

  pool = silt_pool_new (n_workers, NULL);
  silt_pool_run (pool, repack->pieces->len, do_piece, repack);
  silt_pool_free (pool);

  return TRUE;
}
