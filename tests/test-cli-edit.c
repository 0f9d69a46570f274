/* Silt: tests of the commands reimagine and fill
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

#include <png.h>

#include "command.h"
#include "image-file.h"

#define SIDE 24

/* Writes a picture of SIDE x SIDE pixels and a mask of its middle. */
static void
make_files (Fixture *fixture)
{
  g_autofree gchar *picture_path = path_in (fixture, "in.png");
  g_autofree gchar *mask_path    = path_in (fixture, "mask.png");
  gfloat            alpha[SIDE * SIDE];
  SiltImage         image = { .alpha = { alpha, SIDE, SIDE, SIDE },
                              .depth = 16 };
  SiltImage         gray  = { .depth = 8, .gray = TRUE };
  SiltPicture       picture, mask;
  gint              x, y;

  silt_picture_alloc (&picture, SIDE, SIDE);
  silt_picture_alloc (&mask, SIDE, SIDE);

  for (y = 0; y < SIDE; y++)
    for (x = 0; x < SIDE; x++)
      {
        gint     i      = y * SIDE + x;
        gboolean middle = x > 7 && x < 17 && y > 7 && y < 17;

        alpha[i]                = y < 12 ? 0.0f : 0.75f;
        picture.data[3 * i]     = x / 30.0f;
        picture.data[3 * i + 1] = y / 40.0f;
        picture.data[3 * i + 2] = 0.3f;
        mask.data[3 * i]        = middle ? 1.0f : 0.0f;
        mask.data[3 * i + 1]    = middle ? 1.0f : 0.0f;
        mask.data[3 * i + 2]    = middle ? 1.0f : 0.0f;
      }

  g_assert_true (silt_picture_save (&picture, &image, picture_path, NULL, NULL,
                                    NULL));
  g_assert_true (silt_picture_save (&mask, &gray, mask_path, NULL, NULL, NULL));
  silt_picture_clear (&picture);
  silt_picture_clear (&mask);
}

static void
load (Fixture     *fixture,
      const gchar *name,
      SiltImage   *image)
{
  g_autofree gchar   *path  = path_in (fixture, name);
  g_autoptr (GError)  error = NULL;

  silt_image_load (image, path, &error);
  g_assert_no_error (error);
}

/* Of the pixels that are selected, those that changed; all others, those that
 * are hidden and all alpha are the same to the bit. */
static gint
count_changes (Fixture     *fixture,
               const gchar *name)
{
  SiltImage before, mask, after;
  gint      n = 0;
  gint      i;

  load (fixture, "in.png", &before);
  load (fixture, "mask.png", &mask);
  load (fixture, name, &after);
  g_assert_cmpint (after.depth, ==, 16);

  for (i = 0; i < SIDE * SIDE; i++)
    {
      gboolean same = memcmp (before.picture.data + 3 * i,
                              after.picture.data + 3 * i,
                              3 * sizeof (gfloat)) == 0;

      g_assert_cmpfloat (after.alpha.data[i], ==, before.alpha.data[i]);
      if (mask.picture.data[3 * i] == 0.0f || before.alpha.data[i] == 0.0f)
        g_assert_true (same);
      n += ! same;
    }

  silt_image_clear (&before);
  silt_image_clear (&mask);
  silt_image_clear (&after);

  return n;
}

static void
delete_files (Fixture *fixture)
{
  delete (fixture, "in.png");
  delete (fixture, "mask.png");
  delete (fixture, "out.png");
}

/* The middle is 9 x 9, of which 5 rows can be seen. */
static void
test_edit (Fixture       *fixture,
           gconstpointer  line)
{
  make_files (fixture);

  g_assert_cmpint (run (fixture, line), ==, 0);
  expect (fixture->out, g_str_has_prefix (line, "remove-noise")
                        ? "out.png: photo, 24 x 24, seed 5, | call"
                        : "out.png: texture, 24 x 24, seed 5, | call");
  g_assert_cmpint (count_changes (fixture, "out.png"), ==, 9 * 5);

  delete_files (fixture);
}

static void
test_start (Fixture       *fixture,
            gconstpointer  data)
{
  make_files (fixture);

  g_assert_cmpint (run (fixture, "reimagine --start 437 --seed 1 in.png a.png"),
                   ==, 0);
  expect (fixture->err, "Starts at t = 437 (\317\203 0.83), ");
  g_assert_cmpint (run (fixture, "reimagine --strength 0.437 --seed 1 "
                                 "-o out.png in.png"), ==, 0);
  expect_same (fixture, "a.png", "out.png");
  delete (fixture, "a.png");

  g_assert_cmpint (run (fixture, "reimagine --steps 4 in.png out.png"), ==, 0);
  expect (fixture->err, "Starts at t = 500 ");

  g_assert_cmpint (run (fixture, "fill --steps 4 --mask mask.png in.png "
                                 "out.png"), ==, 0);
  expect (fixture->err, "Starts with pure noise, 4 calls.");
  g_assert_cmpint (run (fixture, "fill --steps 4 --sampler ddpm --resample 3 "
                                 "--jump 2 --mask mask.png in.png out.png"),
                   ==, 0);
  expect (fixture->err, "Starts with pure noise, 8 calls.");

  delete_files (fixture);
}

/* Noise that is named, that is found, and that is too little to be seen. */
static void
test_noise (Fixture       *fixture,
            gconstpointer  data)
{
  make_files (fixture);

  g_assert_cmpint (run (fixture, "remove-noise --sigma 25 --seed 1 in.png "
                                 "out.png"), ==, 0);
  expect (fixture->err, "Noise of \317\203 = 25.0, that of t = ");
  expect (fixture->out, "one call");
  g_assert_cmpint (run (fixture, "remove-noise --sigma 25 --method walk "
                                 "--seed 1 in.png walk.png"), ==, 0);
  expect (fixture->out, "4 calls of dpmpp-2m");
  delete (fixture, "walk.png");

  /* The picture is smooth. */
  g_assert_cmpint (run (fixture, "remove-noise --mask mask.png in.png "
                                 "out.png"), ==, 0);
  expect (fixture->err, "less than the model has ever seen");
  g_assert_cmpint (count_changes (fixture, "out.png"), ==, 0);

  expect_failure (fixture, "remove-noise --sigma 0 in.png b.png", 2, "sigma");
  expect_failure (fixture, "remove-noise --sigma -1 in.png b.png", 2, "sigma");
  expect_failure (fixture, "remove-noise --sigma 1e9 in.png b.png", 1,
                  "sigma|at most");
  expect_failure (fixture, "remove-noise --method best in.png b.png", 1,
                  "mean|walk");
  expect_failure (fixture, "remove-noise --start 3 in.png b.png", 2, "--start");

  delete_files (fixture);
}

/* From a pipe and to a pipe, the same file. */
static void
test_pipe (Fixture       *fixture,
           gconstpointer  verb)
{
  g_autofree gchar *in        = NULL;
  g_autofree gchar *pipe      = NULL;
  g_autofree gchar *from_file = g_strconcat (verb, " in.png out.png", NULL);
  g_autofree gchar *from_pipe = g_strconcat (verb, " - -", NULL);

  make_files (fixture);
  in   = path_in (fixture, "in.png");
  pipe = path_in (fixture, "pipe.png");

  g_assert_cmpint (run (fixture, from_file), ==, 0);

  g_subprocess_launcher_set_flags (fixture->launcher,
                                   G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_stdin_file_path (fixture->launcher, in);
  g_subprocess_launcher_set_stdout_file_path (fixture->launcher, pipe);
  g_assert_cmpint (run (fixture, from_pipe), ==, 0);
  expect (fixture->err, g_str_has_prefix (verb, "remove-noise")
                        ? "-: photo, 24 x 24, seed 3"
                        : "-: texture, 24 x 24, seed 3");
  expect_same (fixture, "out.png", "pipe.png");

  delete (fixture, "pipe.png");
  delete_files (fixture);
}

static void
test_help (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpint (run (fixture, "reimagine --help"), ==, 0);
  expect (fixture->out, "IN OUT|--start|--strength|--mask|--sampler");
  g_assert_null (strstr (fixture->out, "--size"));

  g_assert_cmpint (run (fixture, "generate --help"), ==, 0);
  g_assert_null (strstr (fixture->out, "--start"));

  g_assert_cmpint (run (fixture, "help"), ==, 0);
  expect (fixture->out, "convert|fill|generate|info|reimagine|remove-noise");
  g_assert_cmpint (run (fixture, "help fill"), ==, 0);
  expect (fixture->out, "silt fill|--mask FILE IN OUT|--resample|--jump");
  expect_failure (fixture, "help me", 2, "me");
}

/* Writes in.png again, with a colour profile, or what may stand for one. */
static void
add_profile (Fixture *fixture)
{
  guint8            data[]  = "a profile\0\0none that could be read";
  png_unknown_chunk profile = { "iCCP", data, sizeof (data), PNG_HAVE_IHDR };
  g_autofree gchar *path    = path_in (fixture, "in.png");
  SiltImage         image;

  load (fixture, "in.png", &image);
  g_array_set_size (image.chunks, 0);
  g_array_set_clear_func (image.chunks, NULL);
  g_array_append_val (image.chunks, profile);
  g_assert_true (silt_picture_save (&image.picture, &image, path, NULL, NULL,
                                    NULL));
  silt_image_clear (&image);
}

/* The chunk "iCCP" of a PNG, with its length and its sum; before the pixels, or
 * not at all.  Free with g_free. */
static guint8 *
get_profile (Fixture     *fixture,
             const gchar *name,
             gsize       *size)
{
  gsize             length;
  g_autofree gchar *bytes = read_file (fixture, name, &length);
  gsize             at    = 8;

  while (memcmp (bytes + at + 4, "IDAT", 4) != 0)
    {
      guint32 n;

      memcpy (&n, bytes + at, 4);
      *size = GUINT32_FROM_BE (n) + 12;
      if (memcmp (bytes + at + 4, "iCCP", 4) == 0)
        return g_memdup2 (bytes + at, *size);
      at += *size;
    }

  return NULL;
}

static void
test_profile (Fixture       *fixture,
              gconstpointer  data)
{
  const gchar *lines[] =
  {
    "reimagine --steps 4 in.png out.png",
    "fill --steps 4 --mask mask.png in.png out.png",
    "remove-noise --sigma 9 in.png out.png",
    "remove-noise --sigma 0.01 in.png out.png"
  };
  g_autofree guint8 *before = NULL;
  gsize              size, i;

  make_files (fixture);
  add_profile (fixture);
  before = get_profile (fixture, "in.png", &size);
  g_assert_nonnull (before);

  for (i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree guint8 *after = NULL;
      gsize              size_after;

      g_assert_cmpint (run (fixture, lines[i]), ==, 0);
      after = get_profile (fixture, "out.png", &size_after);
      g_assert_nonnull (after);
      g_assert_cmpmem (after, size_after, before, size);
    }

  delete_files (fixture);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  make_files (fixture);
  write_file (fixture, "out.png", "PF\n1 2\n-1\n0000000000000000"
                                  "00000000", -1);

  expect_failure (fixture, "reimagine", 2, "IN OUT|reimagine --help");
  expect_failure (fixture, "reimagine in.png", 2, "IN OUT");
  expect_failure (fixture, "reimagine in.png b.png c.png", 2, "c.png");
  expect_failure (fixture, "reimagine -o b.png in.png c.png", 2, "c.png");
  expect_failure (fixture, "reimagine --size 8x8 in.png b.png", 2, "--size");
  expect_failure (fixture, "generate --start 8 -o b.png", 2, "--start");
  expect_failure (fixture, "fill in.png b.png", 2, "--mask");
  expect_failure (fixture, "fill --resample 2 --mask in.png in.png b.png", 1,
                  "resample|ddpm|found 2");
  expect_failure (fixture, "fill --steps 4 --sampler ddpm --resample 2 "
                  "--jump 4 --mask in.png in.png b.png", 1, "Jump|1 to 3|4");
  write_file (fixture, "b.pfm", "PF\n16385 1\n-1\n", -1);
  expect_failure (fixture, "reimagine b.pfm b.png", 1,
                  "16385 x 1|16384|scale it down");
  delete (fixture, "b.pfm");
  expect_failure (fixture, "reimagine --resample 2 in.png b.png", 2,
                  "--resample");
  expect_failure (fixture, "reimagine --start 1 --strength 1 in.png b.png", 2,
                  "--start or --strength");
  expect_failure (fixture, "reimagine --start -1 in.png b.png", 2, "--start");
  expect_failure (fixture, "reimagine --start 1000 in.png b.png", 1,
                  "start|999");
  expect_failure (fixture, "reimagine --strength 1.1 in.png b.png", 1,
                  "strength|1.1");
  expect_failure (fixture, "reimagine --strength nan in.png b.png", 1,
                  "strength");
  expect_failure (fixture, "reimagine none.png b.png", 1, "none.png");
  expect_failure (fixture, "reimagine in.png b.jpg", 1, "b.jpg");
  expect_failure (fixture, "fill --mask out.png in.png b.png", 1,
                  "out.png|1 x 2|in.png|24 x 24");

  delete_files (fixture);
}

static void
test_nothing_selected (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree gchar *path = path_in (fixture, "out.png");
  SiltPicture       black;

  make_files (fixture);
  silt_picture_alloc (&black, SIDE, SIDE);
  g_assert_true (silt_picture_save (&black, NULL, path, NULL, NULL, NULL));

  expect_failure (fixture, "fill --mask out.png in.png b.png", 1,
                  "nothing is selected|out.png");

  silt_picture_clear (&black);
  delete_files (fixture);
}

#define COMMON " --seed 5 --steps 4 --mask mask.png in.png out.png"

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("reimagine", "reimagine --start 700" COMMON, test_edit);
  ADD ("fill", "fill" COMMON, test_edit);
  ADD ("fill/start", "fill --start 700" COMMON, test_edit);
  ADD ("remove-noise", "remove-noise --sigma 20" COMMON, test_edit);
  ADD ("edit/noise", NULL, test_noise);
  ADD ("edit/start", NULL, test_start);
  ADD ("edit/pipe/reimagine", "reimagine --steps 4 --seed 3", test_pipe);
  ADD ("edit/pipe/fill", "fill --steps 4 --seed 3 --mask mask.png", test_pipe);
  ADD ("edit/pipe/remove-noise", "remove-noise --sigma 9 --seed 3", test_pipe);
  ADD ("edit/profile", NULL, test_profile);
  ADD ("edit/help", NULL, test_help);
  ADD ("edit/refused", NULL, test_refused);
  ADD ("edit/nothing-selected", NULL, test_nothing_selected);

  return g_test_run ();
}
