/* Silt: the command converts models
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

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "command.h"
#include "scratch.h"

#define WEIGHTS   "unet/diffusion_pytorch_model.safetensors"
#define MAX_TRIES 200

/* Links the golden model in as "model". */
static void
link_model (Fixture *fixture)
{
  g_autofree gchar *golden = g_test_build_filename (G_TEST_DIST, "golden",
                                                    "unet-google", NULL);
  g_autofree gchar *path   = path_in (fixture, "model");

  g_assert_cmpint (symlink (golden, path), ==, 0);
}

static void
remove_all (Fixture     *fixture,
            const gchar *name)
{
  g_autofree gchar *path = path_in (fixture, name);

  scratch_remove (path);
}

static goffset
file_size (Fixture     *fixture,
           const gchar *name)
{
  g_autofree gchar *path = path_in (fixture, name);
  GStatBuf          info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);

  return info.st_size;
}

static void
test_convert (Fixture       *fixture,
              gconstpointer  data)
{
  link_model (fixture);

  g_assert_cmpint (run (fixture, "convert model out"), ==, 0);
  g_assert_cmpstr (fixture->out, ==, "out\n");
  g_assert_cmpstr (fixture->err, ==, "");
  g_assert_cmpint (run (fixture, "convert --half model half/"), ==, 0);
  g_assert_cmpstr (fixture->out, ==, "half/\n");

  /* Half the bytes, but for the header. */
  g_assert_cmpint (file_size (fixture, "half/" WEIGHTS), <,
                   file_size (fixture, "out/" WEIGHTS) * 0.52);

  g_assert_cmpint (run (fixture, "info half"), ==, 0);
  expect (fixture->out, "UNet2DModel|409219 parameters");

  delete (fixture, "model");
  remove_all (fixture, "out");
  remove_all (fixture, "half");
}

static void
test_arguments (Fixture       *fixture,
                gconstpointer  data)
{
  static const gchar two[] = "convert: expected a model and a new folder; see "
                             "silt convert --help";

  expect_failure (fixture, "convert", 2, two);
  expect_failure (fixture, "convert texture", 2, two);
  expect_failure (fixture, "convert texture out more", 2, two);
  expect_failure (fixture, "convert --quarter texture out", 2, "--quarter");

  g_assert_cmpint (run (fixture, "convert --help"), ==, 0);
  expect (fixture->out, "MODEL OUT|new folder|--half|16-bit");
}

/* Nothing of the new folder is left: tear_down sees to it. */
static void
test_broken (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree gchar *folder = path_in (fixture, "broken");

  expect_failure (fixture, "convert ./gone out", 1,
                  "gone: cannot be opened: No such file");
  expect_failure (fixture, "convert nosuch out", 1, "\"nosuch\"");

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  expect_failure (fixture, "convert broken out", 1, "broken|config.json");
  write_file (fixture, "broken/config.json", "{}", -1);
  write_file (fixture, "broken/model.safetensors", "short", -1);
  expect_failure (fixture, "convert broken out", 1,
                  "model.safetensors: expected a safetensors file, found 5");
  write_file (fixture, "broken/model.safetensors", "\2\0\0\0\0\0\0\0{}", 10);
  expect_failure (fixture, "convert broken out", 1,
                  "expected the shape [224, 3, 3, 3]|no such tensor");

  remove_all (fixture, "broken");
}

static void
test_existing (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree gchar *folder = path_in (fixture, "out");
  g_autofree gchar *link   = path_in (fixture, "link");
  g_autofree gchar *kept   = NULL;

  link_model (fixture);
  expect_failure (fixture, "convert model no/out", 1,
                  "cannot be written: No such file");

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  expect_failure (fixture, "convert model out", 1,
                  "out: expected the name of a new folder, found one");
  write_file (fixture, "out/kept", "kept", -1);
  expect_failure (fixture, "convert --half model out/", 1, "out/: expected");
  expect_failure (fixture, "convert model out/kept", 1, "found one");

  kept = read_file (fixture, "out/kept", NULL);
  g_assert_cmpstr (kept, ==, "kept");
  delete (fixture, "out/kept");
  delete (fixture, "out");

  g_assert_cmpint (symlink ("nowhere", link), ==, 0);
  expect_failure (fixture, "convert model link", 1, "found one");
  delete (fixture, "link");
  delete (fixture, "model");
}

static void
limit_files (gpointer data)
{
  struct rlimit limit = { GPOINTER_TO_UINT (data), GPOINTER_TO_UINT (data) };

  setrlimit (RLIMIT_FSIZE, &limit);
}

/* A limit on the size of files stands for the full disk: its end comes within
 * the first file or within the weights. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  limit)
{
  link_model (fixture);
  g_subprocess_launcher_set_child_setup (fixture->launcher, limit_files,
                                         (gpointer) limit, NULL);
  expect_failure (fixture, "convert model out", 1,
                  "/out/|cannot be written: File too large");
  delete (fixture, "model");
}


/* Signals */

/* TRUE if the command has begun to write: its folder has another name until it
 * is complete. */
static gboolean
has_draft (Fixture *fixture)
{
  g_autoptr (GDir)  dir = g_dir_open (fixture->directory, 0, NULL);
  const gchar      *name;

  while ((name = g_dir_read_name (dir)))
    {
      if (g_str_has_prefix (name, "out."))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_ended (const gchar *pid)
{
  gchar             state  = 0;
  g_autofree gchar *path   = g_build_filename ("/proc", pid, "stat", NULL);
  g_autofree gchar *text   = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    state = strrchr (text, ')')[2];

  return state == 0 || state == 'Z';
}

/* Stops the command while it writes, so that the signal does not miss it.
 * Returns its exit status. */
static gint
convert_and_signal (Fixture *fixture,
                    gint     signal_number)
{
  g_autoptr (GSubprocess)  process = start (fixture, "convert texture out");
  g_autofree gchar        *pid     = NULL;

  pid = g_strdup (g_subprocess_get_identifier (process));

  while (! has_draft (fixture) && ! has_ended (pid))
    g_usleep (100);

  g_subprocess_send_signal (process, SIGSTOP);
  g_subprocess_send_signal (process, signal_number);
  g_subprocess_send_signal (process, SIGCONT);

  g_clear_pointer (&fixture->err, g_free);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL,
                                                &fixture->err, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

/* Either nothing is left or, where the command was faster than the signal, the
 * whole folder: until the signal once was the faster one. */
static void
test_interrupt (Fixture       *fixture,
                gconstpointer  signal_number)
{
  gint i;

  for (i = 0; i < MAX_TRIES; i++)
    {
      g_autofree gchar *left   = NULL;
      gint              status = convert_and_signal (
                                   fixture, GPOINTER_TO_INT (signal_number));

      g_assert_false (has_draft (fixture));
      left = find_leftover (fixture);

      if (status == 130)
        {
          g_assert_cmpstr (left, ==, NULL);
          expect (fixture->err, "silt: interrupted");
          g_test_message ("%d tries", i + 1);
          return;
        }

      g_assert_cmpint (status, ==, 0);
      g_assert_cmpstr (left, ==, "out");
      remove_all (fixture, "out");
    }

  g_error ("%d conversions, each faster than the signal", MAX_TRIES);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("convert/sound", NULL, test_convert);
  ADD ("convert/arguments", NULL, test_arguments);
  ADD ("convert/broken", NULL, test_broken);
  ADD ("convert/existing", NULL, test_existing);
  ADD ("convert/full-disk/text", GUINT_TO_POINTER (100), test_full_disk);
  ADD ("convert/full-disk/weights", GUINT_TO_POINTER (100000), test_full_disk);
  ADD ("convert/interrupt/int", GINT_TO_POINTER (SIGINT), test_interrupt);
  ADD ("convert/interrupt/term", GINT_TO_POINTER (SIGTERM), test_interrupt);

  return g_test_run ();
}
