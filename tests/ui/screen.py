#!/usr/bin/env python3
# Silt: a command on a screen that nobody sees
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

"""Runs a command under an X server of its own, and ends as the command does."""

import os
import shutil
import subprocess
import sys


def main():
    if not shutil.which("Xvfb"):
        print("1..0 # SKIP Xvfb is not there")
        return 0

    end, other = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(other),
                               "-screen", "0", "1024x768x24",
                               "-nolisten", "tcp"], pass_fds=[other],
                              stderr=subprocess.DEVNULL)
    os.close(other)
    with os.fdopen(end) as numbers:
        os.environ["DISPLAY"] = ":" + numbers.readline().strip()
    try:
        return subprocess.run(sys.argv[1:]).returncode
    finally:
        server.terminate()
        server.wait()


sys.exit(main())
