# Silt: fetches the pictures to train on from Debian packages
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

"""Usage: fetch.py MANIFEST FOLDER [--cache DIRECTORY] [--only PACKAGE]...

Downloads the packages that a manifest (../texture/SOURCES.tsv, ../photo/
SOURCES.tsv) names, each by apt and held against its checksum in packages.tsv, and
makes the pictures of FOLDER from them.  A package that is in the cache, or of a
suite that apt does not know, may be put there by hand.  A picture that no package
carries is named and left out."""

import argparse
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict

from PIL import Image

from tables import read_table

HERE = os.path.dirname(os.path.abspath(__file__))
SIDE = {'photo': 352, 'texture': 512}      # pixels, the shorter one
QUALITY = {'photo': 95, 'texture': 93}
# Pictures inside an archive that is itself a file of the package.
ARCHIVES = {'ufoai-textures': 'usr/share/games/ufoai/base/0textures.pk3'}


def checksum(path):
    with open(path, 'rb') as file:
        return hashlib.file_digest(file, 'sha256').hexdigest()


def find(cache, package):
    """The file of a package in the cache, or None."""
    for name in sorted(os.listdir(cache)):
        path = os.path.join(cache, name)
        if name.startswith(package['package'] + '_') and name.endswith('.deb'):
            if checksum(path) == package['sha256']:
                return path
            print(f'{path}: another checksum than in packages.tsv')
    return None


def download(cache, package):
    name = f'{package["package"]}={package["version"]}'
    if find(cache, package) is None:
        subprocess.run(['apt-get', 'download', name], cwd=cache)
    path = find(cache, package)
    if path is None:
        print(f'{name}: apt has none with the checksum of packages.tsv; put '
              f'the file, of Debian {package["suite"]}, into {cache}')
    return path


def read_files(deb, wanted):
    """path -> bytes, of a package's files."""
    with subprocess.Popen(['dpkg-deb', '--fsys-tarfile', deb],
                          stdout=subprocess.PIPE) as process:
        with tarfile.open(fileobj=process.stdout, mode='r|') as tar:
            return {name: tar.extractfile(member).read() for member in tar
                    if (name := member.name.removeprefix('./')) in wanted}


def read_archive(data, wanted):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name.removeprefix('pk/'))
                for name in wanted}


def sources(deb, package, wanted):
    """path -> bytes, of the pictures of a package."""
    archive = ARCHIVES.get(package)
    if archive is None:
        return read_files(deb, wanted)
    return read_archive(read_files(deb, {archive})[archive], wanted)


def make(data, kind, path):
    """The picture that is trained on, from a package's."""
    image = Image.open(io.BytesIO(data)).convert('RGB')
    scale = SIDE[kind] / min(image.size)
    if scale < 1:
        image = image.resize([round(scale * n) for n in image.size],
                             Image.LANCZOS)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    image.save(path, quality=QUALITY[kind], subsampling=0)


def make_all(rows, data, folder):
    kind = 'texture' if 'class' in rows[0] else 'photo'
    for row in rows:
        path = os.path.join(folder, row['file'])
        make(data[row['source_path']], kind, path)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('manifest')
    parser.add_argument('folder')
    parser.add_argument('--cache', help='where packages are kept')
    parser.add_argument('--only', action='append', metavar='PACKAGE')
    args = parser.parse_args()

    cache = args.cache or os.path.join(args.folder, 'packages')
    os.makedirs(args.folder, exist_ok=True)
    os.makedirs(cache, exist_ok=True)
    shutil.copy(args.manifest, os.path.join(args.folder, 'manifest.tsv'))
    known = {row['package']: row
             for row in read_table(os.path.join(HERE, 'packages.tsv'))}
    by_package = defaultdict(list)
    for row in read_table(args.manifest):
        by_package[row['source_package']].append(row)

    missing = 0
    for name, rows in by_package.items():
        if args.only and name not in args.only:
            continue
        deb = known.get(name) and download(cache, known[name])
        if deb is None:
            missing += len(rows)
            print(f'{name}: {len(rows)} pictures are left out')
            continue
        wanted = {row['source_path'] for row in rows}
        make_all(rows, sources(deb, name, wanted), args.folder)
        print(f'{name}: {len(rows)} pictures', flush=True)
    return 1 if missing else 0


if __name__ == '__main__':
    sys.exit(main())
