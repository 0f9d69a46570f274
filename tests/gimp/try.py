# Silt: a texture by the plug-in, from a GIMP without windows
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

# ./dev try runs this inside GIMP's Python.  An exception is what makes GIMP
# end with an error.
#
#   SILT_TRY_PICTURE  the PNG to write
#   SILT_TRY_REPORT   gets two lines: the layer's name, the seconds it took

import os
import time

import gi
gi.require_version('Gimp', '3.0')
from gi.repository import Gimp, Gio

SIZE = 512


def texture(image, layer, **settings):
    procedure = Gimp.get_pdb().lookup_procedure('plug-in-silt-texture')
    if procedure is None:
        raise RuntimeError('GIMP did not find the plug-in')

    config = procedure.create_config()
    config.set_property('run-mode', Gimp.RunMode.NONINTERACTIVE)
    config.set_property('image', image)
    config.set_core_object_array('drawables', [layer])
    for name, value in settings.items():
        config.set_property(name, value)

    result = procedure.run(config)
    if result.index(0) != Gimp.PDBStatusType.SUCCESS:
        raise RuntimeError(Gimp.get_pdb().get_last_error())
    return result.index(1)


def main():
    image = Gimp.Image.new(SIZE, SIZE, Gimp.ImageBaseType.RGB)
    paper = Gimp.Layer.new(image, 'Background', SIZE, SIZE,
                           Gimp.ImageType.RGB_IMAGE, 100,
                           Gimp.LayerMode.NORMAL)
    paper.fill(Gimp.FillType.WHITE)
    image.insert_layer(paper, None, 0)

    start = time.monotonic()
    layer = texture(image, paper, **{'class': 'stone', 'seed': 42})
    seconds = time.monotonic() - start

    picture = Gio.File.new_for_path(os.environ['SILT_TRY_PICTURE'])
    if not Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, picture, None):
        raise RuntimeError(Gimp.get_pdb().get_last_error())

    with open(os.environ['SILT_TRY_REPORT'], 'w', encoding='utf-8') as report:
        report.write(f'{layer.get_name()}\n{seconds:.1f}\n')


main()
