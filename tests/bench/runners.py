# Silt: programs that take turns
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

"""A runner is a program that loads a network, says

    loaded SECONDS [GFLOP]

and for every line that it is sent makes one call and says

    called SECONDS

The answer to the first call goes to a file.  So several can be loaded, and be
asked in turn: what else the machine does meets them all alike."""

import os
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))

# So that PyTorch keeps what it has once got from the system.
MALLOC = {'MALLOC_MMAP_THRESHOLD_': str(2 ** 32),
          'MALLOC_TRIM_THRESHOLD_': str(2 ** 40),
          'MALLOC_TOP_PAD_': str(2 ** 28)}

# A library below PyTorch would handle a crash itself, at length.
CRASH = {'UCX_HANDLE_ERRORS': 'none'}

# Until threads that wait for more by spinning have given up.
PAUSE = 0.05


class Died(Exception):
    pass


class Runner:
    """times: of all calls but the first, in seconds.  gflop: of a call."""

    def __init__(self, name, how, command, environment, output):
        self.name = name
        self.title = f'{name}, {how}' if how else name
        self.dtype = 'bf16' if 'bf16' in name else 'fp32'
        self.output = '-'.join([output] + self.title.split())
        self.command = command + ['--output', self.output]
        self.environment = os.environ | environment
        self.times = []
        self.gflop = self.loading = self.error = self.process = None
        self.loading_peak = self.calling_peak = None

    def start(self):
        with open(self.output + '.err', 'w') as errors:
            self.process = subprocess.Popen(
                self.command, env=self.environment, text=True, stderr=errors,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                start_new_session=True)
        self.loading, *gflop = self.heard('loaded')
        self.gflop = gflop[0] if gflop else None
        self.loading_peak = self.peak()
        self.forget_peak()
        self.call()
        self.times.clear()

    def call(self):
        self.process.stdin.write('\n')
        self.process.stdin.flush()
        self.times += self.heard('called')
        self.calling_peak = self.peak()
        time.sleep(PAUSE)

    def heard(self, word):
        line = self.process.stdout.readline()
        if not line.startswith(word + ' '):
            self.stop()
            raise Died(self.last_words())
        return [float(value) for value in line.split()[1:]]

    def last_words(self):
        status = self.process.returncode
        if status < 0:
            return f'killed by {signal.Signals(-status).name}'
        with open(self.output + '.err') as errors:
            return (errors.read().strip().splitlines() or ['no answer'])[-1]

    def stop(self):
        try:
            self.process.communicate()
        except BrokenPipeError:
            self.process.wait()

    def peak(self):
        """MB that were in memory at most, since the start or forget_peak."""
        with open(f'/proc/{self.process.pid}/status') as file:
            for line in file:
                if line.startswith('VmHWM:'):
                    return int(line.split()[1]) * 1024 / 1e6
        return None             # It is no more.

    def forget_peak(self):
        with open(f'/proc/{self.process.pid}/clear_refs', 'w') as file:
            file.write('5')


def silt(program, case, common, output):
    size = ['--width', str(case.cells), '--height', str(case.cells)]
    return Runner('Silt', '', [program, '--serve'] + size + common, {}, output)


def pytorch(case, common, output, dtype, layout):
    command = [sys.executable, os.path.join(HERE, 'torch_peer.py'),
               '--cells', str(case.cells), '--dtype', dtype,
               '--layout', layout]
    return Runner(f'PyTorch {dtype}', layout, command + common,
                  MALLOC | CRASH, output)


def onnx_runtime(case, common, output, cache):
    """Exports the network first, where that was not yet done."""
    weights = os.path.join(case.network, 'diffusion_pytorch_model.safetensors')
    model = os.path.join(cache, f'{case.model}-{case.cells}.onnx')
    command = [sys.executable, os.path.join(HERE, 'onnx_peer.py'), '--onnx',
               model, '--cells', str(case.cells)]
    if not (os.path.exists(model)
            and os.path.getmtime(model) > os.path.getmtime(weights)):
        subprocess.run(command + ['--export', case.network], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Runner('ONNX Runtime', '', command + common, {}, output)


def take_turns(runners, rounds):
    """Starts all, asks each in turn, and stops them; who dies has an error."""
    alive = []
    for runner in runners:
        alive += attempt(runner, Runner.start)
    for _ in range(rounds):
        alive = [runner for runner in alive
                 if attempt(runner, Runner.call)]
    for runner in alive:
        runner.stop()


def attempt(runner, action):
    """[runner], or [] when it died of it."""
    try:
        action(runner)
        return [runner]
    except (Died, OSError) as error:
        runner.error = str(error)
        return []
