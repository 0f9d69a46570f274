/* Silt: the elements of a tensor
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

#include "widen.h"

#include <string.h>

#include "half.h"

#define BLOCK_BYTES 4096

/* Takes n elements that lie one after another, maybe unaligned, the first of
 * which is element number `first` of the tensor. */
typedef void (* TakeFunc) (gpointer      out,
                           gsize         first,
                           const guint8 *in,
                           gsize         n,
                           SiltDtype     dtype);

gsize
silt_weight_bytes (const SiltWeight *weight)
{
  return weight->n_elements * silt_dtype_size (weight->dtype);
}

/* One run of the innermost axis: gathered in blocks where it has gaps. */
static void
take_run (const SiltWeight *weight,
          const guint8     *in,
          SiltAxis          axis,
          gsize             first,
          TakeFunc          take,
          gpointer          out)
{
  guint8 block[BLOCK_BYTES];
  gsize  size  = silt_dtype_size (weight->dtype);
  gsize  width = sizeof (block) / size;
  gint64 done;
  gsize  i, n;

  if (axis.stride == 1)
    {
      take (out, first, in, axis.n, weight->dtype);
      return;
    }

  for (done = 0; done < axis.n; done += n)
    {
      n = MIN ((gsize) (axis.n - done), width);

      for (i = 0; i < n; i++)
        memcpy (block + i * size, in + (done + i) * axis.stride * size, size);

      take (out, first + done, block, n, weight->dtype);
    }
}

static void
take_all (const SiltWeight *weight,
          TakeFunc          take,
          gpointer          out)
{
  const SiltAxis dense                = { weight->n_elements, 1 };
  guint          n_outer              = MAX (weight->n_axes, 1) - 1;
  SiltAxis       inner                = weight->n_axes ? weight->axes[n_outer]
                                                       : dense;
  gint64         index[SILT_MAX_DIMS] = { 0 };
  gsize          size                 = silt_dtype_size (weight->dtype);
  gsize          done;
  gint           i;

  for (done = 0; done < weight->n_elements; done += inner.n)
    {
      gsize offset = 0;

      for (i = 0; i < (gint) n_outer; i++)
        offset += index[i] * weight->axes[i].stride;

      take_run (weight, weight->data + offset * size, inner, done, take, out);

      for (i = (gint) n_outer - 1; i >= 0; i--)
        {
          if (++index[i] < weight->axes[i].n)
            break;

          index[i] = 0;
        }
    }
}

static void
take_bytes (gpointer      out,
            gsize         first,
            const guint8 *in,
            gsize         n,
            SiltDtype     dtype)
{
  gsize size = silt_dtype_size (dtype);

  memcpy ((guint8 *) out + first * size, in, n * size);
}

static void
widen_narrow (gfloat       *out,
              const guint8 *in,
              gsize         n,
              SiltDtype     dtype)
{
  guint16 block[1024];
  gsize   i;

  for (i = 0; i < n; i += G_N_ELEMENTS (block))
    {
      gsize count = MIN (n - i, G_N_ELEMENTS (block));

      memcpy (block, in + i * sizeof *block, count * sizeof *block);

      if (dtype == SILT_DTYPE_F16)
        silt_half_to_float (out + i, block, count);
      else
        silt_bfloat16_to_float (out + i, block, count);
    }
}

static void
take_floats (gpointer      out,
             gsize         first,
             const guint8 *in,
             gsize         n,
             SiltDtype     dtype)
{
  gfloat *floats = (gfloat *) out + first;
  gsize   i;

  if (dtype == SILT_DTYPE_F32)
    {
      for (i = 0; i < n; i++)
        {
          guint32 bits;

          memcpy (&bits, in + i * sizeof bits, sizeof bits);
          bits = GUINT32_FROM_LE (bits);
          memcpy (&floats[i], &bits, sizeof bits);
        }
    }
  else if (dtype == SILT_DTYPE_F64)
    {
      for (i = 0; i < n; i++)
        {
          guint64 bits;
          gdouble value;

          memcpy (&bits, in + i * sizeof bits, sizeof bits);
          bits = GUINT64_FROM_LE (bits);
          memcpy (&value, &bits, sizeof bits);
          floats[i] = value;
        }
    }
  else
    {
      widen_narrow (floats, in, n, dtype);
    }
}

void
silt_weight_gather (const SiltWeight *weight,
                    guint8           *out)
{
  take_all (weight, take_bytes, out);
}

gboolean
silt_weight_widen (const SiltWeight *weight,
                   gfloat           *out)
{
  if (! silt_dtype_is_float (weight->dtype))
    return FALSE;

  take_all (weight, take_floats, out);

  return TRUE;
}
