/* Silt: named tensors in a file
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

#include "weight.h"

G_BEGIN_DECLS

/* A file of named tensors, mapped read-only: safetensors, a torch archive, or
 * the index of several such files. */
typedef struct _SiltWeights SiltWeights;

/* Opens a file and checks all of it that a later read relies on: in a
 * safetensors file the header within the file and at most 100 MB, valid JSON,
 * known dtypes, offsets in range and in order, shape x size equal to the bytes
 * without overflow, no two tensors over the same bytes, no hole, no name
 * twice; in a torch archive what torch-archive.h says.  A file that ends in
 * ".index.json" names the file of each tensor, all in its own folder.  GGUF and
 * other kinds of file are refused by name.
 * Errors: IO, FORMAT, UNSUPPORTED; each names the file and the tensor. */
SiltWeights      * silt_weights_open     (const gchar  *path,
                                          GError      **error);
void               silt_weights_free     (SiltWeights  *weights);

const gchar      * silt_weights_path     (SiltWeights  *weights);

/* What all its files hold, as a number that tells them apart, and how many bytes
 * that is.  The former reads them. */
guint64            silt_weights_fingerprint (SiltWeights *weights);
guint64            silt_weights_file_bytes  (SiltWeights *weights);

/* In the order of the file; the list is the weights' own. */
guint              silt_weights_count    (SiltWeights  *weights);
const SiltWeight * silt_weights_nth      (SiltWeights  *weights,
                                          guint         n);

/* NULL where there is none. */
const SiltWeight * silt_weights_find     (SiltWeights  *weights,
                                          const gchar  *name);

/* A string of the header's "__metadata__"; NULL where there is none. */
const gchar      * silt_weights_metadata (SiltWeights  *weights,
                                          const gchar  *key);

/* The tensor `name`, which must be F32, F16, BF16 or F64 and have exactly the
 * n_dims dimensions `dims`.  NULL with FORMAT or UNSUPPORTED; each names the
 * file, the tensor, what was expected and found. */
const SiltWeight * silt_weights_expect   (SiltWeights  *weights,
                                          const gchar  *name,
                                          guint         n_dims,
                                          const gint64 *dims,
                                          GError      **error);

/* The same, brought into out, n_elements floats. */
gboolean           silt_weights_read     (SiltWeights  *weights,
                                          const gchar  *name,
                                          guint         n_dims,
                                          const gint64 *dims,
                                          gfloat       *out,
                                          GError      **error);

/* Gives the memory back that the file's bytes under a tensor were read into.
 * Who reads them again has them read from the file again. */
void               silt_weights_forget   (SiltWeights      *weights,
                                          const SiltWeight *weight);

/* For those who see the same bytes under other names or in other shapes: takes
 * over a list in the place of the old one, or the old one itself after its
 * names changed.  Names are unique. */
void               silt_weights_replace  (SiltWeights  *weights,
                                          GArray       *tensors);

G_END_DECLS
