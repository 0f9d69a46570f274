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
  GtkComboBox   parent_instance;

  GtkWidget    *entry;
  GtkListStore *names;
  SiltModel    *model;
};

static void   silt_class_chooser_constructed  (GObject          *object);
static void   silt_class_chooser_finalize     (GObject          *object);
static void   silt_class_chooser_set_property (GObject          *object,
                                               guint             property_id,
                                               const GValue     *value,
                                               GParamSpec       *pspec);
static void   silt_class_chooser_get_property (GObject          *object,
                                               guint             property_id,
                                               GValue           *value,
                                               GParamSpec       *pspec);
static void   silt_class_chooser_text_changed (SiltClassChooser *chooser);

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SiltClassChooser, silt_class_chooser, GTK_TYPE_COMBO_BOX)


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

  object_class->constructed  = silt_class_chooser_constructed;
  object_class->finalize     = silt_class_chooser_finalize;
  object_class->set_property = silt_class_chooser_set_property;
  object_class->get_property = silt_class_chooser_get_property;

  props[PROP_CLASS_NAME] =
    g_param_spec_string ("class-name", NULL, NULL, "",
                         G_PARAM_READWRITE |
                         G_PARAM_EXPLICIT_NOTIFY |
                         G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
silt_class_chooser_init (SiltClassChooser *chooser)
{
  chooser->names = gtk_list_store_new (N_COLUMNS, G_TYPE_STRING);
}

static void
silt_class_chooser_constructed (GObject *object)
{
  SiltClassChooser             *chooser = SILT_CLASS_CHOOSER (object);
  GtkComboBox                  *combo   = GTK_COMBO_BOX (object);
  g_autoptr (GtkEntryCompletion) completion = gtk_entry_completion_new ();

  G_OBJECT_CLASS (silt_class_chooser_parent_class)->constructed (object);

  gtk_combo_box_set_model (combo, GTK_TREE_MODEL (chooser->names));
  gtk_combo_box_set_entry_text_column (combo, COLUMN_NAME);

  chooser->entry = gtk_bin_get_child (GTK_BIN (chooser));
  gtk_entry_set_placeholder_text (GTK_ENTRY (chooser->entry), any_class ());
  gtk_entry_set_activates_default (GTK_ENTRY (chooser->entry), TRUE);

  gtk_entry_completion_set_model (completion, GTK_TREE_MODEL (chooser->names));
  gtk_entry_completion_set_text_column (completion, COLUMN_NAME);
  gtk_entry_set_completion (GTK_ENTRY (chooser->entry), completion);

  g_signal_connect_swapped (chooser->entry, "changed",
                            G_CALLBACK (silt_class_chooser_text_changed),
                            chooser);

  silt_class_chooser_set_model (chooser, NULL);
}

static void
silt_class_chooser_finalize (GObject *object)
{
  SiltClassChooser *chooser = SILT_CLASS_CHOOSER (object);

  g_clear_object (&chooser->names);
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

/* Marks a name that the model does not have, and says which it has. */
static void
silt_class_chooser_check (SiltClassChooser *chooser)
{
  g_autoptr (GError)  error = NULL;
  GtkEntry           *entry = GTK_ENTRY (chooser->entry);

  if (chooser->model)
    silt_model_find_class (chooser->model,
                           silt_class_chooser_get_class_name (chooser),
                           &error);

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


/*  public functions  */

GtkWidget *
silt_class_chooser_new (void)
{
  return g_object_new (SILT_TYPE_CLASS_CHOOSER,
                       "has-entry", TRUE,
                       NULL);
}

void
silt_class_chooser_set_model (SiltClassChooser *chooser,
                              SiltModel        *model)
{
  gint n_classes = 0;
  gint i;

  g_return_if_fail (SILT_IS_CLASS_CHOOSER (chooser));

  if (model)
    {
      silt_model_ref (model);
      n_classes = silt_model_get_info (model)->n_classes;
    }
  g_clear_pointer (&chooser->model, silt_model_unref);
  chooser->model = model;

  gtk_list_store_clear (chooser->names);
  gtk_list_store_insert_with_values (chooser->names, NULL, -1,
                                     COLUMN_NAME, any_class (),
                                     -1);
  for (i = 0; i < n_classes; i++)
    gtk_list_store_insert_with_values (chooser->names, NULL, -1,
                                       COLUMN_NAME,
                                       silt_model_class_name (model, i),
                                       -1);

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

  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (chooser)), label);
  atk_object_set_name (gtk_widget_get_accessible (chooser->entry), label);
}
