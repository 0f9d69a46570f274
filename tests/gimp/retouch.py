# Silt: calling the procedures that take a layer's pixels
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
import random
import struct

from texture import *

REIMAGINE = "plug-in-silt-reimagine"
FILL = "plug-in-silt-fill"
REMOVE_NOISE = "plug-in-silt-remove-noise"
VERBS = REIMAGINE, FILL, REMOVE_NOISE
REPLACE = Gimp.ChannelOps.REPLACE
FLOAT = Gimp.Precision.FLOAT_NON_LINEAR


def retouch(image, drawables=None, procedure=REIMAGINE, **settings):
    """Calls one for something quick."""
    return generate(image, drawables, procedure=procedure, **settings)


def call_all(image, drawables, procedure, **settings):
    """The same for several layers; gives all that the procedure does."""
    return retouch(image, drawables, procedure, every=True, **settings)


def picture(width=SIZE, height=SIZE, base=RGB, precision=U8, alpha=True,
            name="photo"):
    """An image whose one layer is noise of its own, hidden or not."""
    image = Gimp.Image.new_with_precision(width, height, base, precision)
    kind = {(RGB, False): Gimp.ImageType.RGB_IMAGE,
            (RGB, True): Gimp.ImageType.RGBA_IMAGE,
            (GRAY, False): Gimp.ImageType.GRAY_IMAGE,
            (GRAY, True): Gimp.ImageType.GRAYA_IMAGE}[base, alpha]
    layer = Gimp.Layer.new(image, name, width, height, kind, 100,
                           Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, None, 0)
    write(layer, "R'G'B'A float", noise("float", width * height * 4))
    return image


def noise(kind, count):
    """That many random samples of a type of babl, as bytes."""
    numbers = random.Random(1)
    if kind[0] == "u":
        return numbers.randbytes(count * int(kind[1:]) // 8)
    letter = {"half": "e", "float": "f", "double": "d"}[kind]
    return struct.pack(f"{count}{letter}",
                       *(numbers.random() for _ in range(count)))


def bounds_of(drawable):
    return Gegl.Rectangle.new(0, 0, drawable.get_width(),
                              drawable.get_height())


def write(drawable, babl_format, data):
    buffer = drawable.get_buffer()
    buffer.set(bounds_of(drawable), babl_format, data)
    buffer.flush()
    drawable.update(0, 0, drawable.get_width(), drawable.get_height())


def floats(drawable, babl_format):
    return array.array("f", pixels(drawable, babl_format))


def select(image, x, y, width, height, feather=0):
    image.select_ellipse(REPLACE, x, y, width, height)
    if feather:
        Gimp.Selection.feather(image, feather)


def selection(image):
    """How much of each pixel of the image is selected."""
    return floats(image.get_selection(), "Y float")


def samples(data, n_pixels):
    """The bytes of each pixel."""
    size = len(data) // n_pixels
    return [data[i * size:(i + 1) * size] for i in range(n_pixels)]
