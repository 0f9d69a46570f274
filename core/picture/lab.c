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

#include "lab.h"

#include <math.h>
#include <string.h>

/* Where the cube root goes over into a straight line. */
#define DELTA (6.0f / 29.0f)

/* Rows: X, Y and Z, each over that of white, so that each sums to 1. */
static const gfloat to_xyz[3][3] =
{
  { 0.43388735f, 0.37622401f, 0.18988865f },
  { 0.21263901f, 0.71516868f, 0.07219232f },
  { 0.01775004f, 0.10944762f, 0.87280234f }
};

static const gfloat to_linear[3][3] =
{
  {  3.08039909f, -1.53738318f, -0.54301591f },
  { -0.92122336f,  1.87596750f,  0.04525586f },
  {  0.05287394f, -0.20397696f,  1.15110302f }
};

static inline gfloat
decode (gfloat value)
{
  return value <= 0.04045f ? value / 12.92f
                           : powf ((value + 0.055f) / 1.055f, 2.4f);
}

static inline gfloat
encode (gfloat value)
{
  return value <= 0.0031308f ? value * 12.92f
                             : 1.055f * powf (value, 1.0f / 2.4f) - 0.055f;
}

/* value: 0 ... 1. */
static inline gfloat
look_up (const gfloat *table,
         gfloat        value)
{
  gfloat position = value * SILT_LAB_POINTS;
  gint   i        = (gint) position;

  return table[i] + (position - i) * (table[i + 1] - table[i]);
}

/* Of a number from 0.008 to 1.1: a third of its exponent, and two of Halley's
 * steps, each of which triples the digits. */
static inline gfloat
cube_root (gfloat value)
{
  guint32 bits;
  gfloat  root;
  gint    i;

  memcpy (&bits, &value, sizeof (bits));
  bits = bits / 3 + 709921077u;
  memcpy (&root, &bits, sizeof (root));

  for (i = 0; i < 2; i++)
    {
      gfloat cube = root * root * root;

      root *= (cube + 2.0f * value) / (2.0f * cube + value);
    }

  return root;
}

static inline gfloat
compress (gfloat value)
{
  return value > DELTA * DELTA * DELTA
           ? cube_root (value)
           : value / (3.0f * DELTA * DELTA) + 4.0f / 29.0f;
}

static inline gfloat
expand (gfloat value)
{
  return value > DELTA ? value * value * value
                       : 3.0f * DELTA * DELTA * (value - 4.0f / 29.0f);
}

static inline gfloat
dot (const gfloat *row,
     const gfloat *v)
{
  return row[0] * v[0] + row[1] * v[1] + row[2] * v[2];
}

void
silt_lab_init (SiltLab *lab)
{
  gint i;

  for (i = 0; i < SILT_LAB_POINTS + 2; i++)
    {
      gfloat value = (gfloat) i / SILT_LAB_POINTS;

      lab->decode[i] = decode (value);
      lab->encode[i] = encode (value * value);
    }
}

void
silt_lab_from_rgb (const SiltLab *tables,
                   gfloat        *lab,
                   const gfloat  *rgb)
{
  const gfloat linear[3] = { look_up (tables->decode, rgb[0]),
                             look_up (tables->decode, rgb[1]),
                             look_up (tables->decode, rgb[2]) };
  const gfloat x         = compress (dot (to_xyz[0], linear));
  const gfloat y         = compress (dot (to_xyz[1], linear));
  const gfloat z         = compress (dot (to_xyz[2], linear));

  lab[0] = 116.0f * y - 16.0f;
  lab[1] = 500.0f * (x - y);
  lab[2] = 200.0f * (y - z);
}

void
silt_lab_to_rgb (const SiltLab *tables,
                 gfloat        *rgb,
                 const gfloat  *lab)
{
  const gfloat y      = (lab[0] + 16.0f) / 116.0f;
  const gfloat xyz[3] = { expand (y + lab[1] / 500.0f), expand (y),
                          expand (y - lab[2] / 200.0f) };
  gint         c;

  for (c = 0; c < 3; c++)
    {
      gfloat light = dot (to_linear[c], xyz);

      rgb[c] = look_up (tables->encode, sqrtf (CLAMP (light, 0.0f, 1.0f)));
    }
}
