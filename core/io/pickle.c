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

#include "pickle-opcodes.h"
#include "silt.h"
#include "words.h"

#define MAX_STEPS    (1 << 21)
#define MAX_VALUES   (1 << 18)
#define MAX_STACK    (1 << 16)
#define MAX_MEMO     (1 << 19)
#define MAX_LINE     1024        /* bytes of a name or number in letters */
#define ORDERED_DICT "collections.OrderedDict"

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


/* Faults */

static gboolean G_GNUC_PRINTF (3, 4)
fault (Machine       *machine,
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

static gboolean
fault_bound (Machine     *machine,
             const gchar *what,
             gint         bound)
{
  return fault (machine, SILT_ERROR_FORMAT, "expected at most %d %s",
                bound, what);
}


/* Bytes */

/* n bytes, or NULL with an error. */
static const guint8 *
take (Machine *machine,
      guint64  n)
{
  const guint8 *bytes = machine->p;

  if (n > (guint64) (machine->end - machine->p))
    {
      fault (machine, SILT_ERROR_FORMAT,
             "expected %" G_GUINT64_FORMAT " more bytes, found the end", n);
      return NULL;
    }

  machine->p += n;

  return bytes;
}

/* An unsigned number of at most 8 bytes. */
static gboolean
take_number (Machine *machine,
             guint    n_bytes,
             guint64 *number)
{
  const guint8 *bytes = take (machine, n_bytes);
  guint         i;

  *number = 0;

  for (i = 0; bytes && i < n_bytes; i++)
    *number |= (guint64) bytes[i] << (8 * i);

  return bytes != NULL;
}

/* What is before the next newline, without it; free with g_free. */
static gchar *
take_line (Machine *machine)
{
  gsize         left = MIN (machine->end - machine->p, MAX_LINE);
  const guint8 *end  = memchr (machine->p, '\n', left);
  gchar        *line;

  if (! end)
    {
      fault (machine, SILT_ERROR_FORMAT,
             "expected a line of at most %d bytes", MAX_LINE);
      return NULL;
    }

  line       = g_strndup ((const gchar *) machine->p, end - machine->p);
  machine->p = end + 1;

  return line;
}


/* Stack and memo */

static SiltPickleValue *
value_new (Machine        *machine,
           SiltPickleType  type)
{
  SiltPickleValue *value;

  if (machine->pickle->values->len == MAX_VALUES)
    {
      fault_bound (machine, "values", MAX_VALUES);
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

static void
value_free (gpointer data)
{
  SiltPickleValue *value = data;

  if (value->type == SILT_PICKLE_TUPLE || value->type == SILT_PICKLE_LIST ||
      value->type == SILT_PICKLE_DICT)
    {
      g_ptr_array_unref (value->items);
    }

  g_free (value);
}

static gboolean
push (Machine         *machine,
      SiltPickleValue *value)
{
  if (machine->stack->len == MAX_STACK)
    return fault_bound (machine, "values on the stack", MAX_STACK);

  g_ptr_array_add (machine->stack, value);

  return TRUE;
}

static gboolean
push_new (Machine        *machine,
          SiltPickleType  type)
{
  SiltPickleValue *value = value_new (machine, type);

  return value && push (machine, value);
}

static gboolean
push_integer (Machine *machine,
              gint64   integer)
{
  SiltPickleValue *value = value_new (machine, SILT_PICKLE_INTEGER);

  if (value)
    value->integer = integer;

  return value && push (machine, value);
}

/* The value `depth` below the top, or NULL with an error where the stack, up
 * to the last mark, is not that high. */
static SiltPickleValue *
peek (Machine *machine,
      guint    depth)
{
  GPtrArray *stack = machine->stack;
  guint      i;

  for (i = 0; i <= depth; i++)
    {
      if (i == stack->len || ! g_ptr_array_index (stack, stack->len - 1 - i))
        {
          fault (machine, SILT_ERROR_FORMAT,
                 "expected %u values on the stack, found %u", depth + 1, i);
          return NULL;
        }
    }

  return g_ptr_array_index (stack, stack->len - 1 - depth);
}

static void
drop (Machine *machine,
      guint    n)
{
  g_ptr_array_set_size (machine->stack, machine->stack->len - n);
}

/* The number of values above the last mark; -1 with an error where there is
 * no mark. */
static gint
count_marked (Machine *machine)
{
  GPtrArray *stack = machine->stack;
  guint      i;

  for (i = stack->len; i > 0; i--)
    {
      if (! g_ptr_array_index (stack, i - 1))
        return stack->len - i;
    }

  fault (machine, SILT_ERROR_FORMAT, "expected a mark on the stack");

  return -1;
}

/* Moves the n values on top into `items`, in their order. */
static void
move_items (Machine   *machine,
            GPtrArray *items,
            guint      n)
{
  guint i;

  for (i = machine->stack->len - n; i < machine->stack->len; i++)
    g_ptr_array_add (items, g_ptr_array_index (machine->stack, i));

  drop (machine, n);
}

static gboolean
remember (Machine *machine,
          guint64  place)
{
  SiltPickleValue *value = peek (machine, 0);

  if (! value)
    return FALSE;

  if (place >= MAX_MEMO)
    return fault_bound (machine, "places in the memo", MAX_MEMO);

  if (place >= machine->memo->len)
    g_ptr_array_set_size (machine->memo, place + 1);

  g_ptr_array_index (machine->memo, place) = value;

  return TRUE;
}

static gboolean
recall (Machine *machine,
        guint64  place)
{
  if (place >= machine->memo->len || ! g_ptr_array_index (machine->memo, place))
    {
      return fault (machine, SILT_ERROR_FORMAT,
                    "expected a place of the memo, found %" G_GUINT64_FORMAT,
                    place);
    }

  return push (machine, g_ptr_array_index (machine->memo, place));
}


/* Operations */

static gboolean
push_string (Machine        *machine,
             SiltPickleType  type,
             guint           length_bytes)
{
  SiltPickleValue *value;
  const guint8    *bytes;
  guint64          length;

  if (! take_number (machine, length_bytes, &length) ||
      ! (bytes = take (machine, length)) ||
      ! (value = value_new (machine, type)))
    {
      return FALSE;
    }

  value->string.bytes  = (const gchar *) bytes;
  value->string.length = length;

  return push (machine, value);
}

/* An integer of n bytes, two's complement. */
static gboolean
push_long (Machine *machine,
           guint64  n)
{
  const guint8 *bytes = take (machine, n);
  guint64       number;
  guint         i;

  if (! bytes)
    return FALSE;

  if (n > 8)
    return push_new (machine, SILT_PICKLE_OTHER);

  number = n > 0 && bytes[n - 1] & 0x80 ? G_MAXUINT64 : 0;

  for (i = 0; i < n; i++)
    {
      number &= ~((guint64) 0xff << (8 * i));
      number |= (guint64) bytes[i] << (8 * i);
    }

  return push_integer (machine, (gint64) number);
}

/* In letters: "5", "5L", and "01" for True. */
static gboolean
push_letters (Machine *machine)
{
  g_autofree gchar *line = take_line (machine);
  gchar            *end;
  gint64            number;

  if (! line)
    return FALSE;

  number = g_ascii_strtoll (line, &end, 10);

  if (*line == '\0' || (*end != '\0' && strcmp (end, "L") != 0))
    return fault (machine, SILT_ERROR_FORMAT, "expected an integer");

  return push_integer (machine, number);
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
      value = value_new (machine, SILT_PICKLE_GLOBAL);

      if (value)
        value->global = global;

      return value && push (machine, value);
    }

  valid = g_utf8_make_valid (full, -1);
  shown = silt_words_quote (valid);

  return fault (machine, SILT_ERROR_UNSUPPORTED,
                "expected tensors by their names alone, found %s of Python, "
                "which Silt does not load", shown);
}

/* Module and name as strings on the stack. */
static gboolean
push_stack_global (Machine *machine)
{
  SiltPickleValue  *name   = peek (machine, 0);
  SiltPickleValue  *module = name ? peek (machine, 1) : NULL;
  g_autofree gchar *first  = NULL;
  g_autofree gchar *second = NULL;

  if (! module)
    return FALSE;

  if (name->type != SILT_PICKLE_STRING || module->type != SILT_PICKLE_STRING ||
      name->string.length > MAX_LINE || module->string.length > MAX_LINE)
    {
      return fault (machine, SILT_ERROR_FORMAT, "expected two short names");
    }

  first  = g_strndup (module->string.bytes, module->string.length);
  second = g_strndup (name->string.bytes, name->string.length);
  drop (machine, 2);

  return push_global (machine, first, second);
}

static gboolean
push_line_global (Machine *machine)
{
  g_autofree gchar *module = take_line (machine);
  g_autofree gchar *name   = module ? take_line (machine) : NULL;

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

  if (n < 0 || (! marked && n > 0 && ! peek (machine, n - 1)))
    return FALSE;

  if (type == SILT_PICKLE_DICT && n % 2 != 0)
    return fault (machine, SILT_ERROR_FORMAT, "expected a value for each key");

  value = value_new (machine, type);

  if (! value)
    return FALSE;

  move_items (machine, value->items, n);

  if (marked)
    drop (machine, 1);

  return push (machine, value);
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

  if (marked || peek (machine, n - 1))
    {
      move_items (machine, items, n);

      if (marked)
        drop (machine, 1);

      container = peek (machine, 0);
    }
  else
    {
      container = NULL;
    }

  if (! container || container->type != type ||
      (type == SILT_PICKLE_DICT && n % 2 != 0))
    {
      g_ptr_array_unref (items);

      return container && fault (machine, SILT_ERROR_FORMAT,
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
  SiltPickleValue *arguments = peek (machine, 0);
  SiltPickleValue *function  = arguments ? peek (machine, 1) : NULL;
  SiltPickleValue *value;
  gboolean         is_dict;

  if (! function)
    return FALSE;

  if (function->type != SILT_PICKLE_GLOBAL ||
      arguments->type != SILT_PICKLE_TUPLE)
    {
      return fault (machine, SILT_ERROR_FORMAT,
                    "expected a function and a tuple of arguments");
    }

  is_dict = function->global < 0;
  value   = value_new (machine, is_dict ? SILT_PICKLE_DICT : SILT_PICKLE_CALL);

  if (! value)
    return FALSE;

  if (! is_dict)
    {
      value->global   = function->global;
      value->argument = arguments;
    }
  else if (! fill_dict (machine, value, arguments))
    {
      return fault (machine, SILT_ERROR_FORMAT,
                    "expected a short list of keys and values");
    }

  drop (machine, 2);

  return push (machine, value);
}

static gboolean
push_persistent (Machine *machine)
{
  SiltPickleValue *argument = peek (machine, 0);
  SiltPickleValue *value    = argument ? value_new (machine,
                                                    SILT_PICKLE_PERSISTENT)
                                       : NULL;
  if (! value)
    return FALSE;

  value->argument = argument;
  drop (machine, 1);

  return push (machine, value);
}

/* The attributes of a dictionary, such as the _metadata of a module's state,
 * say nothing of the tensors. */
static gboolean
ignore_attributes (Machine *machine)
{
  SiltPickleValue *state  = peek (machine, 0);
  SiltPickleValue *object = state ? peek (machine, 1) : NULL;

  if (! object)
    return FALSE;

  if (object->type != SILT_PICKLE_DICT)
    return fault (machine, SILT_ERROR_UNSUPPORTED,
                  "expected attributes of a dictionary alone");

  drop (machine, 1);

  return TRUE;
}

static gboolean
drop_marked (Machine *machine)
{
  gint n = count_marked (machine);

  if (n < 0)
    return FALSE;

  drop (machine, n + 1);

  return TRUE;
}

static gboolean
memo_number (Machine  *machine,
             guint     n_bytes,
             gboolean  put)
{
  guint64 place;

  return take_number (machine, n_bytes, &place) &&
         (put ? remember (machine, place) : recall (machine, place));
}

static gboolean
memo_letters (Machine  *machine,
              gboolean  put)
{
  g_autofree gchar *line = take_line (machine);
  guint64           place;

  if (! line)
    return FALSE;

  if (! g_ascii_string_to_unsigned (line, 10, 0, MAX_MEMO, &place, NULL))
    return fault_bound (machine, "places in the memo", MAX_MEMO);

  return put ? remember (machine, place) : recall (machine, place);
}

static gboolean
push_number (Machine  *machine,
             guint     n_bytes,
             gboolean  is_long)
{
  guint64 number;

  return take_number (machine, n_bytes, &number) &&
         (is_long ? push_long (machine, number)
                  : push_integer (machine, (gint64) number));
}

/* One operation other than STOP. */
static gboolean
step (Machine *machine,
      guint8   opcode)
{
  gint n;

  switch ((Opcode) opcode)
    {
    case OP_PROTO:            return take (machine, 1) != NULL;
    case OP_FRAME:            return take (machine, 8) != NULL;

    case OP_MARK:             return push (machine, NULL);
    case OP_POP_MARK:         return drop_marked (machine);
    case OP_POP:
      if (! peek (machine, 0))
        return FALSE;
      drop (machine, 1);
      return TRUE;

    case OP_NONE:             return push_new (machine, SILT_PICKLE_OTHER);
    case OP_NEWTRUE:          return push_integer (machine, TRUE);
    case OP_NEWFALSE:         return push_integer (machine, FALSE);
    case OP_INT:
    case OP_LONG:             return push_letters (machine);
    case OP_BININT1:          return push_number (machine, 1, FALSE);
    case OP_BININT2:          return push_number (machine, 2, FALSE);
    case OP_BININT:           return push_long (machine, 4);
    case OP_LONG1:            return push_number (machine, 1, TRUE);
    case OP_LONG4:            return push_number (machine, 4, TRUE);
    case OP_BINFLOAT:         return take (machine, 8) != NULL &&
                                     push_new (machine, SILT_PICKLE_OTHER);

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

    case OP_EMPTY_TUPLE:      return push_new (machine, SILT_PICKLE_TUPLE);
    case OP_EMPTY_LIST:       return push_new (machine, SILT_PICKLE_LIST);
    case OP_EMPTY_DICT:       return push_new (machine, SILT_PICKLE_DICT);
    case OP_TUPLE1:
    case OP_TUPLE2:
    case OP_TUPLE3:           return collect (machine, SILT_PICKLE_TUPLE,
                                              opcode - OP_TUPLE1 + 1, FALSE);
    case OP_TUPLE:            n = count_marked (machine);
                              return collect (machine, SILT_PICKLE_TUPLE,
                                              n, TRUE);
    case OP_LIST:             n = count_marked (machine);
                              return collect (machine, SILT_PICKLE_LIST,
                                              n, TRUE);
    case OP_DICT:             n = count_marked (machine);
                              return collect (machine, SILT_PICKLE_DICT,
                                              n, TRUE);
    case OP_APPEND:           return extend (machine, SILT_PICKLE_LIST,
                                             1, FALSE);
    case OP_APPENDS:          n = count_marked (machine);
                              return extend (machine, SILT_PICKLE_LIST,
                                             n, TRUE);
    case OP_SETITEM:          return extend (machine, SILT_PICKLE_DICT,
                                             2, FALSE);
    case OP_SETITEMS:         n = count_marked (machine);
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
    case OP_MEMOIZE:          return remember (machine, machine->memo->len);
    case OP_GET:              return memo_letters (machine, FALSE);
    case OP_BINGET:           return memo_number (machine, 1, FALSE);
    case OP_LONG_BINGET:      return memo_number (machine, 4, FALSE);

    case OP_STOP:             break;
    }

  return fault (machine, SILT_ERROR_UNSUPPORTED,
                "expected what a dictionary of tensors is written with, found "
                "the operation 0x%02X", opcode);
}

static gboolean
run (Machine *machine)
{
  const guint8 *opcode;

  while ((opcode = take (machine, 1)))
    {
      if (*opcode == OP_STOP)
        {
          machine->pickle->root   = peek (machine, 0);
          machine->pickle->length = machine->p - machine->start;

          return machine->pickle->root != NULL;
        }

      if (++machine->n_steps > MAX_STEPS)
        return fault_bound (machine, "operations", MAX_STEPS);

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
  g_autoptr (SiltPickle) pickle  = g_new0 (SiltPickle, 1);
  Machine                machine = { bytes, bytes + length, bytes, globals,
                                     name, pickle, NULL, NULL, 0, error };
  gboolean               done;

  pickle->values = g_ptr_array_new_with_free_func (value_free);
  machine.stack  = g_ptr_array_new ();
  machine.memo   = g_ptr_array_new ();

  done = run (&machine);

  g_ptr_array_unref (machine.stack);
  g_ptr_array_unref (machine.memo);

  return done ? g_steal_pointer (&pickle) : NULL;
}

void
silt_pickle_free (SiltPickle *pickle)
{
  if (! pickle)
    return;

  g_ptr_array_unref (pickle->values);
  g_free (pickle);
}


/* Values */

gboolean
silt_pickle_equals (const SiltPickleValue *value,
                    const gchar           *string)
{
  return value->type == SILT_PICKLE_STRING &&
         value->string.length == strlen (string) &&
         memcmp (value->string.bytes, string, value->string.length) == 0;
}

SiltPickleValue *
silt_pickle_lookup (const SiltPickleValue *dict,
                    const gchar           *key)
{
  guint i;

  for (i = dict->items->len; i > 0; i -= 2)
    {
      if (silt_pickle_equals (g_ptr_array_index (dict->items, i - 2), key))
        return g_ptr_array_index (dict->items, i - 1);
    }

  return NULL;
}
