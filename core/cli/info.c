/* Silt: silt info
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

#include "commands.h"

#define LABEL_WIDTH  13
#define LINE_WIDTH   78

/* "12 345" in the unit that reads best. */
static gchar *
count_text (gdouble count)
{
  if (count >= 1e9)
    return g_strdup_printf ("%.1f billion", count / 1e9);
  if (count >= 1e6)
    return g_strdup_printf ("%.1f million", count / 1e6);

  return g_strdup_printf ("%.0f", count);
}

static void G_GNUC_PRINTF (2, 3)
print_field (const gchar *label,
             const gchar *format,
             ...)
{
  g_autofree gchar *text = NULL;
  va_list           args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_print ("%-*s%s\n", LABEL_WIDTH, label, text);
}

/* All names, filled into lines that stand beneath one another. */
static void
print_classes (SiltModel           *model,
               const SiltModelInfo *info)
{
  GString *text   = g_string_new (NULL);
  gint     column;
  gint     i;

  g_string_append_printf (text, "%d:", info->n_classes);
  column = LABEL_WIDTH + text->len;

  for (i = 0; i < info->n_classes; i++)
    {
      const gchar *name   = silt_model_class_name (model, i);
      gint         length = g_utf8_strlen (name, -1) + 2;

      if (column + length > LINE_WIDTH)
        {
          g_string_append_printf (text, "\n%*s", LABEL_WIDTH - 1, "");
          column = LABEL_WIDTH;
        }

      g_string_append_printf (text, " %s%s", name,
                              i + 1 < info->n_classes ? "," : "");
      column += length;
    }

  print_field ("classes", "%s", text->str);
  g_string_free (text, TRUE);
}

/* What a picture takes with the settings that nobody changed. */
static gboolean
print_estimate (SiltModel  *model,
                GError    **error)
{
  SiltSettings      settings;
  SiltEstimate      estimate;
  g_autofree gchar *memory = NULL;
  g_autofree gchar *label  = NULL;

  silt_settings_init (&settings, model);
  if (! silt_estimate (model, &settings, &estimate, error))
    return FALSE;

  label  = g_strdup_printf ("%d x %d", settings.width, settings.height);
  memory = g_format_size (estimate.bytes);
  print_field (label, "%d calls of %s, %.3g Tflop, %s of memory",
               estimate.calls, silt_sampler_name (settings.sampler),
               estimate.flops / 1e12, memory);
  return TRUE;
}

static gboolean
print_info (SiltModel  *model,
            GError    **error)
{
  const SiltModelInfo *info       = silt_model_get_info (model);
  g_autofree gchar    *parameters = count_text (info->n_parameters);

  print_field ("name", "%s", info->name);
  print_field ("path", "%s", info->path);
  print_field ("licence", "%s",
               info->license ? info->license : "not stated by the folder");
  print_field ("network", "%s, %s parameters", info->network, parameters);
  print_field ("predicts", "%s, trained on %d timesteps",
               info->prediction, info->train_timesteps);
  print_field ("scheduler", "%s, %s%s", silt_sampler_name (info->sampler),
               silt_spacing_name (info->spacing),
               info->sampler == SILT_SAMPLER_CONSISTENCY
               ? "" : " (--sampler model)");
  print_field ("variance", "%s",
               info->has_learned_variance ? "predicted" : "fixed");
  print_field ("granularity", "%d pixels", info->multiple);

  if (info->reach < 0)
    print_field ("reach", "the whole picture");
  else
    print_field ("reach", "%d pixels", info->reach);

  print_field ("guidance", "%s", info->has_guidance ? "yes" : "no");

  if (info->n_classes > 0)
    print_classes (model, info);
  else
    print_field ("classes", "none");

  return print_estimate (model, error);
}

gboolean
silt_command_info (gint      argc,
                   gchar   **argv,
                   GError  **error)
{
  g_autoptr (GOptionContext)  context = g_option_context_new ("MODEL");
  SiltModel                  *model;
  gboolean                    printed;

  g_set_prgname ("silt info");
  g_option_context_set_summary (
    context,
    "Tells what MODEL can do: a folder, a file in it, or the name of a model "
    "on\nthe search path.");

  if (! g_option_context_parse (context, &argc, &argv, error))
    return FALSE;

  if (argc != 2)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "info: expected one model; see silt info --help");
      return FALSE;
    }

  model = silt_model_open (argv[1], error);
  if (! model)
    return FALSE;

  printed = print_info (model, error);
  silt_model_unref (model);

  return printed;
}
