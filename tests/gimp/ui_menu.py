# Silt: what else the menus have
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

from cases import case, contains, equal
from gimp_ui import PLUG_IN, SCRATCH, application, plug_in, wait
from ui_steps import (generate, gimp, keep_screenshot, layers, new_image,
                      new_picture, press)


@case("a texture is created where no image is open")
def _():
    item = gimp.menu_item("File", "Texture (Diffusion)...")
    wait(lambda: item.sensitive, what="an item that can be chosen")
    item.activate()
    wait(lambda: application("silt").find("Generate"), what="the dialog")
    dialog = application("silt")
    equal([dialog.find(name, "spin button").value
           for name in ("Width", "Height")], [512, 512])
    dialog.find("Width", "spin button").value = 96
    dialog.find("Height", "spin button").value = 64
    dialog.find("Also Keep as a Pattern", "check box").activate()
    keep_screenshot("create")
    generate(dialog, class_name="grass")
    wait(lambda: gimp.ask("len(Gimp.get_images())") == 1, what="the image")
    wait(lambda: not plug_in(), what="the plug-in's end")
    gimp.ask("image = Gimp.get_images()[0]")
    equal(layers(), ["Grass texture (seed 42)"])
    equal(gimp.ask("(image.get_width(), image.get_height())"), [96, 64])
    equal(gimp.ask("Gimp.Pattern.get_by_name('Grass texture (seed 42)')"
                   ".get_info()[1:3]"), [96, 64])


@case("a layer's dialog opens as it was filled, whatever came after")
def _():
    new_image()
    gimp.ask("image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 40, 24)\n"
             "generate(image, **{'class': 'lava', 'seed': 77, 'steps': 3,"
             " 'sampler': 'ddim', 'eta': 0.5, 'seamless': 'y'})\n"
             "Gimp.Selection.none(image)")
    gimp.menu_item("Filters", "Silt: Repeat with the*").activate()
    wait(lambda: application("silt").find("Generate"), what="the dialog")
    dialog = application("silt")
    equal([dialog.find(name, "spin button").value
           for name in ("Seed", "Steps", "Eta", "Guidance")], [77, 3, 0.5, 1])
    equal(dialog.find("Class", "text").text, "lava")
    equal([dialog.find(name, "combo box").chosen
           for name in ("Sampler", "Seamless")], ["DDIM", "Vertically"])
    keep_screenshot("repeat")
    dialog.find("Seed", "spin button").value = 78
    press(dialog, "Generate")
    wait(lambda: len(layers()) == 4, what="the layer")
    equal(layers()[:2], ["Lava texture (seed 78)", "Lava texture (seed 77)"])
    equal(gimp.ask("[image.get_layers()[0].get_width(),"
                   " image.get_layers()[0].get_height()]"), [40, 24])


@case("a layer that Silt did not make is told so")
def _():
    new_image()
    gimp.menu_item("Filters", "Silt: Repeat with the*").activate()
    gimp.window.wait('*"0" carries no settings*', "label")


@case("Help opens the page of the procedure")
def _():
    pages = SCRATCH / "web-pages"
    # GIMP's help keeps the progress that it was first called with for as long
    # as it runs, and a display whose progress never ends swallows messages.
    gimp.ask("Gimp.help('silt', 'plug-in-silt-texture')")
    wait(pages.exists, what="a page")
    new_picture()
    for item, page in (("Texture (Diffusion)...", "texture"),
                       ("Re-imagine (Diffusion)...", "reimagine"),
                       ("Fill (Diffusion)...", "fill"),
                       ("Remove Noise (Diffusion)...", "remove-noise")):
        pages.unlink(missing_ok=True)
        gimp.menu_item("Filters", item).activate()
        wait(lambda: application("silt").find("Help", "button"),
             what="the button")
        application("silt").find("Help", "button").activate()
        wait(pages.exists, what="the page")
        address = pages.read_text().strip()
        equal(address, (PLUG_IN.parent / "help" / "en" /
                        f"{page}.html").as_uri())
        contains(pathlib.Path(address[len("file://"):]).read_text(),
                 f"<h1>{item[:-3]}</h1>")
        application("silt").find("Cancel", "button").activate()
        wait(lambda: not plug_in(), what="the plug-in's end")


@case("the layers menu offers to repeat")
def _():
    assert gimp.ask("'<Layers>/Layers Menu' in Gimp.get_pdb().lookup_procedure("
                    "'plug-in-silt-repeat').get_menu_paths()")
