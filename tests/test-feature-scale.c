/* Silt: tests of the scale of features, and of colours after a walk
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

#include "plain-rescale.h"
#include "shipped-model.h"
#include "silt.h"

typedef struct
{
  SiltModel    *model;
  SiltSettings  settings;
  gint          told;      /* progress of pictures of the asked size */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree gchar   *path  = shipped_model_path ();
  g_autoptr (GError)  error = NULL;

  fixture->model = silt_model_open (path, &error);
  g_assert_no_error (error);

  silt_settings_init (&fixture->settings, fixture->model);
  fixture->settings.steps       = 2;
  fixture->settings.seed        = 7;
  fixture->settings.class_index = 3;
  fixture->settings.threads     = 2;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  silt_model_unref (fixture->model);
}

static void
tell (const SiltProgress *progress,
      gpointer            data)
{
  Fixture *fixture = data;

  if (progress->picture->width == fixture->settings.width &&
      progress->picture->height == fixture->settings.height)
    fixture->told++;
}

static void
generate (Fixture     *fixture,
          gint         width,
          gint         height,
          gdouble      scale,
          SiltPicture *picture)
{
  SiltSettings       *s     = &fixture->settings;
  g_autoptr (GError)  error = NULL;

  s->width         = width;
  s->height        = height;
  s->feature_scale = scale;

  g_assert_true (silt_picture_alloc (picture, width, height));
  silt_generate (fixture->model, s, picture, tell, fixture, NULL, &error);
  g_assert_no_error (error);
}

/* A picture of the size that is drawn, resampled by hand. */
static void
check_scale (Fixture      *fixture,
             gint          width,
             gint          height,
             gdouble       scale,
             gint          drawn_width,
             gint          drawn_height)
{
  g_autofree gdouble *plain = g_new (gdouble, 3 * width * height);
  SiltPicture         scaled, drawn;
  gint                i;

  fixture->told = 0;
  generate (fixture, width, height, scale, &scaled);
  g_assert_cmpint (fixture->told, ==, fixture->settings.steps);
  generate (fixture, drawn_width, drawn_height, 1.0, &drawn);

  plain_rescale (plain, width, height, drawn.data, drawn_width, drawn_height, 3,
                 fixture->settings.seamless);
  for (i = 0; i < 3 * width * height; i++)
    g_assert_cmpfloat_with_epsilon (scaled.data[i], CLAMP (plain[i], 0.0, 1.0),
                                    2e-5);

  silt_picture_clear (&scaled);
  silt_picture_clear (&drawn);
}

static void
test_scale (Fixture       *fixture,
            gconstpointer  data)
{
  check_scale (fixture, 48, 32, 2.0, 24, 16);
  check_scale (fixture, 11, 9, 0.5, 22, 18);
  check_scale (fixture, 20, 15, 1.4, 14, 11);

  fixture->settings.seamless = SILT_SEAMLESS_XY;
  check_scale (fixture, 48, 32, 2.0, 24, 16);
  check_scale (fixture, 21, 15, 1.5, 14, 10);

  fixture->settings.seamless = SILT_SEAMLESS_Y;
  check_scale (fixture, 10, 12, 0.5, 20, 24);
}

/* The same bytes, whatever the threads and the memory. */
static void
test_same_bytes (Fixture       *fixture,
                 gconstpointer  data)
{
  SiltPicture  one, other;
  SiltEstimate estimate;
  gsize        n = 320 * 240 * 3 * sizeof (gfloat);

  fixture->settings.steps  = 1;
  fixture->settings.colors = (SiltColors) { SILT_COLOR_MATCH_TWO, 0.8,
                                            { 0.1, 0.0, 0.3, 1.0, 0.9, 0.8 } };
  fixture->settings.threads = 1;
  generate (fixture, 320, 240, 0.5, &one);

  fixture->settings.threads = 3;
  generate (fixture, 320, 240, 0.5, &other);
  g_assert_cmpmem (one.data, n, other.data, n);
  silt_picture_clear (&other);

  fixture->settings.threads = 1;
  g_assert_true (silt_estimate (fixture->model, &fixture->settings, &estimate,
                                NULL));
  g_assert_cmpuint (estimate.file_bytes, ==, 0);

  fixture->settings.memory_budget = estimate.bytes - 2000000;
  g_assert_true (silt_estimate (fixture->model, &fixture->settings, &estimate,
                                NULL));
  g_assert_cmpuint (estimate.file_bytes, >, 0);
  generate (fixture, 320, 240, 0.5, &other);
  g_assert_cmpmem (one.data, n, other.data, n);

  silt_picture_clear (&one);
  silt_picture_clear (&other);
}

/* Time and windows are those of what is drawn, and the resampling takes memory
 * of its own. */
static void
test_estimate (Fixture       *fixture,
               gconstpointer  data)
{
  SiltSettings  s = fixture->settings;
  SiltEstimate  plain, scaled, matched;

  s.width = s.height = 256;
  g_assert_true (silt_estimate (fixture->model, &s, &plain, NULL));

  s.width = s.height = 128;
  s.feature_scale    = 0.5;
  g_assert_true (silt_estimate (fixture->model, &s, &scaled, NULL));
  g_assert_cmpfloat (scaled.flops, ==, plain.flops);
  g_assert_cmpuint (scaled.bytes, <, plain.bytes);

  s.colors.match = SILT_COLOR_MATCH_TWO;
  g_assert_true (silt_estimate (fixture->model, &s, &matched, NULL));
  g_assert_cmpfloat (matched.flops, ==, plain.flops);
  g_assert_cmpuint (matched.bytes, >, scaled.bytes);

  /* Less than the x of what is drawn, and that of the picture. */
  s.colors.match = SILT_COLOR_MATCH_NONE;
  s.width = s.height = 512;
  s.feature_scale    = 2.0;
  g_assert_true (silt_estimate (fixture->model, &s, &scaled, NULL));
  g_assert_cmpfloat (scaled.flops, ==, plain.flops);
  g_assert_cmpuint (scaled.bytes, >, plain.bytes);
}

/* A part of a larger picture has its noise there. */
static void
test_part (Fixture       *fixture,
           gconstpointer  data)
{
  SiltPicture part, drawn;

  fixture->settings.noise_x = 96;
  fixture->settings.noise_y = 32;
  generate (fixture, 32, 32, 2.0, &part);

  fixture->settings.noise_x = 48;
  fixture->settings.noise_y = 16;
  generate (fixture, 16, 16, 1.0, &drawn);

  {
    g_autofree gdouble *plain = g_new (gdouble, 3 * 32 * 32);
    gint                i;

    plain_rescale (plain, 32, 32, drawn.data, 16, 16, 3, SILT_SEAMLESS_NONE);
    for (i = 0; i < 3 * 32 * 32; i++)
      g_assert_cmpfloat_with_epsilon (part.data[i], CLAMP (plain[i], 0.0, 1.0),
                                      2e-5);
  }

  silt_picture_clear (&part);
  silt_picture_clear (&drawn);
}

/* What is done at the end of a walk can be done after it. */
static void
test_colors (Fixture       *fixture,
             gconstpointer  data)
{
  SiltColors  colors = { SILT_COLOR_MATCH_TWO, 0.7,
                         { 0.9, 0.8, 0.6, 0.2, 0.1, 0.3 } };
  SiltPicture one, other;
  gsize       n = 32 * 24 * 3 * sizeof (gfloat);

  generate (fixture, 32, 24, 1.0, &one);
  silt_picture_match_colors (&one, &colors, 1);

  fixture->settings.colors = colors;
  generate (fixture, 32, 24, 1.0, &other);
  g_assert_cmpmem (one.data, n, other.data, n);

  silt_picture_clear (&one);
  silt_picture_clear (&other);
}

/* A picture that is there keeps its features and colours. */
static void
test_edits (Fixture       *fixture,
            gconstpointer  data)
{
  SiltSettings  *s = &fixture->settings;
  SiltPicture    picture;
  SiltMask       mask;
  GError        *error = NULL;

  s->width = s->height = 16;
  s->start = 300;
  g_assert_true (silt_picture_alloc (&picture, 16, 16));
  mask = (SiltMask) { picture.data, 16, 16, 16 };

  s->feature_scale = 2.0;
  g_assert_false (silt_reimagine (fixture->model, s, &picture, NULL, &picture,
                                  NULL, NULL, NULL, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "feature_scale"));
  g_clear_error (&error);

  s->feature_scale = 1.0;
  s->colors.match  = SILT_COLOR_MATCH_TWO;
  g_assert_false (silt_fill (fixture->model, s, &picture, &mask, &picture,
                             NULL, NULL, NULL, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "color_match"));
  g_error_free (error);

  silt_picture_clear (&picture);
}

#define ADD(name, func) \
  g_test_add ("/feature-scale/" name, Fixture, NULL, set_up, func, tear_down)

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("scale",      test_scale);
  ADD ("same-bytes", test_same_bytes);
  ADD ("estimate",   test_estimate);
  ADD ("part",       test_part);
  ADD ("colors",     test_colors);
  ADD ("edits",      test_edits);

  return g_test_run ();
}
