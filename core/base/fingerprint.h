/* Silt: a number that tells bytes apart
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

/* A hash of the bytes, and of those before whose hash `before` is, at some
 * gigabytes a second: other bytes give another number, unless somebody means
 * them not to. */
guint64 silt_fingerprint (guint64       before,
                          gconstpointer bytes,
                          gsize         n_bytes);

G_END_DECLS
