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

#include <math.h>

#include <glib/gi18n-lib.h>

#include "schedule-plot.h"
#include "value-accessible.h"

#define MIN_WIDTH   200
#define MIN_HEIGHT  110
#define MARGIN        9  /* left, right and above: half a handle and a line   */
#define HANDLE        6  /* its radius                                        */
#define TICK          5
#define GAP           3

struct _SiltSchedulePlot
{
  GtkDrawingArea  parent_instance;

  GtkAdjustment  *start;
  gboolean        movable;
  gboolean        dragged;

  SiltModel      *model;
  SiltPlanCall   *calls;
  gint            n_calls;
};

/* Where the curves are, in the widget's pixels. */
typedef struct
{
  gdouble  left, right, top, bottom;
  gint     last;                     /* the timestep of pure noise            */
  gboolean rtl;
} Axes;

static void     silt_schedule_plot_finalize   (GObject          *object);
static void     silt_schedule_plot_get_width  (GtkWidget        *widget,
                                               gint             *minimum,
                                               gint             *natural);
static void     silt_schedule_plot_get_height (GtkWidget        *widget,
                                               gint             *minimum,
                                               gint             *natural);
static gboolean silt_schedule_plot_draw       (GtkWidget        *widget,
                                               cairo_t          *cr);
static gboolean silt_schedule_plot_press      (GtkWidget        *widget,
                                               GdkEventButton   *event);
static gboolean silt_schedule_plot_release    (GtkWidget        *widget,
                                               GdkEventButton   *event);
static gboolean silt_schedule_plot_motion     (GtkWidget        *widget,
                                               GdkEventMotion   *event);
static gboolean silt_schedule_plot_key        (GtkWidget        *widget,
                                               GdkEventKey      *event);
static void     silt_schedule_plot_changed    (SiltSchedulePlot *plot);

G_DEFINE_FINAL_TYPE (SiltSchedulePlot, silt_schedule_plot,
                     GTK_TYPE_DRAWING_AREA)


static void
silt_schedule_plot_class_init (SiltSchedulePlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = silt_schedule_plot_finalize;

  widget_class->get_preferred_width  = silt_schedule_plot_get_width;
  widget_class->get_preferred_height = silt_schedule_plot_get_height;
  widget_class->draw                 = silt_schedule_plot_draw;
  widget_class->button_press_event   = silt_schedule_plot_press;
  widget_class->button_release_event = silt_schedule_plot_release;
  widget_class->motion_notify_event  = silt_schedule_plot_motion;
  widget_class->key_press_event      = silt_schedule_plot_key;

  gtk_widget_class_set_css_name (widget_class, "scale");
  gtk_widget_class_set_accessible_type (widget_class,
                                        SILT_TYPE_VALUE_ACCESSIBLE);
}

static SiltValueAccessible *
plot_accessible (SiltSchedulePlot *plot)
{
  return SILT_VALUE_ACCESSIBLE (gtk_widget_get_accessible (GTK_WIDGET (plot)));
}

static void
silt_schedule_plot_init (SiltSchedulePlot *plot)
{
  plot->start = g_object_ref_sink (gtk_adjustment_new (0, 0, G_MAXINT,
                                                       1, 50, 0));
  g_signal_connect_swapped (plot->start, "notify",
                            G_CALLBACK (silt_schedule_plot_changed), plot);

  gtk_widget_add_events (GTK_WIDGET (plot),
                         GDK_BUTTON_PRESS_MASK   |
                         GDK_BUTTON_RELEASE_MASK |
                         GDK_BUTTON1_MOTION_MASK |
                         GDK_KEY_PRESS_MASK);

  silt_value_accessible_set_adjustment (plot_accessible (plot), plot->start);
  atk_object_set_name (ATK_OBJECT (plot_accessible (plot)),
                       _("Noise schedule"));
  silt_schedule_plot_set_movable (plot, FALSE);
}

static void
silt_schedule_plot_finalize (GObject *object)
{
  SiltSchedulePlot *plot = SILT_SCHEDULE_PLOT (object);

  g_signal_handlers_disconnect_by_data (plot->start, plot);
  g_clear_object (&plot->start);
  g_clear_pointer (&plot->model, silt_model_unref);
  g_free (plot->calls);

  G_OBJECT_CLASS (silt_schedule_plot_parent_class)->finalize (object);
}

static void
silt_schedule_plot_get_width (GtkWidget *widget,
                              gint      *minimum,
                              gint      *natural)
{
  *minimum = MIN_WIDTH;
  *natural = MIN_WIDTH;
}

static void
silt_schedule_plot_get_height (GtkWidget *widget,
                               gint      *minimum,
                               gint      *natural)
{
  *minimum = MIN_HEIGHT;
  *natural = MIN_HEIGHT;
}

static gint
plot_start (SiltSchedulePlot *plot)
{
  return lrint (gtk_adjustment_get_value (plot->start));
}

/* "t = 437, sigma 0.84" */
static gchar *
plot_start_text (SiltSchedulePlot *plot)
{
  SiltPlanCall level = silt_level (plot->model, plot_start (plot));

  return g_strdup_printf (_("t = %d, σ = %.2f"),
                          plot_start (plot), level.sigma / level.alpha);
}

static void
silt_schedule_plot_changed (SiltSchedulePlot *plot)
{
  g_autofree gchar *text = NULL;

  if (plot->model && plot->movable)
    text = plot_start_text (plot);

  silt_value_accessible_changed (plot_accessible (plot), text);
  gtk_widget_queue_draw (GTK_WIDGET (plot));
}


/*  drawing  */

static PangoLayout *
plot_layout (SiltSchedulePlot *plot,
             const gchar      *text,
             gint             *width,
             gint             *height)
{
  PangoLayout    *layout;
  PangoAttrList  *attributes = pango_attr_list_new ();

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (plot), text);
  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_get_pixel_size (layout, width, height);

  return layout;
}

static Axes
plot_axes (SiltSchedulePlot *plot)
{
  GtkWidget               *widget = GTK_WIDGET (plot);
  g_autoptr (PangoLayout)  layout = NULL;
  gint                     width, height;

  layout = plot_layout (plot, "0", &width, &height);

  return (Axes)
    {
      .left   = MARGIN,
      .right  = gtk_widget_get_allocated_width (widget) - MARGIN,
      .top    = MARGIN,
      .bottom = gtk_widget_get_allocated_height (widget) - height -
                TICK - 2 * GAP,
      .last   = silt_model_get_info (plot->model)->train_timesteps - 1,
      .rtl    = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
    };
}

static gdouble
axes_x (const Axes *axes,
        gdouble     t)
{
  gdouble share = axes->last ? t / axes->last : 0.0;

  if (axes->rtl)
    share = 1.0 - share;

  return axes->left + share * (axes->right - axes->left);
}

static gdouble
axes_y (const Axes *axes,
        gdouble     level)
{
  return axes->bottom - level * (axes->bottom - axes->top);
}

static gdouble
axes_t (const Axes *axes,
        gdouble     x)
{
  gdouble share = (x - axes->left) / (axes->right - axes->left);

  if (axes->rtl)
    share = 1.0 - share;

  return CLAMP (rint (share * axes->last), 0, axes->last);
}

static void
set_colour (cairo_t       *cr,
            const GdkRGBA *colour,
            gdouble        alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue,
                         colour->alpha * alpha);
}

/* One of the two curves, at a point a pixel. */
static void
draw_curve (SiltSchedulePlot *plot,
            const Axes       *axes,
            gboolean          noise,
            cairo_t          *cr)
{
  gint n = axes->right - axes->left;
  gint i;

  cairo_new_path (cr);
  for (i = 0; i <= n; i++)
    {
      gint         t     = axes_t (axes, axes->left + i);
      SiltPlanCall level = silt_level (plot->model, t);

      cairo_line_to (cr, axes->left + i,
                     axes_y (axes, noise ? level.sigma : level.alpha));
    }

  cairo_set_line_width (cr, 2.0);
  cairo_stroke (cr);
}

/* `place`: 0 the left end of the text is at x, 1 the right end. */
static void
draw_text (SiltSchedulePlot *plot,
           const Axes       *axes,
           cairo_t          *cr,
           const gchar      *text,
           gdouble           x,
           gdouble           y,
           gdouble           place)
{
  g_autoptr (PangoLayout) layout = NULL;
  gint                    width, height;

  layout = plot_layout (plot, text, &width, &height);
  x      = CLAMP (x - place * width, axes->left - GAP,
                  axes->right + GAP - width);

  cairo_move_to (cr, rint (x), rint (y));
  pango_cairo_show_layout (cr, layout);
}

static void
draw_ticks (SiltSchedulePlot *plot,
            const Axes       *axes,
            cairo_t          *cr)
{
  gint i;

  cairo_set_line_width (cr, 1.0);

  for (i = 0; i < plot->n_calls; i++)
    {
      gdouble x = floor (axes_x (axes, plot->calls[i].t)) + 0.5;

      cairo_move_to (cr, x, axes->bottom + 1);
      cairo_line_to (cr, x, axes->bottom + 1 + TICK);
    }

  cairo_stroke (cr);
}

/* What lies beyond the start is not walked. */
static void
draw_start (SiltSchedulePlot *plot,
            const Axes       *axes,
            cairo_t          *cr,
            const GdkRGBA    *text,
            const GdkRGBA    *accent)
{
  g_autofree gchar *words = plot_start_text (plot);
  gdouble           x     = axes_x (axes, plot_start (plot));
  gdouble           end   = axes_x (axes, axes->last);

  set_colour (cr, text, 0.08);
  cairo_rectangle (cr, MIN (x, end), axes->top,
                   fabs (end - x), axes->bottom - axes->top);
  cairo_fill (cr);

  set_colour (cr, text, 1.0);
  cairo_set_line_width (cr, 1.0);
  cairo_move_to (cr, floor (x) + 0.5, axes->top);
  cairo_line_to (cr, floor (x) + 0.5, axes->bottom + 1 + TICK);
  cairo_stroke (cr);

  cairo_arc (cr, x, (axes->top + axes->bottom) / 2, HANDLE, 0, 2 * G_PI);
  set_colour (cr, accent, 1.0);
  cairo_fill_preserve (cr);
  set_colour (cr, text, 1.0);
  cairo_stroke (cr);

  draw_text (plot, axes, cr, words, x, axes->bottom + TICK + GAP, 0.5);
}

static void
draw_ends (SiltSchedulePlot *plot,
           const Axes       *axes,
           cairo_t          *cr)
{
  g_autofree gchar *last = g_strdup_printf ("t = %d", axes->last);
  gdouble           y    = axes->bottom + TICK + GAP;

  draw_text (plot, axes, cr, "t = 0", axes_x (axes, 0), y, axes->rtl);
  draw_text (plot, axes, cr, last, axes_x (axes, axes->last), y, ! axes->rtl);
}

/* The theme's own colour for what is chosen, which is made to be a ground:
 * nearer to that of the text, so that a thin line can be seen. */
static GdkRGBA
accent_colour (GtkStyleContext *context,
               const GdkRGBA   *text)
{
  GdkRGBA accent;

  if (! gtk_style_context_lookup_color (context, "theme_selected_bg_color",
                                        &accent))
    return *text;

  if (text->red + text->green + text->blue > 1.5)
    {
      accent.red   += 0.4 * (text->red   - accent.red);
      accent.green += 0.4 * (text->green - accent.green);
      accent.blue  += 0.4 * (text->blue  - accent.blue);
    }

  return accent;
}

static gboolean
silt_schedule_plot_draw (GtkWidget *widget,
                         cairo_t   *cr)
{
  SiltSchedulePlot *plot    = SILT_SCHEDULE_PLOT (widget);
  GtkStyleContext  *context = gtk_widget_get_style_context (widget);
  gdouble           shade   = gtk_widget_is_sensitive (widget) ? 1.0 : 0.5;
  GdkRGBA           text, accent;
  Axes              axes;

  if (! plot->model)
    return FALSE;

  axes = plot_axes (plot);
  gtk_style_context_get_color (context, gtk_style_context_get_state (context),
                               &text);
  accent = accent_colour (context, &text);

  set_colour (cr, &text, 0.35 * shade);
  cairo_set_line_width (cr, 1.0);
  cairo_rectangle (cr, axes.left - 0.5, axes.top - 0.5,
                   axes.right - axes.left + 1, axes.bottom - axes.top + 1);
  cairo_stroke (cr);

  set_colour (cr, &accent, shade);
  draw_curve (plot, &axes, FALSE, cr);
  draw_text (plot, &axes, cr, C_("share of it", "picture"),
             axes_x (&axes, 0) + (axes.rtl ? - 2 : 2) * GAP,
             axes.top + 2 * GAP, axes.rtl);

  set_colour (cr, &text, 0.6 * shade);
  draw_curve (plot, &axes, TRUE, cr);
  draw_text (plot, &axes, cr, C_("share of it", "noise"),
             axes_x (&axes, axes.last) - (axes.rtl ? - 2 : 2) * GAP,
             axes.top + 2 * GAP, ! axes.rtl);

  set_colour (cr, &text, 0.8 * shade);
  draw_ticks (plot, &axes, cr);

  if (plot->movable)
    draw_start (plot, &axes, cr, &text, &accent);
  else
    draw_ends (plot, &axes, cr);

  if (gtk_widget_has_visible_focus (widget))
    gtk_render_focus (context, cr, 0, 0,
                      gtk_widget_get_allocated_width (widget),
                      gtk_widget_get_allocated_height (widget));

  return FALSE;
}


/*  mouse and keys  */

static void
plot_move_to (SiltSchedulePlot *plot,
              gdouble           x)
{
  Axes axes = plot_axes (plot);

  gtk_adjustment_set_value (plot->start, axes_t (&axes, x));
}

static gboolean
silt_schedule_plot_press (GtkWidget      *widget,
                          GdkEventButton *event)
{
  SiltSchedulePlot *plot = SILT_SCHEDULE_PLOT (widget);

  if (event->button != GDK_BUTTON_PRIMARY || ! plot->movable || ! plot->model)
    return FALSE;

  plot->dragged = TRUE;
  gtk_widget_grab_focus (widget);
  plot_move_to (plot, event->x);

  return TRUE;
}

static gboolean
silt_schedule_plot_release (GtkWidget      *widget,
                            GdkEventButton *event)
{
  SiltSchedulePlot *plot = SILT_SCHEDULE_PLOT (widget);

  plot->dragged = FALSE;

  return FALSE;
}

static gboolean
silt_schedule_plot_motion (GtkWidget      *widget,
                           GdkEventMotion *event)
{
  SiltSchedulePlot *plot = SILT_SCHEDULE_PLOT (widget);

  if (! plot->dragged || ! plot->model)
    return FALSE;

  plot_move_to (plot, event->x);

  return TRUE;
}

static gboolean
silt_schedule_plot_key (GtkWidget   *widget,
                        GdkEventKey *event)
{
  SiltSchedulePlot *plot = SILT_SCHEDULE_PLOT (widget);

  return plot->movable && plot->model &&
         silt_adjustment_key (plot->start, widget, event->keyval);
}


/*  public functions  */

GtkWidget *
silt_schedule_plot_new (void)
{
  return g_object_new (SILT_TYPE_SCHEDULE_PLOT, NULL);
}

void
silt_schedule_plot_set_model (SiltSchedulePlot *plot,
                              SiltModel        *model)
{
  g_return_if_fail (SILT_IS_SCHEDULE_PLOT (plot));

  if (model)
    silt_model_ref (model);
  g_clear_pointer (&plot->model, silt_model_unref);
  plot->model = model;

  silt_schedule_plot_set_calls (plot, NULL, 0);
  if (model)
    {
      gint n = silt_model_get_info (model)->train_timesteps;

      gtk_adjustment_configure (plot->start, plot_start (plot),
                                0, n - 1, 1, MAX (n / 20, 1), 0);
    }
  silt_schedule_plot_changed (plot);
}

void
silt_schedule_plot_set_calls (SiltSchedulePlot   *plot,
                              const SiltPlanCall *calls,
                              gint                n_calls)
{
  g_return_if_fail (SILT_IS_SCHEDULE_PLOT (plot));

  g_free (plot->calls);
  plot->calls   = g_memdup2 (calls, n_calls * sizeof *calls);
  plot->n_calls = n_calls;

  gtk_widget_queue_draw (GTK_WIDGET (plot));
}

void
silt_schedule_plot_set_movable (SiltSchedulePlot *plot,
                                gboolean          movable)
{
  g_return_if_fail (SILT_IS_SCHEDULE_PLOT (plot));

  plot->movable = movable;
  plot->dragged = FALSE;

  gtk_widget_set_can_focus (GTK_WIDGET (plot), movable);
  atk_object_set_role (ATK_OBJECT (plot_accessible (plot)),
                       movable ? ATK_ROLE_SLIDER : ATK_ROLE_CHART);
  silt_schedule_plot_changed (plot);
}

GtkAdjustment *
silt_schedule_plot_get_adjustment (SiltSchedulePlot *plot)
{
  g_return_val_if_fail (SILT_IS_SCHEDULE_PLOT (plot), NULL);

  return plot->start;
}
