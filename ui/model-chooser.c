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

#define SPACING 6

enum
{
  PROP_0,
  PROP_FILE,
  N_PROPS
};

struct _SiltModelChooser
{
  GtkBox     parent_instance;

  GtkWidget *button;         /* shows the folder's name and asks for another */
  GtkWidget *name;
  GtkWidget *clear_button;
  GFile     *file;
};

static void     silt_model_chooser_finalize      (GObject      *object);
static void     silt_model_chooser_set_property  (GObject      *object,
                                                  guint         property_id,
                                                  const GValue *value,
                                                  GParamSpec   *pspec);
static void     silt_model_chooser_get_property  (GObject      *object,
                                                  guint         property_id,
                                                  GValue       *value,
                                                  GParamSpec   *pspec);
static gboolean silt_model_chooser_mnemonic      (GtkWidget    *widget,
                                                  gboolean      cycling);

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SiltModelChooser, silt_model_chooser, GTK_TYPE_BOX)


static void
silt_model_chooser_class_init (SiltModelChooserClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize          = silt_model_chooser_finalize;
  object_class->set_property      = silt_model_chooser_set_property;
  object_class->get_property      = silt_model_chooser_get_property;
  widget_class->mnemonic_activate = silt_model_chooser_mnemonic;

  props[PROP_FILE] =
    g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE,
                         G_PARAM_READWRITE |
                         G_PARAM_EXPLICIT_NOTIFY |
                         G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
silt_model_chooser_show (SiltModelChooser *chooser)
{
  g_autofree gchar *name = NULL;

  name = chooser->file ? g_file_get_basename (chooser->file)
                       : g_strdup (_("Comes with Silt"));

  gtk_label_set_text (GTK_LABEL (chooser->name), name);
  atk_object_set_description (gtk_widget_get_accessible (chooser->button),
                              name);
  gtk_widget_set_sensitive (chooser->clear_button, chooser->file != NULL);
}

static void
silt_model_chooser_response (SiltModelChooser *chooser,
                             gint              response,
                             GtkNativeDialog  *dialog)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (file)
    silt_model_chooser_set_file (chooser, file);

  g_object_unref (dialog);
}

static void
silt_model_chooser_ask (SiltModelChooser *chooser)
{
  GtkFileChooserNative *dialog;
  GtkWindow            *window;

  window = GTK_WINDOW (gtk_widget_get_toplevel (chooser->button));
  dialog = gtk_file_chooser_native_new (_("Folder of a Diffusion Model"),
                                        window,
                                        GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                        NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);

  if (chooser->file)
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (dialog), chooser->file, NULL);
  else
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog),
                                         g_get_home_dir ());

  g_signal_connect_object (dialog, "response",
                           G_CALLBACK (silt_model_chooser_response),
                           chooser, G_CONNECT_SWAPPED);

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
silt_model_chooser_clear (SiltModelChooser *chooser)
{
  silt_model_chooser_set_file (chooser, NULL);
}

static void
silt_model_chooser_init (SiltModelChooser *chooser)
{
  const gchar *clear = _("Use the model that comes with Silt");
  GtkWidget   *content;

  gtk_box_set_spacing (GTK_BOX (chooser), SPACING);

  chooser->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (chooser->name), 0.0);
  gtk_label_set_ellipsize (GTK_LABEL (chooser->name), PANGO_ELLIPSIZE_MIDDLE);

  content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_box_pack_start (GTK_BOX (content),
                      gtk_image_new_from_icon_name ("folder-symbolic",
                                                    GTK_ICON_SIZE_BUTTON),
                      FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (content), chooser->name, TRUE, TRUE, 0);

  chooser->button = gtk_button_new ();
  gtk_container_add (GTK_CONTAINER (chooser->button), content);
  g_signal_connect_swapped (chooser->button, "clicked",
                            G_CALLBACK (silt_model_chooser_ask),
                            chooser);

  chooser->clear_button =
    gtk_button_new_from_icon_name ("edit-clear-symbolic", GTK_ICON_SIZE_BUTTON);
  gtk_widget_set_tooltip_text (chooser->clear_button, clear);
  atk_object_set_name (gtk_widget_get_accessible (chooser->clear_button),
                       clear);
  g_signal_connect_swapped (chooser->clear_button, "clicked",
                            G_CALLBACK (silt_model_chooser_clear),
                            chooser);

  gtk_box_pack_start (GTK_BOX (chooser), chooser->button, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (chooser), chooser->clear_button,
                      FALSE, FALSE, 0);
  gtk_widget_show_all (chooser->button);
  gtk_widget_show (chooser->clear_button);

  silt_model_chooser_show (chooser);
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

static gboolean
silt_model_chooser_mnemonic (GtkWidget *widget,
                             gboolean   cycling)
{
  SiltModelChooser *chooser = SILT_MODEL_CHOOSER (widget);

  return gtk_widget_mnemonic_activate (chooser->button, cycling);
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
  g_return_if_fail (SILT_IS_MODEL_CHOOSER (chooser));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  if (file == chooser->file ||
      (file && chooser->file && g_file_equal (file, chooser->file)))
    return;

  g_clear_object (&chooser->file);
  if (file)
    chooser->file = g_object_ref (file);

  silt_model_chooser_show (chooser);

  g_object_notify_by_pspec (G_OBJECT (chooser), props[PROP_FILE]);
}

void
silt_model_chooser_set_label (SiltModelChooser *chooser,
                              const gchar      *label)
{
  g_return_if_fail (SILT_IS_MODEL_CHOOSER (chooser));

  atk_object_set_name (gtk_widget_get_accessible (chooser->button),
                       label);
}
