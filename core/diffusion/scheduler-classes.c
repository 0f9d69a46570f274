/* Silt: the schedulers of the diffusers library
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

#include "scheduler-reader.h"

/* A fixed variance by way of its logarithm is the same variance. */
static const gchar *const variance_words[] =
{
  "fixed_small", "fixed_large", "learned", "learned_range",
  "fixed_small_log", "fixed_large_log", NULL
};

/* "deis", and "logrho", "bh1" and "bh2" below, are what the configurations of
 * other solvers say there; DPMSolverMultistepScheduler takes them so. */
static const gchar *const algorithm_words[] =
{
  "dpmsolver++", "sde-dpmsolver++", "deis", NULL
};

static const gchar *const solver_words[] =
{
  "midpoint", "heun", "logrho", "bh1", "bh2", NULL
};

static const gchar *const final_sigma_words[] =
{
  "zero", "sigma_min", NULL
};

static const gchar *const unipc_words[] =
{
  "bh2", "bh1", "midpoint", "heun", "logrho", NULL
};

/* DEIS knows but one way, and takes these words for it. */
static const gchar *const deis_algorithm_words[] =
{
  "deis", "dpmsolver", "dpmsolver++", NULL
};

static const gchar *const deis_words[] =
{
  "logrho", "midpoint", "heun", "bh1", "bh2", NULL
};

static const gchar *const interpolation_words[] =
{
  "linear", "log_linear", NULL
};

static const gchar *const flow_flags[] =
{
  "use_flow_sigmas", "use_dynamic_shifting", NULL
};

static SiltVariance
read_variance (SiltReader *reader)
{
  gint variance = silt_reader_word (reader, "variance_type",
                                    SILT_VARIANCE_FIXED_SMALL, variance_words);

  return variance < SILT_N_VARIANCES ? variance : variance - SILT_N_VARIANCES;
}

/* Dynamic thresholding takes the place of clipping. */
static void
read_threshold (SiltReader       *reader,
                SiltWalkSettings *own)
{
  SiltConfig *json  = reader->json;
  gdouble     ratio = silt_config_double (json, "dynamic_thresholding_ratio",
                                          0.995, 0.0, 1.0);
  gdouble     max   = silt_config_double (json, "sample_max_value", 1.0,
                                          1e-6, 1e6);

  if (silt_config_boolean (json, "thresholding", FALSE))
    {
      own->threshold_ratio = MAX (ratio, G_MINFLOAT);
      own->threshold_max   = max;
    }
}

static void
read_clip (SiltReader       *reader,
           SiltWalkSettings *own,
           gboolean          clips)
{
  gdouble range = silt_config_double (reader->json, "clip_sample_range", 1.0,
                                      1e-6, 1e6);

  if (silt_config_boolean (reader->json, "clip_sample", clips))
    own->clip_range = range;
}

static void
read_zero_snr (SiltReader    *reader,
               SiltScheduler *scheduler)
{
  if (! silt_config_boolean (reader->json, "rescale_betas_zero_snr", FALSE))
    return;

  if (scheduler->schedule->n > 1)
    silt_schedule_rescale (scheduler->schedule);
  else
    silt_reader_refuse (reader, "rescale_betas_zero_snr",
                        "false for a single timestep", "true");
}

/* Sets the spacing to one over sigma, if the folder asks for one. */
static void
read_sigma_spacing (SiltReader       *reader,
                    SiltWalkSettings *own)
{
  static const struct
  {
    const gchar *key;
    SiltSpacing  spacing;
  } flags[] =
  {
    { "use_karras_sigmas",      SILT_SPACING_KARRAS      },
    { "use_exponential_sigmas", SILT_SPACING_EXPONENTIAL },
    { "use_beta_sigmas",        SILT_SPACING_BETA        }
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (flags); i++)
    if (silt_config_boolean (reader->json, flags[i].key, FALSE))
      {
        if (own->spacing > SILT_SPACING_LINSPACE)
          silt_config_fault (reader->json, flags[i].key,
                             "expected false beside another spacing of the "
                             "sigmas, found true");
        own->spacing = flags[i].spacing;
      }
}

static void
read_final_sigma (SiltReader       *reader,
                  SiltWalkSettings *own)
{
  own->final_sigma_zero = silt_reader_word (reader, "final_sigmas_type", 0,
                                            final_sigma_words) == 0;
}

static void
read_multistep (SiltReader       *reader,
                SiltWalkSettings *own)
{
  own->solver_order      = silt_config_int (reader->json, "solver_order",
                                            2, 1, 3);
  own->lower_order_final = silt_config_boolean (reader->json,
                                                "lower_order_final", TRUE);
  silt_reader_refuse_flags (reader, flow_flags);
}

static void
read_ddpm (SiltReader    *reader,
           SiltScheduler *scheduler)
{
  read_clip (reader, &scheduler->own, TRUE);
  read_threshold (reader, &scheduler->own);
  read_zero_snr (reader, scheduler);
  scheduler->own.variance = read_variance (reader);
}

static void
read_ddim (SiltReader    *reader,
           SiltScheduler *scheduler)
{
  read_clip (reader, &scheduler->own, TRUE);
  read_threshold (reader, &scheduler->own);
  read_zero_snr (reader, scheduler);
  scheduler->own.set_alpha_to_one = silt_config_boolean (reader->json,
                                                         "set_alpha_to_one",
                                                         TRUE);
}

/* lambda_min_clipped keeps a walk away from the noisiest timesteps, those with
 * log (alpha / sigma) below it. */
static void
refuse_clipped_lambda (SiltReader         *reader,
                       const SiltSchedule *schedule)
{
  gdouble alpha_bar = schedule->alpha_bar[schedule->n - 1];
  gdouble lambda    = 0.5 * log (alpha_bar / (1.0 - alpha_bar));
  gdouble min       = silt_config_double (reader->json, "lambda_min_clipped",
                                          -INFINITY, -INFINITY, INFINITY);

  if (min > lambda)
    {
      gchar found[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_dtostr (found, sizeof (found), min);
      silt_reader_refuse (reader, "lambda_min_clipped",
                          "a number that clips nothing, such as -Infinity",
                          found);
    }
}

static void
read_dpmpp (SiltReader    *reader,
            SiltScheduler *scheduler)
{
  SiltWalkSettings *own = &scheduler->own;
  gboolean          sde = silt_reader_word (reader, "algorithm_type", 0,
                                            algorithm_words) == 1;

  read_threshold (reader, own);
  read_zero_snr (reader, scheduler);
  read_multistep (reader, own);
  read_final_sigma (reader, own);
  read_sigma_spacing (reader, own);
  refuse_clipped_lambda (reader, scheduler->schedule);

  /* Karras goes before Lu, and that before the others. */
  if (silt_config_boolean (reader->json, "use_lu_lambdas", FALSE) &&
      own->spacing != SILT_SPACING_KARRAS)
    own->spacing = SILT_SPACING_LU;

  own->variance       = read_variance (reader);
  own->solver_heun    = silt_reader_word (reader, "solver_type", 0,
                                          solver_words) == 1;
  own->euler_at_final = silt_config_boolean (reader->json, "euler_at_final",
                                             FALSE);

  if (sde)
    own->sampler = SILT_SAMPLER_DPMPP_2M_SDE;
  else if (own->solver_order == 3)
    own->sampler = SILT_SAMPLER_DPMPP_3M;
}

static void
read_pndm (SiltReader    *reader,
           SiltScheduler *scheduler)
{
  SiltWalkSettings *own = &scheduler->own;

  own->skip_prk_steps   = silt_config_boolean (reader->json, "skip_prk_steps",
                                               FALSE);
  own->set_alpha_to_one = silt_config_boolean (reader->json, "set_alpha_to_one",
                                               FALSE);
}

/* The ends of the spacings over sigma; 0: the schedule's. */
static void
read_sigma_ends (SiltReader       *reader,
                 SiltWalkSettings *own)
{
  own->sigma_min = silt_config_double (reader->json, "sigma_min", 0.0,
                                       1e-10, 1e10);
  own->sigma_max = silt_config_double (reader->json, "sigma_max", 0.0,
                                       1e-10, 1e10);
}

static void
read_euler (SiltReader    *reader,
            SiltScheduler *scheduler)
{
  SiltWalkSettings *own  = &scheduler->own;
  const gchar      *type = silt_config_string (reader->json, "timestep_type",
                                               "discrete");

  read_zero_snr (reader, scheduler);
  read_final_sigma (reader, own);
  read_sigma_spacing (reader, own);
  read_sigma_ends (reader, own);

  if (own->prediction == SILT_PREDICTION_V && ! g_str_equal (type, "discrete"))
    silt_reader_refuse (reader, "timestep_type", "\"discrete\"", type);

  if (silt_reader_word (reader, "interpolation_type", 0,
                        interpolation_words) == 0)
    return;

  /* Its sigmas run down to that of t = 0, whatever is to come behind; spaced
   * anew, their ends are those of the schedule. */
  own->log_linear = own->spacing <= SILT_SPACING_LINSPACE;
  if (own->log_linear)
    own->final_sigma_zero = FALSE;
  else
    own->full_range = TRUE;
}

static void
read_euler_ancestral (SiltReader    *reader,
                      SiltScheduler *scheduler)
{
  read_zero_snr (reader, scheduler);
}

static void
read_heun (SiltReader    *reader,
           SiltScheduler *scheduler)
{
  read_clip (reader, &scheduler->own, FALSE);
  read_sigma_spacing (reader, &scheduler->own);
}

/* Which steps UniPC does not correct. */
static void
read_uncorrected (SiltReader       *reader,
                  SiltWalkSettings *own)
{
  guint               n     = 0;
  g_autofree gint64  *steps = NULL;

  if (silt_config_is_empty (reader->json, "disable_corrector"))
    return;

  steps = silt_config_ints (reader->json, "disable_corrector",
                            SILT_MAX_TRAINED, 0, SILT_MAX_UNCORRECTED - 1,
                            &n);
  while (n--)
    own->uncorrected |= (guint64) 1 << steps[n];
}

static void
read_unipc (SiltReader    *reader,
            SiltScheduler *scheduler)
{
  SiltWalkSettings *own = &scheduler->own;

  read_threshold (reader, own);
  read_zero_snr (reader, scheduler);
  read_multistep (reader, own);
  read_final_sigma (reader, own);
  read_sigma_spacing (reader, own);
  read_sigma_ends (reader, own);
  read_uncorrected (reader, own);

  own->solver_bh1   = silt_reader_word (reader, "solver_type", 0,
                                        unipc_words) == 1;
  own->predict_eps  = ! silt_config_boolean (reader->json, "predict_x0", TRUE);
  own->ends_at_last = own->spacing > SILT_SPACING_LINSPACE;

  /* eps is never thresholded. */
  if (own->predict_eps)
    own->threshold_ratio = 0.0;

  if (silt_config_has (reader->json, "solver_p"))
    silt_reader_refuse (reader, "solver_p", "null", "another scheduler");
}

static void
read_deis (SiltReader    *reader,
           SiltScheduler *scheduler)
{
  SiltWalkSettings *own = &scheduler->own;

  silt_reader_word (reader, "algorithm_type", 0, deis_algorithm_words);
  silt_reader_word (reader, "solver_type", 0, deis_words);
  read_threshold (reader, own);
  read_multistep (reader, own);
  read_sigma_spacing (reader, own);

  own->final_sigma_zero = FALSE;
  own->ends_at_last     = own->spacing > SILT_SPACING_LINSPACE;
}

static void
read_lcm (SiltReader    *reader,
          SiltScheduler *scheduler)
{
  SiltWalkSettings *own = &scheduler->own;
  gint              n   = scheduler->schedule->n;

  read_clip (reader, own, FALSE);
  read_threshold (reader, own);
  read_zero_snr (reader, scheduler);

  own->original_steps   = silt_config_int (reader->json,
                                           "original_inference_steps",
                                           MIN (50, n), 1, n);
  own->timestep_scaling = silt_config_double (reader->json, "timestep_scaling",
                                              10.0, -1e6, 1e6);
  own->steps            = MIN (4, own->original_steps);
}

static void
read_consistency (SiltReader    *reader,
                  SiltScheduler *scheduler)
{
  SiltConfig       *json = reader->json;
  SiltWalkSettings *own  = &scheduler->own;

  own->sigma_min  = silt_config_double (json, "sigma_min", 0.002, 1e-10, 1e10);
  own->sigma_max  = silt_config_double (json, "sigma_max", 80.0,
                                        own->sigma_min, 1e10);
  own->sigma_data = silt_config_double (json, "sigma_data", 0.5, 1e-10, 1e10);
  own->s_noise    = silt_config_double (json, "s_noise", 1.0, 0.0, 1e6);
  own->rho        = silt_config_double (json, "rho", 7.0, 0.01, 1000.0);
  own->clip_range = silt_config_boolean (json, "clip_denoised", TRUE) ? 1.0
                                                                      : 0.0;
  own->steps      = MIN (2, scheduler->schedule->n);
}

static const SiltSchedulerClass classes[] =
{
  { "DDPMScheduler",
    SILT_SAMPLER_DDPM, SILT_SPACING_LEADING, 1000,
    SILT_BETA_LINEAR, 0.0001, 0.02, read_ddpm },
  { "DDIMScheduler",
    SILT_SAMPLER_DDIM, SILT_SPACING_LEADING, 1000,
    SILT_BETA_LINEAR, 0.0001, 0.02, read_ddim },
  { "PNDMScheduler",
    SILT_SAMPLER_PNDM, SILT_SPACING_LEADING, 1000,
    SILT_BETA_LINEAR, 0.0001, 0.02, read_pndm },
  { "DPMSolverMultistepScheduler",
    SILT_SAMPLER_DPMPP_2M, SILT_SPACING_LINSPACE, 1000,
    SILT_BETA_LINEAR, 0.0001, 0.02, read_dpmpp },
  { "EulerDiscreteScheduler",
    SILT_SAMPLER_EULER, SILT_SPACING_LINSPACE, 1000,
    SILT_BETA_LINEAR, 0.0001, 0.02, read_euler },
  { "EulerAncestralDiscreteScheduler",
    SILT_SAMPLER_EULER_ANCESTRAL, SILT_SPACING_LINSPACE, 1000,
    SILT_BETA_LINEAR, 0.0001, 0.02, read_euler_ancestral },
  { "HeunDiscreteScheduler",
    SILT_SAMPLER_HEUN, SILT_SPACING_LINSPACE, 1000,
    SILT_BETA_LINEAR, 0.00085, 0.012, read_heun },
  { "UniPCMultistepScheduler",
    SILT_SAMPLER_UNIPC, SILT_SPACING_LINSPACE, 1000,
    SILT_BETA_LINEAR, 0.0001, 0.02, read_unipc },
  { "DEISMultistepScheduler",
    SILT_SAMPLER_DEIS, SILT_SPACING_LINSPACE, 1000,
    SILT_BETA_LINEAR, 0.0001, 0.02, read_deis },
  { "LCMScheduler",
    SILT_SAMPLER_LCM, SILT_SPACING_LEADING, 1000,
    SILT_BETA_SCALED_LINEAR, 0.00085, 0.012, read_lcm },
  { "CMStochasticIterativeScheduler",
    SILT_SAMPLER_CONSISTENCY, SILT_SPACING_LEADING, 40,
    SILT_BETA_LINEAR, 0.0001, 0.02, read_consistency }
};

const SiltSchedulerClass *
silt_scheduler_class (const gchar  *name,
                      gchar       **known)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint               i;

  if (! name)
    return &classes[0];

  for (i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (g_str_equal (name, classes[i].name))
        return &classes[i];

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                              classes[i].name);
    }

  *known = g_strdup (list->str);

  return NULL;
}
