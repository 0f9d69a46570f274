/* Silt: the operations of a pickle that Silt knows
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

/* As Python's pickletools names them. */
typedef enum
{
  OP_MARK             = '(',
  OP_STOP             = '.',
  OP_POP              = '0',
  OP_POP_MARK         = '1',
  OP_INT              = 'I',
  OP_BININT           = 'J',
  OP_BININT1          = 'K',
  OP_LONG             = 'L',
  OP_BININT2          = 'M',
  OP_NONE             = 'N',
  OP_BINPERSID        = 'Q',
  OP_REDUCE           = 'R',
  OP_BINSTRING        = 'T',
  OP_SHORT_BINSTRING  = 'U',
  OP_BINUNICODE       = 'X',
  OP_BINFLOAT         = 'G',
  OP_BINBYTES         = 'B',
  OP_SHORT_BINBYTES   = 'C',
  OP_APPEND           = 'a',
  OP_BUILD            = 'b',
  OP_GLOBAL           = 'c',
  OP_DICT             = 'd',
  OP_EMPTY_DICT       = '}',
  OP_APPENDS          = 'e',
  OP_GET              = 'g',
  OP_BINGET           = 'h',
  OP_LONG_BINGET      = 'j',
  OP_LIST             = 'l',
  OP_EMPTY_LIST       = ']',
  OP_PUT              = 'p',
  OP_BINPUT           = 'q',
  OP_LONG_BINPUT      = 'r',
  OP_SETITEM          = 's',
  OP_TUPLE            = 't',
  OP_EMPTY_TUPLE      = ')',
  OP_SETITEMS         = 'u',
  OP_PROTO            = 0x80,
  OP_TUPLE1           = 0x85,
  OP_TUPLE2           = 0x86,
  OP_TUPLE3           = 0x87,
  OP_NEWTRUE          = 0x88,
  OP_NEWFALSE         = 0x89,
  OP_LONG1            = 0x8a,
  OP_LONG4            = 0x8b,
  OP_SHORT_BINUNICODE = 0x8c,
  OP_BINUNICODE8      = 0x8d,
  OP_STACK_GLOBAL     = 0x93,
  OP_MEMOIZE          = 0x94,
  OP_FRAME            = 0x95
} Opcode;
