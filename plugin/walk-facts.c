/* Silt: what a dialog says of models and walks
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

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "walk-facts.h"

gchar *
silt_model_facts (SiltModel *model)
{
  const SiltModelInfo *info = silt_model_get_info (model);
  g_autofree gchar    *classes = NULL;

  if (info->n_classes > 0)
    classes = g_strdup_printf (ngettext ("%d class", "%d classes",
                                         info->n_classes),
                               info->n_classes);
  else
    classes = g_strdup (_("no classes"));

  /* The model's name, its size and how many classes it has. */
  return g_strdup_printf (_("%s: %.1f million parameters, %s"),
                          info->name, info->n_parameters / 1e6, classes);
}

/* What is to be removed. */
static gchar *
noise_facts (SiltModel          *model,
             const SiltSettings *settings,
             const gchar        *times)
{
  if (silt_noise_timestep (model, settings, NULL) >= 0.0)
    return g_strdup_printf (_("Noise of about %.1f of 255; %s"),
                            settings->sigma, times);

  return g_strdup_printf (_("Noise of about %.1f of 255, less than the model "
                            "has ever seen: all stays as it is"),
                          settings->sigma);
}

gchar *
silt_start_facts (SiltModel          *model,
                  const SiltSettings *settings)
{
  g_autofree SiltPlanCall *calls = NULL;
  g_autofree gchar        *times = NULL;
  gint                     n_calls;

  calls = silt_plan (model, settings, &n_calls, NULL);
  if (! calls)
    return NULL;

  times = g_strdup_printf (ngettext ("%d call of the network",
                                     "%d calls of the network", n_calls),
                           n_calls);

  if (settings->sigma > 0.0)
    return noise_facts (model, settings, times);

  if (settings->start < 0)
    return g_strdup_printf (_("Pure noise; %s"), times);

  /* How much of each, then how many calls. */
  return g_strdup_printf (_("%.0f %% picture, %.0f %% noise; %s"),
                          100 * calls[0].alpha * calls[0].alpha,
                          100 * calls[0].sigma * calls[0].sigma, times);
}

/* "9 s", "3 min", "2 h": no more than a guess can tell. */
static gchar *
duration_text (gdouble seconds)
{
  if (seconds < 1.0)
    return g_strdup (_("less than a second"));
  if (seconds < 99.5)
    return g_strdup_printf (_("about %.0f s"), seconds);
  if (seconds < 99.5 * 60)
    return g_strdup_printf (_("about %.0f min"), seconds / 60);

  return g_strdup_printf (_("about %.0f h"), seconds / 3600);
}

gchar *
silt_cost_facts (const SiltEstimate *estimate)
{
  g_autofree gchar *memory   = g_format_size (estimate->bytes);
  g_autofree gchar *duration = NULL;

  if (estimate->seconds < 0)
    return g_strdup_printf (_("Takes %s of memory"), memory);

  duration = duration_text (estimate->seconds);

  /* How long, and how much. */
  return g_strdup_printf (_("Takes %s, %s of memory"), duration, memory);
}
