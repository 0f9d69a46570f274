# Silt: figures that say how alike two sets of textures are
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

"""A set is a list of pictures, float32 [3, H, W] in 0...1."""

import math

import torch
from torch.nn import functional as F

PATCH = 7            # pixels, of each level of the pyramid
BLOCK = 64           # pixels
COPIED = 24          # pixels, of patches to look up in the training pictures


def smooth(pictures):
    """By the binomial filter 1 4 6 4 1, each channel for itself."""
    row = torch.tensor([1, 4, 6, 4, 1.]) / 16
    kernel = (row[:, None] * row).expand(pictures.shape[1], 1, 5, 5)
    padded = F.pad(pictures, (2, 2, 2, 2), mode='reflect')
    return F.conv2d(padded, kernel, groups=pictures.shape[1])


def pyramid(picture, n):
    """The Laplacian pyramid (Burt & Adelson 1983): n - 1 differences, finest
    first, and what is left."""
    levels = []
    picture = picture[None]
    for _ in range(n - 1):
        coarse = smooth(picture)[:, :, ::2, ::2]
        back = F.interpolate(coarse, size=picture.shape[2:], mode='bilinear',
                             align_corners=False)
        levels.append((picture - back)[0])
        picture = coarse
    return levels + [picture[0]]


def patches(level, n, random, size=PATCH):
    """n of a picture or a level, at random: [n, 3 size size]."""
    y, x = (torch.randint(k - size + 1, (n,), generator=random)
            for k in level.shape[1:])
    windows = level.unfold(1, size, 1).unfold(2, size, 1)
    return windows[:, y, x].movedim(0, 1).flatten(1)


def projections(dimensions, n, random):
    """n unit vectors, [dimensions, n]."""
    return F.normalize(torch.randn(dimensions, n, generator=random), dim=0)


class Wasserstein:
    """The sliced Wasserstein distance between the patches of two sets, at each
    level of their pyramids (Karras et al. 2018), in units of 1/1000.  The
    projections are the same for all that is compared, and so is the number of
    patches a set."""

    def __init__(self, n_levels=4, n_projections=128, n_patches=8192):
        random = torch.Generator().manual_seed(0)
        self.n_levels = n_levels
        self.n_patches = n_patches
        self.projections = projections(3 * PATCH * PATCH, n_projections, random)

    def project(self, pictures, seed=0):
        """Of each level, n_patches projections, sorted: [levels, n, vectors]."""
        random = torch.Generator().manual_seed(seed)
        share = math.ceil(self.n_patches / len(pictures))
        levels = zip(*(pyramid(p, self.n_levels) for p in pictures))
        return torch.stack([
            (torch.cat([patches(p, share, random) for p in level])
             [:self.n_patches] @ self.projections).sort(0).values
            for level in levels])

    def distance(self, a, b):
        """Of two sets as projected, the mean over all levels."""
        return 1000 * float((a - b).abs().mean())

    def between(self, a, b):
        return self.distance(self.project(a, 1), self.project(b, 2))


def bootstrap(function, a, b, n=20):
    """The standard error of function(a, b) over the choice of pictures."""
    random = torch.Generator().manual_seed(0)

    def again(pictures):
        index = torch.randint(len(pictures), (len(pictures),),
                              generator=random)
        return [pictures[i] for i in index]

    return float(torch.tensor([function(again(a), again(b))
                               for _ in range(n)]).std())


def drift(picture):
    """The variance of the means of 64-pixel blocks, times 1000: whether colour
    wanders over the canvas."""
    means = F.avg_pool2d(picture[None], BLOCK)[0]
    return 1000 * float(means.flatten(1).var(1).mean())


def gray(picture):
    return picture.mean(0) - picture.mean()


def repetition(picture, lag=BLOCK):
    """The autocorrelation at 64 pixels, the larger of right and down: whether
    a period shows that is the crop's and not the material's."""
    x = gray(picture)
    power = float(x.square().mean()) + 1e-12
    return max(float((x[lag:] * x[:-lag]).mean()),
               float((x[:, lag:] * x[:, :-lag]).mean())) / power


def checkerboard(picture):
    """The power at frequencies 1/2 and 1/4 along either axis, as a multiple of
    that beside them: 1 where nothing shows."""
    spectrum = torch.fft.fft2(gray(picture)).abs().square()
    spectrum = spectrum + 1e-12
    return tuple(max(line(spectrum, n), line(spectrum.T, n)) for n in (2, 4))


def line(spectrum, period):
    """The row of 1 / period, by the rows 2 to 4 before it."""
    at = len(spectrum) // period
    return float(spectrum[at, 1:].mean() / spectrum[at - 4:at - 1, 1:].mean())


class Nearest:
    """How near the nearest patch of the training pictures is, of 24 x 24
    pixels, halved, and as it is or mirrored: the root mean square of the
    difference, times 1000."""

    def __init__(self, pictures):
        self.pictures = [q for p in pictures for q in (p, p.flip(2))]

    @staticmethod
    def halve(picture):
        return F.avg_pool2d(picture[None], 2)[0]

    @staticmethod
    def differences(picture, mine):
        """[n, all]: the squares of mine [n, patch] to all its patches."""
        size = COPIED // 2
        kernels = mine.unflatten(1, (3, size, size))
        cross = F.conv2d(picture[None], kernels)[0].flatten(1)
        square = F.conv2d(picture[None].square(),
                          torch.ones_like(kernels[:1])).flatten(1)[0]
        return square - 2 * cross + mine.square().sum(1, keepdim=True)

    def of(self, picture, n=64):
        """The mean of n patches."""
        random = torch.Generator().manual_seed(0)
        mine = patches(self.halve(picture), n, random, COPIED // 2)
        nearest = torch.stack([
            self.differences(self.halve(p), mine).min(1).values
            for p in self.pictures]).min(0).values
        nearest = nearest.clamp(min=0) / mine.shape[1]
        return 1000 * float(nearest.sqrt().mean())


def diversity(pictures, wasserstein):
    """The mean distance between every two pictures of a set."""
    sets = [wasserstein.project([p]) for p in pictures]
    pairs = [wasserstein.distance(a, b) for i, a in enumerate(sets)
             for b in sets[:i]]
    return sum(pairs) / len(pairs) if pairs else float('nan')
