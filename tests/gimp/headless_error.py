# Silt: what goes wrong is said, and leaves the image as it was
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

import json
import shutil

from cases import case, equal
from texture import *

INDEX = "model_index.json"
NETWORK = "unet/config.json"
SCHEDULER = "scheduler/scheduler_config.json"
WEIGHTS = "unet/diffusion_pytorch_model.safetensors"


def copy_of_model(name):
    folder = SCRATCH / name
    shutil.copytree(MODEL, folder)
    return folder


def edit(path, **keys):
    content = json.loads(path.read_text())
    content.update(keys)
    path.write_text(json.dumps(content))


@case("a class that the model does not have")
def _():
    fails(new_image(), "nonsense", "brick", "wood", **{"class": "nonsense"})


@case("a folder that is not there")
def _():
    fails(new_image(), str(SCRATCH / "nowhere"), model=SCRATCH / "nowhere")


@case("a folder that holds no model")
def _():
    (SCRATCH / "empty").mkdir()
    fails(new_image(), str(SCRATCH / "empty"), model=SCRATCH / "empty")


@case("a folder on another computer")
def _():
    fails(new_image(), "https://example.org/model", "on this computer",
          model="https://example.org/model")


@case("missing weights")
def _():
    model = copy_of_model("missing")
    (model / WEIGHTS).unlink()
    fails(new_image(), "diffusion_pytorch_model.safetensors", model=model)


@case("truncated weights")
def _():
    model = copy_of_model("truncated")
    with open(model / WEIGHTS, "r+b") as weights:
        weights.truncate(1000000)
    fails(new_image(), str(model / WEIGHTS), model=model)


@case("weights of another network")
def _():
    model = copy_of_model("other")
    edit(model / NETWORK, block_out_channels=[32, 96, 128])
    fails(new_image(), str(model / WEIGHTS), model=model)


@case("a latent model")
def _():
    model = copy_of_model("latent")
    edit(model / INDEX, _class_name="StableDiffusionPipeline",
         vae=["diffusers", "AutoencoderKL"])
    (model / "vae").mkdir()
    (model / "vae" / "config.json").write_text("{}")
    fails(new_image(), "latent", model=model)


@case("JSON that is none")
def _():
    model = copy_of_model("garbled")
    (model / INDEX).write_text("{ \"unet\": ")
    fails(new_image(), str(model / INDEX), model=model)


@case("more steps than the model was trained with")
def _():
    model = copy_of_model("few")
    edit(model / SCHEDULER, num_train_timesteps=10)
    fails(new_image(), "11", "10", model=model, steps=11)


@case("a variance that the model does not predict")
def _():
    fails(new_image(), "learned", sampler="ddpm", variance="learned")


@case("an indexed image")
def _():
    image = new_image(layers=2)
    image.convert_indexed(Gimp.ConvertDitherType.NONE,
                          Gimp.ConvertPaletteType.WEB, 0, False, False, "")
    mask = image.get_layers()[1].create_mask(Gimp.AddMaskType.WHITE)
    image.get_layers()[1].add_mask(mask)
    fails(image, "indexed")
    fails(image, "indexed", drawables=[mask])
    fails(image, "indexed", drawables=[])


@case("a floating selection")
def _():
    image = new_image()
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 10, 10, 20, 20)
    floating = Gimp.Selection.float(image, image.get_layers(), 0, 0)
    fails(image, "floating selection", drawables=[floating])


@case("a layer that would be too large")
def _():
    image = Gimp.Image.new(20000, 300, RGB)
    fails(image, "20000", "16384", drawables=[])


@case("no model where none is installed")
def _():
    models = SCRATCH / "gimp" / "silt" / "models"
    models.rename(models.with_name("away"))
    try:
        fails(new_image(), "texture", str(models))
    finally:
        models.with_name("away").rename(models)
