# Silt: pictures of every state of the dialogs
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

"""Opens the dialogs in a GIMP under Xvfb and keeps pictures of what they look
like, as SILT_TEST_KEEP/NAME.png."""

import os
import pathlib
import subprocess
import sys
import time

from cases import case, run_all
from gimp_ui import (Gimp, application, display, plug_in, screenshot,
                     swatches, wait, working)

KEEP = pathlib.Path(os.environ["SILT_TEST_KEEP"])
SCHEME = os.environ["SILT_TEST_SCHEME"]

gimp = Gimp()


def texture():
    gimp.ask("image = new_image(256, 256, layers=1)\n"
             "display = Gimp.Display.new(image)")
    dialog = open_dialog("Texture", "Generate")
    dialog.find("Class", "text").text = "stone"
    dialog.find("Draft", "toggle button").activate()
    return dialog


def picture(width, height):
    """An image of a stone wall, of which an ellipse is selected."""
    gimp.ask(f"image = new_image({width}, {height}, layers=1)\n"
             "call(image, **{'class': 'stone', 'steps': 6})\n"
             f"image.select_ellipse(Gimp.ChannelOps.REPLACE, {width} / 4,"
             f" {height} / 4, {width} / 2, {height} / 2)\n"
             "display = Gimp.Display.new(image)")


def open_dialog(name, button):
    gimp.menu_item("Filters", f"{name} (Diffusion)...").activate()
    wait(lambda: application("silt").find(button), what="the dialog")
    return application("silt")


def progress(dialog):
    return dialog.find("Progress", "progress bar").value


def at_rest():
    return not any(working() or time.sleep(0.05) for _ in range(4))


def done(dialog):
    """Waits until the preview is, a step of it was measured, and there is
    nothing more to be shown."""
    wait(lambda: progress(dialog) == 1, 300, "the preview")
    dialog.wait("Takes *, * of memory", "label")
    wait(at_rest, 300, "the variations")


def keep(name):
    screenshot(KEEP / f"{name}-{SCHEME}.png", "silt")


def close():
    if dialog := application("silt"):
        dialog.find("Cancel", "button").activate()
    wait(lambda: not plug_in(), 60, "the plug-in's end")
    gimp.ask("close_all()")


@case("classes")
def _():
    dialog = texture()
    done(dialog)
    dialog.find("Classes as Pictures", "toggle button").activate()
    dialog.wait("wood", "toggle button")
    wait(lambda: len(swatches()) == 19, 300, "the classes' pictures")
    keep("texture-classes")


def write_models():
    """One that the hub's programs keep, and one that is broken."""
    data = pathlib.Path(os.environ["XDG_DATA_HOME"], "silt", "models")
    cache = pathlib.Path(os.environ["XDG_CACHE_HOME"], "huggingface", "hub")
    model = cache / "models--artist--marble" / "snapshots" / "main"
    (data / "rubble").mkdir(parents=True, exist_ok=True)
    (data / "rubble" / "config.json").write_text(
        '{ "_class_name": "UNet2DConditionModel" }')
    model.parent.mkdir(parents=True)
    model.symlink_to(pathlib.Path(os.environ["SILT_TEST_MODELS"], "..",
                                  "tests", "golden", "unet-google").resolve())


@case("models")
def _():
    write_models()
    dialog = texture()
    done(dialog)
    dialog.find("Model", "toggle button").activate()
    dialog.wait("rubble", "toggle button")
    keep("texture-models")


@case("texture")
def _():
    dialog = texture()
    wait(lambda: 0.25 < progress(dialog) < 1, 300, "an estimate")
    keep("texture-begin")
    done(dialog)
    keep("texture")
    dialog.find("Seamless", "combo box").choose("In both directions")
    wait(lambda: progress(dialog) < 1, 60, "a new preview")
    done(dialog)
    keep("texture-seamless")
    dialog.find("Advanced", "toggle button").activate()
    dialog.wait("Steps", "spin button")
    keep("texture-advanced")
    dialog.find("Class", "text").text = "marzipan"
    dialog.wait("*marzipan*", "label")
    keep("texture-problem")


@case("re-imagine")
def _():
    picture(320, 320)
    dialog = open_dialog("Re-imagine", "Re-imagine")
    dialog.find("Draft", "toggle button").activate()
    done(dialog)
    keep("reimagine")


@case("fill")
def _():
    picture(320, 320)
    dialog = open_dialog("Fill", "Fill")
    dialog.find("Draft", "toggle button").activate()
    done(dialog)
    keep("fill")


@case("remove noise")
def _():
    picture(800, 600)
    dialog = open_dialog("Remove Noise", "Remove Noise")
    done(dialog)
    keep("remove-noise")


@case("waiting")
def _():
    dialog = texture()
    dialog.find("Best", "toggle button").activate()
    wait(lambda: 0 < progress(dialog) < 0.3, 300, "an estimate")
    dialog.find("Generate", "button").activate()
    wait(lambda: not dialog.find("Generate", "button").sensitive)
    keep("waiting")


with display(1024, 768):
    gimp.start()
    # Out of the way, where no tooltip waits.
    subprocess.run(["xdotool", "mousemove", "1023", "767"], check=True)
    run_all(os.environ["SILT_TEST_RESULTS"], close)
    sys.exit(gimp.quit())
