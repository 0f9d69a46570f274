# Silt: a network call by ONNX Runtime
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


"""A runner (runners.py) of the reference network in ONNX Runtime.  With
--export it only writes the network, for an input of this size, to the file that
a later one opens: PyTorch, which is at work there, counts in no memory."""

import os

from serve import peer_arguments, read_input, serve

INPUTS = ('x', 't', 'labels')

# Its graph optimisations are at their most by default.
OPSET = 17


def export(arguments):
    import torch
    from torch.onnx._internal import onnx_proto_utils

    import reference  # noqa: F401
    import unet

    network = unet.load(arguments.folder)
    values = (torch.zeros(1, network.config.in_channels, arguments.cells,
                          arguments.cells),
              torch.tensor([500]), torch.tensor([0]))
    if not network.config.num_class_embeds:
        values = values[:2]

    # It would look for functions of the user's own, of which there are none,
    # by the onnx module, which Debian 13 does not have.
    onnx_proto_utils._add_onnxscript_fn = lambda model, functions: model
    torch.onnx.export(network, values, arguments.onnx, dynamo=False,
                      opset_version=OPSET, input_names=INPUTS[:len(values)],
                      output_names=['answer'])


def open_network(arguments):
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = arguments.threads
    if os.environ.get('OMP_WAIT_POLICY') == 'passive':
        options.add_session_config_entry('session.intra_op.allow_spinning',
                                         '0')
    session = onnxruntime.InferenceSession(arguments.onnx, options,
                                           ['CPUExecutionProvider'])
    values = {
        'x': numpy.ascontiguousarray(
            read_input(arguments).transpose(2, 0, 1))[None],
        't': numpy.array([500]),
        'labels': numpy.array([0])}
    inputs = {node.name: values[node.name] for node in session.get_inputs()}

    def call():
        return session.run(None, inputs)[0][0].transpose(1, 2, 0)

    return call


def main():
    parser = peer_arguments()
    parser.add_argument('--onnx', help="the network's file")
    parser.add_argument('--export', action='store_true')
    arguments = parser.parse_args()

    if arguments.export:
        export(arguments)
    else:
        serve(arguments, open_network)


if __name__ == '__main__':
    main()
