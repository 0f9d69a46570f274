# Silt: the work that the dialog of a texture begins
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

import pathlib

from cases import case, equal
from gimp_ui import application, paused_work, plug_in, wait, working
from ui_steps import (generate, gimp, keep_screenshot, layers, new_image,
                      open_dialog, preview, progress, undo_item)


@case("Cancel in the dialog changes nothing")
def _():
    new_image()
    before = gimp.ask("state(image)"), undo_item().name
    open_dialog().find("Cancel", "button").activate()
    wait(lambda: not application("silt"), what="the dialog's end")
    equal((gimp.ask("state(image)"), undo_item().name), before)


@case("Generate makes a layer, which one Undo takes away")
def _():
    new_image()
    gimp.ask("add_layer(image, 'new')")
    before = gimp.ask("state(image)"), undo_item().name
    equal(before[1], "Undo Add Layer")
    generate(open_dialog(), class_name="brick")
    wait(lambda: len(layers()) == 4, what="the layer")
    equal(layers(), ["Brick texture (seed 42)", "new", "0", "1"])
    wait(lambda: undo_item().name == "Undo Texture (Diffusion)",
         what="something to undo")
    keep_screenshot("layer")
    undo_item().activate()
    wait(lambda: len(layers()) == 3, what="the layer's end")
    equal((gimp.ask("state(image)"), undo_item().name), before)


@case("Repeat takes the last values and asks nothing")
def _():
    new_image()
    generate(open_dialog(), class_name="grass")
    wait(lambda: len(layers()) == 3, what="the layer")
    wait(lambda: not plug_in(), what="the plug-in's end")
    gimp.menu_item("Filters", 'Repeat "Texture (Diffusion)"').activate()
    wait(lambda: len(layers()) == 4, what="the second layer")
    equal(layers()[0], "Grass texture (seed 42) #1")
    first, second = gimp.ask("[settings_of(layer)"
                             " for layer in image.get_layers()[:2]]")
    equal(first, second)


@case("the dialog comes back as it was, after Cancel too")
def _():
    new_image()
    dialog = open_dialog()
    advanced = dialog.find("Advanced", "toggle button")
    assert not advanced.expanded
    advanced.activate()
    wait(lambda: advanced.expanded, what="what is advanced")
    dialog.find("Cancel", "button").activate()
    wait(lambda: not plug_in(), what="the plug-in's end")
    advanced = open_dialog().find("Advanced", "toggle button")
    wait(lambda: advanced.expanded, what="what is advanced")


@case("the dialog comes back with the last values")
def _():
    new_image()
    dialog = open_dialog()
    equal((dialog.find("Class", "text").text,
           dialog.find("Steps", "spin button").value), ("grass", 2))


@case("Cancel ends the work within 200 ms, and changes nothing")
def _():
    new_image()
    before = gimp.ask("state(image)"), undo_item().name
    dialog = open_dialog()
    generate(dialog, steps=1000)
    wait(lambda: preview(dialog) > 0, what="progress")
    keep_screenshot("waiting")
    dialog.find("Cancel", "button").activate()
    wait(lambda: not plug_in() or not working(), 1, "the end of the work")
    wait(lambda: not plug_in(), what="the plug-in's end")
    equal((gimp.ask("state(image)"), undo_item().name), before)


@case("GIMP's own Cancel leaves the image as it was")
def _():
    new_image()
    before = gimp.ask("state(image)"), undo_item().name
    gimp.ask("""image.attach_parasite(Gimp.Parasite.new(
                    f'GimpProcedureConfigRun-{PROCEDURE}-last', 0,
                    b'(class "")(steps 1000)(guidance 1.0)'))""")
    gimp.menu_item("Filters", 'Repeat "Texture (Diffusion)"').activate()
    wait(lambda: progress() > 0, what="progress")
    keep_screenshot("progress")
    gimp.window.find("Cancel", "button").activate()
    wait(lambda: not progress(), what="the end of the work")
    equal((gimp.ask("state(image)"), undo_item().name), before)


@case("the layer that was active may go meanwhile")
def _():
    new_image()
    generate(open_dialog(), steps=300)
    with paused_work():
        gimp.ask("image.remove_layer(image.get_layers()[0])")
    wait(lambda: len(layers()) == 2, what="the layer")
    equal(layers(), ["Texture (seed 42)", "1"])


@case("the image may be closed meanwhile: the layer opens as a new one")
def _():
    new_image()
    generate(open_dialog(), steps=300)
    with paused_work():
        gimp.ask("display.delete()")
    gimp.window.wait("*The image was closed before the work on it was done. "
                     "The result is a new image.", "label")
    keep_screenshot("closed")
    assert not gimp.window.find("*Calling error*"), "GIMP had an error"
    equal(gimp.ask("[tree(image.get_layers()) for image in Gimp.get_images()]"),
          [["Texture (seed 42)"]])
    assert gimp.alive()


@case("the image may become indexed meanwhile: the layer opens as a new one")
def _():
    new_image()
    generate(open_dialog(), steps=300)
    with paused_work():
        gimp.ask("image.convert_indexed(Gimp.ConvertDitherType.NONE,"
                 " Gimp.ConvertPaletteType.WEB, 0, False, False, '')")
    gimp.window.wait("*An indexed image has no room*new image.", "label")
    equal(layers(), ["0", "1"])
    equal(gimp.ask("sorted(image.get_base_type().value_nick + str(len("
                   "image.get_layers())) for image in Gimp.get_images())"),
          ["indexed2", "rgb1"])


@case("variations are one step of undo")
def _():
    new_image()
    dialog = open_dialog()
    dialog.find("Number of Layers", "spin button").value = 3
    generate(dialog, class_name="brick")
    wait(lambda: undo_item().name == "Undo Texture (Diffusion)",
         what="something to undo")
    equal(layers(), [["Brick texture", [f"Brick texture (seed {seed})"
                                        for seed in (42, 43, 44)]], "0", "1"])
    undo_item().activate()
    wait(lambda: layers() == ["0", "1"], what="the group's end")


@case("Cancel in the midst of variations leaves nothing")
def _():
    new_image()
    before = gimp.ask("state(image)"), undo_item().name
    dialog = open_dialog()
    dialog.find("Number of Layers", "spin button").value = 6
    dialog.find("Also Keep as a Pattern", "check box").activate()
    generate(dialog, steps=60)
    wait(lambda: 0.2 < preview(dialog) < 0.9, what="the second one")
    keep_screenshot("variations")
    dialog.find("Cancel", "button").activate()
    wait(lambda: not plug_in(), what="the plug-in's end")
    equal((gimp.ask("state(image)"), undo_item().name), before)
    equal(gimp.ask("[path.name for path in pathlib.Path(Gimp.directory(),"
                   " 'patterns').glob('*.pat')]"), [])
