# Silt: the ways to call the procedure, and what it says of itself
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

from cases import case, contains, equal
from texture import *


def procedure():
    return Gimp.get_pdb().lookup_procedure(PROCEDURE)


def script_fu(script):
    evaluate = Gimp.get_pdb().lookup_procedure("plug-in-script-fu-eval")
    config = evaluate.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("script", script)
    return evaluate.run(config).index(0)


@case("documents itself")
def _():
    found = procedure()
    equal(found.get_menu_label(), "_Texture (Diffusion)...")
    equal(found.get_menu_paths(), ["<Image>/Filters/Render"])
    equal(found.get_image_types(), "RGB*, GRAY*")
    for text in (found.get_blurb(), found.get_help(), found.get_authors(),
                 found.get_copyright(), found.get_date()):
        assert text
    equal([value.name for value in found.get_return_values()], ["layer"])


@case("documents every argument")
def _():
    # The first three, which every procedure for images has, are GIMP's.
    arguments = procedure().get_arguments()[3:]
    equal([argument.name for argument in arguments],
          ["model", "class", "seed", "steps", "sampler", "spacing", "variance",
           "eta", "guidance", "noise", "threads", "feature-scale",
           "color-match", "color-layer", "color-amount", "seamless",
           "variations", "pattern"])
    for argument in arguments:
        assert argument.blurb and argument.nick != argument.name, argument.name


@case("documents every choice")
def _():
    for argument in procedure().get_arguments()[3:]:
        if argument.__gtype__.name != "GimpParamChoice":
            continue
        choice = Gimp.param_spec_choice_get_choice(argument)
        for nick in choice.list_nicks():
            assert choice.get_label(nick), f"{argument.name} {nick}: no label"
            assert choice.get_help(nick), f"{argument.name} {nick}: no help"


@case("has a mnemonic of its own for every argument")
def _():
    # Those of the dialog's buttons are: Reset, Cancel, Generate, Load, Save,
    # Help and New Seed.
    taken = set("rcglsw")
    for argument in procedure().get_arguments()[3:]:
        key = argument.nick.split("_")[1][0].lower()
        assert key not in taken, f"{argument.nick}: {key} is taken"
        taken.add(key)


@case("from Script-Fu")
def _():
    image = new_image(layers=2)
    equal(script_fu(f"""
        (let* ((image {image.get_id()})
               (below (vector-ref (car (gimp-image-get-layers image)) 1))
               (layer (car (plug-in-silt-texture
                             #:run-mode RUN-NONINTERACTIVE
                             #:image image
                             #:drawables (vector below)
                             #:class "grass"
                             #:seed 3
                             #:steps 2
                             #:seamless "x"))))
          (gimp-item-set-name layer (string-append "script: "
            (car (gimp-item-get-name layer)))))"""), SUCCESS)
    equal(tree(image.get_layers()),
          ["0", "script: Grass texture (seed 3)", "1"])
    equal(settings_of(image.get_layers()[1])["seamless"], "x")


@case("from Script-Fu with a model's path")
def _():
    image = new_image()
    equal(script_fu(f"""
        (plug-in-silt-texture
          #:run-mode RUN-NONINTERACTIVE
          #:image {image.get_id()}
          #:drawables (car (gimp-image-get-layers {image.get_id()}))
          #:model "{MODEL}"
          #:steps 2)"""), SUCCESS)
    equal(tree(image.get_layers()), ["Stone texture (seed 42)", "0"])


@case("an error stops a script")
def _():
    image = new_image()
    before = state(image)
    status = script_fu(f"""
        (plug-in-silt-texture
          #:run-mode RUN-NONINTERACTIVE
          #:image {image.get_id()}
          #:drawables (car (gimp-image-get-layers {image.get_id()}))
          #:class "nonsense")""")
    equal(status, Gimp.PDBStatusType.EXECUTION_ERROR)
    contains(Gimp.get_pdb().get_last_error(), "nonsense", "brick")
    equal(state(image), before, "image")


@case("no class at all is any class")
def _():
    equal(generate(new_image(), **{"class": None}).get_name(), NEW)


@case("with last values")
def _():
    # GIMP keeps them for interactive calls only, so they are the defaults.
    layer = call(new_image(), run_mode=Gimp.RunMode.WITH_LAST_VALS)
    equal(layer.get_name(), "Stone texture (seed 42)")


@case("the same call gives the same picture, another seed another")
def _():
    first, again, other = (pixels(generate(new_image(), seed=seed))
                           for seed in (1, 1, 2))
    assert first == again != other
