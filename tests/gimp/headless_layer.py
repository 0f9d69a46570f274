# Silt: what the new layer is
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


@case("covers the image and is returned")
def _():
    image = new_image(96, 64)
    layer = generate(image)
    equal(tree(image.get_layers()), [NEW, "0"])
    equal(layer, image.get_layers()[0])
    equal((layer.get_width(), layer.get_height()), (96, 64), "size")
    equal(layer.get_offsets()[1:], (0, 0), "offsets")
    equal(layer.type(), Gimp.ImageType.RGBA_IMAGE, "type")
    equal((layer.get_opacity(), layer.get_mode()),
          (100.0, image.get_default_new_layer_mode()))
    equal(image.get_selected_layers(), [layer], "selected layers")


@case("is named after its class and seed")
def _():
    layer = generate(new_image(), **{"class": "brick", "seed": 42})
    equal(layer.get_name(), "Brick texture (seed 42)")


@case("covers the bounds of the selection")
def _():
    image = new_image(128, 96)
    image.select_ellipse(Gimp.ChannelOps.REPLACE, 16, 24, 50, 40)
    layer = generate(image)
    equal((layer.get_width(), layer.get_height()), (50, 40), "size")
    equal(layer.get_offsets()[1:], (16, 24), "offsets")


@case("covers the image where the active layer is smaller")
def _():
    image = new_image(96, 64)
    image.get_layers()[0].resize(20, 20, -10, -10)
    layer = generate(image)
    equal((layer.get_width(), layer.get_height()), (96, 64), "size")


@case("has any size")
def _():
    for width, height in ((1, 1), (37, 61)):
        layer = generate(new_image(width, height))
        equal((layer.get_width(), layer.get_height()), (width, height), "size")


@case("keeps its settings in a parasite")
def _():
    layer = generate(new_image(), **{"class": "wood", "seed": 7})
    equal(layer.get_parasite_list(), [PARASITE], "parasites")
    parasite = layer.get_parasite(PARASITE)
    assert parasite.is_persistent() and parasite.is_undoable()
    found = settings_of(layer)
    equal(found["silt"], "0.1.0")
    equal((found["verb"], found["model"]), ("generate", "texture"))
    equal((found["width"], found["height"]), (SIZE, SIZE))


@case("has the settings of every argument")
def _():
    settings = {"class": "grass", "seed": 2147483647, "steps": 3,
                "sampler": "ddim", "spacing": "leading",
                "variance": "fixed-large", "eta": 0.25, "guidance": 1.5,
                "seamless": "xy", "noise": "torch"}
    found = settings_of(generate(new_image(), **settings))
    for name, value in settings.items():
        equal(found[name], value, name)


@case("is a stone wall where no argument is given")
def _():
    layer = call(new_image())
    equal(layer.get_name(), "Stone texture (seed 42)")
    found = settings_of(layer)
    equal({name: found[name] for name in
           ("steps", "sampler", "spacing", "variance", "eta", "guidance",
            "seamless", "noise")},
          {"steps": 20, "sampler": "dpmpp-2m", "spacing": "trailing",
           "variance": "fixed-small", "eta": 0, "guidance": 1,
           "seamless": "none", "noise": "even"})


@case("survives an XCF file with its settings")
def _():
    image = new_image()
    found = settings_of(generate(image))
    path = Gio.File.new_for_path(str(SCRATCH / "texture.xcf"))
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, path, None)
    again = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, path)
    equal(settings_of(again.get_layers()[0]), found)


@case("is gray in a gray image")
def _():
    layer = generate(new_image(base=GRAY))
    equal(layer.type(), Gimp.ImageType.GRAYA_IMAGE, "type")


@case("appears where undo is switched off")
def _():
    image = new_image()
    image.undo_disable()
    generate(image)
    image.undo_enable()
    equal(len(image.get_layers()), 2)
