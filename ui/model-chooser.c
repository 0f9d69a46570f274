/* Silt: choosing the folder of a model
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

#include "model-chooser.h"

enum
{
  PROP_0,
  PROP_FILE,
  N_PROPS
};

struct _SiltModelChooser
{
  GtkBox     parent_instance;

  GtkWidget *folder_button;
  GtkWidget *clear_button;
  GFile     *file;
};

static void   silt_model_chooser_finalize     (GObject          *object);
static void   silt_model_chooser_set_property (GObject          *object,
                                               guint             property_id,
                                               const GValue     *value,
                                               GParamSpec       *pspec);
static void   silt_model_chooser_get_property (GObject          *object,
                                               guint             property_id,
                                               GValue           *value,
                                               GParamSpec       *pspec);
static void   silt_model_chooser_folder_set   (SiltModelChooser *chooser);
static void   silt_model_chooser_clear        (SiltModelChooser *chooser);

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SiltModelChooser, silt_model_chooser, GTK_TYPE_BOX)


static void
silt_model_chooser_class_init (SiltModelChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize     = silt_model_chooser_finalize;
  object_class->set_property = silt_model_chooser_set_property;
  object_class->get_property = silt_model_chooser_get_property;

  props[PROP_FILE] =
    g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE,
                         G_PARAM_READWRITE |
                         G_PARAM_EXPLICIT_NOTIFY |
                         G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
silt_model_chooser_init (SiltModelChooser *chooser)
{
  const gchar *clear = _("Use the model that comes with Silt");

  gtk_box_set_spacing (GTK_BOX (chooser), 6);

  chooser->folder_button =
    gtk_file_chooser_button_new (_("Folder of a Diffusion Model"),
                                 GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
  g_signal_connect_swapped (chooser->folder_button, "file-set",
                            G_CALLBACK (silt_model_chooser_folder_set),
                            chooser);
  gtk_box_pack_start (GTK_BOX (chooser), chooser->folder_button,
                      TRUE, TRUE, 0);
  gtk_widget_show (chooser->folder_button);

  chooser->clear_button =
    gtk_button_new_from_icon_name ("edit-clear-symbolic", GTK_ICON_SIZE_BUTTON);
  gtk_widget_set_tooltip_text (chooser->clear_button, clear);
  gtk_widget_set_sensitive (chooser->clear_button, FALSE);
  atk_object_set_name (gtk_widget_get_accessible (chooser->clear_button),
                       clear);
  g_signal_connect_swapped (chooser->clear_button, "clicked",
                            G_CALLBACK (silt_model_chooser_clear),
                            chooser);
  gtk_box_pack_start (GTK_BOX (chooser), chooser->clear_button,
                      FALSE, FALSE, 0);
  gtk_widget_show (chooser->clear_button);
}

static void
silt_model_chooser_finalize (GObject *object)
{
  g_clear_object (&SILT_MODEL_CHOOSER (object)->file);

  G_OBJECT_CLASS (silt_model_chooser_parent_class)->finalize (object);
}

static void
silt_model_chooser_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_FILE:
      silt_model_chooser_set_file (SILT_MODEL_CHOOSER (object),
                                   g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
silt_model_chooser_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_FILE:
      g_value_set_object (value, SILT_MODEL_CHOOSER (object)->file);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
silt_model_chooser_take (SiltModelChooser *chooser,
                         GFile            *file)
{
  g_clear_object (&chooser->file);
  chooser->file = file;

  gtk_widget_set_sensitive (chooser->clear_button, file != NULL);

  g_object_notify_by_pspec (G_OBJECT (chooser), props[PROP_FILE]);
}

static void
silt_model_chooser_folder_set (SiltModelChooser *chooser)
{
  GtkFileChooser *button = GTK_FILE_CHOOSER (chooser->folder_button);

  silt_model_chooser_take (chooser, gtk_file_chooser_get_file (button));
}

static void
silt_model_chooser_clear (SiltModelChooser *chooser)
{
  silt_model_chooser_set_file (chooser, NULL);
}


/*  public functions  */

GtkWidget *
silt_model_chooser_new (void)
{
  return g_object_new (SILT_TYPE_MODEL_CHOOSER, NULL);
}

GFile *
silt_model_chooser_get_file (SiltModelChooser *chooser)
{
  g_return_val_if_fail (SILT_IS_MODEL_CHOOSER (chooser), NULL);

  return chooser->file;
}

void
silt_model_chooser_set_file (SiltModelChooser *chooser,
                             GFile            *file)
{
  GtkFileChooser *button;

  g_return_if_fail (SILT_IS_MODEL_CHOOSER (chooser));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  if (file == chooser->file ||
      (file && chooser->file && g_file_equal (file, chooser->file)))
    return;

  button = GTK_FILE_CHOOSER (chooser->folder_button);
  if (file)
    gtk_file_chooser_set_file (button, file, NULL);
  else
    gtk_file_chooser_unselect_all (button);

  silt_model_chooser_take (chooser, file ? g_object_ref (file) : NULL);
}

void
silt_model_chooser_set_label (SiltModelChooser *chooser,
                              const gchar      *label)
{
  g_return_if_fail (SILT_IS_MODEL_CHOOSER (chooser));

  atk_object_set_name (gtk_widget_get_accessible (chooser->folder_button),
                       label);
}
