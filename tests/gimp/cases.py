# Silt: test cases, and what became of them
# Copyright (C) 2026 The Silt authors
# SPDX-License-Identifier: GPL-3.0-or-later

import json
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
    """Runs all cases; run.py reads what became of them from the file."""
    with open(path, "a") as results:
        for name, function in registered:
            comment = ""
            start = time.monotonic()
            try:
                function()
            except Exception:
                comment = traceback.format_exc()
            clean_up()
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
