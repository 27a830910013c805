#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""resnet_cifar_th.py IN.th OUT.h5 [--overwrite]: makes a published .th file of a CIFAR-10 ResNet
readable for `imcbench import resnet-cifar`.

Source of the files: github.com/akamaster/pytorch_resnet_cifar10, folder pretrained_models, e.g.
resnet20-12fca82f.th; the end of a name is the start of the file's SHA-256, which is checked.

PyTorch is not needed. The files are of its older format: pickles of a number that marks it, a
version, the sizes of types, the object, and the keys of its storages; then for every key the
number of elements (int64) and the elements, little-endian. Of what a pickle may call, only what
rebuilds tensors is allowed.
"""
import collections
import pathlib
import pickle
import re

import numpy as np

import published

START = pickle.dumps(0x1950A86A20F9469CFC6C, protocol=2)
DTYPES = {"FloatStorage": "<f4", "LongStorage": "<i8"}
LEFT_OUT = "num_batches_tracked"


class Storage:
    """Elements that tensors are views of; filled after the object has been read."""

    def __init__(self, dtype):
        self.dtype, self.elements = np.dtype(dtype), None


class Tensor:
    def __init__(self, storage, offset, size, stride, *_):
        self.storage, self.offset, self.size, self.stride = storage, offset, size, stride

    def array(self):
        elements = self.storage.elements[self.offset:]
        last = sum((n - 1) * step for n, step in zip(self.size, self.stride))
        negative = any(n < 1 or step < 0 for n, step in zip(self.size, self.stride))
        if negative or last >= elements.size:
            raise ValueError("a tensor reaches beyond its values: the file is cut short")
        strides = [step * elements.itemsize for step in self.stride]
        return np.lib.stride_tricks.as_strided(elements, self.size, strides).copy()


class Reader(pickle.Unpickler):
    ALLOWED = {("collections", "OrderedDict"): collections.OrderedDict,
               ("torch._utils", "_rebuild_tensor"): Tensor,
               ("torch._utils", "_rebuild_tensor_v2"): Tensor,
               ("torch._utils", "_rebuild_parameter"): lambda tensor, *_: tensor}

    def __init__(self, file):
        super().__init__(file)
        self.storages = {}

    def find_class(self, module, name):
        if module == "torch" and name in DTYPES:
            return DTYPES[name]
        if (module, name) in self.ALLOWED:
            return self.ALLOWED[module, name]
        raise pickle.UnpicklingError(f"{module}.{name} is not part of a file of weights")

    def persistent_load(self, pid):
        _, dtype, key = pid[:3]
        return self.storages.setdefault(key, Storage(dtype))


def read_tensors(path):
    """{name: array} of the state dictionary."""
    with open(path, "rb") as file:
        if file.read(len(START)) != START:
            raise ValueError("not a file of PyTorch's older format")
        for _ in ("version", "sizes of types"):
            Reader(file).load()
        reader = Reader(file)
        content = reader.load()
        for key in Reader(file).load():
            storage = reader.storages[key]
            count = np.fromfile(file, "<i8", 1)
            storage.elements = np.fromfile(file, storage.dtype, count[0] if count.size else 0)
    state = content.get("state_dict", content)
    return {name.removeprefix("module."): tensor.array() for name, tensor in state.items()
            if not name.endswith(LEFT_OUT)}


def checked_sha256(path):
    digest = published.sha256(path)
    stated = re.search(r"-([0-9a-f]{8})\.th$", path.name)
    if stated and not digest.startswith(stated[1]):
        raise ValueError(f"{path}: its SHA-256 is {digest}, not {stated[1]}...: damaged or changed")
    return digest


def convert(source, target, overwrite):
    source = pathlib.Path(source)
    digest = checked_sha256(source)
    try:
        tensors = read_tensors(source)
    except (ValueError, EOFError, KeyError, pickle.UnpicklingError) as error:
        raise ValueError(f"{source}: {error}") from None
    attributes = {"source": "github.com/akamaster/pytorch_resnet_cifar10 "
                            f"pretrained_models/{source.name}", "source_sha256": digest}
    published.write(target, {name.replace(".", "/"): array for name, array in tensors.items()},
                    {"": attributes}, overwrite)
    print(f"{target}: {len(tensors)} tensors of {source.name}")


if __name__ == "__main__":
    published.program(__doc__, convert, (2, 2))
