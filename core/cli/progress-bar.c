/* Silt: a progress bar on the terminal
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

#include <math.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "progress-bar.h"

#define MAX_WIDTH  40   /* of the bar alone, columns */

/* The columns of the terminal; 0 where there is none that can redraw a line. */
static gint
terminal_columns (void)
{
  struct winsize size;

  if (! isatty (STDERR_FILENO) ||
      g_strcmp0 (g_getenv ("TERM"), "dumb") == 0)
    return 0;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return 80;

  return size.ws_col;
}

/* "step 7 of 20, 0:03 left" */
static gchar *
describe (gint    step,
          gint    total,
          gdouble seconds_left)
{
  gint seconds = ceil (CLAMP (seconds_left, 0.0, 359999.0));

  if (seconds_left < 0.0)
    return g_strdup_printf ("step %d of %d", step, total);

  if (seconds < 3600)
    return g_strdup_printf ("step %d of %d, %d:%02d left",
                            step, total, seconds / 60, seconds % 60);

  return g_strdup_printf ("step %d of %d, %d:%02d:%02d left",
                          step, total, seconds / 3600,
                          seconds / 60 % 60, seconds % 60);
}

void
silt_progress_bar_draw (gint    step,
                        gint    total,
                        gdouble seconds_left)
{
  g_autofree gchar *text    = describe (step, total, seconds_left);
  gint              columns = terminal_columns ();
  gint              room    = columns - (gint) strlen (text) - 4;
  gint              width   = CLAMP (room, 0, MAX_WIDTH);
  GString          *line;
  gint              i;

  if (columns == 0)
    return;

  line = g_string_new ("\r[");
  for (i = 0; i < width; i++)
    g_string_append_c (line, i < width * step / total ? '#' : '.');
  g_string_append_printf (line, "] %s\033[K", text);

  g_printerr ("%s", line->str);
  g_string_free (line, TRUE);
}

void
silt_progress_bar_clear (void)
{
  if (terminal_columns () > 0)
    g_printerr ("\r\033[K");
}
