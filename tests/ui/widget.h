/* Silt: a widget on a screen that nobody sees
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

static inline gchar *
shipped_model_path (void)
{
  return g_test_build_filename (G_TEST_DIST, "..", "weights", "texture", NULL);
}

/* Lets GTK do what it has to. */
static inline void
settle (void)
{
  while (gtk_events_pending ())
    gtk_main_iteration ();
}

/* Shows a widget in a window of that size, destroyed with the widget. */
static inline GtkWidget *
show_in_window (GtkWidget *widget,
                gint       width,
                gint       height)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_container_add (GTK_CONTAINER (window), widget);
  gtk_widget_show_all (window);
  gtk_test_widget_wait_for_draw (widget);

  return window;
}

/* Presses (or, with 0, only moves to) a mouse button at a place in it. */
static inline void
mouse (GtkWidget    *widget,
       GdkEventType  type,
       gdouble       x,
       gdouble       y)
{
  GdkEvent  *event   = gdk_event_new (type);
  GdkDevice *pointer = gdk_seat_get_pointer (gdk_display_get_default_seat
                                               (gtk_widget_get_display
                                                  (widget)));

  event->any.window = g_object_ref (gtk_widget_get_window (widget));
  gdk_event_set_device (event, pointer);

  if (type == GDK_MOTION_NOTIFY)
    {
      event->motion.x = x;
      event->motion.y = y;
    }
  else
    {
      event->button.button = GDK_BUTTON_PRIMARY;
      event->button.x      = x;
      event->button.y      = y;
    }

  gtk_widget_event (widget, event);
  gdk_event_free (event);
}

static inline gboolean
press_keys (GtkWidget       *widget,
            guint            keyval,
            GdkModifierType  state)
{
  GdkEvent *event = gdk_event_new (GDK_KEY_PRESS);
  gboolean  taken;

  event->key.window = g_object_ref (gtk_widget_get_window (widget));
  event->key.keyval = keyval;
  event->key.state  = state;
  gdk_event_set_device (event, gdk_seat_get_keyboard
                                 (gdk_display_get_default_seat
                                    (gtk_widget_get_display (widget))));

  taken = gtk_widget_event (widget, event);
  gdk_event_free (event);

  return taken;
}

static inline gboolean
press_key (GtkWidget *widget,
           guint      keyval)
{
  return press_keys (widget, keyval, 0);
}

/* The widget as it draws itself, `scale` pixels to one of its own. */
static inline cairo_surface_t *
draw_widget (GtkWidget *widget,
             gint       scale)
{
  cairo_surface_t *surface;
  cairo_t         *cr;

  gtk_widget_queue_draw (widget);
  gtk_test_widget_wait_for_draw (widget);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                        scale *
                                        gtk_widget_get_allocated_width (widget),
                                        scale *
                                        gtk_widget_get_allocated_height
                                          (widget));
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  gtk_widget_draw (widget, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/* 0xAARRGGBB, premultiplied; in the surface's own pixels. */
static inline guint32
pixel_at (cairo_surface_t *surface,
          gint             x,
          gint             y)
{
  const guchar *row = cairo_image_surface_get_data (surface) +
                      (gsize) y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) row)[x];
}

typedef struct
{
  GType        type;
  const gchar *name;
  GtkWidget   *found;
} Wanted;

static inline void
find_widget (GtkWidget *widget,
             gpointer   data)
{
  Wanted    *wanted = data;
  AtkObject *access = gtk_widget_get_accessible (widget);

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, wanted->type) &&
      g_strcmp0 (atk_object_get_name (access), wanted->name) == 0)
    wanted->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_widget, data);
}

/* By its type and its name for assistive technology; NULL: there is none. */
static inline GtkWidget *
widget_named (GtkWidget   *parent,
              GType        type,
              const gchar *name)
{
  Wanted wanted = { type, name, NULL };

  find_widget (parent, &wanted);

  return wanted.found;
}
