# Silt: all cases that need no display; runs inside gimp-console
# Copyright (C) 2026 The Silt authors
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys

sys.path.insert(0, os.environ["SILT_TEST_FOLDER"])

import cases
import headless_call
import headless_error
import headless_layer
import headless_pixel
import headless_place
import texture

cases.run_all(os.environ["SILT_TEST_RESULTS"], texture.delete_images)
