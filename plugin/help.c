/* Silt: the pages behind the Help buttons
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

#include "help.h"

#define DOMAIN "silt"


/* Beside the plug-in; NULL where it is not.  GIMP looks in it for
 * LANGUAGE/gimp-help.xml. */
static GFile *
help_folder (void)
{
  g_autofree gchar *beside = g_path_get_dirname (gimp_get_progname ());
  g_autofree gchar *path   = g_build_filename (beside, "help", NULL);

  if (! g_file_test (path, G_FILE_TEST_IS_DIR))
    return NULL;

  return g_file_new_for_path (path);
}

void
silt_help_register (GimpPlugIn *plug_in)
{
  g_autoptr (GFile) folder = help_folder ();

  if (folder)
    gimp_plug_in_set_help_domain (plug_in, DOMAIN, folder);
}

const gchar *
silt_help_id (const gchar *procedure)
{
  g_autoptr (GFile) folder = help_folder ();

  return folder ? procedure : NULL;
}
