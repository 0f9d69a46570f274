# Silt: small files as torch.save writes them, sound and malicious
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

"""Usage: torch_files.py DIRECTORY

Writes the files of tests/data/torch, without torch: classes that pickle under
torch's names stand in for it, and the containers are put together by hand, so
that they can be forged.  sound/NAME.pt holds the tensors of
sound/NAME.safetensors; refused/ holds what must not be opened;
pickles/ some pickles alone.
"""

import io
import json
import os
import pickle
import struct
import sys
import types
import zlib
from collections import OrderedDict

MAGIC = 0x1950a86a20f9469cfc6c


# What stands in for torch ---------------------------------------------------

torch = types.ModuleType('torch')
torch._utils = types.ModuleType('torch._utils')
torch.storage = types.ModuleType('torch.storage')
sys.modules.update({'torch': torch, 'torch._utils': torch._utils,
                    'torch.storage': torch.storage})


def named(module, name):
    """A class that pickles as module.name."""
    thing = type(name, (), {'__module__': module.__name__})
    setattr(module, name, thing)
    return thing


def function(module, name):
    def thing(*args):
        raise NotImplementedError
    thing.__module__, thing.__name__, thing.__qualname__ = (
        module.__name__, name, name)
    setattr(module, name, thing)
    return thing


rebuild = function(torch._utils, '_rebuild_tensor_v2')
rebuild_old = function(torch._utils, '_rebuild_tensor')
rebuild_parameter = function(torch._utils, '_rebuild_parameter')
FORMATS = {'FloatStorage': 'f', 'HalfStorage': 'e', 'DoubleStorage': 'd',
           'LongStorage': 'q', 'BFloat16Storage': None}
TYPES = {name: named(torch, name) for name in FORMATS}


class Storage:
    """Numbers; view: (key, offset, size) as files before 1.6 had it."""

    def __init__(self, kind, numbers, view=None, count=None, key=None):
        self.kind, self.view, self.key = kind, view, key
        self.count = len(numbers) if count is None else count
        if kind == 'BFloat16Storage':
            self.data = b''.join(struct.pack('<f', x)[2:] for x in numbers)
        else:
            self.data = struct.pack(f'<{len(numbers)}{FORMATS[kind]}',
                                    *numbers)


class Tensor:
    def __init__(self, storage, shape, strides=None, offset=0, old=False):
        self.storage, self.shape, self.offset = storage, tuple(shape), offset
        self.old = old
        if strides is None:
            strides, step = [], 1
            for n in reversed(shape):
                strides.insert(0, step)
                step *= n
        self.strides = tuple(strides)

    def __reduce__(self):
        if self.old:
            return rebuild_old, (self.storage, self.offset, self.shape,
                                 self.strides)
        return rebuild, (self.storage, self.offset, self.shape, self.strides,
                         False, OrderedDict())


class Parameter:
    def __init__(self, tensor):
        self.tensor = tensor

    def __reduce__(self):
        return rebuild_parameter, (self.tensor, True, OrderedDict())


def floats(*numbers):
    return Storage('FloatStorage', numbers)


def tensor(*numbers):
    return Tensor(floats(*numbers), (len(numbers),))


class State(OrderedDict):
    """A module's state: a dictionary with attributes."""

    def __reduce__(self):
        return (OrderedDict, (), {'_metadata': OrderedDict(version=1)}, None,
                iter(self.items()))


def dump(value, protocol=2, legacy=False):
    """The pickle, and its storages by their keys."""
    storages = {}

    class Pickler(pickle.Pickler):
        def persistent_id(self, thing):
            if not isinstance(thing, Storage):
                return None
            key = thing.key or next(
                (k for k, s in storages.items() if s is thing),
                str(len(storages)))
            storages[key] = thing
            size = (thing.view,) if legacy else ()
            return ('storage', TYPES[thing.kind], key, 'cpu',
                    thing.count) + size

    out = io.BytesIO()
    Pickler(out, protocol).dump(value)
    return out.getvalue(), storages


# Containers -----------------------------------------------------------------

def zip_bytes(entries):
    """entries: (name, data, changes), where changes forge a field."""
    out, central = b'', b''
    for name, data, *changes in entries:
        change = dict(method=0, flags=0x808, size=len(data), stored=len(data),
                      offset=len(out), local_name=name, extra=b'')
        change.update(*changes)
        raw = name.encode()
        local = change['local_name'].encode()
        # As torch does it: the data begins at a multiple of 64 bytes.
        pad = -(len(out) + 30 + len(local) + 4) % 64
        if not change.get('hidden'):
            out += struct.pack('<IHHHHHIIIHH', 0x04034b50, 0, change['flags'],
                               change['method'], 0, 0, 0, 0, 0, len(local),
                               4 + pad)
            out += local + b'FB' + struct.pack('<H', pad) + b'Z' * pad + data
        central += struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 0, 0,
                               change['flags'], change['method'], 0, 0,
                               zlib.crc32(data),
                               change['stored'], change['size'], len(raw),
                               len(change['extra']), 0, 0, 0, 0,
                               change['offset']) + raw + change['extra']
    return out, central, len(entries)


def end(out, central, entries, zip64=False, **change):
    record = dict(n=entries, size=len(central), offset=len(out))
    record.update(change)
    tail = b''
    if zip64:
        at = len(out) + len(central)
        tail = struct.pack('<IQHHIIQQQQ', 0x06064b50, 44, 45, 45, 0, 0,
                           record['n'], record['n'], record['size'],
                           record['offset'])
        tail += struct.pack('<IIQI', 0x07064b50, 0, change.get('at', at), 1)
        record = dict(n=0xffff, size=0xffffffff, offset=0xffffffff)
    tail += struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, record['n'],
                        record['n'], record['size'], record['offset'], 0)
    return out + central + tail


def torch_zip(value, protocol=2, root='archive', extra=(), zip64=False):
    code, storages = (value, {}) if isinstance(value, bytes) else \
        dump(value, protocol)
    entries = [(f'{root}/data.pkl', code), (f'{root}/byteorder', b'little')]
    entries += [(f'{root}/data/{k}', s.data) for k, s in storages.items()]
    entries += [(f'{root}/version', b'3\n')]
    return end(*zip_bytes(entries + list(extra)), zip64=zip64)


def torch_legacy(value, little=True, version=1001, cut=0, counts=None):
    code, storages = dump(value, legacy=True)
    out = pickle.dumps(MAGIC, 2) + pickle.dumps(version, 2)
    out += pickle.dumps({'protocol_version': version, 'little_endian': little,
                         'type_sizes': {'short': 2, 'int': 4, 'long': 4}}, 2)
    out += code + pickle.dumps(sorted(storages), 2)
    for key in sorted(storages):
        storage = storages[key]
        count = counts if counts is not None else storage.count
        out += struct.pack('<Q', count) + storage.data
    return out[:len(out) - cut]


def safetensors(tensors):
    """tensors: name -> (shape, numbers)"""
    header, data = {}, b''
    for name, (shape, numbers) in tensors.items():
        begin = len(data)
        data += struct.pack(f'<{len(numbers)}f', *numbers)
        header[name] = {'dtype': 'F32', 'shape': shape,
                        'data_offsets': [begin, len(data)]}
    text = json.dumps(header).encode()
    return struct.pack('<Q', len(text)) + text + data


# Sound files ----------------------------------------------------------------

def sound():
    six = [0.5, -1.0, 2.0, 3.25, -4.5, 1e-3]
    plain = OrderedDict(a=Tensor(floats(*six), (2, 3)), b=tensor(7.0))
    same = {'a': ([2, 3], six), 'b': ([1], [7.0])}

    yield 'zip', torch_zip(plain), same
    yield 'zip-root', torch_zip(plain, root='my model/v1'), same
    yield 'zip64', torch_zip(plain, zip64=True), same
    yield 'legacy', torch_legacy(plain), same
    yield 'protocol-3', torch_zip(plain, 3), same
    yield 'protocol-4', torch_zip(plain, 4), same
    yield 'dict', torch_zip(dict(plain)), same
    yield 'state', torch_zip(State(plain)), same

    parameter = OrderedDict(a=Parameter(plain['a']), b=plain['b'])
    yield 'parameter', torch_zip(parameter), same
    old = OrderedDict(a=Tensor(floats(*six), (2, 3), old=True), b=tensor(7.0))
    yield 'legacy-rebuild', torch_legacy(old), same

    dtypes = {'e': Tensor(Storage('HalfStorage', [0.5, -65504.0, 2**-24]),
                          (3,)),
              'bf': Tensor(Storage('BFloat16Storage', [1.5, -2.0]), (2,)),
              'd': Tensor(Storage('DoubleStorage', [0.1, 1e-300]), (2,)),
              'f': tensor(0.25)}
    wide = {'e': ([3], [0.5, -65504.0, 2**-24]), 'bf': ([2], [1.5, -2.0]),
            'd': ([2], [0.1, 0.0]), 'f': ([1], [0.25])}
    yield 'dtypes', torch_zip(dtypes), wide
    yield 'legacy-dtypes', torch_legacy(dtypes), wide

    store = floats(*[float(i) for i in range(24)])
    strided = {'whole': Tensor(store, (2, 3, 4)),
               'part': Tensor(store, (4,), offset=20),
               'turned': Tensor(store, (4, 3), (1, 4), 12),
               'every': Tensor(store, (3, 2), (8, 2), 1),
               'same': Tensor(store, (3,), (0,), 5),
               'scalar': Tensor(store, (), (), 23),
               'one': Tensor(store, (1, 3), (99, 1), 2),
               'none': Tensor(store, (0, 7), (7, 1))}
    flat = {'whole': ([2, 3, 4], list(range(24))),
            'part': ([4], [20, 21, 22, 23]),
            'turned': ([4, 3], [12 + c + 4 * r for c in range(4)
                                for r in range(3)]),
            'every': ([3, 2], [1, 3, 9, 11, 17, 19]),
            'same': ([3], [5, 5, 5]), 'scalar': ([], [23]),
            'one': ([1, 3], [2, 3, 4]), 'none': ([0, 7], [])}
    yield 'strided', torch_zip(strided), flat
    yield 'legacy-strided', torch_legacy(strided), flat

    view = Storage('FloatStorage', range(8), view=('v', 4, 4), key='root')
    yield ('legacy-view', torch_legacy({'v': Tensor(view, (3,), offset=1)}),
           {'v': ([3], [5, 6, 7])})

    yield ('nested', torch_zip({'epoch': 5, 'lr': 1e-4, 'note': None,
                                'optimizer': {'state': [1, 2, (3,)]},
                                'betas': tensor(1.0),
                                'state_dict': plain}), same)
    yield ('nested-ema', torch_zip({'model': OrderedDict(a=tensor(9.0)),
                                    'ema': {'state_dict': plain}}), same)
    yield ('extras', torch_zip(OrderedDict(plain, num_updates=3, name='x',
                                           big=1 << 70, neg=-5)), same)


# Refused files --------------------------------------------------------------

class Call:
    def __init__(self, what, *arguments):
        self.what, self.arguments = what, arguments

    def __reduce__(self):
        return self.what, self.arguments


def raw(*pieces):
    return b'\x80\x02' + b''.join(pieces) + b'.'


def text(word):
    return b'X' + struct.pack('<I', len(word)) + word.encode()


def bad_tensor(**change):
    return torch_zip({'w': Tensor(**{'storage': floats(1, 2, 3, 4),
                                     'shape': (4,), **change})})


def refused():
    # Code
    yield 'system', torch_zip({'w': Call(os.system, 'touch silt-was-here')})
    yield 'eval', torch_zip({'w': Call(eval, '__import__("os")')})
    yield 'exec-legacy', torch_legacy({'w': Call(exec, 'import os')})
    yield 'getattr', torch_zip({'w': Call(getattr, Call(__import__, 'os'),
                                          'system')})
    yield 'stack-global', torch_zip({'w': Call(os.system, 'x')}, 4)
    yield 'torch-load', torch_zip(raw(b'ctorch.storage\n_load_from_bytes\n',
                                      b'C\x01x\x85R'))
    yield 'inst', torch_zip(raw(b'(S\'x\'\nios\nsystem\n'))
    yield 'newobj', torch_zip(raw(b'ctorch\nFloatStorage\n)\x81'))
    yield 'build', torch_zip(raw(b'ctorch\nFloatStorage\n}b'))
    yield 'extension', torch_zip(raw(b'\x82\x01'))
    yield 'module', torch_legacy(
        {'w': tensor(1)}).replace(b'X\x07\0\0\0storage', b'X\x06\0\0\0module')
    yield 'script', torch_zip({'w': tensor(1)},
                              extra=[('archive/constants.pkl', b'N.')])
    yield 'latent', torch_zip({
        'state_dict': {'model.diffusion_model.out.0.bias': tensor(1)},
        'callbacks': Call(print)})

    # Stacks and memos
    yield 'memo-far', torch_zip(raw(b'Nr\xff\xff\xff\xff'))
    yield 'memo-letters', torch_zip(raw(b'Np99999999999999\n'))
    yield 'memo-empty', torch_zip(raw(b'h\x07'))
    yield 'stack-empty', torch_zip(raw(b'a'))
    yield 'no-mark', torch_zip(raw(b'Nt'))
    yield 'through-mark', torch_zip(raw(b'](Na'))
    yield 'stop-mark', torch_zip(raw(b'('))
    yield 'odd-dict', torch_zip(raw(b'}(Nu'))
    yield 'append-dict', torch_zip(raw(b'}Na'))
    yield 'call-nothing', torch_zip(raw(b'N)R'))
    yield 'string-length', torch_zip(raw(b'X\xff\xff\xff\xffabc'))
    yield 'string-length-8', torch_zip(raw(b'\x8d' + b'\xff' * 8))
    yield 'long-length', torch_zip(raw(b'\x8b\xff\xff\xff\x7f'))
    yield 'no-stop', torch_zip(b'\x80\x02}')
    yield 'empty-pickle', torch_zip(b'')
    yield 'no-newline', torch_zip(raw(b'c' + b'x' * 3000))
    yield 'dict-itself', torch_zip(raw(b'}q\0' + text('ema') + b'h\0s' +
                                       text('model') + b'h\0s'))
    yield 'no-dict', torch_zip(raw(b']'))
    yield 'no-tensors', torch_zip({'a': 1})

    # Sizes
    yield 'count', bad_tensor(storage=Storage('FloatStorage', [1, 2],
                                              count=2**62))
    yield 'count-negative', bad_tensor(storage=Storage('FloatStorage', [1],
                                                       count=-1))
    yield 'shape', bad_tensor(shape=(5,))
    yield 'shape-huge', bad_tensor(shape=(2**40, 2**40), strides=(0, 0))
    yield 'shape-negative', bad_tensor(shape=(-4,))
    yield 'shape-many', bad_tensor(shape=(1,) * 9)
    yield 'stride-beyond', bad_tensor(shape=(2, 2), strides=(3, 1))
    yield 'stride-huge', bad_tensor(shape=(2,), strides=(2**63 - 1,))
    yield 'stride-negative', bad_tensor(shape=(2,), strides=(-1,), offset=3)
    yield 'stride-missing', bad_tensor(shape=(2, 2), strides=(1,))
    yield 'offset', bad_tensor(offset=1)
    yield 'offset-huge', bad_tensor(offset=2**63 - 1)
    yield 'expanded', bad_tensor(shape=(2**30,), strides=(0,))
    wide = floats(*range(1024))
    yield 'shared', torch_zip({f'w{i}': Tensor(wide, (1024,))
                               for i in range(100)})
    yield 'no-storage', torch_zip({'w': tensor(1)}).replace(
        b'archive/data/0', b'archive/data/9')
    yield 'name-nul', torch_zip({'a\0b': tensor(1)})
    yield 'name-number', torch_zip({5: tensor(1)})
    yield 'name-twice', torch_zip(
        {'aa': tensor(1), 'ab': tensor(2)}).replace(b'X\x02\0\0\0ab',
                                                    b'X\x02\0\0\0aa')

    # Legacy
    yield 'legacy-big-endian', torch_legacy({'w': tensor(1)}, little=False)
    yield 'legacy-version', torch_legacy({'w': tensor(1)}, version=1002)
    yield 'legacy-cut', torch_legacy({'w': tensor(1, 2, 3)}, cut=5)
    yield 'legacy-counts', torch_legacy({'w': tensor(1, 2)}, counts=2**61)
    yield 'legacy-fewer', torch_legacy({'w': tensor(1, 2)}, counts=1)

    # Archives
    good, storages = dump({'w': tensor(1, 2)})
    pkl, data = ('a/data.pkl', good), ('a/data/0', storages['0'].data)

    def packed(*entries, **change):
        return end(*zip_bytes(entries), **change)

    yield 'zip-compressed', packed(pkl, data + ({'method': 8},))
    yield 'zip-encrypted', packed(pkl, data + ({'flags': 1},))
    yield 'zip-two-sizes', packed(pkl, data + ({'stored': 4},))
    yield 'zip-large', packed(pkl, data + ({'size': 9999, 'stored': 9999},))
    yield 'zip-no-zip64', packed(pkl, data + ({'size': 2**32 - 1,
                                               'stored': 2**32 - 1},))
    yield 'zip-zip64-forged', packed(pkl, data + (
        {'size': 2**32 - 1, 'stored': 2**32 - 1,
         'extra': struct.pack('<HHQQ', 1, 16, 2**60, 2**60)},))
    inner, _, _ = zip_bytes([data])
    outer, _, _ = zip_bytes([pkl, ('a/data/1', inner)])
    yield 'zip-overlap', packed(pkl, ('a/data/1', inner), data + (
        {'hidden': True, 'offset': outer.index(inner)},))
    yield 'zip-overlap-same', packed(pkl, data, pkl + (
        {'hidden': True, 'offset': 0},))
    yield 'zip-overlap-sizes', packed(
        ('a/data.pkl', good, {'size': len(good) + 70,
                              'stored': len(good) + 70}), data)
    yield 'zip-up', packed(('../data.pkl', good), data)
    yield 'zip-inner-up', packed(('a/../../data.pkl', good), data)
    yield 'zip-root', packed(('/etc/data.pkl', good), data)
    yield 'zip-backslash', packed(('a\\..\\data.pkl', good), data)
    yield 'zip-other-name', packed(pkl, data + ({'local_name': 'a/data/7'},))
    yield 'zip-offset', packed(pkl, data + ({'offset': 2**31},))
    yield 'zip-count', packed(pkl, data, n=60000)
    yield 'zip-more', packed(pkl, data, n=3)
    yield 'zip-directory', packed(pkl, data, offset=2**31)
    yield 'zip64-directory', packed(pkl, data, zip64=True, offset=2**63)
    yield 'zip64-locator', packed(pkl, data, zip64=True, at=2**63)
    yield 'zip64-count', packed(pkl, data, zip64=True, n=2**60)
    yield 'zip-cut', packed(pkl, data)[:-1]
    yield 'zip-magic', b'PK\3\4'
    yield 'zip-no-pickle', packed(data)
    yield 'zip-big-endian', packed(pkl, data, ('a/byteorder', b'big'))
    yield 'not-torch', b'just some words'
    yield 'nothing', b''


def write(path, content):
    with open(path, 'wb') as out:
        out.write(content)


def pickles():
    """Seeds for fuzzing: the operations, without the archives around."""
    value = {'state_dict': State(a=tensor(1.0, 2.0), b=Parameter(tensor(3.0))),
             'epoch': 3, 'big': 1 << 40, 'lr': 0.5, 'none': None,
             'flags': (True, False), 'bytes': b'xyz', 'list': [1, [2], (3, 4)]}
    for protocol in range(1, 5):
        yield f'protocol-{protocol}', dump(value, protocol)[0]


def main(directory):
    for folder in ('sound', 'refused', 'pickles'):
        os.makedirs(os.path.join(directory, folder), exist_ok=True)

    for name, content, tensors in sound():
        path = os.path.join(directory, 'sound', name)
        write(path + '.pt', content)
        write(path + '.safetensors', safetensors(tensors))

    for name, content in refused():
        write(os.path.join(directory, 'refused', name + '.pt'), content)

    for name, content in pickles():
        write(os.path.join(directory, 'pickles', name + '.pkl'), content)


if __name__ == '__main__':
    main(*sys.argv[1:])
