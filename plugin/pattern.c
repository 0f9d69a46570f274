/* Silt: pictures as GIMP's patterns
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

#include <string.h>

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "pattern.h"

/* GIMP refuses larger ones; pixels of each side, bytes of the name. */
#define MAX_SIZE   10000
#define MAX_NAME   256

/* Files of one name, before we give up. */
#define MAX_NUMBER 1000


/* GIMP's devel-docs/pat.txt: six numbers of 32 bits, the most significant byte
 * first, the name with its NUL, rows of pixels. */
static GByteArray *
pattern_bytes (const SiltPicture *picture,
               const gchar       *name,
               const Babl        *format)
{
  const Babl *fish    = babl_fish (babl_format ("R'G'B' float"), format);
  gint        n_bytes = babl_format_get_bytes_per_pixel (format);
  gsize       row     = (gsize) picture->width * n_bytes;
  guint32     head[6] = { sizeof (head) + strlen (name) + 1, 1,
                          picture->width, picture->height, n_bytes,
                          'G' << 24 | 'P' << 16 | 'A' << 8 | 'T' };
  GByteArray *bytes   = g_byte_array_new ();
  gint        i;

  for (i = 0; i < 6; i++)
    head[i] = GUINT32_TO_BE (head[i]);

  g_byte_array_append (bytes, (const guint8 *) head, sizeof (head));
  g_byte_array_append (bytes, (const guint8 *) name, strlen (name) + 1);
  for (i = 0; i < picture->height; i++)
    {
      g_byte_array_set_size (bytes, bytes->len + row);
      babl_process (fish, picture->data + i * picture->row_stride,
                    bytes->data + bytes->len - row, picture->width);
    }

  return bytes;
}

/* The first of those in GIMP's preferences; made where it is not there. */
static GFile *
pattern_folder (GError **error)
{
  g_autofree gchar *path    = gimp_gimprc_query ("pattern-path-writable");
  GList            *folders = NULL;
  GFile            *folder  = NULL;
  g_autofree gchar *name    = NULL;

  if (path)
    folders = gimp_config_path_expand_to_files (path, NULL);
  if (folders)
    folder = g_object_ref (folders->data);
  else
    folder = gimp_directory_file ("patterns", NULL);
  g_list_free_full (folders, g_object_unref);

  name = g_file_get_path (folder);
  if (name && g_mkdir_with_parents (name, 0755) == 0)
    return folder;

  g_clear_pointer (&name, g_free);
  name = g_file_get_parse_name (folder);
  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("%s: the folder for patterns cannot be made."), name);
  g_object_unref (folder);

  return NULL;
}

/* The name, which a model's class may be part of, without what means something
 * in a path. */
static gchar *
file_name (const gchar *name,
           gint         number)
{
  g_autofree gchar *safe = g_strdup (name);
  gchar            *c;

  for (c = safe; *c; c++)
    if (g_ascii_iscntrl (*c) || strchr ("/\\:*?\"<>|.", *c))
      *c = '-';

  if (number == 1)
    return g_strdup_printf ("%s.pat", safe);

  return g_strdup_printf ("%s %d.pat", safe, number);
}

/* Opens a file that was not there. */
static GFileOutputStream *
create_file (GFile        *folder,
             const gchar  *name,
             GFile       **file,
             GError      **error)
{
  GFileOutputStream *stream = NULL;
  GError            *fault  = NULL;
  gint               number;

  for (number = 1; ! stream && number <= MAX_NUMBER; number++)
    {
      g_autofree gchar *child = file_name (name, number);

      g_clear_error (&fault);
      g_clear_object (file);
      *file  = g_file_get_child (folder, child);
      stream = g_file_create (*file, G_FILE_CREATE_NONE, NULL, &fault);

      if (fault && ! g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_EXISTS))
        break;
    }

  if (fault)
    g_propagate_error (error, fault);

  return stream;
}

static gboolean
write_file (GFile        *folder,
            const gchar  *name,
            GByteArray   *bytes,
            GError      **error)
{
  g_autoptr (GFile)              file    = NULL;
  g_autoptr (GFileOutputStream)  stream  = NULL;
  gboolean                       success = FALSE;

  stream = create_file (folder, name, &file, error);
  if (stream)
    {
      success = g_output_stream_write_all (G_OUTPUT_STREAM (stream),
                                           bytes->data, bytes->len, NULL,
                                           NULL, error) &&
                g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
      if (! success)
        g_file_delete (file, NULL, NULL);
    }

  if (! success)
    {
      g_autofree gchar *path = g_file_get_parse_name (file);

      g_prefix_error (error, _("The pattern %s cannot be written: "), path);
    }

  return success;
}

gboolean
silt_pattern_save (const SiltPicture  *picture,
                   GimpImageBaseType   base_type,
                   const gchar        *name,
                   GError            **error)
{
  const Babl             *format;
  g_autofree gchar       *short_name = NULL;
  g_autoptr (GFile)       folder     = NULL;
  g_autoptr (GByteArray)  bytes      = NULL;

  if (picture->width > MAX_SIZE || picture->height > MAX_SIZE)
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("A pattern has at most %d × %d pixels; these are "
                     "%d × %d."),
                   MAX_SIZE, MAX_SIZE, picture->width, picture->height);
      return FALSE;
    }

  folder = pattern_folder (error);
  if (! folder)
    return FALSE;

  format     = babl_format (base_type == GIMP_GRAY ? "Y' u8" : "R'G'B' u8");
  short_name = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1),
                                               MAX_NAME / 4));
  bytes      = pattern_bytes (picture, short_name, format);

  if (! write_file (folder, short_name, bytes, error))
    return FALSE;

  if (gimp_patterns_refresh ())
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("GIMP did not read its patterns anew: %s"),
               gimp_pdb_get_last_error (gimp_get_pdb ()));
  return FALSE;
}
