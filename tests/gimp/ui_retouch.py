# Silt: the dialogs of what takes a layer's pixels
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

import contextlib

from cases import case, equal
from gimp_ui import paused_work, wait
from ui_steps import (delete_image, gimp, keep_screenshot, layers, new_picture,
                      open_retouch, press, preview, undo_item)


@case("the dialogs for a layer's pixels name every widget")
def _():
    for item, button, own in (("Re-imagine (Diffusion)...", "Re-imagine",
                               "Border"),
                              ("Fill (Diffusion)...", "Fill", "Begin With")):
        new_picture()
        dialog = open_retouch(item, button)
        keep_screenshot(button.lower())
        for name in (own, "Keep As", "Sampler"):
            assert dialog.find(name, "combo box"), f"no {name}"
        for name in ("Freedom (Timestep)", "Seed", "Steps"):
            assert dialog.find(name, "spin button"), f"no {name}"
        for name in ("Preview", "Noise schedule"):
            dialog.wait(name, "slider" if own == "Border" or name == "Preview"
                        else "chart")
        pndm = dialog.find("Sampler", "combo box").find("PNDM", "menu item")
        equal(pndm.sensitive, own != "Border")
        delete_image()


@case("Re-imagine in place is one step of undo")
def _():
    new_picture()
    before = gimp.ask("pixels(image.get_layers()[0]).hex()")
    dialog = open_retouch("Re-imagine (Diffusion)...", "Re-imagine")
    dialog.find("Keep As", "combo box").choose("In place")
    dialog.find("Steps", "spin button").value = 2
    assert dialog.wait("*picture, * noise; 4 calls of the network", "label")
    press(dialog, "Re-imagine")
    wait(lambda: undo_item().name == "Undo Re-imagine (Diffusion)",
         what="something to undo")
    equal(layers(), ["0", "1"])
    assert gimp.ask("pixels(image.get_layers()[0]).hex()") != before
    undo_item().activate()
    wait(lambda: gimp.ask("pixels(image.get_layers()[0]).hex()") == before,
         what="the pixels of before")


@case("the dialog says why a layer cannot be changed in place")
def _():
    new_picture()
    gimp.ask("image.get_layers()[0].set_lock_content(True)")
    dialog = open_retouch("Fill (Diffusion)...", "Fill")
    button = dialog.find("Fill", "button")
    dialog.find("Keep As", "combo box").choose("In place")
    dialog.wait("*locked*", "label")
    keep_screenshot("fill-locked")
    assert not button.sensitive
    dialog.find("Keep As", "combo box").choose("New layer")
    wait(lambda: button.sensitive, what="a button that can be pressed")


@case("a filling goes back and forth where the sampler can")
def _():
    new_picture()
    dialog = open_retouch("Fill (Diffusion)...", "Fill")
    sampler = dialog.find("Sampler", "combo box")
    resample = dialog.find("Back and Forth", "spin button")
    jump = dialog.find("Jump (Steps)", "spin button")

    def heeds(*expected):
        wait(lambda: (resample.sensitive, jump.sensitive) == expected,
             what=f"{expected} of what can be heeded")

    dialog.find("Steps", "spin button").value = 8
    heeds(False, False)
    sampler.choose("DDPM")
    heeds(True, False)
    resample.value = 3
    heeds(True, True)
    jump.value = 2
    # At three of the four pairs of steps, twice, by two calls.
    dialog.wait("Pure noise; 20 calls of the network", "label")
    keep_screenshot("fill-back-and-forth")
    jump.value = 8
    dialog.wait("Jump: expected 1 to 7*", "label")
    assert not dialog.find("Fill", "button").sensitive
    jump.value = 2
    sampler.choose("DDIM")
    heeds(False, False)
    dialog.wait("Pure noise; 8 calls of the network", "label")
    dialog.find("Eta", "spin button").value = 1
    heeds(True, True)
    press(dialog, "Fill")
    wait(lambda: len(layers()) == 3, what="the layer")
    found = gimp.ask("settings_of(image.get_layers()[0])")
    equal([found[name] for name in ("sampler", "eta", "resample", "jump")],
          ["ddim", 1, 3, 2])


@case("a text layer is a source, but not changed in place")
def _():
    new_picture()
    # gimp-console, without fonts, has no text.
    gimp.ask("text = Gimp.TextLayer.new(image, 'silt',"
             " Gimp.fonts_get_list('')[0], 30, Gimp.Unit.pixel())\n"
             "image.insert_layer(text, None, 0)\n"
             "text.set_offsets(16, 16)")
    for effects in (0, 1):
        for verb, own, name in (
                ("reimagine", "", "Re-imagined silt (t = 500, seed 42)"),
                ("fill", "", "Filled silt (seed 42)"),
                ("remove-noise", ", sigma=20",
                 "Cleaned silt (\N{GREEK SMALL LETTER SIGMA} = 20.0, seed 42)")):
            call = f"procedure='plug-in-silt-{verb}'{own}, drawables=[text]"
            gimp.ask("fails(image, 'text layer', 'new layer',"
                     f" output='in-place', {call})")
            gimp.ask(f"made = generate(image, {call})")
            equal(layers(), [name, "silt", "0", "1"])
            gimp.ask("image.remove_layer(made)")
            equal(gimp.ask("len(text.get_filters())"), effects)
            equal(gimp.ask("text.get_text()"), "silt")
        gimp.ask("text.append_filter(Gimp.DrawableFilter.new(text,"
                 " 'gegl:invert-gamma', 'effect'))")


@case("a layer that is changed may go, or be locked: the result is a new one")
def _():
    for change, message, expected in (
            ("image.remove_layer(image.get_layers()[0])", "removed", ["1"]),
            ("image.get_layers()[0].set_lock_content(True)", "locked",
             ["0", "1"])):
        new_picture()
        dialog = open_retouch("Re-imagine (Diffusion)...", "Re-imagine")
        dialog.find("Keep As", "combo box").choose("In place")
        dialog.find("Steps", "spin button").value = 300
        press(dialog, "Re-imagine")
        with paused_work():
            gimp.ask(change)
        gimp.window.wait(f"*{message}*The result is a new layer.", "label")
        equal(layers(), ["Re-imagined 0 (t = 500, seed 42)"] + expected)
        delete_image()


@case("the image of a layer that is changed may be closed")
def _():
    new_picture()
    dialog = open_retouch("Re-imagine (Diffusion)...", "Re-imagine")
    dialog.find("Keep As", "combo box").choose("In place")
    dialog.find("Steps", "spin button").value = 300
    press(dialog, "Re-imagine")
    with paused_work():
        gimp.ask("display.delete()")
    gimp.window.wait("*The result is a new image.", "label")
    equal(gimp.ask("[tree(image.get_layers()) for image in Gimp.get_images()]"),
          [["Re-imagined 0 (t = 500, seed 42)"]])


@case("several layers are one step of undo")
def _():
    new_picture()
    gimp.ask("image.set_selected_layers(image.get_layers())\n"
             "image.get_layers()[1].fill(Gimp.FillType.WHITE)\n"
             "image.undo_disable()\n"
             "image.undo_enable()")
    before = gimp.ask("[pixels(layer).hex() for layer in image.get_layers()]")
    dialog = open_retouch("Re-imagine (Diffusion)...", "Re-imagine")
    dialog.find("Keep As", "combo box").choose("In place")
    dialog.find("Steps", "spin button").value = 2
    dialog.wait("2 layers, each by itself*", "label")
    keep_screenshot("several")
    press(dialog, "Re-imagine")
    wait(lambda: undo_item().name == "Undo Re-imagine (Diffusion)",
         what="something to undo")
    after = gimp.ask("[pixels(layer).hex() for layer in image.get_layers()]")
    equal([a == b for a, b in zip(before, after)], [False, False])
    undo_item().activate()
    wait(lambda: gimp.ask("[pixels(layer).hex() for layer in"
                          " image.get_layers()]") == before,
         what="the pixels of before")


@case("several layers are one progress")
def _():
    new_picture()
    gimp.ask("image.set_selected_layers(image.get_layers())\n"
             "image.get_layers()[1].fill(Gimp.FillType.WHITE)")
    dialog = open_retouch("Re-imagine (Diffusion)...", "Re-imagine")
    dialog.find("Keep As", "combo box").choose("New layer")
    dialog.find("Steps", "spin button").value = 200
    press(dialog, "Re-imagine")
    wait(lambda: 0 < preview(dialog) < 0.5, what="the first layer's begin")
    shown = []

    def look():
        with contextlib.suppress(Exception):
            shown.append(preview(dialog))
        return len(layers()) == 4

    wait(look, what="the layers")
    equal(sorted(shown), shown, "what was shown")
    assert any(0.5 < value < 1 for value in shown), shown


@case("the dialog says what becomes of effects")
def _():
    new_picture()
    gimp.ask("effect = Gimp.DrawableFilter.new(image.get_layers()[0],"
             " 'gegl:invert-gamma', 'effect')\n"
             "image.get_layers()[0].append_filter(effect)")
    dialog = open_retouch("Re-imagine (Diffusion)...", "Re-imagine")
    dialog.find("Keep As", "combo box").choose("In place")
    dialog.wait("*its effects stay*", "label")
    keep_screenshot("effects")
    dialog.find("Keep As", "combo box").choose("New layer")
    wait(lambda: not dialog.find("*its effects stay*", "label"),
         what="the note's end")


@case("the dialog says how much noise there is, and what will be done")
def _():
    new_picture()
    gimp.ask("""import array, random
data = array.array('f', (random.gauss(0.5, 20 / 255) for _ in range(12288)))
buffer = image.get_layers()[0].get_buffer()
buffer.set(Gegl.Rectangle.new(0, 0, 64, 64), "R'G'B' float", data.tobytes())
buffer.flush()
Gimp.Selection.none(image)""")
    dialog = open_retouch("Remove Noise (Diffusion)...", "Remove Noise")
    dialog.wait("Noise of about *; 1 call of the network", "label")
    keep_screenshot("remove-noise")
    dialog.find("Keep Texture", "check box").activate()
    dialog.wait("Noise of about *calls of the network", "label")
    dialog.find("Strength*", "spin button").value = 0.1
    dialog.wait("Noise of about 0.1 of 255, less than*", "label")
    keep_screenshot("remove-noise-clean")


@case("an indexed image has none of them")
def _():
    new_picture()
    gimp.ask("image.convert_indexed(Gimp.ConvertDitherType.NONE,"
             " Gimp.ConvertPaletteType.WEB, 0, False, False, '')\n"
             "Gimp.displays_flush()")
    for name in ("Texture", "Re-imagine", "Fill", "Remove Noise"):
        item = gimp.menu_item("Filters", f"{name} (Diffusion)...")
        wait(lambda: not item.sensitive, what=f"{name} to be grey")
