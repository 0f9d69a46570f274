/* Silt: the stack machine that a pickle is a program for
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

#include "pickle.h"
#include "silt.h"

G_BEGIN_DECLS

#define SILT_PICKLE_MAX_MEMO (1 << 19)
#define SILT_PICKLE_MAX_LINE 1024  /* bytes of a name or number in letters */

/* A pickle while it is read: what pickle.c's operations work on. */
typedef struct
{
  const guint8       *start, *end;
  const guint8       *p;          /* what comes next                       */
  const gchar *const *globals;
  const gchar        *name;
  SiltPickle         *pickle;
  GPtrArray          *stack;      /* NULL: a mark                          */
  GPtrArray          *memo;       /* NULL: nothing there                   */
  guint               n_steps;
  GError            **error;
} Machine;

/* Without any values yet. */
SiltPickle      * silt_pickle_new          (void);

/* Each fails: with what is wrong at this byte; with a bound that was met. */
gboolean          silt_pickle_fault        (Machine         *machine,
                                            SiltErrorCode    code,
                                            const gchar     *format,
                                            ...) G_GNUC_PRINTF (3, 4);
gboolean          silt_pickle_fault_bound  (Machine         *machine,
                                            const gchar     *what,
                                            gint             bound);

/* n bytes, or NULL with an error. */
const guint8    * silt_pickle_take         (Machine         *machine,
                                            guint64          n);

/* An unsigned number of at most 8 bytes. */
gboolean          silt_pickle_take_number  (Machine         *machine,
                                            guint            n_bytes,
                                            guint64         *number);

/* What is before the next newline, without it; free with g_free. */
gchar           * silt_pickle_take_line    (Machine         *machine);

/* The value is the pickle's; NULL with an error where there are too many. */
SiltPickleValue * silt_pickle_value_new    (Machine         *machine,
                                            SiltPickleType   type);

/* NULL pushes a mark. */
gboolean          silt_pickle_push         (Machine         *machine,
                                            SiltPickleValue *value);
gboolean          silt_pickle_push_new     (Machine         *machine,
                                            SiltPickleType   type);
gboolean          silt_pickle_push_integer (Machine         *machine,
                                            gint64           integer);

/* The value `depth` below the top, or NULL with an error where the stack, up
 * to the last mark, is not that high. */
SiltPickleValue * silt_pickle_peek         (Machine         *machine,
                                            guint            depth);
void              silt_pickle_drop         (Machine         *machine,
                                            guint            n);

/* The number of values above the last mark; -1 with an error where there is
 * no mark. */
gint              silt_pickle_count_marked (Machine         *machine);

/* Moves the n values on top into `items`, in their order. */
void              silt_pickle_move_items   (Machine         *machine,
                                            GPtrArray       *items,
                                            guint            n);

/* Puts the value on top at a place of the memo; pushes what is there. */
gboolean          silt_pickle_remember     (Machine         *machine,
                                            guint64          place);
gboolean          silt_pickle_recall       (Machine         *machine,
                                            guint64          place);

G_END_DECLS
