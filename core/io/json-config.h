/* Silt: a JSON file, read key by key
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

/* One JSON object.  Each getter takes the value to use where the key is
 * missing or null - the default of the *code* that wrote the file - and checks
 * the type and the range of what is there.  The first fault is kept and the
 * getters go on with the fallback, so that a reader asks for all its keys in a
 * row and then for silt_config_check, once.  Unknown keys are ignored.
 * Every error names the file, the key, what was expected and what was found. */
typedef struct _SiltConfig SiltConfig;

/* Files beyond 16 MB, text that is no UTF-8, duplicate keys and nesting beyond
 * 64 levels are refused.  Infinity and NaN, which Python writes, are read.
 * Errors: IO, FORMAT. */
SiltConfig  * silt_config_open     (const gchar         *path,
                                    GError             **error);

/* `name` stands for the file in errors. */
SiltConfig  * silt_config_parse    (const gchar         *text,
                                    gssize               length,
                                    const gchar         *name,
                                    GError             **error);
void          silt_config_free     (SiltConfig          *config);

const gchar * silt_config_path     (SiltConfig          *config);

/* The JSON as it was read. */
const gchar * silt_config_text     (SiltConfig          *config);

/* TRUE if the key is there and says null; for the few keys where that is not
 * the same as a missing key. */
gboolean      silt_config_is_null  (SiltConfig          *config,
                                    const gchar         *key);

/* TRUE if the key is there and not null. */
gboolean      silt_config_has      (SiltConfig          *config,
                                    const gchar         *key);

/* TRUE if the key is there and an array without elements. */
gboolean      silt_config_is_empty (SiltConfig          *config,
                                    const gchar         *key);

gint64        silt_config_int      (SiltConfig          *config,
                                    const gchar         *key,
                                    gint64               fallback,
                                    gint64               min,
                                    gint64               max);

/* Integers are taken too; NaN is in no range. */
gdouble       silt_config_double   (SiltConfig          *config,
                                    const gchar         *key,
                                    gdouble              fallback,
                                    gdouble              min,
                                    gdouble              max);

gboolean      silt_config_boolean  (SiltConfig          *config,
                                    const gchar         *key,
                                    gboolean             fallback);

/* The string is the config's own. */
const gchar * silt_config_string   (SiltConfig          *config,
                                    const gchar         *key,
                                    const gchar         *fallback);

/* The position of the string in the NULL-terminated list `words`. */
gint          silt_config_word     (SiltConfig          *config,
                                    const gchar         *key,
                                    gint                 fallback,
                                    const gchar *const  *words);

/* Arrays: NULL and *n = 0 where the key is missing or null.  At most `max_n`
 * elements, at least one.  Free with g_free; of the strings with g_strfreev. */
gint64      * silt_config_ints     (SiltConfig          *config,
                                    const gchar         *key,
                                    guint                max_n,
                                    gint64               min,
                                    gint64               max,
                                    guint               *n);
gdouble     * silt_config_doubles  (SiltConfig          *config,
                                    const gchar         *key,
                                    guint                max_n,
                                    gdouble              min,
                                    gdouble              max,
                                    guint               *n);
gchar      ** silt_config_strings  (SiltConfig          *config,
                                    const gchar         *key,
                                    guint                max_n);

/* An object that maps "0" ... "n-1" to strings, such as id2label: the strings
 * in the order of their numbers.  A gap or a number twice is a fault.  NULL
 * where the key is missing or null; free with g_strfreev. */
gchar      ** silt_config_labels   (SiltConfig          *config,
                                    const gchar         *key,
                                    guint                max_n);

/* Keeps a fault that the reader found itself, in the same words: "FILE: KEY:
 * expected ..., found ...". */
void          silt_config_fault    (SiltConfig          *config,
                                    const gchar         *key,
                                    const gchar         *format,
                                    ...) G_GNUC_PRINTF (3, 4);

/* TRUE if there was no fault so far; else FALSE with the first, which is
 * forgotten.  Error: FORMAT. */
gboolean      silt_config_check    (SiltConfig          *config,
                                    GError             **error);

G_END_DECLS
