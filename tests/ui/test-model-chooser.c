/* Silt: tests of choosing a model
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

#include "model-chooser.h"

#include "class-model.h"
#include "widget.h"

typedef struct
{
  gchar            *folder;      /* of the user's models, not made yet        */
  GtkWidget        *window;
  GtkWidget        *button;
  GtkPopover       *popover;
  SiltModelChooser *chooser;
  gint              n_notified;
} Fixture;

/* Holds that folder, and stands for the whole search path. */
static gchar *scratch;

static void
notified (Fixture *fixture)
{
  fixture->n_notified++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *widget;

  fixture->folder  = g_build_filename (scratch, "own", "models", NULL);
  widget           = silt_model_chooser_new (fixture->folder);
  fixture->chooser = SILT_MODEL_CHOOSER (widget);
  fixture->window  = show_in_window (widget, 600, 500);
  gtk_widget_set_valign (widget, GTK_ALIGN_START);
  silt_model_chooser_set_label (fixture->chooser, "Model");

  fixture->button  = widget_named (widget, GTK_TYPE_MENU_BUTTON, "Model");
  fixture->popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON
                                                    (fixture->button));
  g_signal_connect_swapped (widget, "notify::file",
                            G_CALLBACK (notified), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree gchar *own = g_build_filename (scratch, "own", NULL);

  gtk_widget_destroy (fixture->window);
  settle ();
  if (g_file_test (own, G_FILE_TEST_EXISTS))
    scratch_remove (own);
  g_free (fixture->folder);
}

/* A sound model, and one that is none. */
static void
make_models (Fixture *fixture)
{
  g_autofree gchar *clay    = g_build_filename (fixture->folder, "clay", NULL);
  const gchar      *garbage = "{ \"_class_name\"";

  silt_model_unref (class_model_open (clay));
  g_free (scratch_write (fixture->folder, "rubble/config.json",
                         garbage, strlen (garbage)));
}

static void
pop_up (Fixture *fixture)
{
  gtk_button_clicked (GTK_BUTTON (fixture->button));
  settle ();
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->popover)));
}

static GtkWidget *
row (Fixture     *fixture,
     const gchar *name)
{
  return widget_named (GTK_WIDGET (fixture->popover), GTK_TYPE_TOGGLE_BUTTON,
                       name);
}

static const gchar *
row_facts (Fixture     *fixture,
           const gchar *name)
{
  AtkObject *access = gtk_widget_get_accessible (row (fixture, name));

  return atk_object_get_description (access);
}

static void
assert_marked (Fixture     *fixture,
               const gchar *name,
               gboolean     is_marked)
{
  GtkWidget *button = row (fixture, name);

  g_assert_cmpint (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)),
                   ==, is_marked);
}

static const gchar *
shown_name (Fixture *fixture)
{
  return atk_object_get_description (gtk_widget_get_accessible
                                       (fixture->button));
}

/* Each model with its facts; what is broken says why, and cannot be taken. */
static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  make_models (fixture);
  pop_up (fixture);

  assert_marked (fixture, "Comes with Silt", TRUE);
  assert_marked (fixture, "clay", FALSE);
  g_assert_true (gtk_widget_get_sensitive (row (fixture, "clay")));
  g_assert_nonnull (strstr (row_facts (fixture, "clay"),
                            "trained on 32 × 32 pixels"));
  g_assert_nonnull (strstr (row_facts (fixture, "clay"), " · 1."));
  g_assert_nonnull (strstr (row_facts (fixture, "clay"), "no licence named"));

  g_assert_false (gtk_widget_get_sensitive (row (fixture, "rubble")));
  g_assert_true (g_str_has_prefix (row_facts (fixture, "rubble"),
                                   "config.json: "));
}

static void
test_choose (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree gchar *clay = g_build_filename (fixture->folder, "clay", NULL);
  g_autofree gchar *path = NULL;

  make_models (fixture);
  g_assert_cmpstr (shown_name (fixture), ==, "Comes with Silt");

  pop_up (fixture);
  gtk_button_clicked (GTK_BUTTON (row (fixture, "clay")));
  settle ();
  path = g_file_get_path (silt_model_chooser_get_file (fixture->chooser));
  g_assert_cmpstr (path, ==, clay);
  g_assert_cmpint (fixture->n_notified, ==, 1);
  g_assert_cmpstr (shown_name (fixture), ==, "clay");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->popover)));

  /* Pressed again it stays. */
  pop_up (fixture);
  assert_marked (fixture, "clay", TRUE);
  assert_marked (fixture, "Comes with Silt", FALSE);
  gtk_button_clicked (GTK_BUTTON (row (fixture, "clay")));
  settle ();
  g_assert_cmpint (fixture->n_notified, ==, 1);

  pop_up (fixture);
  gtk_button_clicked (GTK_BUTTON (row (fixture, "Comes with Silt")));
  settle ();
  g_assert_null (silt_model_chooser_get_file (fixture->chooser));
  g_assert_cmpint (fixture->n_notified, ==, 2);
}

/* One that lies elsewhere is listed as long as it is chosen. */
static void
test_elsewhere (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GFile) lime   = g_file_new_for_path ("/quarry/lime");
  g_autoptr (GFile) marble = NULL;

  make_models (fixture);
  silt_model_chooser_set_file (fixture->chooser, lime);
  g_assert_cmpstr (shown_name (fixture), ==, "lime");
  pop_up (fixture);
  assert_marked (fixture, "lime", TRUE);
  assert_marked (fixture, "Comes with Silt", FALSE);
  g_assert_cmpstr (row_facts (fixture, "lime"), ==, "/quarry/lime");

  gtk_button_clicked (GTK_BUTTON (row (fixture, "clay")));
  settle ();
  pop_up (fixture);
  g_assert_null (row (fixture, "lime"));

  marble = g_file_new_for_path ("/hub/models--artist--marble");
  silt_model_chooser_set_file (fixture->chooser, marble);
  g_assert_cmpstr (shown_name (fixture), ==, "marble");
}

/* What has come since the last time is there. */
static void
test_update (Fixture       *fixture,
             gconstpointer  data)
{
  pop_up (fixture);
  g_assert_null (row (fixture, "clay"));
  gtk_popover_popdown (fixture->popover);
  settle ();

  make_models (fixture);
  pop_up (fixture);
  g_assert_nonnull (row (fixture, "clay"));
}

/* Arrow keys go from one to the next, past what is broken. */
static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWindow *window = GTK_WINDOW (fixture->window);

  make_models (fixture);
  pop_up (fixture);
  gtk_test_widget_wait_for_draw (row (fixture, "clay"));
  settle ();

  g_assert_true (gtk_window_get_focus (window) ==
                 row (fixture, "Comes with Silt"));
  gtk_widget_child_focus (fixture->window, GTK_DIR_DOWN);
  g_assert_true (gtk_window_get_focus (window) == row (fixture, "clay"));
  gtk_widget_child_focus (fixture->window, GTK_DIR_DOWN);
  g_assert_true (GTK_IS_BUTTON (gtk_window_get_focus (window)));
  g_assert_false (gtk_window_get_focus (window) == row (fixture, "rubble"));
}

static gboolean
label_shown (GtkWidget   *widget,
             const gchar *text)
{
  GtkWidget *label = widget_named (widget, GTK_TYPE_LABEL, text);

  return label && gtk_widget_get_visible (label);
}

/* The folder is made; nothing here could show it, which is said. */
static void
test_open_folder (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget         *popover = GTK_WIDGET (fixture->popover);
  g_autoptr (GFile)  folder  = g_file_new_for_path (fixture->folder);
  g_autofree gchar  *uri     = g_file_get_uri (folder);
  g_autoptr (GError) error   = NULL;

  pop_up (fixture);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  gtk_button_clicked (GTK_BUTTON (widget_named (popover, GTK_TYPE_BUTTON,
                                                "Open Models Folder")));
  settle ();
  g_assert_true (g_file_test (fixture->folder, G_FILE_TEST_IS_DIR));

  if (! g_app_info_launch_default_for_uri (uri, NULL, &error))
    g_assert_true (label_shown (popover, error->message));
}

/* Where it cannot be made, that is said. */
static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree gchar *own     = g_build_filename (scratch, "own", NULL);
  g_autofree gchar *message = NULL;
  GtkWidget        *popover = GTK_WIDGET (fixture->popover);

  g_assert_true (g_file_set_contents (own, "a file", -1, NULL));
  pop_up (fixture);
  gtk_button_clicked (GTK_BUTTON (widget_named (popover, GTK_TYPE_BUTTON,
                                                "Open Models Folder")));
  settle ();

  message = g_strdup_printf ("%s: Not a directory", fixture->folder);
  g_assert_true (label_shown (popover, message));
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autofree gchar *nothing = NULL;
  gint              result;

  scratch = scratch_new ();
  nothing = g_build_filename (scratch, "nothing", NULL);
  g_setenv ("HF_HUB_CACHE", nothing, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  g_object_set (gtk_settings_get_default (),
                "gtk-enable-animations", FALSE,
                NULL);

  ADD ("/model-chooser/list",        test_list);
  ADD ("/model-chooser/choose",      test_choose);
  ADD ("/model-chooser/elsewhere",   test_elsewhere);
  ADD ("/model-chooser/update",      test_update);
  ADD ("/model-chooser/keys",        test_keys);
  ADD ("/model-chooser/open-folder", test_open_folder);
  ADD ("/model-chooser/no-folder",   test_no_folder);

  result = g_test_run ();
  scratch_free (scratch);

  return result;
}
