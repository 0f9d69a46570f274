/* Silt: the arguments that every walk takes
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

#include "remove-noise.h"

#define TEXTURE_MODEL "texture"
#define PHOTO_MODEL   "photo"

/* The timesteps of the longest schedule that is known, and more. */
#define MAX_START 9999

/* The variance that the model's folder names.  It fits every model, which
 * none of SiltVariance does, so it is the default. */
#define VARIANCE_OF_MODEL "model"

static const SiltChoiceText sampler_texts[SILT_N_SAMPLERS] =
{
  [SILT_SAMPLER_DDPM] =
  { N_("DDPM"), N_("Adds noise again at each step: wants many steps") },
  [SILT_SAMPLER_DDIM] =
  { N_("DDIM"), N_("Adds as much noise again as Eta says") },
  [SILT_SAMPLER_PNDM] =
  { N_("PNDM"), N_("Looks back at four steps") },
  [SILT_SAMPLER_DPMPP_2M] =
  { N_("DPM-Solver++ 2M"), N_("Sharp within few steps") },
  [SILT_SAMPLER_DPMPP_3M] =
  { N_("DPM-Solver++ 3M"), N_("Looks back at three steps") },
  [SILT_SAMPLER_DPMPP_2M_SDE] =
  { N_("DPM-Solver++ 2M SDE"), N_("Adds noise again at each step") },
  [SILT_SAMPLER_EULER] =
  { N_("Euler"), N_("The simplest of all") },
  [SILT_SAMPLER_EULER_ANCESTRAL] =
  { N_("Euler ancestral"), N_("Adds noise again at each step") },
  [SILT_SAMPLER_HEUN] =
  { N_("Heun"), N_("Exact, at twice the time a step") },
  [SILT_SAMPLER_UNIPC] =
  { N_("UniPC"), N_("Corrects each step with what the next one finds") },
  [SILT_SAMPLER_DEIS] =
  { N_("DEIS"), N_("Sharp within few steps") },
  [SILT_SAMPLER_LCM] =
  { N_("LCM"), N_("For models distilled to a few steps") },
  [SILT_SAMPLER_CONSISTENCY] =
  { N_("Consistency"), N_("For consistency models, and only those") },
  [SILT_SAMPLER_MODEL] =
  { N_("As in the model"), N_("What the model's folder names, with its own "
                              "spacing and variance") },
};

static const SiltChoiceText spacing_texts[SILT_N_SPACINGS] =
{
  [SILT_SPACING_LEADING] =
  { N_("Leading"), N_("Evenly, counted from the end without noise") },
  [SILT_SPACING_TRAILING] =
  { N_("Trailing"), N_("Evenly, counted from the end of pure noise") },
  [SILT_SPACING_LINSPACE] =
  { N_("Linear"), N_("Evenly, both ends included") },
  [SILT_SPACING_KARRAS] =
  { N_("Karras"), N_("More of them where there is little noise") },
  [SILT_SPACING_EXPONENTIAL] =
  { N_("Exponential"), N_("The noise falls by the same factor each time") },
  [SILT_SPACING_BETA] =
  { N_("Beta"), N_("More of them at both ends") },
  [SILT_SPACING_LU] =
  { N_("Lu"), N_("Evenly in the signal's share") },
};

static const SiltChoiceText variance_texts[SILT_N_VARIANCES] =
{
  [SILT_VARIANCE_FIXED_SMALL] =
  { N_("Small"), N_("The least that the noise schedule allows") },
  [SILT_VARIANCE_FIXED_LARGE] =
  { N_("Large"), N_("The most that the noise schedule allows") },
  [SILT_VARIANCE_LEARNED] =
  { N_("Learned"), N_("What the network predicts") },
  [SILT_VARIANCE_LEARNED_RANGE] =
  { N_("Learned range"), N_("Between small and large, as the network "
                            "predicts") },
};

static const SiltChoiceText noise_texts[SILT_N_NOISES] =
{
  [SILT_NOISE_PHILOX] =
  { N_("Per pixel"), N_("A larger layer continues a smaller one") },
  [SILT_NOISE_TORCH] =
  { N_("PyTorch"), N_("The noise that PyTorch draws for the same seed") },
  [SILT_NOISE_EVEN] =
  { N_("Even"), N_("Per pixel, without the broad fluctuations of which a "
                   "model of textures makes blotches") },
};


void
silt_choice_add_values (GimpChoice            *choice,
                        SiltNameFunc           name,
                        const SiltChoiceText  *texts,
                        gint                   n_values)
{
  gint value;

  for (value = 0; value < n_values; value++)
    gimp_choice_add (choice, name (value), value,
                     _(texts[value].label), _(texts[value].help));
}

/* The other defaults are those of silt_settings_init, and a seed that makes a
 * good first picture with the shipped model. */
void
silt_walk_args_add (GimpProcedure *procedure,
                    const gchar   *class_name)
{
  GimpChoice *sampler  = gimp_choice_new ();
  GimpChoice *spacing  = gimp_choice_new ();
  GimpChoice *variance = gimp_choice_new ();
  GimpChoice *noise    = gimp_choice_new ();

  silt_choice_add_values (sampler, silt_sampler_name,
                          sampler_texts, SILT_N_SAMPLERS);
  silt_choice_add_values (spacing, silt_spacing_name,
                          spacing_texts, SILT_N_SPACINGS);
  gimp_choice_add (variance, VARIANCE_OF_MODEL, SILT_N_VARIANCES,
                   _("As in the model"), _("What the model's folder names"));
  silt_choice_add_values (variance, silt_variance_name,
                          variance_texts, SILT_N_VARIANCES);
  silt_choice_add_values (noise, silt_noise_name,
                          noise_texts, SILT_N_NOISES);

  /* For a folder that must exist GIMP has SELECT_FOLDER, but then it refuses
   * others itself, and does not say which. */
  gimp_procedure_add_file_argument (procedure, "model",
                                    _("M_odel"),
                                    _("The folder of a diffusion model; none: "
                                      "the one that comes with Silt"),
                                    GIMP_FILE_CHOOSER_ACTION_ANY,
                                    TRUE, NULL,
                                    G_PARAM_READWRITE);
  gimp_procedure_add_string_argument (procedure, "class",
                                      _("Cl_ass"),
                                      _("What the picture shows: one of the "
                                        "model's classes; empty: any"),
                                      class_name,
                                      G_PARAM_READWRITE);
  gimp_procedure_add_int_argument (procedure, "seed",
                                   _("See_d"),
                                   _("Each seed gives another picture, and "
                                     "always the same one"),
                                   0, G_MAXINT, 42,
                                   G_PARAM_READWRITE);
  gimp_procedure_add_boolean_aux_argument (procedure, "new-seed",
                                           _("Another seed ever_y time"),
                                           _("Begin with a seed at random "
                                             "whenever this dialog opens"),
                                           FALSE,
                                           G_PARAM_READWRITE);
  gimp_procedure_add_int_argument (procedure, "steps",
                                   _("S_teps"),
                                   _("In how many steps noise turns into "
                                     "a picture"),
                                   1, 1000, 20,
                                   G_PARAM_READWRITE);
  gimp_procedure_add_choice_argument (procedure, "sampler",
                                      _("Sam_pler"),
                                      _("How a step is taken"),
                                      sampler,
                                      silt_sampler_name (SILT_SAMPLER_DPMPP_2M),
                                      G_PARAM_READWRITE);
  gimp_procedure_add_choice_argument (procedure, "spacing",
                                      _("Spac_ing"),
                                      _("Where on the way from noise to "
                                        "picture the steps lie"),
                                      spacing,
                                      silt_spacing_name (SILT_SPACING_TRAILING),
                                      G_PARAM_READWRITE);
  gimp_procedure_add_choice_argument (procedure, "variance",
                                      _("_Variance"),
                                      _("How much noise a step of DDPM adds "
                                        "again"),
                                      variance, VARIANCE_OF_MODEL,
                                      G_PARAM_READWRITE);
  gimp_procedure_add_double_argument (procedure, "eta",
                                      _("_Eta"),
                                      _("How much noise a step of DDIM adds "
                                        "again: none at 0, as DDPM does at 1"),
                                      0.0, 1.0, 0.0,
                                      G_PARAM_READWRITE);
  gimp_procedure_add_double_argument (procedure, "guidance",
                                      _("G_uidance"),
                                      _("How strongly the class is enforced; "
                                        "above 1 it takes twice the time"),
                                      0.0, 30.0, 1.0,
                                      G_PARAM_READWRITE);
  gimp_procedure_add_choice_argument (procedure, "noise",
                                      _("_Noise"),
                                      _("Where the noise of a seed comes from"),
                                      noise,
                                      silt_noise_name (SILT_NOISE_EVEN),
                                      G_PARAM_READWRITE);
  gimp_procedure_add_int_argument (procedure, "threads",
                                   _("T_hreads"),
                                   _("How many processors work at a time; 0: "
                                     "as many as GIMP's preferences say"),
                                   0, 256, 0,
                                   G_PARAM_READWRITE);
}

void
silt_walk_args_add_start (GimpProcedure *procedure)
{
  gimp_procedure_add_int_argument (procedure, "start",
                                   _("Freedo_m (Timestep)"),
                                   _("From which step of the noise the picture "
                                     "is taken back: higher is freer"),
                                   0, MAX_START, 500,
                                   G_PARAM_READWRITE);
}

void
silt_walk_args_add_choice (GimpProcedure         *procedure,
                           const gchar           *argument,
                           const gchar           *nick,
                           const gchar           *blurb,
                           const gchar *const    *values,
                           const SiltChoiceText  *texts)
{
  GimpChoice *choice = gimp_choice_new ();
  gint        i;

  for (i = 0; values[i]; i++)
    gimp_choice_add (choice, values[i], i, _(texts[i].label), _(texts[i].help));

  gimp_procedure_add_choice_argument (procedure, argument, nick, blurb,
                                      choice, values[0], G_PARAM_READWRITE);
}

gchar *
silt_walk_args_models_folder (void)
{
  g_autoptr (GFile) models = gimp_directory_file ("silt", "models", NULL);

  return g_file_get_path (models);
}

/* The path of a model that has a name; free with g_free. */
static gchar *
silt_walk_args_find_model (const gchar  *name,
                           GError      **error)
{
  g_autofree gchar *own     = silt_walk_args_models_folder ();
  const gchar      *extra[] = { own, NULL };

  return silt_model_find (name, extra, error);
}

/* The name of the one that comes with Silt for what `config` is of. */
static const gchar *
silt_walk_args_shipped_model (GimpProcedureConfig *config)
{
  GimpProcedure *procedure = gimp_procedure_config_get_procedure (config);

  return g_str_equal (gimp_procedure_get_name (procedure),
                      SILT_REMOVE_NOISE_PROC) ? PHOTO_MODEL : TEXTURE_MODEL;
}

SiltModel *
silt_walk_args_open_model (GimpProcedureConfig  *config,
                           GError              **error)
{
  g_autoptr (GFile)  folder = NULL;
  g_autofree gchar  *path   = NULL;

  g_object_get (config, "model", &folder, NULL);

  if (! folder)
    {
      path = silt_walk_args_find_model (silt_walk_args_shipped_model (config),
                                        error);
    }
  else if (! (path = g_file_get_path (folder)))
    {
      g_autofree gchar *uri = g_file_get_uri (folder);

      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("A model must be a folder on this computer; "
                     "'%s' is not."), uri);
    }

  return path ? silt_model_open (path, error) : NULL;
}

gboolean
silt_walk_args_read (GimpProcedureConfig  *config,
                     SiltModel            *model,
                     gint                  width,
                     gint                  height,
                     SiltSettings         *settings,
                     GError              **error)
{
  g_autofree gchar *class_name = NULL;
  gint              seed;
  gint              variance;

  silt_settings_init (settings, model);

  g_object_get (config,
                "class",    &class_name,
                "seed",     &seed,
                "steps",    &settings->steps,
                "eta",      &settings->eta,
                "guidance", &settings->guidance,
                "threads",  &settings->threads,
                NULL);

  settings->width   = width;
  settings->height  = height;
  settings->seed    = seed;
  settings->sampler = gimp_procedure_config_get_choice_id (config, "sampler");
  settings->spacing = gimp_procedure_config_get_choice_id (config, "spacing");
  settings->noise   = gimp_procedure_config_get_choice_id (config, "noise");

  /* Even noise is for models that see no more than a neighbourhood. */
  if (settings->noise == SILT_NOISE_EVEN &&
      silt_model_get_info (model)->reach < 0)
    settings->noise = SILT_NOISE_PHILOX;

  variance = gimp_procedure_config_get_choice_id (config, "variance");
  if (variance != SILT_N_VARIANCES)
    settings->variance = variance;

  if (settings->threads == 0)
    settings->threads = gimp_get_num_processors ();

  settings->class_index = silt_model_find_class (model,
                                                 class_name ? class_name : "",
                                                 error);

  return settings->class_index >= -1;
}

gboolean
silt_walk_args_write_model (GimpProcedureConfig  *config,
                            const gchar          *name,
                            GError              **error)
{
  g_autoptr (GFile)  folder = NULL;
  g_autofree gchar  *path   = NULL;

  if (! g_str_equal (name, silt_walk_args_shipped_model (config)))
    {
      path = silt_walk_args_find_model (name, error);
      if (! path)
        return FALSE;

      folder = g_file_new_for_path (path);
    }

  g_object_set (config, "model", folder, NULL);

  return TRUE;
}

/* What can be in the settings and in no argument. */
static gboolean
check_expressible (const SiltSettings  *settings,
                   GError             **error)
{
  if (settings->seed > G_MAXINT)
    {
      g_autofree gchar *seed = g_strdup_printf ("%" G_GINT64_FORMAT,
                                                settings->seed);

      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("seed: expected at most %d, found %s"), G_MAXINT, seed);
      return FALSE;
    }

  if (settings->n_timesteps > 0)
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _("timesteps: expected none, found a list of %d"),
                   settings->n_timesteps);
      return FALSE;
    }

  return TRUE;
}

gboolean
silt_walk_args_write (GimpProcedureConfig  *config,
                      SiltModel            *model,
                      const SiltSettings   *settings,
                      GError              **error)
{
  const gchar *class_name = "";
  const gchar *variance   = VARIANCE_OF_MODEL;

  if (! check_expressible (settings, error))
    return FALSE;

  if (settings->class_index >= 0)
    class_name = silt_model_class_name (model, settings->class_index);
  if (settings->variance != silt_model_get_info (model)->variance)
    variance = silt_variance_name (settings->variance);

  g_object_set (config,
                "class",    class_name,
                "seed",     (gint) settings->seed,
                "steps",    settings->steps,
                "sampler",  silt_sampler_name (settings->sampler),
                "spacing",  silt_spacing_name (settings->spacing),
                "variance", variance,
                "eta",      settings->eta,
                "guidance", settings->guidance,
                "noise",    silt_noise_name (settings->noise),
                NULL);

  return TRUE;
}
