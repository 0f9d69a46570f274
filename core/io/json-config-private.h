/* Silt: what the readers of a configuration share
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

#include "json-config.h"

G_BEGIN_DECLS

struct _SiltConfig
{
  gchar    *path;
  gchar    *text;
  JsonNode *root;   /* an object                     */
  gchar    *fault;  /* the first, or NULL, in words  */
};

/* NULL where the key is missing or null. */
JsonNode    * silt_config_lookup        (SiltConfig  *config,
                                         const gchar *key);

/* Each keeps the first fault; `index` >= 0 is an element of the array that the
 * key is of. */
void          silt_config_keep_fault    (SiltConfig  *config,
                                         const gchar *key,
                                         gint         index,
                                         const gchar *format,
                                         ...) G_GNUC_PRINTF (4, 5);
void          silt_config_keep_mismatch (SiltConfig  *config,
                                         const gchar *key,
                                         gint         index,
                                         const gchar *expected,
                                         JsonNode    *node);

/* One value: FALSE or NULL with a fault where it is of another type or out of
 * range.  The string is the node's own. */
gboolean      silt_config_take_int      (SiltConfig  *config,
                                         const gchar *key,
                                         gint         index,
                                         JsonNode    *node,
                                         gint64       min,
                                         gint64       max,
                                         gint64      *value);
gboolean      silt_config_take_double   (SiltConfig  *config,
                                         const gchar *key,
                                         gint         index,
                                         JsonNode    *node,
                                         gdouble      min,
                                         gdouble      max,
                                         gdouble     *value);
const gchar * silt_config_take_string   (SiltConfig  *config,
                                         const gchar *key,
                                         gint         index,
                                         JsonNode    *node);

G_END_DECLS
