/* Silt: what a dialog looked like when it was last open
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

#include <libgimp/gimp.h>

#include "dialog-state.h"

/* In GIMP's directory, a group a procedure.  GIMP itself keeps a procedure's
 * arguments, but only of calls that went well. */
#define FILE_NAME "dialogs.ini"


static gchar *
state_path (void)
{
  g_autoptr (GFile) file = gimp_directory_file ("silt", FILE_NAME, NULL);

  return g_file_get_path (file);
}

/* A file that is not there, or damaged, is an empty one. */
static GKeyFile *
state_read (const gchar *path)
{
  GKeyFile *state = g_key_file_new ();

  g_key_file_load_from_file (state, path, G_KEY_FILE_KEEP_COMMENTS, NULL);

  return state;
}

void
silt_dialog_state_load (GtkWindow   *window,
                        GtkExpander *expander,
                        const gchar *procedure)
{
  g_autofree gchar     *path  = state_path ();
  g_autoptr (GKeyFile)  state = state_read (path);
  gint                  width, height;

  gtk_expander_set_expanded (expander,
                             g_key_file_get_boolean (state, procedure,
                                                     "advanced", NULL));

  width  = g_key_file_get_integer (state, procedure, "width", NULL);
  height = g_key_file_get_integer (state, procedure, "height", NULL);
  if (width > 0 && height > 0)
    gtk_window_set_default_size (window, width, height);
}

void
silt_dialog_state_save (GtkWindow   *window,
                        GtkExpander *expander,
                        const gchar *procedure)
{
  g_autofree gchar     *path   = state_path ();
  g_autofree gchar     *folder = g_path_get_dirname (path);
  g_autoptr (GKeyFile)  state  = state_read (path);
  gint                  width, height;

  gtk_window_get_size (window, &width, &height);

  g_key_file_set_boolean (state, procedure, "advanced",
                          gtk_expander_get_expanded (expander));
  g_key_file_set_integer (state, procedure, "width", width);
  g_key_file_set_integer (state, procedure, "height", height);

  /* Where it cannot be written, the next dialog is as the first. */
  if (g_mkdir_with_parents (folder, 0700) == 0)
    g_key_file_save_to_file (state, path, NULL);
}
