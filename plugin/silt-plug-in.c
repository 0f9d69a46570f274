/* Silt: the GIMP plug-in
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

#include "create-texture.h"
#include "fill.h"
#include "help.h"
#include "reimagine.h"
#include "remove-noise.h"
#include "repeat.h"
#include "texture.h"
#include "worker.h"

typedef struct
{
  GimpPlugIn parent_instance;
} SiltPlugIn;

typedef struct
{
  GimpPlugInClass parent_class;
} SiltPlugInClass;

static GType           silt_plug_in_get_type         (void);
static GList         * silt_plug_in_query_procedures (GimpPlugIn   *plug_in);
static GimpProcedure * silt_plug_in_create_procedure (GimpPlugIn   *plug_in,
                                                      const gchar  *name);
static void            silt_plug_in_quit             (GimpPlugIn   *plug_in);
static gboolean        silt_plug_in_set_i18n         (GimpPlugIn   *plug_in,
                                                      const gchar  *name,
                                                      gchar       **domain,
                                                      gchar       **catalog);

G_DEFINE_TYPE (SiltPlugIn, silt_plug_in, GIMP_TYPE_PLUG_IN)

GIMP_MAIN (silt_plug_in_get_type ())


static void
silt_plug_in_class_init (SiltPlugInClass *klass)
{
  GimpPlugInClass *plug_in_class = GIMP_PLUG_IN_CLASS (klass);

  plug_in_class->query_procedures = silt_plug_in_query_procedures;
  plug_in_class->create_procedure = silt_plug_in_create_procedure;
  plug_in_class->quit             = silt_plug_in_quit;
  plug_in_class->set_i18n         = silt_plug_in_set_i18n;
}

static void
silt_plug_in_init (SiltPlugIn *plug_in)
{
}

static GList *
silt_plug_in_query_procedures (GimpPlugIn *plug_in)
{
  GList *names = NULL;

  silt_help_register (plug_in);

  names = g_list_append (names, g_strdup (SILT_TEXTURE_PROC));
  names = g_list_append (names, g_strdup (SILT_CREATE_TEXTURE_PROC));
  names = g_list_append (names, g_strdup (SILT_REIMAGINE_PROC));
  names = g_list_append (names, g_strdup (SILT_FILL_PROC));
  names = g_list_append (names, g_strdup (SILT_REMOVE_NOISE_PROC));
  names = g_list_append (names, g_strdup (SILT_REPEAT_PROC));

  return names;
}

static GimpProcedure *
silt_plug_in_create_procedure (GimpPlugIn  *plug_in,
                               const gchar *name)
{
  if (g_str_equal (name, SILT_TEXTURE_PROC))
    return silt_texture_procedure_new (plug_in);

  if (g_str_equal (name, SILT_CREATE_TEXTURE_PROC))
    return silt_create_texture_procedure_new (plug_in);

  if (g_str_equal (name, SILT_REIMAGINE_PROC))
    return silt_reimagine_procedure_new (plug_in);

  if (g_str_equal (name, SILT_FILL_PROC))
    return silt_fill_procedure_new (plug_in);

  if (g_str_equal (name, SILT_REMOVE_NOISE_PROC))
    return silt_remove_noise_procedure_new (plug_in);

  if (g_str_equal (name, SILT_REPEAT_PROC))
    return silt_repeat_procedure_new (plug_in);

  return NULL;
}

static void
silt_plug_in_quit (GimpPlugIn *plug_in)
{
  silt_worker_stop (plug_in);
}

/* GIMP warns on stderr at each start about a catalog directory that does not
 * exist, so one is named only where translations were installed. */
static gboolean
silt_plug_in_set_i18n (GimpPlugIn   *plug_in,
                       const gchar  *name,
                       gchar       **domain,
                       gchar       **catalog)
{
  g_autofree gchar *folder = g_path_get_dirname (gimp_get_progname ());
  g_autofree gchar *locale = g_build_filename (folder, "locale", NULL);

  if (! g_file_test (locale, G_FILE_TEST_IS_DIR))
    return FALSE;

  *domain  = g_strdup (GETTEXT_PACKAGE);
  *catalog = g_strdup ("locale");

  return TRUE;
}
