/* Silt: tests of pictures of other seeds
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

#include <gtk/gtk.h>

#include "variations.h"

#include "widget.h"

typedef struct
{
  GtkWidget      *window;
  GtkWidget      *widget;
  SiltVariations *variations;
  gint64          chosen;
} Fixture;

static void
chosen (Fixture *fixture,
        gint64   seed)
{
  fixture->chosen = seed;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->widget     = silt_variations_new ();
  fixture->variations = SILT_VARIATIONS (fixture->widget);
  fixture->window     = show_in_window (fixture->widget, 320, 60);
  fixture->chosen     = -1;

  g_signal_connect_swapped (fixture->variations, "chosen",
                            G_CALLBACK (chosen), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_widget_destroy (fixture->window);
  settle ();
}

static GtkToggleButton *
button_of (const Fixture *fixture,
           gint           index)
{
  g_autoptr (GList) children = NULL;

  children = gtk_container_get_children (GTK_CONTAINER (fixture->widget));

  return g_list_nth_data (children, index);
}

static void
assert_marked (const Fixture *fixture,
               gint           index)
{
  gint i;

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    g_assert_cmpint (gtk_toggle_button_get_active (button_of (fixture, i)), ==,
                     i == index);
}

static void
set_picture_of (Fixture *fixture,
                gint     index,
                gint     width,
                gint     height)
{
  cairo_surface_t *picture;

  picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  silt_variations_set_picture (fixture->variations, index, picture);
  cairo_surface_destroy (picture);
}

static void
set_picture (Fixture *fixture,
             gint     index)
{
  set_picture_of (fixture, index, SILT_VARIATION_SIZE, SILT_VARIATION_SIZE);
}

/* A seed of the strip leaves it as it is; another one begins a new strip. */
static void
test_seeds (Fixture       *fixture,
            gconstpointer  data)
{
  silt_variations_set_seed (fixture->variations, 42);
  g_assert_cmpint (silt_variations_get_seed (fixture->variations, 0), ==, 42);
  g_assert_cmpint (silt_variations_get_seed (fixture->variations, 5), ==, 47);
  assert_marked (fixture, 0);

  set_picture (fixture, 0);
  silt_variations_set_seed (fixture->variations, 45);
  assert_marked (fixture, 3);
  g_assert_cmpint (silt_variations_get_seed (fixture->variations, 0), ==, 42);
  g_assert_cmpint (silt_variations_next (fixture->variations), ==, 1);

  silt_variations_set_seed (fixture->variations, G_MAXINT - 1);
  assert_marked (fixture, 0);
  g_assert_cmpint (silt_variations_get_seed (fixture->variations, 1), ==,
                   G_MAXINT);
  g_assert_cmpint (silt_variations_get_seed (fixture->variations, 2), ==, 0);
  g_assert_cmpint (silt_variations_next (fixture->variations), ==, 0);
}

/* They are computed in turn. */
static void
test_next (Fixture       *fixture,
           gconstpointer  data)
{
  gint i;

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    {
      g_assert_cmpint (silt_variations_next (fixture->variations), ==, i);
      set_picture (fixture, i);
    }
  g_assert_cmpint (silt_variations_next (fixture->variations), ==, -1);

  silt_variations_clear (fixture->variations);
  g_assert_cmpint (silt_variations_next (fixture->variations), ==, 0);
}

/* Whatever the pictures' size, the strip keeps its own. */
static void
test_size (Fixture       *fixture,
           gconstpointer  data)
{
  static const gint sizes[][2] = { { 320, 320 }, { 2000, 3 }, { 1, 900 },
                                   { 96, 96 }, { 7, 5 } };
  GtkRequisition    before;
  GtkRequisition    after;
  guint             i;

  gtk_widget_get_preferred_size (fixture->widget, &before, NULL);

  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      set_picture_of (fixture, i, sizes[i][0], sizes[i][1]);
      gtk_widget_get_preferred_size (fixture->widget, &after, NULL);
      g_assert_cmpint (after.width,  ==, before.width);
      g_assert_cmpint (after.height, ==, before.height);
    }
}

static void
test_click (Fixture       *fixture,
            gconstpointer  data)
{
  silt_variations_set_seed (fixture->variations, 7);
  g_assert_cmpint (fixture->chosen, ==, -1);

  gtk_button_clicked (GTK_BUTTON (button_of (fixture, 4)));
  g_assert_cmpint (fixture->chosen, ==, 11);
  assert_marked (fixture, 4);

  /* Pressed again it stays. */
  gtk_button_clicked (GTK_BUTTON (button_of (fixture, 4)));
  assert_marked (fixture, 4);
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *button = GTK_WIDGET (button_of (fixture, 2));

  silt_variations_set_seed (fixture->variations, 7);
  g_assert_cmpstr (atk_object_get_name (gtk_widget_get_accessible (button)), ==,
                   "Seed 9");
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/variations/seeds", Fixture, NULL,
              set_up, test_seeds, tear_down);
  g_test_add ("/variations/next",  Fixture, NULL,
              set_up, test_next,  tear_down);
  g_test_add ("/variations/size",  Fixture, NULL,
              set_up, test_size,  tear_down);
  g_test_add ("/variations/click", Fixture, NULL,
              set_up, test_click, tear_down);
  g_test_add ("/variations/names", Fixture, NULL,
              set_up, test_names, tear_down);

  return g_test_run ();
}
