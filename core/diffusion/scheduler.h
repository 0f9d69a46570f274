/* Silt: a model's own scheduler
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

#include "json-config.h"
#include "sampler.h"

G_BEGIN_DECLS

/* A scheduler_config.json.  Its schedule, prediction, and what it does to x_0
 * are the model's and hold whatever sampler walks.  The rest is the folder's
 * own way to walk, which only somebody who asks for it obeys. */
typedef struct
{
  SiltSchedule     *schedule;
  SiltWalkSettings  own;
} SiltScheduler;

/* Missing keys take the defaults of the class in the diffusers library that
 * "_class_name" names; json = NULL those of DDPMScheduler.  A key that would
 * change the result and that Silt does not have is refused by name:
 * UNSUPPORTED.  Other errors: FORMAT.  Free with silt_scheduler_free. */
SiltScheduler * silt_scheduler_read    (SiltConfig           *json,
                                        GError              **error);
void            silt_scheduler_free    (SiltScheduler        *scheduler);

/* Ours for this model, of whose own scheduler only what holds for any sampler
 * is kept. */
void            silt_walk_settings_for (SiltWalkSettings     *settings,
                                        const SiltScheduler  *scheduler);

G_END_DECLS
