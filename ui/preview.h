/* Silt: the preview of a walk
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

/* A picture at 1:1, one of its pixels to one of the screen, that a drag moves.
 * Where there is a picture of before, a line divides the two; mouse and arrow
 * keys move it, and with Shift the keys move the picture.
 *
 * The widget shows a part of a canvas, of which it is given pieces; the signal
 * "moved" says that the user has let go of it elsewhere. */
#define SILT_TYPE_PREVIEW (silt_preview_get_type ())
G_DECLARE_FINAL_TYPE (SiltPreview, silt_preview, SILT, PREVIEW, GtkDrawingArea)

GtkWidget     * silt_preview_new          (void);

/* A canvas of that size, repeated along these axes once.  A size or a repeat
 * that is new brings its centre into the middle. */
void            silt_preview_set_canvas   (SiltPreview     *preview,
                                           gint             width,
                                           gint             height,
                                           SiltSeamless     repeat);

/* What lies at (x, y) of the canvas; NULL: nothing. */
void            silt_preview_set_before   (SiltPreview     *preview,
                                           cairo_surface_t *surface,
                                           gint             x,
                                           gint             y);
void            silt_preview_set_after    (SiltPreview     *preview,
                                           cairo_surface_t *surface,
                                           gint             x,
                                           gint             y);

/* A word on the picture; NULL: none. */
void            silt_preview_set_note     (SiltPreview     *preview,
                                           const gchar     *note);

/* What of the canvas is seen, in its pixels. */
void            silt_preview_get_view     (SiltPreview           *preview,
                                           cairo_rectangle_int_t *view);

/* How far to the end of the line the divider is, 0 ... 1. */
GtkAdjustment * silt_preview_get_divider  (SiltPreview     *preview);

G_END_DECLS
