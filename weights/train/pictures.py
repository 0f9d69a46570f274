# Silt: the files of pictures to train on
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

"""Every folder of pictures has a manifest.tsv that names them."""

import os

import numpy
import torch
from PIL import Image

from crops import Picture
from tables import fit, read_lines, read_table


def read_pixels(path, side):
    """uint8 [3, H, W], the shorter side scaled down to `side` pixels."""
    image = Image.open(path).convert('RGB')
    scale = side / min(image.size)
    if scale < 1:
        image = image.resize([max(side, round(scale * n)) for n in image.size],
                             Image.LANCZOS)
    return torch.from_numpy(numpy.array(image)).permute(2, 0, 1).contiguous()


def read_picture(folder, row, side, turned=False):
    pixels = read_pixels(os.path.join(folder, row['file']), side)
    if turned:
        pixels = pixels.rot90(1, (1, 2))
    return Picture(row['file'], row.get('class', ''), pixels)


def split(folder, side, held_out):
    """The pictures that may be trained on, and those of the list `held_out`."""
    held = set(read_lines(held_out))
    rows = read_table(os.path.join(folder, 'manifest.tsv'))
    return ([read_picture(folder, row, side) for row in rows
             if row['file'] not in held],
            [read_picture(folder, row, side) for row in rows
             if row['file'] in held])


def fitted(folder, side, held_out, fitting):
    """The pictures to train on, fit after the table `fitting`."""
    rows = read_table(os.path.join(folder, 'manifest.tsv'))
    fits = fit(rows, side, read_lines(held_out), read_table(fitting))
    return [read_picture(folder, row, *how) for row, *how in fits]
