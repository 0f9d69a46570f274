/* Silt: the noise schedule, drawn
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

#include <gtk/gtk.h>

#include "silt.h"

G_BEGIN_DECLS

/* What is left of the picture, sqrt (alpha_bar_t), and how much noise there
 * is, sqrt (1 - alpha_bar_t), over the timestep t, from the picture to pure
 * noise; below, a tick for each call of the network.  Where a walk may start in
 * between, a line with a handle says where; mouse and keys move it.
 *
 * The handle's timestep is the value of an adjustment, which the plot makes
 * and owns, and which may be bound to.  Its range follows the model. */
#define SILT_TYPE_SCHEDULE_PLOT (silt_schedule_plot_get_type ())
G_DECLARE_FINAL_TYPE (SiltSchedulePlot, silt_schedule_plot,
                      SILT, SCHEDULE_PLOT, GtkDrawingArea)

GtkWidget     * silt_schedule_plot_new            (void);

/* `model` may be NULL: then nothing is drawn. */
void            silt_schedule_plot_set_model      (SiltSchedulePlot   *plot,
                                                   SiltModel          *model);

/* The calls of silt_plan, which are copied. */
void            silt_schedule_plot_set_calls      (SiltSchedulePlot   *plot,
                                                   const SiltPlanCall *calls,
                                                   gint                n_calls);

/* Whether there is a start to be moved: there is none unless told. */
void            silt_schedule_plot_set_movable    (SiltSchedulePlot   *plot,
                                                   gboolean            movable);

GtkAdjustment * silt_schedule_plot_get_adjustment (SiltSchedulePlot   *plot);

G_END_DECLS
