# Silt: tests of the training in weights/train
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

"""Runs every function test_... of this file, in the test anything protocol."""

import copy
import json
import math
import os
import sys
import tempfile
import traceback

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
WEIGHTS = os.path.join(HERE, '..', 'weights')
sys.path.append(os.path.join(WEIGHTS, 'train'))

import classifier  # noqa: E402
import diffusion  # noqa: E402
import export  # noqa: E402
import metrics  # noqa: E402
import quilting  # noqa: E402
import tables  # noqa: E402
import validation  # noqa: E402
from crops import Crops, Picture, to_canvas, to_gray  # noqa: E402
from training import Training, prepare, save, start, unet  # noqa: E402

NETWORK = {'norm_type': 'layer', 'in_channels': 12, 'out_channels': 12,
           'block_out_channels': [16, 32],
           'down_block_types': ['DownBlock2D', 'DownBlock2D'],
           'up_block_types': ['UpBlock2D', 'UpBlock2D'],
           'layers_per_block': 1, 'resnet_time_scale_shift': 'scale_shift',
           'add_attention': False, 'num_class_embeds': 3}

RECIPE = {'labels': ['dark', 'light'], 'side': 48, 'license': 'CC0-1.0',
          'emphasis': {},
          'pixel_unshuffle': 2, 'crop': 32, 'margin': 8, 'turns': True,
          'gray': 0.25, 'class_dropout': 0.1, 'batch': 2, 'seed': 5,
          'timesteps': [[1, 0, 1000]], 'clipped': 0.5,
          'guidance': None, 'largest_weight': 5,
          'learning_rate': [[0, 0], [4, 1e-3], [8, 1e-3], [16, 0]],
          'weight_decay': 0.01, 'average': 8, 'network': NETWORK}


def check(truth, message):
    if not truth:
        raise AssertionError(message)


def near(a, b, tolerance):
    check(abs(a - b) <= tolerance, f'{a} is not {b} to {tolerance}')


def texture(seed, size=64, light=0.5):
    """Smooth random colours, [3, size, size] in 0...1."""
    random = torch.Generator().manual_seed(seed)
    picture = torch.rand(1, 3, size, size, generator=random)
    for _ in range(3):
        picture = metrics.smooth(picture)
    return (light + 2 * (picture[0] - 0.5)).clamp(0, 1)


def drawn_pictures():
    return [Picture(f'{label} {i}', label,
                    (255 * texture(i, 48, light)).to(torch.uint8))
            for label, light in (('dark', 0.3), ('light', 0.7))
            for i in range(3)]


def new_training():
    torch.manual_seed(1)
    return Training(RECIPE, unet.UNet(unet.Config.of(NETWORK)),
                    drawn_pictures())


def equal_state(a, b):
    """Bit by bit."""
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(equal_state(a[k], b[k]) for k in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(equal_state, a, b))
    if isinstance(a, torch.Tensor):
        return torch.equal(a, b)
    return a == b


def test_resumes_exactly():
    through = new_training()
    losses = [through.step() for _ in range(6)]

    stopped = new_training()
    first = [stopped.step() for _ in range(3)]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'checkpoint.pt')
        save(path, stopped.state())
        check(os.listdir(folder) == ['checkpoint.pt'], 'a file is left')
        torch.manual_seed(2)
        resumed = Training(RECIPE, unet.UNet(unet.Config.of(NETWORK)),
                           drawn_pictures())
        resumed.resume(torch.load(path, weights_only=True))
    check(first + [resumed.step() for _ in range(3)] == losses,
          'other losses')
    check(equal_state(through.state(), resumed.state()), 'another state')
    check(len(set(losses)) == len(losses), 'every step saw the same')


def test_learns():
    training = new_training()
    batch = training.draw(4)

    def loss():
        with torch.no_grad():
            return float(training.loss(*batch))

    before = loss()
    for _ in range(8):
        training.step()
    check(loss() < before, f'{loss()} after {before}')


def test_learns_guidance():
    training = Training({**RECIPE, 'guidance': 2}, new_training().network,
                        drawn_pictures())
    training.teacher.class_embedding.weight *= 10
    teacher = copy.deepcopy(training.teacher.state_dict())
    x_0, x_t, _, t = training.draw(2)
    null = torch.tensor([2, 2])
    labels = torch.tensor([0, 1])
    given, without = (training.teacher(x_t, t, label).detach()
                      for label in (labels, null))
    led = training.guided(x_t, labels, t)
    near(float((led - 2 * given + without).abs().mean()), 0, 0.02)
    check(float((led - given).abs().mean()) > 0.1, 'it is led nowhere')
    near(float((training.guided(x_t, null, t) - without).abs().mean()), 0, 0.02)
    training.step()
    check(all(tensor.equal(teacher[name]) for name, tensor
              in training.teacher.state_dict().items()), 'the teacher learned')


def test_average_follows():
    training = new_training()
    training.step()
    first = copy.deepcopy(training.average)
    training.step()
    pairs = zip(first.parameters(), training.network.parameters(),
                training.average.parameters())
    share = 1 - math.exp(-2 / 2)
    for old, new, average in pairs:
        near(float((average - old.lerp(new, share)).abs().max()), 0, 1e-6)


def test_learning_rate_goes_by_samples():
    training = new_training()
    for samples, rate in ((0, 0), (2, 5e-4), (6, 1e-3), (12, 5e-4), (20, 0)):
        training.samples = samples
        near(training.learning_rate(), rate, 1e-9)


def test_margin_counts_not():
    training = new_training()
    x_0, noise = torch.randn(2, 1, 12, 16, 16)
    labels, t = torch.tensor([0]), torch.tensor([500])

    class Wrong(torch.nn.Module):
        def forward(self, x, t, labels):
            v = diffusion.velocity(x_0, x, t)
            v[:, :, :4] += 7
            v[:, :, :, -4:] += 7
            return v

    training.network = Wrong()
    with torch.no_grad():
        near(float(training.loss(x_0, noise, labels, t)), 0, 1e-9)


def test_schedule():
    """As Nichol & Dhariwal's formula has it, and as the reference
    implementation's table does (squaredcos_cap_v2)."""
    square = diffusion.ALPHA.double() ** 2
    near(float((square + diffusion.SIGMA.double() ** 2 - 1).abs().max()),
         0, 1e-6)
    first = math.cos(0.008 / 1.008 * math.pi / 2) ** 2
    for t in (0, 250, 500, 990):
        bar = math.cos(((t + 1) / 1000 + 0.008) / 1.008 * math.pi / 2) ** 2
        near(float(square[t]), bar / first, 1e-6)
    check(float(square[999]) > 0, 'the last beta is not bounded')


def test_velocity():
    x_0, noise = torch.randn(2, 3, 12, 4, 4)
    t = torch.tensor([0, 500, 999])
    x_t = diffusion.add_noise(x_0, noise, t)
    alpha, sigma = diffusion.levels(t)
    v = alpha * noise - sigma * x_0
    near(float((diffusion.velocity(x_0, x_t, t) - v).abs().max()), 0, 2e-4)
    near(float((diffusion.mean_picture(x_t, v, t) - x_0).abs().max()), 0, 1e-5)


def test_clip():
    x_t = torch.linspace(-2, 2, 48).reshape(2, 6, 2, 2)
    t = torch.tensor([100, 900])
    clipped = diffusion.clip(x_t, t)
    alpha = float(diffusion.ALPHA[100])
    near(float((clipped[0] - x_t[0].clamp(-alpha, alpha)).abs().max()), 0, 1e-6)
    check(torch.equal(clipped[1], x_t[1]), 'where noise prevails')


def test_weights():
    """min (SNR + 1, 5) / (SNR + 1): 1 where noise prevails."""
    t = torch.tensor([20, 300, 900])
    snr = (diffusion.ALPHA[t] / diffusion.SIGMA[t]) ** 2
    expected = (snr + 1).clamp(max=5) / (snr + 1)
    weights = diffusion.weights(t, 5)
    near(float((weights / expected - 1).abs().max()), 0, 1e-4)
    near(float(weights[2]), 1, 1e-6)
    check(torch.equal(diffusion.weights(t, None), torch.ones(3)), 'no bound')


def test_timesteps():
    random = torch.Generator().manual_seed(0)
    shares = [[0.75, 0, 300], [0.25, 450, 1000]]
    t = diffusion.draw_timesteps(shares, 4000, random)
    low, high = t[t < 300], t[t >= 450]
    check(len(low) + len(high) == len(t), 'one is outside the ranges')
    near(len(low) / len(t), 0.75, 0.03)
    check(low.min() == 0 and low.max() == 299, 'not all of the first range')
    near(float(high.float().mean()), 724.5, 15)
    near(float(diffusion.SIGMA[diffusion.timestep_of(0.2)]
               / diffusion.ALPHA[diffusion.timestep_of(0.2)]), 0.2, 2e-3)


def test_crops():
    random = torch.Generator().manual_seed(0)
    crops = Crops(drawn_pictures(), RECIPE, RECIPE['labels'], random)
    pixels, labels = crops.batch(400)
    check(pixels.shape == (400, 3, 32, 32), 'another size')
    light = pixels.float().mean((1, 2, 3)) / 255
    check((light[labels == 0] < 0.4).all() and (light[labels == 1] > 0.6).all(),
          'a label is wrong')
    near(float((labels == 2).float().mean()), 0.1, 0.05)
    gray = (pixels[:, 0] == pixels[:, 2]).flatten(1).all(1)
    near(float(gray.float().mean()), 0.25, 0.08)


def test_emphasis():
    labels = ['dark', 'light']
    drawn = drawn_pictures() + drawn_pictures()[3:]
    for emphasis, share in (({}, math.sqrt(2)), ({'light': 3}, 3 * math.sqrt(2)),
                            ({'dark': 2}, math.sqrt(2) / 2)):
        crops = Crops(drawn, RECIPE | {'emphasis': emphasis}, labels,
                      torch.Generator().manual_seed(3))
        lights = [crops.one()[1] for _ in range(2000)].count(1)
        darks = 2000 * (1 - RECIPE['class_dropout']) - lights
        near(lights / darks / share, 1, 0.15)


def test_fit():
    rows = [{'file': name} for name in 'abcde']
    fitting = [{'file': 'b', 'scale': '1.5', 'turned': '0'},
               {'file': 'c', 'scale': '0', 'turned': '0'},
               {'file': 'd', 'scale': '0.7', 'turned': '1'}]
    found = [(row['file'], *how) for row, *how in
             tables.fit(rows, 24, ['e'], fitting)]
    check(found == [('a', 24, False), ('b', 36, False), ('d', 17, True)],
          found)


def test_fitting_is_of_the_training():
    train = os.path.join(WEIGHTS, 'train')
    fits = tables.read_table(os.path.join(train, 'fitting-textures.tsv'))
    sources = {row['file'] for row in tables.read_table(
        os.path.join(WEIGHTS, 'texture', 'SOURCES.tsv'))}
    held = set(tables.read_lines(
        os.path.join(train, 'held-out-textures.txt')))
    names = [row['file'] for row in fits]
    check(len(set(names)) == len(names), 'one is there twice')
    check(set(names) <= sources - held, set(names) - sources | held)
    check(all(0 <= float(row['scale']) <= 2 and row['turned'] in '01'
              for row in fits), 'a scale')


def test_gray_and_canvas():
    pixels = torch.tensor([[[255, 0]], [[255, 255]], [[255, 0]]],
                          dtype=torch.uint8)
    check(to_gray(pixels)[0].tolist() == [[255, 182]], 'another luma')
    canvas = to_canvas(pixels.repeat(1, 2, 1)[None], 2)
    check(canvas.shape == (1, 12, 1, 1), 'another shape')
    check(canvas[0, :4, 0, 0].tolist() == [1, -1, 1, -1], 'another order')


def test_float32_norm_and_channels_last():
    """The network in training answers as the reference does."""
    torch.manual_seed(4)
    network = unet.UNet(unet.Config.of(NETWORK)).eval()
    x = torch.randn(2, 12, 16, 16)
    t, labels = torch.tensor([10, 800]), torch.tensor([0, 2])
    expected = unet.predict(network, x[:1], t[:1], labels[:1])
    ready = prepare(copy.deepcopy(network))
    with torch.no_grad():
        answer = ready(x.contiguous(memory_format=torch.channels_last),
                       t, labels)
    near(float((answer[:1] - expected).norm() / expected.norm()), 0, 1e-5)


def test_start_keeps_the_null_class():
    folder = os.path.join(WEIGHTS, 'texture')
    with open(os.path.join(folder, 'unet', 'config.json')) as file:
        config = json.load(file)
    shipped = unet.load(folder)
    network = start({**config, 'num_class_embeds': None}, folder, 19)
    x, t = torch.randn(1, 12, 16, 16), torch.tensor([300])
    expected = unet.predict(shipped, x, t, torch.tensor([19]))
    answer = unet.predict(network.eval(), x, t)
    near(float((answer - expected).norm() / expected.norm()), 0, 1e-5)


def test_export():
    training = new_training()
    training.step()
    with tempfile.TemporaryDirectory() as folder:
        export.export(RECIPE, training.average.state_dict(), folder)
        read = unet.load(folder).state_dict()
        with open(os.path.join(folder, 'model_index.json')) as file:
            index = json.load(file)
    for name, tensor in training.average.state_dict().items():
        check(torch.equal(read[name].float(), tensor.half().float()), name)
    check(index['id2label'] == {'0': 'dark', '1': 'light'}, 'id2label')
    check(index['null_class'] == 2 and index['pixel_unshuffle'] == 2, 'keys')


def test_wasserstein():
    w = metrics.Wasserstein(n_levels=3, n_projections=32, n_patches=2048)
    a, b = [texture(1)], [texture(2)]
    check(w.distance(w.project(a), w.project(a)) == 0, 'not 0 to itself')
    alike, far = w.between(a, b), w.between(a, [texture(3, light=0.8)])
    noisy = w.between(a, [(b[0] + 0.1 * torch.randn(b[0].shape)).clamp(0, 1)])
    check(2 * alike < far and 2 * alike < noisy, f'{alike} {noisy} {far}')
    near(w.between(a, b), alike, 0)


def test_drift():
    flat = texture(1, 256)
    slope = flat + torch.linspace(-0.2, 0.2, 256)
    check(metrics.drift(slope) > 10 * metrics.drift(flat), 'a slope')
    near(metrics.drift(torch.linspace(0, 1, 4).repeat_interleave(64)
                       .expand(3, 256, 256)),
         1000 * float(torch.linspace(0, 1, 4).repeat(4).var()), 1e-3)


def test_repetition():
    tile = texture(1, 256)[:, :64]
    near(metrics.repetition(tile.repeat(1, 4, 1)), 1, 1e-5)
    near(metrics.repetition(tile.repeat(1, 4, 1).mT), 1, 1e-5)
    near(metrics.repetition(texture(1, 256)), 0, 0.1)


def test_checkerboard():
    noise = torch.rand(3, 256, 256)
    for value in metrics.checkerboard(noise):
        near(value, 1, 0.25)
    stripes = noise + 0.1 * torch.rand(256) * torch.tensor([1., -1.]).repeat(
        128)[:, None]
    check(metrics.checkerboard(stripes)[0] > 2, 'stripes of 2 pixels')
    stripes = noise + 0.1 * torch.rand(256) * torch.tensor(
        [1., 1., -1., -1.]).repeat(64)[:, None]
    check(metrics.checkerboard(stripes)[1] > 2, 'stripes of 4 pixels')


def test_nearest():
    pictures = [texture(i, 96) for i in range(3)]
    nearest = metrics.Nearest(pictures[:2])
    near(nearest.of(pictures[1]), 0, 0.5)
    near(nearest.of(pictures[1].flip(2)), 0, 0.5)
    check(nearest.of(pictures[2]) > 20, 'another picture is as near')


def test_diversity():
    w = metrics.Wasserstein(n_levels=2, n_projections=16, n_patches=512)
    same = metrics.diversity([texture(1), texture(1)], w)
    other = metrics.diversity([texture(1), texture(2, light=0.8)], w)
    check(same == 0 and other > 10, f'{same} {other}')


def test_classifier():
    """Learns to tell by colours alone."""
    pictures = [Picture(f'{label} {i}', label,
                        (255 * texture(i, 64)[order]).to(torch.uint8))
                for label, order in (('a', [0, 1, 2]), ('b', [2, 1, 0]))
                for i in range(2)]
    for p in pictures:
        p.pixels[0 if p.label == 'a' else 2] //= 2
    judge = classifier.train(pictures, ['a', 'b'], 20)
    for number, label in enumerate('ab'):
        tiles = [p.pixels / 255 for p in pictures if p.label == label]
        near(classifier.accuracy(judge, tiles, number), 1, 0)
        near(classifier.accuracy(judge, tiles, 1 - number), 0, 0)


def test_quilting():
    source = texture(1, 96)
    picture = quilting.quilt(source, 100, 3)
    check(picture.shape == (3, 100, 100), 'another size')
    check(torch.equal(picture, quilting.quilt(source, 100, 3)), 'not the same')
    nearest = metrics.Nearest([source])
    check(nearest.of(picture) < 0.8 * nearest.of(texture(2, 96)),
          'not of the source')
    steps = picture.diff(dim=2).abs().mean((0, 1))
    step = quilting.BLOCK - quilting.OVERLAP
    check(steps[step - 1] < 2 * steps.median(), 'a block begins with an edge')
    error = torch.ones(6, 5)
    error[:, 2] = 0
    check(torch.equal(quilting.seam(error),
                      torch.tensor([1., 1, 0, 0, 0]).expand(6, 5)),
          'not the path that costs least')


def test_psnr():
    flat = torch.zeros(2, 3, 8, 8)
    near(validation.psnr(flat + 0.2, flat), 20, 1e-4)


def main():
    torch.set_num_threads(2)
    tests = [item for item in globals().items() if item[0].startswith('test_')]
    failed = 0
    for n, (name, function) in enumerate(tests, 1):
        try:
            function()
            print(f'ok {n} {name}')
        except Exception:
            failed += 1
            print(f'not ok {n} {name}')
            print('# ' + traceback.format_exc().replace('\n', '\n# '))
    print(f'1..{len(tests)}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
