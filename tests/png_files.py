# Silt: small pictures of every kind, for the fuzzer to begin with
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

"""Usage: png_files.py DIRECTORY

Writes the files of tests/data/images, by hand: libraries write but a few of
the kinds of PNG that there are.
"""

import random
import struct
import sys
import zlib
from pathlib import Path

WIDTH, HEIGHT = 11, 9
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}

# Adam7: the first column and row of each pass, and its steps.
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4),
          (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))

# Colour type, depth, interlaced, a transparent colour.
KINDS = {
    'gray-1': (0, 1, False, False), 'gray-2-i': (0, 2, True, False),
    'gray-4-t': (0, 4, False, True), 'gray-16-i': (0, 16, True, False),
    'graya-8-i': (4, 8, True, False), 'graya-16': (4, 16, False, False),
    'rgb-8-t': (2, 8, False, True), 'rgb-16-i': (2, 16, True, False),
    'rgba-8-i': (6, 8, True, False), 'rgba-16': (6, 16, False, False),
    'map-2': (3, 2, False, False), 'map-8-t-i': (3, 8, True, True),
}


def chunk(name, data):
    return (struct.pack('>I', len(data)) + name + data
            + struct.pack('>I', zlib.crc32(name + data)))


def rows(draw, width, height, bits, highest):
    """Every filter comes by; what is no index of a palette is not drawn."""
    size = (width * bits + 7) // 8
    return b''.join(bytes([y % 5 if highest == 255 else 0])
                    + bytes(draw.randint(0, highest) for _ in range(size))
                    for y in range(height))


def pixels(draw, colour, depth, interlaced):
    bits = SAMPLES[colour] * depth
    highest = 3 if (colour, depth) == (3, 8) else 255
    passes = PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = ((-(-(WIDTH - x) // step_x), -(-(HEIGHT - y) // step_y))
             for x, y, step_x, step_y in passes)
    return b''.join(rows(draw, width, height, bits, highest)
                    for width, height in sizes if width > 0)


def png(colour, depth, interlaced, transparent):
    draw = random.Random(colour * depth)
    profile = b'a profile\0\0' + zlib.compress(bytes(128))
    chunks = [(b'IHDR', struct.pack('>IIBBBBB', WIDTH, HEIGHT, depth, colour,
                                    0, 0, interlaced)),
              (b'iCCP', profile), (b'pHYs', struct.pack('>IIB', 1, 2, 1)),
              (b'tEXt', b'Author\0Ada'), (b'zTXt', b'Title\0\0'
                                                   + zlib.compress(b'words'))]
    if colour == 3:
        chunks.append((b'PLTE', bytes(range(12))))
    if transparent:
        length = {0: 2, 2: 6, 3: 2}[colour]
        chunks.append((b'tRNS', bytes(length)))
    data = zlib.compress(pixels(draw, colour, depth, interlaced))
    chunks += [(b'IDAT', data[:20]), (b'IDAT', data[20:]),
               (b'iTXt', b'silt:settings\0\0\0\0\0{}'), (b'IEND', b'')]
    return b'\x89PNG\r\n\x1a\n' + b''.join(chunk(*c) for c in chunks)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in KINDS.items():
        (folder / f'{name}.png').write_bytes(png(*kind))
    (folder / 'colour.pfm').write_bytes(b'PF\n2 1\n-1.0\n'
                                        + struct.pack('<6f', *range(6)))
    (folder / 'gray.pfm').write_bytes(b'Pf\n1 2\n1\n'
                                      + struct.pack('>2f', -1, 2))


if __name__ == '__main__':
    main()
