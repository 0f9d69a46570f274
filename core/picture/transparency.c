/* Silt: colours for what is transparent
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

#include "transparency.h"

static inline gfloat *
pixel_at (const SiltPicture *picture,
          gint               x,
          gint               y)
{
  return picture->data + y * picture->row_stride + x * picture->pixel_stride;
}

static inline gfloat
alpha_at (const SiltMask *alpha,
          gint            x,
          gint            y)
{
  return alpha->data[y * alpha->row_stride + x];
}

static gboolean
has_gaps (const SiltMask *alpha)
{
  gint x, y;

  for (y = 0; y < alpha->height; y++)
    for (x = 0; x < alpha->width; x++)
      if (alpha_at (alpha, x, y) == 0.0f)
        return TRUE;

  return FALSE;
}

/* One pixel of the half, of up to four of the whole. */
static void
pull_pixel (gfloat            *half,
            gfloat            *half_alpha,
            const SiltPicture *picture,
            const SiltMask    *alpha,
            gint               left,
            gint               top)
{
  gfloat sum = 0.0f;
  gint   x, y, c;

  for (y = top; y < MIN (top + 2, picture->height); y++)
    for (x = left; x < MIN (left + 2, picture->width); x++)
      {
        gfloat weight = alpha_at (alpha, x, y);

        sum += weight;
        for (c = 0; c < 3; c++)
          half[c] += weight * pixel_at (picture, x, y)[c];
      }

  if (sum > 0.0f)
    for (c = 0; c < 3; c++)
      half[c] /= sum;

  *half_alpha = MIN (sum, 1.0f);
}

/* Three quarters of the half's pixel that covers this one, and a quarter of
 * its neighbour on this one's side, each way. */
static void
push_pixel (gfloat            *pixel,
            const SiltPicture *half,
            gint               x,
            gint               y)
{
  gint x0 = x / 2, x1 = CLAMP (x0 + (x % 2 ? 1 : -1), 0, half->width - 1);
  gint y0 = y / 2, y1 = CLAMP (y0 + (y % 2 ? 1 : -1), 0, half->height - 1);
  gint c;

  for (c = 0; c < 3; c++)
    pixel[c] = 0.5625f * pixel_at (half, x0, y0)[c] +
               0.1875f * pixel_at (half, x1, y0)[c] +
               0.1875f * pixel_at (half, x0, y1)[c] +
               0.0625f * pixel_at (half, x1, y1)[c];
}

static void
pull (const SiltPicture *half,
      const SiltMask    *half_alpha,
      const SiltPicture *picture,
      const SiltMask    *alpha)
{
  gint x, y;

  for (y = 0; y < half->height; y++)
    for (x = 0; x < half->width; x++)
      pull_pixel (pixel_at (half, x, y),
                  half_alpha->data + y * half_alpha->row_stride + x,
                  picture, alpha, 2 * x, 2 * y);
}

static void
push (const SiltPicture *picture,
      const SiltMask    *alpha,
      const SiltPicture *half)
{
  gint x, y;

  for (y = 0; y < picture->height; y++)
    for (x = 0; x < picture->width; x++)
      if (alpha_at (alpha, x, y) == 0.0f)
        push_pixel (pixel_at (picture, x, y), half, x, y);
}

gboolean
silt_transparency_fill (const SiltPicture *picture,
                        const SiltMask    *alpha)
{
  gint               width      = (picture->width + 1) / 2;
  gint               height     = (picture->height + 1) / 2;
  g_autofree gfloat *weights    = NULL;
  SiltMask           half_alpha = { NULL, width, height, width };
  SiltPicture        half;
  gboolean           done       = FALSE;
  gint               c;

  if (! has_gaps (alpha))
    return TRUE;

  if (picture->width == 1 && picture->height == 1)
    {
      for (c = 0; c < 3; c++)
        picture->data[c] = 0.0f;
      return TRUE;
    }

  half_alpha.data = weights = g_try_new (gfloat, (gsize) width * height);

  if (weights && silt_picture_alloc (&half, width, height))
    {
      pull (&half, &half_alpha, picture, alpha);
      done = silt_transparency_fill (&half, &half_alpha);
      if (done)
        push (picture, alpha, &half);
      silt_picture_clear (&half);
    }

  return done;
}
