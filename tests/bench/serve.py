# Silt: what the peers have in common
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

"""The peer's side of what peers.py tells of."""

import argparse
import sys
import time

import numpy


def peer_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', help='of a network')
    parser.add_argument('--cells', type=int, help="of the input's side")
    parser.add_argument('--input', help='float32, [cells, cells, channels]')
    parser.add_argument('--output', help='for the first answer, likewise')
    parser.add_argument('--threads', type=int)
    return parser


def read_input(arguments):
    x = numpy.fromfile(arguments.input, dtype=numpy.float32)
    return x.reshape(arguments.cells, arguments.cells, -1)


def serve(arguments, open_network):
    """open_network (ARGUMENTS): a function without arguments that makes one
    call and returns [cells, cells, channels]."""
    start = time.perf_counter()
    call = open_network(arguments)
    print('loaded', time.perf_counter() - start, flush=True)

    answered = False
    for _ in sys.stdin:
        start = time.perf_counter()
        answer = call()
        print('called', time.perf_counter() - start, flush=True)
        if not answered:
            numpy.ascontiguousarray(answer).tofile(arguments.output)
            answered = True
