/* Silt: one binary for every processor
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

/* Put before the definition of a hot loop in plain C: the compiler builds it
 * once for each level of x86-64 and the loader picks the best the processor
 * has.  Empty elsewhere, and under sanitizers, which start before the loader
 * has resolved such functions. */
#if defined (__x86_64__) && defined (__linux__) && ! defined (SILT_SANITIZE)
#define SILT_HAS_CLONES
#endif

/* SILT_AT_MOST_AVX2 is for measuring what older processors would do. */
#ifdef SILT_AT_MOST_AVX2
#define SILT_USES_AVX512 FALSE
#define SILT_LEVELS      "arch=x86-64-v3", "default"
#else
#define SILT_USES_AVX512 __builtin_cpu_supports ("x86-64-v4")
#define SILT_LEVELS      "arch=x86-64-v4", "arch=x86-64-v3", "default"
#endif

#ifdef SILT_HAS_CLONES
#define SILT_CLONES __attribute__ ((target_clones (SILT_LEVELS)))
#else
#define SILT_CLONES
#endif
