# Silt: a texture as a new image, as several layers and as a pattern
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
import struct

from gi.repository import Babl

from cases import case, contains, equal
from texture import *

CREATE = "plug-in-silt-create-texture"
PATTERNS = pathlib.Path(Gimp.directory(), "patterns")


def create(run_mode=Gimp.RunMode.NONINTERACTIVE, **settings):
    """Calls the procedure for something quick; gives the new image."""
    procedure = Gimp.get_pdb().lookup_procedure(CREATE)
    config = procedure.create_config()
    config.set_property("run-mode", run_mode)
    for name, value in {**QUICK, "width": SIZE, "height": SIZE,
                        **settings}.items():
        config.set_property(name, value)
    result = procedure.run(config)
    if result.index(0) != SUCCESS:
        raise Failure(result.index(0), Gimp.get_pdb().get_last_error())
    return result.index(1)


@case("a texture as a new image")
def _():
    image = create(width=80, height=48, seed=5, seamless="xy")
    equal((image.get_width(), image.get_height(), image.get_base_type(),
           image.get_precision()), (80, 48, RGB, U8))
    equal(tree(image.get_layers()), ["Texture (seed 5)"])
    layer = image.get_layers()[0]
    equal((layer.get_width(), layer.get_height()), (80, 48), "size")
    assert image.undo_is_enabled()
    again = generate(new_image(80, 48), seed=5, seamless="xy")
    equal(pixels(layer), pixels(again))
    equal(settings_of(layer), settings_of(again))


@case("a new image is 512 pixels wide and high where nothing else is said")
def _():
    arguments = Gimp.get_pdb().lookup_procedure(CREATE).get_arguments()
    equal([(argument.name, argument.get_default_value())
           for argument in arguments[1:3]], [("width", 512), ("height", 512)])


@case("what a new image cannot be is an error, and there is none")
def _():
    before = Gimp.get_images()
    try:
        create(**{"class": "cheese"})
    except Failure as failure:
        contains(str(failure), "cheese", "brick")
    else:
        assert False, "no error"
    equal(Gimp.get_images(), before)


@case("variations are a group of layers, the first one on top")
def _():
    image = new_image(layers=2)
    group = generate(image, image.get_layers()[1:], seed=7, variations=3,
                     **{"class": "brick"})
    equal(tree(image.get_layers()),
          ["0", ("Brick texture", [f"Brick texture (seed {seed})"
                                   for seed in (7, 8, 9)]), "1"])
    equal(group, image.get_layers()[1])
    for i, layer in enumerate(group.get_children()):
        one = generate(image, seed=7 + i, **{"class": "brick"})
        equal(pixels(layer), pixels(one))
        equal(settings_of(layer), settings_of(one))


@case("the last seed is followed by the first")
def _():
    group = generate(new_image(), seed=2147483647, variations=2)
    equal([settings_of(layer)["seed"] for layer in group.get_children()],
          [2147483647, 0])


@case("variations cover the selection, in a group and in a new image too")
def _():
    image = new_image()
    outer = add_group(image, "outer")
    add_layer(image, "inner", outer)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 8, 16, 40, 24)
    group = generate(image, outer.get_children(), variations=2)
    equal(group.get_parent(), outer)
    for layer in group.get_children():
        equal((layer.get_offsets()[1:], layer.get_width(), layer.get_height()),
              ((8, 16), 40, 24))
    equal(tree(create(variations=2).get_layers()),
          [("Texture", ["Texture (seed 42)", "Texture (seed 43)"])])


@case("variations that cannot be laid into the image leave nothing")
def _():
    image = new_image()
    image.convert_indexed(Gimp.ConvertDitherType.NONE,
                          Gimp.ConvertPaletteType.WEB, 0, False, False, "")
    fails(image, "indexed", variations=3)


def listed(name):
    """Width, height, bytes a pixel and pixels of a pattern that GIMP lists."""
    pattern = Gimp.Pattern.get_by_name(name)
    assert pattern, f"GIMP lists no pattern {name!r}"
    _, width, height, _ = pattern.get_info()
    buffer = pattern.get_buffer(width, height, Babl.format("R'G'B' u8"))
    return width, height, buffer.get(Gegl.Rectangle.new(0, 0, width, height),
                                     1.0, "R'G'B' u8", Gegl.AbyssPolicy.NONE)


def stored(name):
    """The same of its file."""
    data = (PATTERNS / name).read_bytes()
    size, version, width, height, depth, magic = struct.unpack(">6I",
                                                               data[:24])
    equal((version, magic), (1, 0x47504154))
    return data[24:size], width, height, depth, data[size:]


@case("a pattern is listed at once, and is the layer to the bit")
def _():
    layer = generate(new_image(48, 32), seed=5, seamless="xy", pattern=True,
                     **{"class": "brick"})
    data = pixels(layer, "R'G'B' u8")
    equal(stored("Brick texture (seed 5).pat"),
          (b"Brick texture (seed 5)\0", 48, 32, 3, data))
    equal(listed("Brick texture (seed 5)"), (48, 32, data))


@case("a pattern takes the place of no other")
def _():
    for _ in range(3):
        generate(new_image(), seed=6, pattern=True)
    equal(sorted(path.name for path in PATTERNS.glob("*(seed 6)*")),
          ["Texture (seed 6) 2.pat", "Texture (seed 6) 3.pat",
           "Texture (seed 6).pat"])


@case("each variation is a pattern, and a gray one is gray")
def _():
    group = generate(new_image(base=GRAY), seed=20, variations=2,
                     pattern=True)
    for layer in group.get_children():
        name = layer.get_name()
        equal(stored(name + ".pat")[1:],
              (SIZE, SIZE, 1, pixels(layer, "Y' u8")))
        listed(name)


@case("a pattern that cannot be written is an error, and there is no layer")
def _():
    kept = PATTERNS.with_name("kept")
    PATTERNS.rename(kept)
    try:
        PATTERNS.write_text("no folder")
        fails(new_image(), str(PATTERNS), pattern=True)
    finally:
        PATTERNS.unlink(missing_ok=True)
        kept.rename(PATTERNS)
