# Silt: a network call by PyTorch
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

"""A peer (peers.py) that runs the reference network as fast as PyTorch can."""

import torch

import reference  # noqa: F401
import unet
from serve import peer_arguments, read_input, serve

DTYPES = {'fp32': torch.float32, 'bf16': torch.bfloat16}
LAYOUTS = {'default': torch.contiguous_format,
           'channels_last': torch.channels_last}


def open_network(arguments):
    dtype, layout = DTYPES[arguments.dtype], LAYOUTS[arguments.layout]
    network = unet.load(arguments.folder).to(dtype, memory_format=layout)
    x = torch.from_numpy(read_input(arguments)).movedim(2, 0)[None]
    x = x.to(dtype).contiguous(memory_format=layout)
    t = torch.tensor([500])
    labels = torch.tensor([0])

    def call():
        return network(x, t, labels)[0].movedim(0, 2).float().numpy()

    return call


def main():
    parser = peer_arguments()
    parser.add_argument('--dtype', choices=DTYPES, default='fp32')
    parser.add_argument('--layout', choices=LAYOUTS, default='default')
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    with torch.inference_mode():
        serve(arguments, open_network)


if __name__ == '__main__':
    main()
