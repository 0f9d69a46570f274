/* Silt: the plan of a network call
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

#include "arena.h"

#include "unet-private.h"
#include "winograd.h"

G_BEGIN_DECLS

/* A map that an operation writes and later ones read.  The network's input and
 * output are the caller's; all others live in the arena. */
typedef enum
{
  PLACE_ARENA,
  PLACE_INPUT,
  PLACE_OUTPUT
} Place;

typedef struct
{
  gint  height, width, channels;
  Place place;
  guint buffer;                 /* PLACE_ARENA: its number there */
} Value;

#define SILT_NONE -1            /* no value, no modulation */

typedef enum
{
  OP_CONV,
  OP_NORM,
  OP_ATTENTION,
  OP_HALVE,
  OP_DOUBLE,
  OP_CENTER
} OpKind;

/* One kernel call.  Maps are numbers of values; the number of the operation
 * itself is the time by which the arena reckons lifetimes. */
typedef struct
{
  OpKind              kind;
  gint                out, in, in2;
  gint                residual;      /* OP_CONV                               */
  gint                shift;         /* OP_CONV: place in the modulation, or
                                      * SILT_NONE                             */
  gint                norm_scale;    /* likewise, of the norm                 */
  gint                norm_shift;
  gfloat              factor;        /* OP_CONV: of the whole sum             */
  const SiltConv     *conv;
  SiltConvPath        path;
  gboolean            winograd;
  guint               shared;        /* memory for all workers, of Winograd
                                      * and attention                         */
  const SiltNorm     *norm;          /* OP_CONV: of what it reads; or NULL    */
  guint               statistics;    /* the norm's scratch                    */
  SiltActivation      activation;
  gint                n_heads;
} Op;

struct _SiltUNetPlan
{
  const SiltUNet *unet;
  SiltWrap        wrap;
  GArray         *values;            /* of Value                              */
  GArray         *ops;               /* of Op                                 */
  gdouble         flops;

  SiltArena      *arena;
  gsize           scratch_worker;    /* floats: the largest any op needs      */

  guint           time_buffer;       /* three vectors, see unet-run.c         */
  guint           modulation_buffer;
  guint           scratch_buffer;

  /* The call at hand. */
  const gfloat   *input;
  gfloat         *output;
  gfloat         *embedding;         /* [time_embedding_dim], activated       */
  gfloat         *modulation;
  gfloat         *scratch;

  gint64         *op_times;          /* [ops], in microseconds; or NULL       */
};

static inline Value *
silt_plan_value (const SiltUNetPlan *plan,
                 gint                value)
{
  return &g_array_index (plan->values, Value, value);
}

G_END_DECLS
