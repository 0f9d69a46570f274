/* Silt: the maps of a canvas, in memory or in a file
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

#include "store.h"

#include <sys/mman.h>

#include "arena.h"
#include "temporary-file.h"

#include "silt.h"

/* Where maps begin in the file, and what is released with a byte: the kernel
 * maps so much around a page that is read. */
#define GRAIN ((gsize) 64 * 1024)

/* Room for what is touched beside the maps' bands. */
#define SLACK ((gsize) 8 << 20)

typedef struct
{
  gsize    size;
  gboolean in_file;
  gsize    offset;       /* in the file                 */
  guint    buffer;       /* in memory: the arena's number */
} Map;

struct _SiltStore
{
  GArray    *maps;       /* of Map */
  SiltArena *arena;      /* or NULL: all are in the file */
  gsize      memory;
  gsize      file_size;
  guint8    *file;       /* mapped, or NULL */
};

SiltStore *
silt_store_new (void)
{
  SiltStore *store = g_new0 (SiltStore, 1);

  store->maps = g_array_new (FALSE, FALSE, sizeof (Map));

  return store;
}

void
silt_store_free (SiltStore *store)
{
  if (! store)
    return;

  if (store->file)
    munmap (store->file, store->file_size);

  silt_arena_free (store->arena);
  g_array_unref (store->maps);
  g_free (store);
}

guint
silt_store_add (SiltStore *store,
                gsize      n_bytes)
{
  Map map = { n_bytes, FALSE, 0, 0 };

  g_array_append_val (store->maps, map);

  return store->maps->len - 1;
}

static gsize
sum_of_maps (SiltStore *store)
{
  gsize sum = 0;
  guint i;

  for (i = 0; i < store->maps->len; i++)
    if (! g_size_checked_add (&sum, sum,
                              g_array_index (store->maps, Map, i).size +
                              SILT_ARENA_ALIGN))
      return G_MAXSIZE;

  return sum;
}

/* Of maps in a file, what is resident. */
static gsize
bands_of_maps (SiltStore *store,
               guint      n_workers)
{
  return SLACK + (gsize) n_workers * store->maps->len * SILT_STORE_BAND;
}

gsize
silt_store_least (SiltStore *store,
                  guint      n_workers)
{
  return MIN (sum_of_maps (store), bands_of_maps (store, n_workers));
}

gboolean
silt_store_layout (SiltStore *store,
                   gsize      memory,
                   guint      n_workers)
{
  gsize    bands = bands_of_maps (store, n_workers);
  gsize    left  = memory;
  gboolean fits  = TRUE;
  guint    i;

  g_clear_pointer (&store->arena, silt_arena_free);
  store->file_size = 0;

  if (sum_of_maps (store) > memory)
    {
      fits = memory >= bands;
      left = fits ? memory - bands : 0;
    }

  for (i = 0; i < store->maps->len; i++)
    {
      Map *map = &g_array_index (store->maps, Map, i);

      map->in_file = map->size + SILT_ARENA_ALIGN > left;
      if (map->in_file)
        {
          map->offset       = store->file_size;
          store->file_size += (map->size + GRAIN - 1) / GRAIN * GRAIN;
        }
      else
        {
          if (! store->arena)
            store->arena = silt_arena_new ();

          map->buffer  = silt_arena_add (store->arena,
                                         (map->size + sizeof (gfloat) - 1) /
                                         sizeof (gfloat), 0, 0);
          left        -= map->size + SILT_ARENA_ALIGN;
        }
    }

  store->memory = store->arena ? silt_arena_layout (store->arena) : 0;
  if (store->file_size > 0)
    store->memory += bands;

  return fits;
}

gsize
silt_store_memory (SiltStore *store)
{
  return store->memory;
}

gsize
silt_store_file (SiltStore *store)
{
  return store->file_size;
}

gboolean
silt_store_commit (SiltStore  *store,
                   SiltPool   *pool,
                   GError    **error)
{
  if (store->file_size > 0)
    {
      store->file = silt_temporary_file_map (store->file_size, error);
      if (! store->file)
        return FALSE;
    }

  if (! store->arena || silt_arena_commit (store->arena, pool))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_MEMORY,
               "no memory for the %" G_GSIZE_FORMAT " bytes of the canvas",
               store->memory);
  return FALSE;
}

gpointer
silt_store_get (SiltStore *store,
                guint      id)
{
  const Map *map = &g_array_index (store->maps, Map, id);

  return map->in_file ? (gpointer) (store->file + map->offset)
                      : silt_arena_get (store->arena, map->buffer);
}

void
silt_store_release (SiltStore     *store,
                    gconstpointer  data,
                    gsize          n_bytes)
{
  const guint8 *start = data;
  gsize         first, end;

  if (! store || ! store->file || start < store->file ||
      start >= store->file + store->file_size)
    return;

  first = (start - store->file) / GRAIN * GRAIN;
  end   = (start - store->file + n_bytes + GRAIN - 1) / GRAIN * GRAIN;

  /* Of a shared mapping of a file, what was written stays written. */
  madvise (store->file + first, MIN (end, store->file_size) - first,
           MADV_DONTNEED);
}
