/* Silt: tests of the noise schedule, drawn
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

#include <gtk/gtk.h>

#include "schedule-plot.h"

#include "widget.h"

#define WIDTH  300
#define HEIGHT 140

typedef struct
{
  SiltModel        *model;
  GtkWidget        *window;
  GtkWidget        *widget;
  SiltSchedulePlot *plot;
  GtkAdjustment    *start;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree gchar  *path  = shipped_model_path ();
  g_autoptr (GError) error = NULL;

  fixture->model = silt_model_open (path, &error);
  g_assert_no_error (error);

  fixture->widget = silt_schedule_plot_new ();
  fixture->plot   = SILT_SCHEDULE_PLOT (fixture->widget);
  fixture->start  = silt_schedule_plot_get_adjustment (fixture->plot);
  fixture->window = show_in_window (fixture->widget, WIDTH, HEIGHT);

  silt_schedule_plot_set_model (fixture->plot, fixture->model);
  settle ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_widget_destroy (fixture->window);
  silt_model_unref (fixture->model);
  settle ();
}

static gint
start_of (const Fixture *fixture)
{
  return gtk_adjustment_get_value (fixture->start);
}

/* How many pixels of a row are not as a plain one is, which has no ticks. */
static gint
count_marks (const Fixture *fixture,
             gint           y)
{
  cairo_surface_t *surface = draw_widget (fixture->widget, 1);
  gint             n       = 0;
  gint             x;

  for (x = 1; x < cairo_image_surface_get_width (surface); x++)
    if (pixel_at (surface, x, y) != pixel_at (surface, 0, y))
      n++;

  cairo_surface_destroy (surface);

  return n;
}

/* The row of pixels within the ticks: the lowest that has as many marks as
 * there are calls. */
static gboolean
has_ticks (const Fixture *fixture,
           gint           n_calls)
{
  gint y;

  for (y = HEIGHT - 1; y > HEIGHT / 2; y--)
    if (count_marks (fixture, y) == n_calls)
      return TRUE;

  return FALSE;
}

static void
test_level (Fixture       *fixture,
            gconstpointer  data)
{
  gint    last  = silt_model_get_info (fixture->model)->train_timesteps - 1;
  gdouble alpha = 1.0;
  gint    t;

  for (t = 0; t <= last; t++)
    {
      SiltPlanCall level = silt_level (fixture->model, t);

      g_assert_cmpfloat (level.t, ==, t);
      g_assert_cmpfloat (level.alpha, <, alpha);
      g_assert_cmpfloat (fabs (level.alpha * level.alpha +
                               level.sigma * level.sigma - 1.0), <, 1e-12);
      alpha = level.alpha;
    }
}

/* What is said to be drawn is the noise that silt_plan starts with. */
static void
test_level_is_start (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree SiltPlanCall *calls = NULL;
  SiltSettings             settings;
  SiltPlanCall             level = silt_level (fixture->model, 437);
  gint                     n_calls;

  silt_settings_init (&settings, fixture->model);
  settings.start = 437;
  calls = silt_plan (fixture->model, &settings, &n_calls, NULL);

  g_assert_cmpfloat (fabs (calls[0].alpha - level.alpha), <, 1e-6);
  g_assert_cmpfloat (fabs (calls[0].sigma - level.sigma), <, 1e-6);
}

static void
test_ticks (Fixture       *fixture,
            gconstpointer  data)
{
  SiltPlanCall calls[7];
  gint         i;

  for (i = 0; i < 7; i++)
    calls[i] = (SiltPlanCall) { 900 - 130 * i, 0.5, 0.5 };

  g_assert_false (has_ticks (fixture, 7));
  silt_schedule_plot_set_calls (fixture->plot, calls, 7);
  g_assert_true (has_ticks (fixture, 7));
  silt_schedule_plot_set_calls (fixture->plot, calls, 3);
  g_assert_true (has_ticks (fixture, 3));
}

static void
test_mouse (Fixture       *fixture,
            gconstpointer  data)
{
  gint middle = silt_model_get_info (fixture->model)->train_timesteps / 2;
  gint last   = silt_model_get_info (fixture->model)->train_timesteps - 1;

  /* There is nothing to be moved. */
  mouse (fixture->widget, GDK_BUTTON_PRESS, WIDTH / 2, HEIGHT / 2);
  g_assert_cmpint (start_of (fixture), ==, 0);

  silt_schedule_plot_set_movable (fixture->plot, TRUE);
  mouse (fixture->widget, GDK_MOTION_NOTIFY, WIDTH / 2, HEIGHT / 2);
  g_assert_cmpint (start_of (fixture), ==, 0);
  mouse (fixture->widget, GDK_BUTTON_PRESS, WIDTH / 2, HEIGHT / 2);
  g_assert_cmpint (ABS (start_of (fixture) - middle), <=, 2);
  mouse (fixture->widget, GDK_MOTION_NOTIFY, 10 * WIDTH, HEIGHT / 2);
  g_assert_cmpint (start_of (fixture), ==, last);
  mouse (fixture->widget, GDK_MOTION_NOTIFY, - WIDTH, HEIGHT / 2);
  g_assert_cmpint (start_of (fixture), ==, 0);
  mouse (fixture->widget, GDK_BUTTON_RELEASE, 0, 0);
  mouse (fixture->widget, GDK_MOTION_NOTIFY, WIDTH / 2, HEIGHT / 2);
  g_assert_cmpint (start_of (fixture), ==, 0);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_false (press_key (fixture->widget, GDK_KEY_Right));
  g_assert_false (gtk_widget_get_can_focus (fixture->widget));

  silt_schedule_plot_set_movable (fixture->plot, TRUE);
  g_assert_true (gtk_widget_get_can_focus (fixture->widget));
  gtk_adjustment_set_value (fixture->start, 500);

  g_assert_true (press_key (fixture->widget, GDK_KEY_Right));
  g_assert_cmpint (start_of (fixture), ==, 501);
  g_assert_true (press_key (fixture->widget, GDK_KEY_Left));
  g_assert_cmpint (start_of (fixture), ==, 500);
  g_assert_true (press_key (fixture->widget, GDK_KEY_Page_Up));
  g_assert_cmpint (start_of (fixture), ==, 550);
  g_assert_true (press_key (fixture->widget, GDK_KEY_End));
  g_assert_cmpint (start_of (fixture), ==, 999);
  g_assert_true (press_key (fixture->widget, GDK_KEY_Home));
  g_assert_cmpint (start_of (fixture), ==, 0);
  g_assert_false (press_key (fixture->widget, GDK_KEY_a));
}

/* Everything is the other way round, the keys too. */
static void
test_rtl (Fixture       *fixture,
          gconstpointer  data)
{
  cairo_surface_t *here, *there;

  gtk_widget_set_direction (fixture->widget, GTK_TEXT_DIR_RTL);
  silt_schedule_plot_set_movable (fixture->plot, TRUE);

  mouse (fixture->widget, GDK_BUTTON_PRESS, WIDTH / 4, HEIGHT / 2);
  g_assert_cmpint (start_of (fixture), >, 700);
  g_assert_true (press_key (fixture->widget, GDK_KEY_Home));
  g_assert_true (press_key (fixture->widget, GDK_KEY_Left));
  g_assert_cmpint (start_of (fixture), ==, 1);

  gtk_adjustment_set_value (fixture->start, 100);
  here = draw_widget (fixture->widget, 1);
  gtk_adjustment_set_value (fixture->start, 500);
  there = draw_widget (fixture->widget, 1);
  g_assert_cmphex (pixel_at (here,  WIDTH * 7 / 8, HEIGHT * 2 / 5), !=,
                   pixel_at (there, WIDTH * 7 / 8, HEIGHT * 2 / 5));
  cairo_surface_destroy (here);
  cairo_surface_destroy (there);
}

static void
test_accessible (Fixture       *fixture,
                 gconstpointer  data)
{
  AtkObject        *accessible = gtk_widget_get_accessible (fixture->widget);
  AtkRange         *range;
  g_autofree gchar *text       = NULL;
  gdouble           value;

  g_assert_cmpstr (atk_object_get_name (accessible), ==, "Noise schedule");
  g_assert_cmpint (atk_object_get_role (accessible), ==, ATK_ROLE_CHART);

  silt_schedule_plot_set_movable (fixture->plot, TRUE);
  g_assert_cmpint (atk_object_get_role (accessible), ==, ATK_ROLE_SLIDER);

  range = atk_value_get_range (ATK_VALUE (accessible));
  g_assert_cmpfloat (atk_range_get_lower_limit (range), ==, 0);
  g_assert_cmpfloat (atk_range_get_upper_limit (range), ==, 999);
  atk_range_free (range);

  atk_value_set_value (ATK_VALUE (accessible), 437);
  g_assert_cmpint (start_of (fixture), ==, 437);
  atk_value_get_value_and_text (ATK_VALUE (accessible), &value, &text);
  g_assert_cmpfloat (value, ==, 437);
  g_assert_true (g_str_has_prefix (text, "t = 437, σ = "));
}

/* The handle is where the start is, in twice the pixels too. */
static void
test_drawn (Fixture       *fixture,
            gconstpointer  data)
{
  gint scale;

  silt_schedule_plot_set_movable (fixture->plot, TRUE);

  for (scale = 1; scale <= 2; scale++)
    {
      cairo_surface_t *here, *there;
      gint             x = scale * WIDTH / 2;
      gint             y = scale * HEIGHT * 2 / 5;

      gtk_adjustment_set_value (fixture->start, 499);
      here = draw_widget (fixture->widget, scale);
      gtk_adjustment_set_value (fixture->start, 50);
      there = draw_widget (fixture->widget, scale);

      g_assert_cmphex (pixel_at (here, x, y), !=, pixel_at (there, x, y));
      cairo_surface_destroy (here);
      cairo_surface_destroy (there);
    }
}

/* Without a model there is nothing to see, and nothing to fall over. */
static void
test_no_model (Fixture       *fixture,
               gconstpointer  data)
{
  cairo_surface_t *surface;

  silt_schedule_plot_set_movable (fixture->plot, TRUE);
  silt_schedule_plot_set_model (fixture->plot, NULL);
  mouse (fixture->widget, GDK_BUTTON_PRESS, WIDTH / 2, HEIGHT / 2);
  g_assert_false (press_key (fixture->widget, GDK_KEY_Right));

  surface = draw_widget (fixture->widget, 1);
  g_assert_cmphex (pixel_at (surface, WIDTH / 2, HEIGHT / 2), ==, 0);
  cairo_surface_destroy (surface);
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
    { "/schedule-plot/level",          test_level          },
    { "/schedule-plot/level-is-start", test_level_is_start },
    { "/schedule-plot/ticks",          test_ticks          },
    { "/schedule-plot/mouse",          test_mouse          },
    { "/schedule-plot/keys",           test_keys           },
    { "/schedule-plot/rtl",            test_rtl            },
    { "/schedule-plot/accessible",     test_accessible     },
    { "/schedule-plot/drawn",          test_drawn          },
    { "/schedule-plot/no-model",       test_no_model       },
  };
  guint i;

  gtk_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL,
                set_up, tests[i].test, tear_down);

  return g_test_run ();
}
