/* Silt: the maps of a canvas, in memory or in a file
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

#include "pool.h"

G_BEGIN_DECLS

/* Maps as large as a canvas, of which there may be more than memory is to hold:
 * those lie in a temporary file that no directory names, and are mapped.  It is
 * on a disk, not in memory that calls itself a disk, all of its room is taken
 * before it is used, and it is gone with the store, or with the process.
 *
 * A mapped page is resident from when it is touched to when it is released, so
 * whoever walks over a map releases what is behind, from time to time. */
typedef struct _SiltStore SiltStore;

/* What a worker may touch of one map before it releases that, in bytes: what
 * the layout reckons with. */
#define SILT_STORE_BAND (256 * 1024)

SiltStore * silt_store_new     (void);
void        silt_store_free    (SiltStore     *store);

/* Declares a map and returns its number. */
guint       silt_store_add     (SiltStore     *store,
                                gsize          n_bytes);

/* Says where each map is to be: in memory, if so many bytes hold them all; else
 * the first of them that fit, beside the bands of the others, and the rest in a
 * file.  FALSE if memory does not even hold the bands. */
gboolean    silt_store_layout  (SiltStore     *store,
                                gsize          memory,
                                guint          n_workers);

/* After the layout: bytes in memory, bands included, and in the file; and what
 * memory there has to be at least.  G_MAXSIZE is more than can be counted. */
gsize       silt_store_memory  (SiltStore     *store);
gsize       silt_store_file    (SiltStore     *store);
gsize       silt_store_least   (SiltStore     *store,
                                guint          n_workers);

/* Allocates.  Errors: MEMORY; IO if no disk has the room. */
gboolean    silt_store_commit  (SiltStore     *store,
                                SiltPool      *pool,
                                GError       **error);

/* A map, at a multiple of 64 bytes. */
gpointer    silt_store_get     (SiltStore     *store,
                                guint          id);

/* Says that n_bytes from `data` on are not needed for a while.  What they hold
 * stays; others may be working on them.  Nothing happens to what lies in
 * memory, and where store is NULL. */
void        silt_store_release (SiltStore     *store,
                                gconstpointer  data,
                                gsize          n_bytes);

G_END_DECLS
