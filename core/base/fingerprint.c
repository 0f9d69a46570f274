/* Silt: a number that tells bytes apart
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

#include "fingerprint.h"

#include <string.h>

/* Hashes of every fourth word, independent of each other, so that a processor
 * works on all of them at a time. */
#define LANES 4

/* An odd number without a pattern in its bits: 2^64 over the golden ratio. */
#define FACTOR G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

static inline guint64
mix (guint64 hash,
     guint64 word)
{
  hash = (hash ^ word) * FACTOR;

  return hash ^ hash >> 32;
}

guint64
silt_fingerprint (guint64       before,
                  gconstpointer bytes,
                  gsize         n_bytes)
{
  const guint8 *from         = bytes;
  guint64       lanes[LANES] = { before, 1, 2, 3 };
  guint64       words[LANES];
  guint64       hash;
  gsize         left;
  gint          i;

  for (left = n_bytes; left >= sizeof (words); left -= sizeof (words))
    {
      memcpy (words, from, sizeof (words));
      from += sizeof (words);

      for (i = 0; i < LANES; i++)
        lanes[i] = mix (lanes[i], words[i]);
    }

  memset (words, 0, sizeof (words));
  if (left > 0)
    memcpy (words, from, left);

  hash = n_bytes;
  for (i = 0; i < LANES; i++)
    hash = mix (mix (hash, lanes[i]), words[i]);

  return hash;
}
