/* Silt: the cache of the Hugging Face hub
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

/* The hub's programs keep a model as
 *
 *   models--OWNER--NAME/refs/main                 which revision
 *   models--OWNER--NAME/snapshots/REVISION/...    links into
 *   models--OWNER--NAME/blobs/
 *
 * The folder to open for `folder`: the snapshot of its main revision, or its
 * only one, where it is such a folder; else `folder` itself.  NULL with an
 * error where it has no snapshot that could be meant.  Error: IO.  Free with
 * g_free. */
gchar * silt_hub_cache_resolve (const gchar  *folder,
                                GError      **error);

/* The NAME where the absolute path `folder` is a snapshot, else the last
 * element of the path.  Free with g_free. */
gchar * silt_hub_cache_name    (const gchar  *folder);

G_END_DECLS
