/* Silt: the preview of a walk, drawn
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

#include <glib/gi18n-lib.h>

#include "preview-private.h"

#define HANDLE  7
#define PADDING 4


static void
draw_piece (SiltPreview *preview,
            const Piece *piece,
            cairo_t     *cr)
{
  gint    scale = gtk_widget_get_scale_factor (GTK_WIDGET (preview));
  gdouble x, y;

  if (! piece->surface)
    return;

  silt_preview_origin (preview, &x, &y);

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, 1.0 / scale, 1.0 / scale);

  if (preview->repeat)
    cairo_rectangle (cr, 0, 0,
                     silt_preview_shown_width (preview),
                     silt_preview_shown_height (preview));
  else
    cairo_rectangle (cr, piece->x, piece->y,
                     cairo_image_surface_get_width (piece->surface),
                     cairo_image_surface_get_height (piece->surface));

  cairo_set_source_surface (cr, piece->surface, piece->x, piece->y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  if (preview->repeat)
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_REPEAT);

  cairo_fill (cr);
  cairo_restore (cr);
}

/* Light on dark, so that it can be read on any picture. */
static void
draw_label (SiltPreview *preview,
            cairo_t     *cr,
            const gchar *text,
            gboolean     at_end,
            gboolean     below)
{
  GdkRectangle             area   = silt_preview_area (preview);
  g_autoptr (PangoLayout)  layout = NULL;
  gint                     width, height;
  gint                     x, y;

  if (gtk_widget_get_direction (GTK_WIDGET (preview)) == GTK_TEXT_DIR_RTL)
    at_end = ! at_end;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (preview), text);
  pango_layout_get_pixel_size (layout, &width, &height);
  width  += 2 * PADDING;
  height += PADDING;

  /* There may be two in a row. */
  if (2 * width > area.width || height > area.height)
    return;

  x = at_end ? area.x + area.width - width : area.x;
  y = below ? area.y + area.height - height : area.y;

  cairo_set_source_rgba (cr, 0, 0, 0, 0.6);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr, x + PADDING, y + PADDING / 2);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_divider (SiltPreview *preview,
              cairo_t     *cr)
{
  GdkRectangle area = silt_preview_area (preview);
  gdouble      x    = silt_preview_divider_x (preview);

  cairo_move_to (cr, x, area.y);
  cairo_line_to (cr, x, area.y + area.height);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.6);
  cairo_set_line_width (cr, 3.0);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);

  cairo_arc (cr, x, area.y + area.height / 2, HANDLE, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.6);
  cairo_stroke (cr);
}

/* Before, on the side where a line begins; after on the other. */
static void
draw_both (SiltPreview *preview,
           cairo_t     *cr)
{
  GdkRectangle area  = silt_preview_area (preview);
  gdouble      x     = silt_preview_divider_x (preview);
  gboolean     rtl;
  gdouble      begin;
  gdouble      width;

  rtl   = gtk_widget_get_direction (GTK_WIDGET (preview)) == GTK_TEXT_DIR_RTL;
  begin = rtl ? area.x : x;
  width = rtl ? x - area.x : area.x + area.width - x;

  draw_piece (preview, &preview->before, cr);

  cairo_save (cr);
  cairo_rectangle (cr, begin, area.y, width, area.height);
  cairo_clip (cr);
  draw_piece (preview, &preview->after, cr);
  cairo_restore (cr);

  draw_label (preview, cr, C_("picture", "Before"), FALSE, FALSE);
  draw_label (preview, cr, C_("picture", "After"), TRUE, FALSE);
  draw_divider (preview, cr);
}

void
silt_preview_paint (SiltPreview *preview,
                    cairo_t     *cr)
{
  if (silt_preview_has_divider (preview))
    draw_both (preview, cr);
  else
    draw_piece (preview, &preview->after, cr);

  if (preview->note)
    draw_label (preview, cr, preview->note, FALSE, TRUE);
}
