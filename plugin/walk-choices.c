/* Silt: the choices that a model and a walk leave
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

#include "walk-args.h"
#include "walk-choices.h"

/* Enough steps to know whether there is a walk at all. */
#define FEW_STEPS 4

/* Why a value cannot be chosen, or NULL. */
typedef const gchar * (* ReasonFunc) (SiltModel          *model,
                                      const SiltSettings *settings,
                                      gint                value);


static const gchar *
reason_against_sampler (SiltModel          *model,
                        const SiltSettings *settings,
                        gint                value)
{
  const SiltModelInfo *info        = silt_model_get_info (model);
  gboolean             consistency = info->sampler == SILT_SAMPLER_CONSISTENCY;
  SiltSettings         other       = *settings;

  other.sampler  = value;
  other.resample = 1;

  if (silt_settings_validate (&other, model, NULL))
    return NULL;

  if (value == SILT_SAMPLER_MODEL ||
      (value == SILT_SAMPLER_CONSISTENCY) == consistency)
    return _("It cannot begin in the middle.");

  return consistency ? _("A consistency model knows only its own.")
                     : _("It is for consistency models alone.");
}

static const gchar *
reason_against_spacing (SiltModel          *model,
                        const SiltSettings *settings,
                        gint                value)
{
  SiltSettings             other = *settings;
  g_autofree SiltPlanCall *calls = NULL;
  gint                     n_calls;

  other.spacing  = value;
  other.steps    = MIN (other.steps, FEW_STEPS);
  other.resample = 1;
  calls = silt_plan (model, &other, &n_calls, NULL);

  return calls ? NULL : _("Not with this sampler, which needs the model's own "
                          "timesteps.");
}

static const gchar *
reason_against_variance (SiltModel          *model,
                         const SiltSettings *settings,
                         gint                value)
{
  SiltSettings other = *settings;

  other.variance = value;

  return silt_settings_validate (&other, model, NULL)
         ? NULL : _("This model predicts no variance.");
}

static const struct
{
  const gchar  *argument;
  SiltNameFunc  name;
  ReasonFunc    reason;
} choices[] =
{
  { "sampler",  silt_sampler_name,  reason_against_sampler  },
  { "spacing",  silt_spacing_name,  reason_against_spacing  },
  { "variance", silt_variance_name, reason_against_variance }
};

static GimpChoice *
argument_choice (GimpProcedureConfig *config,
                 const gchar         *argument)
{
  GParamSpec *pspec;

  pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (config), argument);

  return gimp_param_spec_choice_get_choice (pspec);
}

/* A value must be one that can be chosen before it can be set. */
static void
set_choice (GimpProcedureConfig *config,
            const gchar         *argument,
            const gchar         *value)
{
  gimp_choice_set_sensitive (argument_choice (config, argument), value, TRUE);
  g_object_set (config, argument, value, NULL);
}


/*  public functions  */

void
silt_walk_choices_fit (GimpProcedureConfig *config,
                       SiltModel           *model)
{
  SiltSettings usual;
  SiltSettings settings;
  gint         variance;

  silt_settings_init (&usual, model);
  settings = usual;

  settings.sampler = gimp_procedure_config_get_choice_id (config, "sampler");
  if (reason_against_sampler (model, &usual, settings.sampler))
    {
      settings.sampler = usual.sampler;
      set_choice (config, "sampler", silt_sampler_name (usual.sampler));
    }

  settings.spacing = gimp_procedure_config_get_choice_id (config, "spacing");
  if (reason_against_spacing (model, &settings, settings.spacing))
    set_choice (config, "spacing", silt_spacing_name (usual.spacing));

  variance = gimp_procedure_config_get_choice_id (config, "variance");
  if (variance < SILT_N_VARIANCES &&
      reason_against_variance (model, &usual, variance))
    set_choice (config, "variance", silt_variance_name (usual.variance));
}

gchar *
silt_walk_choices_allow (GimpProcedureConfig *config,
                         const gchar         *argument,
                         SiltModel           *model,
                         const SiltSettings  *settings)
{
  GimpChoice *choice = argument_choice (config, argument);
  GString    *notes  = g_string_new (NULL);
  guint       i      = 0;
  gint        value;

  while (! g_str_equal (choices[i].argument, argument))
    i++;

  for (value = 0; choices[i].name (value); value++)
    {
      const gchar *name   = choices[i].name (value);
      const gchar *reason = choices[i].reason (model, settings, value);

      gimp_choice_set_sensitive (choice, name, reason == NULL);
      if (reason)
        g_string_append_printf (notes, "%s%s: %s", notes->len > 0 ? "\n" : "",
                                gimp_choice_get_label (choice, name), reason);
    }

  return g_string_free (notes, notes->len == 0);
}
