/* Silt: tests of pictures in another size
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

#include "rescale.h"

#include "plain-rescale.h"

#define WORKERS 3

static gfloat *
random_map (gsize n)
{
  gfloat *map  = g_new (gfloat, n);
  GRand  *rand = g_rand_new_with_seed (n);
  gsize   i;

  for (i = 0; i < n; i++)
    map[i] = g_rand_double_range (rand, -1.0, 1.0);
  g_rand_free (rand);

  return map;
}

/* All rows, by one worker after the other. */
static gfloat *
rescale (const SiltRescaleShape *shape,
         const gfloat           *in)
{
  SiltRescale *scale = silt_rescale_new (shape, WORKERS);
  gsize        n     = (gsize) shape->width * shape->channels;
  gfloat      *out   = g_new (gfloat, n * shape->height);
  gint         y;

  g_assert_nonnull (scale);
  for (y = 0; y < shape->height; y++)
    memcpy (out + y * n,
            silt_rescale_row (scale, in, (gsize) shape->in_width *
                                         shape->channels,
                              y, y % WORKERS, NULL),
            n * sizeof (gfloat));
  silt_rescale_free (scale);

  return out;
}

static void
test_plain (void)
{
  const SiltRescaleShape shapes[] =
  {
    { 12,  9, 24, 18, 3, SILT_SEAMLESS_NONE },
    { 12,  9, 24, 18, 3, SILT_SEAMLESS_XY },
    { 24, 18, 12,  9, 3, SILT_SEAMLESS_X },
    { 21, 16,  5, 11, 1, SILT_SEAMLESS_Y },
    {  7,  3, 27, 13, 3, SILT_SEAMLESS_X },
    {  1,  2,  4,  7, 3, SILT_SEAMLESS_NONE },
    {  2,  1,  7,  4, 1, SILT_SEAMLESS_XY },
    { 16, 16,  4,  1, 3, SILT_SEAMLESS_NONE }
  };
  guint i;
  gint  k;

  for (i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const SiltRescaleShape *s = &shapes[i];
      gint                    n = s->width * s->height * s->channels;
      g_autofree gfloat      *in    = random_map (s->in_width * s->in_height *
                                                  s->channels);
      g_autofree gfloat      *found = rescale (s, in);
      g_autofree gdouble     *plain = g_new (gdouble, n);

      plain_rescale (plain, s->width, s->height, in, s->in_width, s->in_height,
                     s->channels, s->seamless);
      for (k = 0; k < n; k++)
        g_assert_cmpfloat_with_epsilon (found[k], plain[k], 2e-6);
    }
}

/* What is too fine for the new size becomes its mean, not coarse stripes. */
static void
test_no_alias (void)
{
  const SiltRescaleShape  shape = { 64, 64, 24, 24, 1, SILT_SEAMLESS_XY };
  g_autofree gfloat      *in    = g_new (gfloat, 64 * 64);
  g_autofree gfloat      *out   = NULL;
  gint                    i;

  for (i = 0; i < 64 * 64; i++)
    in[i] = i % 2 ? 1.0f : -1.0f;

  out = rescale (&shape, in);
  for (i = 0; i < 24 * 24; i++)
    g_assert_cmpfloat_with_epsilon (out[i], 0.0f, 0.02f);
}

/* Along a seamless axis no place is another than the rest: what is moved comes
 * out moved, over the edge, too. */
static void
test_seam (void)
{
  const SiltRescaleShape  shape = { 20, 6, 30, 9, 3, SILT_SEAMLESS_X };
  g_autofree gfloat      *in    = random_map (20 * 6 * 3);
  g_autofree gfloat      *moved = g_new (gfloat, 20 * 6 * 3);
  g_autofree gfloat      *out   = rescale (&shape, in);
  g_autofree gfloat      *other = NULL;
  gint                    x, y, c;

  for (y = 0; y < 6; y++)
    for (x = 0; x < 20; x++)
      for (c = 0; c < 3; c++)
        moved[(y * 20 + (x + 8) % 20) * 3 + c] = in[(y * 20 + x) * 3 + c];

  other = rescale (&shape, moved);
  for (y = 0; y < 9; y++)
    for (x = 0; x < 30; x++)
      for (c = 0; c < 3; c++)
        g_assert_cmpfloat_with_epsilon (other[(y * 30 + (x + 12) % 30) * 3 + c],
                                        out[(y * 30 + x) * 3 + c], 1e-6);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rescale/plain", test_plain);
  g_test_add_func ("/rescale/no-alias", test_no_alias);
  g_test_add_func ("/rescale/seam", test_seam);

  return g_test_run ();
}
