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

import csv
import os

import numpy
import torch
from PIL import Image

from crops import Picture


def read_lines(path):
    """The lines of a list, without its comments."""
    with open(path, encoding='utf-8') as file:
        return [line.strip() for line in file
                if line.strip() and not line.startswith('#')]


def read_table(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file, delimiter='\t'))


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
    """The pictures to train on, after a table whose columns are `file`,
    `scale`, to multiply the side with (0: not to be trained on), and `turned`,
    a quarter turn if 1.  One that is not in the table is as it is."""
    held = set(read_lines(held_out))
    fits = {row['file']: row for row in read_table(fitting)}
    pictures = []
    for row in read_table(os.path.join(folder, 'manifest.tsv')):
        fit = fits.get(row['file'], {'scale': '1', 'turned': '0'})
        scaled = round(side * float(fit['scale']))
        if row['file'] not in held and scaled:
            pictures.append(read_picture(folder, row, scaled,
                                         fit['turned'] == '1'))
    return pictures
