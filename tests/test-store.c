/* Silt: the maps of a canvas in memory and in a file
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

#include <string.h>

#include "scratch.h"
#include "temporary-file.h"

#define MAP_BYTES (8 << 20)
#define N_MAPS    5

/* Bytes of this process that are resident, of files. */
static gsize
resident_of_files (void)
{
  g_autofree gchar *text = NULL;
  const gchar      *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "\nRssFile:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (line + strlen ("\nRssFile:"), NULL, 10) * 1024;
}

static SiltStore *
make_store (gsize    memory,
            gboolean fits)
{
  SiltStore *store = silt_store_new ();
  gint       i;

  for (i = 0; i < N_MAPS; i++)
    g_assert_cmpuint (silt_store_add (store, MAP_BYTES), ==, i);

  g_assert_cmpint (silt_store_layout (store, memory, 2), ==, fits);

  return store;
}

static void
test_layout (void)
{
  SiltStore *store = make_store (G_MAXSIZE, TRUE);
  gsize      all   = silt_store_memory (store);
  gsize      least = silt_store_least (store, 2);
  gint       in_memory;

  g_assert_cmpuint (all, >=, N_MAPS * MAP_BYTES);
  g_assert_cmpuint (all, <, N_MAPS * MAP_BYTES + 4096);
  g_assert_cmpuint (silt_store_file (store), ==, 0);
  g_assert_cmpuint (least, >, 2 * N_MAPS * SILT_STORE_BAND);
  g_assert_cmpuint (least, <, all);
  silt_store_free (store);

  store = make_store (least - 1, FALSE);
  silt_store_free (store);

  /* One after the other; what is promised is kept. */
  for (in_memory = 0; least + in_memory * (MAP_BYTES + 64) < all; in_memory++)
    {
      gsize budget = least + in_memory * (MAP_BYTES + 64);

      store = make_store (budget, TRUE);
      g_assert_cmpuint (silt_store_file (store), ==,
                        (N_MAPS - in_memory) * MAP_BYTES);
      g_assert_cmpuint (silt_store_memory (store), <=, budget);
      silt_store_free (store);
    }
  g_assert_cmpint (in_memory, >=, 3);
}

/* What is written is there when it is read again; what is released is not
 * resident; and no map lies in another. */
static void
test_release (void)
{
  SiltPool          *pool  = silt_pool_new (2, NULL);
  SiltStore         *store = make_store (0, FALSE);
  g_autoptr (GError) error = NULL;
  gsize              before, touched, released;
  gint               i;
  gsize              k;

  silt_store_commit (store, pool, &error);
  g_assert_no_error (error);

  before = resident_of_files ();
  for (i = 0; i < N_MAPS; i++)
    memset (silt_store_get (store, i), 'a' + i, MAP_BYTES);
  touched = resident_of_files ();

  for (i = 0; i < N_MAPS; i++)
    silt_store_release (store, silt_store_get (store, i), MAP_BYTES);
  released = resident_of_files ();

  g_test_message ("%.1f MB, %.1f MB, %.1f MB", before / 1e6, touched / 1e6,
                  released / 1e6);
  g_assert_cmpuint (touched - before, >=, N_MAPS * MAP_BYTES / 10 * 9);
  g_assert_cmpuint (released, <, before + MAP_BYTES / 4);

  for (i = 0; i < N_MAPS; i++)
    {
      const gchar *map = silt_store_get (store, i);

      for (k = 0; k < MAP_BYTES; k += 997)
        g_assert_cmpint (map[k], ==, 'a' + i);
    }

  silt_store_free (store);
  silt_pool_free (pool);
}

/* To release what lies in memory, or is none of the store's, must not hurt. */
static void
test_memory (void)
{
  SiltPool           *pool  = silt_pool_new (2, NULL);
  SiltStore          *store = make_store (G_MAXSIZE, TRUE);
  g_autofree guint8  *other = g_malloc (MAP_BYTES);
  guint8             *map;

  g_assert_true (silt_store_commit (store, pool, NULL));
  map = silt_store_get (store, 1);
  memset (map, 5, MAP_BYTES);
  memset (other, 7, MAP_BYTES);

  silt_store_release (store, map, MAP_BYTES);
  silt_store_release (store, other, MAP_BYTES);
  silt_store_release (NULL, other, MAP_BYTES);
  g_assert_cmpint (map[MAP_BYTES / 2], ==, 5);
  g_assert_cmpint (other[MAP_BYTES / 2], ==, 7);

  silt_store_free (store);
  silt_pool_free (pool);
}

/* More than any disk has is an error before anything is done, and names where
 * it was tried; nothing is left behind. */
static void
test_no_room (void)
{
  g_autoptr (GError)  error  = NULL;
  gchar              *folder = scratch_new ();

  g_setenv ("TMPDIR", folder, TRUE);
  g_assert_null (silt_temporary_file_map ((gsize) 1 << 60, &error));
  g_unsetenv ("TMPDIR");

  g_assert_error (error, SILT_ERROR, SILT_ERROR_IO);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "temporary file"));

  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/layout", test_layout);
  g_test_add_func ("/store/release", test_release);
  g_test_add_func ("/store/memory", test_memory);
  g_test_add_func ("/store/no-room", test_no_room);

  return g_test_run ();
}
