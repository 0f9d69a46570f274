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

from cases import case, equal
from retouch import *


def effect(drawable, operation, visible=True, **arguments):
    added = Gimp.DrawableFilter.new(drawable, operation, operation)
    for name, value in arguments.items():
        added.get_config().set_property(name, value)
    added.set_visible(visible)
    added.update()
    drawable.append_filter(added)
    return added


def plain(colour, **settings):
    """A layer of one colour, which a short way back hardly changes."""
    image = picture(precision=FLOAT, **settings)
    fill(image.get_layers()[0], colour)
    return image


def fill(layer, colour):
    Gimp.context_set_foreground(Gegl.Color.new(colour))
    layer.fill(Gimp.FillType.FOREGROUND)


def colour_of(layer):
    data = floats(layer, "R'G'B'A float")
    return [round(sum(data[i::4]) / (len(data) // 4)) for i in range(4)]


def slightly(image, drawables=None, procedure=REIMAGINE, **settings):
    if procedure == REMOVE_NOISE:
        return retouch(image, drawables, procedure, sigma=3, **settings)
    if procedure == FILL:
        image.select_rectangle(REPLACE, 0, 0, image.get_width(),
                               image.get_height())
        settings["begin"] = "picture"
    return retouch(image, drawables, procedure, start=5, **settings)


def images():
    return len(Gimp.get_images())


@case("a new layer starts from what the effects make of the layer")
def _():
    for procedure in VERBS:
        image = plain("black")
        layer = image.get_layers()[0]
        effect(layer, "gegl:invert-gamma")
        before = images()
        equal(colour_of(slightly(image, procedure=procedure)), [1, 1, 1, 1])
        equal((colour_of(layer), len(layer.get_filters()), images()),
              ([0, 0, 0, 1], 1, before))


@case("an effect that is switched off has no part in it")
def _():
    image = plain("black")
    effect(image.get_layers()[0], "gegl:invert-gamma", visible=False)
    equal(colour_of(slightly(image)), [0, 0, 0, 1])


@case("in place it is the layer's own pixels that are worked on")
def _():
    for procedure in VERBS:
        image = plain("black")
        layer = image.get_layers()[0]
        effect(layer, "gegl:invert-gamma")
        slightly(image, procedure=procedure, output="in-place")
        equal((colour_of(layer), len(layer.get_filters())), ([0, 0, 0, 1], 1))


@case("a group's effects, and those in it, are in what it is as a source")
def _():
    image = plain("black")
    group = add_group(image, "group")
    inner = add_layer(image, "inner", group)
    fill(inner, "black")
    effect(inner, "gegl:invert-gamma")
    equal(colour_of(slightly(image, [group])), [1, 1, 1, 1])
    effect(group, "gegl:invert-gamma")
    equal(colour_of(slightly(image, [group])), [0, 0, 0, 1])
    equal((group.is_group(), len(group.get_filters()), images()), (True, 1, 1))


@case("a locked layer with effects is a source")
def _():
    image = plain("black")
    layer = image.get_layers()[0]
    effect(layer, "gegl:invert-gamma")
    layer.set_lock_content(True)
    equal(colour_of(slightly(image)), [1, 1, 1, 1])


@case("effects that need more room have it")
def _():
    image = plain("red")
    layer = image.get_layers()[0]
    layer.resize(20, 16, 0, 0)
    layer.set_offsets(8, 9)
    effect(layer, "gegl:dropshadow", x=4.0, y=4.0, radius=2.0)
    made = slightly(image)
    equal(made.get_offsets()[1:], (8, 9))
    assert made.get_width() > 20 and made.get_height() > 16
    alpha = floats(made, "A float")
    assert min(alpha[:20]) > 0.99 and alpha[-1] < 0.5, alpha
    found = settings_of(made)
    equal((found["width"], found["height"]),
          (made.get_width(), made.get_height()))


@case("a selection counts where effects need more room")
def _():
    image = plain("red")
    layer = image.get_layers()[0]
    layer.resize(20, 16, 0, 0)
    layer.set_offsets(8, 9)
    effect(layer, "gegl:dropshadow", x=4.0, y=4.0, radius=2.0)
    image.select_rectangle(REPLACE, 10, 12, 40, 40)
    made = slightly(image)
    equal(made.get_offsets()[1:], (10, 12))
    assert made.get_width() > 18


@case("no image is left where it fails")
def _():
    image = plain("black")
    layer = image.get_layers()[0]
    effect(layer, "gegl:invert-gamma")
    layer.fill(Gimp.FillType.TRANSPARENT)
    before = images()
    fails(image, "transparent", procedure=REIMAGINE)
    equal(images(), before)
