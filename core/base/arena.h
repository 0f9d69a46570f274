/* Silt: memory that is planned before it is used
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

/* The buffers of a computation whose steps are known beforehand.  Each is
 * declared with the first and the last step that touch it; buffers whose
 * lifetimes do not meet share memory.  Nothing is allocated after
 * silt_arena_commit, and no page is touched for the first time. */
typedef struct _SiltArena SiltArena;

#define SILT_ARENA_ALIGN 64   /* bytes: a cache line, a vector */

SiltArena * silt_arena_new    (void);
void        silt_arena_free   (SiltArena  *arena);

/* Declares a buffer of n_floats that lives from step `first` through step
 * `last`, both included, and returns its number. */
guint       silt_arena_add    (SiltArena  *arena,
                               gsize       n_floats,
                               guint       first,
                               guint       last);

/* Lengthens the life of buffer `id` to step `last`, if that is later. */
void        silt_arena_extend (SiltArena  *arena,
                               guint       id,
                               guint       last);

/* Places all buffers: greedily, the largest first, each at the lowest offset
 * where no buffer that lives at the same time lies.  Returns the bytes needed;
 * G_MAXSIZE if they cannot be counted. */
gsize       silt_arena_layout (SiltArena  *arena);

/* Allocates the memory, and touches it with all workers of the pool: fresh
 * pages cost more than what is later computed on them.  FALSE when there is not
 * enough; a pool that is cancelled merely leaves pages untouched. */
gboolean    silt_arena_commit (SiltArena  *arena,
                               SiltPool   *pool);

gfloat    * silt_arena_get    (SiltArena  *arena,
                               guint       id);

G_END_DECLS
