#!/usr/bin/env python3
# Silt: contact sheets of what the edits do
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

"""Usage: sheets.py [--model MODEL] [--silt PROGRAM]

Makes the pictures of docs/edits anew, of photographs that no model of Silt's
was trained on, by each verb's own model unless told; to be looked at whenever
weights or samplers change.
"""

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SIDE, CAPTION = 144, 20
STRENGTHS = (0.1, 0.3, 0.5, 0.7, 0.9)
SIGMAS = (10, 25, 50)

# Each fill beside what it is called.
FILLS = (
    ('dpmpp-2m, 20 calls', ()),
    ('ddpm, 20 calls', ('--sampler', 'ddpm')),
    ('resampled, 80 calls', ('--sampler', 'ddpm', '--resample', '5')),
)

# Each way to size and colour a texture beside what it is called.
COLORINGS = (
    ('scale 0.5', ('--feature-scale', '0.5')),
    ('scale 1', ()),
    ('scale 2', ('--feature-scale', '2')),
    ('blue and cream', ('--colors', '#1d3557,#f1e3c0')),
    ('brown and orange', ('--colors', '#3a0f0a,#ffb347')),
)


class Studio:
    """Runs Silt on pictures: uint8, [height, width, 3], blue first."""

    def __init__(self, options, folder):
        self.options, self.folder = options, Path(folder)

    def run(self, verb, picture, *arguments):
        before, after = self.folder / 'in.png', self.folder / 'out.png'
        files = [str(after)]
        if picture is not None:
            cv2.imwrite(str(before), picture)
            files.insert(0, str(before))
        else:
            files.insert(0, '-o')
        model = ('-m', self.options.model) if self.options.model else ()
        subprocess.run([self.options.silt, verb, *model, '--seed', '1',
                        *arguments, *files], check=True, capture_output=True,
                       env=os.environ | {'SILT_MODEL_PATH':
                                         str(ROOT / 'weights')})
        return cv2.imread(str(after))

    def mask(self, mask):
        path = self.folder / 'mask.png'
        cv2.imwrite(str(path), mask)
        return ('--mask', str(path))


def photo(number):
    """The middle of one."""
    picture = cv2.imread(str(HERE / 'photos' / f'photo-{number}.jpg'))
    y, x = ((side - SIDE) // 2 for side in picture.shape[:2])
    return picture[y:y + SIDE, x:x + SIDE]


def captioned(picture, text):
    strip = np.full((CAPTION, SIDE, 3), 255, np.uint8)
    cv2.putText(strip, text, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.38,
                (0, 0, 0), 1, cv2.LINE_AA)
    framed = np.vstack((strip, picture))
    return cv2.copyMakeBorder(framed, 0, 4, 2, 2, cv2.BORDER_CONSTANT,
                              value=(255, 255, 255))


def write_sheet(name, rows):
    """Rows of pairs, a picture and its caption."""
    sheet = np.vstack([np.hstack([captioned(*pair) for pair in row])
                       for row in rows])
    path = ROOT / 'docs' / 'edits' / name
    path.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(path), sheet, (cv2.IMWRITE_JPEG_QUALITY, 90))


def reimagined(studio, number):
    picture = photo(number)
    return [(picture, 'photograph')] + [
        (studio.run('reimagine', picture, '--strength', str(strength)),
         f'strength {strength}') for strength in STRENGTHS]


def filled(studio, picture, *arguments):
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(mask, (SIDE // 2, SIDE // 2), SIDE // 6, 255, -1)
    hole = picture.copy()
    hole[mask > 0] = 255
    return [(picture, 'before'), (hole, 'the hole')] + [
        (studio.run('fill', hole, *studio.mask(mask), *fill, *arguments), name)
        for name, fill in FILLS]


def colored(studio, label):
    """The last takes the colours of the photograph in its corner."""
    def texture(*arguments):
        return studio.run('generate', None, '--class', label, '--size',
                          f'{SIDE}x{SIDE}', '--seamless', 'xy', *arguments)

    match = studio.folder / 'match.png'
    cv2.imwrite(str(match), photo('016'))
    matched = texture('--color-match', str(match))
    matched[-SIDE // 3:, -SIDE // 3:] = cv2.resize(
        photo('016'), (SIDE // 3, SIDE // 3), interpolation=cv2.INTER_AREA)
    return [(texture(*arguments), name) for name, arguments in COLORINGS] + [
        (matched, 'as a photograph')]


def denoised(studio, number, sigma):
    clean = photo(number)
    noise = np.random.default_rng(sigma).standard_normal(clean.shape)
    noisy = np.rint(clean + sigma * noise).clip(0, 255).astype(np.uint8)
    told = ('--sigma', str(sigma))
    return [(clean, 'photograph'), (noisy, f'noise, sigma {sigma}'),
            (studio.run('remove-noise', noisy, *told), 'removed'),
            (studio.run('remove-noise', noisy, *told, '--method', 'walk'),
             'texture kept')]


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--model', help='for all verbs')
    parser.add_argument('--silt', default='silt', help='the program')
    return parser.parse_args()


def main():
    options = parse()
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(options, folder)
        write_sheet('remove-noise.jpg',
                    [denoised(studio, '007', sigma) for sigma in SIGMAS])
        write_sheet('reimagine.jpg', [reimagined(studio, number)
                                      for number in ('006', '016')])
        grass = studio.run('generate', None, '--class', 'grass',
                           '--size', f'{SIDE}x{SIDE}')
        write_sheet('colors.jpg', [colored(studio, label)
                                   for label in ('stone', 'wood')])
        write_sheet('fill.jpg', [filled(studio, grass, '--class', 'grass'),
                                 filled(studio, photo('012'))])


if __name__ == '__main__':
    main()
