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

#include "pickle-machine.h"

#include <string.h>

#define MAX_VALUES (1 << 18)
#define MAX_STACK  (1 << 16)


/* Faults */

gboolean
silt_pickle_fault (Machine       *machine,
                   SiltErrorCode  code,
                   const gchar   *format,
                   ...)
{
  g_autofree gchar *what = NULL;
  va_list           args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (machine->error, SILT_ERROR, code,
               "%s: pickle, byte %" G_GSIZE_FORMAT ": %s", machine->name,
               (gsize) (machine->p - machine->start), what);

  return FALSE;
}

gboolean
silt_pickle_fault_bound (Machine     *machine,
                         const gchar *what,
                         gint         bound)
{
  return silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                            "expected at most %d %s", bound, what);
}


/* Bytes */

const guint8 *
silt_pickle_take (Machine *machine,
                  guint64  n)
{
  const guint8 *bytes = machine->p;

  if (n > (guint64) (machine->end - machine->p))
    {
      silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                         "expected %" G_GUINT64_FORMAT " more bytes, found "
                         "the end", n);
      return NULL;
    }

  machine->p += n;

  return bytes;
}

gboolean
silt_pickle_take_number (Machine *machine,
                         guint    n_bytes,
                         guint64 *number)
{
  const guint8 *bytes = silt_pickle_take (machine, n_bytes);
  guint         i;

  *number = 0;

  for (i = 0; bytes && i < n_bytes; i++)
    *number |= (guint64) bytes[i] << (8 * i);

  return bytes != NULL;
}

gchar *
silt_pickle_take_line (Machine *machine)
{
  gsize         left = MIN (machine->end - machine->p, SILT_PICKLE_MAX_LINE);
  const guint8 *end  = memchr (machine->p, '\n', left);
  gchar        *line;

  if (! end)
    {
      silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                         "expected a line of at most %d bytes",
                         SILT_PICKLE_MAX_LINE);
      return NULL;
    }

  line       = g_strndup ((const gchar *) machine->p, end - machine->p);
  machine->p = end + 1;

  return line;
}


/* Stack and memo */

SiltPickleValue *
silt_pickle_value_new (Machine        *machine,
                       SiltPickleType  type)
{
  SiltPickleValue *value;

  if (machine->pickle->values->len == MAX_VALUES)
    {
      silt_pickle_fault_bound (machine, "values", MAX_VALUES);
      return NULL;
    }

  value       = g_new0 (SiltPickleValue, 1);
  value->type = type;

  if (type == SILT_PICKLE_TUPLE || type == SILT_PICKLE_LIST ||
      type == SILT_PICKLE_DICT)
    {
      value->items = g_ptr_array_new ();
    }

  g_ptr_array_add (machine->pickle->values, value);

  return value;
}

gboolean
silt_pickle_push (Machine         *machine,
                  SiltPickleValue *value)
{
  if (machine->stack->len == MAX_STACK)
    return silt_pickle_fault_bound (machine, "values on the stack", MAX_STACK);

  g_ptr_array_add (machine->stack, value);

  return TRUE;
}

gboolean
silt_pickle_push_new (Machine        *machine,
                      SiltPickleType  type)
{
  SiltPickleValue *value = silt_pickle_value_new (machine, type);

  return value && silt_pickle_push (machine, value);
}

gboolean
silt_pickle_push_integer (Machine *machine,
                          gint64   integer)
{
  SiltPickleValue *value = silt_pickle_value_new (machine, SILT_PICKLE_INTEGER);

  if (value)
    value->integer = integer;

  return value && silt_pickle_push (machine, value);
}

SiltPickleValue *
silt_pickle_peek (Machine *machine,
                  guint    depth)
{
  GPtrArray *stack = machine->stack;
  guint      i;

  for (i = 0; i <= depth; i++)
    {
      if (i == stack->len || ! g_ptr_array_index (stack, stack->len - 1 - i))
        {
          silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                             "expected %u values on the stack, found %u",
                             depth + 1, i);
          return NULL;
        }
    }

  return g_ptr_array_index (stack, stack->len - 1 - depth);
}

void
silt_pickle_drop (Machine *machine,
                  guint    n)
{
  g_ptr_array_set_size (machine->stack, machine->stack->len - n);
}

gint
silt_pickle_count_marked (Machine *machine)
{
  GPtrArray *stack = machine->stack;
  guint      i;

  for (i = stack->len; i > 0; i--)
    {
      if (! g_ptr_array_index (stack, i - 1))
        return stack->len - i;
    }

  silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                     "expected a mark on the stack");

  return -1;
}

void
silt_pickle_move_items (Machine   *machine,
                        GPtrArray *items,
                        guint      n)
{
  guint i;

  for (i = machine->stack->len - n; i < machine->stack->len; i++)
    g_ptr_array_add (items, g_ptr_array_index (machine->stack, i));

  silt_pickle_drop (machine, n);
}

gboolean
silt_pickle_remember (Machine *machine,
                      guint64  place)
{
  SiltPickleValue *value = silt_pickle_peek (machine, 0);

  if (! value)
    return FALSE;

  if (place >= SILT_PICKLE_MAX_MEMO)
    return silt_pickle_fault_bound (machine, "places in the memo",
                                    SILT_PICKLE_MAX_MEMO);

  if (place >= machine->memo->len)
    g_ptr_array_set_size (machine->memo, place + 1);

  g_ptr_array_index (machine->memo, place) = value;

  return TRUE;
}

gboolean
silt_pickle_recall (Machine *machine,
                    guint64  place)
{
  if (place >= machine->memo->len || ! g_ptr_array_index (machine->memo, place))
    {
      return silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                                "expected a place of the memo, found %"
                                G_GUINT64_FORMAT, place);
    }

  return silt_pickle_push (machine, g_ptr_array_index (machine->memo, place));
}
