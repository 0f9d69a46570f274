# Silt: calling the texture procedure from a script inside GIMP
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
import os
import pathlib

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
from gi.repository import Gegl, Gimp, Gio

Gegl.init(None)

from cases import contains, equal

PROCEDURE = "plug-in-silt-texture"
PARASITE = "silt-settings"
SCRATCH = pathlib.Path(os.environ["SILT_TEST_SCRATCH"])
MODEL = pathlib.Path(os.environ["SILT_TEST_MODELS"], "texture")

RGB, GRAY = Gimp.ImageBaseType.RGB, Gimp.ImageBaseType.GRAY
U8 = Gimp.Precision.U8_NON_LINEAR
SUCCESS = Gimp.PDBStatusType.SUCCESS

# Small and quick, where a case does not say otherwise.
SIZE = 64
STEPS = 2
QUICK = {"class": "", "guidance": 1.0, "steps": STEPS, "threads": 1}
NEW = "Texture (seed 42)"


class Failure(Exception):
    """The procedure gave an error."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def new_image(width=SIZE, height=SIZE, base=RGB, precision=U8, layers=1):
    """An image with that many layers, named "0", "1", ... from the top."""
    image = Gimp.Image.new_with_precision(width, height, base, precision)
    for i in reversed(range(layers)):
        add_layer(image, str(i))
    image.clean_all()
    return image


def add_layer(image, name, parent=None):
    kind = {RGB: Gimp.ImageType.RGBA_IMAGE,
            GRAY: Gimp.ImageType.GRAYA_IMAGE,
            Gimp.ImageBaseType.INDEXED: Gimp.ImageType.INDEXEDA_IMAGE}
    layer = Gimp.Layer.new(image, name,
                           image.get_width(), image.get_height(),
                           kind[image.get_base_type()], 100,
                           Gimp.LayerMode.NORMAL)
    image.insert_layer(layer, parent, 0)
    return layer


def add_group(image, name, parent=None):
    group = Gimp.GroupLayer.new(image, name)
    image.insert_layer(group, parent, 0)
    return group


def call(image, drawables=None, run_mode=Gimp.RunMode.NONINTERACTIVE,
         procedure=PROCEDURE, every=False, **settings):
    """Calls a procedure, on the topmost layer where `drawables` is None.

    Gives the new layer, with `every` the list of all, or raises Failure.
    """
    if drawables is None:
        drawables = image.get_layers()[:1]

    procedure = Gimp.get_pdb().lookup_procedure(procedure)
    config = procedure.create_config()
    config.set_property("run-mode", run_mode)
    config.set_property("image", image)
    if drawables:
        config.set_core_object_array("drawables", drawables)
    for name, value in settings.items():
        if name == "model":
            value = Gio.File.new_for_commandline_arg(str(value))
        config.set_property(name, value)

    result = procedure.run(config)
    if result.index(0) != SUCCESS:
        raise Failure(result.index(0), Gimp.get_pdb().get_last_error())
    return result.get_core_object_array(2) if every else result.index(1)


def generate(image, drawables=None, **settings):
    """Calls the procedure for something small and quick."""
    return call(image, drawables, **{**QUICK, **settings})


def fails(image, *parts, drawables=None, **settings):
    """Expects an error whose message has these parts, and no change."""
    before = state(image)
    try:
        generate(image, drawables, **settings)
    except Failure as failure:
        equal(failure.status, Gimp.PDBStatusType.EXECUTION_ERROR, "status")
        contains(str(failure), *parts)
    else:
        assert False, f"no error that says {parts}"
    equal(state(image), before, "image")


def close_all():
    """Closes every window that shows an image, and the images with them."""
    for number in range(1, 200):
        if Gimp.Display.id_is_valid(number):
            Gimp.Display.get_by_id(number).delete()


def delete_images():
    for image in Gimp.get_images():
        image.delete()


def tree(items):
    """Names of layers from the top; a group is (name, [what is in it])."""
    return [(item.get_name(), tree(item.get_children()))
            if item.is_group() else item.get_name()
            for item in items]


def state(image):
    """All of an image that a failure must leave alone; of its parasites not
    those in which GIMP itself keeps a procedure's last values."""
    return (tree(image.get_layers()),
            [item.get_name() for item in image.get_channels()],
            [item.get_name() for item in image.get_selected_drawables()],
            [name for name in image.get_parasite_list()
             if not name.startswith("GimpProcedureConfigRun-")],
            image.is_dirty())


def settings_of(layer):
    data = bytes(layer.get_parasite(PARASITE).get_data())
    assert data.endswith(b"}\0"), f"no text: {data!r}"
    return json.loads(data[:-1])


def pixels(layer, babl_format="R'G'B' float"):
    """The layer's bytes in a format of babl."""
    bounds = Gegl.Rectangle.new(0, 0, layer.get_width(), layer.get_height())
    return layer.get_buffer().get(bounds, 1.0, babl_format,
                                  Gegl.AbyssPolicy.NONE)
