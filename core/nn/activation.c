/* Silt: the non-linear part of a network
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

#include "activation.h"

#include "clones.h"

SILT_CLONES void
silt_activate (gfloat         *x,
               gsize           n,
               SiltActivation  activation)
{
  gsize i;

  switch (activation)
    {
    case SILT_ACTIVATION_NONE:
      break;

    case SILT_ACTIVATION_SILU:
      for (i = 0; i < n; i++)
        x[i] = silt_silu (x[i]);
      break;

    case SILT_ACTIVATION_MISH:
      for (i = 0; i < n; i++)
        x[i] = silt_mish (x[i]);
      break;

    case SILT_ACTIVATION_GELU:
      for (i = 0; i < n; i++)
        x[i] = silt_gelu (x[i]);
      break;

    case SILT_ACTIVATION_RELU:
      for (i = 0; i < n; i++)
        x[i] = silt_relu (x[i]);
      break;
    }
}
