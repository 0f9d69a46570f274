# Silt: what generated textures are worth, in figures and to the eye
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

"""Usage: evaluate.py PICTURES FOLDER MODEL...

Holds the textures that models draw, beside real pictures of the training and
those of image quilting, against the pictures that were held out, class by class
and overall, and prints tables.  FOLDER keeps what was drawn, and a contact
sheet of each set."""

import argparse
import os
import random
import subprocess

import torch
from PIL import Image

import classifier
import metrics
from pictures import fitted, read_pixels, split
from quilting import quilt
from training import read_recipe

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE = 256
MODEL_COUNT = 4     # pictures a class
STEPS = 20
COLUMNS = ('distance', 'error', 'accuracy', 'drift', 'repetition', 'check 1/2',
           'check 1/4', 'diversity', 'nearest')


def real(picture):
    """The middle of a crops.Picture, float32 [3, SIZE, SIZE]."""
    y, x = ((n - SIZE) // 2 for n in picture.pixels.shape[1:])
    return picture.pixels[:, y:y + SIZE, x:x + SIZE].float() / 255


def write(path, picture):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    pixels = (picture * 255).round().to(torch.uint8).permute(1, 2, 0)
    Image.fromarray(pixels.contiguous().numpy()).save(path)


def kept(path, make):
    """The picture of a file, which is made where it is not there."""
    if not os.path.exists(path):
        make(path)
    return read_pixels(path, SIZE).float() / 255


def generated(silt, model, folder, label, seed):
    def make(path):
        os.makedirs(folder, exist_ok=True)
        subprocess.run([silt, 'generate', '-m', model, f'--class={label}',
                        f'--size={SIZE}x{SIZE}', f'--seed={seed}',
                        f'--steps={STEPS}', '--seamless=xy', '-o', path],
                       check=True, stderr=subprocess.DEVNULL)
    return kept(os.path.join(folder, f'{label}-{seed}.png'), make)


def quilted(source, folder, label, seed):
    path = os.path.join(folder, f'{label}-{seed}.png')
    return kept(path, lambda path: write(path, quilt(source, SIZE, seed)))


class Sets:
    """label -> pictures, of each set by its name."""

    def __init__(self, args, labels, training, held):
        self.training = training
        self.held = {label: [real(p) for p in held if p.label == label]
                     for label in labels}
        self.sets = {'training': {}, 'quilting': {}}
        for label in labels:
            sources = [real(p) for p in training if p.label == label]
            random.Random(label).shuffle(sources)
            sources = sources[:args.count]
            self.sets['training'][label] = sources
            self.sets['quilting'][label] = [
                quilted(source, os.path.join(args.folder, 'quilting'),
                        label, seed) for seed, source in enumerate(sources)]
        for model in args.models:
            name = model_name(model)
            self.sets[name] = {label: [
                generated(args.silt, model, os.path.join(args.folder, name),
                          label, seed) for seed in range(args.count)]
                for label in labels}


def model_name(folder):
    return os.path.basename(os.path.normpath(folder))


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def figures(pictures, held, label, judge, nearest, wasserstein, rough):
    """One row of the table."""
    checks = [metrics.checkerboard(p) for p in pictures]
    return (wasserstein.between(pictures, held),
            metrics.bootstrap(rough.between, pictures, held),
            classifier.accuracy(judge, pictures, label),
            mean(metrics.drift(p) for p in pictures),
            mean(metrics.repetition(p) for p in pictures),
            mean(half for half, _ in checks),
            mean(quarter for _, quarter in checks),
            metrics.diversity(pictures, wasserstein),
            mean(nearest.of(p, 32) for p in pictures[:2]))


def print_rows(title, rows):
    print(f'\n| {title} | ' + ' | '.join(COLUMNS) + ' |')
    print('|---' * (len(COLUMNS) + 1) + '|')
    for name, row in rows.items():
        cells = (f'{value:.2f}' for value in row)
        print(f'| {name} | ' + ' | '.join(cells) + ' |', flush=True)


def contact_sheet(path, pictures):
    """A row a class."""
    write(path, torch.cat([torch.cat(row, 2) for row in pictures
                           if len(row) == len(pictures[0])], 1))


def overall(tables):
    """The mean over all classes; of errors, that of the mean."""
    rows = {}
    for name in tables[0]:
        columns = list(zip(*(table[name] for table in tables)))
        row = [mean(v for v in column if v == v) for column in columns]
        row[1] = sum(e * e for e in columns[1]) ** 0.5 / len(columns[1])
        rows[name] = row
    return rows


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('pictures')
    parser.add_argument('folder')
    parser.add_argument('models', nargs='+')
    parser.add_argument('--silt', default='silt', help='the program')
    parser.add_argument('--count', type=int, default=MODEL_COUNT)
    parser.add_argument('--steps', type=int, default=1500,
                        help='of the classifier')
    args = parser.parse_args()
    args.folder = os.path.abspath(args.folder)

    recipe = read_recipe(os.path.join(HERE, 'texture-guided.json'))
    labels = recipe['labels']
    held_out = os.path.join(HERE, recipe['held_out'])
    training, held = split(args.pictures, SIZE, held_out)
    seen = fitted(args.pictures, SIZE, held_out,
                  os.path.join(HERE, recipe['fitting']))
    training = [p for p in training if min(p.pixels.shape[1:]) >= SIZE]
    held = [p for p in held if min(p.pixels.shape[1:]) >= SIZE]
    labels = [l for l in labels if {l} <= {p.label for p in held}]
    sets = Sets(args, labels, training, held)
    for name, pictures in sets.sets.items():
        contact_sheet(os.path.join(args.folder, name + '.png'),
                      list(pictures.values()))

    judge = classifier.train(training, labels, args.steps)
    wasserstein = metrics.Wasserstein()
    rough = metrics.Wasserstein(n_projections=32, n_patches=2048)
    tables = []
    for number, label in enumerate(labels):
        nearest = metrics.Nearest(
            [real(p) for p in training if p.label == label] +
            [p.pixels.float() / 255 for p in seen if p.label == label])
        everything = {'held out': sets.held[label]} | {
            name: pictures[label] for name, pictures in sets.sets.items()}
        tables.append({name: figures(pictures, sets.held[label], number, judge,
                                     nearest, wasserstein, rough)
                       for name, pictures in everything.items()})
        print_rows(label, tables[-1])
    print_rows('overall', overall(tables))


if __name__ == '__main__':
    main()
