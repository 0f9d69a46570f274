# Silt: the program that trains
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

"""Usage: train.py RECIPE FOLDER --local PICTURES

Trains what a recipe (texture.json, photo.json) describes on the pictures in
PICTURES, and keeps in FOLDER all it needs to go on where it was stopped:
checkpoint.pt, and log.jsonl for curves.py.  Stop it whenever you like."""

import argparse
import json
import os
import time

import torch

import validation
from pictures import fitted, split
from training import Training, read_recipe, save, start

HERE = os.path.dirname(os.path.abspath(__file__))


def log(folder, entry):
    line = json.dumps(entry)
    print(line, flush=True)
    with open(os.path.join(folder, 'log.jsonl'), 'a', encoding='utf-8') as file:
        file.write(line + '\n')


def open_training(recipe, folder, checkpoint, pictures):
    """folder: the model to begin with, if not the recipe's."""
    if folder is None and recipe['start']:
        folder = os.path.join(HERE, recipe['start'])
    network = start(recipe['network'], folder, recipe['start_class'])
    training = Training(recipe, network, pictures)
    if os.path.exists(checkpoint):
        training.resume(torch.load(checkpoint, weights_only=True))
    return training


def report(training, folder, loss, seconds, validate):
    """A checkpoint first, so that no line of the log is written twice."""
    entry = {'samples': training.samples, 'loss': loss, 'seconds': seconds,
             'learning_rate': training.learning_rate()}
    if training.samples % training.recipe['validate'] == 0:
        entry.update(validate(training.average))
    save(os.path.join(folder, 'checkpoint.pt'), training.state())
    log(folder, entry)


def train(training, folder, validate):
    recipe = training.recipe
    losses = []
    begin = time.monotonic()
    while training.samples < training.end:
        losses.append(training.step())
        if training.samples % recipe['report'] == 0:
            now = time.monotonic()
            report(training, folder, sum(losses) / len(losses), now - begin,
                   validate)
            losses = []
            begin = time.monotonic()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('recipe')
    parser.add_argument('folder')
    parser.add_argument('--local', required=True, metavar='PICTURES')
    parser.add_argument('--start', metavar='MODEL',
                        help="begin with its weights, not with the recipe's")
    parser.add_argument('--threads', type=int, default=2)
    args = parser.parse_args()

    torch.set_num_threads(args.threads)
    recipe = read_recipe(args.recipe)
    os.makedirs(args.folder, exist_ok=True)
    held_out = os.path.join(HERE, recipe['held_out'])
    pictures, held = split(args.local, recipe['side'], held_out)
    if recipe['fitting']:
        pictures = fitted(args.local, recipe['side'], held_out,
                          os.path.join(HERE, recipe['fitting']))
    training = open_training(
        recipe, args.start, os.path.join(args.folder, 'checkpoint.pt'),
        pictures)
    validate = validation.of(recipe, held)
    if training.samples == 0:
        log(args.folder, {'samples': 0, **validate(training.average)})
    train(training, args.folder, validate)


if __name__ == '__main__':
    main()
