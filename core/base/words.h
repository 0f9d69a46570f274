/* Silt: words for enumerated values
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

#include <glib.h>

G_BEGIN_DECLS

/* The position of `word` in the NULL-terminated list `words`; -1 with
 * SILT_ERROR_ARGUMENT, which names `what` was asked for, the word found and
 * all words expected. */
gint    silt_words_find  (const gchar *const *words,
                          const gchar        *what,
                          const gchar        *word,
                          GError            **error);

/* A text from outside in double quotes, for a message; what is longer than a
 * line is cut short.  Free with g_free. */
gchar * silt_words_quote (const gchar *text);

G_END_DECLS
