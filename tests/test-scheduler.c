/* Silt: tests of what a scheduler folder says
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

#include <math.h>
#include <string.h>

#include "scheduler.h"

#define assert_close(a, b, relative) \
  g_assert_cmpfloat (fabsl ((a) - (b)), <=, (relative) * fabsl (b))

static SiltScheduler *
read_text (const gchar  *text,
           GError      **error)
{
  SiltConfig    *json = silt_config_parse (text, -1, "folder/sched.json", NULL);
  SiltScheduler *scheduler;

  g_assert_nonnull (json);
  scheduler = silt_scheduler_read (json, error);
  silt_config_free (json);

  return scheduler;
}

static SiltScheduler *
read_good (const gchar *text)
{
  GError        *error     = NULL;
  SiltScheduler *scheduler = read_text (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (scheduler);

  return scheduler;
}

static void
assert_common_defaults (const SiltScheduler *scheduler)
{
  g_assert_cmpint   (scheduler->schedule->n, ==, 1000);
  assert_close      (scheduler->schedule->beta[0], 0.0001L, 1e-7L);
  assert_close      (scheduler->schedule->beta[999], 0.02L, 1e-7L);
  g_assert_cmpint   (scheduler->own.prediction, ==, SILT_PREDICTION_EPSILON);
  g_assert_cmpint   (scheduler->own.steps_offset, ==, 0);
  g_assert_cmpint   (scheduler->own.variance, ==, SILT_VARIANCE_FIXED_SMALL);
}

static void
test_read_defaults (void)
{
  SiltScheduler *none  = silt_scheduler_read (NULL, NULL);
  SiltScheduler *bare  = read_good ("{}");
  SiltScheduler *ddpm  = read_good ("{\"_class_name\": \"DDPMScheduler\"}");
  SiltScheduler *ddim  = read_good ("{\"_class_name\": \"DDIMScheduler\"}");
  SiltScheduler *dpmpp = read_good ("{\"_class_name\": "
                                    "\"DPMSolverMultistepScheduler\"}");

  SiltScheduler *ancestral[] = { none, bare, ddpm };
  guint          i;

  for (i = 0; i < G_N_ELEMENTS (ancestral); i++)
    {
      assert_common_defaults (ancestral[i]);
      g_assert_cmpint   (ancestral[i]->own.sampler, ==, SILT_SAMPLER_DDPM);
      g_assert_cmpint   (ancestral[i]->own.spacing, ==, SILT_SPACING_LEADING);
      g_assert_cmpfloat (ancestral[i]->own.clip_range, ==, 1.0);
      silt_scheduler_free (ancestral[i]);
    }

  assert_common_defaults (ddim);
  g_assert_cmpint   (ddim->own.sampler, ==, SILT_SAMPLER_DDIM);
  g_assert_cmpint   (ddim->own.spacing, ==, SILT_SPACING_LEADING);
  g_assert_cmpfloat (ddim->own.clip_range, ==, 1.0);
  g_assert_true     (ddim->own.set_alpha_to_one);
  silt_scheduler_free (ddim);

  assert_common_defaults (dpmpp);
  g_assert_cmpint   (dpmpp->own.sampler, ==, SILT_SAMPLER_DPMPP_2M);
  g_assert_cmpint   (dpmpp->own.spacing, ==, SILT_SPACING_LINSPACE);
  g_assert_cmpfloat (dpmpp->own.clip_range, ==, 0.0);
  g_assert_true     (dpmpp->own.final_sigma_zero);
  g_assert_true     (dpmpp->own.lower_order_final);
  g_assert_false    (dpmpp->own.euler_at_final);
  g_assert_cmpint   (dpmpp->own.solver_order, ==, 2);
  silt_scheduler_free (dpmpp);
}

static void
test_read_values (void)
{
  SiltScheduler *ddim, *ddpm, *dpmpp;

  ddim = read_good ("{\"_class_name\": \"DDIMScheduler\","
                    " \"num_train_timesteps\": 50, \"beta_start\": 0.01,"
                    " \"beta_end\": 0.5, \"beta_schedule\": \"scaled_linear\","
                    " \"clip_sample\": false, \"clip_sample_range\": 3,"
                    " \"prediction_type\": \"v_prediction\","
                    " \"set_alpha_to_one\": false, \"steps_offset\": 1,"
                    " \"timestep_spacing\": \"trailing\","
                    " \"variance_type\": \"learned\", \"novel\": [1]}");
  g_assert_cmpint   (ddim->schedule->n, ==, 50);
  assert_close      (ddim->schedule->beta[0], 0.01L, 1e-6L);
  assert_close      (ddim->schedule->beta[49], 0.5L, 1e-6L);
  g_assert_cmpfloat (ddim->own.clip_range, ==, 0.0);
  g_assert_cmpint   (ddim->own.prediction, ==, SILT_PREDICTION_V);
  g_assert_false    (ddim->own.set_alpha_to_one);
  g_assert_cmpint   (ddim->own.steps_offset, ==, 1);
  g_assert_cmpint   (ddim->own.spacing, ==, SILT_SPACING_TRAILING);
  g_assert_cmpint   (ddim->own.variance, ==, SILT_VARIANCE_FIXED_SMALL);
  silt_scheduler_free (ddim);

  ddpm = read_good ("{\"_class_name\": \"DDPMScheduler\","
                    " \"trained_betas\": [0.1, 0.2, 0.3],"
                    " \"prediction_type\": \"sample\","
                    " \"clip_sample_range\": 2.5,"
                    " \"variance_type\": \"fixed_large\"}");
  g_assert_cmpint   (ddpm->schedule->n, ==, 3);
  g_assert_cmpfloat (ddpm->schedule->beta[2], ==, 0.3);
  g_assert_cmpint   (ddpm->own.prediction, ==, SILT_PREDICTION_SAMPLE);
  g_assert_cmpfloat (ddpm->own.clip_range, ==, 2.5);
  g_assert_cmpint   (ddpm->own.variance, ==, SILT_VARIANCE_FIXED_LARGE);
  silt_scheduler_free (ddpm);

  dpmpp = read_good ("{\"_class_name\": \"DPMSolverMultistepScheduler\","
                     " \"beta_schedule\": \"squaredcos_cap_v2\","
                     " \"algorithm_type\": \"deis\","
                     " \"solver_type\": \"logrho\", \"solver_order\": 1,"
                     " \"lower_order_final\": false, \"euler_at_final\": true,"
                     " \"final_sigmas_type\": \"sigma_min\","
                     " \"lambda_min_clipped\": -50.0, \"clip_sample\": true,"
                     " \"variance_type\": \"learned_range\"}");
  g_assert_cmpfloat (dpmpp->schedule->beta[999], ==, 0.999);
  g_assert_cmpint   (dpmpp->own.solver_order, ==, 1);
  g_assert_false    (dpmpp->own.lower_order_final);
  g_assert_true     (dpmpp->own.euler_at_final);
  g_assert_false    (dpmpp->own.final_sigma_zero);
  g_assert_cmpfloat (dpmpp->own.clip_range, ==, 0.0);
  g_assert_cmpint   (dpmpp->own.variance, ==, SILT_VARIANCE_LEARNED_RANGE);
  silt_scheduler_free (dpmpp);
}

static void
test_read_variances (void)
{
  static const struct
  {
    const gchar  *word;
    SiltVariance  variance;
  } cases[] =
  {
    { "fixed_small",     SILT_VARIANCE_FIXED_SMALL   },
    { "fixed_small_log", SILT_VARIANCE_FIXED_SMALL   },
    { "fixed_large",     SILT_VARIANCE_FIXED_LARGE   },
    { "fixed_large_log", SILT_VARIANCE_FIXED_LARGE   },
    { "learned",         SILT_VARIANCE_LEARNED       },
    { "learned_range",   SILT_VARIANCE_LEARNED_RANGE }
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *text = g_strdup_printf ("{\"variance_type\": \"%s\"}",
                                                cases[i].word);
      SiltScheduler    *scheduler = read_good (text);

      g_assert_cmpint (scheduler->own.variance, ==, cases[i].variance);
      silt_scheduler_free (scheduler);
    }
}

/* Every class, with the keys that only it has; each of them is honoured. */
static void
test_read_classes (void)
{
  SiltScheduler    *scheduler;
  SiltWalkSettings *own;

  scheduler = read_good ("{\"_class_name\": \"PNDMScheduler\"}");
  own       = &scheduler->own;
  g_assert_cmpint (own->sampler, ==, SILT_SAMPLER_PNDM);
  g_assert_cmpint (own->spacing, ==, SILT_SPACING_LEADING);
  g_assert_false  (own->skip_prk_steps);
  g_assert_false  (own->set_alpha_to_one);
  g_assert_true   (own->as_diffusers);
  silt_scheduler_free (scheduler);

  scheduler = read_good ("{\"_class_name\": \"PNDMScheduler\","
                         " \"skip_prk_steps\": true,"
                         " \"set_alpha_to_one\": true}");
  own       = &scheduler->own;
  g_assert_true (own->skip_prk_steps);
  g_assert_true (own->set_alpha_to_one);
  silt_scheduler_free (scheduler);

  scheduler = read_good ("{\"_class_name\": \"EulerDiscreteScheduler\","
                         " \"use_karras_sigmas\": true, \"sigma_min\": 0.1,"
                         " \"sigma_max\": 50,"
                         " \"timestep_spacing\": \"leading\","
                         " \"interpolation_type\": \"log_linear\","
                         " \"final_sigmas_type\": \"sigma_min\"}");
  own       = &scheduler->own;
  g_assert_cmpint   (own->sampler, ==, SILT_SAMPLER_EULER);
  g_assert_cmpint   (own->spacing, ==, SILT_SPACING_KARRAS);
  g_assert_cmpint   (own->ends, ==, SILT_SPACING_LEADING);
  g_assert_cmpfloat (own->sigma_min, ==, 0.1);
  g_assert_cmpfloat (own->sigma_max, ==, 50.0);
  g_assert_true     (own->full_range);
  g_assert_false    (own->log_linear);
  g_assert_false    (own->final_sigma_zero);
  silt_scheduler_free (scheduler);

  scheduler = read_good ("{\"_class_name\": \"EulerDiscreteScheduler\","
                         " \"interpolation_type\": \"log_linear\"}");
  g_assert_true  (scheduler->own.log_linear);
  g_assert_false (scheduler->own.final_sigma_zero);
  silt_scheduler_free (scheduler);

  scheduler = read_good ("{\"_class_name\":"
                         " \"EulerAncestralDiscreteScheduler\","
                         " \"rescale_betas_zero_snr\": true}");
  g_assert_cmpint (scheduler->own.sampler, ==, SILT_SAMPLER_EULER_ANCESTRAL);
  g_assert_true   (scheduler->schedule->zero_snr);
  silt_scheduler_free (scheduler);

  scheduler = read_good ("{\"_class_name\": \"HeunDiscreteScheduler\","
                         " \"clip_sample\": true,"
                         " \"use_exponential_sigmas\": true}");
  own       = &scheduler->own;
  g_assert_cmpint   (own->sampler, ==, SILT_SAMPLER_HEUN);
  g_assert_cmpint   (own->spacing, ==, SILT_SPACING_EXPONENTIAL);
  g_assert_cmpfloat (own->clip_range, ==, 1.0);
  assert_close      (scheduler->schedule->beta[0], 0.00085L, 1e-6L);
  silt_scheduler_free (scheduler);

  scheduler = read_good ("{\"_class_name\": \"UniPCMultistepScheduler\","
                         " \"solver_order\": 3, \"solver_type\": \"bh1\","
                         " \"predict_x0\": false, \"thresholding\": true,"
                         " \"disable_corrector\": [0, 5],"
                         " \"use_beta_sigmas\": true}");
  own       = &scheduler->own;
  g_assert_cmpint   (own->sampler, ==, SILT_SAMPLER_UNIPC);
  g_assert_cmpint   (own->solver_order, ==, 3);
  g_assert_true     (own->solver_bh1);
  g_assert_true     (own->predict_eps);
  g_assert_cmpuint  (own->uncorrected, ==, 33);
  g_assert_cmpint   (own->spacing, ==, SILT_SPACING_BETA);
  g_assert_true     (own->ends_at_last);
  g_assert_cmpfloat (own->threshold_ratio, ==, 0.0);
  silt_scheduler_free (scheduler);

  scheduler = read_good ("{\"_class_name\": \"DEISMultistepScheduler\","
                         " \"thresholding\": true, \"sample_max_value\": 3,"
                         " \"dynamic_thresholding_ratio\": 0.5}");
  own       = &scheduler->own;
  g_assert_cmpint   (own->sampler, ==, SILT_SAMPLER_DEIS);
  g_assert_false    (own->final_sigma_zero);
  g_assert_false    (own->ends_at_last);
  g_assert_cmpfloat (own->threshold_ratio, ==, 0.5);
  g_assert_cmpfloat (own->threshold_max, ==, 3.0);
  silt_scheduler_free (scheduler);

  scheduler = read_good ("{\"_class_name\": \"LCMScheduler\","
                         " \"original_inference_steps\": 25,"
                         " \"timestep_scaling\": 5}");
  own       = &scheduler->own;
  g_assert_cmpint   (own->sampler, ==, SILT_SAMPLER_LCM);
  g_assert_cmpint   (own->original_steps, ==, 25);
  g_assert_cmpfloat (own->timestep_scaling, ==, 5.0);
  g_assert_cmpfloat (own->clip_range, ==, 0.0);
  silt_scheduler_free (scheduler);

  scheduler = read_good ("{\"_class_name\":"
                         " \"CMStochasticIterativeScheduler\","
                         " \"sigma_max\": 70, \"s_noise\": 0.9, \"rho\": 5,"
                         " \"sigma_data\": 0.4, \"clip_denoised\": false}");
  own       = &scheduler->own;
  g_assert_cmpint   (own->sampler, ==, SILT_SAMPLER_CONSISTENCY);
  g_assert_cmpint   (scheduler->schedule->n, ==, 40);
  g_assert_cmpfloat (own->sigma_min, ==, 0.002);
  g_assert_cmpfloat (own->sigma_max, ==, 70.0);
  g_assert_cmpfloat (own->sigma_data, ==, 0.4);
  g_assert_cmpfloat (own->s_noise, ==, 0.9);
  g_assert_cmpfloat (own->rho, ==, 5.0);
  g_assert_cmpfloat (own->clip_range, ==, 0.0);
  silt_scheduler_free (scheduler);
}

/* Of a folder's own way to walk, ours takes what is the model's. */
static void
test_settings_for (void)
{
  SiltScheduler    *scheduler;
  SiltWalkSettings  settings;

  scheduler = read_good ("{\"_class_name\": \"DDIMScheduler\","
                         " \"prediction_type\": \"v_prediction\","
                         " \"clip_sample_range\": 2, \"thresholding\": true,"
                         " \"timestep_spacing\": \"linspace\"}");
  silt_walk_settings_for (&settings, scheduler);

  g_assert_cmpint   (settings.prediction, ==, SILT_PREDICTION_V);
  g_assert_cmpfloat (settings.clip_range, ==, 2.0);
  g_assert_cmpfloat (settings.threshold_ratio, ==, 0.995);
  g_assert_cmpint   (settings.sampler, ==, SILT_SAMPLER_DPMPP_2M);
  g_assert_cmpint   (settings.spacing, ==, SILT_SPACING_TRAILING);
  g_assert_cmpint   (settings.steps, ==, 20);
  g_assert_false    (settings.as_diffusers);

  silt_scheduler_free (scheduler);
}

/* Each is refused in a sentence that names the file, the key and the value. */
static void
test_read_refused (void)
{
  static const struct
  {
    const gchar   *members;
    SiltErrorCode  code;
    const gchar   *key, *value;
  } cases[] =
  {
    { "\"_class_name\": \"SdeVeScheduler\"",
      SILT_ERROR_UNSUPPORTED, "_class_name", "SdeVeScheduler" },
    { "\"_class_name\": \"SdeVeScheduler\"",
      SILT_ERROR_UNSUPPORTED, "DDIMScheduler", "DPMSolverMultistepScheduler" },
    { "\"beta_schedule\": \"quadratic\"",
      SILT_ERROR_UNSUPPORTED, "beta_schedule", "quadratic" },
    { "\"prediction_type\": \"flow_prediction\"",
      SILT_ERROR_UNSUPPORTED, "prediction_type", "flow_prediction" },
    { "\"timestep_spacing\": \"quadratic\"",
      SILT_ERROR_UNSUPPORTED, "timestep_spacing", "quadratic" },
    { "\"variance_type\": \"guessed\"",
      SILT_ERROR_UNSUPPORTED, "variance_type", "guessed" },
    { "\"algorithm_type\": \"dpmsolver\"",
      SILT_ERROR_UNSUPPORTED, "algorithm_type", "dpmsolver" },
    { "\"solver_type\": \"euler\"",
      SILT_ERROR_UNSUPPORTED, "solver_type", "euler" },
    { "\"final_sigmas_type\": \"one\"",
      SILT_ERROR_UNSUPPORTED, "final_sigmas_type", "one" },
    { "\"use_karras_sigmas\": true, \"use_beta_sigmas\": true",
      SILT_ERROR_FORMAT, "use_beta_sigmas", "true" },
    { "\"num_train_timesteps\": 1, \"rescale_betas_zero_snr\": true",
      SILT_ERROR_UNSUPPORTED, "rescale_betas_zero_snr", "true" },
    { "\"dynamic_thresholding_ratio\": 1.5",
      SILT_ERROR_FORMAT, "dynamic_thresholding_ratio", "1.5" },
    { "\"use_flow_sigmas\": true",
      SILT_ERROR_UNSUPPORTED, "use_flow_sigmas", "true" },
    { "\"use_dynamic_shifting\": true",
      SILT_ERROR_UNSUPPORTED, "use_dynamic_shifting", "true" },
    { "\"lambda_min_clipped\": -5.0",
      SILT_ERROR_UNSUPPORTED, "lambda_min_clipped", "-5" },
    { "\"num_train_timesteps\": 0",
      SILT_ERROR_FORMAT, "num_train_timesteps", "0" },
    { "\"num_train_timesteps\": 1000000000",
      SILT_ERROR_FORMAT, "num_train_timesteps", "1000000000" },
    { "\"num_train_timesteps\": \"many\"",
      SILT_ERROR_FORMAT, "num_train_timesteps", "many" },
    { "\"num_train_timesteps\": 4, \"trained_betas\": [0.1, 0.2]",
      SILT_ERROR_FORMAT, "trained_betas", "2" },
    { "\"trained_betas\": [0.1, 1.5]",
      SILT_ERROR_FORMAT, "trained_betas", "1.5" },
    { "\"trained_betas\": [0.1, 0]",
      SILT_ERROR_FORMAT, "trained_betas", "0" },
    { "\"trained_betas\": []",
      SILT_ERROR_FORMAT, "trained_betas", "expected" },
    { "\"beta_start\": 0",
      SILT_ERROR_FORMAT, "beta_start", "0" },
    { "\"beta_end\": 2.0",
      SILT_ERROR_FORMAT, "beta_end", "2" },
    { "\"beta_end\": NaN",
      SILT_ERROR_FORMAT, "beta_end", "expected" },
    { "\"solver_order\": 4",
      SILT_ERROR_FORMAT, "solver_order", "4" },
    { "\"steps_offset\": -1",
      SILT_ERROR_FORMAT, "steps_offset", "-1" },
    { "\"beta_schedule\": 7",
      SILT_ERROR_FORMAT, "beta_schedule", "7" },
    { "\"thresholding\": \"yes\"",
      SILT_ERROR_FORMAT, "thresholding", "yes" }
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree gchar  *text  = NULL;

      if (strstr (cases[i].members, "_class_name"))
        text = g_strdup_printf ("{%s}", cases[i].members);
      else
        text = g_strdup_printf ("{\"_class_name\": "
                                "\"DPMSolverMultistepScheduler\", %s}",
                                cases[i].members);

      g_assert_null (read_text (text, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, SILT_ERROR, (gint) cases[i].code);
      g_assert_nonnull (strstr (error->message, "folder/sched.json"));
      g_assert_nonnull (strstr (error->message, cases[i].key));
      g_assert_nonnull (strstr (error->message, cases[i].value));
    }
}

static void
test_read_clip_fault (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text ("{\"clip_sample_range\": -1}", &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "clip_sample_range"));
}

static void
test_prediction_names (void)
{
  g_assert_cmpstr (silt_prediction_name (SILT_PREDICTION_EPSILON), ==,
                   "epsilon");
  g_assert_cmpstr (silt_prediction_name (SILT_PREDICTION_SAMPLE), ==,
                   "sample");
  g_assert_cmpstr (silt_prediction_name (SILT_PREDICTION_V), ==,
                   "v_prediction");
  g_assert_null (silt_prediction_name (SILT_N_PREDICTIONS));
  g_assert_null (silt_prediction_name (-1));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheduler/defaults",     test_read_defaults);
  g_test_add_func ("/scheduler/values",       test_read_values);
  g_test_add_func ("/scheduler/variances",    test_read_variances);
  g_test_add_func ("/scheduler/classes",      test_read_classes);
  g_test_add_func ("/scheduler/ours",         test_settings_for);
  g_test_add_func ("/scheduler/refused",      test_read_refused);
  g_test_add_func ("/scheduler/clip-range",   test_read_clip_fault);
  g_test_add_func ("/scheduler/predictions",  test_prediction_names);

  return g_test_run ();
}
