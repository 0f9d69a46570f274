# Silt: the forward process and the loss of training
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

"""x_t = alpha x_0 + sigma noise, on the cosine schedule of Nichol & Dhariwal
2021; the network answers the velocity v = alpha noise - sigma x_0 of Salimans
& Ho 2022, so that x_0 = alpha x_t - sigma v."""

import math

import torch

TIMESTEPS = 1000


def cosine_schedule(n=TIMESTEPS, offset=0.008, largest_beta=0.999):
    """alpha and sigma of each timestep, in float32, worked out in float64."""
    t = torch.arange(n + 1, dtype=torch.float64) / n
    bar = torch.cos((t + offset) / (1 + offset) * math.pi / 2) ** 2
    beta = (1 - bar[1:] / bar[:-1]).clamp(max=largest_beta)
    bar = torch.cumprod(1 - beta, 0)
    return bar.sqrt().float(), (1 - bar).sqrt().float()


ALPHA, SIGMA = cosine_schedule()


def levels(t):
    """alpha and sigma at t [N], to multiply pictures [N, C, H, W] with."""
    return ALPHA[t][:, None, None, None], SIGMA[t][:, None, None, None]


def add_noise(x_0, noise, t):
    alpha, sigma = levels(t)
    return alpha * x_0 + sigma * noise


def clip(x_t, t):
    """x_t of a picture whose noise was clipped, as in a file of 8 bits, where
    there is less noise than picture; else x_t as it is."""
    alpha, sigma = levels(t)
    return torch.where(sigma < alpha, alpha * (x_t / alpha).clamp(-1, 1), x_t)


def velocity(x_0, x_t, t):
    """The v that leads from x_t to x_0.  Where x_t is x_0 and noise, it is
    alpha noise - sigma x_0."""
    alpha, sigma = levels(t)
    return (alpha * x_t - x_0) / sigma


def mean_picture(x_t, v, t):
    """x_0 as the answer v has it: its posterior mean."""
    alpha, sigma = levels(t)
    return alpha * x_t - sigma * v


def weights(t, largest):
    """Of the squared error of v at t, which is (SNR + 1) times that of x_0.
    `largest` bounds what the error of x_0 counts (Hang et al. 2023, for v);
    None for no bound."""
    if largest is None:
        return torch.ones(t.shape)
    snr_plus_1 = SIGMA[t] ** -2
    return snr_plus_1.clamp(max=largest) / snr_plus_1


def timestep_of(sigma):
    """That of a picture in -1...1 with white noise of `sigma` added to it: the
    least t with at least as much beside alpha = 1."""
    return int((SIGMA / ALPHA >= sigma).nonzero()[0])


def draw_timesteps(shares, n, random):
    """n timesteps; shares: [share, from, to] of ranges, uniform in each."""
    share, low, high = torch.tensor(shares, dtype=torch.float64).T
    which = torch.multinomial(share, n, replacement=True, generator=random)
    place = torch.rand(n, dtype=torch.float64, generator=random)
    return (low[which] + (high - low)[which] * place).long()
