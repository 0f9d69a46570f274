/* Silt: PyTorch's normal random numbers
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

#include "torch-random.h"

#define MT_SIZE  624
#define MT_SHIFT 397

#define BLOCK    16    /* values that normal_fill makes at once */

/* The Mersenne Twister of Matsumoto and Nishimura 1998, seeded as in their
 * revision of 2002. */
void
silt_torch_random_init (SiltTorchRandom *random,
                        guint64          seed)
{
  guint i;

  random->state[0] = (guint32) seed;
  for (i = 1; i < MT_SIZE; i++)
    {
      guint32 last = random->state[i - 1];

      random->state[i] = 1812433253u * (last ^ (last >> 30)) + i;
    }

  random->next      = MT_SIZE;
  random->spare     = 0.0;
  random->has_spare = FALSE;
}

static guint32
twist (guint32 high,
       guint32 low)
{
  guint32 mixed = (high & 0x80000000u) | (low & 0x7fffffffu);

  return (mixed >> 1) ^ (low & 1 ? 0x9908b0dfu : 0);
}

static void
next_state (guint32 *state)
{
  guint i;

  for (i = 0; i < MT_SIZE; i++)
    state[i] = state[(i + MT_SHIFT) % MT_SIZE] ^
               twist (state[i], state[(i + 1) % MT_SIZE]);
}

static guint32
next_word (SiltTorchRandom *random)
{
  guint32 word;

  if (random->next == MT_SIZE)
    {
      next_state (random->state);
      random->next = 0;
    }

  word = random->state[random->next++];
  word ^= word >> 11;
  word ^= (word << 7)  & 0x9d2c5680u;
  word ^= (word << 15) & 0xefc60000u;
  word ^= word >> 18;

  return word;
}

/* Uniform in [0, 1): as many random bits as the type's mantissa holds. */
static gfloat
next_float (SiltTorchRandom *random)
{
  return (next_word (random) & 0xffffff) * 0x1p-24f;
}

static gdouble
next_double (SiltTorchRandom *random)
{
  guint64 high = next_word (random);
  guint64 low  = next_word (random);

  return (((high << 32) | low) & 0x1fffffffffffff) * 0x1p-53;
}

static gdouble
next_normal (SiltTorchRandom *random)
{
  gdouble angle, radius;

  if (random->has_spare)
    {
      random->has_spare = FALSE;
      return random->spare;
    }

  angle  = 2.0 * G_PI * next_double (random);
  radius = sqrt (-2.0 * log1p (- next_double (random)));

  random->spare     = radius * sin (angle);
  random->has_spare = TRUE;

  return radius * cos (angle);
}

/* 16 uniform values, replaced by normal ones: the first eight give the
 * radii, the other eight the angles. */
static void
fill_block (gfloat *block)
{
  gint i;

  for (i = 0; i < BLOCK / 2; i++)
    {
      gfloat radius = sqrtf (-2.0f * logf (1.0f - block[i]));
      gfloat angle  = (gfloat) (2.0 * G_PI) * block[i + BLOCK / 2];

      block[i]             = radius * cosf (angle);
      block[i + BLOCK / 2] = radius * sinf (angle);
    }
}

void
silt_torch_random_normal (SiltTorchRandom *random,
                          gfloat          *out,
                          gsize            n)
{
  gsize i;

  if (n < BLOCK)
    {
      for (i = 0; i < n; i++)
        out[i] = next_normal (random);
      return;
    }

  for (i = 0; i < n; i++)
    out[i] = next_float (random);

  for (i = 0; i + BLOCK <= n; i += BLOCK)
    fill_block (out + i);

  if (n % BLOCK != 0)
    {
      gfloat *last = out + n - BLOCK;

      for (i = 0; i < BLOCK; i++)
        last[i] = next_float (random);
      fill_block (last);
    }
}
