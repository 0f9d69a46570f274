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

#pragma once

#include <gtk/gtk.h>
#include <gtk/gtk-a11y.h>

G_BEGIN_DECLS

/* The accessible of a widget with one GtkAdjustment, for
 * gtk_widget_class_set_accessible_type: assistive technology reads and sets
 * the number as it does that of a GtkScale.  The adjustment is to be set before
 * anybody else sees the widget. */
#define SILT_TYPE_VALUE_ACCESSIBLE (silt_value_accessible_get_type ())
G_DECLARE_FINAL_TYPE (SiltValueAccessible, silt_value_accessible,
                      SILT, VALUE_ACCESSIBLE, GtkWidgetAccessible)

void     silt_value_accessible_set_adjustment (SiltValueAccessible *accessible,
                                               GtkAdjustment       *adjustment);

/* Says that the number is another now, and what it means in words. */
void     silt_value_accessible_changed        (SiltValueAccessible *accessible,
                                               const gchar         *text);

/* Moves the adjustment as the keys of a GtkScale would: arrows a step, in the
 * direction in which `widget` is written, pages, both ends.  FALSE for any
 * other key. */
gboolean silt_adjustment_key                  (GtkAdjustment       *adjustment,
                                               GtkWidget           *widget,
                                               guint                keyval);

G_END_DECLS
