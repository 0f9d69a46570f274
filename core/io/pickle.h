/* Silt: reading pickles without running them
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

/* A pickle is a program for a small stack machine of Python's that builds
 * objects and may call anything.  This machine knows the part of it that a
 * dictionary of tensors needs, and calls nothing: what a pickle would call
 * stays a value, "call GLOBAL with these arguments", for the reader to make
 * sense of.  Only the globals that the reader lists may be named at all.
 *
 * collections.OrderedDict is always known, and the call of it is a DICT.
 * Bounded are the steps, the values, the stack and the memo, so that no pickle
 * takes more than a second or 64 MB; the values never need recursion. */
typedef enum
{
  SILT_PICKLE_OTHER,        /* None, a float, bytes, a very large integer   */
  SILT_PICKLE_INTEGER,      /* also a bool                                  */
  SILT_PICKLE_STRING,
  SILT_PICKLE_TUPLE,
  SILT_PICKLE_LIST,
  SILT_PICKLE_DICT,
  SILT_PICKLE_GLOBAL,
  SILT_PICKLE_CALL,
  SILT_PICKLE_PERSISTENT    /* what lies outside of the pickle, by a name   */
} SiltPickleType;

typedef struct _SiltPickleValue SiltPickleValue;

struct _SiltPickleValue
{
  SiltPickleType   type;
  gint             global;     /* GLOBAL, CALL: the place in `globals`; -1
                                * for OrderedDict                           */
  union
  {
    gint64           integer;
    GPtrArray       *items;    /* TUPLE, LIST; DICT: key, value, key, ...   */
    SiltPickleValue *argument; /* CALL, a TUPLE; PERSISTENT                 */
    struct
    {
      const gchar *bytes;      /* within the pickle, no NUL at its end      */
      gsize        length;
    } string;
  };
};

typedef struct
{
  SiltPickleValue *root;
  GPtrArray       *values;     /* all of them, in the order of their making */
  gsize            length;     /* bytes of the pickle, which may be followed
                                * by others                                 */
} SiltPickle;

/* Reads the pickle that `bytes` begin with.  globals: "module.name", at most
 * G_MAXINT, NULL-terminated.  `name` stands for the file in errors.
 * Errors: FORMAT; UNSUPPORTED for a global or an operation not known. */
SiltPickle      * silt_pickle_read   (const guint8          *bytes,
                                      gsize                  length,
                                      const gchar *const    *globals,
                                      const gchar           *name,
                                      GError               **error);
void              silt_pickle_free   (SiltPickle            *pickle);

/* The value of a DICT under a key, the last of equal ones; or NULL. */
SiltPickleValue * silt_pickle_lookup (const SiltPickleValue *dict,
                                      const gchar           *key);

gboolean          silt_pickle_equals (const SiltPickleValue *value,
                                      const gchar           *string);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SiltPickle, silt_pickle_free)

G_END_DECLS
