# Silt: the U-Net, once more, in PyTorch
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

"""Usage: unet.py FOLDER...

The network of core/nn, written a second time and without regard to speed, to
compare with.  It opens the same folders of the diffusers library (config.json
and safetensors), and names its parameters as they name their tensors.

    network = load('weights/texture')
    answer = network(x, t, labels)

As a program: holds the network against the expected outputs of golden data
(tests/golden/README.md), in the test anything protocol.
"""

import glob
import json
import math
import os
import sys
from collections import OrderedDict
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Optional

import torch
from torch import nn
from torch.nn import functional as F

import tensors

TOLERANCE = 2e-6

ACTIVATIONS = {'silu': F.silu, 'swish': F.silu, 'mish': F.mish,
               'gelu': F.gelu, 'relu': F.relu}


@dataclass
class Config:
    """Keys of a config.json and their defaults; other keys do not change what
    this network answers, or are not for it: see `refuse`."""
    in_channels: int = 3
    out_channels: int = 3
    center_input_sample: bool = False
    block_out_channels: tuple = (224, 448, 672, 896)
    down_block_types: tuple = ('DownBlock2D',) + 3 * ('AttnDownBlock2D',)
    up_block_types: tuple = 3 * ('AttnUpBlock2D',) + ('UpBlock2D',)
    downsample_type: str = 'conv'
    upsample_type: str = 'conv'
    downsample_padding: int = 1
    layers_per_block: int = 2
    add_attention: bool = True
    mid_block_scale_factor: float = 1.0
    attention_head_dim: Optional[int] = 8
    act_fn: str = 'silu'
    norm_type: str = 'group'
    norm_num_groups: int = 32
    attn_norm_num_groups: Optional[int] = None
    norm_eps: float = 1e-5
    resnet_time_scale_shift: str = 'default'
    flip_sin_to_cos: bool = True
    freq_shift: float = 0
    time_embedding_dim: Optional[int] = None
    num_class_embeds: Optional[int] = None

    @classmethod
    def read(cls, path):
        with open(path, encoding='utf-8') as file:
            keys = json.load(file)
        refuse(keys, path)
        return cls.of(keys)

    @classmethod
    def of(cls, keys):
        names = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in keys.items()
                      if key in names})

    @property
    def time_channels(self):
        return self.time_embedding_dim or 4 * self.block_out_channels[0]

    @property
    def scale_shift(self):
        return self.resnet_time_scale_shift == 'scale_shift'

    def resnet_sampling(self, kind, sampling):
        """Whether a block samples by a resnet; else by a convolution."""
        if 'Attn' in kind:
            return sampling == 'resnet'
        return kind.startswith('Resnet')


def refuse(keys, path):
    """Stops at what would be another network."""
    known = {'_class_name': ('UNet2DModel', 'SiltUNet2DModel'),
             'mid_block_type': ('UNetMidBlock2D',),
             'time_embedding_type': ('positional',),
             'class_embed_type': (None,),
             'resnet_time_scale_shift': ('default', 'scale_shift'),
             'num_attention_heads': (None,),
             'norm_type': ('group', 'layer')}
    for key, values in known.items():
        if keys.get(key, values[0]) not in values:
            raise ValueError(f'{path}: "{key}": expected any of {values}, '
                             f'found {keys[key]!r}')


class LayerNorm(nn.LayerNorm):
    """Over all channels of one pixel of [N, C, H, W]: strictly local."""

    def forward(self, x):
        x = super().forward(x.permute(0, 2, 3, 1))
        return x.permute(0, 3, 1, 2)


def make_norm(config, channels, groups):
    if config.norm_type == 'layer':
        return LayerNorm(channels, config.norm_eps)
    return nn.GroupNorm(groups, channels, config.norm_eps)


def halve(x):
    return F.avg_pool2d(x, 2)


def double(x):
    return F.interpolate(x, scale_factor=2, mode='nearest')


def keep(x):
    return x


class Resnet(nn.Module):
    """Two convolutions around a shortcut, told the time in between.  `resample`
    leads both ways to another level; the sum is divided by `divisor`."""

    def __init__(self, config, in_channels, out_channels, resample=keep,
                 divisor=1.0):
        super().__init__()
        groups = config.norm_num_groups
        self.norm1 = make_norm(config, in_channels, groups)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1)
        self.time_emb_proj = nn.Linear(
            config.time_channels, out_channels * (1 + config.scale_shift))
        self.norm2 = make_norm(config, out_channels, groups)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.conv_shortcut = nn.Identity()
        if in_channels != out_channels:
            self.conv_shortcut = nn.Conv2d(in_channels, out_channels, 1)
        self.act = ACTIVATIONS[config.act_fn]
        self.scale_shift = config.scale_shift
        self.resample = resample
        self.divisor = divisor

    def forward(self, x, time):
        time = self.time_emb_proj(self.act(time))[:, :, None, None]
        h = self.conv1(self.resample(self.act(self.norm1(x))))
        if self.scale_shift:
            scale, shift = time.chunk(2, dim=1)
            h = self.norm2(h) * (1 + scale) + shift
        else:
            h = self.norm2(h + time)
        h = self.conv2(self.act(h))
        return (self.conv_shortcut(self.resample(x)) + h) / self.divisor


class Attention(nn.Module):
    """Of every pixel to every other.  groups: None for no norm before it."""

    def __init__(self, config, channels, groups, divisor=1.0):
        super().__init__()
        self.group_norm = nn.Identity()
        if groups:
            self.group_norm = make_norm(config, channels, groups)
        self.to_q = nn.Linear(channels, channels)
        self.to_k = nn.Linear(channels, channels)
        self.to_v = nn.Linear(channels, channels)
        self.to_out = nn.Sequential(nn.Linear(channels, channels))
        self.head_dim = config.attention_head_dim or channels
        self.divisor = divisor

    def forward(self, x):
        pixels = self.group_norm(x).flatten(2).transpose(1, 2)  # [N, H W, C]
        heads = (self.heads(linear(pixels))
                 for linear in (self.to_q, self.to_k, self.to_v))
        seen = F.scaled_dot_product_attention(*heads)
        seen = self.to_out(seen.transpose(1, 2).flatten(2))
        return (x + seen.transpose(1, 2).reshape(x.shape)) / self.divisor

    def heads(self, pixels):
        """[N, H W, C] -> [N, heads, H W, head_dim]"""
        return pixels.unflatten(2, (-1, self.head_dim)).transpose(1, 2)


class Downsample(nn.Module):
    def __init__(self, channels, padding):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=2, padding=padding)
        # Without padding it is right and bottom that are padded.
        self.pad = (0, 1, 0, 1) if padding == 0 else (0, 0, 0, 0)

    def forward(self, x, time):
        return self.conv(F.pad(x, self.pad))


class Upsample(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x, time):
        return self.conv(double(x))


class Block(nn.Module):
    """Resnets of one level, each with an attention behind it or none."""

    def __init__(self, config, kind, inputs, channels):
        super().__init__()
        groups = config.norm_num_groups
        self.resnets = nn.ModuleList(
            Resnet(config, n, channels) for n in inputs)
        self.attentions = nn.ModuleList(
            Attention(config, channels, groups) for n in inputs
            if 'Attn' in kind)

    def pairs(self):
        return zip_longest(self.resnets, self.attentions, fillvalue=keep)


class Down(Block):
    def __init__(self, config, level):
        widths = config.block_out_channels
        kind = config.down_block_types[level].removeprefix('UNetRes')
        channels = widths[level]
        above = widths[max(level - 1, 0)]
        super().__init__(config, kind,
                         [above] + [channels] * (config.layers_per_block - 1),
                         channels)
        self.downsamplers = nn.ModuleList()
        if level == len(widths) - 1:
            return
        if config.resnet_sampling(kind, config.downsample_type):
            sampler = Resnet(config, channels, channels, halve)
        else:
            sampler = Downsample(channels, config.downsample_padding)
        self.downsamplers.append(sampler)

    def forward(self, x, time, skips):
        for resnet, attention in self.pairs():
            x = attention(resnet(x, time))
            skips.append(x)
        for sampler in self.downsamplers:
            x = sampler(x, time)
            skips.append(x)
        return x


class Middle(nn.Module):
    def __init__(self, config):
        super().__init__()
        channels = config.block_out_channels[-1]
        divisor = config.mid_block_scale_factor
        # With scale and shift the attention has no norm, unless it is given
        # groups of its own.
        groups = config.attn_norm_num_groups
        if not config.scale_shift:
            groups = groups or config.norm_num_groups
        self.resnets = nn.ModuleList(
            Resnet(config, channels, channels, divisor=divisor)
            for _ in range(2))
        self.attentions = nn.ModuleList()
        if config.add_attention:
            self.attentions.append(
                Attention(config, channels, groups, divisor))

    def forward(self, x, time):
        x = self.resnets[0](x, time)
        for attention in self.attentions:
            x = attention(x)
        return self.resnets[1](x, time)


class Up(Block):
    """number: from the deepest level, as the names count."""

    def __init__(self, config, number):
        widths = config.block_out_channels[::-1]
        kind = config.up_block_types[number].removeprefix('UNetRes')
        channels = widths[number]
        below = widths[max(number - 1, 0)]
        above = widths[min(number + 1, len(widths) - 1)]
        n = config.layers_per_block
        skips = [channels] * n + [above]
        inputs = [below] + [channels] * n
        super().__init__(config, kind, [a + b for a, b in zip(inputs, skips)],
                         channels)
        self.upsamplers = nn.ModuleList()
        if number == len(widths) - 1:
            return
        if config.resnet_sampling(kind, config.upsample_type):
            sampler = Resnet(config, channels, channels, double)
        else:
            sampler = Upsample(channels)
        self.upsamplers.append(sampler)

    def forward(self, x, time, skips):
        for resnet, attention in self.pairs():
            x = torch.cat((x, skips.pop()), dim=1)
            x = attention(resnet(x, time))
        for sampler in self.upsamplers:
            x = sampler(x, time)
        return x


class UNet(nn.Module):
    def __init__(self, config):
        super().__init__()
        widths = config.block_out_channels
        time = config.time_channels
        self.config = config
        self.conv_in = nn.Conv2d(config.in_channels, widths[0], 3, padding=1)
        self.time_embedding = nn.Sequential(OrderedDict(
            linear_1=nn.Linear(widths[0], time),
            act=nn.SiLU(),
            linear_2=nn.Linear(time, time)))
        self.class_embedding = None
        if config.num_class_embeds:
            self.class_embedding = nn.Embedding(config.num_class_embeds, time)
        levels = range(len(widths))
        self.down_blocks = nn.ModuleList(Down(config, i) for i in levels)
        self.mid_block = Middle(config)
        self.up_blocks = nn.ModuleList(Up(config, i) for i in levels)
        self.conv_norm_out = make_norm(config, widths[0],
                                       config.norm_num_groups)
        self.conv_out = nn.Conv2d(widths[0], config.out_channels, 3, padding=1)

    def wave(self, t):
        """[N, first width]: sines and cosines of t [N], at frequencies from 1
        to 1/10000 (Vaswani et al. 2017)."""
        half = self.config.block_out_channels[0] // 2
        steps = torch.arange(half, dtype=torch.float32, device=t.device)
        steps = -math.log(10000) * steps / (half - self.config.freq_shift)
        angles = t.float()[:, None] * steps.exp()
        waves = (angles.sin(), angles.cos())
        if self.config.flip_sin_to_cos:
            waves = waves[::-1]
        return torch.cat(waves, dim=1).to(self.conv_in.weight.dtype)

    def forward(self, x, t, labels=None):
        """x: [N, C, H, W]; t: [N], on the trained timeline; labels: [N]."""
        if self.config.center_input_sample:
            x = 2 * x - 1
        time = self.time_embedding(self.wave(t))
        if self.class_embedding is not None:
            time = time + self.class_embedding(labels)
        x = self.conv_in(x)
        skips = [x]
        for block in self.down_blocks:
            x = block(x, time, skips)
        x = self.mid_block(x, time)
        for block in self.up_blocks:
            x = block(x, time, skips)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


# As the library called them before 2023, often as 1 x 1 convolutions.
OLD_NAMES = {'query': 'to_q', 'key': 'to_k', 'value': 'to_v',
             'proj_attn': 'to_out.0'}


def modern(name, tensor):
    *path, layer, kind = name.split('.')
    if 'attentions' not in path:
        return name, tensor
    name = '.'.join(path + [OLD_NAMES.get(layer, layer), kind])
    return name, tensor.flatten(1) if tensor.dim() == 4 else tensor


def load(folder):
    """The network of a model's folder, in float32."""
    if os.path.isdir(os.path.join(folder, 'unet')):
        folder = os.path.join(folder, 'unet')
    stem = os.path.join(glob.escape(folder), 'diffusion_pytorch_model')
    paths = glob.glob(stem + '.safetensors') \
        or glob.glob(stem + '-?????-of-?????.safetensors')

    # Without weights of its own, which would take time and memory.
    with torch.device('meta'):
        network = UNet(Config.read(os.path.join(folder, 'config.json')))
    weights = dict(modern(*item) for path in paths
                   for item in tensors.read(path).items())
    network.load_state_dict({name: weights[name].float() for name in weights},
                            assign=True)
    return network.eval()


# With oneDNN 3.7.2, as PyTorch 2.6 has it, some of the golden networks are off
# by several percent: PyTorch's own kernels are the reference.
@torch.no_grad()
@torch.backends.mkldnn.flags(enabled=False)
def predict(network, x, t, labels=None):
    """The answer to [N, C, H, W] at one t ([1]), to compare with."""
    return network(x, t.expand(len(x)), labels)


def differences(folder):
    """The relative L2 distance to each expected output of a folder."""
    network = load(folder)
    cases = tensors.read(os.path.join(folder, 'case.safetensors'))
    i = 0
    while f'{i}.x' in cases:
        x, out = cases[f'{i}.x'], cases[f'{i}.out']
        answer = predict(network, x, cases[f'{i}.t'], cases.get(f'{i}.class'))
        yield float((answer - out).norm() / out.norm())
        i += 1


def main(folders):
    torch.set_num_threads(2)
    n = failed = 0
    for folder in folders:
        for i, difference in enumerate(differences(folder)):
            n += 1
            good = difference <= TOLERANCE
            failed += not good
            print(f'{"ok" if good else "not ok"} {n} '
                  f'{os.path.basename(folder)} case-{i} {difference:.1e}')
    print(f'1..{n}')
    return 1 if failed or not n else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
