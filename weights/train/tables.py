# Silt: lists of pictures, and how they are fit to be trained on
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

import csv


def read_lines(path):
    """The lines of a list, without its comments."""
    with open(path, encoding='utf-8') as file:
        return [line.strip() for line in file
                if line.strip() and not line.startswith('#')]


def read_table(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file, delimiter='\t'))


def fit(rows, side, held, fitting):
    """Which of a manifest's rows to train on: (row, side, turned), for the
    length that the shorter side is scaled down to, and whether by a quarter.

    The columns of `fitting` are `file`, `scale`, to multiply the side with (0:
    not to be trained on), and `turned`, 1 or 0.  What is not in it is as it
    is; what is in the list `held` is left out."""
    fits = {row['file']: row for row in fitting}
    for row in rows:
        how = fits.get(row['file'], {'scale': '1', 'turned': '0'})
        scaled = round(side * float(how['scale']))
        if row['file'] not in held and scaled:
            yield row, scaled, how['turned'] == '1'
