/* Silt: the colours of one picture for another
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

#include "color-match.h"

#include <math.h>

#include "lab.h"
#include "symmetric.h"

/* Bands of rows, whose sums are added in order, whatever the threads. */
#define N_BANDS 64

/* Steps of L*, a fifth each. */
#define N_TONES 500

/* Of the pixels, one in so many is darker than the darkest tone. */
#define DARKEST 200

/* A variance in CIELAB as little as can be seen. */
#define LEAST_VARIANCE 1.0

/* L* from the darkest to the lightest tone is at least this, so that what
 * should be of one tone does not become grain. */
#define LEAST_CONTRAST 5.0f

/* Deviations in a* and b* that are no small ones any more. */
#define LARGE_DEVIATION 8.0f

/* Of pixels, by their weight. */
typedef struct
{
  gdouble weight;
  gdouble sum[3];
  gdouble products[6];      /* as in SiltColors.covariance */
  guint   tones[N_TONES];   /* pixels, whatever their weight */
} Sums;

typedef struct
{
  const SiltLab     *lab;
  const SiltPicture *picture;
  const SiltMask    *alpha;   /* or NULL */
  Sums              *bands;
} Survey;

/* What becomes of a colour. */
typedef struct
{
  const SiltLab     *lab;
  const SiltPicture *picture;
  gfloat             amount;
  gboolean           two;
  gfloat             mean[3];         /* of the picture                       */
  gfloat             to[3];           /* of the other one                     */
  gfloat             matrix[3][3];
  gfloat             darkest, lightest;
  gfloat             dark[3], light[3];
  gfloat             with_tone[3];    /* a* and b* that go with a step of L*  */
} Map;


/* NaN is neither above 0 nor above 1. */
static inline gfloat
to_unit (gfloat value)
{
  return value > 0.0f ? (value > 1.0f ? 1.0f : value) : 0.0f;
}

static inline void
pixel_lab (const SiltLab *tables,
           gfloat        *lab,
           const gfloat  *pixel)
{
  const gfloat rgb[3] = { to_unit (pixel[0]), to_unit (pixel[1]),
                          to_unit (pixel[2]) };

  silt_lab_from_rgb (tables, lab, rgb);
}

static gint
band_row (const SiltPicture *picture,
          guint              band)
{
  return (gint64) picture->height * band / N_BANDS;
}


/*  what colours there are  */

static void
sums_add (Sums         *sums,
          const gfloat *lab,
          gdouble       weight)
{
  gint i, j, k = 0;

  sums->weight += weight;
  for (i = 0; i < 3; i++)
    {
      sums->sum[i] += weight * lab[i];
      for (j = i; j < 3; j++)
        sums->products[k++] += weight * lab[i] * lab[j];
    }

  sums->tones[CLAMP ((gint) (lab[0] * (N_TONES / 100.0f)), 0, N_TONES - 1)]++;
}

static void
survey_band (gpointer data,
             guint    band,
             guint    worker)
{
  const Survey      *survey  = data;
  const SiltPicture *picture = survey->picture;
  Sums              *sums    = &survey->bands[band];
  gint               y       = band_row (picture, band);
  gint               end     = band_row (picture, band + 1);
  gint               x;

  for (; y < end; y++)
    {
      const gfloat *pixel = picture->data + y * picture->row_stride;
      const gfloat *alpha = survey->alpha ? survey->alpha->data +
                                            y * survey->alpha->row_stride
                                          : NULL;

      for (x = 0; x < picture->width; x++, pixel += picture->pixel_stride)
        {
          gfloat weight = alpha ? to_unit (alpha[x]) : 1.0f;
          gfloat lab[3];

          if (weight == 0.0f)
            continue;

          pixel_lab (survey->lab, lab, pixel);
          sums_add (sums, lab, weight);
        }
    }
}

/* Into the first band. */
static void
gather_bands (Sums *bands)
{
  gint band, i;

  for (band = 1; band < N_BANDS; band++)
    {
      bands->weight += bands[band].weight;
      for (i = 0; i < 3; i++)
        bands->sum[i] += bands[band].sum[i];
      for (i = 0; i < 6; i++)
        bands->products[i] += bands[band].products[i];
      for (i = 0; i < N_TONES; i++)
        bands->tones[i] += bands[band].tones[i];
    }
}

/* The sums of all; NULL when the pool was cancelled.  Free with g_free. */
static Sums *
survey_picture (const SiltLab     *lab,
                const SiltPicture *picture,
                const SiltMask    *alpha,
                SiltPool          *pool)
{
  g_autofree Sums *bands  = g_new0 (Sums, N_BANDS);
  Survey           survey = { lab, picture, alpha, bands };

  if (! silt_pool_run (pool, N_BANDS, survey_band, &survey))
    return NULL;

  gather_bands (bands);

  return g_steal_pointer (&bands);
}

static void
sums_statistics (const Sums *sums,
                 gdouble    *mean,
                 gdouble    *covariance)
{
  gint i, j, k = 0;

  for (i = 0; i < 3; i++)
    mean[i] = sums->sum[i] / sums->weight;

  for (i = 0; i < 3; i++)
    for (j = i; j < 3; j++, k++)
      {
        covariance[k] = sums->products[k] / sums->weight - mean[i] * mean[j];

        /* Less than nothing is rounding. */
        if (i == j)
          covariance[k] = MAX (covariance[k], 0.0);
      }
}

/* The L* below which one pixel in so many lies, from the dark end upwards, or
 * from the light end downwards. */
static gfloat
extreme_tone (const Sums *sums,
              gboolean    from_dark)
{
  guint64 total = 0;
  guint64 found = 0;
  gint    i;

  for (i = 0; i < N_TONES; i++)
    total += sums->tones[i];

  for (i = 0; i < N_TONES - 1; i++)
    {
      found += sums->tones[from_dark ? i : N_TONES - 1 - i];
      if (found * DARKEST > total)
        break;
    }

  return (from_dark ? i : N_TONES - i) * (100.0f / N_TONES);
}


/*  what becomes of them  */

static void
fill_symmetric (gdouble        matrix[3][3],
                const gdouble *covariance)
{
  gint i, j, k = 0;

  for (i = 0; i < 3; i++)
    for (j = i; j < 3; j++, k++)
      matrix[i][j] = matrix[j][i] = covariance[k] +
                                    (i == j ? LEAST_VARIANCE : 0.0);
}

static void
map_to_picture (Map              *map,
                const SiltColors *colors,
                const gdouble    *own)
{
  const gdouble *other    = colors->covariance;
  gboolean       is_plain = other[0] + other[3] + other[5] <= LEAST_VARIANCE;
  gdouble        from[3][3], to[3][3];
  gdouble        root[3][3], inverse[3][3], between[3][3], middle[3][3];
  gint           i, j;

  fill_symmetric (from, own);
  fill_symmetric (to, other);

  silt_symmetric_power (root, from, 0.5);
  silt_symmetric_power (inverse, from, -0.5);
  silt_symmetric_sandwich (between, root, to);
  silt_symmetric_power (middle, between, 0.5);
  silt_symmetric_sandwich (between, inverse, middle);

  for (i = 0; i < 3; i++)
    {
      map->to[i] = colors->mean[i];
      for (j = 0; j < 3; j++)
        map->matrix[i][j] = is_plain ? i == j : between[i][j];
    }
}

static void
map_to_two (Map              *map,
            const SiltColors *colors,
            const gdouble    *own,
            const Sums       *sums)
{
  gfloat ends[2][3];
  gfloat rgb[2][3];
  gfloat lack;
  gint   dark;
  gint   i;

  for (i = 0; i < 6; i++)
    rgb[i / 3][i % 3] = colors->two[i];

  silt_lab_from_rgb (map->lab, ends[0], rgb[0]);
  silt_lab_from_rgb (map->lab, ends[1], rgb[1]);

  dark = ends[1][0] < ends[0][0];
  for (i = 0; i < 3; i++)
    {
      map->dark[i]      = ends[dark][i];
      map->light[i]     = ends[! dark][i];
      map->with_tone[i] = own[i] / (own[0] + LEAST_VARIANCE);
    }

  map->darkest  = extreme_tone (sums, TRUE);
  map->lightest = extreme_tone (sums, FALSE);

  lack = LEAST_CONTRAST - (map->lightest - map->darkest);
  if (lack > 0.0f)
    {
      map->darkest  -= lack / 2.0f;
      map->lightest += lack / 2.0f;
    }
}

static void
map_init (Map               *map,
          const SiltPicture *picture,
          const SiltColors  *colors,
          const Sums        *sums)
{
  gdouble mean[3];
  gdouble own[6];
  gint    i;

  sums_statistics (sums, mean, own);

  map->picture = picture;
  map->amount  = colors->amount;
  map->two     = colors->match == SILT_COLOR_MATCH_TWO;
  for (i = 0; i < 3; i++)
    map->mean[i] = mean[i];

  if (map->two)
    map_to_two (map, colors, own, sums);
  else
    map_to_picture (map, colors, own);
}

static inline void
take_other (const Map *map,
            gfloat    *target,
            gfloat    *u)
{
  gint i;

  for (i = 0; i < 3; i++)
    target[i] = map->to[i] + map->matrix[i][0] * u[0] +
                             map->matrix[i][1] * u[1] +
                             map->matrix[i][2] * u[2];
}

static inline void
take_two (const Map *map,
          gfloat    *target,
          gfloat     lightness,
          gfloat    *u)
{
  gfloat tone  = (lightness - map->darkest) / (map->lightest - map->darkest);
  gfloat a     = u[1] - map->with_tone[1] * u[0];
  gfloat b     = u[2] - map->with_tone[2] * u[0];
  gfloat large = (a * a + b * b) / (LARGE_DEVIATION * LARGE_DEVIATION);
  gfloat keep  = 1.0f / sqrtf (1.0f + large);
  gint   i;

  tone = to_unit (tone);
  for (i = 0; i < 3; i++)
    target[i] = map->dark[i] + tone * (map->light[i] - map->dark[i]);

  target[1] += keep * a;
  target[2] += keep * b;
}

static void
map_pixel (const Map *map,
           gfloat    *pixel)
{
  gfloat lab[3], u[3], target[3];
  gint   i;

  pixel_lab (map->lab, lab, pixel);
  for (i = 0; i < 3; i++)
    u[i] = lab[i] - map->mean[i];

  if (map->two)
    take_two (map, target, lab[0], u);
  else
    take_other (map, target, u);

  for (i = 0; i < 3; i++)
    lab[i] += map->amount * (target[i] - lab[i]);

  silt_lab_to_rgb (map->lab, target, lab);
  for (i = 0; i < 3; i++)
    pixel[i] = target[i];
}

static void
map_band (gpointer data,
          guint    band,
          guint    worker)
{
  const Map         *map     = data;
  const SiltPicture *picture = map->picture;
  gint               y       = band_row (picture, band);
  gint               end     = band_row (picture, band + 1);
  gint               x;

  for (; y < end; y++)
    {
      gfloat *pixel = picture->data + y * picture->row_stride;

      for (x = 0; x < picture->width; x++, pixel += picture->pixel_stride)
        map_pixel (map, pixel);
    }
}


/*  public functions  */

gsize
silt_color_match_bytes (void)
{
  return N_BANDS * sizeof (Sums);
}

gboolean
silt_color_match_apply (const SiltPicture *picture,
                        const SiltColors  *colors,
                        SiltPool          *pool)
{
  g_autofree Sums *sums = NULL;
  SiltLab          lab;
  Map              map  = { &lab };

  if (colors->match == SILT_COLOR_MATCH_NONE || colors->amount == 0.0)
    return TRUE;

  silt_lab_init (&lab);
  sums = survey_picture (&lab, picture, NULL, pool);
  if (! sums)
    return FALSE;

  map_init (&map, picture, colors, sums);

  return silt_pool_run (pool, N_BANDS, map_band, &map);
}

void
silt_picture_match_colors (const SiltPicture *picture,
                           const SiltColors  *colors,
                           gint               threads)
{
  SiltPool *pool = silt_pool_new (threads, NULL);

  silt_color_match_apply (picture, colors, pool);
  silt_pool_free (pool);
}

gboolean
silt_colors_measure (SiltColors         *colors,
                     const SiltPicture  *picture,
                     const SiltMask     *alpha,
                     GError            **error)
{
  g_autofree Sums *sums = NULL;
  SiltPool        *pool = silt_pool_new (0, NULL);
  SiltLab          lab;

  silt_lab_init (&lab);
  sums = survey_picture (&lab, picture, alpha, pool);
  silt_pool_free (pool);

  if (sums->weight == 0.0)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_ARGUMENT,
                   "colors: expected a picture of which something can be seen, "
                   "found %d x %d transparent pixels",
                   picture->width, picture->height);
      return FALSE;
    }

  colors->match = SILT_COLOR_MATCH_PICTURE;
  sums_statistics (sums, colors->mean, colors->covariance);

  return TRUE;
}
