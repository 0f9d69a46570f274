# Silt: safetensors files, as PyTorch tensors
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

"""Reads and writes safetensors files (docs/formats.md), so that the reference
network needs nothing but PyTorch."""

import json
import os
import struct

import torch

DTYPES = {'F16': torch.float16, 'BF16': torch.bfloat16, 'F32': torch.float32,
          'F64': torch.float64, 'I64': torch.int64}
WORDS = {dtype: word for word, dtype in DTYPES.items()}


def read(path):
    """All tensors of a file, by their names."""
    with open(path, 'rb') as file:
        length, = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(os.path.getsize(path) - file.tell())
        file.readinto(data)
    header.pop('__metadata__', None)

    tensors = {}
    for name, entry in header.items():
        begin, end = entry['data_offsets']
        dtype = DTYPES[entry['dtype']]
        tensors[name] = torch.frombuffer(
            data, dtype=dtype, offset=begin,
            count=(end - begin) // dtype.itemsize).reshape(entry['shape'])
    return tensors


def write(path, tensors):
    header = {}
    data = bytearray()
    for name, tensor in tensors.items():
        begin = len(data)
        data += bytes_of(tensor)
        header[name] = {'dtype': WORDS[tensor.dtype],
                        'shape': list(tensor.shape),
                        'data_offsets': [begin, len(data)]}

    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + data)


def bytes_of(tensor):
    return tensor.detach().contiguous().view(-1).view(torch.uint8).numpy() \
        .tobytes()
