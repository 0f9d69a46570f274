# Silt: the plug-in ends with GIMP, even with one that is killed
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


import os
import pathlib
import subprocess
import time

from cases import case, run_all
from gimp_ui import plug_in, wait, working

HERE = pathlib.Path(__file__).resolve().parent
LONG_WORK = f"""
import sys
sys.path.insert(0, {str(HERE)!r})
import texture
texture.generate(texture.new_image(128, 128), steps=1000, threads=2)
"""


@case("the plug-in ends when GIMP is killed while it works")
def _():
    gimp = subprocess.Popen(["gimp-console-3.0", "--no-interface", "--no-data",
                             "--no-fonts",
                             "--batch-interpreter", "python-fu-eval",
                             "--batch", LONG_WORK, "--quit"])
    try:
        wait(working, 60, "the plug-in's work")
        time.sleep(1)
    finally:
        gimp.kill()
        gimp.wait()
    wait(lambda: not plug_in(), 5, "the plug-in's end")


run_all(os.environ["SILT_TEST_RESULTS"], lambda: None)
