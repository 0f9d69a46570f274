/* Silt: the norms against their plain reference
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

#include "norm.h"

#include "numbers.h"

typedef struct
{
  const gchar  *name;
  SiltNormType  type;
  gint          height, width, c1, c2, groups;
  gboolean      modulate, silu;
  gfloat        mean;            /* of the input: far from 0 is harder */
} Case;

static gdouble
input (const SiltTensor *in,
       const SiltTensor *in2,
       gint              pixel,
       gint              c)
{
  return c < in->channels
         ? in->data[pixel * in->channels + c]
         : in2->data[pixel * in2->channels + c - in->channels];
}

/* Mean and variance of the channels low ... low + width - 1 of the pixels
 * from ... to - 1. */
static void
moments (const SiltTensor *in,
         const SiltTensor *in2,
         gint              from,
         gint              to,
         gint              low,
         gint              width,
         gdouble          *mean,
         gdouble          *variance)
{
  gdouble n = (gdouble) width * (to - from);
  gint    pixel, c;

  *mean = *variance = 0.0;

  for (pixel = from; pixel < to; pixel++)
    for (c = low; c < low + width; c++)
      *mean += input (in, in2, pixel, c) / n;

  for (pixel = from; pixel < to; pixel++)
    for (c = low; c < low + width; c++)
      *variance += pow (input (in, in2, pixel, c) - *mean, 2.0) / n;
}

static void
norm_reference (gdouble          *out,
                const SiltTensor *in,
                const SiltTensor *in2,
                const SiltNorm   *norm,
                const gfloat     *scale,
                const gfloat     *shift,
                gboolean          silu)
{
  gboolean group    = norm->type == SILT_NORM_GROUP;
  gint     n_pixels = in->height * in->width;
  gint     width    = group ? norm->channels / norm->groups : norm->channels;
  gint     height   = group ? n_pixels : 1;
  gint     from, low, pixel, c;

  for (from = 0; from < n_pixels; from += height)
    for (low = 0; low < norm->channels; low += width)
      {
        gdouble mean, variance;

        moments (in, in2, from, from + height, low, width, &mean, &variance);

        for (pixel = from; pixel < from + height; pixel++)
          for (c = low; c < low + width; c++)
            {
              gdouble y = (input (in, in2, pixel, c) - mean) /
                          sqrt (variance + norm->eps) *
                          norm->gamma[c] + norm->beta[c];

              if (scale)
                y = y * (1.0 + scale[c]) + shift[c];

              out[pixel * norm->channels + c] = silu ? y / (1.0 + exp (-y)) : y;
            }
      }
}

static void
test_case (gconstpointer data)
{
  const Case         *c        = data;
  g_autoptr (GRand)   rand     = g_rand_new_with_seed (3);
  gint                channels = c->c1 + c->c2;
  gsize               n        = (gsize) c->height * c->width * channels;
  SiltTensor          in       = random_tensor (c->height, c->width, c->c1, rand);
  SiltTensor          in2      = random_tensor (c->height, c->width, c->c2, rand);
  SiltTensor          out      = random_tensor (c->height, c->width, channels, rand);
  g_autofree gdouble *want     = g_new (gdouble, n);
  g_autofree gfloat  *vectors  = g_new (gfloat, 4 * channels);
  g_autofree gfloat  *first    = NULL;
  SiltNorm            norm     = { c->type, channels, c->groups, 1e-5f,
                                   vectors, vectors + channels };
  const gfloat       *scale    = c->modulate ? vectors + 2 * channels : NULL;
  const gfloat       *shift    = c->modulate ? vectors + 3 * channels : NULL;
  const SiltTensor   *second   = c->c2 ? &in2 : NULL;
  g_autofree gfloat  *scratch  = NULL;
  gint                workers, i;

  fill_random (vectors, 4 * channels, rand);
  for (i = 0; i < c->height * c->width * c->c1; i++)
    in.data[i] += c->mean;
  for (i = 0; i < c->height * c->width * c->c2; i++)
    in2.data[i] += c->mean;

  norm_reference (want, &in, second, &norm, scale, shift, c->silu);

  scratch = g_new (gfloat, silt_norm_scratch (&norm, c->height, c->width));
  for (workers = 1; workers <= 3; workers++)
    {
      SiltPool *pool = silt_pool_new (workers, NULL);

      g_assert_true (silt_norm (&out, &in, second, &norm, scale, shift,
                                c->silu ? SILT_ACTIVATION_SILU
                                        : SILT_ACTIVATION_NONE,
                                scratch, pool));
      silt_pool_free (pool);

      g_assert_cmpfloat (relative_l2 (out.data, want, n), <,
                         c->mean == 0.0f ? 1e-6 : 1e-4);

      if (! first)
        first = g_memdup2 (out.data, n * sizeof (gfloat));
      else
        g_assert_cmpmem (first, n * sizeof (gfloat),
                         out.data, n * sizeof (gfloat));
    }

  g_free (in.data);
  g_free (in2.data);
  g_free (out.data);
}

static const Case cases[] =
{
  { "group",             SILT_NORM_GROUP, 5, 7, 12,  0, 4, FALSE, FALSE, 0.0f },
  { "group-silu",        SILT_NORM_GROUP, 5, 7, 12,  0, 3, TRUE,  TRUE,  0.0f },
  { "group-across-two",  SILT_NORM_GROUP, 5, 7, 10, 14, 3, TRUE,  TRUE,  0.0f },
  { "group-far",         SILT_NORM_GROUP, 5, 7, 12,  0, 4, FALSE, FALSE, 100.0f },
  { "group-many-chunks", SILT_NORM_GROUP, 30, 21, 160, 40, 2, FALSE, TRUE, 0.0f },
  { "group-one-pixel",   SILT_NORM_GROUP, 1, 1,  8,  0, 2, FALSE, TRUE,  0.0f },
  { "layer",             SILT_NORM_LAYER, 5, 7, 12,  0, 4, FALSE, FALSE, 0.0f },
  { "layer-silu",        SILT_NORM_LAYER, 5, 7, 96,  0, 4, TRUE,  TRUE,  0.0f },
  { "layer-across-two",  SILT_NORM_LAYER, 5, 7, 37, 50, 4, TRUE,  TRUE,  0.0f },
  { "layer-far",         SILT_NORM_LAYER, 5, 7, 32,  0, 4, FALSE, FALSE, 100.0f },
  { "layer-many-chunks", SILT_NORM_LAYER, 40, 51, 60, 4, 4, FALSE, TRUE, 0.0f },
};

gint
main (gint    argc,
      gchar **argv)
{
  gsize i;

  g_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *path = g_strconcat ("/norm/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  return g_test_run ();
}
