# Silt: the networks that are timed
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

"""Folders of the diffusers library for networks of a known geometry with random
weights: what a call costs does not depend on their values."""

import json
import os
from dataclasses import dataclass

import torch

import reference  # noqa: F401  tests/reference is where the next are found
import draw
import tensors
import unet

GOOGLE = {
    '_class_name': 'UNet2DModel', 'act_fn': 'silu',
    'attention_head_dim': None, 'center_input_sample': False,
    'downsample_padding': 0, 'flip_sin_to_cos': False, 'freq_shift': 1,
    'in_channels': 3, 'out_channels': 3, 'layers_per_block': 2,
    'mid_block_scale_factor': 1, 'norm_eps': 1e-6, 'norm_num_groups': 32,
}


def google(size, widths, attention):
    """As of google/ddpm-*: one level of attention on each way."""
    levels = len(widths)
    down = ['DownBlock2D'] * levels
    down[attention] = 'AttnDownBlock2D'
    up = ['UpBlock2D'] * levels
    up[levels - 1 - attention] = 'AttnUpBlock2D'
    return GOOGLE | {'sample_size': size, 'block_out_channels': widths,
                     'down_block_types': down, 'up_block_types': up}


CONFIGS = {
    'church': google(256, [128, 128, 256, 256, 512, 512], 4),
    'cifar10': google(32, [128, 256, 256, 256], 1),
}

SCHEDULER = {
    '_class_name': 'DDPMScheduler', 'beta_start': 0.0001, 'beta_end': 0.02,
    'beta_schedule': 'linear', 'clip_sample': True,
    'num_train_timesteps': 1000, 'prediction_type': 'epsilon',
}

PIPELINE = {
    '_class_name': 'DDPMPipeline', 'unet': ['diffusers', 'UNet2DModel'],
    'scheduler': ['diffusers', 'DDPMScheduler'],
}


@dataclass
class Case:
    """A network and a size."""
    model: str
    pixels: int                 # of the picture's side
    folder: str                 # the model's
    channels: int               # of the network's input and its answer
    cells: int                  # of the input's side
    classes: bool

    @property
    def title(self):
        return f'{self.model} {self.pixels}'

    @property
    def network(self):
        return os.path.join(self.folder, 'unet')


def write_json(path, keys):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(keys, file, indent=2)


def read_json(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)


def make(folder, config):
    """Writes a model, unless the very same is there."""
    path = os.path.join(folder, 'unet', 'config.json')
    if os.path.exists(path) and read_json(path) == config:
        return
    network = unet.UNet(unet.Config.of(config))
    generator = torch.Generator().manual_seed(4)
    weights = {name: draw.draw_weight(name, tensor, generator)
               for name, tensor in network.state_dict().items()}
    write_json(os.path.join(folder, 'model_index.json'), PIPELINE)
    write_json(os.path.join(folder, 'scheduler', 'scheduler_config.json'),
               SCHEDULER)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    tensors.write(os.path.join(os.path.dirname(path),
                               'diffusion_pytorch_model.safetensors'), weights)
    write_json(path, config)    # Last: it says that the rest is whole.


def find(cache, shipped, model):
    """The folder of a model: one of CONFIGS, in the cache, or a shipped one."""
    if model not in CONFIGS:
        return os.path.join(shipped, model)
    folder = os.path.join(cache, model)
    make(folder, CONFIGS[model])
    return folder


def case(cache, shipped, title):
    """title: a name as in CONFIGS, or of a shipped model, and a number of
    pixels; "church 256"."""
    model, pixels = title.rsplit(maxsplit=1)
    folder = find(cache, shipped, model)
    config = read_json(os.path.join(folder, 'unet', 'config.json'))
    index = read_json(os.path.join(folder, 'model_index.json'))
    return Case(model, int(pixels), folder, config['in_channels'],
                int(pixels) // index.get('pixel_unshuffle', 1),
                bool(config.get('num_class_embeds')))


def write_input(path, case):
    """[cells, cells, channels] of float32 between -1 and 1."""
    generator = torch.Generator().manual_seed(case.cells)
    x = torch.rand([case.cells, case.cells, case.channels],
                   generator=generator) * 2 - 1
    with open(path, 'wb') as file:
        file.write(tensors.bytes_of(x))
