/* Silt: choosing one of a model's classes
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

#include "class-chooser.h"

#include "class-grid.h"
#include "swatches.h"

#define SPACING 6

/* The picture on the button, in its own pixels and in the widget's. */
#define ICON_PIXELS 48
#define ICON_SIZE   (ICON_PIXELS / 2)

/* No grid is higher: it must fit into the dialog on a small screen. */
#define MAX_GRID_HEIGHT 320

enum
{
  PROP_0,
  PROP_CLASS_NAME,
  N_PROPS
};

enum
{
  COLUMN_NAME,
  N_COLUMNS
};

struct _SiltClassChooser
{
  GtkBox         parent_instance;

  GtkWidget     *combo;
  GtkWidget     *entry;
  GtkListStore  *names;
  GtkWidget     *button;      /* shows the grid                               */
  GtkWidget     *icon;        /* on it: the class that is chosen              */
  SiltClassGrid *grid;

  SiltModel     *model;
  SiltSwatches  *swatches;    /* of it; NULL without one                      */
};

static void   silt_class_chooser_finalize     (GObject          *object);
static void   silt_class_chooser_set_property (GObject          *object,
                                               guint             property_id,
                                               const GValue     *value,
                                               GParamSpec       *pspec);
static void   silt_class_chooser_get_property (GObject          *object,
                                               guint             property_id,
                                               GValue           *value,
                                               GParamSpec       *pspec);
static gboolean
              silt_class_chooser_mnemonic     (GtkWidget        *widget,
                                               gboolean          cycling);
static void   silt_class_chooser_text_changed (SiltClassChooser *chooser);

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SiltClassChooser, silt_class_chooser, GTK_TYPE_BOX)


/* The word for "" in the list and in the entry. */
static const gchar *
any_class (void)
{
  return C_("class of texture", "any");
}

static void
silt_class_chooser_class_init (SiltClassChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize     = silt_class_chooser_finalize;
  object_class->set_property = silt_class_chooser_set_property;
  object_class->get_property = silt_class_chooser_get_property;

  GTK_WIDGET_CLASS (klass)->mnemonic_activate = silt_class_chooser_mnemonic;

  props[PROP_CLASS_NAME] =
    g_param_spec_string ("class-name", NULL, NULL, "",
                         G_PARAM_READWRITE |
                         G_PARAM_EXPLICIT_NOTIFY |
                         G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static GtkWidget *
entry_new (SiltClassChooser *chooser)
{
  g_autoptr (GtkEntryCompletion) completion = gtk_entry_completion_new ();
  GtkTreeModel                  *names      = GTK_TREE_MODEL (chooser->names);

  chooser->combo = gtk_combo_box_new_with_model_and_entry (names);
  gtk_combo_box_set_entry_text_column (GTK_COMBO_BOX (chooser->combo),
                                       COLUMN_NAME);

  chooser->entry = gtk_bin_get_child (GTK_BIN (chooser->combo));
  gtk_entry_set_placeholder_text (GTK_ENTRY (chooser->entry), any_class ());
  gtk_entry_set_activates_default (GTK_ENTRY (chooser->entry), TRUE);

  gtk_entry_completion_set_model (completion, names);
  gtk_entry_completion_set_text_column (completion, COLUMN_NAME);
  gtk_entry_set_completion (GTK_ENTRY (chooser->entry), completion);

  g_signal_connect_swapped (chooser->entry, "changed",
                            G_CALLBACK (silt_class_chooser_text_changed),
                            chooser);

  return chooser->combo;
}

static void
class_chosen (SiltClassChooser *chooser,
              gint              index)
{
  const gchar *name = "";

  if (index >= 0)
    name = silt_model_class_name (chooser->model, index);

  silt_class_chooser_set_class_name (chooser, name);
  gtk_popover_popdown (gtk_menu_button_get_popover
                         (GTK_MENU_BUTTON (chooser->button)));
}

static gboolean
focus_grid (gpointer data)
{
  silt_class_grid_focus (data);

  return G_SOURCE_REMOVE;
}

/* After the popover has brought the keyboard to a button of its own choice. */
static void
popover_mapped (SiltClassChooser *chooser)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, focus_grid,
                   g_object_ref (chooser->grid), g_object_unref);
}

static GtkWidget *
popover_new (SiltClassChooser *chooser)
{
  GtkWidget *popover  = gtk_popover_new (NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *grid     = silt_class_grid_new ();

  chooser->grid = SILT_CLASS_GRID (grid);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height
    (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled),
                                              MAX_GRID_HEIGHT);
  gtk_container_add (GTK_CONTAINER (scrolled), grid);
  gtk_container_set_border_width (GTK_CONTAINER (popover), SPACING);
  gtk_container_add (GTK_CONTAINER (popover), scrolled);
  gtk_widget_show_all (scrolled);

  g_signal_connect_swapped (grid, "chosen", G_CALLBACK (class_chosen), chooser);
  g_signal_connect_swapped (popover, "map",
                            G_CALLBACK (popover_mapped), chooser);

  return popover;
}

static GtkWidget *
button_new (SiltClassChooser *chooser)
{
  chooser->button = gtk_menu_button_new ();
  chooser->icon   = gtk_image_new ();

  gtk_image_set_pixel_size (GTK_IMAGE (chooser->icon), ICON_SIZE);
  gtk_container_add (GTK_CONTAINER (chooser->button), chooser->icon);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (chooser->button),
                               popover_new (chooser));
  atk_object_set_name (gtk_widget_get_accessible (chooser->button),
                       _("Classes as Pictures"));

  return chooser->button;
}

static void
silt_class_chooser_init (SiltClassChooser *chooser)
{
  GtkBox    *box = GTK_BOX (chooser);
  GtkWidget *child;

  chooser->names = gtk_list_store_new (N_COLUMNS, G_TYPE_STRING);

  gtk_box_set_spacing (box, SPACING);

  child = entry_new (chooser);
  gtk_box_pack_start (box, child, TRUE, TRUE, 0);
  gtk_widget_show (child);

  child = button_new (chooser);
  gtk_box_pack_start (box, child, FALSE, FALSE, 0);
  gtk_widget_show_all (child);

  silt_class_chooser_set_model (chooser, NULL);
}

static void
silt_class_chooser_finalize (GObject *object)
{
  SiltClassChooser *chooser = SILT_CLASS_CHOOSER (object);

  g_clear_object (&chooser->names);
  g_clear_pointer (&chooser->swatches, silt_swatches_free);
  g_clear_pointer (&chooser->model, silt_model_unref);

  G_OBJECT_CLASS (silt_class_chooser_parent_class)->finalize (object);
}

static void
silt_class_chooser_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_CLASS_NAME:
      silt_class_chooser_set_class_name (SILT_CLASS_CHOOSER (object),
                                         g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
silt_class_chooser_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SiltClassChooser *chooser = SILT_CLASS_CHOOSER (object);

  switch (property_id)
    {
    case PROP_CLASS_NAME:
      g_value_set_string (value, silt_class_chooser_get_class_name (chooser));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static gboolean
silt_class_chooser_mnemonic (GtkWidget *widget,
                             gboolean   cycling)
{
  SiltClassChooser *chooser = SILT_CLASS_CHOOSER (widget);

  return gtk_widget_mnemonic_activate (chooser->combo, cycling);
}

/* A picture of the class, or a sign for the grid. */
static void
silt_class_chooser_show_icon (SiltClassChooser *chooser,
                              gint              index)
{
  GtkImage        *icon    = GTK_IMAGE (chooser->icon);
  cairo_surface_t *picture = NULL;
  cairo_surface_t *scaled;
  cairo_t         *cr;

  if (index >= 0 && index < silt_swatches_count (chooser->swatches))
    picture = silt_swatches_get (chooser->swatches, index);

  if (! picture)
    {
      gtk_image_set_from_icon_name (icon, "view-grid-symbolic",
                                    GTK_ICON_SIZE_BUTTON);
      return;
    }

  scaled = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                       ICON_PIXELS, ICON_PIXELS);
  cr     = cairo_create (scaled);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);

  cairo_surface_set_device_scale (scaled, 2, 2);
  gtk_image_set_from_surface (icon, scaled);
  cairo_surface_destroy (scaled);
}

/* Marks a name that the model does not have, and says which it has; shows the
 * class that it is. */
static void
silt_class_chooser_check (SiltClassChooser *chooser)
{
  g_autoptr (GError)  error = NULL;
  GtkEntry           *entry = GTK_ENTRY (chooser->entry);
  gint                index = -1;

  if (chooser->model)
    index = silt_model_find_class (chooser->model,
                                   silt_class_chooser_get_class_name (chooser),
                                   &error);

  silt_class_grid_set_class (chooser->grid, index);
  silt_class_chooser_show_icon (chooser, index);

  gtk_entry_set_icon_from_icon_name (entry, GTK_ENTRY_ICON_SECONDARY,
                                     error ? "dialog-warning" : NULL);
  if (error)
    gtk_entry_set_icon_tooltip_text (entry, GTK_ENTRY_ICON_SECONDARY,
                                     error->message);
}

static void
silt_class_chooser_text_changed (SiltClassChooser *chooser)
{
  silt_class_chooser_check (chooser);

  g_object_notify_by_pspec (G_OBJECT (chooser), props[PROP_CLASS_NAME]);
}


static void
silt_class_chooser_list (SiltClassChooser *chooser,
                         gint              n_classes)
{
  gint i;

  gtk_list_store_clear (chooser->names);
  gtk_list_store_insert_with_values (chooser->names, NULL, -1,
                                     COLUMN_NAME, any_class (),
                                     -1);
  for (i = 0; i < n_classes; i++)
    gtk_list_store_insert_with_values (chooser->names, NULL, -1,
                                       COLUMN_NAME,
                                       silt_model_class_name (chooser->model,
                                                              i),
                                       -1);
}

static void
silt_class_chooser_show_swatches (SiltClassChooser *chooser,
                                  gint              n_classes)
{
  gint         count = 0;
  const gchar *help;
  gint         i;

  if (chooser->swatches)
    count = silt_swatches_count (chooser->swatches);

  silt_class_grid_set_model (chooser->grid, chooser->model, count);
  for (i = 0; i < count; i++)
    if (silt_swatches_get (chooser->swatches, i))
      silt_class_grid_set_picture (chooser->grid, i,
                                   silt_swatches_get (chooser->swatches, i));

  if (count > 0)
    help = _("Choose a class by its picture");
  else if (n_classes > 0)
    help = _("This model has too many classes to show them all.");
  else
    help = _("This model has no classes.");

  gtk_widget_set_sensitive (chooser->button, count > 0);
  gtk_widget_set_tooltip_text (chooser->button, help);
}


/*  public functions  */

GtkWidget *
silt_class_chooser_new (void)
{
  return g_object_new (SILT_TYPE_CLASS_CHOOSER, NULL);
}

void
silt_class_chooser_set_model (SiltClassChooser *chooser,
                              SiltModel        *model)
{
  gint n_classes = 0;

  g_return_if_fail (SILT_IS_CLASS_CHOOSER (chooser));

  if (model)
    {
      silt_model_ref (model);
      n_classes = silt_model_get_info (model)->n_classes;
    }
  g_clear_pointer (&chooser->swatches, silt_swatches_free);
  g_clear_pointer (&chooser->model, silt_model_unref);
  chooser->model = model;
  if (model)
    chooser->swatches = silt_swatches_new (model);

  silt_class_chooser_list (chooser, n_classes);
  silt_class_chooser_show_swatches (chooser, n_classes);
  silt_class_chooser_check (chooser);
}

const gchar *
silt_class_chooser_get_class_name (SiltClassChooser *chooser)
{
  const gchar *text;

  g_return_val_if_fail (SILT_IS_CLASS_CHOOSER (chooser), NULL);

  text = gtk_entry_get_text (GTK_ENTRY (chooser->entry));

  return g_str_equal (text, any_class ()) ? "" : text;
}

void
silt_class_chooser_set_class_name (SiltClassChooser *chooser,
                                   const gchar      *class_name)
{
  g_return_if_fail (SILT_IS_CLASS_CHOOSER (chooser));

  if (! class_name)
    class_name = "";

  /* Setting the text again would move the cursor of somebody who types. */
  if (! g_str_equal (class_name, silt_class_chooser_get_class_name (chooser)))
    gtk_entry_set_text (GTK_ENTRY (chooser->entry), class_name);
}

void
silt_class_chooser_set_label (SiltClassChooser *chooser,
                              const gchar      *label)
{
  g_return_if_fail (SILT_IS_CLASS_CHOOSER (chooser));

  atk_object_set_name (gtk_widget_get_accessible (chooser->combo), label);
  atk_object_set_name (gtk_widget_get_accessible (chooser->entry), label);
}

gboolean
silt_class_chooser_next (SiltClassChooser      *chooser,
                         SiltWork              *work,
                         cairo_rectangle_int_t *view)
{
  g_return_val_if_fail (SILT_IS_CLASS_CHOOSER (chooser), FALSE);

  return chooser->swatches && silt_swatches_next (chooser->swatches, work, view);
}

void
silt_class_chooser_take (SiltClassChooser *chooser,
                         SiltRun          *run)
{
  gint index;

  g_return_if_fail (SILT_IS_CLASS_CHOOSER (chooser));

  if (! chooser->swatches || silt_run_get_work (run)->model != chooser->model)
    return;

  index = silt_swatches_take (chooser->swatches, run);
  if (index < 0)
    return;

  silt_class_grid_set_picture (chooser->grid, index,
                               silt_swatches_get (chooser->swatches, index));
  silt_class_chooser_check (chooser);
}
