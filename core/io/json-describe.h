/* Silt: a JSON value in words
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

/* What was found, for "expected ..., found ...": 5, "two", null, an array of 3,
 * an object of 2.  NULL, for a missing key, is "nothing".  Free with g_free. */
gchar * silt_json_describe (JsonNode *node);

/* A number as JSON writes it, whatever the locale: 0.5, 2.0, -Infinity.  Free
 * with g_free. */
gchar * silt_json_describe_double (gdouble value);

G_END_DECLS
