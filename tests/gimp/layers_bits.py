# Silt: what is not selected keeps every bit
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

SMALL = 40
KINDS = ("u8", "u16", "u32", "half", "float", "double")
SPACES = {("NON_LINEAR", RGB): "R'G'B'", ("NON_LINEAR", GRAY): "Y'",
          ("LINEAR", RGB): "RGB", ("LINEAR", GRAY): "Y"}


def native(kind, curve, base, alpha):
    return f"{SPACES[curve, base]}{'A' if alpha else ''} {kind}"


def stays(kind, curve, base, alpha, procedure=REIMAGINE, **settings):
    """Works in place on part of a layer of random bits."""
    precision = getattr(Gimp.Precision, f"{kind.upper()}_{curve}")
    image = picture(SMALL, SMALL, base, precision, alpha)
    layer = image.get_layers()[0]
    babl_format = native(kind, curve, base, alpha)
    channels = (3 if base == RGB else 1) + alpha
    write(layer, babl_format, noise(kind, SMALL * SMALL * channels))
    select(image, 8, 10, 20, 18, feather=5)
    # Also within its bounds there is what is not selected.
    image.select_rectangle(Gimp.ChannelOps.SUBTRACT, 14, 14, 6, 6)

    before = samples(pixels(layer, babl_format), SMALL * SMALL)
    retouch(image, procedure=procedure, output="in-place", **settings)
    after = samples(pixels(layer, babl_format), SMALL * SMALL)

    mask = selection(image)
    kept = [a == b for a, b, m in zip(before, after, mask) if m == 0]
    changed = [a != b for a, b, m in zip(before, after, mask) if m > 0.5]
    assert all(kept), f"{babl_format}: {kept.count(False)} pixels differ"
    assert sum(changed) > len(changed) / 2, f"{babl_format}: unchanged"
    if alpha and kind not in ("u32", "double"):
        size = len(before[0]) // channels
        equal([pixel[-size:] for pixel in after],
              [pixel[-size:] for pixel in before], "alpha")


for kind in KINDS:
    @case(f"in place, every bit that is not selected stays: {kind}")
    def _(kind=kind):
        for curve, base, alpha in (("NON_LINEAR", RGB, False),
                                   ("NON_LINEAR", RGB, True),
                                   ("NON_LINEAR", GRAY, False),
                                   ("NON_LINEAR", GRAY, True),
                                   ("LINEAR", RGB, True)):
            stays(kind, curve, base, alpha)


@case("in place, every bit that is not selected stays: fill")
def _():
    stays("u8", "NON_LINEAR", RGB, True, FILL)
    stays("u16", "LINEAR", GRAY, False, FILL)
    stays("float", "NON_LINEAR", RGB, True, FILL, sampler="ddpm", steps=4,
          resample=3, jump=1)


@case("in place, every bit that is not selected stays: remove-noise")
def _():
    for kind, curve, base, alpha in (("u8", "NON_LINEAR", RGB, True),
                                     ("u16", "LINEAR", GRAY, False),
                                     ("double", "NON_LINEAR", RGB, True)):
        stays(kind, curve, base, alpha, REMOVE_NOISE, sigma=40)
