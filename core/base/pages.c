/* Silt: large memory
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

#include "pages.h"

#include <stdlib.h>

#include <sys/mman.h>

#define CACHE_LINE 64
#define LARGE_PAGE ((gsize) 2 << 20)

gpointer
silt_pages_new (gsize n_bytes)
{
  gsize    align = n_bytes < 2 * LARGE_PAGE ? CACHE_LINE : LARGE_PAGE;
  gpointer memory;

  if (posix_memalign (&memory, align, MAX (n_bytes, 1)) != 0)
    return NULL;

#ifdef MADV_HUGEPAGE
  if (align == LARGE_PAGE)
    madvise (memory, n_bytes / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
#endif

  return memory;
}
