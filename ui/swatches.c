/* Silt: small pictures of the classes of a model
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

#include "swatches.h"

#include <string.h>

/* What they are made with is in the name of their folder, and its number where
 * these would make others than they did. */
#define VERSION  2
#define STEPS    8
#define SEED     42          /* and, of each class, as many more as its index  */

/* Bytes: no file of a swatch is that large. */
#define MAX_FILE (SILT_SWATCH_SIZE * SILT_SWATCH_SIZE * 8)

/* Where a PNG file says how large it is: in its first chunk, big-endian. */
#define PNG_SIZE_OFFSET 16

struct _SiltSwatches
{
  SiltModel        *model;
  gint              count;
  gchar            *folder;
  cairo_surface_t **pictures;

  SiltSettings      settings;   /* of the one that is made now                */
  SiltPicture       picture;
  gboolean          failed;
};

/* What is left of a file to be read. */
typedef struct
{
  const guint8 *bytes;
  gsize         n;
} Rest;


/*  files  */

static gchar *
swatch_path (SiltSwatches *swatches,
             gint          index)
{
  g_autofree gchar *name = g_strdup_printf ("%d.png", index);

  return g_build_filename (swatches->folder, name, NULL);
}

static cairo_status_t
read_rest (void         *closure,
           guchar       *data,
           unsigned int  length)
{
  Rest *rest = closure;

  if (length > rest->n)
    return CAIRO_STATUS_READ_ERROR;

  memcpy (data, rest->bytes, length);
  rest->bytes += length;
  rest->n     -= length;

  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
append (void         *closure,
        const guchar *data,
        unsigned int  length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/* Whether that is what it says it is, before memory is taken for it. */
static gboolean
is_sized (const guint8 *bytes,
          gsize         n)
{
  const guint32 expected[2] = { GUINT32_TO_BE (SILT_SWATCH_SIZE),
                                GUINT32_TO_BE (SILT_SWATCH_SIZE) };

  return n >= PNG_SIZE_OFFSET + sizeof (expected) && n <= MAX_FILE &&
         memcmp (bytes + PNG_SIZE_OFFSET, expected, sizeof (expected)) == 0;
}

static cairo_surface_t *
swatch_load (SiltSwatches *swatches,
             gint          index)
{
  g_autofree gchar *path    = swatch_path (swatches, index);
  g_autofree gchar *bytes   = NULL;
  cairo_surface_t  *surface;
  Rest              rest;

  if (! g_file_get_contents (path, &bytes, &rest.n, NULL))
    return NULL;

  rest.bytes = (const guint8 *) bytes;
  if (! is_sized (rest.bytes, rest.n))
    return NULL;

  surface = cairo_image_surface_create_from_png_stream (read_rest, &rest);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    g_clear_pointer (&surface, cairo_surface_destroy);

  return surface;
}

/* Where there is no room to keep it, it is made again next time. */
static void
swatch_save (SiltSwatches *swatches,
             gint          index)
{
  g_autofree gchar       *path  = swatch_path (swatches, index);
  g_autoptr (GByteArray)  bytes = g_byte_array_new ();

  if (g_mkdir_with_parents (swatches->folder, 0700) == 0 &&
      cairo_surface_write_to_png_stream (swatches->pictures[index], append,
                                         bytes) == CAIRO_STATUS_SUCCESS)
    g_file_set_contents (path, (const gchar *) bytes->data, bytes->len, NULL);
}


/*  how they are made  */

static gint
swatch_missing (SiltSwatches *swatches)
{
  gint i;

  for (i = 0; i < swatches->count; i++)
    if (! swatches->pictures[i])
      return i;

  return -1;
}

/* A model that sees the whole picture is shown one as it was trained on. */
static void
swatch_settings (SiltSwatches *swatches,
                 SiltSettings *settings)
{
  const SiltModelInfo *info = silt_model_get_info (swatches->model);
  gint                 side = SILT_SWATCH_SIZE;

  silt_settings_init (settings, swatches->model);

  if (info->reach >= 0)
    settings->seamless = SILT_SEAMLESS_XY;
  else if (info->trained_size > 0)
    side = MIN (info->trained_size, 2 * SILT_SWATCH_SIZE);

  settings->width  = side;
  settings->height = side;
  settings->steps  = MIN (settings->steps, STEPS);
}

static cairo_surface_t *
scaled_to_swatch (cairo_surface_t *picture)
{
  gint             side = cairo_image_surface_get_width (picture);
  gdouble          size = (gdouble) SILT_SWATCH_SIZE / side;
  cairo_surface_t *surface;
  cairo_t         *cr;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                        SILT_SWATCH_SIZE, SILT_SWATCH_SIZE);
  cr      = cairo_create (surface);

  cairo_scale (cr, size, size);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_destroy (cr);

  return surface;
}


/*  public functions  */

SiltSwatches *
silt_swatches_new (SiltModel *model)
{
  const SiltModelInfo *info     = silt_model_get_info (model);
  SiltSwatches        *swatches = g_new0 (SiltSwatches, 1);
  g_autofree gchar    *name     = NULL;
  gint                 i;

  name = g_strdup_printf ("%s-%d", info->fingerprint, VERSION);

  swatches->model    = silt_model_ref (model);
  swatches->count    = info->n_classes <= SILT_MAX_SWATCHES ? info->n_classes
                                                            : 0;
  swatches->folder   = g_build_filename (g_get_user_cache_dir (),
                                         "silt", "swatches", name, NULL);
  swatches->pictures = g_new0 (cairo_surface_t *, swatches->count);

  for (i = 0; i < swatches->count; i++)
    swatches->pictures[i] = swatch_load (swatches, i);

  return swatches;
}

void
silt_swatches_free (SiltSwatches *swatches)
{
  gint i;

  for (i = 0; i < swatches->count; i++)
    g_clear_pointer (&swatches->pictures[i], cairo_surface_destroy);

  silt_model_unref (swatches->model);
  g_free (swatches->pictures);
  g_free (swatches->folder);
  g_free (swatches);
}

gint
silt_swatches_count (SiltSwatches *swatches)
{
  return swatches->count;
}

cairo_surface_t *
silt_swatches_get (SiltSwatches *swatches,
                   gint          index)
{
  g_return_val_if_fail (index >= 0 && index < swatches->count, NULL);

  return swatches->pictures[index];
}

gboolean
silt_swatches_next (SiltSwatches          *swatches,
                    SiltWork              *work,
                    cairo_rectangle_int_t *view)
{
  SiltSettings *settings = &swatches->settings;
  gint          index    = swatch_missing (swatches);

  if (index < 0 || swatches->failed)
    return FALSE;

  swatch_settings (swatches, settings);
  settings->class_index = index;
  settings->seed        = SEED + index;

  if (! silt_picture_alloc (&swatches->picture, settings->width,
                            settings->height))
    return FALSE;

  *work = (SiltWork) { .verb        = SILT_VERB_GENERATE,
                       .model       = swatches->model,
                       .settings    = settings,
                       .picture     = &swatches->picture,
                       .pixels      = swatches->picture.data,
                       .free_pixels = g_free };
  *view = (cairo_rectangle_int_t) { 0, 0, settings->width, settings->height };

  return TRUE;
}

gint
silt_swatches_take (SiltSwatches *swatches,
                    SiltRun      *run)
{
  gint             index = silt_run_get_work (run)->settings->class_index;
  cairo_surface_t *picture;

  if (silt_run_get_error (run))
    {
      swatches->failed = TRUE;
      return -1;
    }

  picture = silt_run_get_estimate (run);
  g_clear_pointer (&swatches->pictures[index], cairo_surface_destroy);
  swatches->pictures[index] = scaled_to_swatch (picture);
  cairo_surface_destroy (picture);
  swatch_save (swatches, index);

  return index;
}
