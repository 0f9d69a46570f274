# Silt: crops of pictures to train on
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

import math
from dataclasses import dataclass

import torch
from torch.nn import functional as F

LUMA = torch.tensor([0.2126, 0.7152, 0.0722])    # of R'G'B', ITU-R BT.709


@dataclass
class Picture:
    name: str
    label: str
    pixels: torch.Tensor    # uint8 [3, H, W]


def to_canvas(pixels, unshuffle):
    """uint8 [N, 3, H, W] to -1...1, a cell of pixels to a channel each."""
    return F.pixel_unshuffle(pixels.float() / 127.5 - 1, unshuffle)


def to_gray(pixels):
    """uint8 [3, H, W], its luma in all channels."""
    luma = (pixels.float() * LUMA[:, None, None]).sum(0)
    return luma.round().to(torch.uint8).expand(3, -1, -1)


class Crops:
    """Draws square crops.  A class is drawn by the square root of how many
    pictures it has, times its emphasis, if it has one.  All that is random comes from the one generator, so that
    its state is all there is to keep."""

    def __init__(self, pictures, recipe, labels, random):
        self.size = recipe['crop']
        self.gray = recipe['gray']
        self.turns = recipe['turns']
        self.drop = recipe['class_dropout']
        self.null = len(labels)
        self.random = random
        self.classes = [
            [p for p in pictures
             if p.label == label and min(p.pixels.shape[1:]) >= self.size]
            for label in labels or ['']]
        self.shares = torch.tensor([
            math.sqrt(len(pictures)) * recipe['emphasis'].get(label, 1)
            for label, pictures in zip(labels or [''], self.classes)])

    def integer(self, n):
        return int(torch.randint(n, (1,), generator=self.random))

    def chance(self, p):
        return float(torch.rand(1, generator=self.random)) < p

    def one(self):
        """A crop, uint8 [3, size, size], and its label or the null label."""
        label = int(torch.multinomial(self.shares, 1, generator=self.random))
        pictures = self.classes[label]
        pixels = pictures[self.integer(len(pictures))].pixels
        y, x = (self.integer(n - self.size + 1) for n in pixels.shape[1:])
        pixels = pixels[:, y:y + self.size, x:x + self.size]
        if self.chance(0.5):
            pixels = pixels.flip(2)
        if self.turns:
            pixels = pixels.rot90(self.integer(4), (1, 2))
        if self.chance(self.gray):
            pixels = to_gray(pixels)
        return pixels, self.null if self.chance(self.drop) else label

    def batch(self, n):
        pixels, labels = zip(*(self.one() for _ in range(n)))
        return torch.stack(pixels), torch.tensor(labels)
