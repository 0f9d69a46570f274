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

from cases import case
from retouch import *


def refused(image, *parts, drawables=None, procedure=REIMAGINE, **settings):
    fails(image, *parts, drawables=drawables, procedure=procedure, **settings)


def all_three(image, *parts, drawables=None, **settings):
    for procedure in VERBS:
        refused(image, *parts, drawables=drawables, procedure=procedure,
                **settings)


@case("an indexed image")
def _():
    image = picture()
    image.convert_indexed(Gimp.ConvertDitherType.NONE,
                          Gimp.ConvertPaletteType.WEB, 0, False, False, "")
    all_three(image, "Convert the image with Image > Mode > RGB first")


@case("a mask, a channel, nothing")
def _():
    image = picture()
    layer = image.get_layers()[0]
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    all_three(image, "Select the layer, not its mask", drawables=[mask])
    channel = Gimp.Channel.new(image, "channel", SIZE, SIZE, 50,
                               Gegl.Color.new("red"))
    image.insert_channel(channel, None, 0)
    all_three(image, "Select a layer", drawables=[channel])
    all_three(image, "Select the layer, not its mask", drawables=[layer, mask])
    all_three(image, "No layer", drawables=[])


@case("filling where nothing is selected")
def _():
    refused(picture(), "Nothing is selected", procedure=FILL)


@case("a selection beside the layer")
def _():
    image = picture()
    image.get_layers()[0].resize(20, 20, 0, 0)
    image.select_rectangle(REPLACE, 40, 40, 10, 10)
    all_three(image, "beside the layer")


@case("more pixels than can be worked on at a time")
def _():
    for width, height, limit in ((20000, 10, "16384"), (8192, 8193, "67")):
        # A layer that nothing was drawn on takes no memory.
        image = new_image(width, height)
        Gimp.Selection.all(image)
        all_three(image, f"{width} × {height}", '"0"', limit,
                  "Select a smaller part", "scale it down")
        fails(image, f"{width} × {height}", limit, "select a smaller part")


@case("more layers than there is memory for")
def _():
    memory = next(int(line.split()[1]) * 1024 for line in
                  pathlib.Path("/proc/meminfo").read_text().splitlines()
                  if line.startswith("MemTotal:"))
    image = new_image(8192, 8192, layers=memory // (2 * 20 * 8192 ** 2) + 1)
    refused(image, "of memory", "fewer layers", drawables=image.get_layers())


@case("nothing to be seen")
def _():
    image = picture()
    image.get_layers()[0].fill(Gimp.FillType.TRANSPARENT)
    refused(image, "transparent")


@case("in place on a group")
def _():
    image = picture()
    group = add_group(image, "group")
    add_layer(image, "inner", group).fill(Gimp.FillType.WHITE)
    image.select_rectangle(REPLACE, 0, 0, 20, 20)
    all_three(image, "layer group", "new layer",
         drawables=[group], output="in-place")


@case("in place on what is locked, itself or with its group")
def _():
    image = picture()
    group = add_group(image, "outer")
    inner = add_layer(image, "inner", group)
    inner.fill(Gimp.FillType.WHITE)
    image.select_rectangle(REPLACE, 0, 0, 20, 20)
    inner.set_lock_content(True)
    all_three(image, '"inner"', "locked", drawables=[inner], output="in-place")
    inner.set_lock_content(False)
    group.set_lock_content(True)
    all_three(image, '"outer"', "locked", drawables=[inner], output="in-place")


@case("a start beyond the model's timesteps")
def _():
    refused(picture(), "start", "999", "1000", start=1000)
