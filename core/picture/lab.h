/* Silt: colours as they look
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

/* Both ways of sRGB's transfer curve, so that nothing is raised to a power for
 * each pixel: values between the points are interpolated, to 1e-7. */
#define SILT_LAB_POINTS 4096

typedef struct
{
  gfloat decode[SILT_LAB_POINTS + 2];   /* of even steps of R'                */
  gfloat encode[SILT_LAB_POINTS + 2];   /* of even steps of the root of light */
} SiltLab;

void silt_lab_init     (SiltLab       *lab);

/* From R'G'B' of sRGB, 0 ... 1 (IEC 61966-2-1), to CIELAB (CIE 15:2004, section
 * 8.2.1) with the white of sRGB, D65: L* from 0, black, to 100, a* from green to
 * red, b* from blue to yellow, both 0 for gray. */
void silt_lab_from_rgb (const SiltLab *tables,
                        gfloat        *lab,
                        const gfloat  *rgb);

/* The other way; what is no colour of sRGB is clipped to 0 ... 1. */
void silt_lab_to_rgb   (const SiltLab *tables,
                        gfloat        *rgb,
                        const gfloat  *lab);

G_END_DECLS
