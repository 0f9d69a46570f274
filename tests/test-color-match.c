/* Silt: tests of colours that are taken from elsewhere
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

#include "lab.h"
#include "silt.h"

#define WIDTH  61
#define HEIGHT 83

/*  CIELAB and the map once more, in plain double  */

static void
plain_lab (gdouble      *lab,
           const gfloat *rgb)
{
  const gdouble rows[3][3] = { { 0.4123908, 0.3575843, 0.1804808 },
                               { 0.2126390, 0.7151687, 0.0721923 },
                               { 0.0193308, 0.1191948, 0.9505322 } };
  gdouble       linear[3], f[3];
  gint          i;

  for (i = 0; i < 3; i++)
    linear[i] = rgb[i] <= 0.04045 ? rgb[i] / 12.92
                                  : pow ((rgb[i] + 0.055) / 1.055, 2.4);

  for (i = 0; i < 3; i++)
    {
      gdouble white = rows[i][0] + rows[i][1] + rows[i][2];
      gdouble share = (rows[i][0] * linear[0] + rows[i][1] * linear[1] +
                       rows[i][2] * linear[2]) / white;

      f[i] = share > 216.0 / 24389.0 ? cbrt (share)
                                     : (24389.0 / 27.0 * share + 16.0) / 116.0;
    }

  lab[0] = 116.0 * f[1] - 16.0;
  lab[1] = 500.0 * (f[0] - f[1]);
  lab[2] = 200.0 * (f[1] - f[2]);
}

static void
plain_statistics (const SiltPicture *picture,
                  const SiltMask    *alpha,
                  gdouble            mean[3],
                  gdouble            covariance[3][3])
{
  gdouble weight = 0.0;
  gint    pass, x, y, i, j;

  memset (mean, 0, 3 * sizeof (gdouble));
  memset (covariance, 0, 9 * sizeof (gdouble));

  for (pass = 0; pass < 2; pass++)
    {
      for (y = 0; y < picture->height; y++)
        for (x = 0; x < picture->width; x++)
          {
            gdouble share = alpha ? alpha->data[y * alpha->row_stride + x] : 1;
            gdouble lab[3];

            plain_lab (lab, picture->data + y * picture->row_stride +
                            x * picture->pixel_stride);
            for (i = 0; i < 3; i++)
              if (pass == 0)
                mean[i] += share * lab[i];
              else
                for (j = 0; j < 3; j++)
                  covariance[i][j] += share * (lab[i] - mean[i]) *
                                              (lab[j] - mean[j]);
            weight += pass == 0 ? share : 0.0;
          }

      for (i = 0; i < 3; i++)
        if (pass == 0)
          mean[i] /= weight;
        else
          for (j = 0; j < 3; j++)
            covariance[i][j] /= weight;
    }
}

static void
product (gdouble       out[3][3],
         gdouble       a[3][3],
         gdouble       b[3][3])
{
  gdouble result[3][3];
  gint    i, j;

  for (i = 0; i < 3; i++)
    for (j = 0; j < 3; j++)
      result[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j];
  memcpy (out, result, sizeof (result));
}

static void
invert (gdouble out[3][3],
        gdouble m[3][3])
{
  gdouble result[3][3];
  gdouble determinant = 0.0;
  gint    i, j;

  for (i = 0; i < 3; i++)
    for (j = 0; j < 3; j++)
      result[j][i] = m[(i + 1) % 3][(j + 1) % 3] * m[(i + 2) % 3][(j + 2) % 3] -
                     m[(i + 1) % 3][(j + 2) % 3] * m[(i + 2) % 3][(j + 1) % 3];
  for (i = 0; i < 3; i++)
    determinant += m[0][i] * result[i][0];
  for (i = 0; i < 3; i++)
    for (j = 0; j < 3; j++)
      out[i][j] = result[i][j] / determinant;
}

/* The square root and its inverse, by Denman's and Beavers' iteration. */
static void
roots (gdouble root[3][3],
       gdouble inverse[3][3],
       gdouble m[3][3])
{
  gint n, i, j;

  for (i = 0; i < 3; i++)
    for (j = 0; j < 3; j++)
      {
        root[i][j]    = m[i][j];
        inverse[i][j] = i == j;
      }

  for (n = 0; n < 60; n++)
    {
      gdouble of_root[3][3], of_inverse[3][3];

      invert (of_root, root);
      invert (of_inverse, inverse);
      for (i = 0; i < 3; i++)
        for (j = 0; j < 3; j++)
          {
            root[i][j]    = (root[i][j] + of_inverse[i][j]) / 2.0;
            inverse[i][j] = (inverse[i][j] + of_root[i][j]) / 2.0;
          }
    }
}

/* S^-1/2 (S^1/2 V S^1/2)^1/2 S^-1/2, with 1 added to both diagonals. */
static void
plain_map (gdouble map[3][3],
           gdouble from[3][3],
           gdouble to[3][3])
{
  gdouble root[3][3], inverse[3][3], middle[3][3], rest[3][3];
  gdouble s[3][3], v[3][3];
  gint    i, j;

  for (i = 0; i < 3; i++)
    for (j = 0; j < 3; j++)
      {
        s[i][j] = from[i][j] + (i == j);
        v[i][j] = to[i][j] + (i == j);
      }

  roots (root, inverse, s);
  product (middle, root, v);
  product (middle, middle, root);
  roots (map, rest, middle);
  product (map, inverse, map);
  product (map, map, inverse);
}


/*  pictures  */

/* Around a colour, varying by so much along a direction, and by so much in all
 * of them. */
static void
picture_init (SiltPicture *picture,
              guint32      seed,
              gfloat       red,
              gfloat       green,
              gfloat       blue,
              gfloat       along,
              gfloat       all)
{
  GRand *rand = g_rand_new_with_seed (seed);
  gint   x, y, c;

  g_assert_true (silt_picture_alloc (picture, WIDTH, HEIGHT));
  for (y = 0; y < HEIGHT; y++)
    for (x = 0; x < WIDTH; x++)
      {
        gfloat *pixel = picture->data + (y * WIDTH + x) * 3;
        gdouble tone  = g_rand_double_range (rand, -1.0, 1.0);
        gfloat  rgb[] = { red + along * tone, green + 0.8 * along * tone,
                          blue + 0.5 * along * tone };

        for (c = 0; c < 3; c++)
          pixel[c] = rgb[c] + all * g_rand_double_range (rand, -1.0, 1.0);
      }
  g_rand_free (rand);
}

static void
picture_copy (SiltPicture       *copy,
              const SiltPicture *picture)
{
  g_assert_true (silt_picture_alloc (copy, WIDTH, HEIGHT));
  memcpy (copy->data, picture->data, WIDTH * HEIGHT * 3 * sizeof (gfloat));
}

static void
expect_lab (const gfloat  *rgb,
            const gdouble *expected,
            gdouble        tolerance)
{
  gdouble lab[3];
  gint    i;

  plain_lab (lab, rgb);
  for (i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (lab[i], expected[i], tolerance);
}


static void
test_lab (void)
{
  const struct { gfloat rgb[3]; gdouble lab[3]; } known[] =
  {
    { { 0, 0, 0 }, {   0.0,     0.0,      0.0    } },
    { { 1, 1, 1 }, { 100.0,     0.0,      0.0    } },
    { { 1, 0, 0 }, {  53.2408, 80.0925,  67.2032 } },
    { { 0, 1, 0 }, {  87.7347, -86.1827, 83.1793 } },
    { { 0, 0, 1 }, {  32.2970, 79.1875, -107.8602 } }
  };
  SiltLab  tables;
  GRand   *rand = g_rand_new_with_seed (1);
  gint     i, c;

  silt_lab_init (&tables);
  for (i = 0; i < (gint) G_N_ELEMENTS (known); i++)
    {
      gfloat lab[3];

      silt_lab_from_rgb (&tables, lab, known[i].rgb);
      for (c = 0; c < 3; c++)
        g_assert_cmpfloat_with_epsilon (lab[c], known[i].lab[c], 0.03);
    }

  for (i = 0; i < 1000; i++)
    {
      gfloat  rgb[3], lab[3], back[3];
      gdouble plain[3];

      for (c = 0; c < 3; c++)
        rgb[c] = i < 8 ? (i >> c & 1) : g_rand_double (rand) * (i % 3 ? 1 : 0.1);

      silt_lab_from_rgb (&tables, lab, rgb);
      silt_lab_to_rgb (&tables, back, lab);
      plain_lab (plain, rgb);
      for (c = 0; c < 3; c++)
        {
          g_assert_cmpfloat_with_epsilon (lab[c], plain[c], 2e-4);
          g_assert_cmpfloat_with_epsilon (back[c], rgb[c], 2e-5);
        }
    }
  g_rand_free (rand);
}

/* What is transparent does not count, whatever colour it hides. */
static void
test_measure (void)
{
  SiltColors          colors = { .amount = 0.25 };
  SiltPicture         picture;
  g_autofree gfloat  *shares = g_new (gfloat, WIDTH * HEIGHT);
  SiltMask            alpha  = { shares, WIDTH, HEIGHT, WIDTH };
  g_autoptr (GError)  error  = NULL;
  gdouble             mean[3], covariance[3][3];
  gint                i, j, k, with;

  picture_init (&picture, 1, 0.6, 0.5, 0.4, 0.2, 0.1);

  for (with = 0; with < 2; with++)
    {
      for (i = 0; i < WIDTH * HEIGHT; i++)
        shares[i] = with ? i % 4 / 3.0f : 1.0f;

      plain_statistics (&picture, with ? &alpha : NULL, mean, covariance);
      if (with)
        for (i = 0; i < WIDTH * HEIGHT; i += 4)
          picture.data[3 * i] = NAN;

      g_assert_true (silt_colors_measure (&colors, &picture,
                                          with ? &alpha : NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (colors.match, ==, SILT_COLOR_MATCH_PICTURE);
      g_assert_cmpfloat (colors.amount, ==, 0.25);
      for (i = k = 0; i < 3; i++)
        {
          g_assert_cmpfloat_with_epsilon (colors.mean[i], mean[i], 1e-3);
          for (j = i; j < 3; j++, k++)
            g_assert_cmpfloat_with_epsilon (colors.covariance[k],
                                            covariance[i][j], 1e-2);
        }
    }

  memset (shares, 0, WIDTH * HEIGHT * sizeof (gfloat));
  g_assert_false (silt_colors_measure (&colors, &picture, &alpha, &error));
  g_assert_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "transparent"));

  silt_picture_clear (&picture);
}

/* How much a picture varies, from which colour: those that leave the map
 * without an inverse of their own too. */
static const struct
{
  const gchar *name;
  gfloat       red, green, blue, along, all;
} kinds[] =
{
  { "full",     0.55, 0.5, 0.45, 0.12, 0.05 },
  { "line",     0.55, 0.5, 0.45, 0.12, 0.0  },
  { "faint",    0.45, 0.5, 0.5,  0.01, 0.01 },
  { "one",      0.5,  0.4, 0.45, 0.0,  0.0  }
};

/* Each pixel against the formula. */
static void
test_picture (void)
{
  guint i, j;
  gint  k, c, d;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (j = 0; j < G_N_ELEMENTS (kinds); j++)
      {
        SiltColors  colors = { .amount = i == j ? 1.0 : 0.6 };
        SiltPicture own, other, matched;
        gdouble     m[3], s[3][3], n[3], v[3][3], map[3][3];

        picture_init (&own, 1, kinds[i].red, kinds[i].green, kinds[i].blue,
                      kinds[i].along, kinds[i].all);
        picture_init (&other, 2, kinds[j].blue, kinds[j].green, kinds[j].red,
                      kinds[j].along, kinds[j].all);
        picture_copy (&matched, &own);

        g_assert_true (silt_colors_measure (&colors, &other, NULL, NULL));
        silt_picture_match_colors (&matched, &colors, 2);

        plain_statistics (&own, NULL, m, s);
        plain_statistics (&other, NULL, n, v);
        plain_map (map, s, v);
        if (v[0][0] + v[1][1] + v[2][2] <= 1.0)
          for (c = 0; c < 9; c++)
            map[c / 3][c % 3] = c % 4 == 0;

        for (k = 0; k < WIDTH * HEIGHT; k++)
          {
            gdouble u[3], expected[3];

            plain_lab (u, own.data + 3 * k);
            for (c = 0; c < 3; c++)
              {
                expected[c] = n[c];
                for (d = 0; d < 3; d++)
                  expected[c] += map[c][d] * (u[d] - m[d]);
                expected[c] = u[c] + colors.amount * (expected[c] - u[c]);
              }
            expect_lab (matched.data + 3 * k, expected, 0.05);
          }

        silt_picture_clear (&own);
        silt_picture_clear (&other);
        silt_picture_clear (&matched);
      }
}

/* With little of its own to lose, a picture has the other's colours after. */
static void
test_statistics (void)
{
  SiltColors  colors = { .amount = 1.0 };
  SiltColors  after  = { .amount = 1.0 };
  SiltPicture own, other;
  gint        i;

  picture_init (&own, 1, 0.4, 0.5, 0.6, 0.2, 0.1);
  picture_init (&other, 2, 0.5, 0.45, 0.4, 0.15, 0.07);

  g_assert_true (silt_colors_measure (&colors, &other, NULL, NULL));
  silt_picture_match_colors (&own, &colors, 1);
  g_assert_true (silt_colors_measure (&after, &own, NULL, NULL));

  for (i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (after.mean[i], colors.mean[i], 0.05);
  for (i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (after.covariance[i], colors.covariance[i],
                                    1.0);

  silt_picture_clear (&own);
  silt_picture_clear (&other);
}

/* A gray ramp along x. */
static void
ramp_init (SiltPicture *picture)
{
  gint i;

  g_assert_true (silt_picture_alloc (picture, WIDTH, HEIGHT));
  for (i = 0; i < WIDTH * HEIGHT; i++)
    picture->data[3 * i] = picture->data[3 * i + 1] =
      picture->data[3 * i + 2] = (i % WIDTH) / (WIDTH - 1.0f);
}

/* Tones of gray lie on the line between the two, which may be in any order. */
static void
test_two (void)
{
  const gfloat brown[3] = { 0.25f, 0.1f, 0.05f };
  const gfloat cream[3] = { 1.0f, 0.9f, 0.7f };
  SiltPicture  ramp;
  gdouble      dark[3], light[3];
  gint         order, x, c;

  plain_lab (dark, brown);
  plain_lab (light, cream);

  for (order = 0; order < 2; order++)
    {
      SiltColors colors = { SILT_COLOR_MATCH_TWO, 1.0 };

      for (c = 0; c < 3; c++)
        {
          colors.two[3 * order + c]       = brown[c];
          colors.two[3 * (1 - order) + c] = cream[c];
        }

      ramp_init (&ramp);
      silt_picture_match_colors (&ramp, &colors, 2);

      for (x = 0; x < WIDTH; x++)
        {
          const gfloat gray[3]  = { x / (WIDTH - 1.0f), x / (WIDTH - 1.0f),
                                    x / (WIDTH - 1.0f) };
          gdouble      tone[3], expected[3];

          plain_lab (tone, gray);
          for (c = 0; c < 3; c++)
            expected[c] = dark[c] + tone[0] / 100.0 * (light[c] - dark[c]);
          expect_lab (ramp.data + 3 * (7 * WIDTH + x), expected, 0.3);
        }
      silt_picture_clear (&ramp);
    }
}

/* Deviations from what goes with a tone stay where they are small, and become
 * smaller where they are large. */
static void
test_two_deviations (void)
{
  const gfloat reds[]  = { 0.02f, 0.4f };
  const gfloat least[] = { 0.5f,  0.05f };
  const gfloat most[]  = { 1.0f,  0.4f };
  gint         i, c;

  for (i = 0; i < 2; i++)
    {
      SiltColors  colors = { SILT_COLOR_MATCH_TWO, 1.0,
                             { 0.1, 0.1, 0.1, 0.9, 0.9, 0.9 } };
      SiltPicture picture;
      gdouble     before[3], after[3];

      ramp_init (&picture);
      for (c = 0; c < 3; c++)
        picture.data[3 * 30 + c] = c == 0 ? 0.5f + reds[i] : 0.5f;

      plain_lab (before, picture.data + 3 * 30);
      silt_picture_match_colors (&picture, &colors, 1);
      plain_lab (after, picture.data + 3 * 30);

      g_assert_cmpfloat (after[1], >=, least[i] * before[1]);
      g_assert_cmpfloat (after[1], <=, most[i] * before[1]);
      silt_picture_clear (&picture);
    }
}

static void
test_two_of_one_colour (void)
{
  SiltColors    colors      = { SILT_COLOR_MATCH_TWO, 1.0,
                                { 0.0, 0.0, 0.0, 1.0, 1.0, 1.0 } };
  const gdouble expected[3] = { 50.0, 0.0, 0.0 };
  SiltPicture   picture;

  picture_init (&picture, 1, 0.8, 0.3, 0.2, 0.0, 0.0);
  silt_picture_match_colors (&picture, &colors, 1);
  expect_lab (picture.data + 300, expected, 2.5);
  silt_picture_clear (&picture);
}

/* Nothing at all, by an amount of 0 or by what is to be matched. */
static void
test_untouched (void)
{
  const SiltColors none[] = { { SILT_COLOR_MATCH_NONE, 1.0 },
                              { SILT_COLOR_MATCH_TWO, 0.0 },
                              { SILT_COLOR_MATCH_PICTURE, 0.0 } };
  SiltPicture      picture, copy;
  guint            i;

  picture_init (&picture, 1, 0.5, 0.5, 0.5, 0.5, 0.2);
  picture_copy (&copy, &picture);

  for (i = 0; i < G_N_ELEMENTS (none); i++)
    silt_picture_match_colors (&picture, &none[i], 2);
  g_assert_cmpmem (picture.data, WIDTH * HEIGHT * 3 * sizeof (gfloat),
                   copy.data, WIDTH * HEIGHT * 3 * sizeof (gfloat));

  silt_picture_clear (&picture);
  silt_picture_clear (&copy);
}

/* Whatever comes in, colours come out, and the same for any number of threads;
 * what lies between the pixels is not touched. */
static void
test_strange (void)
{
  SiltColors colors[] = { { SILT_COLOR_MATCH_TWO, 1.0,
                            { 1.0, 0.0, 0.0, 1.0, 0.0, 0.0 } },
                          { SILT_COLOR_MATCH_PICTURE, 1.0, { 0 },
                            { 100.0, 128.0, -128.0 },
                            { 16384, -16384, 16384, 0.0, 16384, 5.0 } } };
  gint       i, k, t;

  for (i = 0; i < 2; i++)
    {
      gfloat data[2][5 * 3 * 4];

      for (t = 0; t < 2; t++)
        {
          SiltPicture picture = { data[t], 5, 3, 5 * 4, 4 };

          for (k = 0; k < 5 * 3 * 4; k++)
            data[t][k] = k % 4 == 3 ? 7.0f : k % 7 == 0 ? NAN
                                           : k % 5 == 0 ? INFINITY
                                           : k % 3 == 0 ? -INFINITY : k / 60.0f;
          silt_picture_match_colors (&picture, &colors[i], t ? 5 : 1);
        }

      g_assert_cmpmem (data[0], sizeof (data[0]), data[1], sizeof (data[1]));
      for (k = 0; k < 5 * 3 * 4; k++)
        if (k % 4 == 3)
          g_assert_cmpfloat (data[0][k], ==, 7.0f);
        else
          g_assert_true (data[0][k] >= 0.0f && data[0][k] <= 1.0f);
    }
}

gint
main (gint    argc,
      gchar **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/color-match/lab", test_lab);
  g_test_add_func ("/color-match/measure", test_measure);
  g_test_add_func ("/color-match/picture", test_picture);
  g_test_add_func ("/color-match/statistics", test_statistics);
  g_test_add_func ("/color-match/two", test_two);
  g_test_add_func ("/color-match/two-deviations", test_two_deviations);
  g_test_add_func ("/color-match/two-of-one-colour", test_two_of_one_colour);
  g_test_add_func ("/color-match/untouched", test_untouched);
  g_test_add_func ("/color-match/strange", test_strange);

  return g_test_run ();
}
