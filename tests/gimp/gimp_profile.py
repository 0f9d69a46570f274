# Silt: a private GIMP for a test, with only the plug-ins that it needs
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

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

GIMPRC = """\
(config-version "3.0.4")
(check-updates no)
(help-browser web-browser)
(save-session-info no)
(show-welcome-dialog no)
"""

# So wide that the status bar has room for the text beside its progress.
SESSIONRC = """\
(session-info "toplevel"
    (factory-entry "gimp-single-image-window")
    (position 0 0)
    (size 1280 980))
"""

# Lines that come from our own process, which prints nothing.
OURS = re.compile(r"\(silt:|\[plug-in-silt|Procedure 'plug-in-silt|"
                  r"\S*/silt: fatal error")

# Lines that libgimp prints in any plug-in: from a race when it ends; and when
# GIMP itself goes away.
ENDED = re.compile(r"\(silt:\d+\): LibGimp-WARNING \*\*: [\d:.]+: "
                   r"silt: gimp_flush\(\): error: Broken pipe")
CRASHED = re.compile(r"\(silt:\d+\): LibGimpBase-WARNING \*\*: [\d:.]+: "
                     r"silt: gimp_wire_read\(\): unexpected EOF|"
                     r"\S*/silt: fatal error: GIMP crashed")


class Profile:
    """A folder with everything that GIMP reads and writes, gone at the end.

    The shipped models lie in GIMP's own directory, as a user's would.
    """

    def __init__(self, plug_in, models, gimplibdir, scheme):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="silt-gimp-"))
        self.messages = self.folder / "messages"
        self.gimp = self.folder / "gimp"
        plug_ins = self.folder / "plug-ins"

        # The executable's name must be its folder's.
        (plug_ins / "silt").mkdir(parents=True)
        shutil.copy2(plug_in, plug_ins / "silt" / "silt")
        for catalog in pathlib.Path(plug_in).parents[1].glob("po/*/*/silt.mo"):
            folder = plug_ins.joinpath("silt", "locale", *catalog.parts[-3:-1])
            folder.mkdir(parents=True)
            shutil.copy2(catalog, folder)
        shutil.copytree(HERE.parents[1] / "plugin" / "help",
                        plug_ins / "silt" / "help")
        (plug_ins / "web-browser").mkdir()
        shutil.copy2(HERE / "web_browser.py",
                     plug_ins / "web-browser" / "web-browser.py")
        for name in ("help", "python-eval", "script-fu"):
            (plug_ins / name).symlink_to(
                pathlib.Path(gimplibdir, "plug-ins", name))

        (self.gimp / "silt").mkdir(parents=True)
        (self.gimp / "silt" / "models").symlink_to(models)
        (self.gimp / "gimprc").write_text(
            GIMPRC + f"(theme-color-scheme {scheme})\n")
        (self.gimp / "sessionrc").write_text(SESSIONRC)

        for name in ("cache", "config", "data", "run"):
            (self.folder / name).mkdir(mode=0o700)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, **more):
        return dict(os.environ,
                    GIMP3_DIRECTORY=str(self.gimp),
                    GIMP_TESTING_PLUGINDIRS=str(self.folder / "plug-ins"),
                    GIO_USE_VFS="local",
                    GDK_BACKEND="x11",
                    XDG_CACHE_HOME=str(self.folder / "cache"),
                    XDG_CONFIG_HOME=str(self.folder / "config"),
                    XDG_DATA_HOME=str(self.folder / "data"),
                    XDG_RUNTIME_DIR=str(self.folder / "run"),
                    # These two only make GIMP start faster.
                    BABL_PATH_LENGTH="2",
                    MALLOC_TOP_PAD_="67108864",
                    **more)

    def run(self, command, timeout, **environment):
        """Runs a command in this profile and gives its exit code.  All that it
        started is killed when it takes too long."""
        with open(self.messages, "ab") as messages:
            process = subprocess.Popen(command,
                                       stdin=subprocess.DEVNULL,
                                       stdout=messages,
                                       stderr=messages,
                                       start_new_session=True,
                                       env=self.environment(**environment))
            try:
                return process.wait(timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise

    def lines(self):
        return self.messages.read_text(errors="replace").splitlines()

    def our_messages(self, crashed=False):
        return [line for line in self.lines()
                if OURS.match(line) and not ENDED.fullmatch(line) and
                not (crashed and CRASHED.fullmatch(line))]

    def last_messages(self):
        return "\n".join(self.lines()[-20:])
