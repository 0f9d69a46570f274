/* Silt: the preview of a walk, for those who draw it
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

#include "preview.h"

G_BEGIN_DECLS

typedef struct
{
  cairo_surface_t *surface;
  gint             x, y;
} Piece;

typedef enum
{
  DRAG_NONE,
  DRAG_DIVIDER,
  DRAG_CANVAS
} Drag;

struct _SiltPreview
{
  GtkDrawingArea  parent_instance;

  gint            width, height;   /* of the canvas, 0: there is none         */
  SiltSeamless    repeat;
  gdouble         x, y;            /* what of it is in the widget's middle    */
  Piece           before, after;
  gchar          *note;
  GtkAdjustment  *divider;

  Drag            drag;
  gdouble         drag_x, drag_y;
};

/* The canvas as it is shown, repeated or not, in its own pixels. */
gint         silt_preview_shown_width  (SiltPreview *preview);
gint         silt_preview_shown_height (SiltPreview *preview);

/* Where its upper left corner is, in the widget's pixels. */
void         silt_preview_origin       (SiltPreview *preview,
                                        gdouble     *x,
                                        gdouble     *y);

/* What of the widget shows the canvas. */
GdkRectangle silt_preview_area         (SiltPreview *preview);

gboolean     silt_preview_has_divider  (SiltPreview *preview);
gdouble      silt_preview_divider_x    (SiltPreview *preview);

/* Draws what the widget shows of a canvas. */
void         silt_preview_paint        (SiltPreview *preview,
                                        cairo_t     *cr);

G_END_DECLS
