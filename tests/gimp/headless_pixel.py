# Silt: the new layer's pixels are those that the command writes
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

import array
import functools
import os
import subprocess

from cases import case
from texture import *

WIDTH, HEIGHT = 96, 64
SETTINGS = {"class": "brick", "seed": 7, "guidance": 2}
FLOAT = Gimp.Precision.FLOAT_NON_LINEAR


@functools.cache
def command_pixels(width=WIDTH, height=HEIGHT):
    """Rows of R'G'B' floats from the top, made by the silt command."""
    path = SCRATCH / f"{width}x{height}.pfm"
    subprocess.run([os.environ["SILT_TEST_CLI"], "generate",
                    "--model", MODEL, "--class", SETTINGS["class"],
                    "--seed", str(SETTINGS["seed"]),
                    "--guidance", str(SETTINGS["guidance"]),
                    "--size", f"{width}x{height}",
                    "--steps", str(STEPS), "-o", path],
                   check=True, capture_output=True)
    magic, size, scale, data = path.read_bytes().split(b"\n", 3)
    equal((magic, size, float(scale)),
          (b"PF", f"{width} {height}".encode(), -1.0), "PFM header")
    stride = width * 3 * 4
    return b"".join(data[y * stride:(y + 1) * stride]
                    for y in reversed(range(height)))


def converted(data, babl_format):
    """The command's pixels in a format of babl."""
    bounds = Gegl.Rectangle.new(0, 0, WIDTH, HEIGHT)
    buffer = Gegl.Buffer.new("R'G'B' float", 0, 0, WIDTH, HEIGHT)
    buffer.set(bounds, "R'G'B' float", data)
    return buffer.get(bounds, 1.0, babl_format, Gegl.AbyssPolicy.NONE)


def distance(found, expected):
    found, expected = array.array("f", found), array.array("f", expected)
    equal(len(found), len(expected), "length")
    return max(abs(a - b) for a, b in zip(found, expected))


def made(precision, base=RGB, profile=None):
    image = new_image(WIDTH, HEIGHT, base, precision)
    if profile:
        image.set_color_profile(profile)
    return generate(image, **SETTINGS)


@case("equal the command's bit for bit in 32-bit float")
def _():
    assert pixels(made(FLOAT)) == command_pixels()


@case("are those of the same seed in any selection of that size")
def _():
    image = new_image(WIDTH + 30, HEIGHT + 20, precision=FLOAT)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 13, 17, WIDTH, HEIGHT)
    assert pixels(generate(image, **SETTINGS)) == command_pixels()


@case("are those of any number of threads")
def _():
    for threads in (0, 2, 3):
        image = new_image(WIDTH, HEIGHT, precision=FLOAT)
        layer = generate(image, threads=threads, **SETTINGS)
        assert pixels(layer) == command_pixels(), f"{threads} threads"


@case("are opaque")
def _():
    alpha = array.array("f", pixels(made(U8), "A float"))
    equal((min(alpha), max(alpha)), (1.0, 1.0))


@case("have the image's full precision")
def _():
    for name, space, tolerance in (
            ("U8_NON_LINEAR", "R'G'B'", 0.5 / 255),
            ("U8_PERCEPTUAL", "R'G'B'", 0.5 / 255),
            ("U8_LINEAR", "RGB", 0.5 / 255),
            ("U16_NON_LINEAR", "R'G'B'", 0.5 / 65535),
            ("U16_LINEAR", "RGB", 0.5 / 65535),
            ("U32_NON_LINEAR", "R'G'B'", 0),
            ("HALF_NON_LINEAR", "R'G'B'", 2 ** -12),
            ("FLOAT_LINEAR", "R'G'B'", 0),
            ("FLOAT_PERCEPTUAL", "R'G'B'", 0),
            ("DOUBLE_NON_LINEAR", "R'G'B'", 0)):
        layer = made(getattr(Gimp.Precision, name))
        found = distance(pixels(layer, space + " float"),
                         converted(command_pixels(), space + " float"))
        assert found <= tolerance + 2e-6, f"{name} is {found} away"


@case("are the command's luminance in a gray image")
def _():
    for name, tolerance in (("U8_NON_LINEAR", 0.5 / 255),
                            ("FLOAT_NON_LINEAR", 0),
                            ("FLOAT_LINEAR", 0)):
        layer = made(getattr(Gimp.Precision, name), GRAY)
        found = distance(pixels(layer, "Y' float"),
                         converted(command_pixels(), "Y' float"))
        assert found <= tolerance + 2e-6, f"{name} is {found} away"


@case("keep their colours in an image with a profile of its own")
def _():
    layer = made(FLOAT, profile=Gimp.ColorProfile.new_rgb_adobe())
    found = distance(pixels(layer), command_pixels())
    assert found < 1e-3, f"{found} away"
