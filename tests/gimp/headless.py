# Silt: all cases that need no display; runs inside gimp-console
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
import sys

sys.path.insert(0, os.environ["SILT_TEST_FOLDER"])

import cases
import headless_call
import headless_colors
import headless_create
import headless_error
import headless_layer
import headless_pixel
import headless_place
import texture

cases.run_all(os.environ["SILT_TEST_RESULTS"], texture.delete_images)
