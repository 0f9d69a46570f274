/* Silt: planning a network call
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
#include "unet-plan-private.h"

static gint
add_value (SiltUNetPlan *plan,
           gint          height,
           gint          width,
           gint          channels,
           Place         place)
{
  Value value = { height, width, channels, place, 0 };

  if (place == PLACE_ARENA)
    value.buffer = silt_arena_add (plan->arena,
                                   (gsize) height * width * channels,
                                   plan->ops->len, plan->ops->len);

  g_array_append_val (plan->values, value);

  return plan->values->len - 1;
}

/* The next operation reads this value: it must live until then. */
static void
use_value (SiltUNetPlan *plan,
           gint          value)
{
  if (value != SILT_NONE && silt_plan_value (plan, value)->place == PLACE_ARENA)
    silt_arena_extend (plan->arena, silt_plan_value (plan, value)->buffer,
                       plan->ops->len);
}

static gint
add_op (SiltUNetPlan *plan,
        Op            op)
{
  use_value (plan, op.in);
  use_value (plan, op.in2);
  use_value (plan, op.residual);
  g_array_append_val (plan->ops, op);

  return op.out;
}

/* Ways of a 3 x 3 kernel that keeps the size, and of a 1 x 1. */
static SiltConvPath
same_path (const SiltUNetPlan *plan)
{
  return (SiltConvPath) { 1, 1, FALSE, plan->wrap };
}

static SiltConvPath
point_path (const SiltUNetPlan *plan)
{
  return (SiltConvPath) { 1, 0, FALSE, plan->wrap };
}

/* An operation on these maps, with nothing else said of it. */
static Op
make_op (OpKind kind,
         gint   in,
         gint   in2)
{
  return (Op) { .kind = kind, .in = in, .in2 = in2, .residual = SILT_NONE,
                .shift = SILT_NONE, .norm_scale = SILT_NONE,
                .norm_shift = SILT_NONE, .factor = 1.0f };
}

/* What an operation does to its input first, or does alone. */
static void
set_norm (SiltUNetPlan   *plan,
          Op             *op,
          const SiltNorm *norm,
          gint            scale,
          gint            shift,
          SiltActivation  activation)
{
  const Value *in = silt_plan_value (plan, op->in);

  op->norm       = norm;
  op->norm_scale = scale;
  op->norm_shift = shift;
  op->activation = activation;
  op->statistics = silt_arena_add (plan->arena,
                                   silt_norm_scratch (norm, in->height,
                                                      in->width),
                                   plan->ops->len, plan->ops->len);
}

static void
size_of_conv (const SiltUNetPlan *plan,
              gint                in,
              SiltConvPath        path,
              gint               *height,
              gint               *width)
{
  const Value *value  = silt_plan_value (plan, in);
  gint         factor = path.upsample ? 2 : 1;

  *height = value->height * factor / path.stride;
  *width  = value->width * factor / path.stride;
}

/* op: with its inputs, norm and additions. */
static gint
plan_conv_to (SiltUNetPlan   *plan,
              Place           place,
              Op              op,
              const SiltConv *conv,
              SiltConvPath    path)
{
  gsize scratch;
  gint  height, width;

  size_of_conv (plan, op.in, path, &height, &width);

  op.conv = conv;
  op.path = path;
  op.out  = add_value (plan, height, width, conv->out_channels, place);

  plan->flops += 2.0 * height * width * conv->kernel * conv->kernel *
                 conv->in_channels * conv->out_channels;

  op.winograd = silt_winograd_suits (conv, &path, height, width);
  if (op.winograd)
    {
      op.shared = silt_arena_add (plan->arena,
                                  silt_winograd_shared (conv, height, width),
                                  plan->ops->len, plan->ops->len);
      scratch   = silt_winograd_scratch (conv, height, width);
    }
  else
    {
      scratch = silt_conv2d_scratch (conv, height, width);
    }

  plan->scratch_worker = MAX (plan->scratch_worker, scratch);

  return add_op (plan, op);
}

/* One input, nothing added. */
static gint
plan_conv (SiltUNetPlan   *plan,
           gint            in,
           const SiltConv *conv,
           SiltConvPath    path)
{
  return plan_conv_to (plan, PLACE_ARENA, make_op (OP_CONV, in, SILT_NONE),
                       conv, path);
}

/* Halves, doubles or centers a map. */
static gint
plan_pixels (SiltUNetPlan *plan,
             OpKind        kind,
             gint          in)
{
  Op    op = make_op (kind, in, SILT_NONE);
  Value of = *silt_plan_value (plan, in);

  if (kind == OP_HALVE)
    op.out = add_value (plan, of.height / 2, of.width / 2, of.channels,
                        PLACE_ARENA);
  else if (kind == OP_DOUBLE)
    op.out = add_value (plan, of.height * 2, of.width * 2, of.channels,
                        PLACE_ARENA);
  else
    op.out = add_value (plan, of.height, of.width, of.channels, PLACE_ARENA);

  return add_op (plan, op);
}

static gint
plan_norm (SiltUNetPlan   *plan,
           gint            in,
           gint            in2,
           const SiltNorm *norm,
           gint            scale,
           gint            shift,
           SiltActivation  activation)
{
  Op   op     = make_op (OP_NORM, in, in2);
  gint height = silt_plan_value (plan, in)->height;
  gint width  = silt_plan_value (plan, in)->width;

  set_norm (plan, &op, norm, scale, shift, activation);
  op.out = add_value (plan, height, width, norm->channels, PLACE_ARENA);

  return add_op (plan, op);
}

/* A norm and the 3 x 3 convolution of its result: one operation where it can
 * be, so that the normalised map is never in memory.  Returns a convolution
 * whose inputs are set. */
static Op
plan_normed (SiltUNetPlan   *plan,
             gint            in,
             gint            in2,
             const SiltNorm *norm,
             gint            scale,
             gint            shift,
             SiltActivation  activation,
             const SiltConv *conv,
             SiltConvPath    path)
{
  Op   op = make_op (OP_CONV, in, in2);
  gint height, width;

  size_of_conv (plan, in, path, &height, &width);

  if (silt_winograd_norms (conv, &path, height, width))
    set_norm (plan, &op, norm, scale, shift, activation);
  else
    op = make_op (OP_CONV, plan_norm (plan, in, in2, norm, scale, shift,
                                      activation), SILT_NONE);

  return op;
}

/* resample: OP_HALVE or OP_DOUBLE for a resnet that leads to another level;
 * else OP_CONV. */
static gint
plan_resnet (SiltUNetPlan     *plan,
             gint              x,
             gint              skip,
             const SiltResnet *resnet,
             OpKind            resample)
{
  const SiltUNetConfig *config   = &plan->unet->config;
  gint                  channels = resnet->conv1.out_channels;
  gint                  time     = resnet->modulation;
  gboolean              scale    = config->scale_shift;
  SiltConvPath          path     = same_path (plan);
  Op                    conv1, conv2, shortcut;
  gint                  h;

  if (resample == OP_HALVE)
    {
      h = plan_norm (plan, x, skip, &resnet->norm1, SILT_NONE, SILT_NONE,
                     config->act_fn);
      conv1 = make_op (OP_CONV, plan_pixels (plan, OP_HALVE, h), SILT_NONE);
    }
  else
    {
      path.upsample = resample == OP_DOUBLE;
      conv1 = plan_normed (plan, x, skip, &resnet->norm1, SILT_NONE, SILT_NONE,
                           config->act_fn, &resnet->conv1, path);
    }

  conv1.shift = scale ? SILT_NONE : time;
  h = plan_conv_to (plan, PLACE_ARENA, conv1, &resnet->conv1, path);

  if (resample != OP_CONV)
    x = plan_pixels (plan, resample, x);
  if (resnet->shortcut.weight)
    {
      shortcut = make_op (OP_CONV, x, skip);
      x = plan_conv_to (plan, PLACE_ARENA, shortcut, &resnet->shortcut,
                        point_path (plan));
    }

  conv2 = plan_normed (plan, h, SILT_NONE, &resnet->norm2,
                       scale ? time : SILT_NONE,
                       scale ? time + channels : SILT_NONE, config->act_fn,
                       &resnet->conv2, same_path (plan));
  conv2.residual = x;
  conv2.factor   = resnet->scale;

  return plan_conv_to (plan, PLACE_ARENA, conv2, &resnet->conv2,
                       same_path (plan));
}

static gint
plan_attention (SiltUNetPlan            *plan,
                gint                     x,
                const SiltSelfAttention *attention)
{
  Op      op = make_op (OP_ATTENTION, SILT_NONE, SILT_NONE);
  gint    h  = x;
  gint    height, width, channels;
  gdouble n;

  if (attention->norm.gamma)
    h = plan_norm (plan, x, SILT_NONE, &attention->norm, SILT_NONE, SILT_NONE,
                   SILT_ACTIVATION_NONE);

  height   = silt_plan_value (plan, x)->height;
  width    = silt_plan_value (plan, x)->width;
  channels = silt_plan_value (plan, x)->channels;
  n        = (gdouble) height * width;

  op.in      = plan_conv (plan, h, &attention->qkv, point_path (plan));
  op.n_heads = attention->n_heads;
  op.shared  = silt_arena_add (plan->arena,
                               silt_attention_shared (height, width, channels,
                                                      op.n_heads),
                               plan->ops->len, plan->ops->len);
  op.out     = add_value (plan, height, width, channels, PLACE_ARENA);

  plan->flops += 4.0 * n * n * channels;
  plan->scratch_worker = MAX (plan->scratch_worker,
                              silt_attention_scratch (channels, op.n_heads));

  op          = make_op (OP_CONV, add_op (plan, op), SILT_NONE);
  op.residual = x;
  op.factor   = attention->scale;

  return plan_conv_to (plan, PLACE_ARENA, op, &attention->out,
                       point_path (plan));
}

static void
plan_network (SiltUNetPlan *plan,
              gint          height,
              gint          width)
{
  const SiltUNet       *unet   = plan->unet;
  const SiltUNetConfig *config = &unet->config;
  SiltConvPath          down   = { 2, config->downsample_asymmetric ? 0 : 1,
                                   FALSE, plan->wrap };
  SiltConvPath          up     = { 1, 1, TRUE, plan->wrap };
  g_autoptr (GArray)    skips  = g_array_new (FALSE, FALSE, sizeof (gint));
  gint                  x, level, i;

  x = add_value (plan, height, width, config->in_channels, PLACE_INPUT);
  if (config->center_input_sample)
    x = plan_pixels (plan, OP_CENTER, x);

  x = plan_conv (plan, x, &unet->conv_in, same_path (plan));
  g_array_append_val (skips, x);

  for (level = 0; level < config->n_levels; level++)
    {
      const SiltBlock *block = &unet->down[level];

      for (i = 0; i < block->n_resnets; i++)
        {
          x = plan_resnet (plan, x, SILT_NONE, &block->resnets[i], OP_CONV);
          if (block->attentions)
            x = plan_attention (plan, x, &block->attentions[i]);
          g_array_append_val (skips, x);
        }

      if (block->sampler.weight)
        x = plan_conv (plan, x, &block->sampler, down);
      if (block->resampler)
        x = plan_resnet (plan, x, SILT_NONE, block->resampler, OP_HALVE);
      if (level < config->n_levels - 1)
        g_array_append_val (skips, x);
    }

  x = plan_resnet (plan, x, SILT_NONE, &unet->mid.resnets[0], OP_CONV);
  if (unet->mid.attentions)
    x = plan_attention (plan, x, &unet->mid.attentions[0]);
  x = plan_resnet (plan, x, SILT_NONE, &unet->mid.resnets[1], OP_CONV);

  for (level = 0; level < config->n_levels; level++)
    {
      const SiltBlock *block = &unet->up[level];

      for (i = 0; i < block->n_resnets; i++)
        {
          gint skip = g_array_index (skips, gint, skips->len - 1);

          g_array_set_size (skips, skips->len - 1);
          x = plan_resnet (plan, x, skip, &block->resnets[i], OP_CONV);
          if (block->attentions)
            x = plan_attention (plan, x, &block->attentions[i]);
        }

      if (block->sampler.weight)
        x = plan_conv (plan, x, &block->sampler, up);
      if (block->resampler)
        x = plan_resnet (plan, x, SILT_NONE, block->resampler, OP_DOUBLE);
    }

  plan_conv_to (plan, PLACE_OUTPUT,
                plan_normed (plan, x, SILT_NONE, &unet->norm_out, SILT_NONE,
                             SILT_NONE, SILT_ACTIVATION_SILU, &unet->conv_out,
                             same_path (plan)),
                &unet->conv_out, same_path (plan));
}

SiltUNetPlan *
silt_unet_plan_new (const SiltUNet *unet,
                    gint            height,
                    gint            width,
                    SiltWrap        wrap)
{
  SiltUNetPlan *plan = g_new0 (SiltUNetPlan, 1);

  plan->unet   = unet;
  plan->wrap   = wrap;
  plan->values = g_array_new (FALSE, FALSE, sizeof (Value));
  plan->ops    = g_array_new (FALSE, FALSE, sizeof (Op));
  plan->arena  = silt_arena_new ();

  plan_network (plan, height, width);

  plan->time_buffer       = silt_arena_add (plan->arena,
                                            2 * unet->config.time_embedding_dim +
                                            unet->config.block_out_channels[0],
                                            0, plan->ops->len);
  plan->modulation_buffer = silt_arena_add (plan->arena, unet->n_modulation,
                                            0, plan->ops->len);

  return plan;
}

void
silt_unet_plan_free (SiltUNetPlan *plan)
{
  if (! plan)
    return;

  silt_arena_free (plan->arena);
  g_array_unref (plan->ops);
  g_array_unref (plan->values);
  g_free (plan);
}

gsize
silt_unet_plan_bytes (SiltUNetPlan *plan,
                      guint         n_workers)
{
  gsize bytes = silt_arena_layout (plan->arena);

  if (! g_size_checked_add (&bytes, bytes, SILT_ARENA_ALIGN +
                            plan->scratch_worker * n_workers * sizeof (gfloat)))
    return G_MAXSIZE;

  return bytes;
}

gdouble
silt_unet_plan_flops (SiltUNetPlan *plan)
{
  return plan->flops;
}

gboolean
silt_unet_plan_commit (SiltUNetPlan *plan,
                       SiltPool     *pool)
{
  gsize n = plan->scratch_worker * silt_pool_n_workers (pool);

  plan->scratch_buffer = silt_arena_add (plan->arena, n, 0, plan->ops->len);
  silt_arena_layout (plan->arena);

  return silt_arena_commit (plan->arena, pool);
}
