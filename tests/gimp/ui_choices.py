# Silt: what the dialog of a texture offers, and says
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

from cases import case, contains, equal
from gimp_ui import swatches, wait
from ui_steps import (choose_model, generate, gimp, keep_screenshot, layers,
                      new_image, open_dialog, preview, saturation)


@case("the dialog names every widget")
def _():
    new_image()
    dialog = open_dialog()
    keep_screenshot("dialog")
    for role, names in (
            ("button", ["New Seed", "Reset", "Cancel", "Generate"]),
            ("text", ["Class"]),
            ("toggle button", ["Model", "Classes as Pictures", "Draft", "Good",
                               "Best", "Advanced"]),
            ("check box", ["Another seed every time"]),
            ("progress bar", ["Progress"]),
            ("image", ["Preview"]),
            ("chart", ["Noise schedule"]),
            ("spin button", ["Seed", "Steps", "Guidance", "Eta", "Threads",
                             "Feature Size"]),
            ("combo box", ["Class", "Seamless", "Colors From", "Sampler",
                           "Spacing", "Variance", "Noise"])):
        for name in names:
            assert dialog.find(name, role), f"no {role} is called {name}"


@case("the dialog lists the model's classes")
def _():
    new_image()
    names = open_dialog().find("Class", "combo box").items()
    equal((len(names), names[:3], names[-1]),
          (20, ["any", "bark", "brick"], "wood"))


@case("a class is chosen by its picture, of which each is made once")
def _():
    new_image()
    dialog = open_dialog()
    name = dialog.find("Class", "text")
    dialog.find("Steps", "spin button").value = 2
    wait(lambda: len(swatches()) == 19, 120, "the pictures")
    dialog.find("Classes as Pictures", "toggle button").activate()
    assert dialog.wait(name.text, "toggle button").checked
    keep_screenshot("classes")
    dialog.find("brick", "toggle button").activate()
    wait(lambda: name.text == "brick", what="the class")
    wait(lambda: not dialog.find("brick", "toggle button").state("SHOWING"),
         what="the pictures' end")
    equal(len(swatches()), 19)


@case("a variation that is clicked is the seed that is taken")
def _():
    new_image()
    dialog = open_dialog()
    seed = dialog.find("Seed", "spin button")
    dialog.find("Seed 45", "toggle button").activate()
    wait(lambda: seed.value == 45, what="its seed")
    assert dialog.find("Seed 45", "toggle button").checked
    assert not dialog.find("Seed 42", "toggle button").checked


@case("the dialog says which class is unknown, and takes none that is")
def _():
    new_image()
    dialog = open_dialog()
    button = dialog.find("Generate", "button")
    dialog.find("Class", "text").text = "nonsense"
    contains(dialog.wait("*nonsense*", "label").name, "brick", "wood")
    keep_screenshot("dialog-unknown-class")
    assert not button.sensitive
    dialog.find("Class", "text").text = "lava"
    wait(lambda: button.sensitive, what="a button that can be pressed")


@case("the dialog says which model is gone, and goes back to the shipped one")
def _():
    new_image()
    gimp.ask("""image.attach_parasite(Gimp.Parasite.new(
                    f'GimpProcedureConfigRun-{PROCEDURE}-last', 0,
                    b'(model "file:///nowhere")(class "of another model")'))""")
    dialog = open_dialog()
    button = dialog.find("Generate", "button")
    combo = dialog.find("Class", "combo box")
    contains(dialog.find("/nowhere: *", "label").name, "No such file")
    keep_screenshot("dialog-lost-model")
    assert not button.sensitive
    equal(combo.items(), ["any"])
    choose_model(dialog, "Comes with Silt")
    wait(lambda: button.sensitive, what="a button that can be pressed")
    wait(lambda: len(combo.items()) == 20, what="its classes")
    equal(dialog.find("Class", "text").text, "")


@case("the dialog lists the models there are, and why one is broken")
def _():
    new_image()
    broken = pathlib.Path(os.environ["XDG_DATA_HOME"], "silt/models/rubble")
    broken.mkdir(parents=True)
    (broken / "config.json").write_text("{")
    dialog = open_dialog()
    combo = dialog.find("Class", "combo box")
    dialog.find("Model", "toggle button").activate()
    assert dialog.wait("Comes with Silt", "toggle button").checked
    rubble = dialog.find("rubble", "toggle button")
    assert not rubble.sensitive
    contains(rubble.description, "config.json: ")
    contains(dialog.find("photo", "toggle button").description,
             "trained on 80 × 80 pixels", "GPL-3.0-only")
    keep_screenshot("models")
    dialog.find("photo", "toggle button").activate()
    dialog.wait("photo: * million parameters, no classes", "label")
    wait(lambda: combo.items() == ["any"], what="no classes")
    choose_model(dialog, "Comes with Silt")
    wait(lambda: len(combo.items()) == 20, what="its classes")


@case("the dialog asks for the folder of a model")
def _():
    new_image()
    dialog = open_dialog()
    dialog.find("Model", "toggle button").activate()
    dialog.wait("Other Folder...", "button").activate()
    chooser = dialog.wait("Folder of a Diffusion Model")
    chooser.find("Cancel", "button").activate()
    wait(lambda: not dialog.find("Folder of a Diffusion Model"),
         what="its end")
    assert dialog.find("Generate", "button").sensitive


@case("each sampler has what it heeds, and no more")
def _():
    new_image()
    dialog = open_dialog()
    sampler = dialog.find("Sampler", "combo box")
    eta = dialog.find("Eta", "spin button")
    variance = dialog.find("Variance", "combo box")
    spacing = dialog.find("Spacing", "combo box")
    for name, expected in (("DPM-Solver++ 2M", (False, False, True)),
                           ("DDIM", (True, False, True)),
                           ("DDPM", (False, True, True)),
                           ("As in the model", (False, False, False))):
        sampler.choose(name)
        wait(lambda: (eta.sensitive, variance.sensitive,
                      spacing.sensitive) == expected,
             what=f"what {name} heeds")


@case("what a model cannot do is not to be chosen")
def _():
    new_image()
    dialog = open_dialog()
    sampler = dialog.find("Sampler", "combo box")
    variance = dialog.find("Variance", "combo box")
    spacing = dialog.find("Spacing", "combo box")

    def allowed(combo, name):
        return combo.find(name, "menu item").sensitive

    assert allowed(sampler, "PNDM") and allowed(spacing, "Karras")
    assert not allowed(sampler, "Consistency")
    assert not allowed(variance, "Learned")
    spacing.choose("Karras")
    sampler.choose("DDIM")
    wait(lambda: not allowed(spacing, "Karras"), what="what DDIM walks")
    equal(spacing.selected(), "Trailing")
    sampler.choose("Euler")
    wait(lambda: allowed(spacing, "Karras"), what="what Euler walks")


@case("the preview is the picture: OK does not compute it again")
def _():
    new_image()
    dialog = open_dialog()
    dialog.find("Steps", "spin button").value = 3
    dialog.find("Guidance", "spin button").value = 1
    dialog.find("Class", "text").text = "bark"
    wait(lambda: preview(dialog) == 1, what="the preview")
    dialog.wait("Takes *, * of memory", "label")
    dialog.find("Generate", "button").activate()
    wait(lambda: len(layers()) == 3, what="the layer")
    gimp.ask("generate(image, **{'class': 'bark', 'steps': 3})")
    first, second = gimp.ask("[pixels(layer).hex()"
                             " for layer in image.get_layers()[:2]]")
    equal(first, second)


@case("other colors take no other walk, and are what OK gives")
def _():
    new_image()
    dialog = open_dialog()
    dialog.find("Steps", "spin button").value = 3
    dialog.find("Guidance", "spin button").value = 1
    dialog.find("Class", "text").text = "lava"
    wait(lambda: preview(dialog) == 1, what="the preview")
    wait(lambda: saturation(dialog) > 60, what="the colors of lava")
    colors = dialog.find("Colors From", "combo box")
    assert not dialog.find("Color Adjustment", "spin button").state("SHOWING")
    colors.choose("Foreground and background")
    wait(lambda: saturation(dialog) < 30, what="black and white")
    equal(preview(dialog), 1, "progress")
    amount = dialog.find("Color Adjustment", "spin button")
    assert amount.state("SHOWING")
    assert not dialog.find("Example Layer", "combo box").state("SHOWING")
    keep_screenshot("dialog-colors")
    amount.value = 0
    wait(lambda: saturation(dialog) > 60, what="its own colors")
    amount.value = 1
    equal(preview(dialog), 1, "progress")
    dialog.find("Generate", "button").activate()
    wait(lambda: len(layers()) == 3, what="the layer")
    gimp.ask("generate(image, **{'class': 'lava', 'steps': 3, "
             "'color-match': 'foreground-background'})")
    first, second = gimp.ask("[pixels(layer).hex()"
                             " for layer in image.get_layers()[:2]]")
    equal(first, second)


@case("the colors of a layer are those of the one that is chosen")
def _():
    new_image()
    gimp.ask("image.get_layers()[1].fill(Gimp.FillType.WHITE)")
    dialog = open_dialog()
    dialog.find("Colors From", "combo box").choose("Of a layer")
    # The active layer, in which there is nothing yet.
    dialog.wait("Choose a layer*transparent has none.", "label")
    layer = dialog.find("Example Layer", "combo box")
    assert layer.state("SHOWING")
    keep_screenshot("dialog-colors-layer")
    layer.choose(next(item for item in layer.items() if "/ 1-" in item))
    wait(lambda: dialog.find("Generate", "button").sensitive,
         what="a button that can be pressed")
    generate(dialog)
    wait(lambda: len(layers()) == 3, what="the layer")
    equal(gimp.ask("settings_of(image.get_layers()[0])['color_match']"),
          "picture")
    # Of the next texture it is not known which layer's they should be.
    new_image()
    equal(open_dialog().find("Colors From", "combo box").selected(),
          "As the model draws them")


@case("any change starts the preview anew")
def _():
    new_image()
    dialog = open_dialog()
    dialog.find("Steps", "spin button").value = 2
    dialog.find("Guidance", "spin button").value = 1
    wait(lambda: preview(dialog) == 1, what="the preview")
    dialog.find("Steps", "spin button").value = 1000
    wait(lambda: 0 < preview(dialog) < 1, what="another preview")
    dialog.find("Steps", "spin button").value = 2
    wait(lambda: preview(dialog) == 1, what="a third")


@case("a quality is steps and a sampler, and these are a quality")
def _():
    new_image()
    dialog = open_dialog()
    steps = dialog.find("Steps", "spin button")
    draft = dialog.find("Draft", "toggle button")
    good = dialog.find("Good", "toggle button")
    dialog.find("Sampler", "combo box").choose("Euler")
    wait(lambda: not good.checked, what="no quality")
    draft.activate()
    wait(lambda: (steps.value, draft.checked) == (10, True), what="the draft")
    steps.value = 20
    wait(lambda: (draft.checked, good.checked) == (False, True),
         what="the good one")


@case("New Seed takes another seed")
def _():
    new_image()
    dialog = open_dialog()
    seed = dialog.find("Seed", "spin button")
    equal(seed.value, 42)
    dialog.find("New Seed", "button").activate()
    wait(lambda: seed.value != 42, what="another seed")
