/* Silt: running the silt command in a test
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

#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "silt.h"

/* Each test works in a directory of its own, where the command runs. */
typedef struct
{
  gchar               *directory;
  GSubprocessLauncher *launcher;
  gchar               *out, *err;   /* of the last run */
} Fixture;

/* Runs in the child: a command that hangs must not hang the tests too. */
static inline void
limit_time (gpointer data)
{
  alarm (60);
}

static inline void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree gchar *models = g_test_build_filename (G_TEST_DIST, "..",
                                                    "weights", NULL);
  g_autofree gchar *path   = g_canonicalize_filename (models, NULL);

  fixture->directory = g_dir_make_tmp ("silt-XXXXXX", NULL);
  fixture->launcher  =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_cwd (fixture->launcher, fixture->directory);
  g_subprocess_launcher_setenv (fixture->launcher,
                                "SILT_MODEL_PATH", path, TRUE);
  g_subprocess_launcher_setenv (fixture->launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_setenv (fixture->launcher, "TERM", "xterm", TRUE);
  g_subprocess_launcher_set_child_setup (fixture->launcher, limit_time,
                                         NULL, NULL);
}

static inline gchar *
path_in (Fixture     *fixture,
         const gchar *name)
{
  return g_build_filename (fixture->directory, name, NULL);
}

/* The one file or folder that is left, NULL if there is none. */
static inline gchar *
find_leftover (Fixture *fixture)
{
  GDir  *dir  = g_dir_open (fixture->directory, 0, NULL);
  gchar *name = g_strdup (g_dir_read_name (dir));

  g_dir_close (dir);
  return name;
}

static inline void
delete (Fixture     *fixture,
        const gchar *name)
{
  g_autofree gchar *path = path_in (fixture, name);

  g_assert_cmpint (g_remove (path), ==, 0);
}

static inline void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree gchar *leftover = find_leftover (fixture);

  g_assert_cmpstr (leftover, ==, NULL);
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);

  g_object_unref (fixture->launcher);
  g_free (fixture->directory);
  g_free (fixture->out);
  g_free (fixture->err);
}

/* Starts the command with the arguments in `line`, as a shell would. */
static inline GSubprocess *
start (Fixture     *fixture,
       const gchar *line)
{
  g_auto (GStrv)     args    = NULL;
  g_autofree gchar  *program = g_shell_quote (g_getenv ("SILT_PROGRAM"));
  g_autofree gchar  *command = g_strconcat (program, " ", line, NULL);
  GError            *error   = NULL;
  GSubprocess       *process;

  g_assert_true (g_shell_parse_argv (command, NULL, &args, NULL));
  process = g_subprocess_launcher_spawnv (fixture->launcher,
                                          (const gchar *const *) args, &error);
  g_assert_no_error (error);

  return process;
}

/* Runs the command to its end and returns its exit status. */
static inline gint
run (Fixture     *fixture,
     const gchar *line)
{
  g_autoptr (GSubprocess) process = start (fixture, line);

  g_clear_pointer (&fixture->out, g_free);
  g_clear_pointer (&fixture->err, g_free);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL,
                                                &fixture->out, &fixture->err,
                                                NULL));
  g_test_message ("silt %s\n%s%s", line, fixture->out, fixture->err);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

static inline void
expect (const gchar *text,
        const gchar *words)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);
  gint           i;

  for (i = 0; list[i]; i++)
    if (! strstr (text, list[i]))
      g_error ("\"%s\" does not say \"%s\"", text, list[i]);
}

/* The exit status, no result, and one line that says `words`. */
static inline void
expect_failure (Fixture     *fixture,
                const gchar *line,
                gint         status,
                const gchar *words)
{
  g_assert_cmpint (run (fixture, line), ==, status);
  g_assert_cmpstr (fixture->out, ==, "");
  g_assert_true (g_str_has_prefix (fixture->err, "silt: "));
  g_assert_cmpstr (strchr (fixture->err, '\n'), ==, "\n");
  expect (fixture->err, words);
}

static inline gchar *
read_file (Fixture     *fixture,
           const gchar *name,
           gsize       *length)
{
  g_autofree gchar *path = path_in (fixture, name);
  gchar            *text;

  g_assert_true (g_file_get_contents (path, &text, length, NULL));
  return text;
}

static inline void
expect_same (Fixture     *fixture,
             const gchar *a,
             const gchar *b)
{
  gsize             length_a, length_b;
  g_autofree gchar *text_a = read_file (fixture, a, &length_a);
  g_autofree gchar *text_b = read_file (fixture, b, &length_b);

  g_assert_cmpmem (text_a, length_a, text_b, length_b);
}

static inline void
write_file (Fixture     *fixture,
            const gchar *name,
            const gchar *text,
            gssize       length)
{
  g_autofree gchar *path = path_in (fixture, name);

  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

#define ADD(path, data, func) \
  g_test_add ("/cli/" path, Fixture, data, set_up, func, tear_down)
