# Silt: what takes noise out of pictures without a network
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

"""Classic denoisers, for denoise.py: those of Debian, and bm3d.py.

Each takes a picture (float, [height, width, 3], 0 black to 1 white, the noise
beyond both), the standard deviation of its noise in the same units, and a
number that denoise.py tunes, and gives a picture.
"""

import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np
from skimage import restoration

from bm3d import cbm3d


def opencv_nlm(picture, sigma, tuned):
    """In 8 bits, with all of the noise within their range."""
    offset = min(picture.min(), 0.0)
    scale = 255 / (max(picture.max(), 1.0) - offset)
    numbers = np.rint((picture - offset) * scale).astype(np.uint8)
    h = tuned * sigma * scale
    clean = cv2.fastNlMeansDenoisingColored(numbers, None, h, h, 7, 21)
    return clean / scale + offset


def skimage_nlm(picture, sigma, tuned):
    return restoration.denoise_nl_means(picture, patch_size=5,
                                        patch_distance=9, h=tuned * sigma,
                                        sigma=sigma, fast_mode=True,
                                        channel_axis=2)


def wavelet(picture, sigma, tuned):
    """BayesShrink in YCbCr, the mean over 16 shifts (cycle spinning)."""
    clean = np.zeros_like(picture)
    for y in range(4):
        for x in range(4):
            moved = np.roll(picture, (y, x), (0, 1))
            moved = restoration.denoise_wavelet(
                moved, sigma=tuned * sigma, wavelet='db2', mode='soft',
                method='BayesShrink', convert2ycbcr=True, channel_axis=2,
                rescale_sigma=True)
            clean += np.roll(moved, (-y, -x), (0, 1)) / 16
    return clean


def tv(picture, sigma, tuned):
    return restoration.denoise_tv_chambolle(picture, weight=tuned * sigma,
                                            channel_axis=2)


def gmic(picture, sigma, tuned):
    """Means of alike patches; G'MIC's units are 0 ... 255."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, 'in.pfm'), Path(folder, 'out.pfm')
        write_pfm(before, 255 * picture)
        subprocess.run(['gmic', '-v', '-', str(before), '-denoise',
                        f'10,{255 * tuned * sigma:.4f},5,9',
                        '-o', str(after)], check=True, capture_output=True)
        return read_pfm(after) / 255


# The name, the denoiser, and what its number is tried to be.
CLASSICS = {
    'CBM3D (ours)': (cbm3d, (0.9, 1.0, 1.1)),
    'scikit-image wavelet': (wavelet, (0.6, 0.8, 1.0, 1.15)),
    'scikit-image NLM': (skimage_nlm, (0.3, 0.4, 0.5, 0.6, 0.8)),
    'OpenCV NLM': (opencv_nlm, (0.35, 0.5, 0.65, 0.8)),
    "G'MIC denoise": (gmic, (0.4, 0.55, 0.7, 1.0)),
    'scikit-image TV': (tv, (0.35, 0.5, 0.7, 0.9)),
}


# Portable float maps, which keep what is beyond black and white -------------

def write_pfm(path, picture):
    """A file of [height, width, 3], or of [height, width] for gray."""
    height, width = picture.shape[:2]
    kind = 'PF' if picture.ndim == 3 else 'Pf'
    rows = picture[::-1].astype('<f4')
    path.write_bytes(f'{kind}\n{width} {height}\n-1.0\n'.encode()
                      + rows.tobytes())


def read_pfm(path):
    """[height, width, 3], gray alike in all three."""
    kind, size, order, rows = path.read_bytes().split(b'\n', 3)
    width, height = map(int, size.split())
    rows = np.frombuffer(rows, '<f4' if float(order) < 0 else '>f4')
    picture = rows.reshape(height, width, -1)[::-1].astype(float)
    return np.repeat(picture, 3, 2) if kind == b'Pf' else picture
