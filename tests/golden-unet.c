/* Silt: the golden cases of U-Nets
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

#include "golden.h"

#include <string.h>

#include "silt.h"
#include "unet.h"

#define TOLERANCE 1e-5

/* Case `i` of a case.safetensors.  The file has samples [N, C, H, W], the
 * network works on one [H, W, C] at a time. */
typedef struct
{
  gint64   n, height, width;
  gfloat  *x, *expected;
  gdouble  t;
  gint64  *labels;           /* n of them, or NULL                            */
} Case;

static void
case_clear (Case *data)
{
  g_free (data->x);
  g_free (data->expected);
  g_free (data->labels);
}

/* The tensor "CASE.WHAT", or NULL. */
static const SiltWeight *
find_tensor (SiltWeights *weights,
             gint         i,
             const gchar *what)
{
  g_autofree gchar *name = g_strdup_printf ("%d.%s", i, what);

  return silt_weights_find (weights, name);
}

static gint64 *
read_integers (const SiltWeight *tensor)
{
  gint64 *values = g_new (gint64, tensor->n_elements);
  gsize   i;

  memcpy (values, tensor->data, tensor->n_elements * sizeof (gint64));
  for (i = 0; i < tensor->n_elements; i++)
    values[i] = GINT64_FROM_LE (values[i]);

  return values;
}

/* [N, C, H, W] with the given C. */
static gboolean
is_batch (const SiltWeight *tensor,
          gint              channels)
{
  return tensor && tensor->n_dims == 4 && tensor->dims[1] == channels;
}

static gboolean
case_read (Case                  *data,
           SiltWeights           *weights,
           gint                   i,
           const SiltUNetConfig  *config,
           GError               **error)
{
  const SiltWeight *x      = find_tensor (weights, i, "x");
  const SiltWeight *out    = find_tensor (weights, i, "out");
  const SiltWeight *t      = find_tensor (weights, i, "t");
  const SiltWeight *labels = find_tensor (weights, i, "class");

  if (! is_batch (x, config->in_channels) ||
      ! is_batch (out, config->out_channels) ||
      memcmp (x->dims + 2, out->dims + 2, 2 * sizeof (gint64)) != 0 ||
      x->dims[0] != out->dims[0])
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "expected x and out in the channels of the network and of "
                   "one size");
      return FALSE;
    }

  data->n      = x->dims[0];
  data->height = x->dims[2];
  data->width  = x->dims[3];

  if (! t || t->dtype != SILT_DTYPE_I64 || t->n_elements != 1 ||
      (labels && (labels->dtype != SILT_DTYPE_I64 ||
                  labels->n_elements != (gsize) data->n)))
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "expected one integer t, and a class for each sample if "
                   "any");
      return FALSE;
    }

  data->x        = golden_read (weights, x->name, 0, error);
  data->expected = data->x ? golden_read (weights, out->name, 0, error) : NULL;

  if (data->expected)
    {
      g_autofree gint64 *timestep = read_integers (t);

      data->t      = timestep[0];
      data->labels = labels ? read_integers (labels) : NULL;
    }

  return data->expected != NULL;
}

/* From [C, pixels] to [pixels, C], or back: [rows, columns], transposed. */
static void
transpose (gfloat       *out,
           const gfloat *in,
           gsize         rows,
           gsize         columns)
{
  gsize row, column;

  for (row = 0; row < rows; row++)
    for (column = 0; column < columns; column++)
      out[column * rows + row] = in[row * columns + column];
}

/* [N, C, H, W]; free with g_free. */
static gfloat *
predict (const SiltUNet *unet,
         const Case     *data,
         guint           n_workers)
{
  const SiltUNetConfig *config   = silt_unet_get_config (unet);
  const SiltWrap        wrap     = { FALSE, FALSE };
  gsize                 n_pixels = data->height * data->width;
  gsize                 n_in     = n_pixels * config->in_channels;
  gsize                 n_out    = n_pixels * config->out_channels;
  g_autofree gfloat    *in       = g_new (gfloat, n_in);
  g_autofree gfloat    *out      = g_new (gfloat, n_out);
  g_autofree gfloat    *answer   = g_new (gfloat, data->n * n_out);
  SiltPool             *pool     = silt_pool_new (n_workers, NULL);
  SiltUNetPlan         *plan     = silt_unet_plan_new (unet, data->height,
                                                       data->width, wrap);
  gboolean              done     = silt_unet_plan_commit (plan, pool);
  gint64                i;

  for (i = 0; done && i < data->n; i++)
    {
      transpose (in, data->x + i * n_in, config->in_channels, n_pixels);
      done = silt_unet_plan_run (plan, pool, in, data->t,
                                 data->labels ? data->labels[i] : -1, out);
      transpose (answer + i * n_out, out, n_pixels, config->out_channels);
    }

  silt_unet_plan_free (plan);
  silt_pool_free (pool);

  return done ? g_steal_pointer (&answer) : NULL;
}

static void
run_case (Tally          *tally,
          const gchar    *name,
          const SiltUNet *unet,
          const Case     *data)
{
  const SiltUNetConfig *config   = silt_unet_get_config (unet);
  gint                  multiple = silt_unet_config_multiple (config);
  gsize                 n        = data->n * config->out_channels *
                                   data->height * data->width;
  g_autofree gfloat    *one      = NULL;
  g_autofree gfloat    *two      = NULL;

  if (data->height % multiple != 0 || data->width % multiple != 0)
    {
      golden_failed (tally, name, "expected sides that are multiples of %d",
                     multiple);
      return;
    }

  one = predict (unet, data, 1);
  two = predict (unet, data, 2);

  if (! one || ! two)
    golden_failed (tally, name, "not enough memory");
  else if (memcmp (one, two, n * sizeof (gfloat)) != 0)
    golden_failed (tally, name, "one and two threads differ");
  else
    golden_measured (tally, name, golden_difference (one, data->expected, n),
                     TOLERANCE);
}

static SiltUNet *
open_unet (const gchar  *folder,
           GError      **error)
{
  g_autofree gchar *config_path  = g_build_filename (folder, "config.json",
                                                     NULL);
  g_autofree gchar *weights_path =
    g_build_filename (folder, "diffusion_pytorch_model.safetensors", NULL);
  SiltConfig       *json    = silt_config_open (config_path, error);
  SiltWeights      *weights = NULL;
  SiltUNet         *unet    = NULL;
  SiltUNetConfig    config;

  if (json && silt_unet_config_read (&config, json, error))
    weights = silt_weights_open (weights_path, error);
  if (weights)
    unet = silt_unet_new (&config, weights, error);

  silt_weights_free (weights);
  silt_config_free (json);

  return unet;
}

void
golden_unet (Tally       *tally,
             const gchar *folder,
             const gchar *name)
{
  g_autofree gchar   *path    = g_build_filename (folder, "case.safetensors",
                                                  NULL);
  g_autoptr (GError)  error   = NULL;
  SiltUNet           *unet    = open_unet (folder, &error);
  SiltWeights        *weights = NULL;
  gint                i;

  if (unet)
    weights = silt_weights_open (path, &error);
  if (! weights)
    golden_refused (tally, name, error);

  for (i = 0; weights && find_tensor (weights, i, "x"); i++)
    {
      g_autofree gchar   *full   = g_strdup_printf ("%s case-%d", name, i);
      g_autoptr (GError)  fault  = NULL;
      Case                data   = { 0 };

      if (case_read (&data, weights, i, silt_unet_get_config (unet), &fault))
        run_case (tally, full, unet, &data);
      else
        golden_refused (tally, full, fault);

      case_clear (&data);
    }

  if (weights && i == 0)
    golden_failed (tally, name, "there is no case in case.safetensors");

  silt_weights_free (weights);
  silt_unet_free (unet);
}
