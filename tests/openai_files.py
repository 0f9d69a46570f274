# Silt: a golden network as OpenAI would have saved it
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

"""Usage: openai_files.py FOLDER OUT.pt [new]

Writes the weights of a UNet2DModel in FOLDER (config.json and safetensors) as a
checkpoint of openai/guided-diffusion: under its names, with query, key and
value packed head by head ("new": all heads together), as torch.save writes it.
"""

import json
import os
import struct
import sys
from collections import OrderedDict

from torch_files import Storage, Tensor, torch_zip

RESNET = {'norm1': 'in_layers.0', 'conv1': 'in_layers.2',
          'time_emb_proj': 'emb_layers.1', 'norm2': 'out_layers.0',
          'conv2': 'out_layers.3', 'conv_shortcut': 'skip_connection'}
ENDS = {'conv_in': 'input_blocks.0.0', 'conv_norm_out': 'out.0',
        'conv_out': 'out.2', 'time_embedding.linear_1': 'time_embed.0',
        'time_embedding.linear_2': 'time_embed.2',
        'class_embedding': 'label_emb'}


def read_safetensors(path):
    with open(path, 'rb') as file:
        length, = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop('__metadata__', None)
    for name, entry in header.items():
        begin, end = entry['data_offsets']
        assert entry['dtype'] == 'F32'
        yield name, entry['shape'], struct.unpack(f'<{(end - begin) // 4}f',
                                                  data[begin:end])


class Names:
    """Walks over the network as guided-diffusion's constructor does, and so
    learns where it puts each block."""

    def __init__(self, config):
        self.blocks = dict(ENDS)
        channels = config['block_out_channels']
        resnets = config['layers_per_block']
        k = 0
        for level, kind in enumerate(config['down_block_types']):
            for i in range(resnets):
                k += 1
                self.add(f'down_blocks.{level}', i, f'input_blocks.{k}', kind)
            if level + 1 < len(channels):
                k += 1
                self.sampler(f'down_blocks.{level}.downsamplers.0',
                             f'input_blocks.{k}.0', kind, config, 'op')
        self.add('mid_block', 0, 'middle_block', '')
        self.blocks['mid_block.attentions.0'] = 'middle_block.1'
        self.blocks['mid_block.resnets.1'] = 'middle_block.2'
        k = -1
        for level, kind in enumerate(config['up_block_types']):
            for i in range(resnets + 1):
                k += 1
                self.add(f'up_blocks.{level}', i, f'output_blocks.{k}', kind)
            if level + 1 < len(channels):
                place = 2 if 'Attn' in kind else 1
                self.sampler(f'up_blocks.{level}.upsamplers.0',
                             f'output_blocks.{k}.{place}', kind, config, 'conv')

    def add(self, ours, number, theirs, kind):
        self.blocks[f'{ours}.resnets.{number}'] = f'{theirs}.0'
        if 'Attn' in kind:
            self.blocks[f'{ours}.attentions.{number}'] = f'{theirs}.1'

    def sampler(self, ours, theirs, kind, config, conv):
        if 'Resnet' in kind or config['downsample_type'] == 'resnet':
            self.blocks[ours] = theirs
        else:
            self.blocks[ours + '.conv'] = f'{theirs}.{conv}'

    def find(self, name):
        """(their block, what is left of the name)"""
        parts = name.split('.')
        for n in range(len(parts), 0, -1):
            block = self.blocks.get('.'.join(parts[:n]))
            if block:
                return block, parts[n:]
        raise KeyError(name)


def pack(parts, heads, new):
    """Rows of q, k and v; each part is a list of rows."""
    if new:
        return parts[0] + parts[1] + parts[2]
    rows, size = [], len(parts[0]) // heads
    for head in range(heads):
        for part in parts:
            rows += part[head * size:(head + 1) * size]
    return rows


def main(folder, out, order=''):
    with open(os.path.join(folder, 'config.json'), encoding='utf-8') as file:
        config = json.load(file)
    names = Names(config)
    state, packed = OrderedDict(), {}

    for name, shape, numbers in read_safetensors(os.path.join(
            folder, 'diffusion_pytorch_model.safetensors')):
        block, rest = names.find(name)
        if rest[0] in ('to_q', 'to_k', 'to_v'):
            width = shape[1] if len(shape) == 2 else 1
            rows = [numbers[i * width:(i + 1) * width]
                    for i in range(shape[0])]
            packed.setdefault((block, rest[-1], tuple(shape)),
                              {})[rest[0]] = rows
            continue
        if rest[0] == 'to_out':
            rest = ['proj_out', rest[-1]]
            shape = shape + [1] if rest[-1] == 'weight' else shape
        elif rest[0] == 'group_norm':
            rest = ['norm', rest[-1]]
        elif len(rest) == 2:
            rest = [RESNET[rest[0]], rest[1]]
        state['.'.join([block] + rest)] = Tensor(
            Storage('FloatStorage', numbers), shape)

    for (block, kind, shape), parts in packed.items():
        head = config['attention_head_dim'] or shape[0]
        rows = pack([parts['to_q'], parts['to_k'], parts['to_v']],
                    shape[0] // head, order == 'new')
        numbers = [x for row in rows for x in row]
        state[f'{block}.qkv.{kind}'] = Tensor(
            Storage('FloatStorage', numbers),
            [3 * shape[0]] + list(shape[1:]) + ([1] if kind == 'weight'
                                                else []))

    with open(out, 'wb') as file:
        file.write(torch_zip(state))


if __name__ == '__main__':
    main(*sys.argv[1:])
