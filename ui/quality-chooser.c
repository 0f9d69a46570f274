/* Silt: Draft, Good, Best
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

#include "quality-chooser.h"

struct _SiltQualityChooser
{
  GtkBox     parent_instance;

  GtkWidget *buttons[SILT_N_QUALITIES];
  gboolean   setting;                    /* it is not the user who presses    */
};

static const struct
{
  const gchar *label;
  const gchar *help;
  gint         steps;
  gint         consistency_steps;
} qualities[SILT_N_QUALITIES] =
{
  [SILT_QUALITY_DRAFT] =
  { N_("Draft"), N_("To look around: quick and rough"), 10, 1 },
  [SILT_QUALITY_GOOD] =
  { N_("Good"), N_("To keep: all that most pictures need"), 20, 2 },
  [SILT_QUALITY_BEST] =
  { N_("Best"), N_("To print: fine detail, for more than twice the time"),
    50, 4 },
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (SiltQualityChooser, silt_quality_chooser, GTK_TYPE_BOX)


void
silt_quality_apply (SiltQuality   quality,
                    SiltModel    *model,
                    SiltSettings *settings)
{
  const SiltModelInfo *info        = silt_model_get_info (model);
  gboolean             consistency = info->sampler == SILT_SAMPLER_CONSISTENCY;
  gint                 steps;

  g_return_if_fail (quality >= 0 && quality < SILT_N_QUALITIES);

  steps = consistency ? qualities[quality].consistency_steps
                      : qualities[quality].steps;

  settings->steps   = MIN (steps, info->train_timesteps);
  settings->sampler = consistency ? SILT_SAMPLER_CONSISTENCY
                                  : SILT_SAMPLER_DPMPP_2M;
  settings->spacing = SILT_SPACING_TRAILING;
}

SiltQuality
silt_quality_of (SiltModel          *model,
                 const SiltSettings *settings)
{
  SiltQuality quality;

  for (quality = 0; quality < SILT_N_QUALITIES; quality++)
    {
      SiltSettings preset = *settings;

      silt_quality_apply (quality, model, &preset);

      if (preset.steps   == settings->steps   &&
          preset.sampler == settings->sampler &&
          preset.spacing == settings->spacing)
        return quality;
    }

  return SILT_QUALITY_CUSTOM;
}


static gboolean
silt_quality_chooser_mnemonic (GtkWidget *widget,
                               gboolean   cycling)
{
  SiltQualityChooser *chooser = SILT_QUALITY_CHOOSER (widget);

  gtk_widget_grab_focus (chooser->buttons[SILT_QUALITY_DRAFT]);

  return TRUE;
}

static void
silt_quality_chooser_class_init (SiltQualityChooserClass *klass)
{
  GTK_WIDGET_CLASS (klass)->mnemonic_activate = silt_quality_chooser_mnemonic;

  chosen_signal = g_signal_new ("chosen", SILT_TYPE_QUALITY_CHOOSER,
                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
button_toggled (SiltQualityChooser *chooser,
                GtkWidget          *button)
{
  SiltQuality quality;

  if (chooser->setting)
    return;

  for (quality = 0; quality < SILT_N_QUALITIES; quality++)
    if (button == chooser->buttons[quality])
      {
        silt_quality_chooser_set (chooser, quality);
        g_signal_emit (chooser, chosen_signal, 0, quality);
        return;
      }
}

static void
silt_quality_chooser_init (SiltQualityChooser *chooser)
{
  GtkStyleContext *context;
  SiltQuality      quality;

  context = gtk_widget_get_style_context (GTK_WIDGET (chooser));
  gtk_style_context_add_class (context, GTK_STYLE_CLASS_LINKED);
  gtk_box_set_homogeneous (GTK_BOX (chooser), TRUE);

  for (quality = 0; quality < SILT_N_QUALITIES; quality++)
    {
      GtkWidget *button;

      button = gtk_toggle_button_new_with_label (_(qualities[quality].label));
      gtk_widget_set_tooltip_text (button, _(qualities[quality].help));
      gtk_widget_show (button);
      gtk_box_pack_start (GTK_BOX (chooser), button, TRUE, TRUE, 0);
      g_signal_connect_swapped (button, "toggled",
                                G_CALLBACK (button_toggled), chooser);

      chooser->buttons[quality] = button;
    }
}


/*  public functions  */

GtkWidget *
silt_quality_chooser_new (void)
{
  return g_object_new (SILT_TYPE_QUALITY_CHOOSER, NULL);
}

void
silt_quality_chooser_set (SiltQualityChooser *chooser,
                          SiltQuality         quality)
{
  SiltQuality i;

  g_return_if_fail (SILT_IS_QUALITY_CHOOSER (chooser));

  chooser->setting = TRUE;
  for (i = 0; i < SILT_N_QUALITIES; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chooser->buttons[i]),
                                  i == quality);
  chooser->setting = FALSE;
}
