# Silt: test cases, and what became of them
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

import fnmatch
import json
import os
import time
import traceback

registered = []


def case(name):
    """Makes a function a case, in the order of the file."""

    def register(function):
        registered.append((name, function))
        return function

    return register


def run_all(path, clean_up):
    """Runs all cases that run.py wants; it reads what became of them from the
    file."""
    wanted = os.environ["SILT_TEST_ONLY"]
    with open(path, "a") as results:
        for name, function in registered:
            if not (fnmatch.fnmatch(name, wanted) or
                    fnmatch.fnmatch(function.__module__, wanted)):
                continue
            comment = ""
            start = time.monotonic()
            for step in (function, clean_up):
                try:
                    step()
                except Exception:
                    comment += traceback.format_exc()
            json.dump({"name": name,
                       "passed": not comment,
                       "seconds": time.monotonic() - start,
                       "comment": comment}, results)
            print(file=results, flush=True)


def equal(found, expected, what="value"):
    assert found == expected, f"{what} is {found!r}, not {expected!r}"


def contains(text, *parts):
    for part in parts:
        assert part in text, f"{part!r} is not in {text!r}"
