# Silt: one training of a network, and its exact resumption
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

import contextlib
import copy
import json
import math
import os
import sys

import numpy
import torch
from torch.nn import functional as F

import diffusion
from crops import Crops, to_canvas

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                             '..', '..', 'tests', 'reference'))
import unet  # noqa: E402


def read_recipe(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)


class Float32Norm(unet.LayerNorm):
    """In bfloat16 the gradients of a norm's weight and bias, sums over all
    pixels, come out up to 70 % wrong."""

    def forward(self, x):
        with torch.autocast('cpu', enabled=False):
            return super().forward(x.float()).to(x.dtype)


def prepare(network):
    """Makes it fast and right to train.  Without channels_last, oneDNN 3.7.2
    answers 3 x 3 convolutions of 24, 40, 56 ... channels wrong."""
    for module in network.modules():
        if type(module) is unet.LayerNorm:
            module.__class__ = Float32Norm
    return network.train().to(memory_format=torch.channels_last)


def start(config, folder, null_class):
    """A new network, with the weights of a model's folder (or None) where they
    fit.  A network without classes takes over the null class."""
    network = unet.UNet(unet.Config.of(config))
    if folder is None:
        return network
    source = unet.load(folder)
    tensors = source.state_dict()
    if network.class_embedding is None and source.class_embedding is not None:
        null = tensors.pop('class_embedding.weight')[null_class]
        tensors['time_embedding.linear_2.bias'] += null
    own = network.state_dict()
    fitting = {name: tensor for name, tensor in tensors.items()
               if name in own and own[name].shape == tensor.shape}
    network.load_state_dict(fitting, strict=False)
    return network


def autocast():
    """bfloat16 where the processor multiplies it faster than float32."""
    if torch.backends.cpu.get_cpu_capability() == 'AVX512':
        return torch.autocast('cpu', torch.bfloat16)
    return contextlib.nullcontext()


class Training:
    """samples: crops seen so far, by which all schedules go.  teacher: where
    the recipe has a `guidance`, the network as it was given, to learn from
    instead of the pictures."""

    def __init__(self, recipe, network, pictures):
        labels = recipe['labels']
        self.recipe = recipe
        self.network = prepare(network)
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.teacher = None
        if recipe['guidance']:
            self.teacher = copy.deepcopy(self.average)
        self.random = torch.Generator().manual_seed(recipe['seed'])
        self.crops = Crops(pictures, recipe, labels, self.random)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), betas=(0.9, 0.99),
            weight_decay=recipe['weight_decay'], fused=True)
        self.samples = 0

    def learning_rate(self):
        """Straight lines between the recipe's knots, [samples, rate]."""
        knots = numpy.array(self.recipe['learning_rate'])
        return float(numpy.interp(self.samples, knots[:, 0], knots[:, 1]))

    @property
    def end(self):
        return self.recipe['learning_rate'][-1][0]

    @torch.no_grad()
    def guided(self, x_t, labels, t):
        """What the teacher answers, led away from the null label by the
        recipe's guidance (Meng et al. 2023): two of its answers, which the
        network learns to give as one."""
        null = torch.full_like(labels, len(self.recipe['labels']))
        with autocast():
            given = self.teacher(x_t, t, labels).float()
            without = self.teacher(x_t, t, null).float()
        return without + self.recipe['guidance'] * (given - without)

    def loss(self, x_0, x_t, labels, t):
        """Of the network's answer at canvases [N, C, H, W] of -1...1, without
        the outermost `margin` pixels, which see the crop's end."""
        margin = self.recipe['margin'] // self.recipe['pixel_unshuffle']
        x_t = x_t.contiguous(memory_format=torch.channels_last)
        with autocast():
            v = self.network(x_t, t, labels)
        target = (self.guided(x_t, labels, t) if self.teacher else
                  diffusion.velocity(x_0, x_t, t))
        error = v.float() - target
        error = F.pad(error, 4 * [-margin]).square().mean((1, 2, 3))
        weights = diffusion.weights(t, self.recipe['largest_weight'])
        return (weights * error).mean()

    def draw(self, n):
        """What a batch is shown and asked: x_0, x_t, labels, t."""
        recipe = self.recipe
        pixels, labels = self.crops.batch(n)
        x_0 = to_canvas(pixels, recipe['pixel_unshuffle'])
        t = diffusion.draw_timesteps(recipe['timesteps'], n, self.random)
        noise = torch.randn(x_0.shape, generator=self.random)
        x_t = diffusion.add_noise(x_0, noise, t)
        clipped = torch.rand(n, generator=self.random) < recipe['clipped']
        x_t = torch.where(clipped[:, None, None, None],
                          diffusion.clip(x_t, t), x_t)
        return x_0, x_t, labels, t

    def step(self):
        """One batch.  Returns its loss."""
        n = self.recipe['batch']
        loss = self.loss(*self.draw(n))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for group in self.optimizer.param_groups:
            group['lr'] = self.learning_rate()
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.samples += n
        self.follow(n)
        return float(loss)

    def follow(self, n):
        """Moves the average of the weights towards them.  Its memory, in
        samples, grows with the training up to the recipe's."""
        memory = min(self.recipe['average'], self.samples / 2)
        share = 1 - math.exp(-n / memory)
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()),
                                 list(self.network.parameters()), share)

    def state(self):
        return {'network': self.network.state_dict(),
                'average': self.average.state_dict(),
                'optimizer': self.optimizer.state_dict(),
                'random': self.random.get_state(),
                'samples': self.samples}

    def resume(self, state):
        self.network.load_state_dict(state['network'])
        self.average.load_state_dict(state['average'])
        self.optimizer.load_state_dict(state['optimizer'])
        self.random.set_state(state['random'])
        self.samples = state['samples']


def save(path, state):
    """All of it or nothing."""
    torch.save(state, path + '.new')
    os.replace(path + '.new', path)
