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


#pragma once

#include "silt.h"

G_BEGIN_DECLS

/* The words that the enums of silt.h count, NULL-terminated. */
extern const gchar *const silt_verb_words[];
extern const gchar *const silt_sampler_words[];
extern const gchar *const silt_spacing_words[];
extern const gchar *const silt_variance_words[];
extern const gchar *const silt_noise_words[];
extern const gchar *const silt_seamless_words[];
extern const gchar *const silt_color_match_words[];

G_END_DECLS
