/* Silt: JSON text, read strictly
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

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reads one JSON value into json-glib's nodes.  json-glib's own parser takes a
 * superset of JSON (comments, hexadecimal, several values in a row), keeps the
 * last of two equal keys, wraps large integers round, and knows neither a
 * limit to the nesting nor the words NaN, Infinity and -Infinity, which
 * Python's json writes.  Here
 *
 *   - the grammar is that of RFC 8259, and those three words are numbers;
 *   - an integer beyond 64 bits is a double;
 *   - refused are a key twice in one object, NUL in a string, nesting beyond
 *     SILT_JSON_MAX_DEPTH, and, lest a small file take all memory or hours,
 *     more than SILT_JSON_MAX_VALUES values in all or SILT_JSON_MAX_KEYS keys
 *     in one object.
 *
 * `name` stands for the file in errors, which give line and column.
 * Error: FORMAT.  Free with json_node_unref. */
#define SILT_JSON_MAX_DEPTH  64
#define SILT_JSON_MAX_VALUES 262144
#define SILT_JSON_MAX_KEYS   8192

JsonNode * silt_json_read (const gchar  *text,
                           gsize         length,
                           const gchar  *name,
                           GError      **error);

G_END_DECLS
