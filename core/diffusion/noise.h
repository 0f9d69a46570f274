/* Silt: the noise of a seed, on the canvas
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

#include "store.h"

#include "silt.h"

G_BEGIN_DECLS

/* Standard normal noise on a canvas of image pixels, [height, width, channels]
 * in memory, in draws numbered from 0 (x_T).  Draws must be asked for in order:
 * PyTorch's generator knows no other.
 *
 * philox: a function of (seed, x, y, draw, channel) alone.
 * even:   the same without what is broad in it.  Of cells of 32 x 32 pixels,
 *         which begin at the canvas' corner, the means are taken, between
 *         their middles they are interpolated, and that is taken away.  Still
 *         a function of those five alone; of at most 4 channels.
 * torch:  as torch.randn (1, channels * unshuffle^2, H / unshuffle,
 *         W / unshuffle) gives it for the network's own layout, where H and W
 *         are the sides rounded up to `multiple`, then laid out on the pixels
 *         as pixel_shuffle does and cut to size. */
typedef struct _SiltNoiseSource SiltNoiseSource;

/* NULL when there is not enough memory. */
SiltNoiseSource * silt_noise_source_new   (SiltNoise        kind,
                                           guint64          seed,
                                           gint             height,
                                           gint             width,
                                           gint             channels,
                                           gint             unshuffle,
                                           gint             multiple);

/* The same where `out` of the draws to come, and `map`, the source's own of
 * silt_noise_source_bytes, lie in a store that outlives the source. */
SiltNoiseSource * silt_noise_source_new_in (SiltNoise        kind,
                                            guint64          seed,
                                            gint             height,
                                            gint             width,
                                            gint             channels,
                                            gint             unshuffle,
                                            gint             multiple,
                                            SiltStore       *store,
                                            gfloat          *map);
void              silt_noise_source_free  (SiltNoiseSource *source);

/* Makes the canvas a window of a larger one, whose upper left corner lies there,
 * or, if that is below 0, before its own:
 * it draws what that would draw at that place.  Not torch's noise, which depends
 * on the size of the whole. */
void              silt_noise_source_move  (SiltNoiseSource *source,
                                           gint             x,
                                           gint             y);

/* Gives the first draw of even noise a mean of its own, one number a channel of
 * the seed, as large as the mean of 52 x 52 pixels would have been: what a walk
 * from pure noise takes its colours from.  Other noise has that in it. */
void              silt_noise_source_add_color (SiltNoiseSource *source);

/* What a draw needs beside what is drawn: 0 for philox. */
gsize             silt_noise_source_bytes (SiltNoise        kind,
                                           gint             height,
                                           gint             width,
                                           gint             channels,
                                           gint             multiple);

/* FALSE when the pool was cancelled. */
gboolean          silt_noise_source_draw  (SiltNoiseSource *source,
                                           SiltPool        *pool,
                                           gfloat          *out);

G_END_DECLS
