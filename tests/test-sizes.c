/* Silt: pictures of sizes that a model was not trained on
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

#include "silt.h"

#include <math.h>
#include <string.h>

#include "small-model.h"

/* The golden network of google's models, which sees the whole picture and was
 * trained on squares of 32. */
typedef struct
{
  SiltModel    *model;
  SiltSettings  settings;
} Work;

static void
begin (Fixture *fixture,
       Work    *work)
{
  g_autofree gchar  *path  = path_in (fixture, "model");
  g_autoptr (GError) error = NULL;

  make_model (fixture, "unet-google", 1);
  work->model = silt_model_open (path, &error);
  g_assert_no_error (error);

  silt_settings_init (&work->settings, work->model);
  work->settings.steps = 2;
}

static void
end (Fixture *fixture,
     Work    *work)
{
  silt_model_unref (work->model);
  delete_model (fixture);
}

static void
generate (Work        *work,
          gint         width,
          gint         height,
          SiltPicture *picture)
{
  g_autoptr (GError) error = NULL;

  work->settings.width  = width;
  work->settings.height = height;
  g_assert_true (silt_picture_alloc (picture, width, height));
  silt_generate (work->model, &work->settings, picture, NULL, NULL, NULL,
                 &error);
  g_assert_no_error (error);
}

/* Below the trained size a picture is cut out of one of that size; neither
 * stretched nor shown to the network as it is. */
static void
test_small (Fixture       *fixture,
            gconstpointer  data)
{
  Work        work;
  SiltPicture whole, part;
  gint        y;

  begin (fixture, &work);
  g_assert_cmpint (silt_model_get_info (work.model)->trained_size, ==, 32);

  generate (&work, 32, 32, &whole);
  generate (&work, 13, 20, &part);
  for (y = 0; y < 20; y++)
    g_assert_cmpmem (part.data + y * part.row_stride, 13 * 3 * sizeof (gfloat),
                     whole.data + y * whole.row_stride,
                     13 * 3 * sizeof (gfloat));
  silt_picture_clear (&part);

  generate (&work, 1, 1, &part);
  g_assert_cmpmem (part.data, 3 * sizeof (gfloat),
                   whole.data, 3 * sizeof (gfloat));

  silt_picture_clear (&part);
  silt_picture_clear (&whole);
  end (fixture, &work);
}

/* A picture that has a source is mirrored up to the trained size: what is
 * mirrored by hand comes to the same. */
static void
test_small_source (Fixture       *fixture,
                   gconstpointer  data)
{
  enum { SIDE = 16 };

  g_autoptr (GError) error = NULL;
  Work               work;
  SiltPicture        small, large;
  gint               y, x, c;

  begin (fixture, &work);
  work.settings.start = 300;

  silt_picture_alloc (&small, SIDE, SIDE);
  silt_picture_alloc (&large, 2 * SIDE, 2 * SIDE);
  for (y = 0; y < 2 * SIDE; y++)
    for (x = 0; x < 2 * SIDE; x++)
      for (c = 0; c < 3; c++)
        {
          gint   near_y = MIN (y, 2 * SIDE - 1 - y);
          gint   near_x = MIN (x, 2 * SIDE - 1 - x);
          gfloat value  = 0.5 + 0.4 * sin (7 * near_y + 3 * near_x + c);

          large.data[y * large.row_stride + x * 3 + c] = value;
          if (y < SIDE && x < SIDE)
            small.data[y * small.row_stride + x * 3 + c] = value;
        }

  work.settings.width = work.settings.height = SIDE;
  silt_reimagine (work.model, &work.settings, &small, NULL, &small, NULL, NULL,
                  NULL, &error);
  g_assert_no_error (error);
  work.settings.width = work.settings.height = 2 * SIDE;
  silt_reimagine (work.model, &work.settings, &large, NULL, &large, NULL, NULL,
                  NULL, &error);
  g_assert_no_error (error);

  for (y = 0; y < SIDE; y++)
    g_assert_cmpmem (small.data + y * small.row_stride,
                     SIDE * 3 * sizeof (gfloat),
                     large.data + y * large.row_stride,
                     SIDE * 3 * sizeof (gfloat));

  silt_picture_clear (&small);
  silt_picture_clear (&large);
  end (fixture, &work);
}

static gboolean
is_approximate (Work *work,
                gint  width,
                gint  height)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar  *json  = NULL;
  SiltEstimate       estimate;

  work->settings.width  = width;
  work->settings.height = height;
  silt_estimate (work->model, &work->settings, &estimate, &error);
  g_assert_no_error (error);

  json = silt_settings_to_json (&work->settings, SILT_VERB_GENERATE,
                                work->model);
  g_assert_cmpint (strstr (json, "\"approximate\":true") != NULL, ==,
                   estimate.approximate);
  g_assert_true (silt_settings_from_json (&work->settings, work->model, json,
                                          &error));

  return estimate.approximate;
}

/* Whole up to 256 x 256 pixels; beyond, in windows, and that is said. */
static void
test_approximate (Fixture       *fixture,
                  gconstpointer  data)
{
  Work work;

  begin (fixture, &work);

  g_assert_false (is_approximate (&work, 32, 32));
  g_assert_false (is_approximate (&work, 256, 256));
  g_assert_false (is_approximate (&work, 1000, 60));
  g_assert_true (is_approximate (&work, 260, 256));
  g_assert_true (is_approximate (&work, 2000, 3000));

  end (fixture, &work);
}

static void
test_command (Fixture       *fixture,
              gconstpointer  data)
{
  make_model (fixture, "unet-google", 1);

  /* It is said before the work begins, which is much and here refused. */
  g_assert_cmpint (run (fixture, "generate -m model --size 300x256 -o a.png "
                        "--memory-budget 1MB"), ==, 1);
  expect (fixture->err, "an approximation|at least");
  g_assert_cmpint (run (fixture, "generate -m model --size 64x64 --steps 1 "
                        "-o a.png"), ==, 0);
  g_assert_null (strstr (fixture->err, "approximation"));

  delete (fixture, "a.png");
  delete_model (fixture);
}

#define ADD_SIZES(name, func) \
  g_test_add ("/sizes/" name, Fixture, NULL, set_up, func, tear_down)

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_SIZES ("small", test_small);
  ADD_SIZES ("small-source", test_small_source);
  ADD_SIZES ("approximate", test_approximate);
  ADD_SIZES ("command", test_command);

  return g_test_run ();
}
