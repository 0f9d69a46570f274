# Silt: how a layer was made, once more
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
import json

from cases import case, contains, equal
from retouch import *

REPEAT = "plug-in-silt-repeat"
LAST = Gimp.RunMode.WITH_LAST_VALS


def repeat(layer, run_mode=Gimp.RunMode.NONINTERACTIVE):
    return call(layer.get_image(), [layer], run_mode, REPEAT)


def same(first, second):
    """Whether two layers are alike in all that Silt gave them."""
    equal(settings_of(second), settings_of(first))
    equal(second.get_offsets()[1:], first.get_offsets()[1:], "offsets")
    return pixels(second, "R'G'B'A float") == pixels(first, "R'G'B'A float")


def attach(layer, name, text):
    layer.attach_parasite(Gimp.Parasite.new(name, Gimp.PARASITE_PERSISTENT,
                                            text.encode() + b"\0"))


def edit(layer, **changes):
    attach(layer, PARASITE, json.dumps({**settings_of(layer), **changes}))


def refused(layer, *parts, drawables=None):
    """Expects an error whose message has these parts, and no change."""
    image = layer.get_image()
    before = state(image)
    try:
        call(image, drawables or [layer], procedure=REPEAT)
    except Failure as failure:
        contains(str(failure), *parts)
    else:
        assert False, f"no error that says {parts}"
    equal(state(image), before, "image")


@case("a texture is repeated to the bit, where and as large as it was")
def _():
    image = new_image(96, 64)
    image.select_rectangle(REPLACE, 8, 16, 40, 24)
    layer = generate(image, **{"class": "brick", "seed": 5, "sampler": "ddim",
                               "spacing": "leading", "eta": 0.5,
                               "variance": "fixed-large", "guidance": 1.5,
                               "noise": "torch", "seamless": "x"})
    Gimp.Selection.none(image)
    for mode in Gimp.RunMode.NONINTERACTIVE, LAST:
        again = repeat(layer, mode)
        assert again != layer and same(layer, again)
    equal(tree(image.get_layers())[-2:], ["Brick texture (seed 5)", "0"])


@case("settings that were edited count")
def _():
    image = new_image()
    layer = generate(image, seed=1)
    edit(layer, seed=2, steps=3)
    again = repeat(layer)
    expected = generate(image, seed=2, steps=3)
    assert same(expected, again)
    assert pixels(again) != pixels(layer)


@case("a texture survives an XCF file so that it can be repeated")
def _():
    image = new_image()
    generate(image, seed=3)
    path = Gio.File.new_for_path(str(SCRATCH / "repeat.xcf"))
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, path, None)
    layer = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, path).get_layers()[0]
    assert same(layer, repeat(layer))


@case("what was made from a layer is made from that one again")
def _():
    for procedure, settings in (
            (REIMAGINE, {"start": 300}),
            (REIMAGINE, {"start": 600, "edges": "free"}),
            (FILL, {}),
            (FILL, {"begin": "picture", "start": 400}),
            (FILL, {"sampler": "ddpm", "resample": 3, "jump": 1}),
            (REMOVE_NOISE, {"sigma": 30.0}),
            (REMOVE_NOISE, {"sigma": 30.0, "keep-texture": True})):
        image = picture(32, 32)
        select(image, 4, 4, 20, 20, feather=4)
        layer = retouch(image, procedure=procedure, **settings)
        add_layer(image, "above")
        again = repeat(layer)
        assert again != layer and same(layer, again), (procedure, settings)


@case("it is the layer's own source, not what lies below")
def _():
    image = picture()
    layer = retouch(image)
    image.insert_layer(Gimp.Layer.new(image, "between", SIZE, SIZE,
                                      Gimp.ImageType.RGBA_IMAGE, 100,
                                      Gimp.LayerMode.NORMAL), None, 1)
    assert same(layer, repeat(layer))
    image.remove_layer(image.get_layers()[-1])
    refused(layer, "is gone")


@case("a layer without settings is none that Silt made")
def _():
    image = new_image()
    refused(image.get_layers()[0], '"0"', "no settings")


@case("several layers at a time are not repeated")
def _():
    image = new_image()
    layer = generate(image)
    refused(layer, "one layer", drawables=image.get_layers())


@case("damaged settings are refused, by their key")
def _():
    image = new_image()
    layer = generate(image)
    good = settings_of(layer)
    for changes, parts in (({"silt": "9.0.0"}, ("silt", "9.0.0")),
                           ({"verb": "bake"}, ("verb", "bake")),
                           ({"model": "nowhere"}, ("nowhere",)),
                           ({"model": "../texture"}, ("model", "../texture")),
                           ({"class": "cheese"}, ("class", "cheese")),
                           ({"steps": 0}, ("steps", "0")),
                           ({"seed": 2 ** 40}, ("seed", str(2 ** 40))),
                           ({"timesteps": [900, 0]}, ("timesteps",)),
                           ({"guidance": "much"}, ("guidance",))):
        attach(layer, PARASITE, json.dumps(
            {**good, **changes,
             **({"steps": 2} if "timesteps" in changes else {})}))
        refused(layer, *parts)
    for text in "", "{", "[]", "stone":
        attach(layer, PARASITE, text)
        refused(layer, "settings")


@case("a damaged source is refused")
def _():
    layer = retouch(picture())
    for text in "", "7", "(7, maybe)", "(-1, true)":
        attach(layer, "silt-source", text)
        refused(layer, "silt-source")
    attach(layer, "silt-source", "(4000000000, true)")
    refused(layer, "is gone")
