# Silt: how a network in training does on held-out pictures
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

import torch
from torch.nn import functional as F

import diffusion
from crops import to_canvas
from training import autocast

NOISES = (10, 25, 50)    # of 255
LEVELS = (100, 300, 500, 700, 900)


def middle(pixels, size):
    """The centre of a picture [3, H, W], size pixels each way."""
    y, x = ((n - size) // 2 for n in pixels.shape[1:])
    return pixels[:, y:y + size, x:x + size]


def canvases(pictures, size, unshuffle):
    crops = torch.stack([middle(p.pixels, size) for p in pictures])
    return to_canvas(crops, unshuffle)


def answer(network, x_t, t, labels):
    x_t = x_t.contiguous(memory_format=torch.channels_last)
    with autocast():
        return network(x_t, t, labels).float()


def psnr(x, y):
    """Of pictures in -1...1, [N, ...], the mean in dB."""
    error = (x.clamp(-1, 1) - y).square().flatten(1).mean(1)
    return float((10 * torch.log10(4 / error)).mean())


@torch.no_grad()
def remove_noise(network, x_0, noise, sigma, clipped):
    """The posterior mean of canvases with noise of `sigma` (of 255)."""
    sigma = 2 * sigma / 255
    t = torch.full((len(x_0),), diffusion.timestep_of(sigma))
    alpha, _ = diffusion.levels(t)
    x_t = alpha * (x_0 + sigma * noise)
    if clipped:
        x_t = diffusion.clip(x_t, t)
    return diffusion.mean_picture(x_t, answer(network, x_t, t, None), t)


def denoising(recipe, held):
    """PSNR in dB after removing noise, in the middle of each picture."""
    x_0 = canvases(held, recipe['validation_crop'], recipe['pixel_unshuffle'])
    random = torch.Generator().manual_seed(0)
    noise = torch.randn(x_0.shape, generator=random)

    def validate(network):
        return {('psnr_clipped' if clipped else 'psnr') + f'_{sigma}': psnr(
            remove_noise(network, x_0, noise, sigma, clipped), x_0)
            for clipped in (False, True) for sigma in NOISES}
    return validate


def velocity_error(recipe, held):
    """The squared error of v at some timesteps, each class by its label."""
    x_0 = canvases(held, recipe['validation_crop'], recipe['pixel_unshuffle'])
    labels = torch.tensor([recipe['labels'].index(p.label) for p in held])
    random = torch.Generator().manual_seed(0)
    noise = torch.randn(x_0.shape, generator=random)
    margin = recipe['margin'] // recipe['pixel_unshuffle']

    @torch.no_grad()
    def at(network, level):
        t = torch.full((len(x_0),), level)
        x_t = diffusion.add_noise(x_0, noise, t)
        error = answer(network, x_t, t, labels) \
            - diffusion.velocity(x_0, x_t, t)
        return float(F.pad(error, 4 * [-margin]).square().mean())

    def validate(network):
        return {f'error_{level}': at(network, level) for level in LEVELS}
    return validate


def of(recipe, held):
    return velocity_error(recipe, held) if recipe['labels'] \
        else denoising(recipe, held)
