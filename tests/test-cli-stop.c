/* Silt: tests of how the silt command ends: full disks, signals, terminals
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

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

#include "command.h"

#ifdef SILT_SANITIZE
#define SECONDS_TO_STOP 5.0
#else
#define SECONDS_TO_STOP 0.5
#endif

static void
limit_files (gpointer data)
{
  struct rlimit limit = { 2000, 2000 };

  setrlimit (RLIMIT_FSIZE, &limit);
}

/* A limit on the size of files stands for the full disk. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_subprocess_launcher_set_child_setup (fixture->launcher, limit_files,
                                         NULL, NULL);
  expect_failure (fixture, "generate --size 64x64 --steps 1 -o a.png", 1,
                  "\"a.png\" cannot be written|large");
}

static void
test_full_output (Fixture       *fixture,
                  gconstpointer  data)
{
  g_subprocess_launcher_set_flags (fixture->launcher,
                                   G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_stdout_file_path (fixture->launcher, "/dev/full");

  g_assert_cmpint (run (fixture, "info texture"), ==, 1);
  expect (fixture->err, "silt: the standard output");
}

/* Makes the standard error of what will be started a terminal, and returns
 * the end of it where it is read. */
static gint
open_terminal (Fixture *fixture)
{
  gint terminal = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  gint slave;

  g_assert_cmpint (terminal, >=, 0);
  g_assert_cmpint (grantpt (terminal), ==, 0);
  g_assert_cmpint (unlockpt (terminal), ==, 0);
  slave = open (ptsname (terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (slave, >=, 0);

  g_subprocess_launcher_set_flags (fixture->launcher,
                                   G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_take_stderr_fd (fixture->launcher, slave);

  return terminal;
}

/* What the terminal shows until it shows `words` or is closed. */
static gchar *
read_terminal (gint         terminal,
               const gchar *words)
{
  GString *text = g_string_new (NULL);
  gchar    buffer[256];
  gssize   n;

  while (! (words && strstr (text->str, words)))
    {
      n = read (terminal, buffer, sizeof (buffer));
      if (n <= 0)
        break;
      g_string_append_len (text, buffer, n);
    }

  return g_string_free (text, FALSE);
}

static void
test_progress (Fixture       *fixture,
               gconstpointer  data)
{
  gint                    terminal = open_terminal (fixture);
  g_autoptr (GSubprocess) process  = NULL;
  g_autofree gchar       *text     = NULL;

  process = start (fixture, "generate --size 16x16 --steps 4 -o a.png");
  g_clear_object (&fixture->launcher);
  text    = read_terminal (terminal, NULL);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
  close (terminal);

  /* The bar fills by ten of its forty columns a step, and goes in the end. */
  expect (text, "\r[........................................] step 0 of 4\033|"
                "\r[##########..............................] step 1 of 4, 0:|"
                "\r[########################################] step 4 of 4, "
                "0:00 left");
  g_assert_true (g_str_has_suffix (text, "\r\033[K"));

  fixture->launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  delete (fixture, "a.png");
}

/* The signal comes when the walk has begun.  The file that was there before
 * is still there. */
static void
test_interrupt (Fixture       *fixture,
                gconstpointer  signal_number)
{
  gint                    terminal = open_terminal (fixture);
  g_autoptr (GSubprocess) process  = NULL;
  g_autoptr (GTimer)      timer    = NULL;
  g_autofree gchar       *begun    = NULL;
  g_autofree gchar       *rest     = NULL;
  g_autofree gchar       *old      = NULL;

  write_file (fixture, "a.png", "old", -1);

  process = start (fixture, "generate --size 512x512 --steps 1000 -o a.png");
  g_clear_object (&fixture->launcher);
  begun   = read_terminal (terminal, "step 0 of 1000");
  g_usleep (G_USEC_PER_SEC / 5);

  timer   = g_timer_new ();
  g_subprocess_send_signal (process, GPOINTER_TO_INT (signal_number));
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, SECONDS_TO_STOP);

  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 130);
  rest = read_terminal (terminal, NULL);
  expect (rest, "silt: interrupted");
  close (terminal);

  old = read_file (fixture, "a.png", NULL);
  g_assert_cmpstr (old, ==, "old");

  fixture->launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  delete (fixture, "a.png");
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("full-disk", NULL, test_full_disk);
  ADD ("full-output", NULL, test_full_output);
  ADD ("progress", NULL, test_progress);
  ADD ("interrupt/int", GINT_TO_POINTER (SIGINT), test_interrupt);
  ADD ("interrupt/term", GINT_TO_POINTER (SIGTERM), test_interrupt);

  return g_test_run ();
}
