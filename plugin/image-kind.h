/* Silt: images like another
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

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* What an image is like, remembered, should it go. */
typedef struct
{
  gint               width, height;
  GimpImageBaseType  base_type;
  GimpPrecision      precision;
  GimpColorProfile  *profile;     /* NULL for GIMP's own */
} SiltImageKind;

void        silt_image_kind_init  (SiltImageKind       *kind,
                                   GimpImage           *image);
void        silt_image_kind_clear (SiltImageKind       *kind);

/* An empty image of that kind, which nobody sees yet and which keeps no undo
 * history.  NULL when GIMP does not want it. */
GimpImage * silt_image_kind_new   (const SiltImageKind *kind);

G_END_DECLS
