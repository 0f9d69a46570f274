# Silt: image quilting, the classical rival
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

"""Efros & Freeman 2001: blocks of a picture, each the best of many where it
overlaps those before it, joined along the path of least difference."""

import torch
from torch.nn import functional as F

BLOCK = 48      # pixels
OVERLAP = 12
TOLERANCE = 1.1


def differences(source, target, mask):
    """The squared difference of target [3, b, b] to every block of source where
    mask [b, b] is 1: [H - b + 1, W - b + 1]."""
    weights = mask.expand_as(target)[None]
    square = F.conv2d(source[None] ** 2, weights)
    cross = F.conv2d(source[None], (target * mask)[None])
    return (square - 2 * cross)[0, 0] + float((target ** 2 * mask).sum())


def pick(source, target, mask, random):
    """A block of source, at random among the nearly best."""
    if not mask.any():
        error = torch.zeros([n - BLOCK + 1 for n in source.shape[1:]])
    else:
        error = differences(source, target, mask).clamp(min=0)
    good = (error <= TOLERANCE * error.min() + 1e-6).nonzero()
    y, x = good[int(torch.randint(len(good), (1,), generator=random))]
    return source[:, y:y + BLOCK, x:x + BLOCK]


def seam(error):
    """The columns left of the path from top to bottom that costs least, as a
    mask [rows, columns]: 1 where the old picture stays."""
    cost = error.clone()
    for y in range(1, len(cost)):
        above = F.pad(cost[y - 1], (1, 1), value=float('inf'))
        cost[y] += torch.stack((above[:-2], above[1:-1], above[2:])).min(0)[0]
    mask = torch.zeros_like(error)
    x = int(cost[-1].argmin())
    for y in range(len(cost) - 1, -1, -1):
        if y < len(cost) - 1:
            low = max(x - 1, 0)
            x = low + int(cost[y, low:x + 2].argmin())
        mask[y, :x] = 1
    return mask


def keep_mask(old, block, left, top):
    """1 where the old picture stays."""
    error = (old - block).square().sum(0)
    keep = torch.zeros(BLOCK, BLOCK)
    if left:
        keep[:, :OVERLAP] = seam(error[:, :OVERLAP])
    if top:
        keep[:OVERLAP] = torch.maximum(keep[:OVERLAP],
                                       seam(error[:OVERLAP].T).T)
    return keep


def quilt(source, size, seed):
    """A picture [3, size, size] like source [3, H, W]."""
    random = torch.Generator().manual_seed(seed)
    step = BLOCK - OVERLAP
    n = -(-(size - OVERLAP) // step)
    canvas = torch.zeros(3, n * step + OVERLAP, n * step + OVERLAP)
    for i in range(n * n):
        y, x = i // n * step, i % n * step
        mask = torch.zeros(BLOCK, BLOCK)
        mask[:OVERLAP] = y > 0
        if x > 0:
            mask[:, :OVERLAP] = 1
        old = canvas[:, y:y + BLOCK, x:x + BLOCK]
        block = pick(source, old, mask, random)
        keep = keep_mask(old, block, x > 0, y > 0)
        canvas[:, y:y + BLOCK, x:x + BLOCK] = keep * old + (1 - keep) * block
    return canvas[:, :size, :size]
