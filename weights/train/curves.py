# Silt: the curves of a training, as a picture
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

"""Usage: curves.py FOLDER... PICTURE

Draws the loss and the figures on held-out pictures of trainings (log.jsonl in
each folder) over the crops they have seen."""

import json
import os
import sys

from matplotlib import pyplot


def read_log(folder):
    with open(os.path.join(folder, 'log.jsonl'), encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def curve(axes, entries, key, label):
    points = [(e['samples'], e[key]) for e in entries if key in e]
    axes.plot(*zip(*points), label=label)


def held_out_keys(entries):
    return [key for key in entries[0] if key.startswith(('psnr', 'error'))]


def draw(folders, path):
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(14, 4),
                                            layout='constrained')
    left.set_title('loss of the training')
    right.set_title('held-out pictures')
    for folder in folders:
        entries = read_log(folder)
        name = os.path.basename(os.path.normpath(folder))
        curve(left, entries, 'loss', name)
        for key in held_out_keys(entries):
            gain = [e | {key: e[key] - entries[0][key]}
                    for e in entries if key in e]
            curve(right, gain, key, f'{name}: {key.replace("_", " at ")}, '
                  f'from {entries[0][key]:.4g}')
    for axes in (left, right):
        axes.set_xlabel('crops seen')
        axes.grid(alpha=0.3)
        axes.legend(fontsize='small', loc='upper left',
                    bbox_to_anchor=(1.01, 1))
    right.set_ylabel('change')
    figure.savefig(path, dpi=100)


if __name__ == '__main__':
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    draw(sys.argv[1:-1], sys.argv[-1])
