/* Silt: tests of Draft, Good, Best
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

#include "quality-chooser.h"

#include "widget.h"

static GtkToggleButton *
button_of (GtkWidget   *chooser,
           SiltQuality  quality)
{
  g_autoptr (GList) children = NULL;

  children = gtk_container_get_children (GTK_CONTAINER (chooser));

  return g_list_nth_data (children, quality);
}

static void
chosen (SiltQuality *what,
        gint         quality)
{
  *what = quality;
}

static void
test_settings (void)
{
  g_autofree gchar  *path  = shipped_model_path ();
  SiltModel         *model = silt_model_open (path, NULL);
  gint               steps = 0;
  SiltSettings       settings;
  SiltQuality        quality;

  silt_settings_init (&settings, model);
  g_assert_cmpint (silt_quality_of (model, &settings), ==, SILT_QUALITY_GOOD);

  for (quality = 0; quality < SILT_N_QUALITIES; quality++)
    {
      silt_quality_apply (quality, model, &settings);
      g_assert_cmpint (settings.steps, >, steps);
      g_assert_true (silt_settings_validate (&settings, model, NULL));
      g_assert_cmpint (silt_quality_of (model, &settings), ==, quality);
      steps = settings.steps;
    }

  settings.steps++;
  g_assert_cmpint (silt_quality_of (model, &settings), ==,
                   SILT_QUALITY_CUSTOM);
  settings.steps--;
  settings.sampler = SILT_SAMPLER_EULER;
  g_assert_cmpint (silt_quality_of (model, &settings), ==,
                   SILT_QUALITY_CUSTOM);

  silt_model_unref (model);
}

static void
test_buttons (void)
{
  GtkWidget          *widget  = silt_quality_chooser_new ();
  SiltQualityChooser *chooser = SILT_QUALITY_CHOOSER (widget);
  GtkWidget          *window  = show_in_window (widget, 200, 40);
  SiltQuality         what    = SILT_QUALITY_CUSTOM;
  SiltQuality         i;

  g_signal_connect_swapped (chooser, "chosen", G_CALLBACK (chosen), &what);

  silt_quality_chooser_set (chooser, SILT_QUALITY_BEST);
  g_assert_cmpint (what, ==, SILT_QUALITY_CUSTOM);
  g_assert_true (gtk_toggle_button_get_active (button_of (widget, 2)));

  gtk_button_clicked (GTK_BUTTON (button_of (widget, SILT_QUALITY_DRAFT)));
  g_assert_cmpint (what, ==, SILT_QUALITY_DRAFT);
  for (i = 0; i < SILT_N_QUALITIES; i++)
    g_assert_cmpint (gtk_toggle_button_get_active (button_of (widget, i)), ==,
                     i == SILT_QUALITY_DRAFT);

  /* Pressed again it stays. */
  gtk_button_clicked (GTK_BUTTON (button_of (widget, SILT_QUALITY_DRAFT)));
  g_assert_true (gtk_toggle_button_get_active (button_of (widget, 0)));

  silt_quality_chooser_set (chooser, SILT_QUALITY_CUSTOM);
  for (i = 0; i < SILT_N_QUALITIES; i++)
    g_assert_false (gtk_toggle_button_get_active (button_of (widget, i)));

  gtk_widget_destroy (window);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/quality/settings", test_settings);
  g_test_add_func ("/quality/buttons",  test_buttons);

  return g_test_run ();
}
