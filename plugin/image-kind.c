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

#include <libgimp/gimp.h>

#include "image-kind.h"


void
silt_image_kind_init (SiltImageKind *kind,
                      GimpImage     *image)
{
  *kind = (SiltImageKind)
  {
    .width     = gimp_image_get_width (image),
    .height    = gimp_image_get_height (image),
    .base_type = gimp_image_get_base_type (image),
    .precision = gimp_image_get_precision (image),
    .profile   = gimp_image_get_color_profile (image)
  };
}

void
silt_image_kind_clear (SiltImageKind *kind)
{
  g_clear_object (&kind->profile);
}

GimpImage *
silt_image_kind_new (const SiltImageKind *kind)
{
  GimpImage *image;

  image = gimp_image_new_with_precision (kind->width, kind->height,
                                         kind->base_type, kind->precision);

  if (! image)
    return NULL;

  gimp_image_undo_disable (image);
  if (kind->profile)
    gimp_image_set_color_profile (image, kind->profile);

  return image;
}
