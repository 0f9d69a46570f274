# Silt: the dialog in German, over the accessibility interface
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

"""In a GIMP that speaks German, as far as its own translation is there."""

import os
import sys

from cases import case, run_all
from gimp_ui import Gimp, application, display, plug_in, wait

gimp = None


def close():
    if dialog := application("silt"):
        (dialog.find("Abbrechen", "button") or
         dialog.find("Cancel", "button")).activate()
    wait(lambda: not plug_in(), 60, "the plug-in's end")
    gimp.ask("close_all()")


@case("the menu and the dialog speak German")
def _():
    gimp.ask("image = new_image()\ndisplay = Gimp.Display.new(image)")
    gimp.window.wait("Textur (Diffusion) …").activate()
    wait(lambda: application("silt").find("Erzeugen", "button"),
         what="the dialog")
    dialog = application("silt")
    for name, role in (("Klasse", "text"),
                       ("Startwert", "spin button"),
                       ("Vorschau", "image"),
                       ("Rauschverlauf", "chart"),
                       ("Entwurf", "toggle button"),
                       ("Weitere Einstellungen", "toggle button")):
        assert dialog.find(name, role), f"no {role} is called {name}"
    dialog.wait("texture: 5,* Millionen Parameter, 19 Klassen", "label")


with display(1280, 1024):
    gimp = Gimp()
    run_all(os.environ["SILT_TEST_RESULTS"], close)
    gimp.process.terminate()
    gimp.process.wait(30)
    sys.exit(0)
