# Silt: layers that cannot be worked on
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

import itertools

from cases import case, equal
from retouch import *

OUTPUTS = "new-layer", "in-place"


def every(*more):
    return itertools.product(VERBS, OUTPUTS, *more)


def work(image, procedure, output, drawables=None, **settings):
    """The settings with which each verb does something."""
    if procedure == REMOVE_NOISE:
        settings["sigma"] = 40
    return retouch(image, drawables, procedure, output=output, **settings)


def select_all(image, procedure):
    """Filling wants something to be selected."""
    if procedure == FILL:
        image.select_rectangle(REPLACE, 0, 0, image.get_width(),
                               image.get_height())


def place(layer):
    return layer.get_offsets()[1:], layer.get_width(), layer.get_height()


@case("a layer of one pixel")
def _():
    for procedure, output in every():
        image = picture(1, 1)
        write(image.get_layers()[0], "R'G'B'A u8", bytes([90, 90, 90, 255]))
        select_all(image, procedure)
        equal(place(work(image, procedure, output)), ((0, 0), 1, 1))


@case("a layer of one row")
def _():
    for procedure, output in every():
        image = picture(40, 1)
        select_all(image, procedure)
        equal(place(work(image, procedure, output)), ((0, 0), 40, 1))


@case("a layer that is larger than the image")
def _():
    for procedure, output in every():
        image = picture(48, 40)
        image.get_layers()[0].set_offsets(-10, -6)
        image.resize(24, 20, 0, 0)
        if procedure == FILL:
            select_all(image, procedure)
            expected = (0, 0), 24, 20
        else:
            expected = (-10, -6), 48, 40
        layer = work(image, procedure, output)
        if output == "new-layer":
            equal(place(layer), expected)
        else:
            equal(place(layer), ((-10, -6), 48, 40))


@case("a layer beside the canvas")
def _():
    for procedure, output in itertools.product((REIMAGINE, REMOVE_NOISE),
                                               OUTPUTS):
        image = picture(24, 24)
        source = image.get_layers()[0]
        source.set_offsets(100, -100)
        before = pixels(source)
        layer = work(image, procedure, output)
        equal(place(layer), ((100, -100), 24, 24))
        assert pixels(layer) != before
    image = picture(24, 24)
    image.get_layers()[0].set_offsets(100, -100)
    select_all(image, FILL)
    fails(image, "beside the layer", procedure=FILL)


@case("a layer that is in part beside the canvas, and a selection")
def _():
    for procedure, output in every():
        image = picture(32, 32)
        source = image.get_layers()[0]
        source.set_offsets(-12, 20)
        image.select_rectangle(REPLACE, 4, 18, 30, 10)
        before = pixels(source, "R'G'B'A u8")
        layer = work(image, procedure, output)
        if output == "new-layer":
            equal(place(layer), ((4, 20), 16, 8))
            equal(pixels(source, "R'G'B'A u8"), before)
        else:
            after = pixels(layer, "R'G'B'A u8")
            changed = {divmod(i // 4, 32) for i in range(len(after))
                       if after[i] != before[i]}
            equal((min(changed), max(changed)), ((0, 16), (7, 31)))


@case("a floating selection is refused")
def _():
    for procedure, output in every():
        image = picture()
        image.select_rectangle(REPLACE, 10, 10, 20, 20)
        floating = Gimp.Selection.float(image, image.get_layers(), 0, 0)
        for layer in (floating, image.get_layers()[-1]):
            fails(image, "floating selection", drawables=[layer],
                  procedure=procedure, output=output)


@case("locks of position, visibility and alpha do not matter")
def _():
    for procedure in VERBS:
        image = picture()
        layer = image.get_layers()[0]
        select_all(image, procedure)
        layer.set_lock_position(True)
        layer.set_lock_visibility(True)
        layer.set_lock_alpha(True)
        before = pixels(layer), pixels(layer, "A u8")
        work(image, procedure, "in-place")
        assert pixels(layer) != before[0]
        equal(pixels(layer, "A u8"), before[1], "alpha")


@case("an invisible layer, in an invisible group")
def _():
    for procedure, output in every():
        image = picture()
        group = add_group(image, "group")
        image.reorder_item(image.get_layers()[1], group, 0)
        layer = group.get_children()[0]
        layer.set_visible(False)
        group.set_visible(False)
        select_all(image, procedure)
        before = pixels(layer)
        assert pixels(work(image, procedure, output, [layer])) != before


def with_extremes(low, high):
    """A picture with one such pixel each."""
    image = picture(24, 24, precision=FLOAT, alpha=False)
    layer = image.get_layers()[0]
    data = floats(layer, "R'G'B' float")
    data[30:33] = array.array("f", [low] * 3)
    data[60:63] = array.array("f", [high] * 3)
    write(layer, "R'G'B' float", data.tobytes())
    return image


@case("what lies below 0 and above 1 is added again")
def _():
    within, beyond = (floats(work(with_extremes(low, high), REIMAGINE,
                                  "in-place"), "R'G'B' float")
                      for low, high in ((0.0, 1.0), (-0.5, 3.0)))
    expected = [-0.5 if 30 <= i < 33 else 2 if 60 <= i < 63 else 0
                for i in range(len(within))]
    assert max(abs(b - a - c)
               for a, b, c in zip(within, beyond, expected)) < 1e-5


@case("noise below 0 and above 1 is noise as any other")
def _():
    found = floats(work(with_extremes(-0.5, 3.0), REMOVE_NOISE, "in-place"),
                   "R'G'B' float")
    assert max(found[30:33]) < 0.3 and min(found[60:63]) > 1.5, found[30:63]


@case("colours are those of the picture in any profile and precision")
def _():
    adobe = Gimp.ColorProfile.new_rgb_adobe()
    for procedure in (REIMAGINE, REMOVE_NOISE):
        made = []
        for precision, profile in (
                (FLOAT, None), (FLOAT, adobe),
                (Gimp.Precision.FLOAT_LINEAR, adobe),
                (Gimp.Precision.FLOAT_PERCEPTUAL, None)):
            image = Gimp.Image.new_with_precision(24, 24, RGB, precision)
            if profile:
                image.set_color_profile(profile)
            layer = Gimp.Layer.new(image, "photo", 24, 24,
                                   Gimp.ImageType.RGB_IMAGE, 100,
                                   Gimp.LayerMode.NORMAL)
            image.insert_layer(layer, None, 0)
            data = array.array("f", noise("float", 24 * 24 * 3))
            write(layer, "R'G'B' float",
                  array.array("f", [0.3 + 0.4 * v for v in data]).tobytes())
            made.append([floats(work(image, procedure, output),
                                "R'G'B' float") for output in OUTPUTS])
        for other in made[1:]:
            for found, expected in zip(other, made[0]):
                assert max(abs(a - b) for a, b in zip(found, expected)) < 3e-3


@case("gray images stay gray")
def _():
    for procedure, output in every():
        image = picture(32, 32, base=GRAY, alpha=False)
        select_all(image, procedure)
        layer = work(image, procedure, output)
        equal(layer.type(), Gimp.ImageType.GRAYA_IMAGE
              if output == "new-layer" else Gimp.ImageType.GRAY_IMAGE)
