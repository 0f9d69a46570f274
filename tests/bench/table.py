# Silt: what was measured, as a table
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

"""Lines of Markdown about runners (runners.py) that have taken turns."""

from statistics import median

import numpy

# How far an answer may be from Silt's, as a part of it: as far as float32 and
# bfloat16 round in a network of this depth.  Beyond it is another answer.
FAR = {'fp32': 1e-4, 'bf16': 0.1}

COLUMNS = ('network', 'by', 'seconds', 'median', "of Silt's", 'GFLOP/s',
           'peak MB', 'loading', 'calling', 'loading s', 'distance')


def line(cells):
    return '| ' + ' | '.join(cells) + ' |'


def heading():
    return '\n'.join((line(COLUMNS), line(['---'] * len(COLUMNS))))


def distance(runner, silt):
    """|a - b| / |b|, b being Silt's first answer and a that of another."""
    if runner is silt:
        return 0.0
    a, b = (numpy.fromfile(r.output, dtype=numpy.float32).astype(float)
            for r in (runner, silt))
    return float(numpy.linalg.norm(a - b) / numpy.linalg.norm(b))


def judge(several):
    """Gives each its distance, and an error to who is too far."""
    silt = next((r for r in several if r.name == 'Silt' and not r.error), None)
    for runner in several:
        runner.distance = None
        if silt and not runner.error:
            runner.distance = distance(runner, silt)
            # A NaN is not within anything.
            if not runner.distance <= FAR[runner.dtype]:
                runner.error = f'wrong by {runner.distance:.0%}'
    return silt


def best(several):
    """The fastest sound one of each name, in their order; else one of it."""
    names = list(dict.fromkeys(runner.name for runner in several))
    return [min((r for r in several if r.name == name),
                key=lambda r: (bool(r.error), min(r.times, default=0)))
            for name in names]


def row(title, runner, silt):
    if runner.error:
        return line([title, runner.title, runner.error]
                    + [''] * (len(COLUMNS) - 3))
    least = min(runner.times)
    peaks = (runner.loading_peak, runner.calling_peak)
    return line([
        title, runner.title, number(least), number(median(runner.times)),
        f'{least / min(silt.times):.2f}' if silt else '',
        f'{silt.gflop / least:.0f}' if silt else '',
        *(f'{peak:.0f}' for peak in (max(peaks), *peaks)),
        number(runner.loading),
        f'{runner.distance:.0e}' if silt and runner is not silt else ''])


def number(seconds):
    return f'{seconds:.4f}' if seconds < 0.1 else f'{seconds:.3f}'


def rows(title, several):
    """A row for the best of each name, and below them a note for each other
    one that failed."""
    silt = judge(several)
    shown = best(several)
    return '\n'.join(row(title, runner, silt) for runner in several
                     if runner in shown or runner.error)
