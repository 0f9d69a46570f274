/* Silt: the accessible value of a widget that draws itself
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

#include <gtk/gtk-a11y.h>

#include "value-accessible.h"

struct _SiltValueAccessible
{
  GtkWidgetAccessible  parent_instance;

  GtkAdjustment       *adjustment;
  gchar               *text;
};

static void   silt_value_accessible_finalize   (GObject           *object);
static void   silt_value_accessible_value_init (AtkValueIface     *iface);
static void   silt_value_accessible_get        (AtkValue          *value,
                                                gdouble           *number,
                                                gchar            **text);
static AtkRange *
              silt_value_accessible_get_range  (AtkValue          *value);
static gdouble
              silt_value_accessible_get_step   (AtkValue          *value);
static void   silt_value_accessible_set        (AtkValue          *value,
                                                gdouble            number);

G_DEFINE_FINAL_TYPE_WITH_CODE (SiltValueAccessible, silt_value_accessible,
                               GTK_TYPE_WIDGET_ACCESSIBLE,
                               G_IMPLEMENT_INTERFACE
                                 (ATK_TYPE_VALUE,
                                  silt_value_accessible_value_init))


static void
silt_value_accessible_class_init (SiltValueAccessibleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = silt_value_accessible_finalize;
}

static void
silt_value_accessible_value_init (AtkValueIface *iface)
{
  iface->get_value_and_text = silt_value_accessible_get;
  iface->get_range          = silt_value_accessible_get_range;
  iface->get_increment      = silt_value_accessible_get_step;
  iface->set_value          = silt_value_accessible_set;
}

static void
silt_value_accessible_init (SiltValueAccessible *accessible)
{
}

static void
silt_value_accessible_finalize (GObject *object)
{
  SiltValueAccessible *accessible = SILT_VALUE_ACCESSIBLE (object);

  g_clear_object (&accessible->adjustment);
  g_free (accessible->text);

  G_OBJECT_CLASS (silt_value_accessible_parent_class)->finalize (object);
}

static void
silt_value_accessible_get (AtkValue  *value,
                           gdouble   *number,
                           gchar    **text)
{
  SiltValueAccessible *accessible = SILT_VALUE_ACCESSIBLE (value);

  if (number)
    *number = gtk_adjustment_get_value (accessible->adjustment);
  if (text)
    *text = g_strdup (accessible->text);
}

static AtkRange *
silt_value_accessible_get_range (AtkValue *value)
{
  GtkAdjustment *adjustment = SILT_VALUE_ACCESSIBLE (value)->adjustment;

  return atk_range_new (gtk_adjustment_get_lower (adjustment),
                        gtk_adjustment_get_upper (adjustment),
                        NULL);
}

static gdouble
silt_value_accessible_get_step (AtkValue *value)
{
  return gtk_adjustment_get_step_increment (SILT_VALUE_ACCESSIBLE
                                              (value)->adjustment);
}

static void
silt_value_accessible_set (AtkValue *value,
                           gdouble   number)
{
  GtkWidget *widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (value));

  if (widget && gtk_widget_is_sensitive (widget))
    gtk_adjustment_set_value (SILT_VALUE_ACCESSIBLE (value)->adjustment,
                              number);
}


/*  public functions  */

void
silt_value_accessible_set_adjustment (SiltValueAccessible *accessible,
                                      GtkAdjustment       *adjustment)
{
  g_set_object (&accessible->adjustment, adjustment);
}

void
silt_value_accessible_changed (SiltValueAccessible *accessible,
                               const gchar         *text)
{
  g_free (accessible->text);
  accessible->text = g_strdup (text);

  g_object_notify (G_OBJECT (accessible), "accessible-value");
}

gboolean
silt_adjustment_key (GtkAdjustment *adjustment,
                     GtkWidget     *widget,
                     guint          keyval)
{
  gdouble  value = gtk_adjustment_get_value (adjustment);
  gdouble  step  = gtk_adjustment_get_step_increment (adjustment);
  gdouble  page  = gtk_adjustment_get_page_increment (adjustment);
  gboolean rtl   = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      value += rtl ? step : - step;
      break;

    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      value += rtl ? - step : step;
      break;

    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      value -= page;
      break;

    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      value += page;
      break;

    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      value = gtk_adjustment_get_lower (adjustment);
      break;

    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      value = gtk_adjustment_get_upper (adjustment);
      break;

    default:
      return FALSE;
    }

  gtk_adjustment_set_value (adjustment, value);

  return TRUE;
}
