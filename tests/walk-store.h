/* Silt: the maps of a walk, in a test
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

#include "engine.h"

/* Plans a walk in a store that has as much memory as it likes.  Free that with
 * silt_store_free. */
static inline SiltStore *
commit_walk (SiltWalk *walk,
             SiltPool *pool)
{
  SiltStore *store = silt_store_new ();

  silt_walk_plan (walk, store);
  g_assert_true (silt_store_layout (store, G_MAXSIZE, 1));
  g_assert_true (silt_store_commit (store, pool, NULL));

  return store;
}
