# Silt: how long the user waits
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

"""The part of bench.py that times the silt command, from the start of the
process to its end, and what else is no call in a row of calls."""

import os
import signal
import subprocess
import sys
import time

import models
import runners

CALLS = 20
SEED = '4'
CLASS = '16', 'stone'


def seconds(command, environment=None):
    start = time.perf_counter()
    subprocess.run(command, check=True, env=os.environ | (environment or {}))
    return time.perf_counter() - start


def take_turns(several, rounds):
    runners.take_turns(several, rounds)
    for runner in several:
        if runner.error:
            sys.exit(f'bench: {runner.title}: {runner.error}')


class EndToEnd:
    """options: bench.py's; scratch: a folder; tell: writes a line."""

    def __init__(self, options, scratch, tell):
        self.options = options
        self.tell = tell
        self.out = os.path.join(scratch, 'out')
        self.texture = models.case(options.cache, options.weights,
                                   'texture 512')
        self.church = models.case(options.cache, options.weights, 'church 256')

    def generate(self, model, pixels, calls, name='out.png'):
        return [self.options.silt, 'generate', '--model', model,
                '--size', f'{pixels}x{pixels}', '--steps', str(calls),
                '--seed', SEED, '--threads', str(self.options.threads),
                '--output', os.path.join(os.path.dirname(self.out), name)]

    def runner(self, case, threads):
        models.write_input(self.out + '.in', case)
        common = ['--threads', str(threads), '--input', self.out + '.in',
                  case.network]
        return runners.silt(self.options.silt_bench, case, common,
                            f'{self.out}-{threads}')

    def opening(self):
        for case in (self.texture, self.church):
            several = [self.runner(case, self.options.threads)
                       for _ in range(5)]
            for runner in several:
                take_turns([runner], 0)
            least = min(runner.loading for runner in several)
            self.tell(f'Opening {case.model}, its file in memory',
                      f'{1000 * least:.0f} ms')

    def picture(self):
        """Silt and PyTorch in turn, with the same noise."""
        silt, torch = [], {}
        for layout in ('default', 'channels_last'):
            silt.append(seconds(
                self.generate(self.texture.folder, 512, CALLS, 'silt.png')
                + ['--noise', 'torch', '--class', CLASS[1]]))
            torch[layout] = seconds(
                [sys.executable, '-B',
                 os.path.join(runners.HERE, 'torch_generate.py'),
                 self.texture.folder, '512', str(CALLS),
                 str(self.options.threads), layout, SEED, CLASS[0],
                 self.out + '.png'], runners.MALLOC)
        best = min(torch, key=torch.get)
        what = f'512 × 512 texture in {CALLS} calls, process start to PNG'
        self.tell(f'{what}: Silt', f'{min(silt):.2f} s')
        self.tell(f'{what}: PyTorch fp32, {best}',
                  f"{torch[best]:.2f} s, {torch[best] / min(silt):.2f} of"
                  " Silt's")

    def threads(self):
        for case in (self.texture, self.church):
            one, two = several = [self.runner(case, n) for n in (1, 2)]
            take_turns(several, self.options.rounds)
            with open(one.output, 'rb') as a, open(two.output, 'rb') as b:
                same = a.read() == b.read()
            self.tell(f'{case.title}: one thread against two',
                      f'{min(one.times) / min(two.times):.2f} times as long, '
                      + ('the same bytes' if same else 'OTHER BYTES'))

    def per_pixel(self):
        """Of a call; the start and the end of the process, the same for fewer
        calls, are taken off."""
        for pixels, few, many in ((256, 2, 42), (1024, 1, 4), (4096, 1, 2)):
            short, long = (
                min(seconds(self.generate(self.texture.folder, pixels, calls))
                    for _ in range(1 if pixels == 4096 else 2))
                for calls in (few, many))
            each = (long - short) / (many - few) / pixels ** 2
            self.tell(f'A call at {pixels} × {pixels}',
                      f'{1e9 * each:.0f} ns a pixel')

    def cancelling(self):
        delays = []
        for after in (1.5, 1.8, 2.1, 2.4):
            with subprocess.Popen(
                    self.generate(self.church.folder, 256, CALLS),
                    stderr=subprocess.DEVNULL) as process:
                time.sleep(after)
                start = time.perf_counter()
                process.send_signal(signal.SIGINT)
                process.wait()
                delays.append(time.perf_counter() - start)
        self.tell('Stopping (SIGINT) in a call of church 256, to the end of'
                  ' the process', f'at most {1000 * max(delays):.0f} ms')

    def all(self):
        self.opening()
        self.picture()
        self.threads()
        self.cancelling()
        self.per_pixel()
