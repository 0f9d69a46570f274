/* Silt: tests of the planned memory
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

#include <malloc.h>
#include <sys/resource.h>

static void
test_lifetimes (void)
{
  SiltPool  *pool  = silt_pool_new (2, NULL);
  SiltArena *arena = silt_arena_new ();
  guint      a     = silt_arena_add (arena, 100, 0, 1);
  guint      b     = silt_arena_add (arena, 100, 1, 2);
  guint      c     = silt_arena_add (arena, 100, 2, 3);
  guint      d     = silt_arena_add (arena, 50, 3, 3);

  /* A chain needs two links at a time: 100 floats, rounded up to 64 bytes. */
  g_assert_cmpuint (silt_arena_layout (arena), ==, 2 * 448);
  g_assert_true (silt_arena_commit (arena, pool));

  g_assert_true (silt_arena_get (arena, a) == silt_arena_get (arena, c));
  g_assert_true (silt_arena_get (arena, b) != silt_arena_get (arena, c));
  g_assert_true (silt_arena_get (arena, b) == silt_arena_get (arena, d));

  silt_arena_extend (arena, a, 2);
  g_assert_cmpuint (silt_arena_layout (arena), ==, 3 * 448);

  silt_arena_free (arena);
  silt_pool_free (pool);
}

/* Whatever the buffers, no two that live together overlap. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  SiltPool         *pool = silt_pool_new (2, NULL);
  gint              round;

  for (round = 0; round < 50; round++)
    {
      enum { N = 60 };

      SiltArena *arena = silt_arena_new ();
      gsize      size[N];
      guint      first[N], last[N];
      gsize      total, sum = 0;
      gint       i, j;

      for (i = 0; i < N; i++)
        {
          size[i]  = g_rand_int_range (rand, 0, 5000);
          first[i] = g_rand_int_range (rand, 0, 100);
          last[i]  = first[i] + g_rand_int_range (rand, 0, 20);
          sum     += (size[i] * sizeof (gfloat) + 63) / 64 * 64;
          g_assert_cmpuint (silt_arena_add (arena, size[i], first[i], last[i]),
                            ==, i);
        }

      total = silt_arena_layout (arena);
      g_assert_cmpuint (total, <, sum);
      g_assert_true (silt_arena_commit (arena, pool));

      for (i = 0; i < N; i++)
        {
          gfloat *one = silt_arena_get (arena, i);

          g_assert_cmpuint ((gsize) one % SILT_ARENA_ALIGN, ==, 0);

          for (j = 0; j < i; j++)
            {
              gfloat *two = silt_arena_get (arena, j);

              if (first[i] <= last[j] && first[j] <= last[i])
                g_assert_true (one + size[i] <= two || two + size[j] <= one);
            }

          /* Under a sanitizer this finds what lies beyond the memory. */
          for (j = 0; j < (gint) size[i]; j++)
            one[j] = i;
        }

      silt_arena_free (arena);
    }

  silt_pool_free (pool);
}

static void
test_too_much (void)
{
  SiltPool  *pool  = silt_pool_new (2, NULL);
  SiltArena *arena = silt_arena_new ();

  silt_arena_add (arena, G_MAXSIZE / 2, 0, 0);
  g_assert_cmpuint (silt_arena_layout (arena), ==, G_MAXSIZE);
  g_assert_false (silt_arena_commit (arena, pool));
  silt_arena_free (arena);

  arena = silt_arena_new ();
  silt_arena_add (arena, G_MAXSSIZE / 6, 0, 0);
  silt_arena_add (arena, G_MAXSSIZE / 6, 0, 0);
  g_assert_cmpuint (silt_arena_layout (arena), ==, G_MAXSIZE);
  g_assert_false (silt_arena_commit (arena, pool));
  silt_arena_free (arena);
  silt_pool_free (pool);
}

/* A gigabyte is not touched for nobody. */
static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SiltPool                *pool        = silt_pool_new (2, cancellable);
  SiltArena               *arena       = silt_arena_new ();
  struct rusage            before, after;

  /* Meson has malloc fill what it gives away, a gigabyte too. */
  mallopt (M_PERTURB, 0);

  g_cancellable_cancel (cancellable);
  silt_arena_add (arena, (gsize) 1 << 28, 0, 0);
  silt_arena_layout (arena);

  getrusage (RUSAGE_SELF, &before);
  g_assert_true (silt_arena_commit (arena, pool));
  getrusage (RUSAGE_SELF, &after);

  /* In KiB: of a gigabyte, no more than what a sanitizer notes about it. */
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 512 * 1024);

  silt_arena_free (arena);
  silt_pool_free (pool);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/lifetimes", test_lifetimes);
  g_test_add_func ("/arena/random", test_random);
  g_test_add_func ("/arena/too-much", test_too_much);
  g_test_add_func ("/arena/cancelled", test_cancelled);

  return g_test_run ();
}
