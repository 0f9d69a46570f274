/* Silt: one walk at a time, for a dialog that changes its mind
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

#include "run.h"

G_BEGIN_DECLS

/* Keeps one run going, and never two: asks what is to be done, does it, shows
 * how far it is, asks again. */
typedef struct _SiltLive SiltLive;

/* Fills in what is to be done now, and which part of it is wanted; FALSE where
 * there is nothing to do. */
typedef gboolean (* SiltLiveNextFunc) (SiltWork              *work,
                                       cairo_rectangle_int_t *view,
                                       gpointer               user_data);

SiltLive * silt_live_new     (SiltLiveNextFunc  next,
                              SiltRunFunc       changed,
                              gpointer          user_data);

/* Stops what is going on, and waits for its end. */
void       silt_live_free    (SiltLive         *live);

/* Gives up what is going on, and asks anew after a pause, in milliseconds,
 * which begins again with each call. */
void       silt_live_restart (SiltLive         *live,
                              guint             pause);

/* The run that goes on and has not been given up, or NULL. */
SiltRun  * silt_live_get_run (SiltLive         *live);

/* Within `changed`, when the run is done: it is the caller's from now on. */
void       silt_live_take    (SiltLive         *live);

/* Stops for good, as for a process that is about to end. */
void       silt_live_stop    (SiltLive         *live);

G_END_DECLS
