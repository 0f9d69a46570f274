/* Silt: one name for each tensor
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

#include "names.h"

#include <string.h>

/* What may stand before all names. */
static const gchar *const prefixes[] =
{
  "module.", "_orig_mod.", "ema_model.", "model.", "unet."
};

/* The projections of an attention. */
static const struct
{
  const gchar *before;
  const gchar *today;
}
projections[] =
{
  { "query",     "to_q"     },
  { "key",       "to_k"     },
  { "value",     "to_v"     },
  { "proj_attn", "to_out.0" }
};

static gboolean
all_begin_with (SiltWeights *weights,
                const gchar *prefix,
                gsize        skipped)
{
  guint i;

  for (i = 0; i < silt_weights_count (weights); i++)
    {
      if (! g_str_has_prefix (silt_weights_nth (weights, i)->name + skipped,
                              prefix))
        {
          return FALSE;
        }
    }

  return silt_weights_count (weights) > 0;
}

/* The length of all prefixes that all names have. */
static gsize
count_prefix (SiltWeights *weights)
{
  gsize length = 0;
  guint i      = 0;

  while (i < G_N_ELEMENTS (prefixes))
    {
      if (all_begin_with (weights, prefixes[i], length))
        {
          length += strlen (prefixes[i]);
          i       = 0;
        }
      else
        {
          i++;
        }
    }

  return length;
}

/* Whether `name` ends in ".WORD" and then the `rest`. */
static gboolean
ends_in (const gchar *name,
         const gchar *rest,
         const gchar *word)
{
  gsize length = strlen (word);

  return (gsize) (rest - name) > length &&
         rest[- (gssize) length - 1] == '.' &&
         strncmp (rest - length, word, length) == 0;
}

static gchar *
modern_name (const gchar *name,
             gboolean    *projects)
{
  const gchar *rest = strrchr (name, '.');      /* ".weight" or ".bias" */
  guint        i;

  *projects = FALSE;

  if (! rest || ! strstr (name, "attentions."))
    return g_strdup (name);

  for (i = 0; i < G_N_ELEMENTS (projections); i++)
    {
      const gchar *before = projections[i].before;
      const gchar *today  = projections[i].today;

      *projects = TRUE;

      if (ends_in (name, rest, today))
        return g_strdup (name);

      if (ends_in (name, rest, before))
        return g_strdup_printf ("%.*s%s%s",
                                (gint) (rest - strlen (before) - name), name,
                                today, rest);
    }

  *projects = FALSE;

  return g_strdup (name);
}

void
silt_names_modernise (SiltWeights *weights)
{
  GArray *tensors = silt_weights_list_new ();
  gsize   prefix  = count_prefix (weights);
  guint   i;

  for (i = 0; i < silt_weights_count (weights); i++)
    {
      SiltWeight weight = *silt_weights_nth (weights, i);
      gboolean   projects;

      weight.name = modern_name (weight.name + prefix, &projects);

      /* [C, C, 1, 1] */
      while (projects && weight.n_dims > 2 &&
             weight.dims[weight.n_dims - 1] == 1)
        {
          weight.n_dims--;
        }

      g_array_append_val (tensors, weight);
    }

  silt_weights_replace (weights, tensors);
}
