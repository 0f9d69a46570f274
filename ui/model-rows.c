/* Silt: the models there are
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

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chosen-style.h"
#include "model-rows.h"
#include "silt.h"

#define SPACING   6
#define MAX_CHARS 52
#define MAX_LINES 3

/* Of a button: the model's GFile, or NULL. */
#define FILE_KEY "silt-file"

struct _SiltModelRows
{
  GtkBox     parent_instance;

  GPtrArray *buttons;
  gboolean   setting;         /* it is not the user who presses               */
};

static void silt_model_rows_finalize (GObject *object);

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (SiltModelRows, silt_model_rows, GTK_TYPE_BOX)


static void
silt_model_rows_class_init (SiltModelRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = silt_model_rows_finalize;

  chosen_signal = g_signal_new ("chosen", SILT_TYPE_MODEL_ROWS,
                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_FILE);
}

static void
silt_model_rows_init (SiltModelRows *rows)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (rows),
                                  GTK_ORIENTATION_VERTICAL);
  rows->buttons = g_ptr_array_new ();
}

static void
silt_model_rows_finalize (GObject *object)
{
  g_ptr_array_unref (SILT_MODEL_ROWS (object)->buttons);

  G_OBJECT_CLASS (silt_model_rows_parent_class)->finalize (object);
}

static GFile *
button_file (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), FILE_KEY);
}

static void
mark (SiltModelRows *rows,
      GFile         *current)
{
  guint i;

  rows->setting = TRUE;
  for (i = 0; i < rows->buttons->len; i++)
    {
      GtkWidget *button = rows->buttons->pdata[i];
      GFile     *file   = button_file (button);
      gboolean   same   = file && current ? g_file_equal (file, current)
                                          : file == current;

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), same);
    }
  rows->setting = FALSE;
}

static void
button_toggled (SiltModelRows *rows,
                GtkWidget     *button)
{
  g_autoptr (GFile) file = NULL;

  if (rows->setting)
    return;

  g_set_object (&file, button_file (button));
  mark (rows, file);
  g_signal_emit (rows, chosen_signal, 0, file);
}

static GtkWidget *
text_new (const gchar *text,
          PangoWeight  weight)
{
  g_autoptr (PangoAttrList)  style = pango_attr_list_new ();
  GtkWidget                 *label = gtk_label_new (text);

  pango_attr_list_insert (style, pango_attr_weight_new (weight));
  gtk_label_set_attributes (GTK_LABEL (label), style);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), MAX_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);

  return label;
}

static GtkWidget *
add_button (SiltModelRows *rows,
            const gchar   *name,
            const gchar   *facts,
            GFile         *file)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  AtkObject *access = gtk_widget_get_accessible (button);

  gtk_box_pack_start (GTK_BOX (box), text_new (name, PANGO_WEIGHT_BOLD),
                      FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), text_new (facts, PANGO_WEIGHT_NORMAL),
                      FALSE, FALSE, 0);

  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_container_add (GTK_CONTAINER (button), box);
  silt_chosen_style_add (button);
  gtk_widget_set_tooltip_text (button, facts);
  atk_object_set_name (access, name);
  atk_object_set_description (access, facts);
  g_object_set_data_full (G_OBJECT (button), FILE_KEY, file, g_object_unref);
  g_signal_connect_swapped (button, "toggled",
                            G_CALLBACK (button_toggled), rows);

  gtk_box_pack_start (GTK_BOX (rows), button, FALSE, FALSE, 0);
  gtk_widget_show_all (button);
  g_ptr_array_add (rows->buttons, button);

  return button;
}

/* The message, less the path that it begins with, which is that of all that is
 * in this list. */
static const gchar *
problem_text (const SiltModelEntry *entry)
{
  const gchar *message = entry->error->message;
  gsize        length  = strlen (entry->path);

  if (g_str_has_prefix (message, entry->path) &&
      (message[length] == G_DIR_SEPARATOR || message[length] == ':'))
    {
      message += length + 1;
      message += strspn (message, " ");
    }

  return message;
}

/* "trained on 256 × 256 pixels · 11.2 MB · GPL-3.0-only" */
static gchar *
entry_facts (const SiltModelEntry *entry)
{
  g_autofree gchar *bytes = g_format_size (entry->file_bytes);
  g_autofree gchar *size  = NULL;
  const gchar      *license;

  license = entry->license ? entry->license : _("no licence named");
  if (entry->trained_size == 0)
    return g_strdup_printf ("%s · %s", bytes, license);

  size = g_strdup_printf (_("trained on %d × %d pixels"),
                          entry->trained_size, entry->trained_size);

  return g_strdup_printf ("%s · %s · %s", size, bytes, license);
}

static void
add_entry (SiltModelRows        *rows,
           const SiltModelEntry *entry)
{
  GFile            *file  = g_file_new_for_path (entry->path);
  g_autofree gchar *facts = NULL;
  GtkWidget        *button;

  facts  = entry->error ? g_strdup (problem_text (entry))
                        : entry_facts (entry);
  button = add_button (rows, entry->name, facts, file);

  gtk_widget_set_sensitive (button, entry->error == NULL);
  if (entry->error)
    gtk_widget_set_tooltip_text (button, entry->error->message);
}

static const gchar *const headings[] =
{
  [SILT_ORIGIN_INSTALLED] = N_("Installed"),
  [SILT_ORIGIN_OWN]       = N_("In your models folder"),
  [SILT_ORIGIN_HUB]       = N_("In the cache of Hugging Face")
};

static void
add_heading (SiltModelRows *rows,
             const gchar   *text)
{
  GtkWidget *label = text_new (text, PANGO_WEIGHT_NORMAL);

  gtk_style_context_add_class (gtk_widget_get_style_context (label),
                               GTK_STYLE_CLASS_DIM_LABEL);
  gtk_widget_set_margin_top (label, SPACING);
  gtk_widget_set_margin_start (label, SPACING);
  gtk_box_pack_start (GTK_BOX (rows), label, FALSE, FALSE, 0);
  gtk_widget_show (label);
}

static gboolean
has_file (SiltModelRows *rows,
          GFile         *file)
{
  guint i;

  for (i = 0; i < rows->buttons->len; i++)
    {
      GFile *other = button_file (rows->buttons->pdata[i]);

      if (other && g_file_equal (other, file))
        return TRUE;
    }

  return FALSE;
}

/* One that was found by somebody, and is nowhere where models are looked for. */
static void
add_other (SiltModelRows *rows,
           GFile         *file)
{
  g_autofree gchar *name = silt_model_file_name (file);
  g_autofree gchar *path = g_file_get_parse_name (file);

  add_heading (rows, _("Elsewhere"));
  add_button (rows, name, path, g_object_ref (file));
}

static void
clear (SiltModelRows *rows)
{
  g_autoptr (GList)  children = NULL;
  GList             *child;

  children = gtk_container_get_children (GTK_CONTAINER (rows));
  for (child = children; child; child = child->next)
    gtk_widget_destroy (child->data);

  g_ptr_array_set_size (rows->buttons, 0);
}


/*  public functions  */

gchar *
silt_model_file_name (GFile *file)
{
  gchar *name = g_file_get_basename (file);
  gchar *last = g_strrstr (name, "--");

  if (g_str_has_prefix (name, "models--") && last[2] != '\0')
    memmove (name, last + 2, strlen (last + 2) + 1);

  return name;
}

GtkWidget *
silt_model_rows_new (void)
{
  return g_object_new (SILT_TYPE_MODEL_ROWS, NULL);
}

void
silt_model_rows_update (SiltModelRows *rows,
                        const gchar   *folder,
                        GFile         *current)
{
  const gchar           *extra[] = { folder, NULL };
  g_autoptr (GPtrArray)  models  = silt_model_list (extra);
  const SiltModelEntry  *before  = NULL;
  guint                  i;

  g_return_if_fail (SILT_IS_MODEL_ROWS (rows));

  clear (rows);
  add_button (rows, _("Comes with Silt"), _("The one that suits this task"),
              NULL);

  for (i = 0; i < models->len; i++)
    {
      const SiltModelEntry *entry = models->pdata[i];

      if (! before || before->origin != entry->origin)
        add_heading (rows, _(headings[entry->origin]));
      add_entry (rows, entry);
      before = entry;
    }

  if (current && ! has_file (rows, current))
    add_other (rows, current);

  mark (rows, current);
}

void
silt_model_rows_focus (SiltModelRows *rows)
{
  GtkWidget *first;
  guint      i;

  g_return_if_fail (SILT_IS_MODEL_ROWS (rows));

  if (! gtk_widget_get_mapped (GTK_WIDGET (rows)))
    return;

  first = rows->buttons->pdata[0];
  for (i = 0; i < rows->buttons->len; i++)
    if (gtk_toggle_button_get_active (rows->buttons->pdata[i]))
      first = rows->buttons->pdata[i];

  gtk_widget_grab_focus (first);
}
