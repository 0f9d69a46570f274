/* Silt: attention against its plain reference
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

#include "attention.h"

#include "numbers.h"

typedef struct
{
  const gchar *name;
  gint         height, width, channels, n_heads;
  gfloat       size;           /* of the inputs: large ones make sharp peaks */
} Case;

static void
attention_reference (gdouble          *out,
                     const SiltTensor *qkv,
                     gint              n_heads)
{
  gint                n        = qkv->height * qkv->width;
  gint                channels = qkv->channels / 3;
  gint                dim      = channels / n_heads;
  g_autofree gdouble *weight   = g_new (gdouble, n);
  gint                head, i, j, c;

  for (head = 0; head < n_heads; head++)
    for (i = 0; i < n; i++)
      {
        const gfloat *q   = qkv->data + i * 3 * channels + head * dim;
        gdouble       top = -G_MAXDOUBLE, sum = 0.0;

        for (j = 0; j < n; j++)
          {
            const gfloat *k = qkv->data + (j * 3 + 1) * channels + head * dim;

            weight[j] = 0.0;
            for (c = 0; c < dim; c++)
              weight[j] += (gdouble) q[c] * k[c] / sqrt (dim);

            top = MAX (top, weight[j]);
          }

        for (j = 0; j < n; j++)
          sum += weight[j] = exp (weight[j] - top);

        for (c = 0; c < dim; c++)
          {
            gdouble *to = &out[i * channels + head * dim + c];

            *to = 0.0;
            for (j = 0; j < n; j++)
              *to += weight[j] / sum *
                     qkv->data[(j * 3 + 2) * channels + head * dim + c];
          }
      }
}

static void
test_case (gconstpointer data)
{
  const Case         *c     = data;
  g_autoptr (GRand)   rand  = g_rand_new_with_seed (5);
  gsize               n     = (gsize) c->height * c->width * c->channels;
  SiltTensor          qkv   = random_tensor (c->height, c->width,
                                             3 * c->channels, rand);
  SiltTensor          out   = random_tensor (c->height, c->width, c->channels,
                                             rand);
  g_autofree gdouble *want  = g_new (gdouble, n);
  g_autofree gfloat  *first = NULL;
  gint                workers;
  gsize               i;

  for (i = 0; i < 3 * n; i++)
    qkv.data[i] *= c->size;

  attention_reference (want, &qkv, c->n_heads);

  for (workers = 1; workers <= 3; workers++)
    {
      SiltPool          *pool    = silt_pool_new (workers, NULL);
      g_autofree gfloat *shared  = NULL;
      g_autofree gfloat *scratch = NULL;

      shared  = g_new (gfloat, silt_attention_shared (c->height, c->width,
                                                      c->channels, c->n_heads));
      scratch = g_new (gfloat, workers * silt_attention_scratch (c->channels,
                                                                 c->n_heads));
      g_assert_true (silt_attention (&out, &qkv, c->n_heads, shared, scratch,
                                     pool));
      silt_pool_free (pool);

      g_assert_cmpfloat (relative_l2 (out.data, want, n), <, 5e-6);

      if (! first)
        first = g_memdup2 (out.data, n * sizeof (gfloat));
      else
        g_assert_cmpmem (first, n * sizeof (gfloat),
                         out.data, n * sizeof (gfloat));
    }

  g_free (qkv.data);
  g_free (out.data);
}

static const Case cases[] =
{
  { "one-head",    8, 8, 16, 1, 1.0f },
  { "four-heads",  6, 9, 32, 4, 1.0f },
  { "many-blocks", 15, 14, 24, 3, 1.0f },
  { "one-pixel",   1, 1, 8, 2, 1.0f },
  { "sharp",       8, 8, 16, 2, 30.0f },

  /* Several blocks of keys, the last one nearly empty or nearly full, and heads
   * of no whole panel; sharp ones meet their peak in any block. */
  { "many-keys",   17, 23, 48, 2, 1.0f },
  { "key-more",    3, 43, 20, 4, 1.0f },
  { "key-less",    1, 127, 40, 1, 1.0f },
  { "sharp-keys",  17, 23, 21, 3, 30.0f },
};

gint
main (gint    argc,
      gchar **argv)
{
  gsize i;

  g_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *path = g_strconcat ("/attention/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  return g_test_run ();
}
