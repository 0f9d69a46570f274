/* Silt: the entries of a zip archive
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

#include "zip-index.h"

#include <string.h>

#include "silt.h"
#include "words.h"

/* The records of the format, least bytes of each, and its largest comment. */
#define LOCAL_MAGIC      0x04034b50u
#define LOCAL_BYTES      30
#define CENTRAL_MAGIC    0x02014b50u
#define CENTRAL_BYTES    46
#define END_MAGIC        0x06054b50u
#define END_BYTES        22
#define LOCATOR_MAGIC    0x07064b50u
#define LOCATOR_BYTES    20
#define END64_MAGIC      0x06064b50u
#define END64_BYTES      56
#define EXTRA64          0x0001
#define MAX_COMMENT      65535

#define FLAG_ENCRYPTED   0x0001
#define MAX_NAME         1024
#define MAX_ENTRIES      65536

typedef struct
{
  const guint8  *bytes;
  gsize          length;
  const gchar   *name;
  GError       **error;
} Archive;

/* Where the central directory is. */
typedef struct
{
  guint64 offset, length;
  guint64 n_entries;
  gsize   end;              /* where the records after it begin */
} Directory;

/* Where one entry is. */
typedef struct
{
  guint64 begin, end;       /* its local record and its data    */
  gchar  *name;             /* that of the table                */
} Place;

static gboolean G_GNUC_PRINTF (3, 4)
fault (Archive       *archive,
       SiltErrorCode  code,
       const gchar   *format,
       ...)
{
  g_autofree gchar *what = NULL;
  va_list           args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (archive->error, SILT_ERROR, code,
               "%s: zip archive: %s", archive->name, what);

  return FALSE;
}

static guint64
number (const guint8 *bytes,
        guint         n_bytes)
{
  guint64 value = 0;
  guint   i;

  for (i = 0; i < n_bytes; i++)
    value |= (guint64) bytes[i] << (8 * i);

  return value;
}


/* The directory */

static gboolean
find_end (Archive *archive,
          gsize   *end)
{
  gsize comment;

  for (comment = 0;
       comment <= MAX_COMMENT && archive->length >= END_BYTES + comment;
       comment++)
    {
      const guint8 *record = archive->bytes + archive->length - END_BYTES -
                             comment;

      if (number (record, 4) == END_MAGIC && number (record + 20, 2) == comment)
        {
          *end = record - archive->bytes;
          return TRUE;
        }
    }

  return fault (archive, SILT_ERROR_FORMAT,
                "expected a directory at the end, found none: the file is cut "
                "short");
}

/* The larger numbers of zip64, where there are any. */
static gboolean
read_end64 (Archive   *archive,
            Directory *directory)
{
  const guint8 *locator, *record;
  guint64       at;

  if (directory->end < LOCATOR_BYTES + END64_BYTES)
    return TRUE;

  locator = archive->bytes + directory->end - LOCATOR_BYTES;

  if (number (locator, 4) != LOCATOR_MAGIC)
    return TRUE;

  at = number (locator + 8, 8);

  if (at > directory->end - LOCATOR_BYTES - END64_BYTES ||
      number (archive->bytes + at, 4) != END64_MAGIC)
    {
      return fault (archive, SILT_ERROR_FORMAT,
                    "expected a zip64 record at %" G_GUINT64_FORMAT, at);
    }

  record               = archive->bytes + at;
  directory->n_entries = number (record + 32, 8);
  directory->length    = number (record + 40, 8);
  directory->offset    = number (record + 48, 8);
  directory->end       = at;

  return TRUE;
}

static gboolean
read_end (Archive   *archive,
          Directory *directory)
{
  const guint8 *record;

  if (! find_end (archive, &directory->end))
    return FALSE;

  record               = archive->bytes + directory->end;
  directory->n_entries = number (record + 10, 2);
  directory->length    = number (record + 12, 4);
  directory->offset    = number (record + 16, 4);

  if (! read_end64 (archive, directory))
    return FALSE;

  if (directory->offset > directory->end ||
      directory->length > directory->end - directory->offset)
    {
      return fault (archive, SILT_ERROR_FORMAT,
                    "expected a directory within the file, found %"
                    G_GUINT64_FORMAT " bytes at %" G_GUINT64_FORMAT,
                    directory->length, directory->offset);
    }

  if (directory->n_entries > MAX_ENTRIES ||
      directory->n_entries > directory->length / CENTRAL_BYTES)
    {
      return fault (archive, SILT_ERROR_FORMAT,
                    "expected at most %" G_GUINT64_FORMAT " entries, found %"
                    G_GUINT64_FORMAT,
                    MIN (MAX_ENTRIES, directory->length / CENTRAL_BYTES),
                    directory->n_entries);
    }

  return TRUE;
}


/* One entry */

static gboolean
is_sound_name (const guint8 *bytes,
               gsize         length)
{
  g_autofree gchar *name  = NULL;
  g_auto (GStrv)    parts = NULL;

  if (length == 0 || length > MAX_NAME || memchr (bytes, '\0', length) ||
      ! g_utf8_validate ((const gchar *) bytes, length, NULL))
    {
      return FALSE;
    }

  name  = g_strndup ((const gchar *) bytes, length);
  parts = g_strsplit (name, "/", -1);

  return name[0] != '/' && ! strchr (name, '\\') && ! strchr (name, ':') &&
         ! g_strv_contains ((const gchar *const *) parts, "..");
}

/* The numbers that did not fit into four bytes, in their order; those that did
 * are not repeated. */
static gboolean
read_extra64 (const guint8 *extra,
              gsize         length,
              guint64     **numbers,
              guint         n)
{
  const guint8 *end = extra + length;
  guint         i;

  while (end - extra >= 4)
    {
      guint64 size = number (extra + 2, 2);

      if (size > (guint64) (end - extra - 4))
        return FALSE;

      if (number (extra, 2) == EXTRA64)
        {
          if (size < 8 * n)
            return FALSE;

          for (i = 0; i < n; i++)
            *numbers[i] = number (extra + 4 + 8 * i, 8);

          return TRUE;
        }

      extra += 4 + size;
    }

  return FALSE;
}

/* From the record before the data: where the data is. */
static gboolean
read_local (Archive          *archive,
            const Directory  *directory,
            const gchar      *shown,
            const guint8     *name,
            gsize             name_length,
            guint64           offset,
            SiltZipEntry     *entry)
{
  const guint8 *record = archive->bytes + offset;
  guint64       before;

  if (offset > directory->offset || directory->offset - offset < LOCAL_BYTES ||
      number (record, 4) != LOCAL_MAGIC)
    {
      return fault (archive, SILT_ERROR_FORMAT,
                    "%s: expected the entry at %" G_GUINT64_FORMAT
                    ", found none", shown, offset);
    }

  before = LOCAL_BYTES + number (record + 26, 2) + number (record + 28, 2);

  if (before > directory->offset - offset ||
      entry->length > directory->offset - offset - before)
    {
      return fault (archive, SILT_ERROR_FORMAT,
                    "%s: expected at most %" G_GUINT64_FORMAT " bytes, found %"
                    G_GSIZE_FORMAT, shown, directory->offset - offset,
                    entry->length);
    }

  if (number (record + 26, 2) != name_length ||
      memcmp (record + LOCAL_BYTES, name, name_length) != 0)
    {
      return fault (archive, SILT_ERROR_FORMAT,
                    "%s: expected the same name before the data", shown);
    }

  entry->data = record + before;

  return TRUE;
}

/* The entry at `record` of the directory; *used: its bytes. */
static gboolean
read_central (Archive          *archive,
              const Directory  *directory,
              const guint8     *record,
              gsize             left,
              gsize            *used,
              Place            *place,
              SiltZipEntry     *entry)
{
  g_autofree gchar *name  = NULL;
  g_autofree gchar *shown = NULL;
  gsize             name_length, extra_length;
  guint64           stored, length, offset;
  guint64          *large[3];
  guint             n_large = 0;

  if (left < CENTRAL_BYTES || number (record, 4) != CENTRAL_MAGIC)
    return fault (archive, SILT_ERROR_FORMAT, "expected an entry of the "
                  "directory, found something else");

  stored       = number (record + 20, 4);
  length       = number (record + 24, 4);
  name_length  = number (record + 28, 2);
  extra_length = number (record + 30, 2);
  offset       = number (record + 42, 4);
  *used        = CENTRAL_BYTES + name_length + extra_length +
                 number (record + 32, 2);

  if (*used > left || ! is_sound_name (record + CENTRAL_BYTES, name_length))
    return fault (archive, SILT_ERROR_FORMAT, "expected entries with names "
                  "that stay inside, found one without");

  name  = g_strndup ((const gchar *) record + CENTRAL_BYTES, name_length);
  shown = silt_words_quote (name);

  if (number (record + 8, 2) & FLAG_ENCRYPTED)
    return fault (archive, SILT_ERROR_UNSUPPORTED,
                  "%s: expected plain data, found it encrypted", shown);

  if (number (record + 10, 2) != 0)
    return fault (archive, SILT_ERROR_UNSUPPORTED,
                  "%s: expected data stored as it is, found it compressed",
                  shown);

  if (length == G_MAXUINT32)
    large[n_large++] = &length;
  if (stored == G_MAXUINT32)
    large[n_large++] = &stored;
  if (offset == G_MAXUINT32)
    large[n_large++] = &offset;

  if (n_large > 0 &&
      ! read_extra64 (record + CENTRAL_BYTES + name_length, extra_length,
                      large, n_large))
    {
      return fault (archive, SILT_ERROR_FORMAT,
                    "%s: expected its zip64 numbers, found none", shown);
    }

  if (stored != length || length > G_MAXSIZE)
    return fault (archive, SILT_ERROR_FORMAT,
                  "%s: expected one length, found %" G_GUINT64_FORMAT
                  " and %" G_GUINT64_FORMAT, shown, stored, length);

  entry->length = length;

  if (! read_local (archive, directory, shown, record + CENTRAL_BYTES,
                    name_length, offset, entry))
    {
      return FALSE;
    }

  place->begin = offset;
  place->end   = entry->data + length - archive->bytes;
  place->name  = g_steal_pointer (&name);

  return TRUE;
}


/* All entries */

static gint
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *first  = a;
  const Place *second = b;

  return (first->begin > second->begin) - (first->begin < second->begin);
}

static gboolean
check_overlap (Archive *archive,
               GArray  *places)
{
  guint i;

  g_array_sort (places, compare_places);

  for (i = 1; i < places->len; i++)
    {
      Place *before = &g_array_index (places, Place, i - 1);
      Place *place  = &g_array_index (places, Place, i);

      if (place->begin < before->end)
        {
          g_autofree gchar *first  = silt_words_quote (before->name);
          g_autofree gchar *second = silt_words_quote (place->name);

          return fault (archive, SILT_ERROR_FORMAT,
                        "expected entries apart, found %s and %s over the "
                        "same bytes", first, second);
        }
    }

  return TRUE;
}

static gboolean
read_entries (Archive         *archive,
              const Directory *directory,
              GHashTable      *entries,
              GArray          *places)
{
  const guint8 *record = archive->bytes + directory->offset;
  gsize         left   = directory->length;
  guint64       i;

  for (i = 0; i < directory->n_entries; i++)
    {
      SiltZipEntry entry;
      Place        place;
      gsize        used = 0;

      if (! read_central (archive, directory, record, left, &used,
                          &place, &entry))
        {
          return FALSE;
        }

      g_array_append_val (places, place);

      if (! g_hash_table_insert (entries, place.name,
                                 g_memdup2 (&entry, sizeof entry)))
        {
          return fault (archive, SILT_ERROR_FORMAT,
                        "expected each name once, found one twice");
        }

      record += used;
      left   -= used;
    }

  return check_overlap (archive, places);
}

GHashTable *
silt_zip_index_read (const guint8  *bytes,
                     gsize          length,
                     const gchar   *name,
                     GError       **error)
{
  Archive                archive   = { bytes, length, name, error };
  Directory              directory = { 0 };
  g_autoptr (GHashTable) entries   = NULL;
  g_autoptr (GArray)     places    = NULL;

  entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  places  = g_array_new (FALSE, FALSE, sizeof (Place));

  if (! read_end (&archive, &directory) ||
      ! read_entries (&archive, &directory, entries, places))
    {
      return NULL;
    }

  return g_steal_pointer (&entries);
}
