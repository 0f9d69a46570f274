# Silt: the dialogs in another language
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
"""Opens every dialog in the language of the environment, and looks for texts
that are in no translation: neither in ours nor in GIMP's."""

import gettext
import json
import os
import pathlib
import re
import sys

from cases import case, run_all
from gimp_ui import PLUG_IN, Gimp, application, display, plug_in, wait

LANGUAGE = os.environ["LANGUAGE"]
OURS = gettext.translation("silt", PLUG_IN.parent / "locale", [LANGUAGE])
GIMPS = gettext.translation("gimp30-libgimp", "/usr/share/locale", [LANGUAGE],
                            fallback=True)

GTKS = gettext.translation("gtk30", "/usr/share/locale", [LANGUAGE],
                           fallback=True)

# What GIMP and GTK add to a dialog of ours; English where they are not
# translated here.
GIMP_TEXTS = ("_Cancel", "_Help", "_Reset", "_Load Saved Settings",
              "_Save Settings", "Reset to _Initial Values",
              "Reset to _Factory Defaults",
              'Load settings saved with "Save Settings" button',
              "Store current settings for later reuse", "silt")
GTK_TEXTS = ("Warning",)

# An image and a layer, as GIMP lists them.
LAYER = r".*-\d+ / .*-\d+"

# A model's own words.
MODEL = pathlib.Path(os.environ["SILT_TEST_MODELS"], "texture",
                     "model_index.json")
CLASSES = set(json.loads(MODEL.read_text())["id2label"].values())

gimp = Gimp()


def plain(text):
    """A label without its mnemonic, "Größe (_G)" too."""
    return re.sub(r" ?\(_.\)|_", "", text)


def pattern(text):
    """A regular expression for what printf makes of a text."""
    parts = re.split(r"%[-+ #0-9.l]*[a-z]", plain(text).replace("%%", "%"))
    return ".*".join(re.escape(part) for part in parts)


def translations():
    """Of all our texts, but for what stands for any other, such as "%s %s"."""
    texts = {text for text in OURS._catalog.values() if text}
    return re.compile("|".join(pattern(text) for text in sorted(texts)
                               if re.search(r"\w{2}", pattern(text))))


def shown(dialog):
    """All that is written in a dialog and told of its widgets, by lines."""
    for widget in dialog.all():
        for text in (widget.name, widget.accessible.description):
            yield from map(str.strip, text.splitlines())


def translated(text, known):
    """Whether a line is one of ours, or "Sampler: why it cannot be used"."""
    return (known.fullmatch(text) or
            ": " in text and all(map(known.fullmatch, text.split(": ", 1))))


def check(dialog):
    known = translations()
    others = ({plain(GIMPS.gettext(text)) for text in GIMP_TEXTS} |
              {plain(GTKS.gettext(text)) for text in GTK_TEXTS})
    found = {text for text in shown(dialog)
             if re.search(r"[^\W\d_]{2}", text) and
             not re.fullmatch(LAYER, text)}
    assert len(found) > 40, f"only {len(found)} texts"
    unknown = sorted(text for text in found
                     if text not in others and text not in CLASSES and
                     not translated(text, known))
    assert not unknown, f"not translated: {unknown}"


def close():
    if dialog := application("silt"):
        cancel = plain(GIMPS.gettext("_Cancel"))
        (dialog.find(cancel, "button") or
         dialog.find("Cancel", "button")).activate()
    wait(lambda: not plug_in(), 60, "the plug-in's end")
    gimp.ask("close_all()")


def open_dialog(label):
    """Opens one by the English label of its menu item."""
    gimp.window.wait(plain(OURS.gettext(label))).activate()
    wait(lambda: application("silt").find(OURS.gettext("Preview")),
         what="the dialog")
    return application("silt")


def new_picture():
    gimp.ask("image = new_image()\n"
             "image.get_layers()[0].fill(Gimp.FillType.WHITE)\n"
             "image.select_ellipse(Gimp.ChannelOps.REPLACE, 16, 16, 32, 32)\n"
             "display = Gimp.Display.new(image)")


def register(label):
    @case(f"every text of {plain(label)} is translated")
    def _():
        new_picture()
        dialog = open_dialog(label)
        dialog.find(OURS.gettext("Advanced"), "toggle button").activate()
        wait(lambda: any(dialog.find(OURS.gettext(text).replace("%s", "*"))
                         for text in ("Takes %s, %s of memory",
                                      "Takes %s of memory")), what="the cost")
        check(dialog)


for label in ("_Texture (Diffusion)...", "_Re-imagine (Diffusion)...",
              "_Fill (Diffusion)...", "Remove _Noise (Diffusion)..."):
    register(label)


with display(1280, 1024):
    gimp.start()
    run_all(os.environ["SILT_TEST_RESULTS"], close)
    gimp.process.terminate()
    gimp.process.wait(30)
    sys.exit(0)
