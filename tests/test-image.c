/* Silt: tests of reading pictures, and of writing them in their own kind
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
#include <unistd.h>

#include <glib/gstdio.h>
#include <png.h>

#include "image-file.h"
#include "transparency.h"

#define WIDTH  13
#define HEIGHT 9

/* One kind of PNG. */
typedef struct
{
  const gchar *name;
  gint         colour, depth, interlace;
  gboolean     transparent;               /* has a tRNS chunk */
  gint         colour_out, depth_out;
} Kind;

static const Kind kinds[] =
{
  { "gray-1",   PNG_COLOR_TYPE_GRAY,       1,  0, FALSE, 0, 8 },
  { "gray-2",   PNG_COLOR_TYPE_GRAY,       2,  1, FALSE, 0, 8 },
  { "gray-4",   PNG_COLOR_TYPE_GRAY,       4,  0, TRUE,  4, 8 },
  { "gray-8",   PNG_COLOR_TYPE_GRAY,       8,  0, FALSE, 0, 8 },
  { "gray-16",  PNG_COLOR_TYPE_GRAY,       16, 1, FALSE, 0, 16 },
  { "graya-8",  PNG_COLOR_TYPE_GRAY_ALPHA, 8,  1, FALSE, 4, 8 },
  { "graya-16", PNG_COLOR_TYPE_GRAY_ALPHA, 16, 0, FALSE, 4, 16 },
  { "rgb-8",    PNG_COLOR_TYPE_RGB,        8,  0, FALSE, 2, 8 },
  { "rgb-8-t",  PNG_COLOR_TYPE_RGB,        8,  0, TRUE,  6, 8 },
  { "rgb-16",   PNG_COLOR_TYPE_RGB,        16, 1, FALSE, 2, 16 },
  { "rgba-8",   PNG_COLOR_TYPE_RGB_ALPHA,  8,  1, FALSE, 6, 8 },
  { "rgba-16",  PNG_COLOR_TYPE_RGB_ALPHA,  16, 0, FALSE, 6, 16 },
  { "map-2",    PNG_COLOR_TYPE_PALETTE,    2,  0, FALSE, 2, 8 },
  { "map-8-t",  PNG_COLOR_TYPE_PALETTE,    8,  1, TRUE,  6, 8 }
};

static gchar *
temporary (const gchar *name)
{
  g_autofree gchar *file = g_strdup_printf ("silt-%d-%s", getpid (), name);

  return g_build_filename (g_get_tmp_dir (), file, NULL);
}

static void
put_colours (png_structp png,
             png_infop   info,
             const Kind *kind)
{
  png_color     palette[4] = { { 1, 2, 3 }, { 40, 5, 6 }, { 7, 80, 9 },
                               { 255, 0, 254 } };
  png_byte      alphas[2]  = { 0, 77 };
  png_color_16  colour     = { 0, 1, 1, 1, 1 };
  gboolean      mapped     = kind->colour == PNG_COLOR_TYPE_PALETTE;

  if (mapped)
    png_set_PLTE (png, info, palette, 4);

  if (kind->transparent)
    png_set_tRNS (png, info, mapped ? alphas : NULL, mapped ? 2 : 1,
                  mapped ? NULL : &colour);
}

/* A PNG of random samples, with what a file may say beside. */
static void
write_png (const gchar *path,
           const Kind  *kind)
{
  png_structp  png    = png_create_write_struct (PNG_LIBPNG_VER_STRING,
                                                 NULL, NULL, NULL);
  png_infop    info   = png_create_info_struct (png);
  png_text     text   = { PNG_TEXT_COMPRESSION_NONE, (gchar *) "Author",
                          (gchar *) "Ada" };
  png_text     old    = { PNG_TEXT_COMPRESSION_NONE, (gchar *) "silt:settings",
                          (gchar *) "old" };
  FILE        *file   = g_fopen (path, "wb");
  GRand       *rand   = g_rand_new_with_seed (3);
  guint8      *rows[HEIGHT];
  gint         y, i;

  png_init_io (png, file);
  png_set_IHDR (png, info, WIDTH, HEIGHT, kind->depth, kind->colour,
                kind->interlace, 0, 0);
  put_colours (png, info, kind);
  png_set_gAMA (png, info, 0.6);
  png_set_cHRM_fixed (png, info, 31270, 32900, 64000, 33000, 21000, 71000,
                      15000, 6000);
  png_set_pHYs (png, info, 1234, 4321, PNG_RESOLUTION_METER);
  png_set_text (png, info, &text, 1);
  png_set_text (png, info, &old, 1);

  for (y = 0; y < HEIGHT; y++)
    {
      rows[y] = g_malloc (WIDTH * 8);
      for (i = 0; i < WIDTH * 8; i++)
        rows[y][i] = kind->colour == PNG_COLOR_TYPE_PALETTE && kind->depth == 8
                     ? g_rand_int_range (rand, 0, 4)
                     : g_rand_int_range (rand, 0, 256);
    }

  png_set_rows (png, info, rows);
  png_write_png (png, info, PNG_TRANSFORM_IDENTITY, NULL);

  for (y = 0; y < HEIGHT; y++)
    g_free (rows[y]);
  png_destroy_write_struct (&png, &info);
  fclose (file);
  g_rand_free (rand);
}

/* What libpng makes of a file when it expands all it can. */
typedef struct
{
  gint     width, height, colour, depth;
  guint32  x_res, y_res;
  gdouble  gamma, white_x;
  gchar   *texts;
  GBytes  *rows;
} Facts;

static Facts
read_facts (const gchar *path)
{
  png_structp  png   = png_create_read_struct (PNG_LIBPNG_VER_STRING,
                                               NULL, NULL, NULL);
  png_infop    info  = png_create_info_struct (png);
  FILE        *file  = g_fopen (path, "rb");
  GString     *texts = g_string_new (NULL);
  GByteArray  *rows  = g_byte_array_new ();
  Facts        facts = { 0 };
  png_textp    list;
  gint         n, unit, y;
  gdouble      unused[7];

  g_assert_nonnull (file);
  png_init_io (png, file);
  png_read_png (png, info, PNG_TRANSFORM_EXPAND, NULL);

  facts.width  = png_get_image_width (png, info);
  facts.height = png_get_image_height (png, info);
  facts.colour = png_get_color_type (png, info);
  facts.depth  = png_get_bit_depth (png, info);
  png_get_pHYs (png, info, &facts.x_res, &facts.y_res, &unit);
  png_get_gAMA (png, info, &facts.gamma);
  png_get_cHRM (png, info, &facts.white_x, &unused[0], &unused[1], &unused[2],
                &unused[3], &unused[4], &unused[5], &unused[6]);

  png_get_text (png, info, &list, &n);
  while (n--)
    g_string_append_printf (texts, "%s=%s;", list[n].key, list[n].text);

  for (y = 0; y < facts.height; y++)
    g_byte_array_append (rows, png_get_rows (png, info)[y],
                         png_get_rowbytes (png, info));

  facts.texts = g_string_free (texts, FALSE);
  facts.rows  = g_byte_array_free_to_bytes (rows);
  png_destroy_read_struct (&png, &info, NULL);
  fclose (file);

  return facts;
}

static void
clear_facts (Facts *facts)
{
  g_free (facts->texts);
  g_bytes_unref (facts->rows);
}

/* Read and written again, every kind has the same samples and says the same
 * of them, and only Silt's own words are new. */
static void
test_kind (gconstpointer data)
{
  const Kind         *kind  = data;
  g_autofree gchar   *in    = temporary ("in.png");
  g_autofree gchar   *out   = temporary ("out.png");
  g_autoptr (GError)  error = NULL;
  SiltImage           image;
  Facts               before, after;

  write_png (in, kind);
  g_assert_true (silt_image_load (&image, in, &error));
  g_assert_true (silt_picture_save (&image.picture, &image, out, "new", NULL,
                                    &error));
  g_assert_no_error (error);
  silt_image_clear (&image);

  before = read_facts (in);
  after  = read_facts (out);

  g_assert_cmpint (after.width, ==, WIDTH);
  g_assert_cmpint (after.height, ==, HEIGHT);
  g_assert_cmpint (after.colour, ==, kind->colour_out);
  g_assert_cmpint (after.depth, ==, kind->depth_out);
  g_assert_true (g_bytes_equal (before.rows, after.rows));

  g_assert_cmpuint (after.x_res, ==, 1234);
  g_assert_cmpuint (after.y_res, ==, 4321);
  g_assert_cmpfloat (after.gamma, ==, before.gamma);
  g_assert_cmpfloat (after.white_x, ==, before.white_x);
  g_assert_nonnull (strstr (after.texts, "Author=Ada;"));
  g_assert_nonnull (strstr (after.texts, "silt:settings=new;"));
  g_assert_null (strstr (after.texts, "old"));

  clear_facts (&before);
  clear_facts (&after);
  g_unlink (in);
  g_unlink (out);
}

/* A sample is the nearest level, of 8 bits as of 16. */
static void
test_rounding (gconstpointer depth)
{
  const gint         white    = depth ? 65535 : 255;
  const gint         levels[] = { 0, 1, white / 3, white / 2, white - 1 };
  g_autofree gchar  *path     = temporary ("round.png");
  SiltImage          kind     = { .depth = depth ? 16 : 8 };
  gfloat             data[2 * G_N_ELEMENTS (levels) * 3];
  SiltPicture        picture  = { data, 2 * G_N_ELEMENTS (levels), 1,
                                  G_N_ELEMENTS (data), 3 };
  SiltImage          image;
  gsize              i;

  for (i = 0; i < G_N_ELEMENTS (data); i++)
    data[i] = (levels[i / 6] + (i / 3 % 2 ? 0.53f : 0.47f)) / white;

  g_assert_true (silt_picture_save (&picture, &kind, path, NULL, NULL, NULL));
  g_assert_true (silt_image_load (&image, path, NULL));
  g_assert_cmpint (image.depth, ==, kind.depth);
  for (i = 0; i < G_N_ELEMENTS (data); i++)
    g_assert_cmpint (lrintf (white * image.picture.data[i]), ==,
                     levels[i / 6] + (gint) (i / 3 % 2));

  silt_image_clear (&image);
  g_unlink (path);
}

static gboolean
read_bytes (SiltImage   *image,
            const gchar *bytes,
            gsize        size,
            GError     **error)
{
  FILE     *file = fmemopen ((gpointer) bytes, size, "rb");
  gboolean  done = silt_image_read (image, file, "some", error);

  fclose (file);
  return done;
}

static void
refuse (const gchar *bytes,
        gsize        size,
        gint         code,
        const gchar *words)
{
  g_autoptr (GError) error = NULL;
  SiltImage          image;

  g_assert_false (read_bytes (&image, bytes, size, &error));
  g_assert_error (error, SILT_ERROR, code);
  g_assert_nonnull (strstr (error->message, "\"some\""));
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (image.picture.data);
}

/* Cut short anywhere, or with any byte changed, a file is refused or read,
 * but never half. */
static void
test_damage (void)
{
  g_autofree gchar *path  = temporary ("damage.png");
  g_autofree gchar *bytes = NULL;
  gsize             size, i;

  write_png (path, &kinds[11]);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_unlink (path);

  for (i = 1; i < size; i++)
    refuse (bytes, i, SILT_ERROR_FORMAT, "");

  for (i = 0; i < size; i++)
    {
      SiltImage image;

      bytes[i] ^= 0x41;
      if (read_bytes (&image, bytes, size, NULL))
        silt_image_clear (&image);
      else
        g_assert_null (image.picture.data);
      bytes[i] ^= 0x41;
    }
}

/* Only a header, with its sum of 20000 x 1 pixels, 8-bit gray. */
static void
test_refused (void)
{
  static const gchar wide[] =
    "\211PNG\r\n\032\n\0\0\0\rIHDR\0\0N \0\0\0\1\10\0\0\0\0\036\337\301\122"
    "\0\0\0\0IDAT\65\257\006\036";

  refuse ("GIF89a....", 10, SILT_ERROR_FORMAT, "PNG");
  refuse ("\377\330\377\340 JFIF", 9, SILT_ERROR_FORMAT, "PNG");
  refuse (wide, sizeof (wide) - 1, SILT_ERROR_UNSUPPORTED, "20000 x 1");
  refuse ("P6\n1 1\n255\n...", 14, SILT_ERROR_FORMAT, "PFM");
  refuse ("PF\n1 1\n", 7, SILT_ERROR_FORMAT, "PFM");
  refuse ("PF\n1 1\n0\n............", 21, SILT_ERROR_FORMAT, "PFM");
  refuse ("PF\n1 1\nnan\n............", 23, SILT_ERROR_FORMAT, "PFM");
  refuse ("PF\n1 -1\n1\n............", 22, SILT_ERROR_FORMAT, "PFM");
  refuse ("PF\n1 1\n1\n...........", 20, SILT_ERROR_FORMAT, "ends");
  refuse ("PF\n0 1\n1\n............", 21, SILT_ERROR_UNSUPPORTED, "0 x 1");
  refuse ("PF\n20000 1\n1\n............", 25, SILT_ERROR_UNSUPPORTED,
          "20000 x 1 pixels, expected 1 to 16384");
}

static void
test_not_there (void)
{
  g_autoptr (GError) error = NULL;
  SiltImage          image;

  g_assert_false (silt_image_load (&image, "missing.png", &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_IO);
  g_clear_error (&error);

  g_assert_false (silt_image_load (&image, g_get_tmp_dir (), &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_IO);
  g_assert_nonnull (strstr (error->message, g_strerror (EISDIR)));
}

/* Floats come back to the bit, in either order of bytes, gray or not. */
static void
test_pfm (gconstpointer gray)
{
  g_autofree gchar  *path   = temporary ("a.pfm");
  const gchar        one[]  = "Pf\n1 2\n1\n\100\0\0\0\277\200\0\0";
  const gfloat       data[] = { -1.0f, -1.0f, -1.0f, 2.0f, 2.0f, 2.0f };
  SiltImage          image, again;

  g_assert_true (read_bytes (&image, one, sizeof (one) - 1, NULL));
  g_assert_true (image.gray);
  g_assert_cmpint (image.depth, ==, 32);
  g_assert_cmpmem (image.picture.data, sizeof (data), data, sizeof (data));

  g_assert_true (silt_picture_save (&image.picture, gray ? &image : NULL, path,
                                    NULL, NULL, NULL));
  g_assert_true (silt_image_load (&again, path, NULL));
  g_assert_cmpint (again.gray, ==, gray != NULL);
  g_assert_cmpmem (again.picture.data, sizeof (data), data, sizeof (data));

  silt_image_clear (&again);
  silt_image_clear (&image);
  g_unlink (path);
}

/* A mask's selection is its brightness times its alpha. */
static void
test_mask (void)
{
  gfloat     rgb[]   = { 1.0f, 1.0f, 1.0f, 0.0f, 1.0f, 0.0f, 1.0f, 1.0f, 1.0f };
  gfloat     alpha[] = { 1.0f, 1.0f, 0.25f };
  SiltImage  image   = { { rgb, 3, 1, 9, 3 }, { alpha, 3, 1, 3 } };
  SiltMask   mask;

  g_assert_true (silt_image_to_mask (&image, &mask));
  g_assert_cmpfloat (mask.data[0], ==, 1.0f);
  g_assert_cmpfloat (mask.data[1], ==, 0.7152f);
  g_assert_cmpfloat (mask.data[2], ==, 0.25f);
  g_free (mask.data);
}

/* A hole that hides bright pink, with light on its left and dark on its right:
 * filled with what runs from the one to the other, and no pink. */
static void
test_transparency (void)
{
  const gint  n = 37, first = 10, last = 26;
  SiltPicture picture;
  SiltMask    alpha = { g_new0 (gfloat, 37 * 37), 37, 37, 37 };
  gint        x, y, c;

  g_assert_true (silt_picture_alloc (&picture, n, n));
  for (y = 0; y < n; y++)
    for (x = 0; x < n; x++)
      {
        gboolean hole = x >= first && x <= last;

        alpha.data[y * n + x] = hole ? 0.0f : 0.5f;
        for (c = 0; c < 3; c++)
          picture.data[(y * n + x) * 3 + c] = hole ? 50.0f * c
                                                   : x < first ? 0.8f : 0.2f;
      }

  g_assert_true (silt_transparency_fill (&picture, &alpha));

  for (y = 0; y < n; y++)
    for (x = 1; x < n; x++)
      for (c = 0; c < 3; c++)
        {
          const gfloat *pixel = picture.data + (y * n + x) * 3 + c;

          if (x < first || x > last)
            g_assert_cmpfloat (*pixel, ==, x < first ? 0.8f : 0.2f);
          g_assert_cmpfloat (*pixel, >, 0.19f);
          g_assert_cmpfloat (*pixel, <, 0.81f);
          g_assert_cmpfloat (fabsf (pixel[0] - pixel[-3]), <, 0.25f);
        }

  memset (alpha.data, 0, n * n * sizeof (gfloat));
  g_assert_true (silt_transparency_fill (&picture, &alpha));
  for (x = 0; x < n * n * 3; x++)
    g_assert_cmpfloat (picture.data[x], ==, 0.0f);

  silt_picture_clear (&picture);
  g_free (alpha.data);
}

gint
main (gint    argc,
      gchar **argv)
{
  gsize i;

  g_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree gchar *path = g_strconcat ("/image/png/", kinds[i].name, NULL);

      g_test_add_data_func (path, &kinds[i], test_kind);
    }

  g_test_add_data_func ("/image/rounding/8", NULL, test_rounding);
  g_test_add_data_func ("/image/rounding/16", "16", test_rounding);
  g_test_add_func ("/image/damage", test_damage);
  g_test_add_func ("/image/refused", test_refused);
  g_test_add_func ("/image/not-there", test_not_there);
  g_test_add_data_func ("/image/pfm/colour", NULL, test_pfm);
  g_test_add_data_func ("/image/pfm/gray", "", test_pfm);
  g_test_add_func ("/image/mask", test_mask);
  g_test_add_func ("/image/transparency", test_transparency);

  return g_test_run ();
}
