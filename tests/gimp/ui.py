# Silt: what somebody sees and does who uses the plug-in from GIMP's menus
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
import contextlib
import pathlib
import sys

import gi

from cases import case, contains, equal, run_all
from gimp_ui import (PLUG_IN, SCRATCH, Gimp, application, display,
                     paused_work, plug_in, screenshot, swatches, wait,
                     working)

KEEP = os.environ["SILT_TEST_KEEP"]
SCRATCH = pathlib.Path(os.environ["SILT_TEST_SCRATCH"])

gimp = None


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


with display(1280, 1024):
    gimp = Gimp()
    run_all(os.environ["SILT_TEST_RESULTS"], delete_image)
    sys.exit(gimp.quit())
