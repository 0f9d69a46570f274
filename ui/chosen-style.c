/* Silt: how a button looks that is chosen
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

#include "chosen-style.h"

/* Also in themes that give all that is in a button a background of its own. */
static const gchar style[] =
  "button:checked {"
  "  background: @theme_selected_bg_color;"
  "  color: @theme_selected_fg_color;"
  "}"
  "box, label { background: none; }"
  "button:checked label { color: @theme_selected_fg_color; }";


static void
add_provider (GtkWidget *widget,
              gpointer   data)
{
  gtk_style_context_add_provider (gtk_widget_get_style_context (widget), data,
                                  GTK_STYLE_PROVIDER_PRIORITY_USER + 1);

  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), add_provider, data);
}


/*  public functions  */

void
silt_chosen_style_add (GtkWidget *button)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, style, -1, NULL);
  add_provider (button, provider);
}
