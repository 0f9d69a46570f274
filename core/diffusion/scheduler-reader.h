/* Silt: reading a scheduler's keys
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

#include "scheduler.h"

G_BEGIN_DECLS

typedef struct
{
  SiltConfig *json;
  GError     *error;       /* the first key that Silt does not have           */
} SiltReader;

/* Keeps what was found, as what Silt does not have. */
void silt_reader_refuse       (SiltReader         *reader,
                               const gchar        *key,
                               const gchar        *expected,
                               const gchar        *found);

/* The position of the key's word in the NULL-terminated list; others are
 * refused. */
gint silt_reader_word         (SiltReader         *reader,
                               const gchar        *key,
                               gint                fallback,
                               const gchar *const *words);

/* Refuses each of the NULL-terminated keys that is true. */
void silt_reader_refuse_flags (SiltReader         *reader,
                               const gchar *const *keys);

/* A class of the diffusers library, with those of its defaults that are its
 * own, and how the keys are read that not all have. */
typedef struct
{
  const gchar *name;
  SiltSampler  sampler;
  SiltSpacing  spacing;
  gint         timesteps;
  SiltBeta     beta;
  gdouble      beta_start, beta_end;
  void      (* read) (SiltReader    *reader,
                      SiltScheduler *scheduler);
} SiltSchedulerClass;

/* The class of a name, or NULL, of which *known lists all; free it with g_free.
 * The first is that of a folder without a scheduler. */
const SiltSchedulerClass * silt_scheduler_class (const gchar  *name,
                                                 gchar       **known);

G_END_DECLS
