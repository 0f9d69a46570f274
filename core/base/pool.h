/* Silt: a pool of threads for data-parallel loops
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

#include <gio/gio.h>

G_BEGIN_DECLS

/* A pool belongs to one walk and is driven by one thread, its owner, who does
 * a share of the work.  Work comes in chunks, numbered from 0; which worker
 * takes which chunk is left to chance, so a chunk's result must not depend on
 * the worker: then the result is the same for any number of threads. */
typedef struct _SiltPool SiltPool;

/* Does chunk `chunk` of the loop.  `worker` < silt_pool_n_workers names the
 * scratch memory that is this call's own for its duration. */
typedef void (* SiltPoolFunc) (gpointer data,
                               guint    chunk,
                               guint    worker);

/* The workers of a pool that is asked for `n_workers`: 1 ... 256, the owner
 * included; 0: one for each processor that this process may use. */
guint      silt_pool_workers   (guint          n_workers);

/* n_workers: as in silt_pool_workers.  Polls `cancellable`, which may be NULL, before each
 * chunk. */
SiltPool * silt_pool_new       (guint          n_workers,
                                GCancellable  *cancellable);
void       silt_pool_free      (SiltPool      *pool);

guint      silt_pool_n_workers (SiltPool      *pool);

/* Returns after all chunks are done; FALSE when the pool was cancelled, in
 * which case an unknown part of them is not.  Allocates nothing. */
gboolean   silt_pool_run       (SiltPool      *pool,
                                guint          n_chunks,
                                SiltPoolFunc   func,
                                gpointer       data);

G_END_DECLS
