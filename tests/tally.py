# Silt: the one line that sums up all test runs
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

"""Usage: tally.py BUILD_DIRECTORY...

Reads what "meson test" wrote down in each directory, prints the output of the
programs that failed, and last of all "N passed, N failed".  What counts is the
test case where a program speaks TAP, else the program.  Exit status 1 when
something failed or nothing was run.
"""

import json
import os
import re
import sys

# Only at the start of a line: an indented result belongs to a subtest, which
# its parent sums up.
CASE = re.compile(r'(not ok|ok)\b[^#\n]*(?:#\s*(SKIP|TODO))?', re.I)

SHOWN_LINES = 200


def runs(directory):
    """One dictionary for each program that meson ran in directory."""
    path = os.path.join(directory, 'meson-logs', 'testlog.json')
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8', errors='replace') as log:
        return [json.loads(line) for line in log]


def count(run):
    """(passed, failed, skipped) of one program."""
    passed = failed = skipped = 0

    for line in (run['stdout'] or '').splitlines():
        case = CASE.match(line)
        if not case:
            continue
        word, directive = case.group(1).lower(), (case.group(2) or '').upper()
        if word == 'ok' and directive == 'SKIP':
            skipped += 1
        elif word == 'ok' or directive == 'TODO':
            passed += 1
        else:
            failed += 1

    good = run['result'] in ('OK', 'EXPECTEDFAIL')
    if run['result'] == 'SKIP':
        skipped = skipped or 1
    elif not good:
        # It crashed, hung, or ended before the plan was fulfilled.
        failed = failed or 1
    elif passed + failed + skipped == 0:
        passed = 1

    return passed, failed, skipped


def show(run, directory):
    print(f'\n=== {run["name"]} in {directory}: {run["result"]}, '
          f'{run["duration"]:.1f} s, {" ".join(run["command"])}')
    for stream in ('stdout', 'stderr'):
        lines = (run.get(stream) or '').splitlines()
        if len(lines) > SHOWN_LINES:
            print(f'--- {stream}, the last {SHOWN_LINES} of {len(lines)} lines')
        elif lines:
            print(f'--- {stream}')
        for line in lines[-SHOWN_LINES:]:
            print(line)


def main(directories):
    total = [0, 0, 0]
    empty = False

    for directory in directories:
        found = runs(directory)
        if not found:
            print(f'No test was run in {directory}')
            empty = True
        for run in found:
            counted = count(run)
            total = [a + b for a, b in zip(total, counted)]
            if counted[1]:
                show(run, directory)

    passed, failed, skipped = total
    print(f'\n{passed} passed, {failed} failed'
          + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed or empty or not passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
