# Silt: re-imagined and filled layers
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

from cases import case, equal
from retouch import *


def distance(found, expected):
    return max(abs(a - b) for a, b in zip(found, expected))


@case("a new layer lies above its source and covers it")
def _():
    image = picture(48, 32)
    source = image.get_layers()[0]
    source.set_offsets(5, -3)
    before = pixels(source, "R'G'B'A u8")
    layer = retouch(image, start=437)
    equal(tree(image.get_layers()),
          ["Re-imagined photo (t = 437, seed 42)", "photo"])
    equal((layer.get_width(), layer.get_height(), layer.get_offsets()[1:]),
          (48, 32, (5, -3)))
    equal(pixels(layer, "A u8"), pixels(source, "A u8"), "alpha")
    equal(pixels(source, "R'G'B'A u8"), before, "source")
    found = settings_of(layer)
    equal((found["verb"], found["start"], found["width"]),
          ("reimagine", 437, 48))


@case("a new layer covers the selection's bounds, as opaque as they are")
def _():
    image = picture(precision=FLOAT)
    source = image.get_layers()[0]
    source.set_offsets(10, 4)
    select(image, 20, 14, 24, 20, feather=6)
    _, _, x1, y1, x2, y2 = Gimp.Selection.bounds(image)
    layer = retouch(image)
    equal((layer.get_offsets()[1:], layer.get_width(), layer.get_height()),
          ((x1, y1), x2 - x1, y2 - y1))
    mask, alpha = selection(image), floats(source, "A float")
    expected = [mask[y * SIZE + x] * alpha[(y - 4) * SIZE + x - 10]
                for y in range(y1, y2) for x in range(x1, x2)]
    assert distance(floats(layer, "A float"), expected) < 1e-6


@case("the soft edge is blended once")
def _():
    whole, part = picture(precision=FLOAT), picture(precision=FLOAT)
    source = floats(part.get_layers()[0], "RGB float")
    select(part, 20, 14, 24, 20, feather=8)
    # Small enough that the model sees the whole layer both times.
    new = retouch(whole, edges="free", output="in-place")
    found = floats(retouch(part, edges="free", output="in-place"), "RGB float")
    mask = selection(part)
    expected = [a + mask[i // 3] * (b - a) for i, (a, b) in
                enumerate(zip(source, floats(new, "RGB float")))]
    assert distance(found, expected) < 1e-4
    assert 0.1 < max(m for m in mask if m < 0.9)


@case("what hides under transparent pixels is not seen by the model")
def _():
    made = []
    for hidden in (0.0, 1.0):
        image = picture(precision=FLOAT)
        layer = image.get_layers()[0]
        data = floats(layer, "R'G'B'A float")
        for i in range(0, len(data), 4):
            if i // 4 % SIZE < 20:
                data[i:i + 4] = array.array("f", [hidden] * 3 + [0])
        write(layer, "R'G'B'A float", data.tobytes())
        made.append(floats(retouch(image), "R'G'B'A float"))
    visible = [[c for i, c in enumerate(data) if data[i // 4 * 4 + 3] > 0]
               for data in made]
    equal(visible[0], visible[1])


@case("a new layer is gray in a gray image")
def _():
    equal(retouch(picture(base=GRAY)).type(), Gimp.ImageType.GRAYA_IMAGE)


@case("a higher start takes the picture further")
def _():
    image = picture(alpha=False, precision=FLOAT)
    source = image.get_layers()[0]
    near, far = (sum(abs(a - b) for a, b in zip(
        floats(retouch(image, [source], start=start), "R'G'B' float"),
        floats(source, "R'G'B' float"))) for start in (20, 900))
    assert near < far / 2, f"{near} at t = 20, {far} at t = 900"


@case("joined, what is selected takes notice of its surroundings")
def _():
    layers = []
    for edges in ("join", "free"):
        image = picture(alpha=False)
        select(image, 20, 20, 24, 24)
        layers.append(pixels(retouch(image, edges=edges), "R'G'B' u8"))
    assert layers[0] != layers[1]


@case("a filling is named, and begins with noise or with what is there")
def _():
    image = picture()
    source = image.get_layers()
    select(image, 20, 20, 24, 24)
    from_noise = retouch(image, source, FILL)
    equal(from_noise.get_name(), "Filled photo (seed 42)")
    equal(settings_of(from_noise)["verb"], "fill")
    assert "start" not in settings_of(from_noise)
    from_picture = retouch(image, source, FILL, begin="picture", start=300)
    equal(from_picture.get_name(), "Filled photo (t = 300, seed 42)")


@case("a filling goes back and forth where it is told to")
def _():
    image = picture(precision=FLOAT)
    source = image.get_layers()
    select(image, 20, 20, 24, 24)
    made = []
    for times, sampler in ((1, {"sampler": "ddpm"}),
                           (3, {"sampler": "ddpm"}),
                           (3, {"sampler": "ddim", "eta": 1.0})):
        layer = retouch(image, source, FILL, steps=4, resample=times, jump=1,
                        **sampler)
        made.append(pixels(layer))
        found = settings_of(layer)
        equal((found.get("resample"), found.get("jump")),
              (3, 1) if times > 1 else (None, None))
    assert made[0] != made[1] != made[2]


@case("a script is told which samplers go back and forth")
def _():
    image = picture()
    select(image, 20, 20, 24, 24)
    for sampler in ({}, {"sampler": "ddim", "eta": 0.5}):
        fails(image, "resample", "ddpm", "ddim with an eta of 1",
              procedure=FILL, resample=2, **sampler)
    fails(image, "Jump", "1 to 1", "found 5", procedure=FILL,
          sampler="ddpm", resample=2)


@case("in place gives the layer itself")
def _():
    image = picture()
    equal(retouch(image, output="in-place"), image.get_layers()[0])
    equal(tree(image.get_layers()), ["photo"])


@case("groups and locked layers are sources of new ones")
def _():
    image = picture()
    photo = image.get_layers()[0]
    photo.set_lock_content(True)
    retouch(image, [photo])
    group = add_group(image, "group")
    add_layer(image, "inner", group).fill(Gimp.FillType.WHITE)
    retouch(image, [group])
    equal(len(image.get_layers()), 4)


@case("the arguments are documented and have mnemonics of their own")
def _():
    # The dialog's own keys: those of Reset, Cancel, Load, Save and New Seed,
    # and that of its last button.
    for name, last, own in ((REIMAGINE, "g", ["start", "edges"]),
                            (FILL, "f", ["start", "begin", "resample", "jump"]),
                            (REMOVE_NOISE, "m", ["sigma", "keep-texture"])):
        arguments = Gimp.get_pdb().lookup_procedure(name).get_arguments()[3:]
        equal([argument.name for argument in arguments[11:]],
              own + ["output"])
        keys = [argument.nick.split("_")[1][0].lower()
                for argument in arguments] + list("rclsw" + last)
        equal(sorted(set(keys)), sorted(keys), name)
        assert all(argument.blurb for argument in arguments)


@case("from Script-Fu")
def _():
    evaluate = Gimp.get_pdb().lookup_procedure("plug-in-script-fu-eval")
    config = evaluate.create_config()
    image = picture()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("script", f"""
        (plug-in-silt-reimagine #:run-mode RUN-NONINTERACTIVE
          #:image {image.get_id()} #:steps 2 #:start 200
          #:drawables (car (gimp-image-get-layers {image.get_id()})))""")
    equal(evaluate.run(config).index(0), SUCCESS)
    equal(tree(image.get_layers()),
          ["Re-imagined photo (t = 200, seed 42)", "photo"])
