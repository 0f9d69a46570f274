/* Silt: the convolution against its plain reference
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

#include "conv.h"

#include <string.h>

#include "numbers.h"
#include "winograd.h"

typedef struct
{
  const gchar *name;
  gint         height, width, c1, c2, out_channels, kernel;
  SiltConvPath path;
  gboolean     shift, residual;
} Case;

/* The tap of a 3 x 3 kernel on zeros, a torus or a doubled map, in double. */
static gdouble
tap (const SiltTensor   *in,
     const SiltConvPath *path,
     gint                y,
     gint                x,
     gint                c)
{
  gint factor = path->upsample ? 2 : 1;
  gint height = in->height * factor;
  gint width  = in->width * factor;

  if (path->wrap.y)
    y = (y + 4 * height) % height;
  if (path->wrap.x)
    x = (x + 4 * width) % width;

  if (y < 0 || y >= height || x < 0 || x >= width)
    return 0.0;

  return in->data[((y / factor) * in->width + x / factor) * in->channels + c];
}

static void
conv_reference (gdouble              *out,
                const SiltTensor     *shape,
                const SiltTensor     *in,
                const SiltTensor     *in2,
                const SiltConv       *conv,
                const SiltConvPath   *path,
                const SiltConvFinish *finish)
{
  gint y, x, o, ky, kx, i;

  for (y = 0; y < shape->height; y++)
    for (x = 0; x < shape->width; x++)
      for (o = 0; o < shape->channels; o++)
        {
          gsize   where = ((gsize) y * shape->width + x) * shape->channels + o;
          gdouble sum   = conv->bias[o];

          for (ky = 0; ky < conv->kernel; ky++)
            for (kx = 0; kx < conv->kernel; kx++)
              for (i = 0; i < conv->in_channels; i++)
                {
                  const SiltTensor *from = i < in->channels ? in : in2;
                  gint              c    = i < in->channels ? i
                                                            : i - in->channels;
                  gsize             at   = silt_conv_weight (
                    conv, ky * conv->kernel + kx, i, o);

                  sum += tap (from, path,
                              y * path->stride + ky - path->pad,
                              x * path->stride + kx - path->pad, c) *
                         conv->weight[at];
                }

          if (finish->shift)
            sum += finish->shift[o];
          if (finish->residual)
            sum += finish->residual->data[where];

          out[where] = sum * finish->scale;
        }
}

/* The other way to the same result, on whatever map it can work on. */
static void
check_winograd (const SiltTensor     *out,
                const SiltTensor     *in,
                const SiltTensor     *in2,
                const SiltNormed     *normed,
                const SiltConv       *conv,
                const SiltConvPath   *path,
                const SiltConvFinish *finish,
                const gdouble        *want)
{
  gsize              n       = (gsize) out->height * out->width * out->channels;
  g_autofree gfloat *shared  = g_new (gfloat, silt_winograd_shared (conv,
                                                                    out->height,
                                                                    out->width));
  g_autofree gfloat *first   = NULL;
  gdouble            square  = 0.0, worst = 0.0;
  gint               workers;
  gsize              i;

  for (workers = 1; workers <= 3; workers++)
    {
      SiltPool          *pool    = silt_pool_new (workers, NULL);
      g_autofree gfloat *scratch = NULL;

      scratch = g_new (gfloat, workers * silt_winograd_scratch (conv, out->height,
                                                                out->width));
      g_assert_true (silt_winograd_conv2d (out, in, in2, normed, conv, path,
                                           finish, shared, scratch, pool));
      silt_pool_free (pool);

      if (! first)
        first = g_memdup2 (out->data, n * sizeof (gfloat));
      else
        g_assert_cmpmem (first, n * sizeof (gfloat),
                         out->data, n * sizeof (gfloat));
    }

  for (i = 0; i < n; i++)
    {
      square += want[i] * want[i];
      worst   = MAX (worst, fabs (out->data[i] - want[i]));
    }

  g_test_message ("winograd: %.1e, at worst %.1e of the rms",
                  relative_l2 (out->data, want, n), worst / sqrt (square / n));
  g_assert_cmpfloat (relative_l2 (out->data, want, n), <, 5e-6);
  g_assert_cmpfloat (worst, <, 5e-5 * sqrt (square / n));
}

/* The same, where it has a norm to do first: as if it had been done before. */
static void
check_normed (const SiltTensor     *out,
              const SiltTensor     *in,
              const SiltTensor     *in2,
              const SiltConv       *conv,
              const SiltConvPath   *path,
              const SiltConvFinish *finish,
              SiltNormType          type,
              GRand                *rand)
{
  gint                channels = conv->in_channels;
  gsize               n        = (gsize) out->height * out->width *
                                 out->channels;
  SiltPool           *pool     = silt_pool_new (1, NULL);
  SiltTensor          map      = random_tensor (in->height, in->width, channels,
                                                rand);
  g_autofree gdouble *want     = g_new (gdouble, n);
  g_autofree gfloat  *gamma    = g_new (gfloat, channels);
  g_autofree gfloat  *beta     = g_new (gfloat, channels);
  SiltNorm            norm     = { type, channels, 1, 1e-5f, gamma, beta };
  g_autofree gfloat  *scratch  = NULL;
  SiltNormed          normed;

  fill_random (gamma, channels, rand);
  fill_random (beta, channels, rand);
  scratch = g_new (gfloat, silt_norm_scratch (&norm, in->height, in->width));

  g_assert_true (silt_norm (&map, in, in2, &norm, NULL, NULL,
                            SILT_ACTIVATION_SILU, scratch, pool));
  conv_reference (want, out, &map, NULL, conv, path, finish);

  g_assert_true (silt_norm_begin (&normed, in, in2, &norm, NULL, NULL,
                                  SILT_ACTIVATION_SILU, scratch, pool));
  check_winograd (out, in, in2, &normed, conv, path, finish, want);

  silt_pool_free (pool);
  g_free (map.data);
}

static void
test_case (gconstpointer data)
{
  const Case         *c      = data;
  g_autoptr (GRand)   rand   = g_rand_new_with_seed (7);
  gint                factor = c->path.upsample ? 2 : 1;
  gint                height = c->height * factor / c->path.stride;
  gint                width  = c->width * factor / c->path.stride;
  SiltTensor          in     = random_tensor (c->height, c->width, c->c1, rand);
  SiltTensor          in2    = random_tensor (c->height, c->width, c->c2, rand);
  SiltTensor          extra  = random_tensor (height, width, c->out_channels, rand);
  SiltTensor          out    = random_tensor (height, width, c->out_channels, rand);
  gsize               n      = (gsize) height * width * c->out_channels;
  g_autofree gdouble *want   = g_new (gdouble, n);
  g_autofree gfloat  *first  = NULL;
  gsize               n_weights, n_scratch;
  g_autofree gfloat  *weight = NULL;
  g_autofree gfloat  *bias   = g_new (gfloat, c->out_channels);
  g_autofree gfloat  *shift  = g_new (gfloat, c->out_channels);
  SiltConv            conv   = { c->kernel, c->c1 + c->c2, c->out_channels };
  const SiltTensor   *second = c->c2 ? &in2 : NULL;
  SiltConvFinish      finish = { c->shift ? shift : NULL,
                                 c->residual ? &extra : NULL,
                                 c->residual ? 0.7071f : 1.0f };
  gint                workers;

  n_weights = silt_conv_n_weights (&conv);
  weight    = g_new (gfloat, n_weights);
  fill_random (weight, n_weights, rand);
  fill_random (bias, c->out_channels, rand);
  fill_random (shift, c->out_channels, rand);
  conv.weight = weight;
  conv.bias   = bias;

  conv_reference (want, &out, &in, second, &conv, &c->path, &finish);

  if (c->kernel == 3 && c->path.stride == 1)
    {
      check_winograd (&out, &in, second, NULL, &conv, &c->path, &finish, want);
      check_normed (&out, &in, second, &conv, &c->path, &finish,
                    SILT_NORM_LAYER, rand);
      check_normed (&out, &in, second, &conv, &c->path, &finish,
                    SILT_NORM_GROUP, rand);
    }

  for (workers = 1; workers <= 3; workers++)
    {
      SiltPool          *pool = silt_pool_new (workers, NULL);
      g_autofree gfloat *scratch = NULL;

      n_scratch = silt_conv2d_scratch (&conv, height, width) * workers;
      scratch   = g_new (gfloat, n_scratch);
      g_assert_true (silt_conv2d (&out, &in, second, &conv, &c->path, &finish,
                                  scratch, pool));
      silt_pool_free (pool);

      g_assert_cmpfloat (relative_l2 (out.data, want, n), <, 1e-6);

      if (! first)
        first = g_memdup2 (out.data, n * sizeof (gfloat));
      else
        g_assert_cmpmem (first, n * sizeof (gfloat),
                         out.data, n * sizeof (gfloat));
    }

  g_free (in.data);
  g_free (in2.data);
  g_free (extra.data);
  g_free (out.data);
}

#define ZEROS { FALSE, FALSE }
#define TORUS { TRUE, TRUE }

static const Case cases[] =
{
  { "plain",          7,  5,   3,  0,   4, 3, { 1, 1, FALSE, ZEROS } },
  { "one-pixel",      1,  1,   2,  0,   3, 3, { 1, 1, FALSE, ZEROS } },
  { "one-pixel-torus", 1, 1,   2,  0,   3, 3, { 1, 1, FALSE, TORUS } },
  { "torus",          6,  9,   5,  0,   7, 3, { 1, 1, FALSE, TORUS } },
  { "cylinder-x",     6,  9,   5,  0,   7, 3, { 1, 1, FALSE, { TRUE, FALSE } } },
  { "cylinder-y",     6,  9,   5,  0,   7, 3, { 1, 1, FALSE, { FALSE, TRUE } } },
  { "two-sources",    6,  4,   5,  3,   7, 3, { 1, 1, FALSE, ZEROS } },
  { "all-additions",  6,  4,   5,  3,   7, 3, { 1, 1, FALSE, TORUS }, TRUE, TRUE },
  { "stride",         8,  6,   5,  0,   7, 3, { 2, 1, FALSE, ZEROS } },
  { "stride-torus",   8,  6,   5,  0,   7, 3, { 2, 1, FALSE, TORUS } },
  { "right-bottom",   8,  6,   5,  0,   7, 3, { 2, 0, FALSE, ZEROS } },
  { "right-bottom-torus", 8, 6, 5, 0,   7, 3, { 2, 0, FALSE, TORUS } },
  { "upsample",       4,  6,   5,  0,   7, 3, { 1, 1, TRUE,  ZEROS } },
  { "upsample-torus", 4,  6,   5,  0,   7, 3, { 1, 1, TRUE,  TORUS } },
  { "pointwise",      6,  4,  33,  0,  65, 1, { 1, 0, FALSE, ZEROS }, FALSE, TRUE },
  { "pointwise-two",  6,  4,  33, 17,  65, 1, { 1, 0, FALSE, ZEROS } },
  { "many-blocks",   70, 50, 100, 60,  20, 3, { 1, 1, FALSE, TORUS }, TRUE, TRUE },
  { "few-pixels",     3,  3,  90,  0, 200, 3, { 1, 1, FALSE, ZEROS }, TRUE, TRUE },
};

gint
main (gint    argc,
      gchar **argv)
{
  gsize i;

  g_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *path = g_strconcat ("/conv/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  return g_test_run ();
}
