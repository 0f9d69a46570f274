/* Silt: pictures of other seeds
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

#include <glib/gi18n-lib.h>

#include "variations.h"

/* Of a picture, in the widget's pixels. */
#define SHOWN_SIZE (SILT_VARIATION_SIZE / 2)

struct _SiltVariations
{
  GtkBox           parent_instance;

  GtkWidget       *buttons[SILT_N_VARIATIONS];
  GtkWidget       *images[SILT_N_VARIATIONS];
  gint64           seeds[SILT_N_VARIATIONS];
  cairo_surface_t *pictures[SILT_N_VARIATIONS];
  gboolean         setting;                  /* it is not the user who presses */
};

static void silt_variations_finalize (GObject        *object);
static void silt_variations_toggled  (SiltVariations *variations,
                                      GtkWidget      *button);

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (SiltVariations, silt_variations, GTK_TYPE_BOX)


static void
silt_variations_class_init (SiltVariationsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = silt_variations_finalize;

  chosen_signal = g_signal_new ("chosen", SILT_TYPE_VARIATIONS,
                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
silt_variations_init (SiltVariations *variations)
{
  gint i;

  gtk_box_set_homogeneous (GTK_BOX (variations), TRUE);

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    {
      GtkWidget *button = gtk_toggle_button_new ();
      GtkWidget *image  = gtk_image_new ();

      gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
      gtk_widget_set_size_request (image, SHOWN_SIZE, SHOWN_SIZE);
      gtk_container_add (GTK_CONTAINER (button), image);
      gtk_box_pack_start (GTK_BOX (variations), button, TRUE, TRUE, 0);
      gtk_widget_show_all (button);

      g_signal_connect_swapped (button, "toggled",
                                G_CALLBACK (silt_variations_toggled),
                                variations);

      variations->buttons[i] = button;
      variations->images[i]  = image;
      variations->seeds[i]   = -1;
    }
}

static void
silt_variations_finalize (GObject *object)
{
  SiltVariations *variations = SILT_VARIATIONS (object);
  gint            i;

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    g_clear_pointer (&variations->pictures[i], cairo_surface_destroy);

  G_OBJECT_CLASS (silt_variations_parent_class)->finalize (object);
}

static void
mark (SiltVariations *variations,
      gint64          seed)
{
  gint i;

  variations->setting = TRUE;
  for (i = 0; i < SILT_N_VARIATIONS; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (variations->buttons[i]),
                                  variations->seeds[i] == seed);
  variations->setting = FALSE;
}

static void
silt_variations_toggled (SiltVariations *variations,
                         GtkWidget      *button)
{
  gint i;

  if (variations->setting)
    return;

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    if (button == variations->buttons[i])
      {
        mark (variations, variations->seeds[i]);
        g_signal_emit (variations, chosen_signal, 0, variations->seeds[i]);
        return;
      }
}

static void
name_button (SiltVariations *variations,
             gint            i)
{
  GtkWidget        *button = variations->buttons[i];
  g_autofree gchar *seed   = NULL;
  g_autofree gchar *name   = NULL;

  seed = g_strdup_printf ("%" G_GINT64_FORMAT, variations->seeds[i]);
  name = g_strdup_printf (_("Seed %s"), seed);

  gtk_widget_set_tooltip_text (button, name);
  atk_object_set_name (gtk_widget_get_accessible (button), name);
}

/* A walk may come to more than what it was asked for: where a selection joins
 * its surroundings, to all of the layer around it. */
static cairo_surface_t *
shrink (cairo_surface_t *picture)
{
  gint             width  = cairo_image_surface_get_width (picture);
  gint             height = cairo_image_surface_get_height (picture);
  gdouble          factor = MIN (1.0, (gdouble) SILT_VARIATION_SIZE /
                                      MAX (width, height));
  gint             w      = MAX (1, width * factor + 0.5);
  gint             h      = MAX (1, height * factor + 0.5);
  cairo_surface_t *small  = NULL;
  cairo_t         *cr     = NULL;

  small = cairo_image_surface_create (cairo_image_surface_get_format (picture),
                                      w, h);
  cr    = cairo_create (small);
  cairo_scale (cr, (gdouble) w / width, (gdouble) h / height);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_destroy (cr);

  cairo_surface_set_device_scale (small, 2, 2);

  return small;
}


/*  public functions  */

GtkWidget *
silt_variations_new (void)
{
  return g_object_new (SILT_TYPE_VARIATIONS, NULL);
}

void
silt_variations_set_seed (SiltVariations *variations,
                          gint64          seed)
{
  gint i;

  g_return_if_fail (SILT_IS_VARIATIONS (variations));

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    if (variations->seeds[i] == seed)
      break;

  if (i == SILT_N_VARIATIONS)
    {
      /* As far as an argument of GIMP's goes, and then from 0 on. */
      for (i = 0; i < SILT_N_VARIATIONS; i++)
        {
          variations->seeds[i] = (seed + i) & G_MAXINT;
          name_button (variations, i);
        }
      silt_variations_clear (variations);
    }

  mark (variations, seed);
}

gint64
silt_variations_get_seed (SiltVariations *variations,
                          gint            index)
{
  g_return_val_if_fail (SILT_IS_VARIATIONS (variations), -1);
  g_return_val_if_fail (index >= 0 && index < SILT_N_VARIATIONS, -1);

  return variations->seeds[index];
}

void
silt_variations_set_picture (SiltVariations  *variations,
                             gint             index,
                             cairo_surface_t *picture)
{
  g_return_if_fail (SILT_IS_VARIATIONS (variations));
  g_return_if_fail (index >= 0 && index < SILT_N_VARIATIONS);

  g_clear_pointer (&variations->pictures[index], cairo_surface_destroy);

  if (picture)
    variations->pictures[index] = shrink (picture);

  gtk_image_set_from_surface (GTK_IMAGE (variations->images[index]),
                              variations->pictures[index]);
}

gint
silt_variations_next (SiltVariations *variations)
{
  gint i;

  g_return_val_if_fail (SILT_IS_VARIATIONS (variations), -1);

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    if (! variations->pictures[i])
      return i;

  return -1;
}

void
silt_variations_clear (SiltVariations *variations)
{
  gint i;

  g_return_if_fail (SILT_IS_VARIATIONS (variations));

  for (i = 0; i < SILT_N_VARIATIONS; i++)
    silt_variations_set_picture (variations, i, NULL);
}
