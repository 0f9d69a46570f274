# Silt: how fast it is, and how fast others are
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

"""Times calls of a network by Silt, PyTorch and ONNX Runtime, which take turns,
and prints a table.  ./dev bench runs this; docs/performance.md explains it."""

import argparse
import os
import subprocess
import sys
import tempfile

import end_to_end
import machine
import models
import runners
import table

CASES = ('church 256', 'cifar10 32', 'texture 64', 'texture 256',
         'texture 512', 'texture 1024')
END_TO_END = 'end-to-end'

# What caps the instructions of each library; for ONNX Runtime there is nothing.
AVX2 = {'OPENBLAS_CORETYPE': 'Haswell', 'ONEDNN_MAX_CPU_ISA': 'AVX2',
        'ATEN_CPU_CAPABILITY': 'avx2'}


def say(text):
    print(text, file=sys.stderr, flush=True)


def parse():
    parser = argparse.ArgumentParser(prog='./dev bench', description=__doc__)
    parser.add_argument('cases', nargs='*', metavar='CASE',
                        default=CASES + (END_TO_END,),
                        help='a model and the pixels of a side: '
                             f'{", ".join(CASES)}; or {END_TO_END}: how long'
                             ' the user waits (all of these)')
    parser.add_argument('--threads', type=int, default=os.cpu_count(),
                        help='of each (one a processor)')
    parser.add_argument('--rounds', type=int, default=5,
                        help='calls of each, beside the first (5)')
    parser.add_argument('--only', action='append', metavar='NAME',
                        help='Silt, PyTorch or ONNX Runtime (all); may be'
                             ' given twice')
    parser.add_argument('--avx2', action='store_true',
                        help='use no newer instructions, as far as libraries'
                             ' can be told')
    parser.add_argument('--busy', action='store_true',
                        help='run although others use the processors')
    parser.add_argument('--profile', action='store_true',
                        help="then show the time of each of Silt's operations")
    parser.add_argument('--silt-bench', required=True, help=argparse.SUPPRESS)
    parser.add_argument('--silt', required=True, help=argparse.SUPPRESS)
    parser.add_argument('--cache', required=True, help=argparse.SUPPRESS)
    parser.add_argument('--weights', required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def set_environment(options):
    for name in ('OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE'):
        os.environ.pop(name, None)
    if options.avx2:
        os.environ.update(AVX2)
    if options.busy:
        # A thread that spins would wait for one that does not get a processor.
        os.environ['OMP_WAIT_POLICY'] = 'passive'


def all_runners(options, case, scratch):
    output = os.path.join(scratch, case.title.replace(' ', '-'))
    models.write_input(output + '.in', case)
    common = ['--threads', str(options.threads), '--input', output + '.in',
              case.network]
    several = {'Silt': lambda: [
        runners.silt(options.silt_bench, case, common, output)]}
    for dtype in ('fp32', 'bf16'):
        several[f'PyTorch {dtype}'] = lambda dtype=dtype: [
            runners.pytorch(case, common, output, dtype, layout)
            for layout in ('default', 'channels_last')]
    several['ONNX Runtime'] = lambda: [
        runners.onnx_runtime(case, common, output, options.cache)]
    return [runner for name, make in several.items()
            if not options.only or name.startswith(tuple(options.only))
            for runner in make()]


def profile(options, case):
    size = ['--width', str(case.cells), '--height', str(case.cells)]
    subprocess.run([options.silt_bench, '--profile', '--threads',
                    str(options.threads), case.network] + size, check=True)


def compare(options, cases, scratch):
    print(table.heading(), flush=True)
    for case in cases:
        several = all_runners(options, case, scratch)
        say(f'{case.title}…')
        runners.take_turns(several, options.rounds)
        print(table.rows(case.title, several), flush=True)


def main():
    options = parse()
    set_environment(options)
    cases = [models.case(options.cache, options.weights, title)
             for title in options.cases if title != END_TO_END]
    if not options.busy and not machine.wait_until_idle(300, say):
        sys.exit('bench: others use the processors, so times would mean'
                 ' nothing; --busy measures all the same')

    print(machine.describe() + '\n', flush=True)
    watch = machine.Watch()
    with tempfile.TemporaryDirectory() as scratch:
        if cases:
            compare(options, cases, scratch)
        if END_TO_END in options.cases:
            print('\n' + table.line(['what', 'measured']), flush=True)
            print(table.line(['---', '---']), flush=True)
            end_to_end.EndToEnd(
                options, scratch,
                lambda *cells: print(table.line(cells), flush=True)).all()
    print(f'\n{options.threads} threads, {options.rounds} rounds;'
          f' meanwhile others took {watch.others():.0%} of the processors'
          + (': a busy machine' if options.busy else '')
          + ('; AVX2 at most, but for ONNX Runtime' if options.avx2 else ''),
          flush=True)

    if options.profile:
        for case in cases:
            print(f'\n{case.title}', flush=True)
            profile(options, case)


if __name__ == '__main__':
    main()
