/* Silt: choosing a model
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

#include <errno.h>

#include "model-chooser.h"
#include "model-rows.h"

#define SPACING 6

/* No list is higher: it must fit into the dialog on a small screen. */
#define MAX_LIST_HEIGHT 320

enum
{
  PROP_0,
  PROP_FILE,
  N_PROPS
};

struct _SiltModelChooser
{
  GtkBox         parent_instance;

  GtkWidget     *button;     /* shows the model's name, and the list          */
  GtkWidget     *name;
  SiltModelRows *rows;
  GtkWidget     *problem;    /* why the folder could not be opened            */
  gchar         *folder;     /* of the user's models                          */
  GFile         *file;
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

  name = chooser->file ? silt_model_file_name (chooser->file)
                       : g_strdup (_("Comes with Silt"));

  gtk_label_set_text (GTK_LABEL (chooser->name), name);
  atk_object_set_description (gtk_widget_get_accessible (chooser->button),
                              name);
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
silt_model_chooser_pop_down (SiltModelChooser *chooser)
{
  gtk_popover_popdown (gtk_menu_button_get_popover
                         (GTK_MENU_BUTTON (chooser->button)));
}

static void
other_folder_clicked (SiltModelChooser *chooser)
{
  silt_model_chooser_pop_down (chooser);
  silt_model_chooser_ask (chooser);
}

static void
silt_model_chooser_tell (SiltModelChooser *chooser,
                         const gchar      *problem)
{
  gtk_label_set_text (GTK_LABEL (chooser->problem), problem ? problem : "");
  gtk_widget_set_visible (chooser->problem, problem != NULL);
}

/* Not by gtk_show_uri_on_window, which tells of no failure, and comes back to the
 * window when that may be gone. */
static void
open_folder (SiltModelChooser  *chooser,
             GError           **error)
{
  GdkDisplay                     *display;
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autoptr (GFile)               folder  = NULL;
  g_autofree gchar               *uri     = NULL;

  display = gtk_widget_get_display (chooser->button);
  context = gdk_display_get_app_launch_context (display);
  folder  = g_file_new_for_path (chooser->folder);
  uri     = g_file_get_uri (folder);

  gdk_app_launch_context_set_timestamp (context, gtk_get_current_event_time ());
  g_app_info_launch_default_for_uri (uri, G_APP_LAUNCH_CONTEXT (context),
                                     error);
}

/* The folder is made for those who have none yet to lay their models into. */
static void
open_folder_clicked (SiltModelChooser *chooser)
{
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (chooser->folder, 0755) != 0)
    g_set_error (&error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s",
                 chooser->folder, g_strerror (errno));
  else
    open_folder (chooser, &error);

  silt_model_chooser_tell (chooser, error ? error->message : NULL);
}

static void
row_chosen (SiltModelChooser *chooser,
            GFile            *file)
{
  silt_model_chooser_pop_down (chooser);
  silt_model_chooser_set_file (chooser, file);
}

static gboolean
focus_rows (gpointer data)
{
  silt_model_rows_focus (data);

  return G_SOURCE_REMOVE;
}

/* What there is may be other than last time.  The keyboard comes after the
 * popover has brought it to a button of its own choice. */
static void
popover_mapped (SiltModelChooser *chooser)
{
  silt_model_chooser_tell (chooser, NULL);
  silt_model_rows_update (chooser->rows, chooser->folder, chooser->file);

  g_idle_add_full (G_PRIORITY_HIGH_IDLE, focus_rows,
                   g_object_ref (chooser->rows), g_object_unref);
}

static GtkWidget *
list_new (SiltModelChooser *chooser)
{
  GtkWidget         *widget   = gtk_scrolled_window_new (NULL, NULL);
  GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (widget);
  GtkWidget         *rows     = silt_model_rows_new ();

  chooser->rows = SILT_MODEL_ROWS (rows);
  g_signal_connect_swapped (rows, "chosen", G_CALLBACK (row_chosen), chooser);

  gtk_scrolled_window_set_policy (scrolled, GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (scrolled, TRUE);
  gtk_scrolled_window_set_max_content_height (scrolled, MAX_LIST_HEIGHT);
  gtk_container_add (GTK_CONTAINER (widget), rows);

  return widget;
}

static GtkWidget *
buttons_new (SiltModelChooser *chooser)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *other = gtk_button_new_with_mnemonic (_("Other _Folder..."));
  GtkWidget *open  = gtk_button_new_with_mnemonic (_("Open _Models Folder"));

  gtk_widget_set_tooltip_text (open, _("The folder that models are laid into, "
                                       "to be listed here"));
  g_signal_connect_swapped (other, "clicked",
                            G_CALLBACK (other_folder_clicked), chooser);
  g_signal_connect_swapped (open, "clicked",
                            G_CALLBACK (open_folder_clicked), chooser);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_pack_start (GTK_BOX (box), other, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), open, TRUE, TRUE, 0);

  return box;
}

static GtkWidget *
popover_new (SiltModelChooser *chooser)
{
  GtkWidget *popover = gtk_popover_new (NULL);
  GtkWidget *box     = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  chooser->problem = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (chooser->problem), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (chooser->problem), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (chooser->problem), 40);
  gtk_widget_set_no_show_all (chooser->problem, TRUE);

  gtk_box_pack_start (GTK_BOX (box), list_new (chooser), TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), buttons_new (chooser), FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), chooser->problem, FALSE, FALSE, 0);
  gtk_widget_show_all (box);

  gtk_container_set_border_width (GTK_CONTAINER (popover), SPACING);
  gtk_container_add (GTK_CONTAINER (popover), box);
  g_signal_connect_swapped (popover, "map",
                            G_CALLBACK (popover_mapped), chooser);

  return popover;
}

static GtkWidget *
content_new (SiltModelChooser *chooser)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  chooser->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (chooser->name), 0.0);
  gtk_label_set_ellipsize (GTK_LABEL (chooser->name), PANGO_ELLIPSIZE_MIDDLE);

  gtk_box_pack_start (GTK_BOX (content),
                      gtk_image_new_from_icon_name ("folder-symbolic",
                                                    GTK_ICON_SIZE_BUTTON),
                      FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (content), chooser->name, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (content),
                      gtk_image_new_from_icon_name ("pan-down-symbolic",
                                                    GTK_ICON_SIZE_BUTTON),
                      FALSE, FALSE, 0);

  return content;
}

static void
silt_model_chooser_init (SiltModelChooser *chooser)
{
  chooser->button = gtk_menu_button_new ();
  gtk_container_add (GTK_CONTAINER (chooser->button), content_new (chooser));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (chooser->button),
                               popover_new (chooser));

  gtk_box_pack_start (GTK_BOX (chooser), chooser->button, TRUE, TRUE, 0);
  gtk_widget_show_all (chooser->button);

  silt_model_chooser_show (chooser);
}

static void
silt_model_chooser_finalize (GObject *object)
{
  SiltModelChooser *chooser = SILT_MODEL_CHOOSER (object);

  g_clear_object (&chooser->file);
  g_free (chooser->folder);

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
silt_model_chooser_new (const gchar *folder)
{
  SiltModelChooser *chooser = g_object_new (SILT_TYPE_MODEL_CHOOSER, NULL);

  chooser->folder = g_strdup (folder);

  return GTK_WIDGET (chooser);
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
