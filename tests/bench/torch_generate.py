# Silt: a texture by PyTorch, from the start of the process to the PNG
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

"""Usage: torch_generate.py MODEL PIXELS CALLS THREADS LAYOUT SEED CLASS OUT

What "silt generate" does with its defaults and --noise torch, in the way of a
script of the diffusers library: DPM-Solver++ 2M (Lu et al. 2022, algorithm 2)
over trailing timesteps."""

import math
import os
import struct
import sys
import zlib

import torch
from torch.nn import functional as F

import reference  # noqa: F401
import unet
from torch_peer import LAYOUTS

TRAINED = 1000
SHUFFLE = 2


def levels(calls):
    """t, alpha and sigma of each call, and those of the picture behind them,
    for the cosine schedule (Nichol and Dhariwal 2021)."""
    def wave(i):
        return math.cos((i / TRAINED + 0.008) / 1.008 * math.pi / 2) ** 2

    product, products = 1.0, []
    for i in range(TRAINED):
        product *= 1 - min(1 - wave(i + 1) / wave(i), 0.999)
        products.append(product)
    times = [round(TRAINED - i * TRAINED / calls) - 1 for i in range(calls)]
    return [(t, math.sqrt(products[t]), math.sqrt(1 - products[t]))
            for t in times] + [(None, 1.0, 0.0)]


def walk(network, x, label, calls, layout):
    walked = levels(calls)
    before = None
    for i in range(calls):
        (t, alpha, sigma), (_, next_alpha, next_sigma) = walked[i:i + 2]
        v = network(x.contiguous(memory_format=layout), torch.tensor([t]),
                    label)
        x_0 = alpha * x - sigma * v
        if not next_sigma:
            return x_0
        step = math.log(next_alpha / next_sigma) - math.log(alpha / sigma)
        mean = x_0
        if before:
            mean = x_0 + (x_0 - before[0]) * (step / before[1] / 2)
        x = next_sigma / sigma * x - next_alpha * math.expm1(-step) * mean
        before = x_0, step


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + \
        struct.pack('>I', zlib.crc32(kind + data))


def write_png(path, picture):
    """picture: [3, height, width] between -1 and 1."""
    pixels = ((picture + 1) * 127.5).clamp(0, 255).round().to(torch.uint8)
    _, height, width = pixels.shape
    rows = b''.join(b'\0' + row.numpy().tobytes()
                    for row in pixels.movedim(0, 2).contiguous())
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n')
        file.write(chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2,
                                              0, 0, 0)))
        file.write(chunk(b'IDAT', zlib.compress(rows)))
        file.write(chunk(b'IEND', b''))


def main():
    model, *numbers, layout, seed, label, path = sys.argv[1:]
    pixels, calls, threads = map(int, numbers)
    torch.set_num_threads(threads)
    layout = LAYOUTS[layout]
    with torch.inference_mode():
        network = unet.load(os.path.join(model, 'unet'))
        network = network.to(memory_format=layout)
        side = pixels // SHUFFLE
        x = torch.randn(1, network.config.in_channels, side, side,
                        generator=torch.Generator().manual_seed(int(seed)))
        x = walk(network, x, torch.tensor([int(label)]), calls, layout)
        write_png(path, F.pixel_shuffle(x, SHUFFLE)[0])


if __name__ == '__main__':
    main()
