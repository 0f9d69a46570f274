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


def read_pictures(folder, side, names):
    """Those of a folder for which names(file) is true."""
    return [Picture(row['file'], row.get('class', ''),
                    read_pixels(os.path.join(folder, row['file']), side))
            for row in read_table(os.path.join(folder, 'manifest.tsv'))
            if names(row['file'])]


def split(folder, side, held_out):
    """The pictures to train on, and those of the list `held_out`."""
    held = set(read_lines(held_out))
    return (read_pictures(folder, side, lambda name: name not in held),
            read_pictures(folder, side, lambda name: name in held))
