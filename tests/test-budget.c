/* Silt: does the work keep to the memory it may take?
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
#include <sys/resource.h>

#include "small-model.h"

static SiltModel *
open_model (Fixture      *fixture,
            SiltSettings *settings)
{
  g_autofree gchar  *path  = path_in (fixture, "model");
  g_autoptr (GError) error = NULL;
  SiltModel         *model;

  make_model (fixture, "unet-local", 2);
  model = silt_model_open (path, &error);
  g_assert_no_error (error);

  silt_settings_init (settings, model);
  settings->steps       = 2;
  settings->class_index = 1;
  settings->threads     = 2;

  return model;
}

/* The least budget: what the estimate says where nothing is enough. */
static gsize
least_budget (SiltModel          *model,
              const SiltSettings *settings)
{
  SiltSettings       poor  = *settings;
  g_autoptr (GError) error = NULL;
  SiltEstimate       estimate;

  poor.memory_budget = 1;
  silt_estimate (model, &poor, &estimate, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (estimate.file_bytes, >, 0);

  return estimate.bytes;
}

/* All that the source of an edit needs. */
typedef struct
{
  SiltPicture source;
  SiltMask    mask;
} Edit;

static void
work (SiltModel          *model,
      SiltVerb            verb,
      const SiltSettings *settings,
      const Edit         *edit,
      const SiltPicture  *picture)
{
  g_autoptr (GError) error = NULL;

  if (verb == SILT_VERB_GENERATE)
    silt_generate (model, settings, picture, NULL, NULL, NULL, &error);
  else if (verb == SILT_VERB_REIMAGINE)
    silt_reimagine (model, settings, &edit->source, &edit->mask, picture,
                    NULL, NULL, NULL, &error);
  else if (verb == SILT_VERB_FILL)
    silt_fill (model, settings, &edit->source, &edit->mask, picture,
               NULL, NULL, NULL, &error);
  else
    silt_remove_noise (model, settings, &edit->source, NULL, picture,
                       NULL, NULL, NULL, &error);

  g_assert_no_error (error);
}

static void
make_edit (Edit *edit,
           gint  width,
           gint  height)
{
  gint i;

  silt_picture_alloc (&edit->source, width, height);
  for (i = 0; i < width * height * 3; i++)
    edit->source.data[i] = 0.5 + 0.7 * sin (i);

  edit->mask = (SiltMask) { g_new (gfloat, width * height), width, height,
                            width };
  for (i = 0; i < width * height; i++)
    edit->mask.data[i] = i % 5 / 4.0;
}

/* The picture is one, to the bit, wherever its maps are, and whoever works. */
static void
test_same_bytes (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct
  {
    SiltVerb    verb;
    SiltSampler sampler;
    SiltNoise   noise;
    gint        start;
    gdouble     sigma;
  }
  cases[] =
  {
    { SILT_VERB_GENERATE, SILT_SAMPLER_DPMPP_2M, SILT_NOISE_TORCH, -1, 0.0 },
    { SILT_VERB_GENERATE, SILT_SAMPLER_DDPM, SILT_NOISE_PHILOX, -1, 0.0 },
    { SILT_VERB_GENERATE, SILT_SAMPLER_EULER, SILT_NOISE_PHILOX, -1, 0.0 },
    { SILT_VERB_REIMAGINE, SILT_SAMPLER_UNIPC, SILT_NOISE_PHILOX, 100, 0.0 },
    { SILT_VERB_FILL, SILT_SAMPLER_DPMPP_2M, SILT_NOISE_TORCH, -1, 0.0 },
    { SILT_VERB_REMOVE_NOISE, SILT_SAMPLER_DDIM, SILT_NOISE_PHILOX, -1, 25.0 }
  };
  SiltSettings settings;
  SiltModel   *model = open_model (fixture, &settings);
  gsize        i;

  settings.width  = 701;
  settings.height = 333;
#ifdef SILT_SANITIZE
  settings.steps  = 1;
#endif

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SiltSettings poor;
      SiltPicture  one, other;
      Edit         edit;
      gsize        n = (gsize) settings.width * settings.height * 3;
      gint         way;

      settings.sampler = cases[i].sampler;
      settings.noise   = cases[i].noise;
      settings.start   = cases[i].start;
      settings.sigma   = cases[i].sigma;
      settings.gray    = cases[i].sigma > 0.0;

      make_edit (&edit, settings.width, settings.height);
      silt_picture_alloc (&one, settings.width, settings.height);
      silt_picture_alloc (&other, settings.width, settings.height);
      work (model, cases[i].verb, &settings, &edit, &one);

      /* All maps in the file, and some of them.  The estimate knows of no
       * mask. */
      poor               = settings;
      poor.memory_budget = least_budget (model, &settings) + (2 << 20);
      for (way = 0; way < 2; way++)
        {
          work (model, cases[i].verb, &poor, &edit, &other);
          g_assert_cmpmem (one.data, n * sizeof (gfloat),
                           other.data, n * sizeof (gfloat));

          memset (other.data, 0, n * sizeof (gfloat));
          poor.memory_budget += 2 * n * sizeof (gfloat) + 100000;
          poor.threads        = 1;
        }

      silt_picture_clear (&one);
      silt_picture_clear (&other);
      silt_picture_clear (&edit.source);
      g_free (edit.mask.data);
    }

  silt_model_unref (model);
  delete_model (fixture);
}

/* A budget that is too small is refused.  The estimate knows of a preview. */
static void
test_least (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  SiltSettings       settings;
  SiltModel         *model = open_model (fixture, &settings);
  SiltPicture        picture;

  settings.width  = 1401;
  settings.height = 333;
  silt_picture_alloc (&picture, settings.width, settings.height);

  settings.memory_budget = least_budget (model, &settings) - (1 << 20);
  g_assert_false (silt_generate (model, &settings, &picture, NULL, NULL, NULL,
                                 &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_MEMORY);

  silt_picture_clear (&picture);
  silt_model_unref (model);
  delete_model (fixture);
}

/* The largest resident size that a child had so far, in bytes. */
static gsize
peak (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_CHILDREN, &usage), ==, 0);

  return (gsize) usage.ru_maxrss * 1024;
}

/* What is in the file is not in memory.  A network that spends little memory on
 * a pixel, and a sampler with many maps. */
static void
test_resident (Fixture       *fixture,
               gconstpointer  data)
{
  const gchar      *words    = "generate -m model --steps 1 --seed 5 "
                               "--sampler unipc --size 2048x512 --threads 2 ";
  SiltSettings      settings;
  SiltModel        *model    = open_model (fixture, &settings);
  gsize             picture  = (gsize) 2048 * 512 * 3 * sizeof (gfloat);
  g_autofree gchar *tight    = NULL;
  g_autofree gchar *loose    = NULL;
  SiltEstimate      estimate;
  gsize             least, with, without;

  settings.width   = 2048;
  settings.height  = 512;
  settings.steps   = 1;
  settings.sampler = SILT_SAMPLER_UNIPC;
  least = least_budget (model, &settings);

  settings.memory_budget = least;
  silt_estimate (model, &settings, &estimate, NULL);

  tight = g_strdup_printf ("%s --memory-budget %" G_GSIZE_FORMAT " -o a.pfm",
                           words, least);
  g_assert_cmpint (run (fixture, tight), ==, 0);
  expect (fixture->err, "in a temporary file");
  with = peak ();

  loose = g_strdup_printf ("%s -o b.pfm", words);
  g_assert_cmpint (run (fixture, loose), ==, 0);
  g_assert_null (strstr (fixture->err, "temporary"));
  without = peak ();
  expect_same (fixture, "a.pfm", "b.pfm");

  g_test_message ("least %.1f MB, file %.1f MB: peak %.1f MB, without %.1f MB",
                  least / 1e6, estimate.file_bytes / 1e6, with / 1e6,
                  without / 1e6);
  g_assert_cmpuint (without - with, >, estimate.file_bytes / 10 * 6);
#ifndef SILT_SANITIZE
  /* Beside the budget: the program, the model and the picture, twice when it
   * is saved. */
  g_assert_cmpuint (with, <, least + 2 * picture + 40000000);
#else
  g_assert_cmpuint (picture, >, 0);
#endif

  delete (fixture, "a.pfm");
  delete (fixture, "b.pfm");
  silt_model_unref (model);
  delete_model (fixture);
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/budget/resident", Fixture, NULL, set_up, test_resident,
              tear_down);
  g_test_add ("/budget/same-bytes", Fixture, NULL, set_up, test_same_bytes,
              tear_down);
  g_test_add ("/budget/least", Fixture, NULL, set_up, test_least, tear_down);

  return g_test_run ();
}
