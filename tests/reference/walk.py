# Silt: a walk over a shipped model, in PyTorch
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

"""Usage: walk.py MODEL CASES.safetensors NEW.safetensors

Walks MODEL, a folder of weights/, from each x_T of CASES once more, and writes
what comes out: NAME.x_T, .timesteps, .class, .guidance, .first (the first
answer, after guidance) and .out.  The sampler is DPM-Solver++ 2M (Lu et al.
2022) with trailing timesteps, worked out here by itself: of tests/reference
only the network is used, of core nothing.  Says how far it is from the .out of
CASES, where there is one."""

import math
import os
import sys

import torch
from torch.nn import functional as F

import tensors
import unet

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, '..', '..', 'weights', 'train'))
import diffusion  # noqa: E402

UNSHUFFLE = 2
NULL_CLASS = 19
CLASSES = {'brick': 1, 'wood': 18}


def answer(network, x, t, label, guidance):
    """v, with the guidance that leads away from the null class."""
    def ask(which):
        return unet.predict(network, x, torch.tensor([t]),
                            torch.tensor([which]))
    v = ask(label)
    if guidance == 1:
        return v
    null = ask(NULL_CLASS)
    return null + guidance * (v - null)


def level(t):
    """alpha, sigma and half the logarithm of the SNR, in double; t None is
    where the walk ends."""
    if t is None:
        return 1.0, 0.0, float('inf')
    alpha, sigma = float(diffusion.ALPHA[t]), float(diffusion.SIGMA[t])
    return alpha, sigma, math.log(alpha / sigma)


def walk(network, x, timesteps, label, guidance):
    """The picture [1, 3, H, W] and the first answer."""
    first = last = last_lambda = None
    for t, following in zip(timesteps, timesteps[1:] + [None]):
        alpha, sigma, lam = level(t)
        alpha_s, sigma_s, lam_s = level(following)
        v = answer(network, x, t, label, guidance)
        x_0 = alpha * x - sigma * v
        mean = x_0
        if last is not None and following is not None:
            ratio = (lam - last_lambda) / (lam_s - lam)
            mean = x_0 + (x_0 - last) / (2 * ratio)
        x = sigma_s / sigma * x - alpha_s * math.expm1(lam - lam_s) * mean
        first = v if first is None else first
        last, last_lambda = x_0, lam
    return F.pixel_shuffle(x, UNSHUFFLE), first


def main(model, cases, out):
    network = unet.load(model)
    old = tensors.read(cases)
    new = {}
    for name, label in CLASSES.items():
        x = old[name + '.x_T']
        timesteps = old[name + '.timesteps']
        guidance = old[name + '.guidance']
        picture, first = walk(network, x, timesteps.long().tolist(), label,
                              float(guidance))
        if name + '.out' in old:
            away = (picture - old[name + '.out']).norm() / picture.norm()
            print(f'{name}: {float(away):.1e} from {cases}')
        new.update({name + '.x_T': x, name + '.timesteps': timesteps,
                    name + '.guidance': guidance, name + '.first': first,
                    name + '.out': picture.contiguous()})
    tensors.write(out, new)


if __name__ == '__main__':
    main(*sys.argv[1:])
