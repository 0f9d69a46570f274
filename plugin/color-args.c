/* Silt: the arguments about a texture's colours
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

#include <libgimp/gimp.h>

#include <glib/gi18n-lib.h>

#include "color-args.h"
#include "layer-effects.h"
#include "walk-args.h"

/* So many pixels of a layer tell its colours: of a larger one each second pixel
 * of each second row is looked at, or each third of each third... */
#define ENOUGH (1024 * 1024)

static const gchar *const match_values[] =
{
  "own", "foreground-background", "layer", NULL
};

static const SiltChoiceText match_texts[] =
{
  [SILT_COLORS_OWN] =
  { N_("As the model draws them"), N_("Nothing is changed") },
  [SILT_COLORS_CONTEXT] =
  { N_("Foreground and background"), N_("Dark tones become the darker of the "
                                        "two, light ones the lighter") },
  [SILT_COLORS_LAYER] =
  { N_("Of a layer"), N_("They come to vary around the same color, and as "
                         "much, as those of the layer") },
  [SILT_COLORS_KEPT] =
  { N_("As before"), N_("The colors that this layer was given when it was "
                        "made") },
};

/* Pixels of a layer, so many apart. */
typedef struct
{
  SiltPicture picture;   /* R'G'B'A, pixel stride 4 */
  SiltMask    alpha;
} Samples;


void
silt_color_args_add (GimpProcedure *procedure)
{
  silt_walk_args_add_choice (procedure, "color-match",
                             _("Colors _From"),
                             _("Where the texture takes its colors from"),
                             match_values, match_texts);
  gimp_procedure_add_layer_argument (procedure, "color-layer",
                                     _("E_xample Layer"),
                                     _("The layer whose colors are taken; what "
                                       "is transparent in it does not count"),
                                     TRUE,
                                     G_PARAM_READWRITE);
  gimp_procedure_add_double_argument (procedure, "color-amount",
                                      _("Color Ad_justment"),
                                      _("How far the texture's own colors give "
                                        "way to them: not at all at 0"),
                                      0.0, 1.0, 1.0,
                                      G_PARAM_READWRITE);
  gimp_procedure_add_string_aux_argument (procedure, "color-measured",
                                          "Measured colors",
                                          "Of the layer that was chosen last",
                                          "",
                                          G_PARAM_READWRITE);
}


/*  the colours of a layer  */

static gboolean
samples_alloc (Samples *samples,
               gint     width,
               gint     height)
{
  gsize n = (gsize) width * height;

  samples->picture = (SiltPicture) { g_try_new (gfloat, 4 * n), width, height,
                                     4 * (gsize) width, 4 };
  samples->alpha   = (SiltMask) { g_try_new (gfloat, n), width, height, width };

  return samples->picture.data && samples->alpha.data;
}

static void
samples_clear (Samples *samples)
{
  g_free (samples->picture.data);
  g_free (samples->alpha.data);
}

/* Each step-th pixel of a row. */
static void
samples_fill_row (Samples      *samples,
                  gint          y,
                  const gfloat *row,
                  gint          step)
{
  gfloat *pixel = samples->picture.data + y * samples->picture.row_stride;
  gfloat *alpha = samples->alpha.data + y * samples->alpha.row_stride;
  gint    x, c;

  for (x = 0; x < samples->picture.width; x++)
    {
      for (c = 0; c < 4; c++)
        *pixel++ = row[4 * x * step + c];
      *alpha++ = row[4 * x * step + 3];
    }
}

static gboolean
samples_read (Samples    *samples,
              GeglBuffer *buffer)
{
  const GeglRectangle *extent = gegl_buffer_get_extent (buffer);
  gint                 step;
  gfloat              *row;
  gint                 y;

  step = ceil (sqrt ((gdouble) extent->width * extent->height / ENOUGH));
  row  = g_try_new (gfloat, 4 * (gsize) extent->width);

  if (! row || ! samples_alloc (samples, (extent->width + step - 1) / step,
                                (extent->height + step - 1) / step))
    {
      g_free (row);
      return FALSE;
    }

  for (y = 0; y < samples->picture.height; y++)
    {
      gegl_buffer_get (buffer,
                       GEGL_RECTANGLE (extent->x, extent->y + y * step,
                                       extent->width, 1),
                       1.0, babl_format ("R'G'B'A float"), row,
                       GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      samples_fill_row (samples, y, row, step);
    }
  g_free (row);

  return TRUE;
}

static gboolean
measure_pixels (GimpLayer   *layer,
                SiltColors  *colors,
                GError     **error)
{
  g_autoptr (GeglBuffer) buffer  = NULL;
  Samples                samples = { { NULL, }, };
  gboolean               done    = FALSE;

  buffer = gimp_drawable_get_buffer (GIMP_DRAWABLE (layer));

  if (! buffer || ! samples_read (&samples, buffer))
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _("There is not enough memory to read the colors of the "
                   "layer."));
  else if (! silt_colors_measure (colors, &samples.picture, &samples.alpha,
                                  NULL))
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _("The layer has no colors to take: all of it is "
                   "transparent."));
  else
    done = TRUE;

  samples_clear (&samples);

  return done;
}

/* As it is seen, with its effects. */
static gboolean
measure_layer (GimpLayer   *layer,
               SiltColors  *colors,
               GError     **error)
{
  GimpLayer *copy;
  gboolean   done;

  if (! silt_layer_has_effects (layer))
    return measure_pixels (layer, colors, error);

  copy = silt_layer_copy_as_seen (layer, error);
  if (! copy)
    return FALSE;

  done = measure_pixels (copy, colors, error);
  gimp_image_delete (gimp_item_get_image (GIMP_ITEM (copy)));

  return done;
}

/* Mean and covariance as text, and back; FALSE for none. */
static gchar *
measured_text (const SiltColors *colors)
{
  GString *text = g_string_new (NULL);
  gint     i;

  for (i = 0; i < 9; i++)
    {
      gchar digits[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_dtostr (digits, sizeof (digits),
                      i < 3 ? colors->mean[i] : colors->covariance[i - 3]);
      g_string_append_printf (text, "%s ", digits);
    }

  return g_string_free (text, FALSE);
}

static gboolean
read_measured (SiltColors  *colors,
               const gchar *text)
{
  gint i;

  for (i = 0; i < 9; i++)
    {
      gdouble *value = i < 3 ? &colors->mean[i] : &colors->covariance[i - 3];
      gchar   *end;

      *value = g_ascii_strtod (text, &end);
      if (end == text)
        return FALSE;

      text = end;
    }
  colors->match = SILT_COLOR_MATCH_PICTURE;

  return TRUE;
}

static gboolean
read_layer (GimpProcedureConfig  *config,
            SiltColors           *colors,
            GError              **error)
{
  g_autoptr (GimpLayer)  layer    = NULL;
  g_autofree gchar      *measured = NULL;

  g_object_get (config,
                "color-layer",    &layer,
                "color-measured", &measured,
                NULL);

  if (layer && gimp_item_is_valid (GIMP_ITEM (layer)))
    return measure_layer (layer, colors, error);

  if (read_measured (colors, measured ? measured : ""))
    return TRUE;

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _("Choose a layer whose colors the texture is to take; one that "
                 "is all transparent has none."));
  return FALSE;
}


/*  the colours of the context  */

/* Others than those of sRGB can be chosen, too. */
static void
take_color (gdouble   *rgb,
            GeglColor *color)
{
  gint c;

  gegl_color_get_pixel (color, babl_format ("R'G'B' double"), rgb);
  for (c = 0; c < 3; c++)
    rgb[c] = CLAMP (rgb[c], 0.0, 1.0);

  g_object_unref (color);
}

static void
read_context (SiltColors *colors)
{
  colors->match = SILT_COLOR_MATCH_TWO;
  take_color (colors->two, gimp_context_get_foreground ());
  take_color (colors->two + 3, gimp_context_get_background ());
}


/*  public functions  */

void
silt_color_args_measure (GimpProcedureConfig *config,
                         GimpLayer           *layer)
{
  g_autofree gchar *text   = NULL;
  SiltColors        colors = { SILT_COLOR_MATCH_NONE };

  if (layer && measure_layer (layer, &colors, NULL))
    text = measured_text (&colors);

  g_object_set (config,
                "color-layer",    NULL,
                "color-measured", text ? text : "",
                NULL);
}

gboolean
silt_color_args_read (GimpProcedureConfig  *config,
                      const SiltColors     *kept,
                      SiltColors           *colors,
                      GError              **error)
{
  gint     from = gimp_procedure_config_get_choice_id (config, "color-match");
  gboolean done = TRUE;

  *colors = (SiltColors) { SILT_COLOR_MATCH_NONE };

  if (from == SILT_COLORS_CONTEXT)
    read_context (colors);
  else if (from == SILT_COLORS_LAYER)
    done = read_layer (config, colors, error);
  else if (from == SILT_COLORS_KEPT)
    *colors = *kept;

  g_object_get (config, "color-amount", &colors->amount, NULL);

  return done;
}

void
silt_color_args_reset (GimpProcedureConfig *config)
{
  g_object_set (config, "color-match", match_values[SILT_COLORS_OWN], NULL);
}

void
silt_color_args_write (GimpProcedureConfig *config,
                       const SiltColors    *colors)
{
  const SiltChoiceText *text = &match_texts[SILT_COLORS_KEPT];
  GParamSpec           *pspec;

  if (colors->match == SILT_COLOR_MATCH_NONE)
    {
      silt_color_args_reset (config);
      return;
    }

  pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (config),
                                        "color-match");
  gimp_choice_add (gimp_param_spec_choice_get_choice (pspec), "before",
                   SILT_COLORS_KEPT, _(text->label), _(text->help));
  g_object_set (config,
                "color-match",  "before",
                "color-amount", colors->amount,
                NULL);
}
