/* Silt: runs all cases of folders of golden data
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

#include "golden.h"

#include <math.h>

#include "silt.h"

/* How the folders' names begin, and what is in them. */
static const struct
{
  const gchar *prefix;
  void      (* run)   (Tally       *tally,
                       const gchar *folder,
                       const gchar *name);
} kinds[] =
{
  { "scheduler-", golden_scheduler },
  { "unet-",      golden_unet      }
};

static guint
n_cases (const Tally *tally)
{
  return tally->n_passed + tally->n_failed + tally->n_skipped;
}

void
golden_measured (Tally       *tally,
                 const gchar *name,
                 gdouble      error,
                 gdouble      tolerance)
{
  gboolean passed = error <= tolerance;

  if (passed)
    tally->n_passed++;
  else
    tally->n_failed++;

  g_print ("%s %u %-60s %.1e\n", passed ? "ok" : "not ok", n_cases (tally),
           name, error);
}

void
golden_failed (Tally       *tally,
               const gchar *name,
               const gchar *format,
               ...)
{
  g_autofree gchar *reason = NULL;
  va_list           args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);

  tally->n_failed++;
  g_print ("not ok %u %s: %s\n", n_cases (tally), name, reason);
}

void
golden_refused (Tally        *tally,
                const gchar  *name,
                const GError *error)
{
  if (! g_error_matches (error, SILT_ERROR, SILT_ERROR_UNSUPPORTED))
    {
      golden_failed (tally, name, "%s", error->message);
      return;
    }

  tally->n_skipped++;
  g_print ("ok %u %s # SKIP %s\n", n_cases (tally), name, error->message);
}

gdouble
golden_difference (const gfloat *values,
                   const gfloat *expected,
                   gsize         n)
{
  gdouble difference = 0.0;
  gdouble norm       = 0.0;
  gsize   i;

  for (i = 0; i < n; i++)
    {
      gdouble d = (gdouble) values[i] - expected[i];

      difference += d * d;
      norm       += (gdouble) expected[i] * expected[i];
    }

  return sqrt (difference / norm);
}

gfloat *
golden_read (SiltWeights  *weights,
             const gchar  *name,
             gsize         n,
             GError      **error)
{
  const SiltWeight  *tensor = silt_weights_find (weights, name);
  g_autofree gfloat *values = NULL;

  if (! tensor)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "there is no tensor %s", name);
      return NULL;
    }

  if (n != 0 && tensor->n_elements != n)
    {
      g_set_error (error, SILT_ERROR, SILT_ERROR_FORMAT,
                   "tensor %s: expected %" G_GSIZE_FORMAT " values, found %"
                   G_GSIZE_FORMAT, name, n, tensor->n_elements);
      return NULL;
    }

  values = g_new (gfloat, tensor->n_elements);
  if (! silt_weights_read (weights, name, tensor->n_dims, tensor->dims, values,
                           error))
    return NULL;

  return g_steal_pointer (&values);
}

static gint
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const gchar *const *) a, *(const gchar *const *) b);
}

GPtrArray *
golden_list (const gchar  *folder,
             GError      **error)
{
  g_autoptr (GDir)  dir = g_dir_open (folder, 0, error);
  GPtrArray        *names;
  const gchar      *name;

  if (! dir)
    return NULL;

  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return names;
}

static void
run_folder (Tally       *tally,
            const gchar *path,
            const gchar *name)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (name, kinds[i].prefix))
      {
        kinds[i].run (tally, path, name);
        return;
      }
}

static gboolean
run_folders (Tally        *tally,
             const gchar  *path,
             GError      **error)
{
  g_autoptr (GPtrArray) names = golden_list (path, error);
  guint                 i;

  if (! names)
    return FALSE;

  for (i = 0; i < names->len; i++)
    {
      const gchar      *name   = names->pdata[i];
      g_autofree gchar *folder = g_build_filename (path, name, NULL);

      if (g_file_test (folder, G_FILE_TEST_IS_DIR))
        run_folder (tally, folder, name);
    }

  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  Tally tally = { 0 };
  gint  i;

  if (argc < 2)
    {
      g_printerr ("usage: golden DIR...\n"
                  "Runs every case of the golden data in DIR, and prints the "
                  "relative error of\neach, in the test anything protocol.\n");
      return 1;
    }

  for (i = 1; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;

      if (! run_folders (&tally, argv[i], &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
    }

  g_print ("1..%u\n# %u passed, %u failed, %u skipped\n", n_cases (&tally),
           tally.n_passed, tally.n_failed, tally.n_skipped);

  /* No case at all is no success. */
  return tally.n_failed > 0 || tally.n_passed == 0;
}
