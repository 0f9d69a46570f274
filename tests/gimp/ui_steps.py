# Silt: what the cases of the dialogs are made of
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

import os
import pathlib

import gi

from gimp_ui import SCRATCH, Gimp, application, plug_in, screenshot, wait

KEEP = os.environ["SILT_TEST_KEEP"]

gimp = Gimp()


def new_image():
    """A small image in a window, with two layers and nothing to undo."""
    gimp.ask("image = new_image(layers=2)\n"
             "image.undo_disable()\n"
             "image.undo_enable()\n"
             "display = Gimp.Display.new(image)")


def delete_image():
    """So that the next case finds neither dialog, message, work nor image."""
    for name, button in (("silt", "Cancel"), ("gimp", "OK")):
        if ((window := application(name)) and
                (button := window.find(button, "button"))):
            button.activate()
    wait(lambda: not plug_in(), 60, "the plug-in's end")
    gimp.ask("close_all()")


def layers():
    return gimp.ask("tree(image.get_layers())")


def undo_item():
    return gimp.menu_item("Edit", "Undo*")


def open_dialog():
    gimp.menu_item("Filters", "Texture (Diffusion)...").activate()
    wait(lambda: application("silt").find("Generate"), what="the dialog")
    return application("silt")


def keep_screenshot(name):
    if KEEP:
        screenshot(pathlib.Path(KEEP, name + ".png"))


def generate(dialog, steps=2, class_name=""):
    dialog.find("Steps", "spin button").value = steps
    dialog.find("Guidance", "spin button").value = 1
    dialog.find("Class", "text").text = class_name
    press(dialog, "Generate")


def press(dialog, name):
    """Presses the button that starts the work, and waits until it has."""
    button = dialog.find(name, "button")
    button.activate()
    wait(lambda: not application("silt") or not button.sensitive,
         what="the work's begin")


def preview(dialog):
    """How far the work is, as the dialog shows it."""
    return dialog.find("Progress", "progress bar").value


def progress():
    """How far the work is, as GIMP's status bar shows it."""
    bar = gimp.window.find("", "progress bar")
    return bar.value if bar else 0


def choose_model(dialog, name):
    dialog.find("Model", "toggle button").activate()
    dialog.wait(name, "toggle button").activate()


def saturation(dialog):
    """How far red and blue are apart in the middle of the preview."""
    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf

    path = str(SCRATCH / "preview.png")
    screenshot(path)
    part = dialog.find("Preview", "image").accessible.queryComponent()
    part = part.getExtents(0)
    shown = GdkPixbuf.Pixbuf.new_from_file(path).new_subpixbuf(
        part.x + part.width // 2 - 20, part.y + part.height // 2 - 20, 40, 40)
    data, n = shown.get_pixels(), shown.get_n_channels()
    rows = [data[y * shown.get_rowstride():][:40 * n] for y in range(40)]
    return sum(abs(row[x] - row[x + 2])
               for row in rows for x in range(0, 40 * n, n)) / 1600


def open_retouch(menu_item, button):
    """The dialog of a procedure that takes a layer's pixels."""
    gimp.menu_item("Filters", menu_item).activate()
    wait(lambda: application("silt").find(button), what="the dialog")
    return application("silt")


def new_picture():
    new_image()
    gimp.ask("image.get_layers()[0].fill(Gimp.FillType.WHITE)\n"
             "image.select_ellipse(Gimp.ChannelOps.REPLACE, 16, 16, 32, 32)\n"
             "image.undo_disable()\n"
             "image.undo_enable()")
