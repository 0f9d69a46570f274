# Silt: random networks, and what they ought to answer
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

"""Usage: draw.py [--seed S] [--count N] [--compare GOLDEN] [OUT]

Draws N random configurations of a U-Net with random weights, and writes each as
a folder of golden data (tests/golden/README.md) into OUT, with the answers of
the reference network (unet.py).  Without OUT they do not outlive the program.
--compare: then runs the program GOLDEN on them, and ends as it does.

What a network can be made of is drawn like cards from shuffled decks, so that
of 20 configurations or more each choice is in some: this is checked.  The seed
is SILT_DRAW_SEED of the environment where none is given, else 1.
"""

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import asdict, fields

import torch

import tensors
import unet

DOWN = ('DownBlock2D', 'AttnDownBlock2D', 'ResnetDownsampleBlock2D',
        'UNetResDownBlock2D')
UP = ('UpBlock2D', 'AttnUpBlock2D', 'ResnetUpsampleBlock2D',
      'UNetResUpBlock2D')

# Every one of these values is drawn as often as the others of its row.
CHOICES = {
    '_class_name': ('UNet2DModel', 'SiltUNet2DModel'),
    'act_fn': ('silu', 'swish', 'mish', 'gelu', 'relu'),
    'add_attention': (True, True, False),
    'attention_head_dim': (None, 2, 3, 8),
    'attn_norm_num_groups': (None, 1, 2),
    'center_input_sample': (False, True),
    'downsample_padding': (0, 1),
    'downsample_type': ('conv', 'resnet'),
    'flip_sin_to_cos': (False, True),
    'freq_shift': (0, 1),
    'in_channels': (1, 2, 3, 4),
    'layers_per_block': (1, 2, 3),
    'mid_block_scale_factor': (1, math.sqrt(2), 0.8),
    'norm_eps': (1e-6, 1e-5, 1e-3),
    'norm_num_groups': (1, 2, 4, 8),
    'norm_type': ('group', 'layer'),
    'num_class_embeds': (None, 1, 7),
    'resnet_time_scale_shift': ('default', 'scale_shift'),
    'time_embedding_dim': (None, 20, 64),
    'upsample_type': ('conv', 'resnet'),
    # Not keys of a config.json:
    'answer': ('image', 'learned variance', 'other'),
    'down': DOWN,
    'dtype': (torch.float32, torch.float32, torch.float16, torch.bfloat16),
    'keys': ('all', 'no defaults'),
    'levels': (1, 2, 3, 4),
    'size': ('small', 'small', 'large'),
    't': (0, 1, 500, 999),
    'up': UP,
}

# For the sizes at which Silt convolves by another algorithm.
SIDES = {'small': 20, 'large': 44}


class Decks:
    """draw (NAME): a card of that deck, which is shuffled when it is empty."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.cards = {name: [] for name in CHOICES}

    def draw(self, name):
        cards = self.cards[name]
        if not cards:
            cards += CHOICES[name]
            self.random.shuffle(cards)
        return cards.pop()


def draw_widths(config, levels, rand):
    """Channels of each level: multiples of the groups, the heads, and two."""
    unit = math.lcm(2, config['norm_num_groups'],
                    config['attn_norm_num_groups'] or 1,
                    config['attention_head_dim'] or 1)
    least = math.ceil(4 / unit)
    return [unit * rand.randint(least, max(least, 40 // unit))
            for _ in range(levels)]


def draw_config(decks):
    config = {field.name: decks.draw(field.name)
              for field in fields(unet.Config) if field.name in CHOICES}
    config['_class_name'] = decks.draw('_class_name')
    levels = decks.draw('levels')
    config['block_out_channels'] = draw_widths(config, levels, decks.random)
    config['down_block_types'] = [decks.draw('down') for _ in range(levels)]
    config['up_block_types'] = [decks.draw('up') for _ in range(levels)]
    config['out_channels'] = {
        'image': config['in_channels'],
        'learned variance': 2 * config['in_channels'],
        'other': 5}[decks.draw('answer')]
    if config['_class_name'] == 'UNet2DModel':
        del config['norm_type']
    if decks.draw('keys') == 'no defaults':
        config = without_defaults(config)
    return config


def without_defaults(config):
    defaults = asdict(unet.Config())
    return {key: value for key, value in config.items()
            if key == '_class_name' or value != defaults[key]}


def draw_weight(name, tensor, generator):
    """Keeps a network's values near 1: sums of n products are divided by the
    root of n, what a norm does is not far from nothing."""
    noise = torch.randn(tensor.shape, generator=generator)
    if 'norm' in name:
        return 0.2 * noise + (1 if name.endswith('weight') else 0)
    if name.endswith('bias') or 'class_embedding' in name:
        return 0.2 * noise
    return noise / tensor[0].numel() ** 0.5


def write_model(folder, config, dtype, generator):
    os.makedirs(folder)
    path = os.path.join(folder, 'config.json')
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(config, file, indent=2)
    network = unet.UNet(unet.Config.read(path))
    weights = {name: draw_weight(name, tensor, generator).to(dtype)
               for name, tensor in network.state_dict().items()}
    tensors.write(os.path.join(folder, 'diffusion_pytorch_model.safetensors'),
                  weights)


def draw_case(network, decks, generator):
    """x, t, class and out of one case."""
    config = network.config
    multiple = 2 ** (len(config.block_out_channels) - 1)
    most = SIDES[decks.draw('size')] // multiple
    sides = [multiple * decks.random.randint(math.ceil(0.7 * most), most)
             for _ in range(2)]
    n = decks.random.randint(1, 2)
    case = {'x': torch.randn([n, config.in_channels] + sides,
                             generator=generator),
            't': torch.tensor([decks.draw('t')])}
    if config.num_class_embeds:
        case['class'] = torch.randint(config.num_class_embeds, [n],
                                      generator=generator)
    case['out'] = unet.predict(network, case['x'], case['t'],
                               case.get('class'))
    return case


def write_folder(folder, config, decks, generator):
    write_model(folder, config, decks.draw('dtype'), generator)
    network = unet.load(folder)
    cases = {}
    for i in range(2):
        case = draw_case(network, decks, generator)
        cases |= {f'{i}.{what}': case[what] for what in case}
    tensors.write(os.path.join(folder, 'case.safetensors'), cases)


def branches(config):
    """Names of what the network of a configuration goes through."""
    seen = {f'{key}={value}' for key, value in asdict(config).items()}
    for types, sampling in ((config.down_block_types, config.downsample_type),
                            (config.up_block_types, config.upsample_type)):
        for kind in types[:-1]:
            seen.add(f'{kind} to the next level by {sampling}'
                     if 'Attn' in kind else f'{kind} to the next level')
        seen |= set(types)
    if config.add_attention and config.scale_shift:
        seen.add('attention without a norm' if not config.attn_norm_num_groups
                 else 'attention with groups of its own')
    return seen


def required():
    """What the branches of all configurations together must hold."""
    keys = {field.name for field in fields(unet.Config)}
    names = {f'{key}={value}' for key in keys & CHOICES.keys()
             for value in CHOICES[key]}
    for kind in DOWN + UP:
        ways = (' by conv', ' by resnet') if 'Attn' in kind else ('',)
        names |= {kind} | {f'{kind} to the next level{way}' for way in ways}
    return names | {'attention without a norm',
                    'attention with groups of its own'}


def draw_configs(decks, count):
    """Drawn anew until, of 20 or more, nothing is left out."""
    for _ in range(1000):
        configs = [draw_config(decks) for _ in range(count)]
        covered = set().union(*(branches(unet.Config.of(config))
                                for config in configs))
        if count < 20 or required() <= covered:
            return configs
    sys.exit(f'draw.py: never drawn: {sorted(required() - covered)}')


def draw(out, seed, count):
    decks = Decks(seed)
    generator = torch.Generator().manual_seed(seed)
    for i, config in enumerate(draw_configs(decks, count)):
        write_folder(os.path.join(out, f'unet-{seed}-{i:03}'), config, decks,
                     generator)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--seed', type=int,
                        default=os.environ.get('SILT_DRAW_SEED', '1'))
    parser.add_argument('--count', type=int, default=20)
    parser.add_argument('--compare', metavar='GOLDEN')
    parser.add_argument('out', nargs='?')
    arguments = parser.parse_args()

    torch.set_num_threads(2)
    with tempfile.TemporaryDirectory() as scratch:
        out = arguments.out or scratch
        draw(out, arguments.seed, arguments.count)
        if arguments.compare:
            return subprocess.run([arguments.compare, out]).returncode
    return 0


if __name__ == '__main__':
    sys.exit(main())
