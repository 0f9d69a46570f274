# Silt: the dialogs in a real GIMP, driven as a user would
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

from cases import run_all
from gimp_ui import display
from ui_steps import delete_image, gimp

# In the order in which their cases run.
import ui_choices  # noqa: F401
import ui_work     # noqa: F401
import ui_menu     # noqa: F401
import ui_retouch  # noqa: F401

with display(1280, 1024):
    gimp.start()
    run_all(os.environ["SILT_TEST_RESULTS"], delete_image)
    sys.exit(gimp.quit())
