# Silt: runs the cases that need a GIMP and reports them as TAP
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
"""Starts GIMP in a private profile, and in it the cases of

headless  headless.py inside gimp-console: the texture, and calls in general
layers    layers.py inside gimp-console: what takes the pixels of layers
ui        ui.py beside a gimp under Xvfb, over AT-SPI
german    language.py in German, where there is a German locale
french    the same in French
killed    killed.py, which starts a GIMP and kills it
screens   screens.py, which keeps pictures of the dialogs
"""

import argparse
import importlib.util
import json
import pathlib
import shutil
import subprocess

from gimp_profile import Profile

HERE = pathlib.Path(__file__).resolve().parent



def console(script):
    return ["gimp-console-3.0", "--no-interface", "--no-data", "--no-fonts",
            "--batch-interpreter", "python-fu-eval",
            "--batch", f"exec(open({str(HERE / script)!r}).read())",
            "--quit"]


def language(name):
    """Any locale but C has messages in the language that LANGUAGE names."""
    return ["env", "LC_ALL=de_DE.UTF-8", f"LANGUAGE={name}",
            "dbus-run-session", "--", "python3", str(HERE / "language.py")]


COMMANDS = {
    "headless": console("headless.py"),
    "layers": console("layers.py"),
    "ui": ["dbus-run-session", "--", "python3", str(HERE / "ui.py")],
    "german": language("de"),
    "french": language("fr"),
    "killed": ["python3", str(HERE / "killed.py")],
    "screens": ["dbus-run-session", "--", "python3", str(HERE / "screens.py")],
}


def missing_for(what):
    """What the cases need and is not there."""
    if what not in ("ui", "german", "french", "screens"):
        return None
    for program in ("Xvfb", "dbus-run-session", "gimp-3.0"):
        if not shutil.which(program):
            return program
    if not importlib.util.find_spec("pyatspi"):
        return "pyatspi"
    if what in ("german", "french") and not subprocess.run(
            ["locale", "-a"], capture_output=True, text=True,
            check=True).stdout.count("de_DE.utf8"):
        return "a German locale"
    return None


class Report:
    def __init__(self):
        self.count = 0

    def result(self, passed, name, comment=""):
        self.count += 1
        print(f"{'ok' if passed else 'not ok'} {self.count} - {name}")
        for line in comment.splitlines():
            print("# " + line)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=COMMANDS)
    parser.add_argument("--plug-in", required=True)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--gimplibdir", required=True)
    parser.add_argument("--keep", help="copy screenshots into this folder")
    parser.add_argument("--only", default="*",
                        help="names of cases, or of their files, with * and ?")
    parser.add_argument("--scheme", default="dark", choices=["dark", "light"],
                        help="the colours of GIMP's theme")
    parser.add_argument("--timeout", type=float, default=1100)
    args = parser.parse_args()

    if missing := missing_for(args.what):
        print(f"1..0 # SKIP {missing} is not there")
        return

    report = Report()
    with Profile(args.plug_in, args.models, args.gimplibdir,
                 args.scheme) as profile:
        results = profile.folder / "results"
        results.touch()
        try:
            code = profile.run(COMMANDS[args.what],
                               args.timeout,
                               SILT_TEST_FOLDER=str(HERE),
                               SILT_TEST_RESULTS=str(results),
                               SILT_TEST_SCRATCH=str(profile.folder),
                               SILT_TEST_KEEP=args.keep or "",
                               SILT_TEST_SCHEME=args.scheme,
                               SILT_TEST_ONLY=args.only,
                               SILT_TEST_CLI=args.cli,
                               SILT_TEST_MODELS=args.models)
            ended = f"exit code {code}"
        except subprocess.TimeoutExpired:
            ended = f"not finished after {args.timeout:.0f} s"

        for line in results.read_text().splitlines():
            done = json.loads(line)
            report.result(done["passed"], done["name"],
                          f"{done['seconds']:.2f} s\n{done['comment']}")

        report.result(ended == "exit code 0", "the run ended well",
                      f"{ended}\n{profile.last_messages()}")
        ours = profile.our_messages(crashed=args.what == "killed")
        report.result(not ours, "the plug-in printed nothing", "\n".join(ours))

    print(f"1..{report.count}")


main()
