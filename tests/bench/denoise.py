#!/usr/bin/env python3
# Silt: how well noise is removed, beside the classics
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

"""Usage: denoise.py [--model MODEL] [--silt PROGRAM] [--gray] [OPTION]...

Puts white Gaussian noise on the photographs beside this program, which no
model of Silt's is trained on, has it removed by Silt and by the classics, and
prints tables of PSNR and SSIM, and of the noise that Silt found.

Noise is clipped to whole numbers of 0 ... 255, as in a file of 8 bits, or left
as it is.  Everybody but "Silt, sigma found" is told the true sigma; the number
that each classic has beside it is tuned for each column of the table, on every
eighth of these photographs themselves, which favours the classics.  Results
are rounded to 8 bits before they are measured.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
from skimage.metrics import structural_similarity

import classics
from classics import read_pfm, write_pfm

HERE = Path(__file__).resolve().parent
TUNE_EVERY = 8


# Pictures -------------------------------------------------------------------

def luma(picture):
    gray = picture @ (0.2126, 0.7152, 0.0722)
    return np.repeat(gray[..., None], 3, 2)


def read_photo(path, gray):
    photo = cv2.imread(str(path))[..., ::-1] / 255.0
    return np.rint(255 * luma(photo)) / 255 if gray else photo


def add_noise(photo, sigma, clip, seed, gray):
    shape = photo.shape[:2] + (1 if gray else 3,)
    noise = np.random.default_rng(seed).standard_normal(shape)
    noisy = photo + sigma / 255 * noise
    return np.rint(255 * noisy.clip(0, 1)) / 255 if clip else noisy


def psnr(picture, photo):
    return -10 * np.log10(np.mean((picture - photo) ** 2))


def ssim(picture, photo):
    """Wang et al. 2004."""
    return structural_similarity(picture, photo, data_range=1.0,
                                 gaussian_weights=True, sigma=1.5,
                                 use_sample_covariance=False, channel_axis=2)


# Silt -----------------------------------------------------------------------

def run_silt(options, noisy, as_gray, *arguments):
    """The picture, and the sigma of its noise if Silt was to find that."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, 'in.pfm'), Path(folder, 'out.pfm')
        write_pfm(before, noisy[..., 0] if as_gray else noisy)
        done = subprocess.run(
            [options.silt, 'remove-noise', '-m', options.model, '--seed', '1',
             *arguments, str(before), str(after)],
            check=True, capture_output=True, text=True)
        found = re.search('= ([0-9.]+)', done.stderr)
        return read_pfm(after), float(found.group(1))


def silt(options, *arguments, as_gray=False, factor=1.0):
    def denoise(noisy, sigma, tuned):
        return run_silt(options, noisy, as_gray, '--sigma',
                        str(255 * sigma * factor), *arguments)[0]
    return denoise


def silt_found(options):
    def denoise(noisy, sigma, tuned):
        return run_silt(options, noisy, options.gray, '--sigma', 'auto')[0]
    return denoise


def methods(options):
    """The denoisers by name, each with what its number is tried to be."""
    gray = options.gray
    ours = {'Silt': silt(options, as_gray=gray),
            'Silt, sigma found': silt_found(options),
            'Silt, keep texture': silt(options, '--method', 'walk',
                                       as_gray=gray)}
    if options.gray_noise:
        ours = {'Silt, as colour': silt(options),
                'Silt, as colour, sqrt(3) sigma': silt(options, factor=3**.5)}
        if gray:
            ours['Silt, as gray'] = silt(options, as_gray=True)

    found = {'noisy': (lambda noisy, sigma, tuned: noisy, (None,))}
    found |= {name: (denoise, (None,)) for name, denoise in ours.items()}
    if not options.no_classics:
        found |= classics.CLASSICS
    return {name: both for name, both in found.items()
            if not options.method or name in options.method}


# Measuring ------------------------------------------------------------------

class Case:
    """All photographs with one kind of noise."""

    def __init__(self, options, photos, sigma, clip):
        self.options, self.photos = options, photos
        self.sigma, self.clip = sigma, clip

    def noisy(self, i):
        return add_noise(self.photos[i], self.sigma, self.clip, 100 + i,
                         self.options.gray or self.options.gray_noise)

    def measure(self, denoise, tuned, i):
        picture = denoise(self.noisy(i), self.sigma / 255, tuned)
        if self.options.gray:
            picture = np.repeat(picture.mean(2, keepdims=True), 3, 2)
        picture = np.rint(255 * picture.clip(0, 1)) / 255
        return psnr(picture, self.photos[i]), ssim(picture, self.photos[i])

    def tune(self, denoise, numbers):
        """The number of the best mean PSNR."""
        if len(numbers) == 1:
            return numbers[0]
        return max(numbers, key=lambda tuned: sum(
            self.measure(denoise, tuned, i)[0]
            for i in range(0, len(self.photos), TUNE_EVERY)))

    def run(self, name, denoise, tuned):
        start = time.monotonic()
        pairs = [self.measure(denoise, tuned, i)
                 for i in range(len(self.photos))]
        print(f'{name}, sigma {self.sigma:g}, clip {self.clip}: '
              f'{np.mean(pairs, 0).round(4)} with {tuned}, '
              f'{time.monotonic() - start:.0f} s',
              file=sys.stderr, flush=True)
        return {'method': name, 'sigma': self.sigma, 'clip': self.clip,
                'tuned': tuned, 'psnr': [pair[0] for pair in pairs],
                'ssim': [pair[1] for pair in pairs]}

    def estimate(self):
        found = [run_silt(self.options, self.noisy(i), self.options.gray,
                          '--sigma', 'auto')[1]
                 for i in range(len(self.photos))]
        return {'sigma': self.sigma, 'clip': self.clip, 'found': found}


# Tables ---------------------------------------------------------------------

def print_quality(results, sigmas):
    columns = [(sigma, clip) for clip in (True, False) for sigma in sigmas]
    by_case = {(r['method'], r['sigma'], r['clip']): r for r in results}
    names = list(dict.fromkeys(r['method'] for r in results))

    print('|  |' + ''.join(f" {sigma:g}{', clipped' if clip else ''} |"
                           for sigma, clip in columns))
    print('|---|' + '---|' * len(columns))
    for name in names:
        cells = (by_case[name, *column] for column in columns)
        print(f'| {name} |' + ''.join(
            f" {np.mean(r['psnr']):.2f} / {np.mean(r['ssim']):.3f} |"
            for r in cells))


def within(sigma, found):
    """The bounds that are promised."""
    return abs(found - sigma) <= (0.1 * sigma if sigma >= 10 else 1.5)


def print_estimates(estimates):
    print('| sigma | noise | median | least | most | within bounds |')
    print('|---|---|---|---|---|---|')
    for e in estimates:
        good = sum(within(e['sigma'], found) for found in e['found'])
        print(f"| {e['sigma']:g} | {'clipped' if e['clip'] else 'whole'} "
              f"| {statistics.median(e['found']):.2f} "
              f"| {min(e['found']):.2f} | {max(e['found']):.2f} "
              f"| {good} of {len(e['found'])} |")


def numbers(text):
    return [float(word) for word in text.split(',') if word]


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    add = parser.add_argument
    add('--model', default=str(HERE.parents[1] / 'weights' / 'texture'))
    add('--silt', default='silt', help='the program')
    add('--photos', type=Path, default=HERE / 'photos')
    add('--count', type=int, help='so many photographs only')
    add('--sigmas', type=numbers, default=[10.0, 25.0, 50.0])
    add('--estimates', type=numbers, default=[3.0, 5.0, 10.0, 25.0, 50.0])
    add('--method', action='append', help='only this one; may be repeated')
    add('--no-classics', action='store_true')
    add('--gray', action='store_true', help='gray pictures')
    add('--gray-noise', action='store_true',
        help='noise alike in all channels: ways to tell Silt of it')
    add('--json', type=Path, help='all figures, to a file')
    return parser.parse_args()


def measure_all(options, photos):
    for name, (denoise, numbers) in methods(options).items():
        for sigma in options.sigmas:
            for clip in (True, False):
                case = Case(options, photos, sigma, clip)
                yield case.run(name, denoise, case.tune(denoise, numbers))


def main():
    options = parse()
    cv2.setNumThreads(1)
    photos = [read_photo(path, options.gray) for path in
              sorted(options.photos.glob('*.jpg'))[:options.count]]
    results = list(measure_all(options, photos))
    estimates = [Case(options, photos, sigma, clip).estimate()
                 for clip in (True, False) for sigma in options.estimates]

    if options.json:
        options.json.write_text(json.dumps({'results': results,
                                            'estimates': estimates}))
    print_quality(results, options.sigmas)
    print()
    print_estimates(estimates)


if __name__ == '__main__':
    main()
