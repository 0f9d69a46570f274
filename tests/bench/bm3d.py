# Silt: BM3D for colour pictures, to measure Silt against
# Copyright (C) 2026 The Silt authors
#
# This program is free software: you can redistribute it and/or modify
# it under the terms of the GNU General Public License as published by
# the Free Software Foundation; either version 3 of the License, or
# (at your option) any later version.
#
# This program is distributed in the hope that it will be useful,
# but WITHOUT ANY WARRANTY; without even the implied warranty of
# MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
# GNU General Public License for more details.
#
# You should have received a copy of the GNU General Public License
# along with this program.  If not, see <https://www.gnu.org/licenses/>.

"""CBM3D, for classics.py; Debian has no program that does it.

The method of these papers, with their parameters as we remember them; their
authors' program was not read:

- K. Dabov, A. Foi, V. Katkovnik, K. Egiazarian: Image denoising by sparse 3-D
  transform-domain collaborative filtering.  IEEE Transactions on Image
  Processing 16 (8), 2007.
- The same: Color image denoising via sparse 3D collaborative filtering with
  grouping constraint in luminance-chrominance space.  ICIP 2007.

Patches that look alike are stacked to a group, whose three-dimensional
spectrum is sparse, so that what is small in it is noise.  The first stage
drops that; the second weighs the spectrum by what the first has found.

Nothing is added around the picture: patches mirrored at its edges would have
the noise of those beside them, and made it worse by 0.03 dB.
"""

from typing import NamedTuple

import numpy as np
from scipy import fft, sparse

REACH = 19                    # patches are looked for so far away, each way
KAISER = 2.0                  # of the window that patches are weighted with
STRIP = 2048                  # about so many groups at a time, for the memory

# Orthonormal, so that all three channels have the noise of R, G and B.
OPPONENT = np.array([[1, 1, 1], [1, 0, -1], [1, -2, 1]], float)
OPPONENT /= np.linalg.norm(OPPONENT, axis=1, keepdims=True)


class Stage(NamedTuple):
    """One stage of a profile of the paper's Table I."""
    wavelet: bool             # bior1.5 rather than the DCT
    patch: int
    step: int                 # between the patches that groups are made for
    group: int                # patches at most
    alike: float              # the distance at most; of luminance 0 ... 255
    coarse: float = 0.0       # times sigma: matched without what is less
    threshold: float = 0.0    # times sigma


NORMAL = (Stage(True, 8, 3, 16, 2500, threshold=2.7),
          Stage(False, 8, 3, 32, 400))
NOISY = (Stage(False, 12, 4, 16, 5000, coarse=2.0, threshold=2.8),
         Stage(False, 11, 6, 32, 3500))
# The table is for gray.  The mean of R, G and B has less noise than they: at
# sigma 50 the normal profile is better by 0.4 dB, at 75 they are alike.
NOISY_FROM = 3**0.5 * 40 / 255


def cbm3d(picture, sigma, tuned):
    """As if sigma were tuned times what it is."""
    sigma *= tuned
    first, second = NOISY if sigma > NOISY_FROM else NORMAL
    noisy = np.moveaxis(picture @ OPPONENT.T, 2, 0).astype(np.float32)
    basic = run_stage(first, noisy, noisy, sigma)
    clean = run_stage(second, noisy, basic, sigma)
    return np.moveaxis(clean, 0, 2).astype(float) @ OPPONENT


# Transforms: the rows of a matrix are what coefficients are products with ----

def haar(size):
    if size == 1:
        return np.ones((1, 1), np.float32)
    mean = np.kron(haar(size // 2), [1, 1])
    difference = np.kron(np.eye(size // 2), [1, -1])
    return (np.concatenate((mean, difference)) / 2**0.5).astype(np.float32)


def bior_level(size):
    """Low pass above high pass, periodic."""
    low = np.array([3, -3, -22, 22, 128, 128, 22, -22, -3, 3]) / 128
    level = np.zeros((size, size))
    for i in range(size // 2):
        np.add.at(level[i], np.arange(2 * i - 4, 2 * i + 6) % size, low)
        level[size // 2 + i, 2 * i:2 * i + 2] = 1, -1
    return level


def bior(size):
    """The rows scaled to give noise the sigma that it had."""
    matrix = np.eye(size)
    while size > 1:
        matrix[:size] = bior_level(size) @ matrix[:size]
        size //= 2
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def dct(size):
    return fft.dct(np.eye(size), axis=0, norm='ortho')


def transform_2d(matrix):
    """For patches that are rows: patches @ the first, and back."""
    both = np.kron(matrix, matrix)
    return (both.T.astype(np.float32),
            np.linalg.inv(both).T.astype(np.float32))


def window(size):
    line = np.kaiser(size, KAISER)
    return np.outer(line, line).ravel().astype(np.float32)


# Patches ---------------------------------------------------------------------

def patches_of(plane, size):
    """All of them, as rows: [height - size + 1, width - size + 1, size^2]."""
    views = np.lib.stride_tricks.sliding_window_view(plane, (size, size))
    return views.reshape(*views.shape[:2], size * size)


def overlap(patches, size):
    """The sum of patches, each at its place: patches_of() transposed."""
    height, width = patches.shape[:2]
    plane = np.zeros((height + size - 1, width + size - 1), np.float32)
    for i in range(size * size):
        y, x = divmod(i, size)
        plane[y:y + height, x:x + width] += patches[..., i]
    return plane


def places(length, size, step):
    """Where patches begin along a line; the last one ends with it."""
    return np.append(np.arange(0, length - size, step), length - size)


# Matching --------------------------------------------------------------------

def features(luminance, stage, sigma):
    """Rows whose squared distances are those of patches."""
    patches = patches_of(luminance, stage.patch)
    if not stage.coarse:
        return patches
    forward = transform_2d(dct(stage.patch))[0]
    patches = patches @ forward
    patches[abs(patches) < stage.coarse * sigma] = 0
    return patches


def displaced(starts, offset, length):
    """Where they are then, within the line, and which are so by themselves."""
    moved = starts + offset
    kept = moved.clip(0, length - 1)
    return kept, moved == kept


def distances(patches, ys, xs):
    """From each patch of the grid [ys, xs] to all within its reach.

    The means of squares, [patches, displacements]; infinite out of the
    picture, less than any other to the patch itself.
    """
    height, width, numbers = patches.shape
    own = patches[ys[:, None], xs]
    side = 2 * REACH + 1
    found = np.empty((side * side, len(ys), len(xs)), np.float32)
    for i in range(side * side):
        y, y_within = displaced(ys, i // side - REACH, height)
        x, x_within = displaced(xs, i % side - REACH, width)
        apart = patches[y[:, None], x]
        apart -= own
        np.einsum('yxi,yxi->yx', apart, apart, out=found[i])
        found[i][~(y_within[:, None] & x_within)] = np.inf
    found[side * side // 2] = -1
    return found.reshape(side * side, -1).T / numbers


def nearest(found, most):
    """The least of each row, in order: which and how far."""
    which = np.argpartition(found, most - 1)[:, :most]
    far = np.take_along_axis(found, which, 1)
    order = far.argsort(1, kind='stable')
    return (np.take_along_axis(which, order, 1),
            np.take_along_axis(far, order, 1))


def groups(patches, ys, xs, most, alike):
    """Yields groups of 1, 2, 4, ...: the numbers of patches in rows."""
    which, far = nearest(distances(patches, ys, xs), most)
    y, x = np.divmod(which, 2 * REACH + 1)
    start = (ys[:, None] * patches.shape[1] + xs).reshape(-1, 1)
    which = start + (y - REACH) * patches.shape[1] + x - REACH

    counts = (far <= alike).sum(1)
    size = 1
    while size <= most:
        chosen = (counts >= size) & (counts < 2 * size)
        if chosen.any():
            yield which[chosen, :size]
        size *= 2


# Filters of spectra [groups, patches, coefficients]: these, and weights ------

def cut(spectra, least):
    kept = abs(spectra) >= least
    kept[:, 0, 0] = True
    return spectra * kept, 1 / kept.sum((1, 2), dtype=np.float32)


def wiener(spectra, basic, sigma):
    power = basic * basic
    gain = power / np.maximum(power + sigma * sigma, 1e-20)
    weights = 1 / np.maximum(np.einsum('gpi,gpi->g', gain, gain), 1e-3)
    return spectra * gain, weights


# Stages ----------------------------------------------------------------------

def filter_groups(members, noisy, basic, sigma, stage):
    """The filtered coefficients, [groups, patches, ...], and weights."""
    line = haar(members.shape[1])
    spectra = line @ noisy[members]
    if stage.threshold:
        spectra, weights = cut(spectra, stage.threshold * sigma)
    else:
        spectra, weights = wiener(spectra, line @ basic[members], sigma)
    return line.T @ spectra, weights


def filter_plane(noisy, basic, all_members, sigma, stage):
    """The sum of what all groups give for each pixel, and of its weights."""
    size = stage.patch
    forward, back = transform_2d((bior if stage.wavelet else dct)(size))
    noisy = patches_of(noisy, size) @ forward
    shape = noisy.shape
    noisy = noisy.reshape(-1, size * size)
    basic = (patches_of(basic, size) @ forward).reshape(-1, size * size)

    sums, totals = np.zeros_like(noisy), np.zeros(len(noisy), np.float32)
    for members in all_members:
        clean, weights = filter_groups(members, noisy, basic, sigma, stage)
        weights = np.repeat(weights, members.shape[1])
        to_place = sparse.csr_array(
            (weights, (members.ravel(), np.arange(members.size))),
            (len(noisy), members.size))
        sums += to_place @ clean.reshape(members.size, -1)
        totals += to_place.sum(1)

    sums = (sums @ back) * window(size)
    totals = totals[:, None] * window(size)
    return overlap(sums.reshape(shape), size), overlap(
        totals.reshape(shape), size)


def run_strip(stage, noisy, basic, sigma, ys):
    """The sums of the groups for the patches that begin in the rows ys."""
    xs = places(noisy.shape[2], stage.patch, stage.step)
    matched = features(basic[0], stage, sigma)
    # basic[0] is sqrt(3) times the mean of R, G and B.
    found = list(groups(matched, ys, xs, stage.group,
                        3 * stage.alike / 255**2))
    return np.stack([filter_plane(*planes, found, sigma, stage)
                     for planes in zip(noisy, basic)], 1)


def run_stage(stage, noisy, basic, sigma):
    """Matches in basic; the first stage is given the noisy picture there."""
    _, height, width = noisy.shape
    starts = places(height, stage.patch, stage.step)
    rows = max(STRIP * stage.step // width, 1)
    sums = np.zeros((2, *noisy.shape), np.float32)
    for ys in np.split(starts, range(rows, len(starts), rows)):
        top = max(ys[0] - REACH, 0)
        strip = slice(top, ys[-1] + REACH + stage.patch)
        sums[:, :, strip] += run_strip(stage, noisy[:, strip],
                                       basic[:, strip], sigma, ys - top)
    return sums[0] / sums[1]
