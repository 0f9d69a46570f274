/* Silt: the choices of the settings and their names
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


#include "choices.h"

#include "words.h"

const gchar *const silt_verb_words[] =
{
  "generate", "reimagine", "fill", "remove-noise", NULL
};

const gchar *const silt_sampler_words[] =
{
  "ddpm", "ddim", "pndm", "dpmpp-2m", "dpmpp-3m", "dpmpp-2m-sde", "euler",
  "euler-ancestral", "heun", "unipc", "deis", "lcm", "consistency", "model",
  NULL
};

const gchar *const silt_spacing_words[] =
{
  "leading", "trailing", "linspace", "karras", "exponential", "beta", "lu",
  NULL
};

const gchar *const silt_variance_words[] =
{
  "fixed-small", "fixed-large", "learned", "learned-range", NULL
};

const gchar *const silt_noise_words[] =
{
  "philox", "torch", "even", NULL
};

/* A set of two flags counts through its subsets. */
const gchar *const silt_seamless_words[] =
{
  "none", "x", "y", "xy", NULL
};

const gchar *const silt_color_match_words[] =
{
  "none", "two", "picture", NULL
};

/* Defines silt_X_name and silt_X_from_name. */
#define DEFINE_NAMES(choice, n_values)                                       \
                                                                             \
  G_STATIC_ASSERT (G_N_ELEMENTS (silt_##choice##_words) == n_values + 1);    \
                                                                             \
  const gchar *                                                              \
  silt_##choice##_name (gint value)                                          \
  {                                                                          \
    return value >= 0 && value < n_values ? silt_##choice##_words[value]     \
                                          : NULL;                            \
  }                                                                          \
                                                                             \
  gint                                                                       \
  silt_##choice##_from_name (const gchar  *name,                             \
                             GError      **error)                            \
  {                                                                          \
    return silt_words_find (silt_##choice##_words, #choice, name, error);    \
  }

DEFINE_NAMES (verb,        SILT_N_VERBS)
DEFINE_NAMES (sampler,     SILT_N_SAMPLERS)
DEFINE_NAMES (spacing,     SILT_N_SPACINGS)
DEFINE_NAMES (variance,    SILT_N_VARIANCES)
DEFINE_NAMES (noise,       SILT_N_NOISES)
DEFINE_NAMES (seamless,    SILT_N_SEAMLESS)
DEFINE_NAMES (color_match, SILT_N_COLOR_MATCHES)
