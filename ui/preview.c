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

#include <math.h>

#include <glib/gi18n-lib.h>

#include "preview-private.h"
#include "value-accessible.h"

#define MIN_SIZE  160
#define WIDTH     320  /* what is asked for: a dialog with all of its rows    */
#define HEIGHT    220  /* has room on a screen of 1024 x 768                  */
#define GRIP        8  /* from the divider, where it can be taken            */
#define PAN        16  /* pixels of the canvas a key moves it                */

static void     silt_preview_finalize     (GObject        *object);
static void     silt_preview_get_width    (GtkWidget      *widget,
                                           gint           *minimum,
                                           gint           *natural);
static void     silt_preview_get_height   (GtkWidget      *widget,
                                           gint           *minimum,
                                           gint           *natural);
static gboolean silt_preview_draw         (GtkWidget      *widget,
                                           cairo_t        *cr);
static gboolean silt_preview_press        (GtkWidget      *widget,
                                           GdkEventButton *event);
static gboolean silt_preview_release      (GtkWidget      *widget,
                                           GdkEventButton *event);
static gboolean silt_preview_motion       (GtkWidget      *widget,
                                           GdkEventMotion *event);
static gboolean silt_preview_key          (GtkWidget      *widget,
                                           GdkEventKey    *event);
static void     silt_preview_changed      (SiltPreview    *preview);

G_DEFINE_FINAL_TYPE (SiltPreview, silt_preview, GTK_TYPE_DRAWING_AREA)


static void
silt_preview_class_init (SiltPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = silt_preview_finalize;

  widget_class->get_preferred_width  = silt_preview_get_width;
  widget_class->get_preferred_height = silt_preview_get_height;
  widget_class->draw                 = silt_preview_draw;
  widget_class->button_press_event   = silt_preview_press;
  widget_class->button_release_event = silt_preview_release;
  widget_class->motion_notify_event  = silt_preview_motion;
  widget_class->key_press_event      = silt_preview_key;

  g_signal_new ("moved", SILT_TYPE_PREVIEW, G_SIGNAL_RUN_LAST,
                0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_type (widget_class,
                                        SILT_TYPE_VALUE_ACCESSIBLE);
}

static SiltValueAccessible *
preview_accessible (SiltPreview *preview)
{
  return SILT_VALUE_ACCESSIBLE (gtk_widget_get_accessible (GTK_WIDGET
                                                             (preview)));
}

static void
silt_preview_init (SiltPreview *preview)
{
  preview->divider = g_object_ref_sink (gtk_adjustment_new (0.5, 0.0, 1.0,
                                                            0.02, 0.25, 0.0));
  g_signal_connect_swapped (preview->divider, "value-changed",
                            G_CALLBACK (silt_preview_changed), preview);

  gtk_widget_set_can_focus (GTK_WIDGET (preview), TRUE);
  gtk_widget_add_events (GTK_WIDGET (preview),
                         GDK_BUTTON_PRESS_MASK   |
                         GDK_BUTTON_RELEASE_MASK |
                         GDK_POINTER_MOTION_MASK |
                         GDK_KEY_PRESS_MASK);

  silt_value_accessible_set_adjustment (preview_accessible (preview),
                                        preview->divider);
  atk_object_set_name (ATK_OBJECT (preview_accessible (preview)),
                       _("Preview"));
  atk_object_set_role (ATK_OBJECT (preview_accessible (preview)),
                       ATK_ROLE_IMAGE);
}

static void
silt_preview_finalize (GObject *object)
{
  SiltPreview *preview = SILT_PREVIEW (object);

  g_signal_handlers_disconnect_by_data (preview->divider, preview);
  g_clear_object (&preview->divider);
  g_clear_pointer (&preview->before.surface, cairo_surface_destroy);
  g_clear_pointer (&preview->after.surface, cairo_surface_destroy);
  g_free (preview->note);

  G_OBJECT_CLASS (silt_preview_parent_class)->finalize (object);
}

static void
silt_preview_get_width (GtkWidget *widget,
                        gint      *minimum,
                        gint      *natural)
{
  *minimum = MIN_SIZE;
  *natural = WIDTH;
}

static void
silt_preview_get_height (GtkWidget *widget,
                         gint      *minimum,
                         gint      *natural)
{
  *minimum = MIN_SIZE;
  *natural = HEIGHT;
}


/*  where things are  */

gint
silt_preview_shown_width (SiltPreview *preview)
{
  return preview->width * (preview->repeat & SILT_SEAMLESS_X ? 2 : 1);
}

gint
silt_preview_shown_height (SiltPreview *preview)
{
  return preview->height * (preview->repeat & SILT_SEAMLESS_Y ? 2 : 1);
}

/* The pixels of the canvas that the widget has room for, along one side. */
static gint
room (SiltPreview *preview,
      gint         allocated)
{
  return allocated * gtk_widget_get_scale_factor (GTK_WIDGET (preview));
}

/* Keeps what is in the middle so that all room is used. */
static gdouble
clamp_middle (gdouble middle,
              gint    size,
              gint    room_for)
{
  if (size <= room_for)
    return size / 2.0;

  return CLAMP (middle, room_for / 2.0, size - room_for / 2.0);
}

/* What is in the middle when (x, y) is wanted there. */
static void
middle_of (SiltPreview *preview,
           gdouble     *x,
           gdouble     *y)
{
  GtkWidget *widget = GTK_WIDGET (preview);

  *x = clamp_middle (*x, silt_preview_shown_width (preview),
                     room (preview, gtk_widget_get_allocated_width (widget)));
  *y = clamp_middle (*y, silt_preview_shown_height (preview),
                     room (preview, gtk_widget_get_allocated_height (widget)));
}

void
silt_preview_origin (SiltPreview *preview,
                     gdouble     *x,
                     gdouble     *y)
{
  GtkWidget *widget = GTK_WIDGET (preview);
  gint       scale  = gtk_widget_get_scale_factor (widget);
  gint       width  = gtk_widget_get_allocated_width (widget);
  gint       height = gtk_widget_get_allocated_height (widget);
  gdouble    cx     = preview->x;
  gdouble    cy     = preview->y;

  middle_of (preview, &cx, &cy);

  *x = floor (width * scale / 2.0 - cx) / scale;
  *y = floor (height * scale / 2.0 - cy) / scale;
}

GdkRectangle
silt_preview_area (SiltPreview *preview)
{
  GtkWidget    *widget = GTK_WIDGET (preview);
  gint          scale  = gtk_widget_get_scale_factor (widget);
  GdkRectangle  all    = { 0, 0,
                           gtk_widget_get_allocated_width (widget),
                           gtk_widget_get_allocated_height (widget) };
  GdkRectangle  area;
  gdouble       x, y;

  silt_preview_origin (preview, &x, &y);
  area = (GdkRectangle) { ceil (x), ceil (y),
                          silt_preview_shown_width (preview) / scale,
                          silt_preview_shown_height (preview) / scale };
  gdk_rectangle_intersect (&all, &area, &area);

  return area;
}

gdouble
silt_preview_divider_x (SiltPreview *preview)
{
  GdkRectangle area  = silt_preview_area (preview);
  gdouble      value = gtk_adjustment_get_value (preview->divider);

  if (gtk_widget_get_direction (GTK_WIDGET (preview)) == GTK_TEXT_DIR_RTL)
    value = 1.0 - value;

  return area.x + rint (value * area.width);
}

static void
move_divider_to (SiltPreview *preview,
                 gdouble      x)
{
  GdkRectangle area  = silt_preview_area (preview);
  gdouble      value = (x - area.x) / MAX (area.width, 1);

  if (gtk_widget_get_direction (GTK_WIDGET (preview)) == GTK_TEXT_DIR_RTL)
    value = 1.0 - value;

  gtk_adjustment_set_value (preview->divider, value);
}

gboolean
silt_preview_has_divider (SiltPreview *preview)
{
  return preview->before.surface != NULL;
}


static gboolean
silt_preview_draw (GtkWidget *widget,
                   cairo_t   *cr)
{
  SiltPreview     *preview = SILT_PREVIEW (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  gint             width   = gtk_widget_get_allocated_width (widget);
  gint             height  = gtk_widget_get_allocated_height (widget);
  GdkRGBA          text;

  gtk_style_context_get_color (context, gtk_style_context_get_state (context),
                               &text);
  cairo_set_source_rgba (cr, text.red, text.green, text.blue, 0.08);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);

  if (preview->width)
    silt_preview_paint (preview, cr);

  if (gtk_widget_has_visible_focus (widget))
    gtk_render_focus (context, cr, 0, 0, width, height);

  return FALSE;
}


/*  mouse and keys  */

static void
set_cursor (SiltPreview *preview,
            gboolean     on_divider)
{
  GdkWindow            *window = gtk_widget_get_window (GTK_WIDGET (preview));
  g_autoptr (GdkCursor) cursor = NULL;

  cursor = gdk_cursor_new_from_name (gdk_window_get_display (window),
                                     on_divider ? "col-resize" : "move");
  gdk_window_set_cursor (window, cursor);
}

static gboolean
on_divider (SiltPreview *preview,
            gdouble      x)
{
  return silt_preview_has_divider (preview) &&
         fabs (x - silt_preview_divider_x (preview)) <= GRIP;
}

static void
move_canvas (SiltPreview *preview,
             gdouble      dx,
             gdouble      dy)
{
  preview->x -= dx;
  preview->y -= dy;
  middle_of (preview, &preview->x, &preview->y);

  gtk_widget_queue_draw (GTK_WIDGET (preview));
}

static gboolean
silt_preview_press (GtkWidget      *widget,
                    GdkEventButton *event)
{
  SiltPreview *preview = SILT_PREVIEW (widget);

  if (event->button != GDK_BUTTON_PRIMARY || ! preview->width)
    return FALSE;

  gtk_widget_grab_focus (widget);

  preview->drag   = on_divider (preview, event->x) ? DRAG_DIVIDER : DRAG_CANVAS;
  preview->drag_x = event->x;
  preview->drag_y = event->y;

  return TRUE;
}

static gboolean
silt_preview_release (GtkWidget      *widget,
                      GdkEventButton *event)
{
  SiltPreview *preview = SILT_PREVIEW (widget);
  Drag         drag    = preview->drag;

  preview->drag = DRAG_NONE;
  if (drag == DRAG_CANVAS)
    g_signal_emit_by_name (preview, "moved");

  return drag != DRAG_NONE;
}

static gboolean
silt_preview_motion (GtkWidget      *widget,
                     GdkEventMotion *event)
{
  SiltPreview *preview = SILT_PREVIEW (widget);
  gint         scale   = gtk_widget_get_scale_factor (widget);

  switch (preview->drag)
    {
    case DRAG_DIVIDER:
      move_divider_to (preview, event->x);
      break;

    case DRAG_CANVAS:
      move_canvas (preview, scale * (event->x - preview->drag_x),
                   scale * (event->y - preview->drag_y));
      preview->drag_x = event->x;
      preview->drag_y = event->y;
      break;

    case DRAG_NONE:
      if (preview->width)
        set_cursor (preview, on_divider (preview, event->x));
      break;
    }

  return preview->drag != DRAG_NONE;
}

static gboolean
pan_by_key (SiltPreview *preview,
            guint        keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Left:  move_canvas (preview, PAN, 0);   break;
    case GDK_KEY_Right: move_canvas (preview, - PAN, 0); break;
    case GDK_KEY_Up:    move_canvas (preview, 0, PAN);   break;
    case GDK_KEY_Down:  move_canvas (preview, 0, - PAN); break;
    default:
      return FALSE;
    }

  g_signal_emit_by_name (preview, "moved");

  return TRUE;
}

static gboolean
silt_preview_key (GtkWidget   *widget,
                  GdkEventKey *event)
{
  SiltPreview *preview = SILT_PREVIEW (widget);

  if (! preview->width)
    return FALSE;

  if (silt_preview_has_divider (preview) && ! (event->state & GDK_SHIFT_MASK))
    return silt_adjustment_key (preview->divider, widget, event->keyval);

  /* Without Shift the arrows go on to lead from widget to widget. */
  return (event->state & GDK_SHIFT_MASK) && pan_by_key (preview, event->keyval);
}

static void
silt_preview_changed (SiltPreview *preview)
{
  silt_value_accessible_changed (preview_accessible (preview), NULL);
  gtk_widget_queue_draw (GTK_WIDGET (preview));
}


/*  public functions  */

GtkWidget *
silt_preview_new (void)
{
  return g_object_new (SILT_TYPE_PREVIEW, NULL);
}

void
silt_preview_set_canvas (SiltPreview  *preview,
                         gint          width,
                         gint          height,
                         SiltSeamless  repeat)
{
  g_return_if_fail (SILT_IS_PREVIEW (preview));

  if (preview->width == width && preview->height == height &&
      preview->repeat == repeat)
    return;

  preview->width  = width;
  preview->height = height;
  preview->repeat = repeat;
  preview->x      = silt_preview_shown_width (preview) / 2.0;
  preview->y      = silt_preview_shown_height (preview) / 2.0;

  gtk_widget_queue_draw (GTK_WIDGET (preview));
}

static void
set_piece (SiltPreview     *preview,
           Piece           *piece,
           cairo_surface_t *surface,
           gint             x,
           gint             y)
{
  if (surface)
    cairo_surface_reference (surface);
  g_clear_pointer (&piece->surface, cairo_surface_destroy);

  *piece = (Piece) { surface, x, y };

  gtk_widget_queue_draw (GTK_WIDGET (preview));
}

void
silt_preview_set_before (SiltPreview     *preview,
                         cairo_surface_t *surface,
                         gint             x,
                         gint             y)
{
  g_return_if_fail (SILT_IS_PREVIEW (preview));

  set_piece (preview, &preview->before, surface, x, y);
  atk_object_set_role (ATK_OBJECT (preview_accessible (preview)),
                       surface ? ATK_ROLE_SLIDER : ATK_ROLE_IMAGE);
}

void
silt_preview_set_after (SiltPreview     *preview,
                        cairo_surface_t *surface,
                        gint             x,
                        gint             y)
{
  g_return_if_fail (SILT_IS_PREVIEW (preview));

  set_piece (preview, &preview->after, surface, x, y);
}

void
silt_preview_set_note (SiltPreview *preview,
                       const gchar *note)
{
  g_return_if_fail (SILT_IS_PREVIEW (preview));

  if (g_strcmp0 (note, preview->note) == 0)
    return;

  g_free (preview->note);
  preview->note = g_strdup (note);

  gtk_widget_queue_draw (GTK_WIDGET (preview));
}

void
silt_preview_get_view (SiltPreview           *preview,
                       cairo_rectangle_int_t *view)
{
  GtkWidget *widget = GTK_WIDGET (preview);
  gint       width, height;
  gdouble    x, y;

  g_return_if_fail (SILT_IS_PREVIEW (preview));

  width  = room (preview, gtk_widget_get_allocated_width (widget));
  height = room (preview, gtk_widget_get_allocated_height (widget));

  view->width  = MIN (width, silt_preview_shown_width (preview));
  view->height = MIN (height, silt_preview_shown_height (preview));

  x = preview->x;
  y = preview->y;
  middle_of (preview, &x, &y);

  view->x = x - view->width / 2;
  view->y = y - view->height / 2;
}

GtkAdjustment *
silt_preview_get_divider (SiltPreview *preview)
{
  g_return_val_if_fail (SILT_IS_PREVIEW (preview), NULL);

  return preview->divider;
}
