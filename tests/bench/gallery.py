#!/usr/bin/env python3
# Silt: a gallery of the textures that the shipped model draws
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

"""Usage: gallery.py [--silt PROGRAM] [--model MODEL] [--folder FOLDER]

Makes the pictures of docs/gallery anew: of each class CLASS.jpg, three seeds
side by side, as they are; and all.jpg, the middle of each class's first.  They
are there to be looked at, and no seed is chosen."""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SIDE, STEPS, SEEDS = 512, 20, (1, 2, 3)
SMALL, COLUMNS = 192, 5
QUALITY = (cv2.IMWRITE_JPEG_QUALITY, 85)


def classes(model):
    index = json.loads((model / 'model_index.json').read_text())
    return list(index['id2label'].values())


def draw(options, label, seed):
    """uint8, [SIDE, SIDE, 3], blue first."""
    with tempfile.NamedTemporaryFile(suffix='.png') as file:
        subprocess.run([options.silt, 'generate', '-m', options.model,
                        f'--class={label}', f'--seed={seed}',
                        f'--size={SIDE}x{SIDE}', f'--steps={STEPS}',
                        '--seamless=xy', '-o', file.name],
                       check=True, capture_output=True)
        return cv2.imread(file.name)


def middle(picture, label):
    first = (SIDE - SMALL) // 2
    small = picture[first:first + SMALL, first:first + SMALL].copy()
    for colour, width in (((0, 0, 0), 4), ((255, 255, 255), 1)):
        cv2.putText(small, label, (8, SMALL - 10), cv2.FONT_HERSHEY_SIMPLEX,
                    0.5, colour, width, cv2.LINE_AA)
    return small


def overview(smalls):
    """Rows of COLUMNS, the last one made up with white."""
    missing = -len(smalls) % COLUMNS
    smalls = smalls + missing * [np.full_like(smalls[0], 255)]
    return np.vstack([np.hstack(smalls[i:i + COLUMNS])
                      for i in range(0, len(smalls), COLUMNS)])


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--silt', default='silt', help='the program')
    parser.add_argument('--model', type=Path,
                        default=ROOT / 'weights' / 'texture')
    parser.add_argument('--folder', type=Path,
                        default=ROOT / 'docs' / 'gallery')
    return parser.parse_args()


def main():
    options = parse()
    options.folder.mkdir(exist_ok=True)
    smalls = []
    for label in classes(options.model):
        pictures = [draw(options, label, seed) for seed in SEEDS]
        cv2.imwrite(str(options.folder / f'{label}.jpg'), np.hstack(pictures),
                    QUALITY)
        smalls.append(middle(pictures[0], label))
    cv2.imwrite(str(options.folder / 'all.jpg'), overview(smalls), QUALITY)


if __name__ == '__main__':
    main()
