/* Silt: tests of drawn pictures in other colours
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

#include "surface-colors.h"

#include <stdlib.h>

#include "run.h"

enum { WIDTH = 512, HEIGHT = 512 };

/* A ramp of tones along x, as R'G'B' and as it is drawn. */
static cairo_surface_t *
ramp_new (SiltPicture *picture)
{
  cairo_rectangle_int_t all = { 0, 0, WIDTH, HEIGHT };
  gint                  x, y;

  g_assert_true (silt_picture_alloc (picture, WIDTH, HEIGHT));
  for (y = 0; y < HEIGHT; y++)
    for (x = 0; x < WIDTH; x++)
      {
        gfloat *pixel = picture->data + y * picture->row_stride + 3 * x;

        pixel[0] = (x / 2) / 255.0f;
        pixel[1] = (x / 4) / 255.0f;
        pixel[2] = (x / 8) / 255.0f;
      }

  return silt_picture_surface (picture, &all);
}

static guint32
drawn (cairo_surface_t *surface,
       gint             x,
       gint             y)
{
  const guchar *data = cairo_image_surface_get_data (surface);

  return ((const guint32 *)
          (data + y * cairo_image_surface_get_stride (surface)))[x] & 0xffffff;
}

/* What is drawn is what the picture becomes; the surface itself stays. */
static void
test_match (void)
{
  const SiltColors  colors  = { SILT_COLOR_MATCH_TWO, 1.0,
                                { 0.1, 0.0, 0.3, 1.0, 0.9, 0.2 } };
  SiltPicture       picture;
  cairo_surface_t  *surface = ramp_new (&picture);
  gint64            start   = g_get_monotonic_time ();
  cairo_surface_t  *matched = silt_surface_match_colors (surface, &colors);
  gint              x, shift;

  g_test_message ("%.1f ms", (g_get_monotonic_time () - start) / 1000.0);
  g_assert_true (matched != surface);
  g_assert_cmpint (cairo_image_surface_get_width (matched), ==, WIDTH);
  g_assert_cmpint (cairo_image_surface_get_height (matched), ==, HEIGHT);

  g_assert_cmphex (drawn (surface, 511, 7), ==, 0xff7f3f);
  silt_picture_match_colors (&picture, &colors, 1);
  for (x = 0; x < WIDTH; x++)
    for (shift = 0; shift < 3; shift++)
      {
        gint found    = drawn (matched, x, HEIGHT - 1) >> (16 - 8 * shift);
        gint expected = 255.0f * picture.data[3 * x + shift] + 0.5f;

        g_assert_cmpint (abs ((found & 0xff) - expected), <=, 1);
      }

  cairo_surface_destroy (matched);
  cairo_surface_destroy (surface);
  silt_picture_clear (&picture);
}

/* Its own colours are no others. */
static void
test_none (void)
{
  const SiltColors  none    = { SILT_COLOR_MATCH_NONE, 1.0 };
  SiltPicture       picture;
  cairo_surface_t  *surface = ramp_new (&picture);
  cairo_surface_t  *matched = silt_surface_match_colors (surface, &none);

  g_assert_true (matched == surface);

  cairo_surface_destroy (matched);
  cairo_surface_destroy (surface);
  silt_picture_clear (&picture);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/surface-colors/match", test_match);
  g_test_add_func ("/surface-colors/none", test_none);

  return g_test_run ();
}
