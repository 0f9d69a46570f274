# Silt: a GIMP on a display of its own, driven over AT-SPI
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

import contextlib
import fnmatch
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SCRATCH = pathlib.Path(os.environ["SILT_TEST_SCRATCH"])
PLUG_IN = SCRATCH / "plug-ins" / "silt" / "silt"
SCREENSHOT = """
import gi, sys
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk
Gdk.init([])
root = Gdk.get_default_root_window()
part = [int(number) for number in sys.argv[2:]]
Gdk.pixbuf_get_from_window(
    root, *(part or (0, 0, root.get_width(), root.get_height()))
).savev(sys.argv[1], "png", [], [])
"""


def wait(probe, seconds=60, what="it"):
    """What probe () gives once that is true."""
    end = time.monotonic() + seconds
    while True:
        # A widget may go while it is looked at.
        with contextlib.suppress(Exception):
            if found := probe():
                return found
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.05)


def plug_in():
    """The folder in /proc of the plug-in's process, while there is one."""
    for process in pathlib.Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if (process / "exe").readlink() == PLUG_IN:
                return process
    return None


def working():
    return any((thread / "comm").read_text() == "silt-run\n"
               for thread in (plug_in() / "task").iterdir())


@contextlib.contextmanager
def paused_work():
    """For what happens while the plug-in works, however fast that is."""
    wait(working, what="the plug-in's work")
    process = int(plug_in().name)
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@contextlib.contextmanager
def display(width, height):
    """An X server of its own; its number is in DISPLAY."""
    end, other = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(other), "-screen", "0",
                               f"{width}x{height}x24", "-nolisten", "tcp"],
                              pass_fds=[other])
    os.close(other)
    os.environ["DISPLAY"] = ":" + os.fdopen(end).readline().strip()
    try:
        yield
    finally:
        server.terminate()
        server.wait()


class Widget:
    """An accessible object, by what it says of itself."""

    def __init__(self, accessible):
        self.accessible = accessible

    def all(self):
        """This and all below, nearest first."""
        queue = [self.accessible]
        while queue:
            accessible = queue.pop(0)
            yield Widget(accessible)
            with contextlib.suppress(Exception):
                queue += [child for child in accessible if child]

    def matches(self, name, role):
        with contextlib.suppress(Exception):
            return (fnmatch.fnmatchcase(self.name, name) and
                    role in (None, self.role))
        return False

    def find(self, name, role=None):
        """The nearest widget below with that name, in which * is anything."""
        return next((widget for widget in self.all()
                     if widget.matches(name, role)), None)

    def wait(self, name, role=None, seconds=60):
        return wait(lambda: self.find(name, role), seconds,
                    f"{role or 'widget'} {name!r}")

    @property
    def name(self):
        return self.accessible.name

    @property
    def description(self):
        return self.accessible.description

    @property
    def role(self):
        return self.accessible.getRoleName()

    def state(self, name):
        import pyatspi
        return self.accessible.getState().contains(
            getattr(pyatspi, "STATE_" + name))

    @property
    def sensitive(self):
        return self.state("SENSITIVE")

    @property
    def checked(self):
        """Of a toggle button, that it is pressed."""
        return self.state("PRESSED") or self.state("CHECKED")

    @property
    def expanded(self):
        return self.state("EXPANDED")

    @property
    def value(self):
        return self.accessible.queryValue().currentValue

    @value.setter
    def value(self, value):
        self.accessible.queryValue().currentValue = value

    @property
    def text(self):
        return self.accessible.queryText().getText(0, -1)

    @text.setter
    def text(self, text):
        self.accessible.queryEditableText().setTextContents(text)

    def activate(self):
        self.accessible.queryAction().doAction(0)

    def items(self):
        """What a combo box lists."""
        return [widget.name for widget in self.all()
                if widget.role == "menu item"]

    @property
    def chosen(self):
        """What a combo box shows."""
        return self.accessible.querySelection().getSelectedChild(0).name

    def selected(self):
        return self.accessible.querySelection().getSelectedChild(0).name

    def choose(self, item):
        """Not by its menu: GTK warns of one that no event has opened."""
        self.accessible.querySelection().selectChild(self.items().index(item))


def application(name):
    import pyatspi
    for accessible in pyatspi.Registry.getDesktop(0):
        if accessible and accessible.name == name:
            return Widget(accessible)
    return None


def swatches():
    """The files of the classes' pictures."""
    cache = pathlib.Path(os.environ["XDG_CACHE_HOME"], "silt", "swatches")
    return list(cache.glob("*/*.png"))


class Gimp:
    def __init__(self):
        self.socket = str(SCRATCH / "socket")
        self.process = None
        self.window = None

    def start(self):
        batch = f"exec(open({str(HERE / 'ui_server.py')!r}).read())"
        self.process = subprocess.Popen(
            ["gimp-3.0", "--new-instance",
             "--batch-interpreter", "python-fu-eval", "--batch", batch],
            env=dict(os.environ, SILT_TEST_SOCKET=self.socket))
        wait(lambda: self.ask("1"), 90, "GIMP")
        self.window = wait(lambda: application("gimp"), 30, "its window")

    def ask(self, python):
        """Evaluates Python inside GIMP; see ui_server.py."""
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(self.socket)
            with client.makefile("rw") as stream:
                print(json.dumps(python), file=stream, flush=True)
                answer = json.loads(stream.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def menu_item(self, menu, name):
        """An item of the menu bar's menu, or of one below it."""
        return self.window.wait(menu, "menu").wait(name)

    def alive(self):
        return self.process.poll() is None

    def quit(self):
        self.menu_item("File", "Quit").activate()
        return self.process.wait(30)


def screenshot(path, window=None):
    """Of the screen, or of an application's window; in a process of its own,
    since GDK and AT-SPI do not mix well."""
    part = []
    if window:
        part = application(window).accessible[0].queryComponent().getExtents(0)
    subprocess.run([sys.executable, "-c", SCREENSHOT, str(path),
                    *map(str, part)], check=True)
