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


def three(procedure=REIMAGINE):
    """An image with three pictures, of which each can be filled."""
    image = picture(name="a")
    for position, name in ((1, "b"), (2, "c")):
        layer = image.get_layers()[0].copy()
        image.insert_layer(layer, None, position)
        layer.set_name(name)
    if procedure == FILL:
        select(image, 20, 20, 24, 24)
    image.clean_all()
    return image


def named(procedure, *names):
    prefix = {REIMAGINE: "Re-imagined ", FILL: "Filled ",
              REMOVE_NOISE: "Cleaned "}[procedure]
    return [prefix + name for name in names]


@case("several layers have a result each, above them")
def _():
    for procedure in VERBS:
        image = three(procedure)
        a, _, c = image.get_layers()
        made = call_all(image, [a, c], procedure)
        new_a, new_c = named(procedure, "a", "c")
        equal([name.split(" (")[0] for name in tree(image.get_layers())],
              [new_a, "a", "b", new_c, "c"])
        equal(made, [image.get_layers()[i] for i in (0, 3)])
        assert settings_of(made[0]) and settings_of(made[1])


@case("several layers are changed in place, each as it would be alone")
def _():
    image = three()
    layers = image.get_layers()
    equal(call_all(image, layers[:2], REIMAGINE, output="in-place"),
          layers[:2])
    alone = retouch(picture(), output="in-place")
    equal([pixels(layer) == pixels(alone) for layer in layers],
          [True, True, False])


@case("a layer in a group that is selected, too, is left to the group")
def _():
    image = three()
    group = add_group(image, "group")
    inner = add_group(image, "inner", group)
    leaf = add_layer(image, "leaf", inner)
    leaf.fill(Gimp.FillType.WHITE)
    made = call_all(image, [group, leaf, image.get_layers()[1]], REIMAGINE)
    equal([layer.get_name().split(" (")[0] for layer in made],
          named(REIMAGINE, "group", "a"))
    equal(len(image.get_layers()), 6)


@case("nothing is done where one of several layers cannot be")
def _():
    for procedure in VERBS:
        image = three(procedure)
        layers = image.get_layers()
        layers[1].set_lock_content(True)
        before = [pixels(layer, "R'G'B'A u8") for layer in layers]
        fails(image, '"b"', "locked", drawables=layers, procedure=procedure,
              output="in-place")
        equal([pixels(layer, "R'G'B'A u8") for layer in layers], before)


@case("a selection beside one of several layers is an error that names it")
def _():
    image = three()
    image.get_layers()[1].resize(10, 10, 0, 0)
    image.select_rectangle(REPLACE, 40, 40, 10, 10)
    for procedure in VERBS:
        fails(image, '"b"', "beside", drawables=image.get_layers(),
              procedure=procedure)


@case("one layer that is selected twice is worked on once")
def _():
    image = three()
    equal(len(call_all(image, image.get_layers()[:1] * 2, REIMAGINE)), 1)
