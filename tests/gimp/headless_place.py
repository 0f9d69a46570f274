# Silt: where in the stack the new layer goes
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
from texture import *


@case("above the active layer")
def _():
    image = new_image(layers=3)
    generate(image, [image.get_layers()[1]])
    equal(tree(image.get_layers()), ["0", NEW, "1", "2"])


@case("above the topmost of several layers")
def _():
    image = new_image(layers=4)
    generate(image, image.get_layers()[1:3])
    equal(tree(image.get_layers()), ["0", NEW, "1", "2", "3"])


@case("in the group of the active layer")
def _():
    image = new_image()
    group = add_group(image, "G")
    inner = add_group(image, "H", group)
    layer = add_layer(image, "a", inner)
    add_layer(image, "b", inner)
    generate(image, [layer])
    equal(tree(image.get_layers()), [("G", [("H", ["b", NEW, "a"])]), "0"])


@case("above an active group")
def _():
    image = new_image()
    group = add_group(image, "G")
    add_layer(image, "a", group)
    add_layer(image, "1")
    generate(image, [group])
    equal(tree(image.get_layers()), ["1", NEW, ("G", ["a"]), "0"])


@case("above the layer whose mask is edited")
def _():
    image = new_image(layers=2)
    group = add_group(image, "G")
    for layer in (image.get_layers()[2], add_layer(image, "a", group)):
        mask = layer.create_mask(Gimp.AddMaskType.WHITE)
        layer.add_mask(mask)
        generate(image, [mask])
    equal(tree(image.get_layers()), [("G", [NEW + " #1", "a"]), "0", NEW, "1"])


@case("on top of the stack for a channel")
def _():
    image = new_image(layers=2)
    channel = Gimp.Channel.new(image, "c", SIZE, SIZE, 50,
                               Gegl.Color.new("black"))
    image.insert_channel(channel, None, 0)
    generate(image, [channel])
    equal(tree(image.get_layers()), [NEW, "0", "1"])


@case("on top of the stack for the selection")
def _():
    image = new_image(layers=2)
    generate(image, [image.get_selection()])
    equal(tree(image.get_layers()), [NEW, "0", "1"])


@case("on top of the stack for nothing")
def _():
    image = new_image(layers=2)
    generate(image, [])
    equal(tree(image.get_layers()), [NEW, "0", "1"])


@case("in an image without layers")
def _():
    image = new_image(layers=0)
    generate(image, [])
    equal(tree(image.get_layers()), [NEW])


@case("above a locked layer, in its group")
def _():
    image = new_image()
    group = add_group(image, "G")
    layer = add_layer(image, "a", group)
    layer.set_lock_content(True)
    layer.set_lock_position(True)
    layer.set_lock_visibility(True)
    generate(image, [layer])
    equal(tree(image.get_layers()), [("G", [NEW, "a"]), "0"])


@case("above the outermost locked group")
def _():
    # Which of three groups, one in the other, are locked, and where it goes.
    for locks, expected in (
            ("A", [NEW, ("A", [("B", [("C", ["a"])])]), "0"]),
            ("B", [("A", [NEW, ("B", [("C", ["a"])])]), "0"]),
            ("C", [("A", [("B", [NEW, ("C", ["a"])])]), "0"]),
            ("AC", [NEW, ("A", [("B", [("C", ["a"])])]), "0"]),
            ("BC", [("A", [NEW, ("B", [("C", ["a"])])]), "0"])):
        image = new_image()
        group = None
        groups = {}
        for name in "ABC":
            group = groups[name] = add_group(image, name, group)
        layer = add_layer(image, "a", group)
        for name in locks:
            groups[name].set_lock_content(True)
        generate(image, [layer])
        equal(tree(image.get_layers()), expected, f"locked {locks}")


@case("in a group whose position or visibility is locked")
def _():
    image = new_image()
    group = add_group(image, "G")
    layer = add_layer(image, "a", group)
    group.set_lock_position(True)
    group.set_lock_visibility(True)
    generate(image, [layer])
    equal(tree(image.get_layers()), [("G", [NEW, "a"]), "0"])
