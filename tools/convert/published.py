# SPDX-License-Identifier: Apache-2.0
"""What the converters of published weights share: digests, output files, and the form of a program.

A converter is a function from files to {"group/name": array}; the HDF5 files hold little-endian
float32 unless an array says otherwise, and say in attributes what they were made of.
"""
import hashlib
import os
import pathlib
import pickle
import struct
import sys

import h5py
import numpy as np


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def note_if_other(path, digest, published):
    """Says on stderr when a file is not the published one: nothing is known of its accuracy."""
    if published and digest != published:
        print(f"note: {path}: its SHA-256 is {digest}; the published file has {published}",
              file=sys.stderr)


def content_sha256(tensors):
    """Of all arrays: name, shape and float32 elements, in the order of the names."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        array = np.ascontiguousarray(tensors[name], "<f4")
        digest.update(f"{name} {array.shape}\n".encode() + array.tobytes())
    return digest.hexdigest()


def need_shape(name, array, shape):
    if array.shape != tuple(shape):
        raise ValueError(f"{name}: shape {list(array.shape)}; expected {list(shape)}")
    return array


def write(target, tensors, attributes, overwrite):
    """attributes: {"": of the file, "group": of that group}. Aside first, then renamed."""
    target = pathlib.Path(target)
    if target.exists() and not overwrite:
        raise ValueError(f"{target} exists; --overwrite replaces it")
    aside = target.with_name(target.name + ".partial")
    try:
        with h5py.File(aside, "w") as file:
            for name, array in tensors.items():
                file[name] = array.astype("<f4") if array.dtype.kind == "f" else array
            for group, values in attributes.items():
                file.require_group(group or "/").attrs.update(values)
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def program(usage, convert, arguments):
    """Runs convert(*words, overwrite=...) of the command line; mistakes are one line on stderr.

    `arguments`: how few and how many words there may be.
    """
    words = [word for word in sys.argv[1:] if word != "--overwrite"]
    fewest, most = arguments
    if not fewest <= len(words) <= most or any(word.startswith("-") for word in words):
        sys.exit(usage)
    try:
        convert(*words, overwrite="--overwrite" in sys.argv)
    except (OSError, ValueError, KeyError, EOFError, struct.error, pickle.UnpicklingError) as error:
        text = error.args[0] if isinstance(error, KeyError) else error
        sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {text}")
