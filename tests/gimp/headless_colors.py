# Silt: the size of a texture's features, and where its colors come from
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

import array
import os
import subprocess

from cases import case
from texture import *

FLOAT = Gimp.Precision.FLOAT_NON_LINEAR
REPEAT = "plug-in-silt-repeat"


def command_pixels(*options):
    """Rows of R'G'B' floats from the top, made by the silt command."""
    path = SCRATCH / "colors.pfm"
    subprocess.run([os.environ["SILT_TEST_CLI"], "generate", "--model", MODEL,
                    "--seed", "42", "--size", f"{SIZE}x{SIZE}",
                    "--steps", str(STEPS), *options, "-o", path],
                   check=True, capture_output=True)
    data, stride = path.read_bytes().split(b"\n", 3)[3], SIZE * 3 * 4
    return b"".join(data[y * stride:(y + 1) * stride]
                    for y in reversed(range(SIZE)))


def paint(layer, babl_format, *pixel):
    """Fills a layer with pixels that take turns."""
    count = layer.get_width() * layer.get_height()
    data = array.array("f", (pixel * count)[:count * 4]).tobytes()
    bounds = Gegl.Rectangle.new(0, 0, layer.get_width(), layer.get_height())
    buffer = layer.get_buffer()
    buffer.set(bounds, babl_format, data)
    buffer.flush()


def mean(layer):
    """Of each channel of R'G'B'."""
    values = array.array("f", pixels(layer))
    return [sum(values[c::3]) / (len(values) // 3) for c in range(3)]


def near(found, expected, within):
    assert all(abs(a - b) < within for a, b in zip(found, expected)), \
        f"{found} is not near {expected}"


@case("features as large as asked for are those of the command")
def _():
    for scale in 2.0, 0.5:
        layer = generate(new_image(precision=FLOAT), seamless="xy",
                         **{"feature-scale": scale})
        assert pixels(layer) == command_pixels(
            "--seamless", "xy", "--feature-scale", str(scale)), scale
        equal(settings_of(layer)["feature_scale"], scale)
    assert "feature_scale" not in settings_of(generate(new_image()))


@case("more than can be drawn is refused by name")
def _():
    fails(new_image(4096, 8), "feature_scale", "8192",
          **{"feature-scale": 0.25})


@case("the colors of foreground and background are those of the command")
def _():
    Gimp.context_push()
    Gimp.context_set_foreground(Gegl.Color.new("#e8d5a3"))
    Gimp.context_set_background(Gegl.Color.new("#1b2838"))
    layer = generate(new_image(precision=FLOAT),
                     **{"color-match": "foreground-background",
                        "color-amount": 0.75})
    Gimp.context_pop()
    settings = settings_of(layer)
    equal((settings["color_match"], settings["color_amount"]), ("two", 0.75))
    near(settings["colors"], [byte / 255 for byte in bytes.fromhex(
        "e8d5a31b2838")], 1e-6)
    # GIMP keeps colors in 32 bits a channel.
    near(array.array("f", pixels(layer)), array.array("f", command_pixels(
        "--colors", "#e8d5a3,#1b2838", "--color-amount", "0.75")), 1e-5)


@case("the colors of a layer are taken, but for what is transparent in it")
def _():
    image = new_image(precision=FLOAT, layers=2)
    example = image.get_layers()[1]
    paint(example, "R'G'B'A float",
          0.2, 0.3, 0.6, 1.0, 0.3, 0.4, 0.7, 1.0, 1.0, 0.0, 0.0, 0.0)
    layer = generate(image, **{"color-match": "layer", "color-layer": example})
    near(mean(layer), (0.25, 0.35, 0.65), 0.05)
    equal(settings_of(layer)["color_match"], "picture")


@case("of a layer of one color only that color is taken")
def _():
    image = new_image(precision=FLOAT, layers=2)
    example = image.get_layers()[1]
    paint(example, "R'G'B'A float", 0.2, 0.4, 0.6, 1.0)
    layer = generate(image, **{"color-match": "layer", "color-layer": example})
    near(mean(layer), (0.2, 0.4, 0.6), 0.08)
    assert len(set(array.array("f", pixels(layer))[::3])) > 100, "flat"


@case("a large layer is measured all over")
def _():
    other = new_image(2100, 1400)
    example = other.get_layers()[0]
    paint(example, "R'G'B'A float", 0.6, 0.4, 0.2, 1.0)
    layer = generate(new_image(), **{"color-match": "layer",
                                     "color-layer": example})
    near(mean(layer), (0.6, 0.4, 0.2), 0.08)


@case("a layer without colors, and none at all, are refused")
def _():
    image = new_image(layers=2)
    fails(image, "transparent",
          **{"color-match": "layer", "color-layer": image.get_layers()[1]})
    fails(image, "Choose a layer", **{"color-match": "layer"})


@case("a gray image has textures with gray colors")
def _():
    image = new_image(base=GRAY)
    Gimp.context_push()
    Gimp.context_set_foreground(Gegl.Color.new("black"))
    Gimp.context_set_background(Gegl.Color.new("white"))
    layer = generate(image, **{"color-match": "foreground-background"})
    Gimp.context_pop()
    equal(layer.is_gray(), True)


@case("a repeated layer has its colors and features again")
def _():
    image = new_image(precision=FLOAT, layers=2)
    example = image.get_layers()[1]
    paint(example, "R'G'B'A float",
          0.2, 0.3, 0.6, 1.0, 0.4, 0.3, 0.5, 1.0)
    first = generate(image, **{"color-match": "layer", "color-layer": example,
                               "color-amount": 0.5, "feature-scale": 1.5})
    image.remove_layer(example)
    second = call(image, [first], procedure=REPEAT)
    equal(pixels(second), pixels(first))
    equal(settings_of(second), settings_of(first))
