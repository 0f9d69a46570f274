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

#pragma once

#include "exp.h"

G_BEGIN_DECLS

typedef enum
{
  SILT_ACTIVATION_NONE,
  SILT_ACTIVATION_SILU,    /* x sigmoid (x), also called swish               */
  SILT_ACTIVATION_MISH,    /* x tanh (ln (1 + e^x))                          */
  SILT_ACTIVATION_GELU,    /* x P (X <= x), X standard normal                */
  SILT_ACTIVATION_RELU     /* max (x, 0)                                     */
} SiltActivation;

static inline gfloat
silt_silu (gfloat x)
{
  return x / (1.0f + silt_exp (-x));
}

/* tanh (ln (1 + e)) = ((1 + e)^2 - 1) / ((1 + e)^2 + 1), which from e^20 on is
 * 1 in float32. */
static inline gfloat
silt_mish (gfloat x)
{
  gfloat e = silt_exp (x < 20.0f ? x : 20.0f);
  gfloat n = e * (e + 2.0f);

  return x * (n / (n + 2.0f));
}

static inline gfloat
silt_gelu (gfloat x)
{
  return 0.5f * x * (1.0f + erff (x * 0.70710678f));
}

static inline gfloat
silt_relu (gfloat x)
{
  return x > 0.0f ? x : 0.0f;
}

/* x = activation (x), n values. */
void silt_activate (gfloat         *x,
                    gsize           n,
                    SiltActivation  activation);

G_END_DECLS
