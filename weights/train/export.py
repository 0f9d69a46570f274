# Silt: a trained network as a model's folder
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

"""Usage: export.py RECIPE CHECKPOINT FOLDER

Writes the averaged weights of a training in float16, as a folder of the
diffusers library with the keys that Silt adds (docs/formats.md)."""

import json
import os
import sys

import torch

from training import read_recipe, unet

import tensors  # beside unet

WEIGHTS = 'diffusion_pytorch_model.safetensors'

SCHEDULER = {
    '_class_name': 'DPMSolverMultistepScheduler',
    'num_train_timesteps': 1000,
    'beta_schedule': 'squaredcos_cap_v2',
    'prediction_type': 'v_prediction',
    'algorithm_type': 'dpmsolver++',
    'solver_order': 2,
    'solver_type': 'midpoint',
    'lower_order_final': True,
    'final_sigmas_type': 'zero',
    'timestep_spacing': 'trailing',
    'thresholding': False,
}


def model_index(recipe):
    labels = recipe['labels']
    index = {
        '_class_name': 'SiltPipeline',
        'unet': ['silt', 'SiltUNet2DModel'],
        'scheduler': ['diffusers', SCHEDULER['_class_name']],
        'pixel_unshuffle': recipe['pixel_unshuffle'],
        'pixel_scale': recipe['side'],
    }
    if labels:
        index['null_class'] = len(labels)
        index['id2label'] = dict(enumerate(labels))
    return index | {'license': recipe['license']}


def network_config(recipe):
    return {'_class_name': 'SiltUNet2DModel',
            'sample_size': recipe['crop'] // recipe['pixel_unshuffle'],
            **recipe['network']}


def write_json(path, keys):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(keys, file, indent=2)
        file.write('\n')


def export(recipe, network, folder):
    """network: names and tensors."""
    halves = {name: tensor.half() for name, tensor in network.items()}
    if not all(tensor.isfinite().all() for tensor in halves.values()):
        raise ValueError('a weight is too large for float16')
    unet.UNet(unet.Config.of(recipe['network'])).load_state_dict(halves)

    write_json(os.path.join(folder, 'model_index.json'), model_index(recipe))
    write_json(os.path.join(folder, 'scheduler', 'scheduler_config.json'),
               SCHEDULER)
    write_json(os.path.join(folder, 'unet', 'config.json'),
               network_config(recipe))
    tensors.write(os.path.join(folder, 'unet', WEIGHTS), halves)


def main(recipe, checkpoint, folder):
    state = torch.load(checkpoint, weights_only=True)
    export(read_recipe(recipe), state['average'], folder)
    print(f'{folder}: {state["samples"]} samples')


if __name__ == '__main__':
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
