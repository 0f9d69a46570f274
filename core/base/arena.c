/* Silt: memory that is planned before it is used
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

#include "arena.h"

#include <stdlib.h>
#include <string.h>

#include "pages.h"

/* What a worker touches between two looks at whether it should go on. */
#define TOUCH_BYTES ((gsize) 4 << 20)

typedef struct
{
  gsize size;          /* in bytes, a multiple of the alignment */
  gsize offset;
  guint first, last;
} Buffer;

struct _SiltArena
{
  GArray  *buffers;    /* of Buffer */
  gsize    size;
  guint8  *memory;
};

SiltArena *
silt_arena_new (void)
{
  SiltArena *arena = g_new0 (SiltArena, 1);

  arena->buffers = g_array_new (FALSE, FALSE, sizeof (Buffer));

  return arena;
}

void
silt_arena_free (SiltArena *arena)
{
  if (! arena)
    return;

  g_array_unref (arena->buffers);
  free (arena->memory);
  g_free (arena);
}

/* A size that cannot be counted in bytes is kept as G_MAXSIZE. */
static gsize
size_in_bytes (gsize n_floats)
{
  gsize size;

  if (! g_size_checked_mul (&size, n_floats, sizeof (gfloat)) ||
      ! g_size_checked_add (&size, size, SILT_ARENA_ALIGN - 1))
    return G_MAXSIZE;

  return size & ~ (gsize) (SILT_ARENA_ALIGN - 1);
}

guint
silt_arena_add (SiltArena *arena,
                gsize      n_floats,
                guint      first,
                guint      last)
{
  Buffer buffer = { size_in_bytes (n_floats), 0, first, last };

  g_array_append_val (arena->buffers, buffer);

  return arena->buffers->len - 1;
}

void
silt_arena_extend (SiltArena *arena,
                   guint      id,
                   guint      last)
{
  Buffer *buffer = &g_array_index (arena->buffers, Buffer, id);

  buffer->last = MAX (buffer->last, last);
}

static gint
larger_first (gconstpointer a,
              gconstpointer b)
{
  const Buffer *one = *(Buffer *const *) a;
  const Buffer *two = *(Buffer *const *) b;

  if (one->size != two->size)
    return one->size < two->size ? 1 : -1;

  /* Same size: in the order of their numbers, so that the layout is one. */
  return one < two ? -1 : 1;
}

static gboolean
live_together (const Buffer *a,
               const Buffer *b)
{
  return a->first <= b->last && b->first <= a->last;
}

gsize
silt_arena_layout (SiltArena *arena)
{
  g_autofree Buffer **order = g_new (Buffer *, arena->buffers->len);
  guint               i, j;

  for (i = 0; i < arena->buffers->len; i++)
    order[i] = &g_array_index (arena->buffers, Buffer, i);

  qsort (order, arena->buffers->len, sizeof (Buffer *), larger_first);

  arena->size = 0;
  for (i = 0; i < arena->buffers->len; i++)
    {
      Buffer *buffer = order[i];
      gsize   end;

      /* The ends of smaller ones could not be counted safely. */
      if (buffer->size > G_MAXSSIZE / arena->buffers->len)
        return arena->size = G_MAXSIZE;

      buffer->offset = 0;

      /* Whenever a neighbour is in the way move behind it and look again:
       * the offset only grows, so this ends at the lowest free place. */
      for (j = 0; j < i; j++)
        {
          const Buffer *other = order[j];

          if (live_together (buffer, other) &&
              buffer->offset < other->offset + other->size &&
              other->offset < buffer->offset + buffer->size)
            {
              buffer->offset = other->offset + other->size;
              j = -1;
            }
        }

      end         = buffer->offset + buffer->size;
      arena->size = MAX (arena->size, end);
    }

  return arena->size;
}

static void
touch_chunk (gpointer data,
             guint    chunk,
             guint    worker)
{
  SiltArena *arena = data;
  gsize      first = (gsize) chunk * TOUCH_BYTES;

  memset (arena->memory + first, 0, MIN (TOUCH_BYTES, arena->size - first));
}

gboolean
silt_arena_commit (SiltArena *arena,
                   SiltPool  *pool)
{
  if (arena->size == G_MAXSIZE)
    return FALSE;

  free (arena->memory);
  arena->memory = silt_pages_new (arena->size);
  if (! arena->memory)
    return FALSE;

  silt_pool_run (pool, (arena->size + TOUCH_BYTES - 1) / TOUCH_BYTES,
                 touch_chunk, arena);

  return TRUE;
}

gfloat *
silt_arena_get (SiltArena *arena,
                guint      id)
{
  const Buffer *buffer = &g_array_index (arena->buffers, Buffer, id);

  return (gfloat *) (arena->memory + buffer->offset);
}
