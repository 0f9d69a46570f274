/* Silt: tests of pictures and their files
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

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <png.h>

#include "image-file.h"
#include "range.h"

#define COMMENT "{\"class\":\"Bäckstein\"}"

/* A directory of its own for each test, which it must leave empty but for the
 * files that it names. */
typedef struct
{
  gchar       *directory;
  SiltPicture  picture;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GRand *rand = g_rand_new_with_seed (1);
  gsize  i;

  fixture->directory = g_dir_make_tmp ("silt-XXXXXX", NULL);
  g_assert_true (silt_picture_alloc (&fixture->picture, 37, 23));
  for (i = 0; i < 37 * 23 * 3; i++)
    fixture->picture.data[i] = g_rand_double_range (rand, -0.1, 1.1);

  fixture->picture.data[0] = NAN;
  fixture->picture.data[1] = INFINITY;
  fixture->picture.data[2] = -INFINITY;
  g_rand_free (rand);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
  silt_picture_clear (&fixture->picture);
}

static gchar *
path_in (Fixture     *fixture,
         const gchar *name)
{
  return g_build_filename (fixture->directory, name, NULL);
}

static guint
count_files (const gchar *directory)
{
  GDir  *dir = g_dir_open (directory, 0, NULL);
  guint  n   = 0;

  while (g_dir_read_name (dir))
    n++;
  g_dir_close (dir);

  return n;
}

/* What a byte of the file should be, said in another way than the code does. */
static guint8
expected_byte (gfloat value)
{
  if (isnan (value))
    return 0;

  return lround (CLAMP (value, 0.0, 1.0) * 255.0);
}

static void
test_range (void)
{
  const gfloat canvas[2 * 4 * 3] =   /* [2, 4, 3] */
  {
    -1.0f, 0.0f, 1.0f,   -2.0f, 2.0f, 0.5f,   9, 9, 9,   9, 9, 9,
    NAN, INFINITY, -INFINITY,   -0.5f, -0.0f, 0.25f,   9, 9, 9,   9, 9, 9
  };
  const gfloat expected[2 * 2 * 3] =
  {
    0.0f, 0.5f, 1.0f,   0.0f, 1.0f, 0.75f,
    0.0f, 1.0f, 0.0f,   0.25f, 0.5f, 0.625f
  };
  gfloat       data[2 * 10];
  SiltPicture  window = { data + 1, 2, 2, 10, 4 };
  gint         x, y, c;

  for (x = 0; x < 20; x++)
    data[x] = -7.0f;

  silt_range_to_picture (&window, canvas, 4, 3);

  for (y = 0; y < 2; y++)
    for (x = 0; x < 2; x++)
      for (c = 0; c < 3; c++)
        {
          gfloat *out = &data[1 + y * 10 + x * 4 + c];

          g_assert_cmpfloat (*out, ==, expected[(y * 2 + x) * 3 + c]);
          *out = -7.0f;
        }

  /* All that is no sample of the window is untouched. */
  for (x = 0; x < 20; x++)
    g_assert_cmpfloat (data[x], ==, -7.0f);
}

static void
test_range_gray (void)
{
  const gfloat canvas[2] = { -1.0f, 0.5f };
  SiltPicture  picture;
  gint         c;

  g_assert_true (silt_picture_alloc (&picture, 2, 1));
  silt_range_to_picture (&picture, canvas, 2, 1);

  for (c = 0; c < 3; c++)
    {
      g_assert_cmpfloat (picture.data[c], ==, 0.0f);
      g_assert_cmpfloat (picture.data[3 + c], ==, 0.75f);
    }

  silt_picture_clear (&picture);
}

static void
test_alloc (void)
{
  SiltPicture picture;

  g_assert_true (silt_picture_alloc (&picture, 3, 2));
  g_assert_cmpuint (picture.pixel_stride, ==, 3);
  g_assert_cmpuint (picture.row_stride, ==, 9);
  silt_picture_clear (&picture);
  g_assert_null (picture.data);

  /* 2^63 bytes and more */
  g_assert_false (silt_picture_alloc (&picture, G_MAXINT, G_MAXINT));
}

/* Reads the PNG at `path` with no conversion at all: `width` x `height` x 3
 * bytes and the two texts that are expected in it. */
static guint8 *
read_png (const gchar *path,
          gint         width,
          gint         height,
          const gchar *comment)
{
  png_structp  png    = png_create_read_struct (PNG_LIBPNG_VER_STRING,
                                                NULL, NULL, NULL);
  png_infop    info   = png_create_info_struct (png);
  FILE        *file   = g_fopen (path, "rb");
  guint8      *pixels = g_malloc ((gsize) width * height * 3);
  gboolean     software = FALSE;
  png_textp    texts;
  gint         n_texts, intent, y;

  g_assert_nonnull (file);
  png_init_io (png, file);
  png_read_info (png, info);

  g_assert_cmpint (png_get_image_width (png, info), ==, width);
  g_assert_cmpint (png_get_image_height (png, info), ==, height);
  g_assert_cmpint (png_get_bit_depth (png, info), ==, 8);
  g_assert_cmpint (png_get_color_type (png, info), ==, PNG_COLOR_TYPE_RGB);
  g_assert_cmpint (png_get_sRGB (png, info, &intent), ==, PNG_INFO_sRGB);

  png_get_text (png, info, &texts, &n_texts);
  g_assert_cmpint (n_texts, ==, comment ? 2 : 1);
  while (n_texts--)
    if (g_str_equal (texts[n_texts].key, "Software"))
      software = g_str_equal (texts[n_texts].text, "Silt " SILT_VERSION);
    else
      {
        g_assert_cmpstr (texts[n_texts].key, ==, "silt:settings");
        g_assert_cmpstr (texts[n_texts].text, ==, comment);
      }
  g_assert_true (software);

  for (y = 0; y < height; y++)
    png_read_row (png, pixels + (gsize) y * width * 3, NULL);
  png_read_end (png, NULL);
  png_destroy_read_struct (&png, &info, NULL);
  fclose (file);

  return pixels;
}

static void
test_png (Fixture       *fixture,
          gconstpointer  comment)
{
  g_autofree gchar  *path   = path_in (fixture, "a.PNG");
  SiltPicture       *p      = &fixture->picture;
  g_autofree guint8 *pixels = NULL;
  GError            *error  = NULL;
  gint               i;

  g_assert_true (silt_picture_check_path (path, &error));
  g_assert_true (silt_picture_save (p, NULL, path, comment, NULL, &error));
  g_assert_no_error (error);

  pixels = read_png (path, p->width, p->height, comment);
  for (i = 0; i < p->width * p->height * 3; i++)
    g_assert_cmpint (pixels[i], ==, expected_byte (p->data[i]));

  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* Every byte comes back from the float that stands for it. */
static void
test_png_levels (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree gchar  *path   = path_in (fixture, "levels.png");
  gfloat             levels[256 * 3];
  SiltPicture        strip  = { levels, 256, 1, 256 * 3, 3 };
  g_autofree guint8 *pixels = NULL;
  gint               i;

  for (i = 0; i < 256 * 3; i++)
    levels[i] = i / 3 / 255.0f;

  g_assert_true (silt_picture_save (&strip, NULL, path, NULL, NULL, NULL));
  pixels = read_png (path, 256, 1, NULL);
  for (i = 0; i < 256 * 3; i++)
    g_assert_cmpint (pixels[i], ==, i / 3);

  g_unlink (path);
}

/* A window into a larger buffer with alpha. */
static void
test_png_window (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree gchar  *path   = path_in (fixture, "window.png");
  gfloat             buffer[5 * 20];
  SiltPicture        window = { buffer + 20 + 4, 3, 2, 20, 4 };
  g_autofree guint8 *pixels = NULL;
  gint               x, y, c;

  for (x = 0; x < 5 * 20; x++)
    buffer[x] = x / 255.0f;

  g_assert_true (silt_picture_save (&window, NULL, path, NULL, NULL, NULL));
  pixels = read_png (path, 3, 2, NULL);
  for (y = 0; y < 2; y++)
    for (x = 0; x < 3; x++)
      for (c = 0; c < 3; c++)
        g_assert_cmpint (pixels[(y * 3 + x) * 3 + c], ==,
                         (y + 1) * 20 + (x + 1) * 4 + c);

  g_unlink (path);
}

static void
test_pfm (Fixture       *fixture,
          gconstpointer  data)
{
  const gchar      *header = G_BYTE_ORDER == G_LITTLE_ENDIAN ?
                             "PF\n37 23\n-1.0\n" : "PF\n37 23\n1.0\n";
  g_autofree gchar *path   = path_in (fixture, "a.pfm");
  g_autofree gchar *file   = NULL;
  SiltPicture      *p      = &fixture->picture;
  gsize             row    = 37 * 3 * sizeof (gfloat);
  gsize             length;
  gint              y;

  g_assert_true (silt_picture_save (p, NULL, path, COMMENT, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &file, &length, NULL));

  g_assert_cmpuint (length, ==, strlen (header) + 23 * row);
  g_assert_cmpmem (file, strlen (header), header, strlen (header));
  for (y = 0; y < 23; y++)
    g_assert_cmpmem (file + strlen (header) + (22 - y) * row, row,
                     p->data + y * p->row_stride, row);

  g_unlink (path);
}

static void
test_replace (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree gchar  *path   = path_in (fixture, "old.png");
  g_autofree guint8 *pixels = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_true (silt_picture_save (&fixture->picture, NULL, path, NULL, NULL,
                                    NULL));
  g_assert_cmpuint (count_files (fixture->directory), ==, 1);
  pixels = read_png (path, 37, 23, NULL);

  g_unlink (path);
}

/* The permissions are those of any new file. */
static void
test_mode (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree gchar *path = path_in (fixture, "mode.png");
  mode_t            mask = umask (027);
  GStatBuf          buf;

  g_assert_true (silt_picture_save (&fixture->picture, NULL, path, NULL, NULL,
                                    NULL));
  umask (mask);
  g_assert_cmpint (g_stat (path, &buf), ==, 0);
  g_assert_cmpint (buf.st_mode & 0777, ==, 0640);

  g_unlink (path);
}

/* A limit on the size of files stands for the full disk: the write fails in
 * the middle, the old file stays, and nothing else is left. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  name)
{
  g_autofree gchar *path     = path_in (fixture, name);
  g_autofree gchar *contents = NULL;
  GError           *error    = NULL;
  SiltPicture       picture;
  struct rlimit     limit, small;
  gsize             i;

  g_assert_true (silt_picture_alloc (&picture, 200, 200));
  for (i = 0; i < 200 * 200 * 3; i++)
    picture.data[i] = g_test_rand_double ();

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &limit);
  small          = limit;
  small.rlim_cur = 40000;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (silt_picture_save (&picture, NULL, path, COMMENT, NULL,
                                     &error));
  setrlimit (RLIMIT_FSIZE, &limit);

  g_assert_error (error, SILT_ERROR, SILT_ERROR_IO);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, g_strerror (EFBIG)));
  g_assert_cmpuint (count_files (fixture->directory), ==, 1);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "old");

  g_error_free (error);
  g_unlink (path);
  silt_picture_clear (&picture);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  name)
{
  g_autofree gchar         *path        = path_in (fixture, name);
  g_autoptr (GCancellable)  cancellable = g_cancellable_new ();
  g_autoptr (GError)        error       = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (silt_picture_save (&fixture->picture, NULL, path, NULL,
                                     cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture->directory), ==, 0);
}

static void
refuse (Fixture     *fixture,
        const gchar *name,
        gint         code,
        const gchar *words)
{
  g_autofree gchar *path = path_in (fixture, name);
  gint              i;

  for (i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      if (i == 0)
        g_assert_false (silt_picture_check_path (path, &error));
      else
        g_assert_false (silt_picture_save (&fixture->picture, NULL, path, NULL,
                                           NULL, &error));

      g_assert_error (error, SILT_ERROR, code);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (strstr (error->message, words));
    }
}

static void
test_paths (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree gchar *folder = path_in (fixture, "folder.png");
  g_autofree gchar *file   = path_in (fixture, "file");

  g_assert_cmpint (g_mkdir (folder, 0777), ==, 0);
  g_assert_true (g_file_set_contents (file, "", -1, NULL));

  refuse (fixture, "a.jpg", SILT_ERROR_ARGUMENT, ".png or .pfm");
  refuse (fixture, "png", SILT_ERROR_ARGUMENT, ".png or .pfm");
  refuse (fixture, "", SILT_ERROR_ARGUMENT, ".png or .pfm");
  refuse (fixture, "missing/a.png", SILT_ERROR_IO, "missing\"");
  refuse (fixture, "file/a.png", SILT_ERROR_IO, "file\"");
  refuse (fixture, "folder.png", SILT_ERROR_IO, "no regular file");

  g_assert_cmpuint (count_files (folder), ==, 0);
  g_rmdir (folder);
  g_unlink (file);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, func) \
  g_test_add ("/picture/" path, Fixture, data, set_up, func, tear_down)

  g_test_add_func ("/picture/range", test_range);
  g_test_add_func ("/picture/range-gray", test_range_gray);
  g_test_add_func ("/picture/alloc", test_alloc);
  ADD ("png", NULL, test_png);
  ADD ("png-comment", COMMENT, test_png);
  ADD ("png-levels", NULL, test_png_levels);
  ADD ("png-window", NULL, test_png_window);
  ADD ("pfm", NULL, test_pfm);
  ADD ("replace", NULL, test_replace);
  ADD ("mode", NULL, test_mode);
  ADD ("full-disk/png", "full.png", test_full_disk);
  ADD ("full-disk/pfm", "full.pfm", test_full_disk);
  ADD ("cancel/png", "cancel.png", test_cancel);
  ADD ("cancel/pfm", "cancel.pfm", test_cancel);
  ADD ("paths", NULL, test_paths);

  return g_test_run ();
}
