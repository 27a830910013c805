#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kwt1_tflite.py non_stream.tflite OUT.h5 [--overwrite]: makes the published Keyword Transformer
KWT-1 readable for `imcbench import kwt1`.

Source of the file: github.com/ARM-software/keyword-transformer, folder
models_data_v2_12_labels/kwt1/tflite_non_stream. Names and order of its constants are the
exporter's, and it has others as well (of the front end). So every weight is known by its content:
kwt1_tensors.txt lists name, shape and the first 16 digits of the SHA-256 of its float32 elements,
as they are in OUT.h5; a matrix may be the other way round in the file. What is not found is an
error, so OUT.h5 has the published weights or is not written, and other checkpoints of KWT-1 cannot
be read. Needs numpy and h5py, not TensorFlow. The official file was not at hand: this was tested
on files with the published tensors.
"""
import hashlib
import pathlib

import numpy as np

import published
import tflite

SOURCE = ("github.com/ARM-software/keyword-transformer "
          "models_data_v2_12_labels/kwt1/tflite_non_stream/non_stream.tflite")
SHA256 = "b7dc15b422494adbdd1b721c4a0f073af36a4d93331e96299512eb1561278327"
LIST = pathlib.Path(__file__).with_name("kwt1_tensors.txt")
DIGITS = 16


def content(array):
    return hashlib.sha256(np.ascontiguousarray(array, "<f4").tobytes()).hexdigest()[:DIGITS]


def wanted():
    """{content: (name, shape)}"""
    rows = [line.split() for line in LIST.read_text().splitlines() if not line.startswith("#")]
    return {digest: (name, tuple(map(int, shape.split("x")))) for name, shape, digest in rows}


def forms(array):
    """The array, and the matrix that it is turned."""
    yield array
    matrix = array.reshape([n for n in array.shape if n > 1])
    if matrix.ndim == 2:
        yield matrix.T


def convert(source, target, overwrite):
    constants, _ = tflite.read(source)
    expected, tensors = wanted(), {}
    for constant in constants:
        if constant.values is None or constant.values.dtype != np.float32:
            continue
        for form in forms(constant.values):
            name, shape = expected.get(content(form), (None, None))
            if name is not None:
                tensors[name] = np.ascontiguousarray(form).reshape(shape)
    missing = sorted(name for name, _ in expected.values() if name not in tensors)
    if missing:
        raise ValueError(f"{source}: {len(missing)} of {len(expected)} weights of the published "
                         f"KWT-1 are not in it: {', '.join(missing[:3])}, ...")
    digest = published.sha256(source)
    published.note_if_other(source, digest, SHA256)
    published.write(target, tensors, {"": {"source": SOURCE, "source_sha256": digest}}, overwrite)
    print(f"{target}: {len(tensors)} tensors of {source}")


if __name__ == "__main__":
    published.program(__doc__, convert, (2, 2))
