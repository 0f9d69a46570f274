# Silt: what else the machine does
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

"""What this machine is, and how busy others keep it."""

import os
import platform
import resource
import time

# The share of all processors' time that is as good as nothing.
IDLE = 0.03


def jiffies():
    """Seconds that all processors together were (busy, there) since the start
    of the system; of a virtual machine, others' use of its processors is
    busy."""
    with open('/proc/stat') as file:
        times = [int(word) for word in file.readline().split()[1:9]]
    hertz = os.sysconf('SC_CLK_TCK')
    idle = times[3] + times[4]
    return (sum(times) - idle) / hertz, sum(times) / hertz


def own():
    """Seconds of processor time of this process and its dead children."""
    return sum(usage.ru_utime + usage.ru_stime
               for usage in map(resource.getrusage,
                                (resource.RUSAGE_SELF,
                                 resource.RUSAGE_CHILDREN)))


class Watch:
    """The share of all processors' time that others take, from here on."""

    def __init__(self):
        self.before = jiffies() + (own(),)

    def others(self):
        """To be asked when all children are waited for."""
        busy, there, mine = (now - before for now, before
                             in zip(jiffies() + (own(),), self.before))
        return max(0.0, busy - mine) / max(there, 1e-9)


def load():
    watch = Watch()
    time.sleep(2)
    return watch.others()


def wait_until_idle(seconds, say):
    """Whether the machine has nothing else to do, within some time."""
    end = time.monotonic() + seconds
    share = load()
    if share > IDLE:
        say(f'Others keep the processors busy, {share:.0%}: waiting…')
    while share > IDLE and time.monotonic() < end:
        share = load()
    return share <= IDLE


def cpu_lines():
    with open('/proc/cpuinfo') as file:
        pairs = (line.split(':', 1) for line in file if ':' in line)
        return {key.strip(): value.strip() for key, value in pairs}


def describe():
    cpu = cpu_lines()
    flags = cpu.get('flags', '').split()
    names = [name for name in ('avx2', 'fma', 'avx512f', 'avx512_bf16',
                               'amx_bf16') if name in flags]
    memory = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES')
    return (f'{cpu.get("model name", platform.machine())}, '
            f'{os.cpu_count()} processors, {memory / 1e9:.0f} GB, '
            f'Linux {platform.release()}; {", ".join(names)}')
