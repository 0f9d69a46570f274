/* Silt: the commands of the silt program
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

#include "silt.h"

G_BEGIN_DECLS

/* Each takes its own arguments, the command's name first, and writes its
 * result to the standard output.  Errors: G_OPTION_ERROR for a command line
 * that makes no sense, else those of silt.h. */
gboolean silt_command_convert      (gint      argc,
                                    gchar   **argv,
                                    GError  **error);
gboolean silt_command_fill         (gint      argc,
                                    gchar   **argv,
                                    GError  **error);
gboolean silt_command_generate     (gint      argc,
                                    gchar   **argv,
                                    GError  **error);
gboolean silt_command_info         (gint      argc,
                                    gchar   **argv,
                                    GError  **error);
gboolean silt_command_reimagine    (gint      argc,
                                    gchar   **argv,
                                    GError  **error);
gboolean silt_command_remove_noise (gint      argc,
                                    gchar   **argv,
                                    GError  **error);

/* Ends the program after a signal, at once: what was allocated is the
 * system's to free, and threads may be at work on it. */
void     silt_exit_interrupted  (void) G_GNUC_NORETURN;

G_END_DECLS
