# Silt: answers questions about the images of a GIMP that somebody drives
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
"""Runs inside GIMP, as a batch command that lasts as long as GIMP does: for
each connection to a socket it evaluates one Python expression, or executes
statements, and answers with JSON."""

import json
import os
import socket
import sys

sys.path.insert(0, os.environ["SILT_TEST_FOLDER"])

import texture


def answer(request, names):
    try:
        try:
            return {"value": eval(request, names)}
        except SyntaxError:
            exec(request, names)
            return {"value": None}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def serve(path):
    names = dict(vars(texture))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        while True:
            connection, _ = server.accept()
            with connection, connection.makefile("rw") as stream:
                request = json.loads(stream.readline())
                json.dump(answer(request, names), stream, default=str)


serve(os.environ["SILT_TEST_SOCKET"])
