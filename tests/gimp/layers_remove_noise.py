# Silt: layers that cannot be worked on
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

import math

from cases import case, contains, equal
from retouch import *

CLEAN = "stays as it is"


def noisy(sigma, base=RGB, precision=FLOAT, alpha=False, size=SIZE, hidden=0):
    """A smooth picture with that much Gaussian noise, of 255; with alpha, of
    which `hidden` columns are transparent."""
    image = picture(size, size, base, precision, alpha)
    numbers = random.Random(3)
    data = array.array("f")
    for y in range(size):
        for x in range(size):
            smooth = 0.5 + 0.2 * math.sin(x / 20) * math.cos(y / 30)
            common = numbers.gauss(0, sigma / 255)
            data.extend(smooth + (common if base == GRAY else
                                  numbers.gauss(0, sigma / 255))
                        for _ in range(3))
            data.append(0 if x < hidden else 1)
    write(image.get_layers()[0], "R'G'B'A float", data.tobytes())
    return image


def clean(image, drawables=None, **settings):
    return retouch(image, drawables, REMOVE_NOISE, **settings)


def error_of(layer):
    """Of the layer's pixels to the smooth picture, of 255."""
    data = floats(layer, "R'G'B' float")
    width = layer.get_width()
    return 255 * math.sqrt(sum(
        (data[i] - 0.5 - 0.2 * math.sin(i // 3 % width / 20) *
         math.cos(i // 3 // width / 30)) ** 2
        for i in range(len(data))) / len(data))


def messages():
    return (SCRATCH / "messages").read_text(errors="replace")


@case("noise is found, named and removed")
def _():
    image = noisy(30)
    layer = clean(image)
    found = settings_of(layer)
    equal((found["verb"], found["gray"], found["keep_texture"]),
          ("remove-noise", False, False))
    assert abs(found["sigma"] - 30) < 3, found["sigma"]
    equal(tree(image.get_layers()),
          [f"Cleaned photo (σ = {found['sigma']:.1f}, seed 42)", "photo"])
    assert error_of(layer) < error_of(image.get_layers()[1]) / 2


@case("noise that is named is taken at its word")
def _():
    found = settings_of(clean(noisy(30), sigma=12.5))
    equal(found["sigma"], 12.5)


@case("texture is kept where it is wanted")
def _():
    image = noisy(30)
    source = image.get_layers()
    model = SCRATCH / "gimp" / "silt" / "models" / "texture"
    smooth = clean(image, source, sigma=30, model=model)
    kept = clean(image, source, sigma=30, model=model,
                 **{"keep-texture": True})
    equal(settings_of(kept)["keep_texture"], True)
    assert error_of(smooth) < error_of(kept)


@case("gray noise is known as such, in gray images and in others")
def _():
    for base, alike in ((GRAY, True), (RGB, False)):
        equal(settings_of(clean(noisy(30, base)))["gray"], alike)
    image = noisy(30)
    data = floats(image.get_layers()[0], "R'G'B'A float")
    for i in range(0, len(data), 4):
        data[i + 1] = data[i + 2] = data[i]
    write(image.get_layers()[0], "R'G'B'A float", data.tobytes())
    layer = clean(image)
    equal(settings_of(layer)["gray"], True)
    data = floats(layer, "R'G'B' float")
    assert max(abs(data[i] - data[i + 1]) for i in range(0, len(data), 3)) < 1e-5


@case("noise is measured in what is selected and can be seen")
def _():
    hidden = settings_of(clean(noisy(30, alpha=True, hidden=SIZE // 2)))
    assert abs(hidden["sigma"] - 30) < 4, hidden["sigma"]
    image = noisy(30)
    data = floats(image.get_layers()[0], "R'G'B'A float")
    for i in range(0, len(data), 4):
        if i // 4 % SIZE < SIZE // 2:
            data[i:i + 3] = array.array("f", [0.5] * 3)
    write(image.get_layers()[0], "R'G'B'A float", data.tobytes())
    image.select_rectangle(REPLACE, SIZE // 2, 0, SIZE // 2, SIZE)
    chosen = settings_of(clean(image))
    assert abs(chosen["sigma"] - 30) < 4, chosen["sigma"]


@case("a layer with less noise than the model knows stays, and is told of")
def _():
    for output in ("new-layer", "in-place"):
        image = noisy(0, precision=U8)
        layer = image.get_layers()[0]
        before, told = pixels(layer), messages().count(CLEAN)
        image.clean_all()
        equal(clean(image, output=output), layer)
        equal((tree(image.get_layers()), pixels(layer), image.is_dirty()),
              (["photo"], before, False))
        equal(messages().count(CLEAN), told + 1)
        contains(messages(), '255 in "photo"')


@case("of several layers, those without noise stay")
def _():
    image = noisy(0)
    clear = image.get_layers()[0]
    loud = Gimp.Layer.new_from_drawable(noisy(30).get_layers()[0], image)
    image.insert_layer(loud, None, 1)
    loud.set_name("loud")
    made = call_all(image, [clear, loud], REMOVE_NOISE)
    equal(made[0], clear)
    contains(made[1].get_name(), "Cleaned loud")
    equal(len(image.get_layers()), 3)


@case("noise is removed in place")
def _():
    image = noisy(30)
    before = error_of(image.get_layers()[0])
    layer = clean(image, output="in-place")
    equal(tree(image.get_layers()), ["photo"])
    assert error_of(layer) < before / 2

