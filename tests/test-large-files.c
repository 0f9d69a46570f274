/* Silt: opening files of gigabytes
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

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "safetensors-bytes.h"

/* Each file is beyond 4 GiB, so that no number of four bytes leads to its end,
 * where the small tensor is.  Nothing is written in between: most file systems
 * keep no blocks for it. */
#define N_LARGE      G_GINT64_CONSTANT (1200000000)
#define LARGE_BYTES  (4 * N_LARGE)

#define MAX_SECONDS    1.0
#define MAX_MEGABYTES  64

#define LITTLE(n, bits) (guint##bits[]) { GUINT##bits##_TO_LE (n) }

static const guint8 small_bytes[] =
{
  0, 0, 0x80, 0x3f,  0, 0, 0, 0x40,  0, 0, 0x40, 0x40     /* 1, 2, 3 */
};

static gsize
peak_memory (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);

  return (gsize) usage.ru_maxrss * 1024;
}

/* Opens the file and reads the tensor "a" of it. */
static void
assert_opens (const gchar *path,
              guint        n_tensors)
{
  const gint64        dims[]  = { 3 };
  gsize               before  = peak_memory ();
  g_autoptr (GTimer)  timer   = g_timer_new ();
  g_autoptr (GError)  error   = NULL;
  SiltWeights        *weights = silt_weights_open (path, &error);
  gfloat              a[3];

  g_assert_no_error (error);
  g_assert_cmpuint (silt_weights_count (weights), ==, n_tensors);
  silt_weights_read (weights, "a", 1, dims, a, &error);
  g_assert_no_error (error);
  silt_weights_free (weights);

  g_test_message ("%.3f s, %" G_GSIZE_FORMAT " kB",
                  g_timer_elapsed (timer, NULL),
                  (peak_memory () - before) / 1024);
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, MAX_SECONDS);
  g_assert_cmpuint (peak_memory () - before, <, (gsize) MAX_MEGABYTES << 20);

  g_assert_cmpfloat (a[0], ==, 1.0f);
  g_assert_cmpfloat (a[1], ==, 2.0f);
  g_assert_cmpfloat (a[2], ==, 3.0f);
}

static FILE *
open_new (const gchar *path)
{
  FILE *file = fopen (path, "wbx");

  g_assert_nonnull (file);

  return file;
}

static void
put (FILE        *file,
     const void  *bytes,
     gsize        length)
{
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
}

static void
test_safetensors (void)
{
  g_autofree gchar *scratch = scratch_new ();
  g_autofree gchar *path    = g_build_filename (scratch, "m.safetensors", NULL);
  g_autofree gchar *header  =
    g_strdup_printf ("{\"large\": {\"dtype\": \"F32\", \"shape\": [%"
                     G_GINT64_FORMAT "], \"data_offsets\": [0, %"
                     G_GINT64_FORMAT "]}, \"a\": {\"dtype\": \"F32\", "
                     "\"shape\": [3], \"data_offsets\": [%" G_GINT64_FORMAT
                     ", %" G_GINT64_FORMAT "]}}", N_LARGE, LARGE_BYTES,
                     LARGE_BYTES, LARGE_BYTES + 12);
  FILE             *file    = open_new (path);

  put (file, LITTLE (strlen (header), 64), 8);
  put (file, header, strlen (header));
  g_assert_cmpint (fseeko (file, LARGE_BYTES, SEEK_CUR), ==, 0);
  put (file, small_bytes, sizeof small_bytes);
  g_assert_cmpint (fclose (file), ==, 0);

  assert_opens (path, 2);
  scratch_remove (scratch);
}


/* A zip archive, which needs the numbers of zip64 where those of four bytes do
 * not reach. */

typedef struct
{
  FILE       *file;
  GByteArray *directory;
  guint16     n_entries;
} Archive;

static void
append (GByteArray  *bytes,
        const void  *data,
        gsize        length)
{
  g_byte_array_append (bytes, data, length);
}

static void
append_central (Archive     *archive,
                const gchar *name,
                guint64      length,
                guint64      offset)
{
  GByteArray *bytes    = archive->directory;
  gboolean    long_64  = length >= G_MAXUINT32;
  gboolean    far_64   = offset >= G_MAXUINT32;
  guint32     length32 = long_64 ? G_MAXUINT32 : length;
  guint32     offset32 = far_64 ? G_MAXUINT32 : offset;
  guint16     extra    = 8 * (2 * long_64 + far_64);

  append (bytes, "PK\001\002\055\0\055\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
  append (bytes, LITTLE (length32, 32), 4);
  append (bytes, LITTLE (length32, 32), 4);
  append (bytes, LITTLE (strlen (name), 16), 2);
  append (bytes, LITTLE (extra ? extra + 4 : 0, 16), 2);
  append (bytes, "\0\0\0\0\0\0\0\0\0\0", 10);
  append (bytes, LITTLE (offset32, 32), 4);
  append (bytes, name, strlen (name));

  if (extra)
    {
      append (bytes, LITTLE (1, 16), 2);
      append (bytes, LITTLE (extra, 16), 2);
    }

  if (long_64)
    {
      append (bytes, LITTLE (length, 64), 8);
      append (bytes, LITTLE (length, 64), 8);
    }

  if (far_64)
    append (bytes, LITTLE (offset, 64), 8);
}

/* data: NULL for bytes that are not written. */
static void
put_entry (Archive     *archive,
           const gchar *name,
           const void  *data,
           guint64      length)
{
  off_t offset = ftello (archive->file);

  put (archive->file, "PK\003\004\055\0\0\0\0\0\0\0\0\0\0\0\0\0", 18);
  put (archive->file, "\377\377\377\377\377\377\377\377", 8);
  put (archive->file, LITTLE (strlen (name), 16), 2);
  put (archive->file, "\0\0", 2);
  put (archive->file, name, strlen (name));

  if (data)
    put (archive->file, data, length);
  else
    g_assert_cmpint (fseeko (archive->file, length, SEEK_CUR), ==, 0);

  append_central (archive, name, length, offset);
  archive->n_entries++;
}

static void
put_directory (Archive *archive)
{
  GByteArray *bytes  = archive->directory;
  guint64     length = bytes->len;
  guint64     offset = ftello (archive->file);

  append (bytes, "PK\006\006\054\0\0\0\0\0\0\0", 12);
  append (bytes, "\055\0\055\0\0\0\0\0\0\0\0\0", 12);
  append (bytes, LITTLE (archive->n_entries, 64), 8);
  append (bytes, LITTLE (archive->n_entries, 64), 8);
  append (bytes, LITTLE (length, 64), 8);
  append (bytes, LITTLE (offset, 64), 8);

  append (bytes, "PK\006\007\0\0\0\0", 8);
  append (bytes, LITTLE (offset + length, 64), 8);
  append (bytes, "\001\0\0\0", 4);

  append (bytes, "PK\005\006\0\0\0\0\377\377\377\377\377\377\377\377"
                 "\377\377\377\377\0\0", 22);

  put (archive->file, bytes->data, bytes->len);
}

/* The pickle of one tensor: storage `key` with n floats. */
static void
append_tensor (GByteArray  *pickle,
               const gchar *key,
               guint32      n)
{
  static const gchar before[] =
    "ctorch._utils\n_rebuild_tensor_v2\n"
    "((X\007\0\0\0storagectorch\nFloatStorage\nX\001\0\0\0";
  static const gchar between[] = "X\003\0\0\0cpuJ";
  static const gchar after[]   = "\205K\001\205\211ccollections\nOrderedDict\n"
                                 ")RtR";

  append (pickle, before, sizeof before - 1);
  append (pickle, key, 1);
  append (pickle, between, sizeof between - 1);
  append (pickle, LITTLE (n, 32), 4);
  append (pickle, "tQK\0J", 5);
  append (pickle, LITTLE (n, 32), 4);
  append (pickle, after, sizeof after - 1);
}

/* A checkpoint of training: what the optimizer keeps, and the network. */
static void
test_torch (void)
{
  static const gchar optimizer[] = "\200\002}(X\011\0\0\0optimizer"
                                   "}X\001\0\0\0m";
  static const gchar network[]   = "sX\012\0\0\0state_dict}X\001\0\0\0a";

  g_autofree gchar       *scratch = scratch_new ();
  g_autofree gchar       *path    = g_build_filename (scratch, "m.pt", NULL);
  g_autoptr (GByteArray)  pickle  = g_byte_array_new ();
  Archive                 archive = { open_new (path), g_byte_array_new (), 0 };

  append (pickle, optimizer, sizeof optimizer - 1);
  append_tensor (pickle, "0", N_LARGE);
  append (pickle, network, sizeof network - 1);
  append_tensor (pickle, "1", 3);
  append (pickle, "su.", 3);

  put_entry (&archive, "m/data.pkl", pickle->data, pickle->len);
  put_entry (&archive, "m/data/0", NULL, LARGE_BYTES);
  put_entry (&archive, "m/data/1", small_bytes, sizeof small_bytes);
  put_entry (&archive, "m/version", "3\n", 2);
  put_directory (&archive);
  g_assert_cmpint (fclose (archive.file), ==, 0);
  g_byte_array_unref (archive.directory);

  assert_opens (path, 1);
  scratch_remove (scratch);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/large-files/safetensors", test_safetensors);
  g_test_add_func ("/large-files/torch",       test_torch);

  return g_test_run ();
}
