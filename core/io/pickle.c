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

#include "pickle.h"

#include <string.h>

#include "pickle-machine.h"
#include "pickle-opcodes.h"
#include "words.h"

#define MAX_STEPS    (1 << 21)
#define ORDERED_DICT "collections.OrderedDict"


/* Operations */

static gboolean
push_string (Machine        *machine,
             SiltPickleType  type,
             guint           length_bytes)
{
  SiltPickleValue *value;
  const guint8    *bytes;
  guint64          length;

  if (! silt_pickle_take_number (machine, length_bytes, &length) ||
      ! (bytes = silt_pickle_take (machine, length)) ||
      ! (value = silt_pickle_value_new (machine, type)))
    {
      return FALSE;
    }

  value->string.bytes  = (const gchar *) bytes;
  value->string.length = length;

  return silt_pickle_push (machine, value);
}

/* An integer of n bytes, two's complement. */
static gboolean
push_long (Machine *machine,
           guint64  n)
{
  const guint8 *bytes = silt_pickle_take (machine, n);
  guint64       number;
  guint         i;

  if (! bytes)
    return FALSE;

  if (n > 8)
    return silt_pickle_push_new (machine, SILT_PICKLE_OTHER);

  number = n > 0 && bytes[n - 1] & 0x80 ? G_MAXUINT64 : 0;

  for (i = 0; i < n; i++)
    {
      number &= ~((guint64) 0xff << (8 * i));
      number |= (guint64) bytes[i] << (8 * i);
    }

  return silt_pickle_push_integer (machine, (gint64) number);
}

/* In letters: "5", "5L", and "01" for True. */
static gboolean
push_letters (Machine *machine)
{
  g_autofree gchar *line = silt_pickle_take_line (machine);
  gchar            *end;
  gint64            number;

  if (! line)
    return FALSE;

  number = g_ascii_strtoll (line, &end, 10);

  if (*line == '\0' || (*end != '\0' && strcmp (end, "L") != 0))
    return silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                              "expected an integer");

  return silt_pickle_push_integer (machine, number);
}

static gboolean
push_global (Machine     *machine,
             const gchar *module,
             const gchar *name)
{
  g_autofree gchar *full   = g_strconcat (module, ".", name, NULL);
  g_autofree gchar *valid  = NULL;
  g_autofree gchar *shown  = NULL;
  SiltPickleValue  *value  = NULL;
  gint              global = -1;

  if (strcmp (full, ORDERED_DICT) != 0)
    {
      for (global = 0; machine->globals[global]; global++)
        {
          if (strcmp (full, machine->globals[global]) == 0)
            break;
        }
    }

  if (global < 0 || machine->globals[global])
    {
      value = silt_pickle_value_new (machine, SILT_PICKLE_GLOBAL);

      if (value)
        value->global = global;

      return value && silt_pickle_push (machine, value);
    }

  valid = g_utf8_make_valid (full, -1);
  shown = silt_words_quote (valid);

  return silt_pickle_fault (machine, SILT_ERROR_UNSUPPORTED,
                            "expected tensors by their names alone, found %s "
                            "of Python, which Silt does not load", shown);
}

/* Module and name as strings on the stack. */
static gboolean
push_stack_global (Machine *machine)
{
  SiltPickleValue  *name   = silt_pickle_peek (machine, 0);
  SiltPickleValue  *module = name ? silt_pickle_peek (machine, 1) : NULL;
  g_autofree gchar *first  = NULL;
  g_autofree gchar *second = NULL;

  if (! module)
    return FALSE;

  if (name->type != SILT_PICKLE_STRING || module->type != SILT_PICKLE_STRING ||
      name->string.length > SILT_PICKLE_MAX_LINE ||
      module->string.length > SILT_PICKLE_MAX_LINE)
    {
      return silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                                "expected two short names");
    }

  first  = g_strndup (module->string.bytes, module->string.length);
  second = g_strndup (name->string.bytes, name->string.length);
  silt_pickle_drop (machine, 2);

  return push_global (machine, first, second);
}

static gboolean
push_line_global (Machine *machine)
{
  g_autofree gchar *module = silt_pickle_take_line (machine);
  g_autofree gchar *name   = module ? silt_pickle_take_line (machine) : NULL;

  return name && push_global (machine, module, name);
}

/* The n values on top become one. */
static gboolean
collect (Machine        *machine,
         SiltPickleType  type,
         gint            n,
         gboolean        marked)
{
  SiltPickleValue *value;

  if (n < 0 || (! marked && n > 0 && ! silt_pickle_peek (machine, n - 1)))
    return FALSE;

  if (type == SILT_PICKLE_DICT && n % 2 != 0)
    return silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                              "expected a value for each key");

  value = silt_pickle_value_new (machine, type);

  if (! value)
    return FALSE;

  silt_pickle_move_items (machine, value->items, n);

  if (marked)
    silt_pickle_drop (machine, 1);

  return silt_pickle_push (machine, value);
}

/* The n values on top go into the container below them. */
static gboolean
extend (Machine        *machine,
        SiltPickleType  type,
        gint            n,
        gboolean        marked)
{
  SiltPickleValue *container;
  GPtrArray       *items;

  if (n < 0)
    return FALSE;

  items = g_ptr_array_new ();

  if (marked || silt_pickle_peek (machine, n - 1))
    {
      silt_pickle_move_items (machine, items, n);

      if (marked)
        silt_pickle_drop (machine, 1);

      container = silt_pickle_peek (machine, 0);
    }
  else
    {
      container = NULL;
    }

  if (! container || container->type != type ||
      (type == SILT_PICKLE_DICT && n % 2 != 0))
    {
      g_ptr_array_unref (items);

      return container &&
             silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                                "expected a %s and what to put into it",
                                type == SILT_PICKLE_DICT ? "dictionary"
                                                         : "list");
    }

  g_ptr_array_extend_and_steal (container->items, items);

  return TRUE;
}

/* OrderedDict ([[key, value], ...]), as Python 2 wrote it. */
static gboolean
fill_dict (Machine               *machine,
           SiltPickleValue       *dict,
           const SiltPickleValue *arguments)
{
  const SiltPickleValue *list;
  guint                  i;

  if (arguments->items->len == 0)
    return TRUE;

  list = g_ptr_array_index (arguments->items, 0);

  if (arguments->items->len > 1 || list->type != SILT_PICKLE_LIST)
    return FALSE;

  /* One list may fill any number of dictionaries: that is work, too. */
  machine->n_steps += list->items->len;

  if (machine->n_steps > MAX_STEPS)
    return FALSE;

  for (i = 0; i < list->items->len; i++)
    {
      const SiltPickleValue *pair = g_ptr_array_index (list->items, i);

      if ((pair->type != SILT_PICKLE_LIST && pair->type != SILT_PICKLE_TUPLE) ||
          pair->items->len != 2)
        {
          return FALSE;
        }

      g_ptr_array_add (dict->items, g_ptr_array_index (pair->items, 0));
      g_ptr_array_add (dict->items, g_ptr_array_index (pair->items, 1));
    }

  return TRUE;
}

static gboolean
call (Machine *machine)
{
  SiltPickleValue *arguments = silt_pickle_peek (machine, 0);
  SiltPickleValue *function  = arguments ? silt_pickle_peek (machine, 1) : NULL;
  SiltPickleValue *value;
  gboolean         is_dict;

  if (! function)
    return FALSE;

  if (function->type != SILT_PICKLE_GLOBAL ||
      arguments->type != SILT_PICKLE_TUPLE)
    {
      return silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                                "expected a function and a tuple of arguments");
    }

  is_dict = function->global < 0;
  value   = silt_pickle_value_new (machine, is_dict ? SILT_PICKLE_DICT
                                                    : SILT_PICKLE_CALL);

  if (! value)
    return FALSE;

  if (! is_dict)
    {
      value->global   = function->global;
      value->argument = arguments;
    }
  else if (! fill_dict (machine, value, arguments))
    {
      return silt_pickle_fault (machine, SILT_ERROR_FORMAT,
                                "expected a short list of keys and values");
    }

  silt_pickle_drop (machine, 2);

  return silt_pickle_push (machine, value);
}

static gboolean
push_persistent (Machine *machine)
{
  SiltPickleValue *argument = silt_pickle_peek (machine, 0);
  SiltPickleValue *value    = NULL;

  if (argument)
    value = silt_pickle_value_new (machine, SILT_PICKLE_PERSISTENT);

  if (! value)
    return FALSE;

  value->argument = argument;
  silt_pickle_drop (machine, 1);

  return silt_pickle_push (machine, value);
}

/* The attributes of a dictionary, such as the _metadata of a module's state,
 * say nothing of the tensors. */
static gboolean
ignore_attributes (Machine *machine)
{
  SiltPickleValue *state  = silt_pickle_peek (machine, 0);
  SiltPickleValue *object = state ? silt_pickle_peek (machine, 1) : NULL;

  if (! object)
    return FALSE;

  if (object->type != SILT_PICKLE_DICT)
    return silt_pickle_fault (machine, SILT_ERROR_UNSUPPORTED,
                              "expected attributes of a dictionary alone");

  silt_pickle_drop (machine, 1);

  return TRUE;
}

static gboolean
drop_marked (Machine *machine)
{
  gint n = silt_pickle_count_marked (machine);

  if (n < 0)
    return FALSE;

  silt_pickle_drop (machine, n + 1);

  return TRUE;
}

static gboolean
memo_number (Machine  *machine,
             guint     n_bytes,
             gboolean  put)
{
  guint64 place;

  return silt_pickle_take_number (machine, n_bytes, &place) &&
         (put ? silt_pickle_remember (machine, place)
              : silt_pickle_recall (machine, place));
}

static gboolean
memo_letters (Machine  *machine,
              gboolean  put)
{
  g_autofree gchar *line = silt_pickle_take_line (machine);
  guint64           place;

  if (! line)
    return FALSE;

  if (! g_ascii_string_to_unsigned (line, 10, 0, SILT_PICKLE_MAX_MEMO, &place,
                                    NULL))
    return silt_pickle_fault_bound (machine, "places in the memo",
                                    SILT_PICKLE_MAX_MEMO);

  return put ? silt_pickle_remember (machine, place)
             : silt_pickle_recall (machine, place);
}

static gboolean
push_number (Machine  *machine,
             guint     n_bytes,
             gboolean  is_long)
{
  guint64 number;

  return silt_pickle_take_number (machine, n_bytes, &number) &&
         (is_long ? push_long (machine, number)
                  : silt_pickle_push_integer (machine, (gint64) number));
}

/* One operation other than STOP. */
static gboolean
step (Machine *machine,
      guint8   opcode)
{
  gint n;

  switch ((Opcode) opcode)
    {
    case OP_PROTO:            return silt_pickle_take (machine, 1) != NULL;
    case OP_FRAME:            return silt_pickle_take (machine, 8) != NULL;

    case OP_MARK:             return silt_pickle_push (machine, NULL);
    case OP_POP_MARK:         return drop_marked (machine);
    case OP_POP:
      if (! silt_pickle_peek (machine, 0))
        return FALSE;
      silt_pickle_drop (machine, 1);
      return TRUE;

    case OP_NONE:             return silt_pickle_push_new (machine,
                                                        SILT_PICKLE_OTHER);
    case OP_NEWTRUE:          return silt_pickle_push_integer (machine, TRUE);
    case OP_NEWFALSE:         return silt_pickle_push_integer (machine, FALSE);
    case OP_INT:
    case OP_LONG:             return push_letters (machine);
    case OP_BININT1:          return push_number (machine, 1, FALSE);
    case OP_BININT2:          return push_number (machine, 2, FALSE);
    case OP_BININT:           return push_long (machine, 4);
    case OP_LONG1:            return push_number (machine, 1, TRUE);
    case OP_LONG4:            return push_number (machine, 4, TRUE);
    case OP_BINFLOAT:         return silt_pickle_take (machine, 8) != NULL &&
                                     silt_pickle_push_new (machine,
                                                           SILT_PICKLE_OTHER);

    case OP_BINUNICODE:
    case OP_BINSTRING:        return push_string (machine,
                                                  SILT_PICKLE_STRING, 4);
    case OP_SHORT_BINUNICODE:
    case OP_SHORT_BINSTRING:  return push_string (machine,
                                                  SILT_PICKLE_STRING, 1);
    case OP_BINUNICODE8:      return push_string (machine,
                                                  SILT_PICKLE_STRING, 8);
    case OP_SHORT_BINBYTES:   return push_string (machine,
                                                  SILT_PICKLE_OTHER, 1);
    case OP_BINBYTES:         return push_string (machine,
                                                  SILT_PICKLE_OTHER, 4);

    case OP_EMPTY_TUPLE:      return silt_pickle_push_new (machine,
                                                        SILT_PICKLE_TUPLE);
    case OP_EMPTY_LIST:       return silt_pickle_push_new (machine,
                                                        SILT_PICKLE_LIST);
    case OP_EMPTY_DICT:       return silt_pickle_push_new (machine,
                                                        SILT_PICKLE_DICT);
    case OP_TUPLE1:
    case OP_TUPLE2:
    case OP_TUPLE3:           return collect (machine, SILT_PICKLE_TUPLE,
                                              opcode - OP_TUPLE1 + 1, FALSE);
    case OP_TUPLE:            n = silt_pickle_count_marked (machine);
                              return collect (machine, SILT_PICKLE_TUPLE,
                                              n, TRUE);
    case OP_LIST:             n = silt_pickle_count_marked (machine);
                              return collect (machine, SILT_PICKLE_LIST,
                                              n, TRUE);
    case OP_DICT:             n = silt_pickle_count_marked (machine);
                              return collect (machine, SILT_PICKLE_DICT,
                                              n, TRUE);
    case OP_APPEND:           return extend (machine, SILT_PICKLE_LIST,
                                             1, FALSE);
    case OP_APPENDS:          n = silt_pickle_count_marked (machine);
                              return extend (machine, SILT_PICKLE_LIST,
                                             n, TRUE);
    case OP_SETITEM:          return extend (machine, SILT_PICKLE_DICT,
                                             2, FALSE);
    case OP_SETITEMS:         n = silt_pickle_count_marked (machine);
                              return extend (machine, SILT_PICKLE_DICT,
                                             n, TRUE);

    case OP_GLOBAL:           return push_line_global (machine);
    case OP_STACK_GLOBAL:     return push_stack_global (machine);
    case OP_REDUCE:           return call (machine);
    case OP_BINPERSID:        return push_persistent (machine);
    case OP_BUILD:            return ignore_attributes (machine);

    case OP_PUT:              return memo_letters (machine, TRUE);
    case OP_BINPUT:           return memo_number (machine, 1, TRUE);
    case OP_LONG_BINPUT:      return memo_number (machine, 4, TRUE);
    case OP_MEMOIZE:          return silt_pickle_remember (machine,
                                                        machine->memo->len);
    case OP_GET:              return memo_letters (machine, FALSE);
    case OP_BINGET:           return memo_number (machine, 1, FALSE);
    case OP_LONG_BINGET:      return memo_number (machine, 4, FALSE);

    case OP_STOP:             break;
    }

  return silt_pickle_fault (machine, SILT_ERROR_UNSUPPORTED,
                            "expected what a dictionary of tensors is written "
                            "with, found the operation 0x%02X", opcode);
}

static gboolean
run (Machine *machine)
{
  const guint8 *opcode;

  while ((opcode = silt_pickle_take (machine, 1)))
    {
      if (*opcode == OP_STOP)
        {
          machine->pickle->root   = silt_pickle_peek (machine, 0);
          machine->pickle->length = machine->p - machine->start;

          return machine->pickle->root != NULL;
        }

      if (++machine->n_steps > MAX_STEPS)
        return silt_pickle_fault_bound (machine, "operations", MAX_STEPS);

      if (! step (machine, *opcode))
        return FALSE;
    }

  return FALSE;
}

SiltPickle *
silt_pickle_read (const guint8        *bytes,
                  gsize                length,
                  const gchar *const  *globals,
                  const gchar         *name,
                  GError             **error)
{
  g_autoptr (SiltPickle) pickle  = silt_pickle_new ();
  Machine                machine = { bytes, bytes + length, bytes, globals,
                                     name, pickle, NULL, NULL, 0, error };
  gboolean               done;

  machine.stack = g_ptr_array_new ();
  machine.memo  = g_ptr_array_new ();

  done = run (&machine);

  g_ptr_array_unref (machine.stack);
  g_ptr_array_unref (machine.memo);

  return done ? g_steal_pointer (&pickle) : NULL;
}
