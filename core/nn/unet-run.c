/* Silt: running a planned network call
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

#include <math.h>

#include "attention.h"
#include "resample.h"
#include "unet-plan-private.h"

/* out: [dim]: sines and cosines of t at frequencies that fall from 1 to
 * 1/10000 (Vaswani et al. 2017), in float32 as the reference has it. */
static void
embed_timestep (gfloat               *out,
                const SiltUNetConfig *config,
                gdouble               t)
{
  gint    dim  = config->block_out_channels[0];
  gint    half = dim / 2;
  gfloat *sine   = config->flip_sin_to_cos ? out + half : out;
  gfloat *cosine = config->flip_sin_to_cos ? out : out + half;
  gint    i;

  for (i = 0; i < half; i++)
    {
      gfloat exponent = (gfloat) -log (10000.0) * i /
                        (gfloat) (half - config->freq_shift);
      gfloat angle    = (gfloat) t * expf (exponent);

      sine[i]   = sinf (angle);
      cosine[i] = cosf (angle);
    }
}

static void
modulate_resnet (gpointer data,
                 guint    chunk,
                 guint    worker)
{
  SiltUNetPlan     *plan   = data;
  const SiltResnet *resnet = g_ptr_array_index (plan->unet->resnets, chunk);

  silt_dense (plan->modulation + resnet->modulation, plan->embedding,
              &resnet->time);
}

/* Everything that hangs on the time and the class alone: how they shift, or
 * scale and shift, each resnet. */
static gboolean
run_time (SiltUNetPlan *plan,
          SiltPool     *pool,
          gdouble       t,
          gint          label)
{
  const SiltUNet *unet   = plan->unet;
  gint            dim    = unet->config.time_embedding_dim;
  gfloat         *hidden = silt_arena_get (plan->arena, plan->time_buffer);
  gfloat         *wave   = hidden + 2 * dim;      /* behind the embedding */
  gint            i;

  plan->embedding = hidden + dim;

  embed_timestep (wave, &unet->config, t);
  silt_dense (hidden, wave, &unet->time_1);
  silt_activate (hidden, dim, SILT_ACTIVATION_SILU);
  silt_dense (plan->embedding, hidden, &unet->time_2);

  if (unet->class_embedding)
    for (i = 0; i < dim; i++)
      plan->embedding[i] += unet->class_embedding[(gsize) label * dim + i];

  silt_activate (plan->embedding, dim, unet->config.act_fn);

  return silt_pool_run (pool, unet->resnets->len, modulate_resnet, plan);
}

static const SiltTensor *
get_tensor (const SiltUNetPlan *plan,
            gint                value,
            SiltTensor         *tensor)
{
  const Value *v;

  if (value == SILT_NONE)
    return NULL;

  v = silt_plan_value (plan, value);

  tensor->height   = v->height;
  tensor->width    = v->width;
  tensor->channels = v->channels;
  tensor->data     = v->place == PLACE_INPUT  ? (gfloat *) plan->input
                   : v->place == PLACE_OUTPUT ? plan->output
                   : silt_arena_get (plan->arena, v->buffer);

  return tensor;
}

static const gfloat *
get_modulation (const SiltUNetPlan *plan,
                gint                position)
{
  return position == SILT_NONE ? NULL : plan->modulation + position;
}

static gboolean
run_conv (SiltUNetPlan         *plan,
          SiltPool             *pool,
          const Op             *op,
          const SiltTensor     *out,
          const SiltTensor     *in,
          const SiltTensor     *in2,
          const SiltConvFinish *finish)
{
  SiltNormed normed;

  if (! op->winograd)
    return silt_conv2d (out, in, in2, op->conv, &op->path, finish,
                        plan->scratch, pool);

  if (op->norm &&
      ! silt_norm_begin (&normed, in, in2, op->norm,
                         get_modulation (plan, op->norm_scale),
                         get_modulation (plan, op->norm_shift), op->activation,
                         silt_arena_get (plan->arena, op->statistics), pool))
    return FALSE;

  return silt_winograd_conv2d (out, in, in2, op->norm ? &normed : NULL,
                               op->conv, &op->path, finish,
                               silt_arena_get (plan->arena, op->shared),
                               plan->scratch, pool);
}

static gboolean
run_op (SiltUNetPlan *plan,
        SiltPool     *pool,
        const Op     *op)
{
  SiltTensor        tensors[4];
  const SiltTensor *out      = get_tensor (plan, op->out, &tensors[0]);
  const SiltTensor *in       = get_tensor (plan, op->in, &tensors[1]);
  const SiltTensor *in2      = get_tensor (plan, op->in2, &tensors[2]);
  const SiltTensor *residual = get_tensor (plan, op->residual, &tensors[3]);
  SiltConvFinish    finish   = { get_modulation (plan, op->shift), residual,
                                 op->factor };

  switch (op->kind)
    {
    case OP_CONV:
      return run_conv (plan, pool, op, out, in, in2, &finish);

    case OP_NORM:
      return silt_norm (out, in, in2, op->norm,
                        get_modulation (plan, op->norm_scale),
                        get_modulation (plan, op->norm_shift), op->activation,
                        silt_arena_get (plan->arena, op->statistics), pool);

    case OP_ATTENTION:
      return silt_attention (out, in, op->n_heads,
                             silt_arena_get (plan->arena, op->shared),
                             plan->scratch, pool);

    case OP_HALVE:
      return silt_halve (out, in, pool);

    case OP_DOUBLE:
      return silt_double (out, in, pool);

    case OP_CENTER:
      return silt_center (out, in, pool);
    }

  g_return_val_if_reached (FALSE);
}

gboolean
silt_unet_plan_run (SiltUNetPlan *plan,
                    SiltPool     *pool,
                    const gfloat *in,
                    gdouble       t,
                    gint          label,
                    gfloat       *out)
{
  guint i;

  plan->input      = in;
  plan->output     = out;
  plan->modulation = silt_arena_get (plan->arena, plan->modulation_buffer);
  plan->scratch    = silt_arena_get (plan->arena, plan->scratch_buffer);

  if (! run_time (plan, pool, t, label))
    return FALSE;

  for (i = 0; i < plan->ops->len; i++)
    {
      gint64 start = plan->op_times ? g_get_monotonic_time () : 0;

      if (! run_op (plan, pool, &g_array_index (plan->ops, Op, i)))
        return FALSE;

      if (plan->op_times)
        plan->op_times[i] += g_get_monotonic_time () - start;
    }

  return TRUE;
}
