# Silt: a small classifier of textures, to judge them by
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
from torch import nn
from torch.nn import functional as F

from crops import Crops

SIZE = 64
BATCH = 32
RECIPE = {'crop': SIZE, 'emphasis': {}, 'turns': False, 'gray': 0,
          'class_dropout': 0}


def network(n_classes):
    """Its widths are multiples of 16, for oneDNN: see README.md."""
    layers = []
    for inputs, outputs in ((3, 32), (32, 48), (48, 96), (96, 96)):
        layers += [nn.Conv2d(inputs, outputs, 3, stride=2, padding=1),
                   nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                         nn.Linear(96, n_classes))


def train(pictures, labels, steps):
    """On crops of real pictures (crops.Picture)."""
    torch.manual_seed(0)
    random = torch.Generator().manual_seed(0)
    crops = Crops(pictures, RECIPE, labels, random)
    classifier = network(len(labels)).train()
    optimizer = torch.optim.AdamW(classifier.parameters(), weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3,
                                                   total_steps=steps)
    for _ in range(steps):
        pixels, expected = crops.batch(BATCH)
        F.cross_entropy(classifier(pixels / 255), expected).backward()
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
    return classifier.eval()


@torch.no_grad()
def accuracy(classifier, pictures, label):
    """The share of their 64 x 64 tiles that are taken for class `label`."""
    tiles = torch.cat([p.unfold(1, SIZE, SIZE).unfold(2, SIZE, SIZE)
                       .permute(1, 2, 0, 3, 4).flatten(0, 1)
                       for p in pictures])
    answers = classifier(tiles).argmax(1)
    return float((answers == label).float().mean())
