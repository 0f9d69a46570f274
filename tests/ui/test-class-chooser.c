/* Silt: tests of choosing a class, by name or by its picture
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

#include "class-chooser.h"
#include "swatches.h"

#include "class-model.h"
#include "widget.h"

typedef struct
{
  gchar            *folder;
  SiltModel        *model;
  GtkWidget        *window;
  SiltClassChooser *chooser;
  gint              n_notified;
} Fixture;

/* The cache is in here, and goes with it. */
static gchar *cache;

static void
notified (Fixture *fixture)
{
  fixture->n_notified++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *widget = silt_class_chooser_new ();

  fixture->folder  = scratch_new ();
  fixture->model   = class_model_open (fixture->folder);
  fixture->chooser = SILT_CLASS_CHOOSER (widget);
  fixture->window  = show_in_window (widget, 600, 500);
  gtk_widget_set_valign (widget, GTK_ALIGN_START);

  g_signal_connect_swapped (widget, "notify::class-name",
                            G_CALLBACK (notified), fixture);
  silt_class_chooser_set_model (fixture->chooser, fixture->model);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree gchar *swatches = g_build_filename (cache, "silt", NULL);

  gtk_widget_destroy (fixture->window);
  settle ();
  silt_model_unref (fixture->model);
  scratch_free (fixture->folder);
  if (g_file_test (swatches, G_FILE_TEST_EXISTS))
    scratch_remove (swatches);
}


/*  what is in it  */

static GtkWidget *
menu_button (Fixture *fixture)
{
  return widget_named (GTK_WIDGET (fixture->chooser), GTK_TYPE_MENU_BUTTON,
                       "Classes as Pictures");
}

static GtkWidget *
swatch (Fixture     *fixture,
        const gchar *name)
{
  GtkPopover *popover;

  popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (menu_button
                                                            (fixture)));

  return widget_named (GTK_WIDGET (popover), GTK_TYPE_TOGGLE_BUTTON, name);
}

static void
assert_marked (Fixture     *fixture,
               const gchar *name)
{
  const gchar *names[] = { "any", "ash", "bone", "clay", "dust", "earth",
                           "felt" };
  guint        i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *button = swatch (fixture, names[i]);

      g_assert_nonnull (button);
      g_assert_cmpint (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON
                                                       (button)), ==,
                       g_strcmp0 (name, names[i]) == 0);
    }
}

static void
quit_when_done (SiltRun  *run,
                gpointer  data)
{
  if (silt_run_is_done (run))
    g_main_loop_quit (data);
}

/* Makes a swatch; FALSE: there was none to be made. */
static gboolean
make_next (Fixture *fixture)
{
  g_autoptr (GMainLoop)  loop = g_main_loop_new (NULL, FALSE);
  cairo_rectangle_int_t  view;
  SiltWork               work;
  SiltRun               *run;

  if (! silt_class_chooser_next (fixture->chooser, &work, &view))
    return FALSE;

  run = silt_run_new (&work, &view, quit_when_done, loop);
  g_main_loop_run (loop);
  g_assert_no_error (silt_run_get_error (run));
  silt_class_chooser_take (fixture->chooser, run);
  silt_run_free (run);

  return TRUE;
}


/*  the tests  */

/* Text, marks and the property are one. */
static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpstr (silt_class_chooser_get_class_name (fixture->chooser), ==,
                   "");
  assert_marked (fixture, "any");

  silt_class_chooser_set_class_name (fixture->chooser, "clay");
  assert_marked (fixture, "clay");
  g_assert_cmpint (fixture->n_notified, ==, 1);

  g_object_set (fixture->chooser, "class-name", "5", NULL);
  assert_marked (fixture, "felt");

  /* What the model does not have stays as it was typed. */
  silt_class_chooser_set_class_name (fixture->chooser, "nonsense");
  g_assert_cmpstr (silt_class_chooser_get_class_name (fixture->chooser), ==,
                   "nonsense");
  assert_marked (fixture, NULL);

  silt_class_chooser_set_class_name (fixture->chooser, NULL);
  assert_marked (fixture, "any");
}

static void
test_click (Fixture       *fixture,
            gconstpointer  data)
{
  GtkToggleButton *button = GTK_TOGGLE_BUTTON (menu_button (fixture));

  gtk_button_clicked (GTK_BUTTON (button));
  settle ();
  g_assert_true (gtk_toggle_button_get_active (button));

  gtk_button_clicked (GTK_BUTTON (swatch (fixture, "dust")));
  settle ();
  g_assert_cmpstr (silt_class_chooser_get_class_name (fixture->chooser), ==,
                   "dust");
  assert_marked (fixture, "dust");
  g_assert_false (gtk_toggle_button_get_active (button));

  /* Pressed again it stays, and the grid goes. */
  gtk_button_clicked (GTK_BUTTON (button));
  gtk_button_clicked (GTK_BUTTON (swatch (fixture, "dust")));
  settle ();
  assert_marked (fixture, "dust");
  g_assert_false (gtk_toggle_button_get_active (button));

  gtk_button_clicked (GTK_BUTTON (swatch (fixture, "any")));
  g_assert_cmpstr (silt_class_chooser_get_class_name (fixture->chooser), ==,
                   "");
}

/* Arrow keys, for which the window does this, go from one to the next; Space takes
 * it. */
static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  silt_class_chooser_set_class_name (fixture->chooser, "bone");
  gtk_button_clicked (GTK_BUTTON (menu_button (fixture)));
  gtk_test_widget_wait_for_draw (swatch (fixture, "felt"));
  settle ();

  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 swatch (fixture, "bone"));
  gtk_widget_child_focus (fixture->window, GTK_DIR_LEFT);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 swatch (fixture, "ash"));
  gtk_widget_child_focus (fixture->window, GTK_DIR_DOWN);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 swatch (fixture, "dust"));

  /* A button that is pressed by the keyboard shows it for a moment first. */
  fixture->n_notified = 0;
  gtk_widget_activate (gtk_window_get_focus (GTK_WINDOW (fixture->window)));
  while (fixture->n_notified == 0)
    gtk_main_iteration ();
  g_assert_cmpstr (silt_class_chooser_get_class_name (fixture->chooser), ==,
                   "dust");
}

static gchar *
swatch_file (Fixture     *fixture,
             const gchar *name)
{
  g_autofree gchar  *swatches = g_build_filename (cache, "silt", "swatches",
                                                  NULL);
  g_autoptr (GDir)   dir      = g_dir_open (swatches, 0, NULL);
  g_autofree gchar  *folder   = NULL;
  const gchar       *key      = g_dir_read_name (dir);

  g_assert_true (g_str_has_prefix (key, silt_model_get_info
                                          (fixture->model)->fingerprint));
  g_assert_null (g_dir_read_name (dir));

  return g_build_filename (swatches, key, name, NULL);
}

/* Each is made once, and found by the next who opens the model. */
static void
test_cache (Fixture       *fixture,
            gconstpointer  data)
{
  SiltSwatches     *swatches;
  g_autofree gchar *path = NULL;
  gint              n    = 0;
  gint              i;

  while (make_next (fixture))
    n++;
  g_assert_cmpint (n, ==, N_CLASSES);

  swatches = silt_swatches_new (fixture->model);
  for (i = 0; i < N_CLASSES; i++)
    {
      cairo_surface_t *picture = silt_swatches_get (swatches, i);

      g_assert_nonnull (picture);
      g_assert_cmpint (cairo_image_surface_get_width (picture), ==,
                       SILT_SWATCH_SIZE);
      g_assert_cmphex (pixel_at (picture, 5, 7), ==,
                       pixel_at (silt_swatches_get (swatches, i), 5, 7));
    }
  silt_swatches_free (swatches);

  path = swatch_file (fixture, "3.png");
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));

  silt_class_chooser_set_model (fixture->chooser, fixture->model);
  g_assert_false (make_next (fixture));
}

static void
write_over (const gchar *path,
            const gchar *bytes,
            gsize        n)
{
  g_assert_true (g_file_set_contents (path, bytes, n, NULL));
}

static gint
n_missing (Fixture *fixture)
{
  SiltSwatches *swatches = silt_swatches_new (fixture->model);
  gint          missing  = 0;
  gint          i;

  for (i = 0; i < silt_swatches_count (swatches); i++)
    if (! silt_swatches_get (swatches, i))
      missing++;
  silt_swatches_free (swatches);

  return missing;
}

/* What is damaged counts as not there, and is made anew. */
static void
test_damage (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree gchar *path  = NULL;
  g_autofree gchar *bytes = NULL;
  cairo_surface_t  *surface;
  gsize             n;

  while (make_next (fixture));
  path = swatch_file (fixture, "2.png");
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));

  write_over (path, bytes, n / 2);
  g_assert_cmpint (n_missing (fixture), ==, 1);
  write_over (path, bytes, 3);
  g_assert_cmpint (n_missing (fixture), ==, 1);
  write_over (path, "", 0);
  g_assert_cmpint (n_missing (fixture), ==, 1);

  /* A sound file, but of no swatch. */
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 64, 64);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==,
                   CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  g_assert_cmpint (n_missing (fixture), ==, 1);

  bytes[n / 2] ^= 1;
  write_over (path, bytes, n);
  g_assert_cmpint (n_missing (fixture), ==, 1);
  bytes[n / 2] ^= 1;

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (n_missing (fixture), ==, 1);

  silt_class_chooser_set_model (fixture->chooser, fixture->model);
  g_assert_true (make_next (fixture));
  g_assert_false (make_next (fixture));
  g_assert_cmpint (n_missing (fixture), ==, 0);
}

/* Without classes, or without a model, there is nothing to be shown. */
static void
test_none (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_true (gtk_widget_get_sensitive (menu_button (fixture)));

  silt_class_chooser_set_model (fixture->chooser, NULL);
  g_assert_false (gtk_widget_get_sensitive (menu_button (fixture)));
  g_assert_false (make_next (fixture));
  g_assert_null (swatch (fixture, "clay"));
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  gint result;

  cache = scratch_new ();
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  g_object_set (gtk_settings_get_default (),
                "gtk-enable-animations", FALSE,
                NULL);

  ADD ("/class-chooser/names",  test_names);
  ADD ("/class-chooser/click",  test_click);
  ADD ("/class-chooser/keys",   test_keys);
  ADD ("/class-chooser/cache",  test_cache);
  ADD ("/class-chooser/damage", test_damage);
  ADD ("/class-chooser/none",   test_none);

  result = g_test_run ();
  scratch_free (cache);

  return result;
}
