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

/* Values that a thread counts at a time. */
#define CHUNK_VALUES (SILT_STORE_BAND / sizeof (gfloat))

/* A look at all values, in the pool.  Whole numbers are summed, and the sum is
 * one whoever comes first. */
typedef struct
{
  const gfloat *values;
  gsize         n;
  SiltPool     *pool;
  SiltStore    *store;
  GMutex        mutex;               /* guards the outcome */

  /* Counting the digits at `shift` of those whose higher ones are `found`. */
  guint32       found, known;
  gint          shift;
  gsize         counts[N_DIGITS];

  /* Those up to `found`, and the least beyond. */
  gsize         n_upto;
  guint32       larger;
} Look;

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

static gsize
chunk_end (const Look *look,
           guint       chunk)
{
  return MIN ((chunk + (gsize) 1) * CHUNK_VALUES, look->n);
}

static void
release (const Look *look,
         guint       chunk)
{
  gsize first = (gsize) chunk * CHUNK_VALUES;

  silt_store_release (look->store, look->values + first,
                      (chunk_end (look, chunk) - first) * sizeof (gfloat));
}

static void
count_digits (gpointer data,
              guint    chunk,
              guint    worker)
{
  Look  *look             = data;
  gsize  end              = chunk_end (look, chunk);
  gsize  counts[N_DIGITS] = { 0 };
  gsize  i;

  for (i = (gsize) chunk * CHUNK_VALUES; i < end; i++)
    {
      guint32 bits = magnitude_bits (look->values[i]);

      if ((bits & look->known) == look->found)
        counts[(bits >> look->shift) % N_DIGITS]++;
    }

  g_mutex_lock (&look->mutex);
  for (i = 0; i < N_DIGITS; i++)
    look->counts[i] += counts[i];
  g_mutex_unlock (&look->mutex);

  release (look, chunk);
}

static void
find_larger (gpointer data,
             guint    chunk,
             guint    worker)
{
  Look    *look   = data;
  gsize    end    = chunk_end (look, chunk);
  guint32  larger = G_MAXUINT32;
  gsize    n_upto = 0;
  gsize    i;

  for (i = (gsize) chunk * CHUNK_VALUES; i < end; i++)
    {
      guint32 bits = magnitude_bits (look->values[i]);

      if (bits <= look->found)
        n_upto++;
      else
        larger = MIN (larger, bits);
    }

  g_mutex_lock (&look->mutex);
  look->n_upto += n_upto;
  look->larger  = MIN (look->larger, larger);
  g_mutex_unlock (&look->mutex);

  release (look, chunk);
}

static gboolean
run (Look         *look,
     SiltPoolFunc  func)
{
  return silt_pool_run (look->pool,
                        (look->n + CHUNK_VALUES - 1) / CHUNK_VALUES, func,
                        look);
}

/* look->found: the bits of the |value| that `rank` others are below in
 * order. */
static gboolean
select_bits (Look  *look,
             gsize  rank)
{
  for (look->shift = 32 - DIGIT_BITS; look->shift >= 0;
       look->shift -= DIGIT_BITS)
    {
      guint32 digit = 0;

      memset (look->counts, 0, sizeof (look->counts));
      if (! run (look, count_digits))
        return FALSE;

      while (rank >= look->counts[digit])
        rank -= look->counts[digit++];

      look->found |= digit << look->shift;
      look->known |= (guint32) (N_DIGITS - 1) << look->shift;
    }

  return TRUE;
}

/* The next larger |value| in order after that of `rank`, which was found. */
static gboolean
next_value (Look   *look,
            gsize   rank,
            gfloat *value)
{
  look->n_upto = 0;
  look->larger = G_MAXUINT32;

  if (! run (look, find_larger))
    return FALSE;

  *value = bits_magnitude (look->n_upto > rank + 1 ? look->found
                                                   : look->larger);
  return TRUE;
}

gboolean
silt_threshold_level (const gfloat *x0,
                      gsize         n,
                      gdouble       ratio,
                      gdouble       max,
                      SiltPool     *pool,
                      SiltStore    *store,
                      gfloat       *level)
{
  Look     look  = { .values = x0, .n = n, .pool = pool, .store = store };
  gfloat   place = (gfloat) ratio * (gfloat) (n - 1);
  gsize    rank  = MIN ((gsize) place, n - 1);
  gfloat   part  = place - rank;
  gfloat   value, next = 0.0f;
  gboolean done;

  g_mutex_init (&look.mutex);

  done  = select_bits (&look, rank);
  value = bits_magnitude (look.found);
  if (done && part > 0.0f && rank + 1 < n)
    {
      done   = next_value (&look, rank, &next);
      value += part * (next - value);
    }

  g_mutex_clear (&look.mutex);

  *level = MIN (MAX (value, 1.0f), (gfloat) max);

  return done;
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
