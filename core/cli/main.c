/* Silt: the silt program
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

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "commands.h"
#include "progress-bar.h"

#define EXIT_FAILED       1
#define EXIT_USAGE        2
#define EXIT_INTERRUPTED  130   /* what a shell makes of SIGINT */

static const struct
{
  const gchar *name;
  gboolean  (* run) (gint      argc,
                     gchar   **argv,
                     GError  **error);
} commands[] =
{
  { "convert",      silt_command_convert      },
  { "fill",         silt_command_fill         },
  { "generate",     silt_command_generate     },
  { "info",         silt_command_info         },
  { "reimagine",    silt_command_reimagine    },
  { "remove-noise", silt_command_remove_noise }
};

/* "help" is "--help", and "help COMMAND" is "COMMAND --help". */
static void
take_help (gint    argc,
           gchar **argv)
{
  static gchar option[] = "--help";

  if (argc < 2 || strcmp (argv[1], "help") != 0)
    return;

  if (argc > 2)
    argv[1] = argv[2];
  argv[MIN (argc - 1, 2)] = option;
}

/* Options before the command; it and what follows are left alone. */
static gboolean
parse_options (gint     *argc,
               gchar  ***argv,
               gboolean *version,
               GError  **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND ...");
  const GOptionEntry         entries[] =
  {
    { "version", 0, 0, G_OPTION_ARG_NONE, version, "Print the version", NULL },
    { NULL }
  };

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_set_summary (
    context,
    "Textures from a diffusion model, on your own processor.\n\n"
    "Commands:\n"
    "  convert       Write a model as a diffusers folder\n"
    "  fill          Fill a part of a picture so that it fits to the rest\n"
    "  generate      Generate a texture and write it to a file\n"
    "  info          Tell what a model can do\n"
    "  reimagine     Noise a picture and walk back from there\n"
    "  remove-noise  Remove white noise from a picture\n\n"
    "\"silt help COMMAND\" tells more.");

  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
run (gint      argc,
     gchar   **argv,
     GError  **error)
{
  gboolean version = FALSE;
  gsize    i;

  take_help (argc, argv);
  if (! parse_options (&argc, &argv, &version, error))
    return FALSE;

  if (version)
    {
      g_print ("silt %s\n", silt_version ());
      return TRUE;
    }

  for (i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      return commands[i].run (argc - 1, argv + 1, error);

  if (argc > 1)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "there is no command \"%s\", only convert, fill, generate, "
                 "info, reimagine and remove-noise; see silt --help", argv[1]);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 "expected a command, convert, fill, generate, info, reimagine "
                 "or remove-noise; see silt --help");
  return FALSE;
}

/* A result that nobody can read is none. */
static gboolean
check_output (GError **error)
{
  if (fflush (stdout) == 0 && ! ferror (stdout))
    return TRUE;

  g_set_error (error, SILT_ERROR, SILT_ERROR_IO,
               "the standard output cannot be written to");
  return FALSE;
}

void
silt_exit_interrupted (void)
{
  silt_progress_bar_clear ();
  g_printerr ("silt: interrupted, no file was written\n");
  _exit (EXIT_INTERRUPTED);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");

  /* A limit on the size of files is then an error like a full disk. */
  signal (SIGXFSZ, SIG_IGN);

  if (run (argc, argv, &error) && check_output (&error))
    return EXIT_SUCCESS;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    silt_exit_interrupted ();

  /* One error, one line, even where a file's name has two. */
  g_strdelimit (error->message, "\n", ' ');
  g_printerr ("silt: %s\n", error->message);

  return error->domain == G_OPTION_ERROR ? EXIT_USAGE : EXIT_FAILED;
}
