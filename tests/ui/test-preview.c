/* Silt: tests of the preview of a walk
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

#include "preview.h"

#include "widget.h"

#define ROOM 200

#define RED   0xffff0000
#define GREEN 0xff00ff00
#define BLUE  0xff0000ff

typedef struct
{
  GtkWidget     *window;
  GtkWidget     *widget;
  SiltPreview   *preview;
  GtkAdjustment *divider;
  gint           n_moved;
} Fixture;

static void
moved (Fixture *fixture)
{
  fixture->n_moved++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->widget  = silt_preview_new ();
  fixture->preview = SILT_PREVIEW (fixture->widget);
  fixture->divider = silt_preview_get_divider (fixture->preview);
  fixture->window  = show_in_window (fixture->widget, ROOM, ROOM);

  g_signal_connect_swapped (fixture->preview, "moved",
                            G_CALLBACK (moved), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_widget_destroy (fixture->window);
  settle ();
}

/* Of one colour, but for the pixel in its upper left corner, which is blue. */
static cairo_surface_t *
surface_of (guint32 colour,
            gint    width,
            gint    height)
{
  cairo_surface_t *surface;
  guint32         *data;
  gint             x, y;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  data    = (guint32 *) cairo_image_surface_get_data (surface);

  for (y = 0; y < height; y++)
    for (x = 0; x < width; x++)
      data[y * cairo_image_surface_get_stride (surface) / 4 + x] = colour;
  data[0] = BLUE;
  cairo_surface_mark_dirty (surface);

  return surface;
}

static void
set_after (Fixture *fixture,
           guint32  colour,
           gint     width,
           gint     height)
{
  cairo_surface_t *surface = surface_of (colour, width, height);

  silt_preview_set_after (fixture->preview, surface, 0, 0);
  cairo_surface_destroy (surface);
}

static void
set_before (Fixture *fixture,
            guint32  colour,
            gint     width,
            gint     height)
{
  cairo_surface_t *surface = surface_of (colour, width, height);

  silt_preview_set_before (fixture->preview, surface, 0, 0);
  cairo_surface_destroy (surface);
}

static void
assert_pixel (const Fixture *fixture,
              gint           x,
              gint           y,
              guint32        colour)
{
  cairo_surface_t *surface = draw_widget (fixture->widget, 1);

  g_assert_cmphex (pixel_at (surface, x, y), ==, colour);
  cairo_surface_destroy (surface);
}

/* A small canvas is in the middle, pixel by pixel. */
static void
test_small (Fixture       *fixture,
            gconstpointer  data)
{
  silt_preview_set_canvas (fixture->preview, 100, 60, SILT_SEAMLESS_NONE);
  set_after (fixture, RED, 100, 60);

  assert_pixel (fixture, 50,  70,  BLUE);
  assert_pixel (fixture, 51,  70,  RED);
  assert_pixel (fixture, 149, 129, RED);
  g_assert_cmpint (fixture->n_moved, ==, 0);
}

/* A large one shows its middle, until it is dragged. */
static void
test_large (Fixture       *fixture,
            gconstpointer  data)
{
  cairo_rectangle_int_t view;

  silt_preview_set_canvas (fixture->preview, 400, 300, SILT_SEAMLESS_NONE);
  set_after (fixture, RED, 400, 300);

  silt_preview_get_view (fixture->preview, &view);
  g_assert_cmpint (view.x, ==, 100);
  g_assert_cmpint (view.y, ==, 50);
  g_assert_cmpint (view.width, ==, ROOM);
  g_assert_cmpint (view.height, ==, ROOM);

  mouse (fixture->widget, GDK_BUTTON_PRESS, 50, 50);
  mouse (fixture->widget, GDK_MOTION_NOTIFY, 80, 60);
  g_assert_cmpint (fixture->n_moved, ==, 0);
  mouse (fixture->widget, GDK_BUTTON_RELEASE, 80, 60);
  g_assert_cmpint (fixture->n_moved, ==, 1);
  silt_preview_get_view (fixture->preview, &view);
  g_assert_cmpint (view.x, ==, 70);
  g_assert_cmpint (view.y, ==, 40);

  /* Not further than there is something to be seen. */
  mouse (fixture->widget, GDK_BUTTON_PRESS, 50, 50);
  mouse (fixture->widget, GDK_MOTION_NOTIFY, 1000, 1000);
  mouse (fixture->widget, GDK_BUTTON_RELEASE, 1000, 1000);
  silt_preview_get_view (fixture->preview, &view);
  g_assert_cmpint (view.x, ==, 0);
  g_assert_cmpint (view.y, ==, 0);
  assert_pixel (fixture, 0, 0, BLUE);
}

/* Seamless: twice along its axes, around where the four meet. */
static void
test_repeat (Fixture       *fixture,
             gconstpointer  data)
{
  silt_preview_set_canvas (fixture->preview, 80, 80, SILT_SEAMLESS_XY);
  set_after (fixture, RED, 80, 80);
  assert_pixel (fixture, 20,  20,  BLUE);
  assert_pixel (fixture, 100, 20,  BLUE);
  assert_pixel (fixture, 100, 100, BLUE);
  assert_pixel (fixture, 179, 179, RED);

  silt_preview_set_canvas (fixture->preview, 80, 80, SILT_SEAMLESS_X);
  assert_pixel (fixture, 20,  60,  BLUE);
  assert_pixel (fixture, 100, 60,  BLUE);
  assert_pixel (fixture, 179, 139, RED);
}

static void
test_divider (Fixture       *fixture,
              gconstpointer  data)
{
  silt_preview_set_canvas (fixture->preview, 300, 300, SILT_SEAMLESS_NONE);
  set_after (fixture, RED, 300, 300);
  assert_pixel (fixture, 20, 150, RED);

  set_before (fixture, GREEN, 300, 300);
  assert_pixel (fixture, 20,  150, GREEN);
  assert_pixel (fixture, 180, 150, RED);

  mouse (fixture->widget, GDK_BUTTON_PRESS, ROOM / 2, 20);
  mouse (fixture->widget, GDK_MOTION_NOTIFY, 10, 20);
  mouse (fixture->widget, GDK_BUTTON_RELEASE, 10, 20);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->divider), ==, 0.05);
  assert_pixel (fixture, 20, 150, RED);
  g_assert_cmpint (fixture->n_moved, ==, 0);

  /* Beside it the picture is taken. */
  mouse (fixture->widget, GDK_BUTTON_PRESS, 100, 20);
  mouse (fixture->widget, GDK_MOTION_NOTIFY, 110, 20);
  mouse (fixture->widget, GDK_BUTTON_RELEASE, 110, 20);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->divider), ==, 0.05);
  g_assert_cmpint (fixture->n_moved, ==, 1);
}

static void
test_rtl (Fixture       *fixture,
          gconstpointer  data)
{
  gtk_widget_set_direction (fixture->widget, GTK_TEXT_DIR_RTL);
  silt_preview_set_canvas (fixture->preview, 300, 300, SILT_SEAMLESS_NONE);
  set_after (fixture, RED, 300, 300);
  set_before (fixture, GREEN, 300, 300);

  assert_pixel (fixture, 20,  150, RED);
  assert_pixel (fixture, 180, 150, GREEN);

  gtk_adjustment_set_value (fixture->divider, 0.5);
  g_assert_true (press_key (fixture->widget, GDK_KEY_Left));
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->divider), ==, 0.52);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  cairo_rectangle_int_t view;

  silt_preview_set_canvas (fixture->preview, 300, 300, SILT_SEAMLESS_NONE);

  /* Without a divider the arrows lead to the next widget. */
  g_assert_false (press_key (fixture->widget, GDK_KEY_Right));
  g_assert_true (press_keys (fixture->widget, GDK_KEY_Right, GDK_SHIFT_MASK));
  silt_preview_get_view (fixture->preview, &view);
  g_assert_cmpint (view.x, ==, 50 + 16);
  g_assert_cmpint (fixture->n_moved, ==, 1);

  set_before (fixture, GREEN, 300, 300);
  g_assert_true (press_key (fixture->widget, GDK_KEY_Home));
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->divider), ==, 0.0);
  g_assert_true (press_key (fixture->widget, GDK_KEY_Right));
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->divider), ==, 0.02);
}

static void
test_accessible (Fixture       *fixture,
                 gconstpointer  data)
{
  AtkObject *accessible = gtk_widget_get_accessible (fixture->widget);
  gdouble    value;

  g_assert_cmpstr (atk_object_get_name (accessible), ==, "Preview");
  g_assert_cmpint (atk_object_get_role (accessible), ==, ATK_ROLE_IMAGE);

  set_before (fixture, GREEN, 10, 10);
  g_assert_cmpint (atk_object_get_role (accessible), ==, ATK_ROLE_SLIDER);
  atk_value_set_value (ATK_VALUE (accessible), 0.25);
  atk_value_get_value_and_text (ATK_VALUE (accessible), &value, NULL);
  g_assert_cmpfloat (value, ==, 0.25);
}

static void
test_note (Fixture       *fixture,
           gconstpointer  data)
{
  silt_preview_set_canvas (fixture->preview, 300, 300, SILT_SEAMLESS_NONE);
  set_after (fixture, RED, 300, 300);

  assert_pixel (fixture, 1, ROOM - 2, RED);
  silt_preview_set_note (fixture->preview, "Approximate");
  assert_pixel (fixture, 1, ROOM - 2, 0xff660000);
  silt_preview_set_note (fixture->preview, NULL);
  assert_pixel (fixture, 1, ROOM - 2, RED);
}

/* Nothing to be seen is nothing to be moved. */
static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  mouse (fixture->widget, GDK_BUTTON_PRESS, 50, 50);
  mouse (fixture->widget, GDK_MOTION_NOTIFY, 80, 60);
  mouse (fixture->widget, GDK_BUTTON_RELEASE, 80, 60);
  g_assert_false (press_keys (fixture->widget, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_cmpint (fixture->n_moved, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  const struct
  {
    const gchar *path;
    void      (* test) (Fixture       *fixture,
                        gconstpointer  data);
  } tests[] =
  {
    { "/preview/small",      test_small      },
    { "/preview/large",      test_large      },
    { "/preview/repeat",     test_repeat     },
    { "/preview/divider",    test_divider    },
    { "/preview/rtl",        test_rtl        },
    { "/preview/keys",       test_keys       },
    { "/preview/accessible", test_accessible },
    { "/preview/note",       test_note       },
    { "/preview/empty",      test_empty      },
  };
  guint i;

  gtk_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL,
                set_up, tests[i].test, tear_down);

  return g_test_run ();
}
