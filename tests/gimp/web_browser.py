#!/usr/bin/env python3
# Silt: a web browser that only notes where it was sent
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
"""Takes the place of GIMP's plug-in of the same name: adds a line to the file
web-pages in the test's scratch folder."""

import os
import pathlib
import sys

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp, GLib, GObject

PROCEDURE = "plug-in-web-browser"
PAGES = pathlib.Path(os.environ["SILT_TEST_SCRATCH"], "web-pages")


class Browser(Gimp.PlugIn):
    def do_set_i18n(self, name):
        return False

    def do_query_procedures(self):
        return [PROCEDURE]

    def do_create_procedure(self, name):
        procedure = Gimp.Procedure.new(self, name, Gimp.PDBProcType.PLUGIN,
                                       self.browse, None)
        procedure.set_documentation("Note an address", None, None)
        procedure.add_string_argument("url", "URL", "Where to go", "",
                                      GObject.ParamFlags.READWRITE)
        return procedure

    def browse(self, procedure, config, data):
        with PAGES.open("a") as pages:
            print(config.get_property("url"), file=pages)
        return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS,
                                           GLib.Error())


Gimp.main(Browser.__gtype__, sys.argv)
